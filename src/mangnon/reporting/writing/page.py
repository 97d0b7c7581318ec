"""What the writer of a report sees: own tasks, what was noted in the period, what was written last time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import Q

from mangnon.accounts.public import Actor
from mangnon.activities.public import Evidence
from mangnon.agencies.public import Agency
from mangnon.kernel import clock
from mangnon.plans.public import Difficulty, ProgressNote, Task
from mangnon.reporting import rules
from mangnon.reporting.duties.holding import Answered, answered_in
from mangnon.reporting.duties.lineage import carriers_in, lineage_of
from mangnon.reporting.errors import NotComplete
from mangnon.reporting.models import (
    CarriedEntry,
    EntryReview,
    ExpectedReport,
    Period,
    Report,
    ReportEntry,
    ReportVersion,
)
from mangnon.reporting.policies import check_write_report
from mangnon.reporting.rules.comparison import by_task
from mangnon.reporting.successions.carrying import fields_of
from mangnon.reporting.writing.facts import DoneWork, Fact, RecordedFigure, evidence_of, figures_of, works_of
from mangnon.reporting.writing.met_entries import verdicts_of, why_met
from mangnon.reporting.writing.sending import check_owed, check_writer
from mangnon.reporting.writing.sourcing import UsedFact, told, used_in
from mangnon.reporting.writing.suggesting import Material, Suggestion, suggestions_from


@dataclass(frozen=True, slots=True)
class LastTime:
    """What a body sent of this entry in the period before: the writer's own, or one it took over from."""

    agency: Agency
    fields: dict[str, object]


@dataclass(slots=True)
class WritingItem:
    """One entry to write: a task, or (task None) the general part."""

    task: Task | None
    is_lead: bool
    entry: ReportEntry
    progress: int = 0
    notes: list[ProgressNote] = field(default_factory=list)
    difficulties: list[Difficulty] = field(default_factory=list)
    last_time: list[LastTime] = field(default_factory=list)
    carried: list[CarriedEntry] = field(default_factory=list)
    works: list[DoneWork] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    figures: list[RecordedFigure] = field(default_factory=list)
    suggestions: list[Suggestion] = field(default_factory=list)
    facts: dict[tuple[str, int], Fact] = field(default_factory=dict)
    used: list[UsedFact] = field(default_factory=list)
    verdict: EntryReview | None = None
    why_locked: str = ""

    @property
    def key(self) -> int:
        """The task's id, 0 for the general part."""
        return self.task.pk if self.task else 0

    @property
    def is_answered(self) -> bool:
        """Whether the entry answers its task."""
        return rules.answers_task(fields_of(self.entry))

    @property
    def has_words(self) -> bool:
        """Whether the entry says anything."""
        return rules.has_words(fields_of(self.entry))


@dataclass(slots=True)
class WritingSheet:
    """The whole report as its writer sees it. `report` is None until the first word is saved.

    `agency` is in whose name it is written; `writers` who writes: itself, or those who carry on for it since it ended.
    `came_from` are the bodies whose duty to report it took over.
    """

    period: Period
    agency: Agency
    report: Report | None
    writers: tuple[Agency, ...]
    came_from: tuple[Agency, ...]
    last_period: Period | None
    led: list[WritingItem]
    coordinated: list[WritingItem]
    general: WritingItem
    due_on: dt.date

    @property
    def answered(self) -> int:
        """How many led tasks are answered."""
        return sum(item.is_answered for item in self.led)

    @property
    def unanswered(self) -> list[WritingItem]:
        """Led tasks that say nothing yet."""
        return [item for item in self.led if not item.is_answered]

    @property
    def items(self) -> list[WritingItem]:
        """Every entry, in the order of the page."""
        return [*self.led, *self.coordinated, self.general]

    def item(self, key: int) -> WritingItem | None:
        """The entry of a task, or the general part for 0."""
        return next((item for item in self.items if item.key == key), None)


