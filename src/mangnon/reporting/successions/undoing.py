"""A reorganisation is taken back: reports are owed and drafted as before, unless somebody has gone on with them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection
from django.db.models import F

from mangnon.accounts.public import Actor
from mangnon.agencies.public import SuccessionEvent
from mangnon.audit.public import record
from mangnon.reporting import rules
from mangnon.reporting.errors import ReportsStay
from mangnon.reporting.models import (
    CarriedEntry,
    Consolidation,
    ExpectedReport,
    Period,
    Regime,
    Report,
    ReportEntry,
    ReportSuccession,
)
from mangnon.reporting.terms import ReportState


def why_reports_stay(events: Sequence[SuccessionEvent]) -> list[str]:
    """Why the reports' part of some events cannot be taken back, one sentence each; empty when it can."""
    begun = ExpectedReport.objects.filter(began_by__in=events).select_related("agency", "period")
    reasons = [*_went_on(begun), *_carried_and_changed(events), *_later_periods(events)]
    periods = Period.objects.filter(expected__began_by__in=events) | Period.objects.filter(
        expected__ended_by__in=events
    )
    for made in Consolidation.objects.filter(period__in=periods.values("pk")).select_related("period"):
        reasons.append(f"Đã lập báo cáo tổng hợp {rules.period_words(made.period.code)} theo danh sách cơ quan mới.")
    returned = ExpectedReport.objects.owed().exclude(end_reason="").filter(came_from__ended_by__in=events)
    for row in returned.select_related("agency", "period").distinct():
        what = f"Báo cáo {rules.period_words(row.period.code)} đã quay lại {row.agency.name}"
        reasons.append(f"{what} sau khi từng chuyển đi.")
    return list(dict.fromkeys(reasons))


def _went_on(begun: object) -> list[str]:
    rows = {(row.period_id, row.agency_id): row for row in begun}  # type: ignore[attr-defined]
    reports = Report.objects.filter(
        period__in={period for period, _ in rows}, agency__in={agency for _, agency in rows}
    ).select_related("agency", "period")
    carried = set(CarriedEntry.objects.filter(entry__report__in=reports).values_list("entry_id", flat=True))
    found = []
    for report in reports.prefetch_related("entries"):
        if (report.period_id, report.agency_id) not in rows:
            continue
        has_own = any(entry.pk not in carried for entry in report.entries.all())
        if report.state != ReportState.DRAFT or has_own:
            done = "viết" if report.state == ReportState.DRAFT else "gửi"
            found.append(f"{report.agency.name} đã {done} báo cáo {rules.period_words(report.period.code)}.")
    return found


def _carried_and_changed(events: Sequence[SuccessionEvent]) -> list[str]:
    """Entries that somebody wrote on after words were carried into them."""
    last: dict[int, CarriedEntry] = {}
    for row in (
        CarriedEntry.objects.filter(event__in=events, entry__isnull=False)
        .select_related("entry__report", "expected__agency", "expected__period")
        .order_by("revision")
    ):
        last[row.entry_id or 0] = row
    return [
        f"{row.expected.agency.name} đã viết tiếp nội dung được chuyển sang trong báo cáo "
        f"{rules.period_words(row.expected.period.code)}."
        for row in last.values()
        if row.entry is not None and (row.entry.revision != row.revision or _is_sent(row.entry))
    ]


def _is_sent(entry: ReportEntry) -> bool:
    return bool(entry.report.version)


def _later_periods(events: Sequence[SuccessionEvent]) -> list[str]:
    """What was set up since with bodies that the events made."""
    since = ExpectedReport.objects.filter(agency__began_by__in=events).exclude(began_by__in=events)
    opened = Period.objects.filter(expected__in=since).select_related("regime").distinct()
    found = [
        f"Kỳ báo cáo {rules.period_words(period.code)} đã mở với danh sách cơ quan sau sắp xếp." for period in opened
    ]
    for regime in Regime.objects.filter(recipient__began_by__in=events):
        found.append(f"«{regime.name}» đã được lập với nơi nhận là cơ quan mới.")
    return found


def undo_report_moves(*, actor: Actor, events: Sequence[SuccessionEvent]) -> int:
    """Take back what `move_reports` did for some events; one audit row for each event that had moved something.

    Must be called inside the transaction that undoes the reorganisation, before the bodies are taken back. Returns how
    many reports are owed by their old bodies again. Raises ReportsStay with every reason why not.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("reports move back in the transaction of the reorganisation")
    ended = list(ExpectedReport.objects.select_for_update().filter(ended_by__in=events).order_by("pk"))
    begun = list(ExpectedReport.objects.select_for_update().filter(began_by__in=events).order_by("pk"))
    carried = list(CarriedEntry.objects.filter(event__in=events).select_related("entry").order_by("revision", "pk"))
    into = {row.entry.report_id for row in carried if row.entry is not None}
    list(Report.objects.select_for_update().filter(pk__in=into).order_by("pk"))  # writers queue behind us
    reasons = why_reports_stay(events)
    if reasons:
        raise ReportsStay(f"Chưa hoàn tác: {' '.join(reasons)} Không có gì bị thay đổi.")
    counts = {event.pk: sum(row.ended_by_id == event.pk for row in ended) for event in events}
    changed = {event.pk: sum(row.began_by_id == event.pk for row in begun) for event in events}
    _take_out(carried)
    ReportSuccession.objects.filter(event__in=events).delete()
    Report.objects.filter(pk__in=into, version=0, entries__isnull=True).delete()
    _drop_empty(begun)
    ExpectedReport.objects.filter(pk__in=[row.pk for row in begun]).delete()
    ExpectedReport.objects.filter(pk__in=[row.pk for row in ended]).update(ended_by=None, end_reason="")
    for event in events:
        if counts[event.pk] or changed[event.pk]:
            record(
                actor=actor,
                act="undo_report_moves",
                object_type="SuccessionEvent",
                object_id=event.pk,
                details={"back": counts[event.pk], "dropped": changed[event.pk]},
            )
    return len(ended)


def _take_out(carried: Sequence[CarriedEntry]) -> None:
    """Each entry says again what it said before the first words were carried into it."""
    first: dict[int, CarriedEntry] = {}
    for row in carried:
        if row.entry_id is not None:
            first.setdefault(row.entry_id, row)
    CarriedEntry.objects.filter(pk__in=[row.pk for row in carried]).delete()
    gone = [pk for pk, row in first.items() if not row.before]
    ReportEntry.objects.filter(pk__in=gone).delete()
    for pk, row in first.items():
        if row.before:
            ReportEntry.objects.filter(pk=pk).update(**row.before, revision=F("revision") + 1)


def _drop_empty(begun: Sequence[ExpectedReport]) -> None:
    """Reports that were opened and say nothing go with the row that owed them."""
    owing = {(row.period_id, row.agency_id) for row in begun}
    silent = Report.objects.filter(
        period__in={period for period, _ in owing},
        agency__in={agency for _, agency in owing},
        version=0,
        entries__isnull=True,
    ).values_list("pk", "period_id", "agency_id")
    Report.objects.filter(pk__in=[pk for pk, period, agency in silent if (period, agency) in owing]).delete()
