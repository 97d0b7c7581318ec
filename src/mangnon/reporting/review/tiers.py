"""The tiers of review: who receives a report, what of the tier below stands in the way, what may be reopened."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency
from mangnon.audit.public import record
from mangnon.kernel import clock
from mangnon.kernel.text import nfc, one_line
from mangnon.reporting.duties.rising import Receivers, rising_in
from mangnon.reporting.errors import NotComplete, ReportLocked
from mangnon.reporting.models import ExpectedReport, NamedMissing, Period, Report
from mangnon.reporting.policies import can_receive_report, check_receive_report
from mangnon.reporting.rules.rising import is_settled, may_reopen
from mangnon.reporting.terms import MissingReason, ReportState

_LONGEST_WORDS, _NAMED = 400, 6


@dataclass(frozen=True, slots=True)
class Child:
    """A report of the tier below: where it stands (`state` is empty while nothing is written), and the reason why it is
    missing, if one was named."""

    expected: ExpectedReport
    report: Report | None
    state: str
    named: NamedMissing | None

    @property
    def is_settled(self) -> bool:
        """Whether it stands in nobody's way: accepted, or named as missing."""
        return is_settled(state=self.state, is_named=self.named is not None)


def children_of(period: Period, agency_id: int) -> list[Child]:
    """The reports of the tier below that a body takes in, by code; none where its period does not rise by tiers."""
    rows = rising_in([period]).children_of(period.pk, agency_id)
    if not rows:
        return []
    reports = Report.objects.filter(period=period, agency__in=[row.agency_id for row in rows]).order_by()
    written = {report.agency_id: report for report in reports}
    named = {each.expected_id: each for each in NamedMissing.objects.filter(expected__in=rows).order_by()}
    return [
        Child(row, report, str(report.state) if report else "", named.get(row.pk))
        for row in rows
        for report in [written.get(row.agency_id)]
    ]


def check_receiver(actor: Actor, report: Report) -> None:
    """Raises NotAllowed unless the actor's body receives this report today: the body above it, else the recipient."""
    receivers = Receivers([report.period], on=clock.today())
    bodies = receivers.of(report.period_id, report.agency_id)
    check_receive_report(
        actor,
        receiver_ids=[body.pk for body in bodies],
        recipient_id=receivers.recipient(report.period_id).pk,
        receivers_words=", ".join(body.name for body in bodies),
    )


def is_receiver(actor: Actor, period: Period, agency_id: int) -> bool:
    """Whether the actor's body receives a body's report today."""
    receivers = Receivers([period], on=clock.today())
    ids = [body.pk for body in receivers.of(period.pk, agency_id)]
    return can_receive_report(actor, receiver_ids=ids, recipient_id=receivers.recipient(period.pk).pk)


def check_children_settled(report: Report) -> None:
    """Raises NotComplete (below_open) naming the reports below that are neither accepted nor named as missing.

    Whoever accepts here and whoever reopens below wait for each other at what the body here owes (`locked_report` locks
    it): of two at once the second sees the first.
    """
    unsettled = [child for child in children_of(report.period, report.agency_id) if not child.is_settled]
    if unsettled:
        raise NotComplete(f"{_open_below(unsettled)} Không có gì bị thay đổi.", code="below_open")


def _open_below(unsettled: list[Child]) -> str:
    names = ", ".join(child.expected.agency.name for child in unsettled[:_NAMED])
    more = f" và {len(unsettled) - _NAMED} cơ quan khác" if len(unsettled) > _NAMED else ""
    return (
        f"Còn {len(unsettled)} báo cáo cấp dưới chưa được chấp nhận: {names}{more}. Cơ quan nhận các báo cáo ấy cần "
        "xem xét xong, hoặc nêu lý do thiếu của từng cơ quan."
    )


def check_may_reopen(report: Report) -> None:
    """Raises ReportLocked (taken_above) while the report above that took this one in is accepted."""
    above = rising_in([report.period]).parent_of(report.period_id, report.agency_id)
    if above is None:
        return
    ExpectedReport.objects.select_for_update(of=("self",)).get(pk=above.pk)
    found = Report.objects.filter(period=report.period, agency_id=above.agency_id).first()
    if not may_reopen(state_above=found.state if found else None):
        raise ReportLocked(f"{taken_words(above.agency)} Không có gì bị thay đổi.", code="taken_above")


