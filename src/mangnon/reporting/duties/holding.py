"""Who owes a report of a plan on a day, and whose report answers which task: the tasks as they lay at the cut-off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from mangnon.agencies.public import Agency, SuccessionEvent
from mangnon.plans.public import Assignment, AssignmentSuccession, DutySuccession, Plan, participating_agencies
from mangnon.reporting.duties.lineage import Carriers, carriers_in, is_closed, successors
from mangnon.reporting.models import ExpectedReport, Period, ReportSuccession
from mangnon.reporting.rules.succession import all_before

_DONE = ("complete", "reported_complete")
_AT_ONCE = 5000
_CARRIES_ON = "kế tục cơ quan phải báo cáo"


@dataclass(slots=True)
class Holding:
    """One body's share of a plan on a day. `sources`: the bodies it took some of it over from."""

    agency: Agency
    leads: int = 0
    coordinates: int = 0
    sources: set[int] = field(default_factory=set)
    words: str = ""

    @property
    def reason(self) -> str:
        """Why the body reports: «Chủ trì 3 nhiệm vụ, phối hợp 5 nhiệm vụ»."""
        parts = []
        if self.leads:
            parts.append(f"chủ trì {self.leads} nhiệm vụ")
        if self.coordinates:
            parts.append(f"phối hợp {self.coordinates} nhiệm vụ")
        words = ", ".join(parts) or self.words or "có trách nhiệm riêng trong kế hoạch"
        return f"{words[0].upper()}{words[1:]}"


@dataclass(frozen=True, slots=True)
class Handed:
    """How the assignments of a plan were handed on: for each row those before it, and whose each was."""

    back: Mapping[int, Collection[int]]
    agency_of: Mapping[int, int]

    def sources(self, row: int) -> frozenset[int]:
        """The bodies from which a row came, however many hands it went through."""
        return frozenset(self.agency_of[each] for each in all_before([row], self.back) - {row})


def handed(plan_id: int, *, by: Collection[SuccessionEvent] | None = None) -> Handed:
    """How the assignments of a plan were handed on, by all events or by some alone.

    Read by key, in parts that every database takes: joined in one statement, PostgreSQL walks whole tables once for
    each row until it has counted them: minutes right after a reorganisation. Three queries for 5,000 assignments.
    """
    back: dict[int, list[int]] = {}
    rows = dict(Assignment.objects.filter(task__plan_id=plan_id).order_by().values_list("pk", "agency_id"))
    for part in _parts(rows):
        pairs = AssignmentSuccession.objects.filter(successor__in=part).order_by()
        if by is not None:
            pairs = pairs.filter(event__in=[event.pk for event in by])
        for before, after in pairs.values_list("predecessor_id", "successor_id"):
            back.setdefault(after, []).append(before)
    elsewhere = {before for found in back.values() for before in found} - rows.keys()
    for part in _parts(elsewhere):
        rows |= dict(Assignment.objects.filter(pk__in=part).order_by().values_list("pk", "agency_id"))
    return Handed(back, rows)


def _parts(keys: Iterable[int]) -> Iterator[list[int]]:
    ordered = sorted(keys)
    for start in range(0, len(ordered), _AT_ONCE):
        yield ordered[start : start + _AT_ONCE]


def holdings(plan: Plan, *, on: dt.date, by: Collection[SuccessionEvent] | None = None) -> dict[int, Holding]:
    """Every body that must report on a plan's work as it lay on a day, by its id, with its share and where it is from.

    `by`: only what these events handed on counts as taken over; what went before was taken over before.

    A body that ended with nothing left but finished tasks reports no more: who carries its functions does. One that
    ended with tasks nobody is known to carry stays: reported, never guessed.
    """
    chain = handed(plan.pk, by=by)
    found = {agency.pk: Holding(agency) for agency in participating_agencies(plan, on=on)}
    at_work: set[int] = set()
    for row in Assignment.objects.on(on).standing().filter(task__plan=plan).select_related("agency").order_by():
        share = found.setdefault(row.agency_id, Holding(row.agency))
        share.leads += row.role == "lead"
        share.coordinates += row.role != "lead"
        share.sources |= chain.sources(row.pk) - {row.agency_id}
        if row.execution not in _DONE:
            at_work.add(row.agency_id)
    duties = DutySuccession.objects.filter(plan=plan, duty__isnull=False, began_on__lte=on).order_by("began_on", "pk")
    events = None if by is None else {event.pk for event in by}
    for passed in duties.select_related("source"):
        if passed.target_id is None:
            found.setdefault(passed.source_id, Holding(passed.source))
            at_work.add(passed.source_id)
        elif passed.target_id in found and (events is None or passed.event_id in events):
            found[passed.target_id].sources.add(passed.source_id)
    for agency_id in list(found):
        if is_closed(found[agency_id].agency, on=on) and agency_id not in at_work:
            _pass_finished_work(plan, found, agency_id, on=on)
    return found


