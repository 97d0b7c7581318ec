"""The round of the day: once a day, however many workers, however long they were stopped, whenever they die."""

from __future__ import annotations

import datetime as dt
import signal
import threading

import pytest
from django.db import connection

from mangnon.accounts.public import SYSTEM
from mangnon.audit.public import verify_chain
from mangnon.jobs.models import Job, Round
from mangnon.jobs.services import take_next
from mangnon.jobs.terms import JobState
from mangnon.kernel import clock
from mangnon.plans.models import Assignment, AssignmentEvent, Plan, RecurrenceRule, TaskInstance
from mangnon.plans.public import make_instances
from mangnon.project import daily
from mangnon.project.daily import DAILY_HANDLER, DAILY_ROUND, DailyFault, ask_for_today, daily_steps
from tests.plans import made
from tests.project.test_worker import Started, _ended, _until, start

__all__ = ["start"]
TUESDAY = dt.date(2025, 5, 20)


def _monthly() -> Plan:
    made.province()
    tasks = [made.task(f"I.{number}", "Sở Y tế", ["Sở Tư pháp"]) for number in (1, 2)]
    return made.adopted(made.result(tasks=tasks))


def _rule(plan: Plan, from_on: dt.date) -> None:
    """As if the words had said so, and no worker had run since."""
    for task in plan.tasks.all():
        RecurrenceRule.objects.create(task=task, frequency="monthly", from_on=from_on, made_at=clock.now())


def _nothing() -> None:
    pass


def _run_waiting() -> None:
    turn = take_next(held_by="thu", kinds=[DAILY_ROUND])
    assert turn is not None
    DAILY_HANDLER.run(turn, _nothing)


# ---- asked for -------------------------------------------------------------------------------------------------------


def test_a_day_has_one_round(db: None) -> None:
    for _ in range(3):
        ask_for_today()
    assert list(Round.objects.values_list("kind", "day")) == [(DAILY_ROUND, TUESDAY)]
    assert Job.objects.get().state == JobState.WAITING


def test_the_round_waits_for_its_hour(db: None) -> None:
    with clock.frozen(clock.at(TUESDAY, 5, 59)):
        ask_for_today()
    assert not Round.objects.exists()
    with clock.frozen(clock.at(TUESDAY, 6)):
        ask_for_today()
    assert Round.objects.get().day == TUESDAY


def test_days_without_a_worker_are_caught_up_once(db: None) -> None:
    ask_for_today()
    for day in (TUESDAY + dt.timedelta(days=6), TUESDAY + dt.timedelta(days=40)):
        with clock.frozen(clock.at(day, 9)):
            ask_for_today()
    assert [each.job.state for each in Round.objects.order_by("day")] == [
        JobState.CANCELLED,
        JobState.CANCELLED,
        JobState.WAITING,
    ]


def test_a_clock_put_back_asks_for_nothing(db: None) -> None:
    """A server whose clock is mended, or a training clock put back."""
    ask_for_today()
    with clock.frozen(clock.at(TUESDAY - dt.timedelta(days=1), 9)):
        ask_for_today()
    assert Round.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_workers_that_look_at_once_ask_once() -> None:
    faults: list[BaseException] = []
    barrier = threading.Barrier(4)

    def look() -> None:
        try:
            with clock.frozen(clock.at(TUESDAY, 9)):
                barrier.wait()
                ask_for_today()
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    assert Job.objects.filter(kind=DAILY_ROUND).count() == 1


# ---- done ------------------------------------------------------------------------------------------------------------


def test_a_round_makes_the_periods_that_have_begun(db: None) -> None:
    plan = _monthly()
    _rule(plan, dt.date(2025, 3, 10))
    ask_for_today()
    _run_waiting()
    assert Job.objects.get().state == JobState.DONE
    found = TaskInstance.objects.order_by("task", "starts_on").values_list("period", flat=True)
    assert list(found) == ["2025-03", "2025-04", "2025-05"] * 2


