"""A made-up province with its real catalogue of bodies, and a small reading for it. Nothing is of a real document."""

from __future__ import annotations

import copy
import datetime as dt
import itertools
from typing import Any

from mangnon.accounts.models import User
from mangnon.accounts.public import SYSTEM, Actor, Role
from mangnon.agencies.models import Agency, Post
from mangnon.agencies.public import set_up_province
from mangnon.documents.links import write_cited_papers
from mangnon.documents.models import DirectiveReading, SourceFile
from mangnon.kernel import clock
from mangnon.plans.adopting.adoption import adopt_reading
from mangnon.plans.models import Plan
from mangnon.territory.models import ParentEdge, Unit

PROVINCE = "90"
ISSUED_ON = dt.date(2025, 2, 17)
CLASS = "UBND các huyện, thành phố"
_numbers = itertools.count(1)


def task(code: str, lead: str, coordinating: list[str] | None = None, **more: Any) -> dict[str, Any]:
    """One task in the contract's shape."""
    number = code.split(".")[-1]
    return {
        "code": code,
        "group": "I. Truyền thông mẫu",
        "group_no": "I",
        "group_title": "Truyền thông mẫu",
        "text": f"Tổ chức hoạt động mẫu số {number} cho trẻ em trên địa bàn.",
        "lead": [lead] if lead else [],
        "coordinating": coordinating or [],
        "due": {
            "text": "Thường xuyên",
            "kind": "ongoing",
            "due_on": None,
            "starts_on": None,
            "every": None,
        },
        "source": {"lines": [3, 4]},
        "confidence": 0.95,
        "warnings": [],
        **more,
    }


def recurring(text: str = "Thường xuyên hằng năm", every: str = "year") -> dict[str, Any]:
    """A time frame that comes back: the task has periods."""
    return {"text": text, "kind": "recurring", "due_on": None, "starts_on": None, "every": every}


def dated(day: dt.date) -> dict[str, Any]:
    """A time frame with an end."""
    text = f"Trước ngày {day:%d/%m/%Y}"
    return {"text": text, "kind": "before", "due_on": day.isoformat(), "starts_on": None, "every": None}


_RESULT: dict[str, Any] = {
    "file": "mau.txt",
    "doc_type": "Kế hoạch",
    "number": "99/KH-UBND",
    "date": ISSUED_ON.isoformat(),
    "place": "Mẫu",
    "issuer": "Ủy ban nhân dân tỉnh Mẫu",
    "title": "Thực hiện hoạt động mẫu vì trẻ em",
    "legal_bases": [{"number": "11/QĐ-TTg", "date": "2025-01-03", "issuer": "Thủ tướng Chính phủ", "title": None}],
    "addressees": [],
    "groups": [],
    "tasks": [
        task("I.1", "Sở Y tế", ["Sở Tư pháp", CLASS]),
        task("I.2", "Sở Tư pháp", ["Sở Y tế"], due=dated(dt.date(2025, 5, 19))),
        task("I.3", "Sở Y tế", ["Sở Tư pháp"], due=dated(dt.date(2025, 5, 25)), confidence=0.4),
    ],
    "duties": [{"agencies": ["Sở Y tế"], "text": "Làm đầu mối mẫu.", "source": {"lines": [6, 6]}, "confidence": 0.9}],
    "reporting": [
        {
            "kind": "half_year",
            "due_day": 10,
            "due_month": 6,
            "due_year": None,
            "reporter": "các sở, ngành",
            "recipient": "Sở Y tế",
            "text": "Báo cáo 6 tháng trước ngày 10 tháng 6",
            "source": {"lines": [7, 7]},
        }
    ],
    "recipients": ["Như trên"],
    "signer": {"capacity": "KT. CHỦ TỊCH", "name": None},
    "text": "\n".join(
        ["KẾ HOẠCH", "", "Tổ chức hoạt động mẫu số 1 cho trẻ em", "trên địa bàn.", "", "Sở Y tế làm đầu mối mẫu.", "…"]
    ),
    "warnings": [],
    "confidence": 0.9,
}


def result(**changes: Any) -> dict[str, Any]:
    """A fresh reading in the contract's shape, with some top-level fields changed."""
    return {**copy.deepcopy(_RESULT), **changes}


def province(*, districts: int = 2) -> Unit:
    """Tỉnh Mẫu with the bodies that every province has, and some districts."""
    unit = Unit.objects.create(code=PROVINCE, name="Tỉnh Mẫu", level="province", kind="Tỉnh")
    for number in range(1, districts + 1):
        child = Unit.objects.create(
            code=f"90{number}", name=f"Huyện Mẫu {number}", level="district", kind="Huyện", parent=unit
        )
        ParentEdge.objects.create(child=child, parent=unit)
    set_up_province(actor=SYSTEM, province_code=PROVINCE, on=ISSUED_ON)
    return unit


def link(kind: str, number: str | None, day: str | None = None, **more: Any) -> dict[str, Any]:
    """What a paper says of another, in the contract's shape."""
    lines = {"lines": [3, 4]}
    return {"kind": kind, "number": number, "date": day, "issuer": None, "title": None, "source": lines, **more}


def reading(data: dict[str, Any] | None = None, *, province_code: str = "", **fields: Any) -> DirectiveReading:
    """A received document in review."""
    now, number = clock.now(), next(_numbers)
    file = SourceFile.objects.create(
        sha256=f"{number:064d}",
        territory_code=province_code,
        name=f"mau-{number}.txt",
        kind="txt",
        size=10,
        received_at=now,
        received_by=None,
    )
    content = data if data is not None else result()
    lines = [
        "KE HOACH",
        "",
        "To chuc hoat dong mau so 1 cho tre em",
        "tren dia ban.",
        "",
        "So Y te lam dau moi mau.",
        ".",
    ]
    row = DirectiveReading.objects.create(
        source=file,
        read_at=now,
        first_result=content,
        result=content,
        **{"lines": lines, "doubts": {"3": [[1, 0.41]]}, **fields},
    )
    write_cited_papers(row)
    return row


def adopted(data: dict[str, Any] | None = None, *, code: str = "99-KH-UBND") -> Plan:
    """A live plan. The province must be there."""
    row = reading(data)
    return adopt_reading(actor=SYSTEM, reading_id=row.pk, version=row.version, plan_code=code)


def agency(code: str) -> Agency:
    """An agency of the province by its catalogue code."""
    return Agency.objects.get(code=f"{PROVINCE}.{code}")


def user_at(code: str, role: Role) -> User:
    """Somebody who can sign in, in a post."""
    user = User.objects.create_user(username=f"nguoi-{next(_numbers)}", password="x", full_name="Nguyễn Văn Mẫu")
    Post.objects.create(user=user, agency=agency(code), role=role)
    return user


def actor_at(code: str, role: Role) -> Actor:
    """An actor in a post, with an account."""
    place = agency(code)
    user = user_at(code, role)
    return Actor(
        user_id=user.pk,
        label=user.full_name,
        role=role,
        agency_id=place.pk,
        agency_code=place.code,
        agency_name=place.name,
        territory_code=PROVINCE,
    )
