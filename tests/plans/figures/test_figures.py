"""Official figures from the log: the facts of 2017 and 2021 at their real size, and any log at any instant."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mangnon.accounts.public import SYSTEM, Role
from mangnon.kernel import clock
from mangnon.plans.figures.counting import figures, plan_statistics, statistics
from mangnon.plans.models import Assignment, AssignmentEvent, Plan, Task
from mangnon.plans.rules import Against, Dimension, FourCells, four_cells
from mangnon.plans.terms import AssignmentRole, Execution
from tests.plans import logs, made
from tests.plans.logs import Step, Story

ON_TIME, LATE, IN_TIME, OVERDUE = 14_068, 1_983, 5_640, 223
DONE_AHEAD = 100
DAY = dt.timedelta(days=1)


def _empty(plan: Plan) -> Plan:
    AssignmentEvent.objects.all().delete()
    Assignment.objects.all().delete()
    return plan


def _year_2017(agencies: list[int]) -> Iterator[Story]:
    """Every task of the year, with what became of it in the next year too: figures of 31/12/2017 must not see that."""
    begun, due, end = dt.date(2017, 1, 16), dt.date(2017, 9, 29), dt.date(2017, 12, 31)
    later = clock.at(dt.date(2018, 2, 1))
    number = 0

    def story(*steps: Step) -> Story:
        nonlocal number
        number += 1
        return Story(agencies[number % len(agencies)], steps, task=number - 1)

    for each in range(ON_TIME):
        # Some to the very last minute of the due day, some before a day that had not come by the year's end.
        at = clock.last_minute(due) if each % 3 == 0 else clock.at(due - DAY * (each % 200))
        ahead = each < DONE_AHEAD
        yield story(*logs.given(begun, end + DAY * (1 + each % 30) if ahead else due, done=at))
    for each in range(LATE):
        yield story(*logs.given(begun, due, done=clock.last_minute(due) + dt.timedelta(microseconds=1 + each)))
    for each in range(IN_TIME):
        # The due day itself is in time, to its last minute.
        later_due = end + DAY * (each % 90)
        yield story(
            *logs.given(begun, later_due), Step(later, Execution.REPORTED_COMPLETE, later_due, later_due, later)
        )
    for each in range(OVERDUE):
        past = end - DAY * (1 + each % 60)
        yield story(*logs.given(begun, past), Step(later, Execution.REPORTED_COMPLETE, past, past, later))


def test_the_national_figures_of_2017(plan: Plan) -> None:
    _empty(plan)
    agencies = logs.provincial(7)
    tasks = logs.tasks_of(plan, 21_914, groups=5)
    logs.write(tasks, _year_2017(agencies))
    end = clock.last_minute(dt.date(2017, 12, 31))
    cells = statistics(SYSTEM, plan, now=end)
    assert (cells.total, cells.done, cells.not_done, cells.no_deadline) == (21_914, 16_051, 5_863, 0)
    assert cells == FourCells(ON_TIME, LATE, IN_TIME, OVERDUE)
    assert cells.done_ahead == DONE_AHEAD
    # Both official rates, over what is done or past its day and over everything.
    assert (cells.overdue_of_due.numerator, cells.overdue_of_due.denominator) == (223, 16_274)
    assert (cells.overdue_of_all.numerator, cells.overdue_of_all.denominator) == (223, 21_914)
    assert f"{cells.overdue_of_due.percent:.2f} {cells.overdue_of_all.percent:.2f}" == "1.37 1.02"
    # The published 1.38 %: of all quotients of the published cells only 223 ÷ 16,051 begins so, cut after two places...
    to_done = cells.overdue_to_done
    assert (to_done.numerator, to_done.denominator) == (223, 16_051)
    assert int(10_000 * 223 / 16_051) == 138
    # ...and rounded it is 1.38 % of what was past its day by the calendar, if 56 to 172 tasks were done ahead.
    assert f"{cells.overdue_of_past.percent:.2f}" == "1.38"
    # By agency and by group the cells add up to the same.
    now = {"at": end, "plan_ids": [plan.pk]}
    for dimension, count in ((Dimension.AGENCY, 7), (Dimension.GROUP, 5)):
        found = figures(SYSTEM, by=(dimension,), **now)  # type: ignore[arg-type]
        assert len(found) == count
        assert sum(found.values(), FourCells()) == cells
    # Two months later everything is done.
    march = statistics(SYSTEM, plan, now=clock.at(dt.date(2018, 3, 1)))
    assert (march.not_done, march.done) == (0, 21_914)


@pytest.mark.parametrize(("low", "high"), [(56, 172)])
def test_how_many_done_ahead_make_the_published_rate_of_2017(low: int, high: int) -> None:
    rounds = [
        ahead
        for ahead in range(1_000)
        if f"{FourCells(ON_TIME, LATE, IN_TIME, OVERDUE, done_ahead=ahead).overdue_of_past.percent:.2f}" == "1.38"
    ]
    assert (rounds[0], rounds[-1]) == (low, high)


def test_only_one_quotient_of_the_cells_of_2017_begins_as_the_published_rate() -> None:
    cells = {"on time": ON_TIME, "late": LATE, "in time": IN_TIME, "overdue": OVERDUE}
    subsets = [
        frozenset(name for place, name in enumerate(cells) if chosen >> place & 1)
        for chosen in range(1, 2 ** len(cells))
    ]
    sums = {subset: sum(cells[name] for name in subset) for subset in subsets}
    found = [(a, b) for a in subsets for b in subsets if int(10_000 * sums[a] / sums[b]) == 138]
    assert found == [(frozenset({"overdue"}), frozenset({"on time", "late"}))]
    assert not [(a, b) for a in subsets for b in subsets if f"{100 * sums[a] / sums[b]:.2f}" == "1.38"]


def test_april_2021(plan: Plan) -> None:
    _empty(plan)
    tasks = logs.tasks_of(plan, 1_589)
    agency, begun, end = logs.provincial(1)[0], dt.date(2021, 4, 1), dt.date(2021, 4, 30)
    done = [Story(agency, logs.given(begun, end, done=clock.at(dt.date(2021, 4, 20))), task=n) for n in range(495)]
    running = [Story(agency, logs.given(begun, end + DAY * (n % 40)), task=495 + n) for n in range(1_059)]
    overdue = [Story(agency, logs.given(begun, end - DAY), task=1_554 + n) for n in range(35)]
    logs.write(tasks, [*done, *running, *overdue])
    cells = statistics(SYSTEM, plan, now=clock.last_minute(end))
    assert (cells.total, cells.done, cells.not_done_in_time, cells.not_done_overdue) == (1_589, 495, 1_059, 35)
    assert (cells.overdue_of_all.numerator, cells.overdue_of_all.denominator) == (35, 1_589)
    assert f"{cells.overdue_of_all.percent:.1f}" == "2.2"
    assert f"{cells.overdue_of_due.percent:.1f}" == "6.6"
    assert plan_statistics(SYSTEM, [plan], now=clock.last_minute(end)) == {plan.pk: cells}


# ---- single rules of counting ------------------------------------------------------------------------------------

FIRST, DUE = dt.date(2025, 3, 3), dt.date(2025, 5, 30)


def _cells(plan: Plan, day: dt.date, **more: object) -> FourCells:
    return statistics(SYSTEM, plan, now=clock.last_minute(day), **more)  # type: ignore[arg-type]


@pytest.fixture
def one(plan: Plan) -> Task:
    """A task of a plan whose own assignments are gone."""
    return logs.tasks_of(_empty(plan), 1)[0]


def test_an_extension_counts_from_the_day_it_was_granted_and_the_first_deadline_stays(one: Task) -> None:
    agency = logs.provincial(1)[0]
    later = DUE + 20 * DAY
    done = clock.at(DUE + 5 * DAY)
    steps = (
        *logs.given(FIRST, DUE),
        Step(clock.at(DUE + DAY), Execution.IN_PROGRESS, later, DUE),
        Step(done, Execution.REPORTED_COMPLETE, later, DUE, done),
    )
    logs.write([one], [Story(agency, steps)])
    assert _cells(one.plan, DUE) == FourCells(not_done_in_time=1)
    assert _cells(one.plan, DUE + DAY) == FourCells(not_done_in_time=1)
    assert _cells(one.plan, DUE + DAY, against=Against.ORIGINAL) == FourCells(not_done_overdue=1)
    assert _cells(one.plan, DUE + 9 * DAY) == FourCells(done_on_time=1)
    assert _cells(one.plan, DUE + 9 * DAY, against=Against.ORIGINAL) == FourCells(done_late=1)
    before = statistics(SYSTEM, one.plan, now=clock.at(DUE + DAY, 7, 59))
    assert before == FourCells(not_done_overdue=1)


def test_what_is_recalled_leaves_the_figures_at_that_moment_and_not_before(one: Task) -> None:
    recalled = Step(clock.at(DUE + DAY, 10), Execution.RECALLED, DUE, DUE)
    logs.write([one], [Story(logs.provincial(1)[0], (*logs.given(FIRST, DUE), recalled))])
    assert statistics(SYSTEM, one.plan, now=clock.at(DUE + DAY, 9)) == FourCells(not_done_overdue=1)
    assert statistics(SYSTEM, one.plan, now=clock.at(DUE + DAY, 10)) == FourCells()
    assert _cells(one.plan, FIRST - DAY) == FourCells()


def test_a_recurring_task_is_counted_by_the_periods_that_had_begun(one: Task) -> None:
    agency = logs.provincial(1)[0]
    april, may = dt.date(2025, 4, 1), dt.date(2025, 5, 1)
    made_at = clock.at(dt.date(2025, 4, 2))
    steps = {day: logs.given(dt.date(2025, 4, 2), day + 27 * DAY) for day in (april, may)}
    stories = [Story(agency, steps[day], period=(day, made_at)) for day in (april, may)]
    logs.write([one], [Story(agency, logs.given(FIRST, None)), *stories])
    assert _cells(one.plan, april) == FourCells(no_deadline=1)  # the period was made only on the 2nd
    assert _cells(one.plan, dt.date(2025, 4, 2)) == FourCells(not_done_in_time=1)
    assert _cells(one.plan, may) == FourCells(not_done_in_time=1, not_done_overdue=1)
    found = figures(SYSTEM, at=clock.last_minute(may), by=(Dimension.PERIOD,), plan_ids=[one.plan_id])
    assert found == {("2025-04",): FourCells(not_done_overdue=1), ("2025-05",): FourCells(not_done_in_time=1)}


def test_handed_on_it_counts_once_and_for_who_had_it_that_day(one: Task) -> None:
    first, second = logs.provincial(2)
    change = dt.date(2025, 4, 15)
    steps = logs.given(FIRST, DUE)
    logs.write(
        [one],
        [Story(first, steps, ended_on=change - DAY), Story(second, steps, began_on=change)],
    )
    for day, agency in ((change - DAY, first), (change, second)):
        found = figures(SYSTEM, at=clock.last_minute(day), by=(Dimension.AGENCY, Dimension.ROLE))
        assert found == {(agency, "lead"): FourCells(not_done_in_time=1)}


def test_another_role_is_counted_when_it_is_asked_for(one: Task) -> None:
    first, second = logs.provincial(2)
    steps = logs.given(FIRST, DUE)
    logs.write([one], [Story(first, steps), Story(second, steps[:1], role=AssignmentRole.COORDINATOR)])
    cells = _cells(one.plan, DUE, role=AssignmentRole.COORDINATOR)
    assert (cells, cells.not_yet_received) == (FourCells(not_done_in_time=1), 1)
    assert _cells(one.plan, DUE).not_yet_received == 0


def test_nothing_is_seen_from_another_province(one: Task) -> None:
    logs.write([one], [Story(logs.provincial(1)[0], logs.given(FIRST, DUE))])
    at_home = made.actor_at("SO_YT", Role.DEPARTMENT_OFFICER)
    assert statistics(at_home, one.plan, now=clock.last_minute(DUE)).total == 1
    elsewhere = replace(at_home, territory_code="91", territory_codes=frozenset())
    assert statistics(elsewhere, one.plan, now=clock.last_minute(DUE)).total == 0


def test_one_statement_however_many_plans_and_rows(one: Task, django_assert_num_queries: object) -> None:
    agency = logs.provincial(1)[0]
    tasks = logs.tasks_of(one.plan, 5)
    logs.write(tasks, [Story(agency, logs.given(FIRST, DUE), task=n) for n in range(5)])
    with django_assert_num_queries(1):  # type: ignore[operator]
        figures(SYSTEM, at=clock.last_minute(DUE), by=(Dimension.PLAN, Dimension.AGENCY, Dimension.GROUP))


# ---- any log at any instant --------------------------------------------------------------------------------------

_START = clock.at(dt.date(2025, 1, 1), 0)
_EXECUTIONS = [Execution.NOT_RECEIVED, Execution.IN_PROGRESS, Execution.REPORTED_COMPLETE]
_days = st.integers(0, 40).map(lambda n: dt.date(2025, 1, 1) + n * DAY)
# Whole hours, so that two things often happen at the same instant and at the turn of a day in Viet Nam.
_instants = st.integers(0, 24 * 40).map(lambda n: _START + dt.timedelta(hours=n))


@st.composite
def _stories(draw: st.DrawFn, agencies: list[int]) -> list[Story]:
    found, held = [], set()
    for _ in range(draw(st.integers(1, 7))):
        period = draw(st.none() | st.sampled_from([dt.date(2025, 1, 5), dt.date(2025, 1, 20)]))
        made_at = clock.at(dt.date(2025, 1, 8))
        task, agency = draw(st.integers(0, 2)), draw(st.sampled_from(agencies))
        role = draw(st.sampled_from([AssignmentRole.LEAD, AssignmentRole.COORDINATOR]))
        first, second = sorted([draw(_days), draw(_days)])
        ended = draw(st.none() | st.just(second))
        # One lead, and each body once, on a task or its period.
        keys = {(task, period, agency)} | ({(task, period, "lead")} if role == AssignmentRole.LEAD else set())
        if keys & held:
            continue
        held |= keys
        found.append(
            Story(
                agency,
                tuple(_steps(draw)),
                task,
                role,
                (period, made_at) if period else None,
                draw(st.none() | st.just(first)),
                ended,
            )
        )
    return found


def _steps(draw: st.DrawFn) -> Iterator[Step]:
    original = draw(st.none() | _days)
    for at in sorted(draw(st.lists(_instants, min_size=1, max_size=6))):
        execution = draw(st.sampled_from(_EXECUTIONS))
        due = None if original is None else original + draw(st.integers(0, 9)) * DAY
        yield Step(at, execution, due, original, at if execution == Execution.REPORTED_COMPLETE else None)
    if draw(st.booleans()):
        yield Step(_START + dt.timedelta(days=39, hours=12), Execution.RECALLED, original, original)


def _replayed(stories: list[Story], at: dt.datetime, against: Against) -> Counter[tuple[int, str]]:
    """What the design says, played through row by row."""
    day = clock.local_day(at)
    begun = {s.task for s in stories if s.period and s.period[0] <= day and s.period[1] <= at}
    counts: dict[tuple[int, str], list[tuple[dt.date | None, dt.datetime | None, str]]] = {}
    for story in stories:
        last_day = story.ended_on or (
            clock.local_day(story.steps[-1].at) if story.steps[-1].execution == Execution.RECALLED else None
        )
        if (story.began_on and story.began_on > day) or (last_day and last_day < day):
            continue
        if story.period is None and story.task in begun:
            continue
        if story.period is not None and not (story.period[0] <= day and story.period[1] <= at):
            continue
        past = [step for step in story.steps if step.at <= at]
        if not past or past[-1].execution == Execution.RECALLED:
            continue
        step = past[-1]
        due = step.due_on if against == Against.EXTENDED else step.original_due_on
        counts.setdefault((story.agency_id, story.role), []).append((due, step.completed_at, step.execution))
    return {key: four_cells(rows, now=at) for key, rows in counts.items()}  # type: ignore[return-value]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_figures_from_the_log_are_those_of_a_naive_replay(plan: Plan, data: st.DataObject) -> None:
    with transaction.atomic():
        _empty(plan)
        stories = data.draw(_stories(logs.provincial(3)))
        logs.write(logs.tasks_of(plan, 3), stories)
        for _ in range(3):
            at, against = data.draw(_instants), data.draw(st.sampled_from(Against))
            expected = _replayed(stories, at, against)
            roles = [AssignmentRole.LEAD, AssignmentRole.COORDINATOR]
            found = figures(
                SYSTEM, at=at, by=(Dimension.AGENCY, Dimension.ROLE), roles=roles, against=against, plan_ids=[plan.pk]
            )
            assert found == expected
            for key, cells in expected.items():
                whole = (found[key].done_ahead, found[key].not_yet_received)
                assert whole == (cells.done_ahead, cells.not_yet_received)  # type: ignore[attr-defined]
        transaction.set_rollback(True)