def writing_sheet(viewer: Actor, period: Period, *, agency_code: str = "") -> WritingSheet:
    """An agency's report of a period (the viewer's own unless another is named): as many queries for one task as fifty.

    Raises NotAllowed for who may not write, NotComplete (not_expected) for an agency that need not report,
    ReportLocked (passed_on) where a successor reports now.
    """
    expected = _expected(viewer, period, agency_code)
    agency = expected.agency
    check_writer(viewer, period, agency)
    check_owed(expected)
    report = Report.objects.filter(period=period, agency=agency).select_related("period__regime", "agency").first()
    entries = {entry.task_id: entry for entry in ReportEntry.objects.filter(report=report)} if report else {}
    last_period, last_entries = _last_time(period, agency.pk)
    carried = _carried(expected)
    items = []
    for task, answered in _tasks(period, agency.pk).items():
        item = WritingItem(
            task=task,
            is_lead=any(each.is_lead for each in answered),
            entry=entries.get(task.pk) or ReportEntry(task=task),
            progress=max(each.progress for each in answered),
            last_time=last_entries.get(task.pk, []),
            carried=carried.get(task.pk, []),
        )
        items.append((item, frozenset(row for each in answered for row in each.rows)))
    _add_facts(period, agency, items)
    _add_works(viewer, period, items)
    general = WritingItem(
        None,
        False,
        entries.get(None) or ReportEntry(),
        last_time=last_entries.get(None, []),
        carried=carried.get(None, []),
        figures=figures_of(viewer, period, lineage_of(agency.pk, on=period.cut_off_on)),
    )
    _suggest(agency, period, report, [*(item for item, _ in items), general])
    return WritingSheet(
        period=period,
        agency=agency,
        report=report,
        writers=carriers_in(agency, regime=period.regime, on=clock.today()),
        came_from=tuple(source.agency for source in expected.came_from.all()),
        last_period=last_period,
        led=[item for item, _ in items if item.is_lead],
        coordinated=[item for item, _ in items if not item.is_lead],
        general=general,
        due_on=expected.send_by or period.send_by,
    )


def _expected(viewer: Actor, period: Period, agency_code: str) -> ExpectedReport:
    """What the named agency owes, or the viewer's own."""
    owing = ExpectedReport.objects.filter(period=period).select_related("agency__territory")
    owing = owing.filter(agency__code=agency_code) if agency_code else owing.filter(agency_id=viewer.agency_id or 0)
    expected = owing.prefetch_related("came_from__agency").first()
    if expected is None:
        check_write_report(viewer, writer_ids=[viewer.agency_id or 0])
        raise NotComplete(
            "Cơ quan của bạn không nằm trong danh sách phải báo cáo của kỳ này nên không có báo cáo để viết. "
            "Nếu cần bổ sung, hãy liên hệ cơ quan nhận báo cáo.",
            code="not_expected",
        )
    return expected


def _suggest(agency: Agency, period: Period, report: Report | None, items: list[WritingItem]) -> None:
    """Put beside each entry what its recorded facts suggest, what of it was used, and what its reader judged."""
    used = used_in(report)
    years = "–".join(dict.fromkeys(f"{day:%Y}" for day in (period.starts_on, period.ends_on)))
    verdicts = verdicts_of(report) if report is not None else {}
    for item in items:
        given = Material(
            agency,
            item.entry,
            item.notes,
            item.difficulties,
            item.carried,
            item.works,
            item.figures,
            [(each.agency, each.fields) for each in item.last_time],
            years,
        )
        item.suggestions, item.facts = suggestions_from(given), given.facts
        item.used = [told(row, item.facts, getattr(item.entry, row.box)) for row in used.get(item.key or None, [])]
        item.verdict = verdicts.get(item.key or None)
        item.why_locked = why_met(report, item.verdict) if report is not None else ""


