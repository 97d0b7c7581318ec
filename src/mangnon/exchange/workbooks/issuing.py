"""Giving workbooks out: one body at once, or all bodies of a plan as a job."""

from __future__ import annotations

import datetime as dt
import secrets
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.db.models import Max

from mangnon.accounts.public import SYSTEM, Actor
from mangnon.agencies.public import Agency, Post
from mangnon.audit.public import record
from mangnon.exchange.errors import BadIssue
from mangnon.exchange.models import WorkbookBatch, WorkbookIssue
from mangnon.exchange.workbooks.form import FormHead, FormRow, write_form
from mangnon.exchange.workbooks.signing import Marks, signed
from mangnon.jobs.public import Handler, Step, Turn, add_job, count_loss, one_after_another
from mangnon.kernel import clock
from mangnon.kernel.archives import zipped
from mangnon.kernel.dates import vn_date
from mangnon.kernel.text import one_line, without_marks
from mangnon.kernel.training import sample_notice
from mangnon.plans.public import Assignment, Plan, ProgressNote, check_act_on_behalf, every_assignment, lead_agency_of
from mangnon.plans.terms import Execution

MAKE_WORKBOOKS: Final = "agency_workbooks"
# More bodies than this are made in the background, with a bar.
AT_ONCE: Final = 12
_OPEN = (Execution.NOT_RECEIVED, Execution.IN_PROGRESS)


@dataclass(frozen=True, slots=True)
class BodyToAsk:
    """A body with open assignments in a plan: how many, whether anybody there can sign in, the last workbook."""

    agency: Agency
    open: int
    has_account: bool
    last: WorkbookIssue | None
    is_received: bool


@dataclass(frozen=True, slots=True)
class Issued:
    """A workbook given out, and its file."""

    issue: WorkbookIssue
    content: bytes

    @property
    def filename(self) -> str:
        """«phieu-99-KH-UBND-90.SO_TP-lan-2.xlsx»."""
        return file_name(self.issue)


def file_name(issue: WorkbookIssue) -> str:
    """What the file of a workbook is called."""
    return f"phieu-{issue.plan.code}-{without_marks(issue.agency.code)}-lan-{issue.number}.xlsx"


def open_assignments(plan: Plan, *, on: dt.date | None = None) -> list[Assignment]:
    """What bodies still have to do in a plan on a day, in the paper's order: also periods that have begun, and what was
    given on. A recurring task with periods under way stands by these."""
    day = on or clock.today()
    found = (
        every_assignment(SYSTEM)
        .on(day)  # type: ignore[attr-defined]
        .filter(task__plan=plan, execution__in=_OPEN)
        .order_by("task__order", "instance__starts_on", "pk")
    )
    rows = [row for row in found if row.instance is None or row.instance.starts_on <= day]
    in_periods = {(row.task_id, row.agency_id) for row in rows if row.instance_id is not None}
    return [row for row in rows if row.instance_id is not None or (row.task_id, row.agency_id) not in in_periods]


def bodies_to_ask(actor: Actor, plan: Plan) -> list[BodyToAsk]:
    """Every body with something open in a plan, those without an account first. Five queries. Raises NotAllowed."""
    check_act_on_behalf(actor, lead_agency_id=lead_agency_of(plan).pk)
    counts: dict[int, int] = defaultdict(int)
    for row in open_assignments(plan):
        counts[row.agency_id] += 1
    agencies = Agency.objects.filter(pk__in=counts).order_by("code")
    posts = Post.objects.on(clock.today()).filter(agency__in=counts, user__is_active=True)
    staffed = set(posts.order_by().values_list("agency_id", flat=True))
    last: dict[int, WorkbookIssue] = {}
    for issue in WorkbookIssue.objects.filter(plan=plan, agency__in=counts).order_by("number"):
        last[issue.agency_id] = issue
    received = set(
        WorkbookIssue.objects.filter(pk__in=[issue.pk for issue in last.values()], receipts__isnull=False)
        .order_by()
        .values_list("pk", flat=True)
    )
    found = [
        BodyToAsk(
            agency=agency,
            open=counts[agency.pk],
            has_account=agency.pk in staffed,
            last=last.get(agency.pk),
            is_received=agency.pk in last and last[agency.pk].pk in received,
        )
        for agency in agencies
    ]
    return sorted(found, key=lambda each: (each.has_account, each.agency.code))


