"""The plan as the six-column annex that officials exchange."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from mangnon.accounts.public import Actor
from mangnon.documents.official import AnnexForm, AnnexLine, Row, RowStyle, Sheet, Table, key_of, write_workbook
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.kernel.text import fold, one_line
from mangnon.plans.models import Plan, Task
from mangnon.plans.selectors import assignments
from mangnon.plans.selectors import tasks as tasks_of
from mangnon.plans.terms import AssignmentRole

_FORM_STAMP = "Biểu"
_PLAN_STAMP = "Kế hoạch"
_DAY_STAMP = "Ngày xuất"


def stamp_of(plan: Plan, form: AnnexForm, on: dt.date) -> dict[str, str]:
    """What the hidden sheet of an exported annex says: of which plan it is, which form, written when."""
    return {_PLAN_STAMP: plan.code, _FORM_STAMP: form.value, _DAY_STAMP: vn_date(on)}


def plan_of_stamp(stamp: Mapping[str, str]) -> str:
    """The code of the plan an annex was exported from; empty for any other file."""
    return stamp.get(_PLAN_STAMP, "")


def plan_workbook(
    viewer: Actor,
    plan: Plan,
    tasks: Sequence[Task] | None = None,
    *,
    notice: str | None = None,
    on: dt.date | None = None,
    form: AnnexForm = AnnexForm.SIX,
) -> bytes:
    """The annex as .xlsx, in six columns or in the five of the plan's own form: all tasks the viewer may see, or the
    given ones (what is on screen).

    The paper's own words stand in it; where a lead was taken over by the day (today), who leads is added. Rows carry
    keys, so that the edited file is known again (`importing`).
    """
    chosen = list(tasks) if tasks is not None else list(tasks_of(viewer, plan).filter(withdrawn_by__isnull=True))
    lines = annex_lines(viewer, plan, chosen, on=on)
    rows: list[Row] = []
    keys: list[str] = []
    group = None
    for task, line in zip(chosen, lines, strict=True):
        if task.group_id != group:
            group = task.group_id
            rows.append(Row((task.group.number, task.group.title), style=RowStyle.GROUP))
            keys.append("")
        rows.append(line.row(form))
        keys.append(key_of(line))
    directive = plan.directive
    issued = f" ngày {vn_date(directive.issued_on)}" if directive.issued_on else ""
    title = ("DANH MỤC NHIỆM VỤ", f"(Theo {_ordered_by(plan)}{issued} của {directive.issuer})")
    table = Table(form.columns, tuple(rows))
    sheet = Sheet("Nhiem vu", title, table, sample_notice=notice, keys=tuple(keys))
    return write_workbook([sheet], stamp=stamp_of(plan, form, on or clock.today()))


def annex_lines(viewer: Actor, plan: Plan, chosen: Sequence[Task], *, on: dt.date | None = None) -> list[AnnexLine]:
    """The cells of each task as an annex shows them on a day. One query."""
    taken_over = assignments(viewer, on=on).filter(task__plan=plan, role=AssignmentRole.LEAD, began_on__isnull=False)
    now_led = {row.task_id: row.agency.name for row in taken_over.select_related("agency")}
    ordered_by = _ordered_by(plan)
    return [
        AnnexLine(
            code=task.code,
            text=one_line(task.text),
            ordered_by=ordered_by,
            due=one_line(task.time_frame_text or (vn_date(task.due_on) if task.due_on else "")),
            lead=one_line(_lead_words(task, now_led)),
            coordinating=one_line("; ".join(task.coordinator_words)),
        )
        for task in chosen
    ]


def _ordered_by(plan: Plan) -> str:
    return f"{plan.directive.doc_type} số {plan.directive.number}".strip()


def _lead_words(task: Task, now_led: dict[int, str]) -> str:
    words = "; ".join(task.lead_words)
    # A lead given by a later paper stands in the words already.
    if task.pk in now_led and fold(now_led[task.pk]) not in {fold(each) for each in task.lead_words}:
        words = f"{words} (nay là {now_led[task.pk]})".strip()
    return words
