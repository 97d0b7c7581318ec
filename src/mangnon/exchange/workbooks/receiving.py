"""Workbooks that come back: checked, shown, merged once however often they are sent.

Each row is carried out by the services of plans, so what a person could not do on screen a file cannot do either. The
receiving officer is the actor, on behalf of the body whose workbook it is; the evidence says so. A row that cannot be
carried out is told with its reason and leaves nothing; the others are merged. Sent again, only what is new counts.

Where the progress of an assignment was changed after the workbook was given out (online, or by another paper), the file
is the older word: its row is told with both words and left alone, until the officer chooses it.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction

from mangnon.accounts.public import Actor
from mangnon.audit.public import record
from mangnon.exchange.errors import BadWorkbookReturn
from mangnon.exchange.locked_forms.results import RowResult, RowState, count_rows
from mangnon.exchange.models import WorkbookIssue, WorkbookReceipt, WorkbookRow
from mangnon.exchange.workbooks.issuing import last_notes
from mangnon.exchange.workbooks.reading import CellFault, ReturnedRow, ReturnedWorkbook, cells_changed, read_return
from mangnon.exchange.workbooks.rules import Answers, news
from mangnon.exchange.workbooks.signing import Marks
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.kernel.refusals import Refusal
from mangnon.kernel.text import one_line
from mangnon.plans.public import (
    Assignment,
    ProgressNote,
    accept_assignment,
    ask_extension,
    check_act_on_behalf,
    lead_agency_of,
    plans,
    raise_difficulty,
    record_progress,
    report_complete,
)
from mangnon.plans.terms import Execution

_SHORT = 200
_NOTHING = "Chưa có gì được nhập."


@dataclass(slots=True, kw_only=True)
class WorkbookRowResult(RowResult):
    """The same of a row of a workbook, with sentences of what was done. `assignment` names it when the officer
    chooses."""

    assignment: int
    acts: list[str] = field(default_factory=list)
    speaks_of_progress: bool = False


@dataclass(frozen=True, slots=True)
class Received:
    """A workbook with its rows. `receipt` None: a preview, or nothing was new."""

    issue: WorkbookIssue
    rows: tuple[WorkbookRowResult, ...]
    receipt: WorkbookReceipt | None = None

    def count(self, state: RowState) -> int:
        """How many rows ended so."""
        return count_rows(self.rows, state)


def preview_workbook(*, actor: Actor, content: bytes) -> tuple[ReturnedWorkbook, Received]:
    """What receiving a workbook would do: the same code, taken back. Raises NotAllowed, BadWorkbookReturn."""
    returned = read_return(content)
    with transaction.atomic():
        received = _receive(actor, returned)
        transaction.set_rollback(True)
    return returned, replace(received, receipt=None)


def receive_workbook(*, actor: Actor, content: bytes) -> Received:
    """Merge a workbook; what is newer here is kept. Raises NotAllowed, BadWorkbookReturn."""
    return receive_returned(actor=actor, returned=read_return(content))


@transaction.atomic
def receive_returned(*, actor: Actor, returned: ReturnedWorkbook, chosen: Collection[int] = ()) -> Received:
    """Merge a workbook that was read before; of `chosen` assignments also where newer words would be passed over.

    Raises NotAllowed, BadWorkbookReturn.
    """
    return _receive(actor, returned, frozenset(chosen))


def _receive(actor: Actor, returned: ReturnedWorkbook, chosen: Collection[int] = ()) -> Received:
    issue = _issue_of(actor, returned)
    on_behalf = replace(
        actor,
        on_behalf_of=issue.agency_id,
        acts_for=f"{issue.agency.name} (theo tệp Excel của cơ quan, lần {issue.number})"[:200],
    )
    # By id, as every act on several does: its rows stand as a person sorted them, and two would wait for each other.
    told_of = Assignment.objects.filter(pk__in=[row.assignment for row in returned.rows])
    list(told_of.select_for_update().order_by("pk").values_list("pk", flat=True))
    given = {each["assignment"]: each for each in issue.given}
    before, newer = _merged_before(issue), _newer_words(issue)
    results = []
    taken: list[tuple[ReturnedRow, WorkbookRowResult]] = []
    for row in returned.rows:
        told = given[row.assignment]
        _, code, text, *_ = told["cells"]
        result = WorkbookRowResult(assignment=row.assignment, number=row.number, code=code, text=text)
        results.append(result)
        result.faults = [*cells_changed(row, told["cells"]), *row.faults]
        if result.faults:
            result.state = RowState.REFUSED
            continue
        words = "" if row.assignment in chosen else newer.get(row.assignment, "")
        _merge(on_behalf, row, before.get(row.assignment, []), words, result)
        if result.state is RowState.MERGED:
            taken.append((row, result))
    receipt = _store(actor, issue, taken, results) if taken else None
    return Received(issue, tuple(results), receipt)


def _issue_of(actor: Actor, returned: ReturnedWorkbook) -> WorkbookIssue:
    """The workbook as it was given out, locked: two officers who send the same file wait for each other."""
    marks = returned.marks
    found = (
        WorkbookIssue.objects.select_for_update(of=("self",))
        .select_related("plan__directive", "agency")
        .filter(nonce=marks.nonce, plan__in=plans(actor))
        .first()
    )
    if found is None or [each["assignment"] for each in found.given] != list(marks.assignments):
        raise BadWorkbookReturn(
            f"Không có lần phát hành nào ứng với tệp này trong các kế hoạch của tỉnh bạn. {_NOTHING} "
            "Hãy kiểm tra lại tệp, hoặc phát hành tệp mới.",
            code="unknown_issue",
        )
    check_act_on_behalf(actor, lead_agency_id=lead_agency_of(found.plan).pk)
    later = WorkbookIssue.objects.filter(
        plan_id=found.plan_id, agency_id=found.agency_id, number__gt=found.number, receipts__isnull=False
    )
    newest = later.order_by("-number").first()
    if newest is not None:
        raise BadWorkbookReturn(
            f"Đây là tệp lần {found.number} của {found.agency.name}, trong khi tệp lần {newest.number} đã được nhận. "
            f"{_NOTHING} Hãy chuyển nội dung còn thiếu sang tệp mới nhất rồi gửi lại.",
            code="older_issue",
        )
    return found


def _merged_before(issue: WorkbookIssue) -> dict[int, list[Answers]]:
    """What each row said when it was merged, first to last. One query."""
    found: dict[int, list[Answers]] = defaultdict(list)
    rows = WorkbookRow.objects.filter(issue=issue).order_by("pk").values_list("assignment_id", "answers")
    for assignment_id, answers in rows:
        found[assignment_id].append(Answers.from_json(answers))
    return found


def _newer_words(issue: WorkbookIssue) -> dict[int, str]:
    """What was last said of the progress of assignments beyond what the workbook, or its last row merged, knew of. Two
    queries."""
    known: dict[int, int | None] = {each["assignment"]: each.get("note") for each in issue.given}
    rows = WorkbookRow.objects.filter(issue=issue, last_note__isnull=False).order_by("pk")
    known.update(rows.values_list("assignment_id", "last_note"))
    found: dict[int, str] = {}
    for note in ProgressNote.objects.filter(assignment__in=known).order_by("pk"):
        last = known[note.assignment_id]
        # Of a workbook given out before notes were counted, by the instant.
        if note.pk > last if last is not None else note.noted_at > issue.issued_at:
            day = vn_date(clock.local_day(note.noted_at))
            found[note.assignment_id] = f"{note.progress} %, ngày {day}: «{_short(note.text)}»"
    return found


def _short(text: str) -> str:
    words = one_line(text)
    return words if len(words) <= _SHORT else f"{words[: _SHORT - 1].rstrip()}…"


def _merge(actor: Actor, row: ReturnedRow, before: Sequence[Answers], newer: str, result: WorkbookRowResult) -> None:
    """Carry out what a row says anew; all of it, or nothing and the reason. What was merged once never is again."""
    if row.answers.is_empty or row.answers in before:
        return
    said = news(before[-1] if before else None, row.answers)
    result.speaks_of_progress = said.progress is not None or bool(said.done) or said.complete
    if newer and result.speaks_of_progress:
        told = f"{100 if said.progress is None else said.progress} %: «{_short(said.done or 'Hoàn thành.')}»"
        result.state, result.reason = RowState.CONFLICT, f"Hệ thống đang có {newer}. Tệp ghi {told}."
        return
    try:
        with transaction.atomic():
            result.acts = list(_acts(actor, row.assignment, said))
    except Refusal as refusal:
        result.state, result.acts, result.reason = RowState.REFUSED, [], refusal.message
    else:
        result.state = RowState.MERGED


def _acts(actor: Actor, assignment_id: int, said: Answers) -> Iterator[str]:
    """What is said becomes acts, in the order in which an officer would do them."""
    state = Assignment.objects.values_list("execution", flat=True).get(pk=assignment_id)
    if said.accept and state != Execution.IN_PROGRESS:
        accept_assignment(actor=actor, assignment_id=assignment_id)
        yield "tiếp nhận"
    if said.progress is not None or said.done:
        progress = 100 if said.progress is None else said.progress
        record_progress(actor=actor, assignment_id=assignment_id, progress=progress, text=said.done or "Hoàn thành.")
        yield f"ghi tiến độ {progress} %"
    if said.difficulty:
        raise_difficulty(actor=actor, assignment_id=assignment_id, text=said.difficulty, proposal=said.proposal)
        yield "nêu khó khăn, vướng mắc"
    if said.later is not None:
        ask_extension(actor=actor, assignment_id=assignment_id, wanted_on=said.later, reason=said.later_reason)
        yield f"xin gia hạn đến {vn_date(said.later)}"
    if said.complete:
        report_complete(actor=actor, assignment_id=assignment_id, reason=said.silent_reason)
        yield "báo hoàn thành"


def _store(
    actor: Actor,
    issue: WorkbookIssue,
    taken: list[tuple[ReturnedRow, WorkbookRowResult]],
    results: list[WorkbookRowResult],
) -> WorkbookReceipt:
    said = {str(row.assignment): row.answers.to_json() for row, _ in taken}
    plain = json.dumps(said, ensure_ascii=False, sort_keys=True)
    refused, kept = count_rows(results, RowState.REFUSED), count_rows(results, RowState.CONFLICT)
    receipt = WorkbookReceipt.objects.create(
        issue=issue,
        digest=hashlib.sha256(plain.encode()).hexdigest(),
        merged=len(taken),
        refused=refused,
        received_at=clock.now(),
        received_by_id=actor.user_id,
    )
    said_last = last_notes([row.assignment for row, result in taken if result.speaks_of_progress])
    for row, _ in taken:
        WorkbookRow.objects.create(
            issue=issue,
            receipt=receipt,
            assignment_id=row.assignment,
            digest=row.answers.digest,
            answers=row.answers.to_json(),
            last_note=said_last.get(row.assignment),
        )
    record(
        actor=actor,
        act="receive_workbook",
        object_type="WorkbookIssue",
        object_id=issue.pk,
        details={
            "plan": issue.plan.code,
            "agency": issue.agency.code,
            "number": issue.number,
            "merged": len(taken),
            "refused": refused,
            **({"kept": kept} if kept else {}),
            "receipt": receipt.pk,
        },
    )
    return receipt


def as_data(returned: ReturnedWorkbook) -> dict[str, Any]:
    """A workbook as plain values, to be signed and carried by the page between preview and merging."""
    return {
        "marks": [
            returned.marks.nonce,
            returned.marks.number,
            returned.marks.plan_code,
            returned.marks.agency_code,
            list(returned.marks.assignments),
        ],
        "rows": [
            [
                row.number,
                row.assignment,
                list(row.given),
                row.answers.to_json(),
                [[fault.cell, fault.heading, fault.sentence] for fault in row.faults],
            ]
            for row in returned.rows
        ],
    }


def from_data(data: Mapping[str, Any]) -> ReturnedWorkbook:
    """The workbook again, of what `as_data` gave."""
    nonce, number, plan_code, agency_code, assignments = data["marks"]
    rows = tuple(
        ReturnedRow(at, assignment, tuple(given), Answers.from_json(said), [CellFault(*each) for each in faults])
        for at, assignment, given, said, faults in data["rows"]
    )
    return ReturnedWorkbook(Marks(nonce, number, plan_code, agency_code, tuple(assignments)), rows)
