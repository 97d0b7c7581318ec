"""Money of a plan and of an agency: each activity counted once, with everything that might be a double in the open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from mangnon.accounts.public import Actor
from mangnon.activities.models import Activity, ActivityTask, BudgetLine, DoubleVerdict
from mangnon.activities.policies import check_see_money
from mangnon.activities.rules import (
    Amounts,
    Line,
    Suspicion,
    Work,
    counted_once,
    is_overspent,
    suspected_doubles,
    totals_by,
)
from mangnon.activities.selectors import activities
from mangnon.activities.terms import ActivityState, BudgetSource, Verdict
from mangnon.plans.public import Plan


@dataclass(frozen=True, slots=True)
class Counted:
    """An activity with its lines, as totals see it. `counts_as`: itself, or the one that stands for it."""

    activity: Activity
    lines: tuple[Line, ...]
    counts_as: int
    served: int = 0

    @property
    def is_counted(self) -> bool:
        """Whether it is the one of its group that counts."""
        return self.counts_as == self.activity.pk


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table of money. `key` is the agency's code, the source, or the year."""

    key: str
    label: str
    amounts: Amounts
    activities: int


@dataclass(frozen=True, slots=True)
class Totals:
    """Money of some activities. `total` is the sum of `by_agency`, of `by_source` and of `by_year` alike.

    Told apart, and not in it: `twice` (what people judged to be entered twice), `elsewhere` (activities under another
    plan that serve a task of this one too: counted there). In it, and named beside it: `suspected` (activities that may
    be doubles of others and wait for a person's word; the sum of all but the first of each group), `dropped` (money of
    activities that will not be done). `is_all_compared`: False when there were too many pairs to look at all.
    """

    total: Amounts
    activities: int
    by_agency: Sequence[Row]
    by_source: Sequence[Row]
    by_year: Sequence[Row]
    twice: Amounts
    elsewhere: Amounts
    suspected: Amounts
    dropped: Amounts
    suspicions: Sequence[Suspicion]
    is_all_compared: bool
    overspent: Sequence[int]
    shared: Mapping[int, int] = field(default_factory=dict)


def totals(viewer: Actor, *, plan: Plan | None = None, agency_id: int | None = None, year: int | None = None) -> Totals:
    """Money of a plan, of an agency, of one year, or of everything the viewer may see. Seven queries.

    What was judged to be entered twice counts once whatever is asked for, at one of the agencies and under one of the
    plans: agencies add up to their plan, and plans to the whole. Raises NotAllowed for who may not see money.
    """
    check_see_money(viewer)
    scope = activities(viewer)
    if plan is not None:
        scope = scope.filter(assignment__task__plan=plan)
    found = list(scope if agency_id is None else scope.filter(assignment__agency_id=agency_id))
    elsewhere = _elsewhere(viewer, plan, agency_id)
    lines = _lines([*(each.pk for each in found), *elsewhere], year)
    judged = list(DoubleVerdict.objects.filter(first__in=activities(viewer).order_by().values("pk")))
    same = [(each.first_id, each.second_id) for each in judged if each.verdict == Verdict.SAME]
    stands_for = _stands_for(activities(viewer), found, same)
    shared = _shared([each.pk for each in found])
    counted = [Counted(each, lines.get(each.pk, ()), stands_for[each.pk], shared.get(each.pk, 0)) for each in found]
    suspicions, is_all = suspected_doubles(
        [_work(each) for each in counted if each.is_counted], judged=[(j.first_id, j.second_id) for j in judged]
    )
    return _totals(counted, suspicions, is_all, _sum(lines[pk] for pk in elsewhere if pk in lines), shared)


def _stands_for(
    known: QuerySet[Activity], found: Sequence[Activity], same: Sequence[tuple[int, int]]
) -> dict[int, int]:
    """Which activity each counts as, also where that one is another agency's or stands under another plan."""
    states = {each.pk: each.state for each in found}
    paired = {pk for pair in same for pk in pair}
    others = known.filter(pk__in=paired - states.keys()).order_by().values_list("pk", "state")
    states |= dict(others)
    dropped = {pk for pk, state in states.items() if state == ActivityState.DROPPED}
    return counted_once(states, same, dropped=dropped)


