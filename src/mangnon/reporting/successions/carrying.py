"""What a body had drafted goes on with its duty: into the successor's box or beside it; its source is named."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from mangnon.accounts.public import Actor
from mangnon.agencies.public import SuccessionEvent
from mangnon.kernel import clock
from mangnon.reporting import rules
from mangnon.reporting.duties.holding import answered_in
from mangnon.reporting.models import CarriedEntry, ExpectedReport, Period, Report, ReportEntry
from mangnon.reporting.rules.succession import joined_entry
from mangnon.reporting.terms import ReportState

LONGEST_TEXT = 20_000
Key = tuple[int, int | None]


def fields_of(entry: ReportEntry) -> dict[str, Any]:
    """What an entry says, as plain values."""
    return {**{name: getattr(entry, name) for name in rules.TEXT_FIELDS}, "is_nil": entry.is_nil}


def carry_drafts(
    *,
    actor: Actor,
    period: Period,
    rows: Mapping[int, ExpectedReport],
    taken: Mapping[int, Collection[int]],
    causes: Mapping[int, SuccessionEvent],
) -> dict[int, int]:
    """Carry what sources had drafted to those who took over (`taken`: heir → sources); entries carried, by source.

    An entry that one body takes over goes into its box, joined to its own words under the source's name; where several
    take over, the box cannot hold both, or the heir's report is sent already, the words stand beside the box.
    """
    drafted = _drafted(period, {source for sources in taken.values() for source in sources}, rows)
    if not drafted:
        return {}
    desk = _Desk(actor, period, rows, taken)
    holders = _holders(period, taken)
    counts: dict[int, int] = {}
    for source, entry in drafted:
        heirs = holders.get((source, entry.task_id), frozenset())
        if not heirs and rows[source].ended_by_id is not None:
            heirs = frozenset(heir for heir, sources in taken.items() if source in sources)
        for heir in sorted(heirs):
            desk.put(heir, entry, event=causes[source], in_box=len(heirs) == 1)
        counts[source] = counts.get(source, 0) + bool(heirs)
    desk.write()
    return counts


def _drafted(
    period: Period, sources: Collection[int], rows: Mapping[int, ExpectedReport]
) -> list[tuple[int, ReportEntry]]:
    """The entries that say something in the sources' drafts, and those that had been carried beside their boxes."""
    own = ReportEntry.objects.filter(
        report__period=period, report__agency__in=list(sources), report__state=ReportState.DRAFT
    ).select_related("report__agency")
    found = [(entry.report.agency_id, entry) for entry in own.order_by("report__agency__code", "pk")]
    beside = CarriedEntry.objects.filter(expected__in=[rows[source] for source in sources], entry__isnull=True)
    for carried in beside.select_related("source__report__agency", "expected").order_by("pk"):
        found.append((carried.expected.agency_id, carried.source))
    return [(source, entry) for source, entry in found if rules.has_words(fields_of(entry))]


def _holders(period: Period, taken: Mapping[int, Collection[int]]) -> dict[Key, frozenset[int]]:
    """Which heirs hold a task that came from a source, by source and task."""
    found: dict[Key, set[int]] = {}
    for each in answered_in(period):
        for source in each.sources & frozenset(taken.get(each.agency_id, ())):
            found.setdefault((source, each.task_id), set()).add(each.agency_id)
    return {key: frozenset(heirs) for key, heirs in found.items()}


class _Desk:
    """The heirs' reports as they take in what is carried; written once at the end."""

    def __init__(
        self,
        actor: Actor,
        period: Period,
        rows: Mapping[int, ExpectedReport],
        taken: Mapping[int, Collection[int]],
    ) -> None:
        self.actor, self.period, self.rows = actor, period, rows
        self.reports = {
            report.agency_id: report
            for report in Report.objects.filter(period=period, agency__in=list(taken)).select_related("agency")
        }
        found = ReportEntry.objects.filter(report__in=self.reports.values()).select_related("report")
        self.entries: dict[Key, ReportEntry] = {(entry.report.agency_id, entry.task_id): entry for entry in found}
        self.changed: dict[Key, ReportEntry] = {}
        self.carried: list[tuple[CarriedEntry, Key | None]] = []

    def put(self, heir: int, source: ReportEntry, *, event: SuccessionEvent, in_box: bool) -> None:
        """Take one entry over, into the heir's box where that is right."""
        carried = CarriedEntry(expected=self.rows[heir], source=source, event=event)
        key = (heir, source.task_id)
        report = self.reports.get(heir)
        is_open = report is None or report.state == ReportState.DRAFT
        made = self._joined(key, source) if in_box and is_open else None
        if made is None:
            self.carried.append((carried, None))
            return
        entry = self.entries.get(key) or self.changed.get(key) or ReportEntry(task_id=source.task_id)
        carried.before = fields_of(entry) if entry.revision else {}
        for name, value in made.items():
            setattr(entry, name, value)
        entry.revision += 1
        entry.saved_at, entry.saved_by_id = clock.now(), entry.saved_by_id or source.saved_by_id
        carried.revision = entry.revision
        self.changed[key] = entry
        self.carried.append((carried, key))

    def _joined(self, key: Key, source: ReportEntry) -> dict[str, object] | None:
        entry = self.changed.get(key) or self.entries.get(key)
        own = fields_of(entry) if entry is not None else {}
        return joined_entry(own, fields_of(source), source=source.report.agency.name, longest=LONGEST_TEXT)

    def write(self) -> None:
        """Write reports, entries and where the words came from: a handful of statements."""
        new = {heir for heir, _ in self.changed} - self.reports.keys()
        started = [
            Report(period=self.period, agency=self.rows[heir].agency, started_at=clock.now()) for heir in sorted(new)
        ]
        for report in Report.objects.bulk_create(started):
            self.reports[report.agency_id] = report
        for (heir, _), entry in self.changed.items():
            entry.report = self.reports[heir]
        fields = [*rules.TEXT_FIELDS, "is_nil", "revision", "saved_at", "saved_by"]
        ReportEntry.objects.bulk_update([entry for entry in self.changed.values() if entry.pk], fields, batch_size=200)
        ReportEntry.objects.bulk_create([entry for entry in self.changed.values() if not entry.pk])
        for carried, key in self.carried:
            carried.entry = self.changed[key] if key is not None else None
        CarriedEntry.objects.bulk_create([carried for carried, _ in self.carried], ignore_conflicts=True)
