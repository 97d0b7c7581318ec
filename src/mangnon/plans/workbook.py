"""The plan as the six-column annex that officials exchange."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from mangnon.accounts.public import Actor
from mangnon.documents.official import Column, Row, RowStyle, Sheet, Table, write_workbook
from mangnon.kernel.dates import vn_date
from mangnon.plans.models import Plan, Task
from mangnon.plans.selectors import assignments
from mangnon.plans.selectors import tasks as tasks_of
from mangnon.plans.terms import AssignmentRole

_COLUMNS = (
    Column("STT", weight=0.5, align="center"),
    Column("Nội dung nhiệm vụ", weight=4),
    Column("Văn bản giao nhiệm vụ", weight=1.3),
    Column("Thời hạn", weight=1.2),
    Column("Cơ quan chủ trì", weight=1.5),
    Column("Cơ quan phối hợp", weight=2),
)


def plan_workbook(
    viewer: Actor,
    plan: Plan,
    tasks: Sequence[Task] | None = None,
    *,
    notice: str | None = None,
    on: dt.date | None = None,
) -> bytes:
    """The six-column annex as .xlsx: all tasks the viewer may see, or the given ones (what is on screen).

    The paper's own words stand in it; where a lead was taken over by the day (today), who leads is added.
    """
    taken_over = assignments(viewer, on=on).filter(task__plan=plan, role=AssignmentRole.LEAD, began_on__isnull=False)
    now_led = {row.task_id: row.agency.name for row in taken_over.select_related("agency")}
    chosen = list(tasks) if tasks is not None else list(tasks_of(viewer, plan))
    directive = plan.directive
    ordered_by = f"{directive.doc_type} số {directive.number}".strip()
    rows: list[Row] = []
    group = None
    for task in chosen:
        if task.group_id != group:
            group = task.group_id
            rows.append(Row((task.group.number, task.group.title), style=RowStyle.GROUP))
        rows.append(
            Row(
                (
                    task.code,
                    task.text,
                    ordered_by,
                    task.time_frame_text or (vn_date(task.due_on) if task.due_on else None),
                    _lead_words(task, now_led),
                    "; ".join(task.coordinator_words) or None,
                )
            )
        )
    issued = f" ngày {vn_date(directive.issued_on)}" if directive.issued_on else ""
    title = ("DANH MỤC NHIỆM VỤ", f"(Theo {ordered_by}{issued} của {directive.issuer})")
    return write_workbook([Sheet("Nhiem vu", title, Table(_COLUMNS, tuple(rows)), sample_notice=notice)])


def _lead_words(task: Task, now_led: dict[int, str]) -> str | None:
    words = "; ".join(task.lead_words)
    if task.pk in now_led:
        words = f"{words} (nay là {now_led[task.pk]})".strip()
    return words or None
