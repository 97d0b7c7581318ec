"""What the writer of a report sees: own tasks, what was noted in the period, what was written last time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.plans.public import Assignment, Difficulty, ProgressNote, Task
from mangnon.reporting import rules
from mangnon.reporting.comparison import by_task
from mangnon.reporting.errors import NotComplete
from mangnon.reporting.models import ExpectedReport, Period, Report, ReportEntry, ReportVersion
from mangnon.reporting.policies import check_write_report


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Words for one box, put together from recorded facts alone; `sources` say which."""

    name: str
    text: str
    sources: tuple[str, ...]
    is_used: bool = False


@dataclass(slots=True)
class WritingItem:
    """One entry to write: a task, or (task None) the general part."""

    task: Task | None
    is_lead: bool
    entry: ReportEntry
    progress: int = 0
    notes: list[ProgressNote] = field(default_factory=list)
    difficulties: list[Difficulty] = field(default_factory=list)
    last_time: dict[str, object] = field(default_factory=dict)
    suggestions: list[Suggestion] = field(default_factory=list)

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
    """The whole report as its writer sees it. `report` is None until the first word is saved."""

    period: Period
    agency: Agency
    report: Report | None
    last_period: Period | None
    led: list[WritingItem]
    coordinated: list[WritingItem]
    general: WritingItem

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


def fields_of(entry: ReportEntry) -> dict[str, object]:
    """What an entry says, as plain values."""
    return {**{name: getattr(entry, name) for name in rules.TEXT_FIELDS}, "is_nil": entry.is_nil}


def writing_sheet(viewer: Actor, period: Period) -> WritingSheet:
    """The viewer's own agency's report of a period: the same number of queries for one task and for fifty.

    Raises NotAllowed for who may not write, NotComplete (not_expected) for an agency that need not report.
    """
    agency_id = viewer.agency_id or 0
    check_write_report(viewer, agency_id=agency_id)
    expected = ExpectedReport.objects.filter(period=period, agency_id=agency_id).select_related("agency").first()
    if expected is None:
        raise NotComplete(
            "Cơ quan của bạn không nằm trong danh sách phải báo cáo của kỳ này nên không có báo cáo để viết. "
            "Nếu cần bổ sung, hãy liên hệ cơ quan nhận báo cáo.",
            code="not_expected",
        )
    report = Report.objects.filter(period=period, agency_id=agency_id).select_related("period__regime").first()
    entries = {entry.task_id: entry for entry in ReportEntry.objects.filter(report=report)} if report else {}
    last_period, last_entries = _last_time(period, agency_id)
    items = []
    rows = (
        Assignment.objects.filter(agency_id=agency_id, task__plan_id=period.regime.plan_id)
        .select_related("task__group")
        .order_by("task__order")
    )
    notes, difficulties = _facts(period, agency_id)
    for row in rows:
        item = WritingItem(
            task=row.task,
            is_lead=row.role == "lead",
            entry=entries.get(row.task_id) or ReportEntry(task=row.task),
            progress=row.progress,
            notes=notes.get(row.pk, []),
            difficulties=difficulties.get(row.pk, []),
            last_time=last_entries.get(row.task_id, {}),
        )
        item.suggestions = suggestions(item)
        items.append(item)
    return WritingSheet(
        period=period,
        agency=expected.agency,
        report=report,
        last_period=last_period,
        led=[item for item in items if item.is_lead],
        coordinated=[item for item in items if not item.is_lead],
        general=WritingItem(None, False, entries.get(None) or ReportEntry(), last_time=last_entries.get(None, {})),
    )


def _facts(period: Period, agency_id: int) -> tuple[dict[int, list[ProgressNote]], dict[int, list[Difficulty]]]:
    """What the agency noted and what stood in its way between the period's first and last day, oldest first."""
    window = (clock.at(period.starts_on, 0), clock.last_minute(period.ends_on))
    own = {"assignment__agency_id": agency_id, "assignment__task__plan_id": period.regime.plan_id}
    notes: dict[int, list[ProgressNote]] = {}
    for note in ProgressNote.objects.filter(**own, noted_at__range=window).order_by("noted_at", "pk"):
        notes.setdefault(note.assignment_id, []).append(note)
    difficulties: dict[int, list[Difficulty]] = {}
    for difficulty in Difficulty.objects.filter(**own, raised_at__range=window).order_by("raised_at", "pk"):
        difficulties.setdefault(difficulty.assignment_id, []).append(difficulty)
    return notes, difficulties


def _last_time(period: Period, agency_id: int) -> tuple[Period | None, dict[int | None, dict[str, object]]]:
    """What the agency sent last in an earlier period of the same plan."""
    version = (
        ReportVersion.objects.filter(
            report__agency_id=agency_id,
            report__period__regime__plan_id=period.regime.plan_id,
            report__period__ends_on__lt=period.starts_on,
        )
        .select_related("report__period")
        .order_by("-report__period__ends_on", "-number")
        .first()
    )
    return (version.report.period, by_task(version.content)) if version else (None, {})


def suggestions(item: WritingItem) -> list[Suggestion]:
    """Words for the boxes of an entry, from the agency's own notes and difficulties alone; nothing is invented."""
    found = []
    if item.notes:
        last = item.notes[-1]
        day = vn_date(clock.local_day(last.noted_at))
        lines = [_sentence(note.text) for note in item.notes]
        lines.append(f"Tiến độ thực hiện đến ngày {day} đạt {last.progress}%.")
        sources = tuple(f"ghi nhận tiến độ ngày {vn_date(clock.local_day(note.noted_at))}" for note in item.notes)
        found.append(_suggestion("results", lines, sources, item.entry.results))
    days = tuple(f"khó khăn nêu ngày {vn_date(clock.local_day(row.raised_at))}" for row in item.difficulties)
    if item.difficulties:
        lines = [_sentence(row.text) for row in item.difficulties]
        found.append(_suggestion("difficulties", lines, days, item.entry.difficulties))
    proposals = [_sentence(row.proposal) for row in item.difficulties if row.proposal.strip()]
    if proposals:
        found.append(_suggestion("proposals", proposals, days, item.entry.proposals))
    return found


def _suggestion(name: str, lines: list[str], sources: tuple[str, ...], present: str) -> Suggestion:
    once = list(dict.fromkeys(line for line in lines if line))
    missing = [line for line in once if line not in present]
    return Suggestion(name, "\n".join(missing or once), tuple(dict.fromkeys(sources)), is_used=not missing)


def _sentence(text: str) -> str:
    tidy = text.strip()
    return tidy if not tidy or tidy[-1] in ".!?…;:" else f"{tidy}."


def with_suggestion(present: str, suggestion: Suggestion) -> str:
    """The box's words with the suggested lines after them; lines that are there already are not repeated."""
    if suggestion.is_used:
        return present
    return f"{present.rstrip()}\n{suggestion.text}".strip()


def days_left(due_on: dt.date, today: dt.date) -> int:
    """Whole days until a day; negative when past."""
    return (due_on - today).days
