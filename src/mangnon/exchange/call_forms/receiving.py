"""Forms of called reports that come back: checked, merged once however often they are sent, then sent as answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency
from mangnon.audit.public import record
from mangnon.exchange.call_forms.lines import digest_of_answer, given_of, question_of_key, shape_of
from mangnon.exchange.errors import BadWorkbookReturn
from mangnon.exchange.locked_forms.reading import RawRow, fault_at, read_form
from mangnon.exchange.locked_forms.results import RowResult, RowState
from mangnon.exchange.locked_forms.shape import Shape
from mangnon.exchange.models import ReportFormReceipt
from mangnon.exchange.report_forms.issuing import digest_of, on_behalf
from mangnon.exchange.report_forms.receiving import ON_SITE, ReceivedForm, merged_before, send_whole
from mangnon.exchange.report_forms.signing import Marks, opened
from mangnon.kernel import clock
from mangnon.kernel.refusals import Refusal
from mangnon.reporting.public import (
    Answer,
    Given,
    Period,
    Question,
    Report,
    answers_of,
    questions_of,
    read_given,
    revision_of,
    save_answers,
    start_report,
    submit_answers,
)

_NEWER = (
    "Câu này đã được sửa trên hệ thống sau khi phát hành phiếu. Nội dung trên hệ thống được giữ; nếu cần, hãy chép "
    "phần của phiếu vào trang trả lời."
)


@dataclass(slots=True)
class _Merge:
    """What a form would change: by question what it gives, and the result of its rows."""

    given: dict[int, Given] = field(default_factory=dict)
    results: dict[int, RowResult] = field(default_factory=dict)


@transaction.atomic
def receive_call_form(*, actor: Actor, content: bytes, period: Period, agency: Agency) -> ReceivedForm:
    """Merge a form of a called report and send the answers when nothing stands in the way.

    The caller has found `period` and `agency` in the form's signed sheet and checked the right to receive. Raises
    BadWorkbookReturn, NotAllowed, NotComplete (not asked), ReportLocked (owes nothing any more).
    """
    asked = {each.pk: each for each in questions_of(period)}
    marks, raw, shape = _read(content, asked)
    for_body = on_behalf(actor, agency.pk, agency.name)
    # Locks what the body owes: two officers with the same form wait for each other.
    report = start_report(actor=for_body, period=period, agency_id=agency.pk)
    report.refresh_from_db()
    merge = _compare(marks, raw, shape, asked, answers_of(report))
    saved = _save(for_body, report, merge)
    rows = list(merge.results.values())
    has_been_sent = not saved and ReportFormReceipt.objects.filter(nonce=marks.nonce, sending__gt=0).exists()
    sent, why = send_whole(for_body, report, rows, has_been_sent=has_been_sent, submit=submit_answers)
    if saved or sent:
        ReportFormReceipt.objects.create(
            nonce=marks.nonce,
            period=period,
            agency=agency,
            revisions={str(key): revision for key, revision in saved.items()},
            sending=sent,
            received_at=clock.now(),
            received_by_id=actor.user_id,
        )
        left = sum(row.state in (RowState.CONFLICT, RowState.REFUSED) for row in rows)
        details = {"agency": agency.code, "period": period.code, "merged": len(saved), "left": left}
        record(actor=for_body, act="receive_report_form", object_type="Report", object_id=report.pk, details=details)
    return ReceivedForm(period, agency, tuple(rows), sent, why)


def _read(content: bytes, asked: Mapping[int, Question]) -> tuple[Marks, list[RawRow], Shape]:
    """The form taken apart; its sheet follows from the questions that were asked when it went out."""
    found: list[Shape] = []

    def shape_for(marks: Marks) -> Shape:
        named = {question_of_key(key) for key in marks.keys}
        if not named <= asked.keys():
            raise BadWorkbookReturn(
                "Phiếu này không phải của yêu cầu báo cáo ghi trong mã nhận dạng. Chưa có gì được nhập. Hãy phát hành "
                "phiếu mới.",
                code="unknown_issue",
            )
        found.append(shape_of([question for pk, question in asked.items() if pk in named]))
        return found[0]

    marks, raw = read_form(content, shape_for, opened)
    return marks, raw, found[0]


def _compare(
    marks: Marks, raw: Sequence[RawRow], shape: Shape, asked: Mapping[int, Question], present: Mapping[int, Answer]
) -> _Merge:
    merge, known = _Merge(), merged_before(marks)
    by_question: dict[int, list[RawRow]] = {}
    for row in raw:
        by_question.setdefault(question_of_key(row.key), []).append(row)
    places = {key: place for place, key in enumerate(marks.keys)}
    for pk, rows in by_question.items():
        question, place = asked[pk], places[rows[0].key]
        result = merge.results[pk] = RowResult(rows[0].number, f"Câu {question.order}", question.words)
        given, result.faults = given_of(question, rows, shape)
        told = "các ô nền xám của dòng này đã bị sửa; hãy tải phiếu mới rồi chép nội dung sang"
        result.faults += [
            fault_at(shape, row.number, "question", told)
            for row in rows
            if digest_of(row.given) != marks.digests[places[row.key]]
        ]
        state, text, wrong = read_given(question, given)
        if wrong:
            result.faults.append(fault_at(shape, rows[0].number, "c1", wrong))
        if result.faults:
            result.state = RowState.REFUSED
            continue
        answer = present.get(pk)
        now = (str(answer.state), answer.text) if answer is not None else ("empty", "")
        if now == (str(state), text):
            continue
        revision = answer.revision if answer is not None else 0
        if revision == known.get(pk, marks.revisions[rows[0].key]):
            merge.given[pk] = given
        elif digest_of_answer(str(state), text) == marks.filled[place]:
            result.reason = ON_SITE
        else:
            result.state, result.reason = RowState.CONFLICT, _NEWER
    return merge


def _save(actor: Actor, report: Report, merge: _Merge) -> dict[int, int]:
    """Save what the form gives; by question the number of the saving. A refusal is told at every row it concerns."""
    if not merge.given:
        return {}
    revision = revision_of(answers_of(report))
    try:
        with transaction.atomic():
            save_answers(actor=actor, report_id=report.pk, revision=revision, given=merge.given)
    except Refusal as refusal:
        for pk in merge.given:
            merge.results[pk].state, merge.results[pk].reason = RowState.REFUSED, refusal.message
        return {}
    for pk in merge.given:
        merge.results[pk].state = RowState.MERGED
    after = {answer.question_id: answer.revision for answer in Answer.objects.filter(report=report)}
    return {pk: after[pk] for pk in merge.given}