def test_a_step_that_fails_does_not_keep_the_others_from_being_done(
    db: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    done: list[dt.date] = []

    def fails(step: object, on: dt.date) -> None:
        raise ArithmeticError("Nguyễn Thị Riêng Tư")

    monkeypatch.setattr(daily, "daily_steps", lambda: {"hong": fails, "tot": lambda step, on: done.append(on)})
    ask_for_today()
    with pytest.raises(DailyFault, match="hong"):
        _run_waiting()
    assert done == [TUESDAY]
    told = capsys.readouterr().err
    assert "hong: ArithmeticError" in told
    assert "Riêng Tư" not in told
    assert Job.objects.get().state == JobState.RUNNING  # the keeper counts it, and tries again


def test_every_step_may_be_done_again(db: None) -> None:
    plan = _monthly()
    _rule(plan, dt.date(2025, 3, 10))
    for _ in range(2):
        for run in daily_steps().values():
            run(_nothing, TUESDAY)
    assert TaskInstance.objects.count() == 6
    assert Assignment.objects.filter(instance__isnull=False).count() == 12


# ---- real processes --------------------------------------------------------------------------------------------------


@pytest.fixture
def filled(transactional_db: None) -> Plan:
    plan = _monthly()
    _rule(plan, dt.date(2025, 3, 10))
    return plan


def _check_once(plan: Plan) -> None:
    """Whatever happened to the workers: every period once, every assignment with its log, the evidence whole."""
    periods = TaskInstance.objects.filter(task__plan=plan)
    assert periods.values("task", "period").distinct().count() == periods.count()
    given = Assignment.objects.filter(instance__in=periods)
    assert given.count() == 2 * periods.count()
    assert AssignmentEvent.objects.filter(assignment__in=given, move="give").count() == given.count()
    assert verify_chain().intact
    assert make_instances(actor=SYSTEM, on=clock.today(), plan=plan) == 0


def test_two_workers_do_one_round(start: Started, filled: Plan) -> None:
    both = [start("--once", MANGNON_DAILY_ROUND="1", MANGNON_DAILY_HOUR="0") for _ in range(2)]
    assert [_ended(process) for process in both] == [(0, "")] * 2
    assert list(Job.objects.values_list("kind", "state")) == [(DAILY_ROUND, JobState.DONE)]
    assert TaskInstance.objects.count() >= 6
    with clock.frozen(clock.real_now()):
        _check_once(filled)


def test_a_worker_killed_in_the_middle_of_a_round_does_it_again_safely(start: Started, filled: Plan) -> None:
    first = start(MANGNON_DAILY_ROUND="1", MANGNON_DAILY_HOUR="0")
    _until(lambda: Job.objects.filter(kind=DAILY_ROUND, takes__gte=1).exists())
    first.send_signal(signal.SIGKILL)
    first.wait()
    second = start(MANGNON_DAILY_ROUND="1", MANGNON_DAILY_HOUR="0")
    _until(lambda: Job.objects.get(kind=DAILY_ROUND).state == JobState.DONE)
    second.send_signal(signal.SIGTERM)
    assert _ended(second) == (0, "")
    assert Round.objects.count() == 1
    with clock.frozen(clock.real_now()):
        _check_once(filled)


# ---- a clock that was wrong -----------------------------------------------------------------------------------------


def test_a_clock_that_ran_ahead_for_a_while_stops_nothing(db: None) -> None:
    """Put right again, the site makes the round of each day as if nothing had been; the round of the day to come, asked
    for meanwhile, does nothing before its time."""
    plan = _monthly()
    _rule(plan, dt.date(2025, 5, 1))
    with clock.frozen(clock.at(dt.date(2026, 5, 20), 9)):
        ask_for_today()
    _run_waiting()
    assert not TaskInstance.objects.exists(), "the round of a day to come begins no period"
    for day in (TUESDAY, TUESDAY + dt.timedelta(days=1)):
        with clock.frozen(clock.at(day, 9)):
            ask_for_today()
            _run_waiting()
            ask_for_today()
    assert not Job.objects.filter(state=JobState.WAITING).exists()
    assert set(Round.objects.values_list("day", flat=True)) == {
        TUESDAY,
        TUESDAY + dt.timedelta(days=1),
        dt.date(2026, 5, 20),
    }
    assert set(TaskInstance.objects.values_list("period", flat=True)) == {"2025-05"}


def test_a_clock_that_was_set_back_over_midnight_makes_no_second_round(db: None) -> None:
    _monthly()
    made_on: list[int] = []
    for day in (TUESDAY, TUESDAY + dt.timedelta(days=1), TUESDAY, TUESDAY + dt.timedelta(days=1)):
        with clock.frozen(clock.at(day, 9)):
            ask_for_today()
            turn = take_next(held_by="thu", kinds=[DAILY_ROUND])
            if turn is not None:
                DAILY_HANDLER.run(turn, _nothing)
            made_on.append(turn is not None)
    assert made_on == [True, True, False, False]
