"""What the address of «Việc của tôi» says, and back: filters and order in Vietnamese words that stay."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from django.db.models import F, QuerySet
from django.http import QueryDict

from mangnon.desk.work_filters import ORDERS, DeadlineFilter, WorkFilter, WorkSort
from mangnon.plans.public import Assignment
from mangnon.plans.terms import AssignmentRole, Execution

ROLES: Final = {
    "chu-tri": (AssignmentRole.LEAD, "Chủ trì"),
    "phoi-hop": (AssignmentRole.COORDINATOR, "Phối hợp"),
    "theo-doi": (AssignmentRole.MONITOR, "Theo dõi"),
    "giao-tiep": (AssignmentRole.DELEGATE, "Được cấp trên giao"),
}
STATES: Final = {
    "chua-tiep-nhan": (Execution.NOT_RECEIVED, "Chưa tiếp nhận"),
    "dang-thuc-hien": (Execution.IN_PROGRESS, "Đang thực hiện"),
    "cho-nghiem-thu": (Execution.REPORTED_COMPLETE, "Đã báo hoàn thành"),
}
DEADLINES: Final = {
    "qua-han": (DeadlineFilter.OVERDUE, "Quá hạn"),
    "sap-den-han": (DeadlineFilter.DUE_SOON, "Sắp đến hạn"),
    "chua-den-han": (DeadlineFilter.NOT_YET_DUE, "Chưa đến hạn"),
    "khong-co-han": (DeadlineFilter.NO_DEADLINE, "Không có hạn cụ thể"),
}
KEPT: Final = ("ke-hoach", "vai-tro", "tinh-trang", "han", "tim", "sap-xep")
EVERYTHING: Final = "tat-ca"  # no filter, not even the one that is opened first


def work_filter(asked: QueryDict) -> WorkFilter:
    """The filter an address asks for; words it does not know ask for nothing."""
    role, state, deadline = (asked.get(name, "") for name in ("vai-tro", "tinh-trang", "han"))
    return WorkFilter(
        plan=asked.get("ke-hoach", "")[:60],
        role=ROLES[role][0] if role in ROLES else "",
        execution=STATES[state][0] if state in STATES else "",
        deadline=DEADLINES[deadline][0].value if deadline in DEADLINES else "",
        words=asked.get("tim", "")[:100],
    )


def ordered(rows: QuerySet[Assignment], asked: QueryDict) -> QuerySet[Assignment]:
    """In the order asked for, what has no day last; by deadline when none is asked for."""
    wanted = asked.get("sap-xep", "")
    names = {each.value: each for each in WorkSort}
    sort = names.get(wanted.removeprefix("-"), WorkSort.DUE)
    first, *others = ORDERS[sort]
    down = wanted.startswith("-")
    turned = F(first).desc(nulls_last=True) if down else F(first).asc(nulls_last=True)
    return rows.order_by(turned, *others)


def kept_query(asked: QueryDict | Mapping[str, str]) -> str:
    """The part of an address that says filter and order, in one way of writing."""
    return urlencode([(name, str(asked[name])) for name in KEPT if asked.get(name)])