def _tasks(period: Period, agency_id: int) -> dict[Task, list[Answered]]:
    answered: dict[int, list[Answered]] = {}
    for each in answered_in(period, agency_ids=[agency_id]):
        answered.setdefault(each.task_id, []).append(each)
    tasks = Task.objects.filter(pk__in=list(answered)).select_related("group").order_by("order")
    return {task: answered[task.pk] for task in tasks}


def _carried(expected: ExpectedReport) -> dict[int | None, list[CarriedEntry]]:
    """What other bodies had drafted of each entry."""
    found: dict[int | None, list[CarriedEntry]] = {}
    for row in expected.carried.select_related("source__report__agency", "event").order_by("pk"):
        found.setdefault(row.source.task_id, []).append(row)
    return found


def _add_facts(period: Period, agency: Agency, items: list[tuple[WritingItem, frozenset[int]]]) -> None:
    """What was noted and what stood in the way between the period's first and last day, oldest first, on each task:
    by the agency and by those whose assignment it carries on."""
    window = (clock.at(period.starts_on, 0), clock.last_minute(period.ends_on))
    rows = {row for _, before in items for row in before}
    notes: dict[int, list[ProgressNote]] = {}
    noted = ProgressNote.objects.filter(assignment__in=rows, noted_at__range=window).select_related(
        "assignment__agency"
    )
    for note in noted.order_by("noted_at", "pk"):
        notes.setdefault(note.assignment_id, []).append(note)
    difficulties: dict[int, list[Difficulty]] = {}
    raised = Difficulty.objects.filter(assignment__in=rows, raised_at__range=window)
    for difficulty in raised.select_related("assignment__agency").order_by("raised_at", "pk"):
        difficulties.setdefault(difficulty.assignment_id, []).append(difficulty)
    for item, before in items:
        item.notes = sorted((n for row in before for n in notes.get(row, [])), key=lambda n: (n.noted_at, n.pk))
        item.difficulties = sorted(
            (d for row in before for d in difficulties.get(row, [])), key=lambda d: (d.raised_at, d.pk)
        )


def _add_works(viewer: Actor, period: Period, items: list[tuple[WritingItem, frozenset[int]]]) -> None:
    """Activities of the period, with money and evidence, and the evidence of the assignments themselves."""
    rows = {item.key: before for item, before in items}
    works = works_of(viewer, period, rows)
    files = evidence_of(viewer, period, rows)
    for item, _ in items:
        item.works = sorted(works.get(item.key, []), key=lambda each: (each.work.done_on or dt.date.max, each.work.id))
        item.evidence = files.get(item.key, [])


def _last_time(period: Period, agency_id: int) -> tuple[Period | None, dict[int | None, list[LastTime]]]:
    """What the agency, or those it took over from, sent last in an earlier period of the same plan (or regime)."""
    regime = period.regime
    same = Q(report__period__regime=regime) if regime.plan is None else Q(report__period__regime__plan=regime.plan)
    sent = ReportVersion.objects.filter(
        same,
        report__agency__in=lineage_of(agency_id, on=period.cut_off_on),
        report__period__ends_on__lt=period.starts_on,
    ).select_related("report__period", "report__agency__territory")
    latest = sent.order_by("-report__period__ends_on", "-pk").first()
    if latest is None:
        return None, {}
    last = {v.report_id: v for v in sent.filter(report__period=latest.report.period).order_by("number")}
    found: dict[int | None, list[LastTime]] = {}
    for version in sorted(last.values(), key=lambda v: (v.report.agency_id != agency_id, v.report.agency.code)):
        for task_id, fields in by_task(version.content).items():
            if any(fields.get(name) for name in rules.TEXT_FIELDS):
                found.setdefault(task_id, []).append(LastTime(version.report.agency, fields))
    return latest.report.period, found


def days_left(due_on: dt.date, today: dt.date) -> int:
    """Whole days until a day; negative when past."""
    return (due_on - today).days