@transaction.atomic
def issue_workbook(*, actor: Actor, plan: Plan, agency_id: int) -> Issued:
    """Give a workbook out to one body: the file of what it has open. As long as nothing has changed and nothing came
    back, asking again gives the same file. Raises NotAllowed, BadIssue when the body has nothing open."""
    lead = lead_agency_of(plan)
    check_act_on_behalf(actor, lead_agency_id=lead.pk)
    # One at a time for a plan: numbers follow each other.
    plan = Plan.objects.select_for_update(of=("self",)).select_related("directive").get(pk=plan.pk)
    rows = [row for row in open_assignments(plan) if row.agency_id == agency_id]
    if not rows:
        raise BadIssue(
            "Cơ quan này không còn phân công nào đang mở trong kế hoạch. Chưa phát hành tệp. Hãy chọn cơ quan khác.",
            code="nothing_open",
        )
    notes = last_notes([row.pk for row in rows])
    given = [_given(place, row, notes.get(row.pk, 0)) for place, row in enumerate(rows, 1)]
    last = WorkbookIssue.objects.filter(plan=plan, agency_id=agency_id).order_by("-number").first()
    if last is not None and last.given == given and not last.receipts.exists():
        return Issued(last, workbook_of(last))
    number = (
        WorkbookIssue.objects.filter(plan=plan, agency_id=agency_id).aggregate(most=Max("number"))["most"] or 0
    ) + 1
    issue = WorkbookIssue.objects.create(
        plan=plan,
        agency=rows[0].agency,
        number=number,
        nonce=secrets.token_hex(16),
        given=given,
        issued_at=clock.now(),
        issued_by_id=actor.user_id,
    )
    record(
        actor=actor,
        act="issue_workbook",
        object_type="WorkbookIssue",
        object_id=issue.pk,
        details={"plan": plan.code, "agency": issue.agency.code, "number": number, "rows": len(rows)},
    )
    return Issued(issue, workbook_of(issue))


def _given(place: int, row: Assignment, last_note: int) -> dict[str, Any]:
    period = f" (kỳ {row.instance.period})" if row.instance is not None else ""
    state = row.get_execution_display()
    if row.execution == Execution.IN_PROGRESS:
        state = f"{state}, {row.progress} %"
    words = f"{one_line(row.task.text)}{period}"
    cells = [str(place), row.task.code, words, row.get_role_display(), _due_words(row), state]
    return {"assignment": row.pk, "version": row.version, "note": last_note, "cells": cells}


def _due_words(row: Assignment) -> str:
    """The last day still in time, beside it the day first set where it was moved; without a day the paper's words."""
    if row.due_on is None:
        return one_line(row.task.time_frame_text)
    if row.original_due_on is None or row.original_due_on == row.due_on:
        return vn_date(row.due_on)
    return f"{vn_date(row.due_on)} (hạn ban đầu {vn_date(row.original_due_on)})"


def last_notes(assignment_ids: Collection[int]) -> dict[int, int]:
    """The last word on the progress of each assignment that has any. One query."""
    rows = ProgressNote.objects.filter(assignment__in=assignment_ids).order_by()
    return dict(rows.values("assignment_id").annotate(last=Max("pk")).values_list("assignment_id", "last"))