def taken_words(above: Agency) -> str:
    """Why a report cannot be reopened, and who can unlock it."""
    return (
        f"Báo cáo này đã được đưa vào báo cáo của {above.name}, và báo cáo ấy đã được cấp trên chấp nhận nên cả hai "
        f"cùng khóa. {above.name} cần lập bản sửa đổi trước; khi đó báo cáo này mở lại được."
    )


def why_locked_by_tiers(report: Report) -> str:
    """What of the tiers locks a report now and who can unlock it, in words; empty when nothing does."""
    if report.state == ReportState.SUBMITTED:
        unsettled = [child for child in children_of(report.period, report.agency_id) if not child.is_settled]
        return _open_below(unsettled) if unsettled else ""
    if report.state == ReportState.ACCEPTED:
        above = rising_in([report.period]).parent_of(report.period_id, report.agency_id)
        if above is not None:
            found = Report.objects.filter(period=report.period, agency_id=above.agency_id).first()
            if not may_reopen(state_above=found.state if found else None):
                return taken_words(above.agency)
    return ""


@transaction.atomic
def name_missing(
    *, actor: Actor, period: Period, agency_code: str, reason_code: str, words: str = ""
) -> NamedMissing | None:
    """Name a report of the tier below as missing with a reason, by who should have received it; an empty reason takes
    it back, as long as the report above is not accepted.

    Raises NotAllowed, NotComplete (no such report below, it is accepted, no reason), ReportLocked.
    """
    rows = ExpectedReport.objects.owed().select_related("agency").filter(period=period)
    row = rows.filter(agency__code=agency_code).first()
    above = rising_in([period]).parent_of(period.pk, row.agency_id) if row is not None else None
    if row is None or above is None:
        raise NotComplete("Cơ quan này không gửi báo cáo qua cấp trên trong kỳ này. Không có gì bị thay đổi.")
    for each in (row, above):  # from below to above, as whoever reopens a report
        ExpectedReport.objects.select_for_update(of=("self",)).get(pk=each.pk)
    receivers = Receivers([period], on=clock.today())
    bodies = receivers.of(period.pk, row.agency_id)
    check_receive_report(
        actor,
        receiver_ids=[body.pk for body in bodies],
        recipient_id=receivers.recipient(period.pk).pk,
        receivers_words=", ".join(body.name for body in bodies),
    )
    if Report.objects.filter(period=period, agency_id=above.agency_id, state=ReportState.ACCEPTED).exists():
        raise ReportLocked(
            f"Báo cáo của {above.agency.name} đã được chấp nhận nên lý do thiếu đã khóa. Không có gì bị thay đổi; cần "
            "đổi thì lập bản sửa đổi.",
            code="taken_above",
        )
    if Report.objects.filter(period=period, agency_id=row.agency_id, state=ReportState.ACCEPTED).exists():
        raise NotComplete(f"Báo cáo của {row.agency.name} đã được chấp nhận nên không thiếu. Không có gì bị thay đổi.")
    return _keep(actor, row, reason_code, one_line(nfc(words)).strip())


def _keep(actor: Actor, row: ExpectedReport, reason_code: str, words: str) -> NamedMissing | None:
    named = None
    if not reason_code:
        NamedMissing.objects.filter(expected=row).delete()
    else:
        if reason_code not in MissingReason.values or len(words) > _LONGEST_WORDS:
            raise NotComplete(f"Hãy chọn lý do; phần ghi thêm không quá {_LONGEST_WORDS} ký tự. Chưa lưu gì.")
        if reason_code == MissingReason.OTHER and not words:
            raise NotComplete("Chọn «Lý do khác» thì phải ghi rõ lý do. Chưa lưu gì.", code="no_words")
        named, _ = NamedMissing.objects.update_or_create(
            expected=row,
            defaults={
                "reason_code": reason_code,
                "words": words,
                "named_at": clock.now(),
                "named_by_id": actor.user_id,
            },
        )
    record(
        actor=actor,
        act="name_missing" if reason_code else "unname_missing",
        object_type="Period",
        object_id=row.period_id,
        details={"agency": row.agency.code, "reason": reason_code},
        reason=words,
    )
    return named
