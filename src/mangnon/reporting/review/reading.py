"""What the recipient reads: a sent report, what changed since the last sending, and its history."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import QuerySet

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency
from mangnon.kernel import clock
from mangnon.plans.public import Task
from mangnon.reporting.duties.holding import answered_in, reason_words
from mangnon.reporting.duties.lineage import lineage_of, recipient_of
from mangnon.reporting.duties.rising import Receivers
from mangnon.reporting.models import ExpectedReport, Period, Report, ReportVersion
from mangnon.reporting.policies import check_read_report
from mangnon.reporting.rules.comparison import EntryChange, entry_changes
from mangnon.reporting.selectors import reports, reports_to_review


@dataclass(slots=True)
class SentEntry:
    """One entry of what was sent, and how it differs from the sending before."""

    task: Task | None
    is_lead: bool
    change: EntryChange


@dataclass(slots=True)
class SentSheet:
    """A report as it was sent. `version` is None when nothing was sent yet."""

    period: Period
    agency: Agency
    reason: str
    report: Report | None
    expected: ExpectedReport
    versions: list[ReportVersion] = field(default_factory=list)
    version: ReportVersion | None = None
    before: ReportVersion | None = None
    entries: list[SentEntry] = field(default_factory=list)

    @property
    def changed(self) -> list[SentEntry]:
        """The entries that differ from the sending before."""
        return [entry for entry in self.entries if entry.change.is_changed]

    @property
    def unchanged(self) -> list[SentEntry]:
        """The entries that are as they were."""
        return [entry for entry in self.entries if not entry.change.is_changed]


def sent_sheet(viewer: Actor, period: Period, agency_code: str, *, number: int | None = None) -> SentSheet | None:
    """What an agency sent in a period (the last sending, or the one with a number); None for who is not expected.

    Who took over from an agency reads what it sent.

    Raises NotAllowed. A draft is its writer's alone: of a report that was never sent only the state is told.
    """
    expected = (
        ExpectedReport.objects.filter(period=period, agency__code=agency_code)
        .select_related("agency__territory")
        .prefetch_related("passed_on_to__agency", "came_from__agency")
        .first()
    )
    if expected is None:
        return None
    today = clock.today()
    check_read_report(
        viewer,
        agency_id=expected.agency_id,
        recipient_id=recipient_of(period.regime, today).pk,
        lineage=lineage_of(viewer.agency_id, on=today),
        above_ids=Receivers([period], on=today).all_above(period.pk, expected.agency_id),
    )
    report = (
        reports(viewer)
        .filter(period=period, agency_id=expected.agency_id)
        .select_related("accepted_by", "period__regime")
        .first()
    )
    sheet = SentSheet(period, expected.agency, reason_words(expected), report, expected)
    if report is None:
        return sheet
    sheet.versions = list(report.versions.select_related("submitted_by").order_by("number"))
    if not sheet.versions:
        return sheet
    wanted = [version for version in sheet.versions if version.number == number]
    sheet.version = wanted[0] if wanted else sheet.versions[-1]
    earlier = [version for version in sheet.versions if version.number < sheet.version.number]
    sheet.before = earlier[-1] if earlier else None
    sheet.entries = _entries(sheet, expected.agency_id)
    return sheet


def _entries(sheet: SentSheet, agency_id: int) -> list[SentEntry]:
    assert sheet.version is not None  # noqa: S101 - the caller has found one
    tasks = {task.pk: task for task in _tasks(sheet.period)}
    leads = {each.task_id for each in answered_in(sheet.period, agency_ids=[agency_id]) if each.is_lead}
    order = sorted(tasks, key=lambda pk: (pk not in leads, tasks[pk].order))
    before = sheet.before.content if sheet.before else {}
    changes = entry_changes(before, sheet.version.content, [*order, None])
    said = [change for change in changes if _says_anything(change)]
    return [
        SentEntry(tasks[change.task_id] if change.task_id else None, change.task_id in leads, change) for change in said
    ]


def _says_anything(change: EntryChange) -> bool:
    return change.nil_before or change.nil_after or any(field.before or field.after for field in change.fields)


def _tasks(period: Period) -> QuerySet[Task]:
    return Task.objects.filter(plan_id=period.regime.plan_id or 0).select_related("group").order_by("order")


def next_to_review(viewer: Actor, period: Period, *, but: int | None) -> Report | None:
    """The report that has waited longest for the viewer's review in a period, another than the one given."""
    return reports_to_review(viewer).filter(period=period).exclude(pk=but or 0).first()