def workbook_of(issue: WorkbookIssue) -> bytes:
    """The file of a workbook, the same bytes every time."""
    directive = issue.plan.directive
    plan = f"{directive.doc_type} số {directive.number}".strip()
    if directive.issued_on:
        plan = f"{plan} ngày {vn_date(directive.issued_on)}"
    head = FormHead(
        agency=issue.agency.name,
        plan=plan,
        lead=lead_agency_of(issue.plan).name,
        number=issue.number,
        issued_on=clock.local_day(issue.issued_at),
        sample_notice=sample_notice(),
    )
    rows = [FormRow(each["assignment"], tuple(each["cells"])) for each in issue.given]
    marks = Marks(
        nonce=issue.nonce,
        number=issue.number,
        plan_code=issue.plan.code,
        agency_code=issue.agency.code,
        assignments=tuple(row.key for row in rows),
    )
    return write_form(head, rows, signed(marks))


# ---- many at once --------------------------------------------------------------------------------------------------


@transaction.atomic
def issue_many(*, actor: Actor, plan: Plan, agency_ids: Collection[int]) -> WorkbookBatch:
    """Workbooks for several bodies. Few are made now; more are made by a job, whose progress the batch tells.

    Raises NotAllowed, BadIssue when none of them has anything open.
    """
    check_act_on_behalf(actor, lead_agency_id=lead_agency_of(plan).pk)
    there = {row.agency_id for row in open_assignments(plan)}
    wanted = sorted(there & set(agency_ids))
    if not wanted:
        raise BadIssue(
            "Chưa chọn cơ quan nào còn phân công đang mở. Chưa phát hành tệp. Hãy chọn ít nhất một cơ quan.",
            code="nothing_open",
        )
    batch = WorkbookBatch(
        plan=plan,
        agency_id=actor.agency_id or lead_agency_of(plan).pk,
        wanted=wanted,
        requested_at=clock.now(),
        requested_by_id=actor.user_id,
    )
    if len(wanted) > AT_ONCE:
        batch.job = add_job(actor=actor, kind=MAKE_WORKBOOKS)
    else:
        batch.issues = [issue_workbook(actor=actor, plan=plan, agency_id=pk).issue.pk for pk in wanted]
    batch.save()
    record(
        actor=actor,
        act="issue_workbooks",
        object_type="WorkbookBatch",
        object_id=batch.pk,
        details={"plan": plan.code, "count": len(wanted)},
    )
    return batch


def make_workbooks(turn: Turn, step: Step) -> None:
    """The job: one body after another, each stored before the next; a second worker goes on where the first stopped."""
    batch = WorkbookBatch.objects.select_related("plan__directive", "requested_by").get(job_id=turn.job_id)
    done = set(WorkbookIssue.objects.filter(pk__in=batch.issues).order_by().values_list("agency_id", flat=True))
    actor = Actor(
        user_id=None,
        label=SYSTEM.label,
        role=SYSTEM.role,
        territory_code=batch.plan.territory.code,
        origin="phát hành tệp Excel",
    )
    left = [pk for pk in batch.wanted if pk not in done]

    def make(agency_id: int) -> None:
        try:
            issue = issue_workbook(actor=actor, plan=batch.plan, agency_id=agency_id).issue
        except BadIssue:  # finished everything since the batch was asked for
            return
        batch.issues = [*batch.issues, issue.pk]
        batch.save(update_fields=["issues"])

    one_after_another(turn, step, left, make, total=len(batch.wanted))


@transaction.atomic
def lose_workbooks(turn: Turn) -> None:
    """The process died; what was made stays, and another goes on."""
    count_loss(
        turn=turn,
        code="maker_died",
        message="Việc tạo tệp dừng đột ngột nhiều lần. Các tệp đã tạo vẫn dùng được. Hãy yêu cầu lại các cơ quan còn "
        "thiếu.",
    )


HANDLER = Handler(run=make_workbooks, lost=lose_workbooks)


def issues_of(batch: WorkbookBatch) -> list[WorkbookIssue]:
    """The workbooks of a batch that are made, by body."""
    found = WorkbookIssue.objects.filter(pk__in=batch.issues).select_related("plan__directive", "agency")
    return list(found.order_by("agency__code"))


def zip_of(issues: Sequence[WorkbookIssue]) -> bytes:
    """Their files in one archive."""
    return zipped((file_name(issue), workbook_of(issue)) for issue in issues)
