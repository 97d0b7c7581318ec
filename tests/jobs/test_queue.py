"""One job is done by one worker; a dead worker's job is taken over; whoever lost a job writes nothing more."""

from __future__ import annotations

import datetime as dt
import os
import threading

import pytest
from django.db import connection, transaction

from mangnon.accounts.public import SYSTEM
from mangnon.jobs.models import Job, Worker
from mangnon.jobs.selectors import is_worker_alive, jobs_ahead, jobs_ahead_of
from mangnon.jobs.services import (
    Turn,
    TurnLost,
    add_job,
    beat_worker,
    cancel_job,
    count_loss,
    dismiss_worker,
    lost_turns,
    register_worker,
    retry_job,
    take_job,
    take_next,
    this_machine,
)
from mangnon.jobs.terms import JobState
from mangnon.kernel import clock

KIND = "mau"
NOON = dt.datetime(2026, 3, 2, 5, tzinfo=dt.UTC)


def _job() -> Job:
    with transaction.atomic():
        return add_job(actor=SYSTEM, kind=KIND)


def _take(job: Job, held_by: str = "một") -> Turn:
    turn = take_job(job_id=job.pk, held_by=held_by)
    assert turn is not None
    return turn


@pytest.mark.django_db
def test_the_oldest_goes_first_and_only_known_kinds_go() -> None:
    first, second = _job(), _job()
    assert take_next(held_by="một", kinds=["khác"]) is None
    assert [_next(), _next(), _next()] == [first.pk, second.pk, None]


def _next() -> int | None:
    turn = take_next(held_by="một", kinds=[KIND])
    return turn.job_id if turn else None


@pytest.mark.django_db
def test_a_job_that_is_held_is_not_taken_again() -> None:
    job = _job()
    _take(job)
    assert take_job(job_id=job.pk, held_by="hai") is None


@pytest.mark.django_db
def test_who_lost_a_job_writes_nothing_more() -> None:
    job = _job()
    old = _take(job)
    assert not count_loss(turn=old, code="reader_died", message="Đã dừng.")
    new = _take(job, "hai")
    for act in (
        lambda: old.progress(done=5, total=9),
        old.finish,
        old.lock,
        lambda: old.refuse(code="x", message="Không được."),
    ):
        with pytest.raises(TurnLost), transaction.atomic():
            act()
    assert not old.beat()
    old.give_back()
    job.refresh_from_db()
    assert (job.state, job.done, job.held_by, job.takes, job.losses) == (JobState.RUNNING, 0, "hai", 2, 1)
    new.progress(done=1, total=9)
    new.finish()
    job.refresh_from_db()
    assert (job.state, job.done) == (JobState.DONE, 1)


@pytest.mark.django_db
def test_giving_back_costs_no_try() -> None:
    job = _job()
    for _ in range(5):
        _take(job).give_back()
    job.refresh_from_db()
    assert (job.state, job.losses, job.takes) == (JobState.WAITING, 0, 5)


@pytest.mark.django_db
def test_after_three_losses_a_person_decides() -> None:
    job = _job()
    stopped = [count_loss(turn=_take(job), code="reader_died", message="Đã dừng.") for _ in range(3)]
    job.refresh_from_db()
    assert (stopped, job.state, job.code, job.message) == (
        [False, False, True],
        JobState.STOPPED,
        "reader_died",
        "Đã dừng.",
    )
    assert job.finished_at is not None
    assert take_job(job_id=job.pk, held_by="một") is None
    assert retry_job(job_id=job.pk)
    assert not retry_job(job_id=job.pk)
    assert not count_loss(turn=_take(job), code="reader_died", message="Đã dừng.")


@pytest.mark.django_db
@pytest.mark.parametrize("state", [JobState.WAITING, JobState.RUNNING, JobState.STOPPED])
def test_what_is_not_done_can_be_called_off(state: str) -> None:
    job = _job()
    turn = _take(job) if state == JobState.RUNNING else None
    if state == JobState.STOPPED:
        for _ in range(3):
            count_loss(turn=_take(job), code="reader_died", message="Đã dừng.")
    assert cancel_job(job_id=job.pk)
    assert not cancel_job(job_id=job.pk)
    if turn is not None:
        with pytest.raises(TurnLost):
            turn.progress(done=1, total=2)


@pytest.mark.django_db
def test_a_silent_worker_loses_its_job_and_a_slow_one_does_not() -> None:
    with clock.actual_frozen(NOON):
        turn = _take(_job())
    with clock.actual_frozen(NOON + dt.timedelta(seconds=59)):
        assert lost_turns() == []
        turn.beat()
    with clock.actual_frozen(NOON + dt.timedelta(seconds=100)):
        assert lost_turns() == []
    with clock.actual_frozen(NOON + dt.timedelta(seconds=120)):
        assert lost_turns() == [(turn, KIND)]


@pytest.mark.django_db
def test_who_works_alone_may_be_silent_for_longer() -> None:
    with clock.actual_frozen(NOON):
        job = _job()
        turn = take_job(job_id=job.pk, held_by="một", grace=dt.timedelta(minutes=10))
        assert turn is not None
        turn.progress(done=1, total=3)
    with clock.actual_frozen(NOON + dt.timedelta(minutes=10)):
        assert lost_turns() == []
    with clock.actual_frozen(NOON + dt.timedelta(minutes=12)):
        assert lost_turns() == [(turn, KIND)]


@pytest.mark.django_db
def test_the_job_of_a_process_that_is_gone_is_free_at_once() -> None:
    gone = os.fork()
    if gone == 0:
        os._exit(0)
    os.waitpid(gone, 0)
    now = clock.actual_now()
    Worker.objects.create(name="chết", host=this_machine(), pid=gone, started_at=now, heartbeat_at=now)
    Worker.objects.create(name="nơi khác", host="máy khác", pid=gone, started_at=now, heartbeat_at=now)
    turn, _ = _take(_job(), "chết"), _take(_job(), "nơi khác")
    assert lost_turns() == [(turn, KIND)]


@pytest.mark.django_db
def test_a_worker_with_the_number_of_one_before_frees_its_job() -> None:
    before = register_worker(name="trước")
    turn = _take(_job(), before.name)
    register_worker(name="sau")
    assert lost_turns() == [(turn, KIND)]


@pytest.mark.django_db
def test_signs_of_life() -> None:
    assert not is_worker_alive()
    with clock.actual_frozen(NOON):
        worker = register_worker(name="một")
        assert is_worker_alive()
    with clock.actual_frozen(NOON + dt.timedelta(seconds=61)):
        assert not is_worker_alive()
        beat_worker(worker=worker)
        assert is_worker_alive()
        Worker.objects.all().delete()
        beat_worker(worker=worker)
        assert is_worker_alive()
        dismiss_worker(worker=worker)
        assert not is_worker_alive()


@pytest.mark.django_db
def test_how_many_come_first() -> None:
    first, second, third = _job(), _job(), _job()
    cancel_job(job_id=first.pk)
    _take(second)
    assert jobs_ahead(third) == 1
    for job in (first, second):
        job.refresh_from_db()
    assert jobs_ahead_of([third, second, first]) == {third.pk: 1}
    assert jobs_ahead_of([]) == {}


@pytest.mark.django_db(transaction=True)
def test_of_many_who_want_one_job_one_gets_it() -> None:
    jobs = [_job() for _ in range(6)]
    start, found = threading.Barrier(4), []

    def take(name: str) -> None:
        try:
            start.wait()
            while (turn := take_next(held_by=name, kinds=[KIND])) is not None:
                found.append(turn.job_id)
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=[str(number)]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [job.pk for job in jobs]
