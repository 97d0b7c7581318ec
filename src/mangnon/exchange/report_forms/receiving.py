"""Report forms that come back: checked, merged once however often they are sent, then sent as the body's report.

An entry that somebody has saved on the site since the form was given out is not written over: it is told as a conflict
with what stands. One transaction a form; sent again, the same form does nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency
from mangnon.audit.public import record
from mangnon.exchange.errors import BadWorkbookReturn
from mangnon.exchange.locked_forms.cells import words_of
from mangnon.exchange.locked_forms.reading import RawRow, fault_at, read_form
from mangnon.exchange.locked_forms.results import RowResult, RowState, count_rows
from mangnon.exchange.models import ReportFormReceipt
from mangnon.exchange.report_forms.issuing import digest_of, filled_digest, on_behalf, sheet_for_form
from mangnon.exchange.report_forms.rules import SHAPE, WORDS, read_entry
from mangnon.exchange.report_forms.signing import Marks, opened
from mangnon.kernel import clock
from mangnon.kernel.refusals import Refusal
from mangnon.reporting.public import (
    LONGEST_TEXT,
    Period,
    Report,
    ReportEntry,
    ReportVersion,
    WritingSheet,
    check_review_reports,
    entry_fields,
    periods,
    recipient_of,
    save_entry,
    start_report,
    submit_report,
)

_NOTHING = "Chưa có gì được nhập."
ON_SITE = "Mục này cơ quan đang viết trên hệ thống; phiếu không ghi gì nên nội dung ở đó được giữ."


@dataclass(frozen=True, slots=True)
class ReceivedForm:
    """A form with its rows. `sent` is the number of the sending it became, 0 for none; `not_sent` says why not."""

    period: Period
    agency: Agency
    rows: tuple[RowResult, ...]
    sent: int = 0
    not_sent: str = ""

    def count(self, state: RowState) -> int:
        """How many rows ended so."""
        return count_rows(self.rows, state)


@transaction.atomic
def receive_report_form(*, actor: Actor, content: bytes) -> ReceivedForm:
    """Merge a form and send the report when nothing stands in the way.

    Raises BadWorkbookReturn for a file that cannot be taken at all, NotAllowed, NotComplete (the body need not report),
    ReportLocked (a successor reports now).
    """
    marks, raw = read_form(content, SHAPE, opened)
    period, agency = place_of(actor, marks)
    for_body = on_behalf(actor, agency.pk, agency.name)
    # Locks what the body owes: two officers with the same form wait for each other.
    report = start_report(actor=for_body, period=period, agency_id=agency.pk)
    report.refresh_from_db()
    sheet = sheet_for_form(actor, period, agency_id=agency.pk, agency_code=agency.code, name=agency.name)
    known = {**marks.revisions, **merged_before(marks)}
    revisions: dict[int, int] = {}
    rows = [_merge(for_body, sheet, report, row, marks, known, revisions) for row in raw]
    has_been_sent = not revisions and ReportFormReceipt.objects.filter(nonce=marks.nonce, sending__gt=0).exists()
    sent, why = send_whole(for_body, report, rows, has_been_sent=has_been_sent, submit=submit_report)
    if revisions or sent:
        ReportFormReceipt.objects.create(
            nonce=marks.nonce,
            period=period,
            agency=agency,
            revisions={str(key): revision for key, revision in revisions.items()},
            sending=sent,
            received_at=clock.now(),
            received_by_id=actor.user_id,
        )
        record(
            actor=for_body,
            act="receive_report_form",
            object_type="Report",
            object_id=report.pk,
            details={
                "agency": agency.code,
                "period": period.code,
                "merged": len(revisions),
                "left": sum(row.state in (RowState.CONFLICT, RowState.REFUSED) for row in rows),
            },
        )
    return ReceivedForm(period, agency, tuple(rows), sent, why)


def place_of(actor: Actor, marks: Marks) -> tuple[Period, Agency]:
    """The period and the body a form is of. Raises BadWorkbookReturn (unknown here), NotAllowed (not the receiver)."""
    period = periods(actor).filter(regime__code=marks.regime, code=marks.period).first()
    agency = Agency.objects.filter(code=marks.agency).first()
    if period is None or agency is None:
        raise BadWorkbookReturn(
            f"Không có kỳ báo cáo hoặc cơ quan nào ứng với phiếu này trong phạm vi của bạn. {_NOTHING} "
            "Hãy kiểm tra lại tệp, hoặc phát hành phiếu mới.",
            code="unknown_issue",
        )
    check_review_reports(actor, recipient_id=recipient_of(period.regime, clock.today()).pk)
    return period, agency


def merged_before(marks: Marks) -> dict[int, int]:
    """By entry (of a call: by question) the saving that this very form made of each entry, last to win."""
    found: dict[int, int] = {}
    for receipt in ReportFormReceipt.objects.filter(nonce=marks.nonce).order_by("pk"):
        found.update({int(key): revision for key, revision in receipt.revisions.items()})
    return found


def _merge(
    actor: Actor,
    sheet: WritingSheet,
    report: Report,
    row: RawRow,
    marks: Marks,
    known: Mapping[int, int],
    revisions: dict[int, int],
) -> RowResult:
    result = RowResult(row.number, row.given[1], row.given[2])
    fields, faults = read_entry(row.filled, longest=LONGEST_TEXT)
    result.faults = [fault_at(SHAPE, row.number, fault.name, fault.sentence) for fault in faults]
    if digest_of(row.given) != marks.digests[marks.keys.index(row.key)]:
        told = "các ô nền xám của dòng này đã bị sửa; hãy tải phiếu mới rồi chép nội dung sang"
        result.faults.append(fault_at(SHAPE, row.number, "text", told))
    if result.faults:
        result.state = RowState.REFUSED
        return result
    item = sheet.item(row.key)
    entry = item.entry if item is not None else ReportEntry()
    if _same(entry_fields(entry), fields):
        return result
    is_untouched = filled_digest(fields) == marks.filled[marks.keys.index(row.key)]
    if is_untouched and item is not None and entry.revision != known[row.key]:
        result.reason = ON_SITE  # the form says nothing of it; what is written on the site is for the body to send
        return result
    if item is not None and entry.revision != known[row.key]:
        result.state = RowState.CONFLICT
        result.reason = (
            "Mục này đã được sửa trên hệ thống sau khi phát hành phiếu. Nội dung trên hệ thống được giữ; "
            "nếu cần, hãy chép phần của phiếu vào trang viết báo cáo."
        )
        return result
    try:
        with transaction.atomic():
            saved = save_entry(
                actor=actor,
                report_id=report.pk,
                task_id=row.key or None,
                revision=entry.revision,
                fields=fields,
            )
    except Refusal as refusal:
        result.state, result.reason = RowState.REFUSED, refusal.message
        return result
    result.state = RowState.MERGED
    revisions[row.key] = saved.revision
    return result


def _same(now: Mapping[str, Any], fields: Mapping[str, Any]) -> bool:
    """Whether a row says what stands, read as cells are: ends of lines and blanks beside them are no change."""
    return all((words_of(now[name]) if name in WORDS else now[name]) == fields[name] for name in fields)


def send_whole(
    actor: Actor,
    report: Report,
    rows: list[RowResult],
    *,
    has_been_sent: bool,
    submit: Callable[..., ReportVersion],
) -> tuple[int, str]:
    """Send the report; (0, why) where it cannot be sent, (0, "") where it has been sent as it is. What this very form
    sent already (`has_been_sent`) and was returned since is not sent again without a new word."""
    if any(row.reason == ON_SITE for row in rows):
        return 0, "Cơ quan đang viết một số mục trên hệ thống nên báo cáo chưa được gửi; cơ quan tự gửi khi viết xong."
    if any(row.state in (RowState.REFUSED, RowState.CONFLICT) for row in rows):
        return 0, "Còn dòng chưa nhập được nên báo cáo chưa được gửi. Phần đã nhập được giữ."
    report.refresh_from_db()
    if report.state in ("submitted", "accepted"):
        return 0, ""
    if has_been_sent:
        return 0, "Phiếu này đã được gửi thành báo cáo trước khi báo cáo được mở lại, và không có gì mới để gửi."
    try:
        with transaction.atomic():
            return submit(actor=actor, report_id=report.pk).number, ""
    except Refusal as refusal:
        return 0, refusal.message