def duties_in(period: Period, *, by: Collection[SuccessionEvent] | None = None) -> dict[int, Holding]:
    """Who must report in a period that is open, by id, as things lay at its cut-off: by the plan's tasks, or, without a
    plan, those who owe and whoever carries on for those of them that had ended by then."""
    plan = period.regime.plan
    if plan is not None:
        return holdings(plan, on=period.cut_off_on, by=by)
    rows = ExpectedReport.objects.owed().filter(period=period).select_related("agency__territory")
    owed = [row.agency for row in rows]
    carriers = Carriers(owed, on=period.cut_off_on)
    found: dict[int, Holding] = {}
    for agency in owed:
        for heir in carriers.for_regime(agency, period.regime) or (agency,):
            share = found.setdefault(heir.pk, Holding(heir, words=_CARRIES_ON))
            share.sources |= {agency.pk} - {heir.pk}
    return found


def reason_words(expected: ExpectedReport) -> str:
    """Why a body reports, with whose share it took over or gave away since: «…; tiếp nhận thêm từ Sở Nội vụ»."""
    words = expected.reason
    sources = ", ".join(sorted(source.agency.name for source in expected.came_from.all()))
    if sources:
        words += f"; tiếp nhận{'' if expected.began_by_id else ' thêm'} từ {sources}"
    heirs = ", ".join(sorted(heir.agency.name for heir in expected.passed_on_to.all()))
    return f"{words}; đã giao một phần cho {heirs}" if heirs and expected.is_owed else words


def _pass_finished_work(plan: Plan, found: dict[int, Holding], agency_id: int, *, on: dt.date) -> None:
    heirs = successors(found[agency_id].agency, plan=plan, on=on)
    if not heirs:
        return
    gone = found.pop(agency_id)
    for heir in heirs:
        share = found.setdefault(heir.pk, Holding(heir))
        share.sources |= {agency_id} | gone.sources


@dataclass(frozen=True, slots=True)
class Answered:
    """One assignment that a period's reports answer, and the body whose report does.

    `rows` are the assignment and those it carries on, `sources` the other bodies that held them.
    """

    row: int
    task_id: int
    agency_id: int
    is_lead: bool
    progress: int
    rows: frozenset[int]
    sources: frozenset[int]


def answered_in(period: Period, *, agency_ids: Collection[int] | None = None) -> list[Answered]:
    """Whose report of a period answers which task, by the tasks' order: four queries, however many bodies.

    A task is answered by who held it on the cut-off day. Where that body was closed by then and its own report is still
    owed (it was sent before the event was entered), the report it sent answers for the tasks it had.
    """
    plan_id = period.regime.plan_id or 0
    chain = handed(plan_id)
    owed, came = _owed(period)
    closed = {pk for pk, agency in owed.items() if is_closed(agency, on=period.cut_off_on)}
    found: list[Answered] = []
    rows = Assignment.objects.on(period.cut_off_on).standing().filter(task__plan_id=plan_id)
    rows = rows.order_by("task__order", "-role", "pk")
    unknown = _Unowed(period, owed)
    for pk, task_id, agency_id, role, progress in rows.values_list("pk", "task_id", "agency_id", "role", "progress"):
        own = came.get(agency_id, frozenset())
        sources = chain.sources(pk) | {agency_id}
        kept = ((sources - {agency_id}) & closed) - own
        for each in kept or _answering(agency_id, owed, came, unknown):
            if agency_ids is None or each in agency_ids:
                before = all_before([pk], chain.back)
                found.append(Answered(pk, task_id, each, role == "lead", progress, before, sources - {each}))
    return found


class _Unowed:
    """Who answers for a body that ended with finished tasks alone, and so owes nothing: looked up once for each."""

    def __init__(self, period: Period, owed: Mapping[int, Agency]) -> None:
        self.period = period
        self.owed = owed
        self.found: dict[int, tuple[int, ...]] = {}

    def heirs(self, agency_id: int) -> tuple[int, ...]:
        """Those who owe a report and carry its functions; itself while it is in force or nobody is known."""
        if agency_id not in self.found:
            agency = Agency.objects.get(pk=agency_id)
            heirs = carriers_in(agency, regime=self.period.regime, on=self.period.cut_off_on)
            self.found[agency_id] = tuple(heir.pk for heir in heirs if heir.pk in self.owed) or (agency_id,)
        return self.found[agency_id]


def _answering(
    agency_id: int, owed: Mapping[int, Agency], came: Mapping[int, frozenset[int]], unknown: _Unowed
) -> Iterable[int]:
    """Who answers a body's task: itself, or those it passed its report on to."""
    if agency_id in owed:
        return (agency_id,)
    return [heir for heir in owed if agency_id in came.get(heir, ())] or unknown.heirs(agency_id)


def _owed(period: Period) -> tuple[dict[int, Agency], dict[int, frozenset[int]]]:
    """Who owes a report, and for each the bodies whose report it took over."""
    rows = list(ExpectedReport.objects.filter(period=period).select_related("agency"))
    agency_of = {row.pk: row.agency_id for row in rows}
    back: dict[int, list[int]] = {}
    links = ReportSuccession.objects.filter(heir__period=period).order_by()
    for heir, source in links.values_list("heir_id", "source_id"):
        back.setdefault(heir, []).append(source)
    owed = {row.agency_id: row.agency for row in rows if row.is_owed}
    came = {
        row.agency_id: frozenset(agency_of[each] for each in all_before([row.pk], back) - {row.pk})
        for row in rows
        if row.pk in back
    }
    return owed, came