def _elsewhere(viewer: Actor, plan: Plan | None, agency_id: int | None) -> list[int]:
    """Activities counted under another plan that serve a task of this one."""
    if plan is None:
        return []
    served = ActivityTask.objects.filter(task__plan=plan).values("activity")
    found = activities(viewer).filter(pk__in=served).exclude(assignment__task__plan=plan)
    if agency_id is not None:
        found = found.filter(assignment__agency_id=agency_id)
    return list(found.order_by().values_list("pk", flat=True))


def _lines(ids: Iterable[int], year: int | None) -> dict[int, tuple[Line, ...]]:
    rows = BudgetLine.objects.filter(activity__in=list(ids)).order_by("year", "source", "pk")
    if year is not None:
        rows = rows.filter(year=year)
    found: dict[int, list[Line]] = {}
    for row in rows.values_list("activity_id", "source", "year", "planned", "allocated", "spent"):
        found.setdefault(row[0], []).append(Line(*row))
    return {pk: tuple(each) for pk, each in found.items()}


def _shared(ids: Sequence[int]) -> dict[int, int]:
    """How many other tasks each activity serves."""
    found: dict[int, int] = {}
    for pk in ActivityTask.objects.filter(activity__in=ids).values_list("activity_id", flat=True):
        found[pk] = found.get(pk, 0) + 1
    return found


def _work(counted: Counted) -> Work:
    activity = counted.activity
    money = {
        (line.year, amount) for line in counted.lines for amount in (line.planned, line.allocated, line.spent) if amount
    }
    agency = activity.assignment.agency
    return Work(activity.pk, activity.text, agency.pk, agency.level, frozenset(money))


def _sum(groups: Iterable[Iterable[Line]]) -> Amounts:
    every = [line for lines in groups for line in lines]
    return totals_by(every, lambda line: "").get("", Amounts())


def _totals(
    counted: Sequence[Counted],
    suspicions: Sequence[Suspicion],
    is_all: bool,
    elsewhere: Amounts,
    shared: Mapping[int, int],
) -> Totals:
    kept = [each for each in counted if each.is_counted]
    doubted = {pair.second for pair in suspicions}
    agencies = {each.activity.pk: each.activity.assignment.agency for each in kept}
    sources = {str(value): str(label) for value, label in BudgetSource.choices}
    names = {agency.code: agency.name for agency in agencies.values()}
    return Totals(
        total=_sum(each.lines for each in kept),
        activities=len(kept),
        by_agency=_rows(kept, lambda line: agencies[line.activity_id].code, names),
        by_source=_rows(kept, lambda line: line.source, sources, order=list(sources)),
        by_year=_rows(kept, lambda line: str(line.year), {}),
        twice=_sum(each.lines for each in counted if not each.is_counted),
        elsewhere=elsewhere,
        suspected=_sum(each.lines for each in kept if each.activity.pk in doubted),
        dropped=_sum(each.lines for each in kept if each.activity.state == ActivityState.DROPPED),
        suspicions=suspicions,
        is_all_compared=is_all,
        overspent=sorted({line.activity_id for each in kept for line in each.lines if is_overspent(line)}),
        shared=shared,
    )


def _rows(
    kept: Sequence[Counted], key: Callable[[Line], str], labels: Mapping[str, str], order: Sequence[str] = ()
) -> list[Row]:
    lines = [line for each in kept for line in each.lines]
    sums = totals_by(lines, key)
    counts: dict[str, set[int]] = {}
    for line in lines:
        counts.setdefault(key(line), set()).add(line.activity_id)
    names = [name for name in order if name in sums] if order else sorted(sums)
    return [Row(name, labels.get(name, name), sums[name], len(counts[name])) for name in names]


def money_of_activity(lines: Iterable[BudgetLine]) -> Amounts:
    """The sum of one activity's lines."""
    plain = (Line(x.activity_id, x.source, x.year, x.planned, x.allocated, x.spent) for x in lines)
    return totals_by(plain, lambda line: "").get("", Amounts())
