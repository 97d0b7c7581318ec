"""Asking for a job, taking it up, ending it.

Each write of a worker is one conditional UPDATE with the fence (`takes`) in its WHERE: whichever database, two workers
never hold one job, and a worker whose job was given to another, or called off, writes nothing more.
"""

from __future__ import annotations

import datetime as dt
import os
import socket
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from mangnon.accounts.public import Actor
from mangnon.jobs.limits import lease, most_losses
from mangnon.jobs.models import Job, Worker
from mangnon.jobs.rules import is_to_be_stopped
from mangnon.jobs.terms import OPEN_STATES, JobState
from mangnon.kernel import clock

_LONG_AGO = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


class TurnLost(Exception):
    """The job is no longer this worker's: called off, or given to another. Stop, and write nothing."""


class TurnEnded(Exception):
    """The worker is to end: the job goes back into the queue as far as it is."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One taking-up of a job: the right to write about it, as long as nobody else took it up.

    `grace`: how long it may stay silent beyond the lease, for who does a job without a second process that beats.
    """

    job_id: int
    takes: int
    grace: dt.timedelta = field(default=dt.timedelta(0), compare=False)

    def _mine(self) -> Q:
        return Q(pk=self.job_id, takes=self.takes, state=JobState.RUNNING)

    def lock(self) -> Job:
        """The job, locked until the caller's transaction ends. Raises TurnLost."""
        job = Job.objects.select_for_update().filter(self._mine()).first()
        if job is None:
            raise TurnLost
        return job

    def progress(self, *, done: int, total: int | None) -> None:
        """Say how far the work is. Raises TurnLost."""
        self._update(done=done, total=total, heartbeat_at=clock.actual_now() + self.grace)

    def finish(self) -> None:
        """The result is there; say so in the transaction that stored it. Raises TurnLost."""
        self._update(state=JobState.DONE, finished_at=clock.now(), held_by="")

    def refuse(self, *, code: str, message: str) -> None:
        """It cannot be done as asked, and why, in Vietnamese. Raises TurnLost."""
        self._update(state=JobState.REFUSED, finished_at=clock.now(), held_by="", code=code[:60], message=message)

    def give_back(self) -> None:
        """Into the queue again, no fault of the job: the worker is to end. A lost turn gives nothing back."""
        Job.objects.filter(self._mine()).update(state=JobState.WAITING, held_by="", heartbeat_at=None)

    def beat(self) -> bool:
        """A sign of life; False when the turn is lost."""
        return bool(Job.objects.filter(self._mine()).update(heartbeat_at=clock.actual_now()))

    def _update(self, **values: object) -> None:
        if not Job.objects.filter(self._mine()).update(**values):
            raise TurnLost


def add_job(*, actor: Actor, kind: str) -> Job:
    """Ask for work, in the caller's transaction, beside the record that says what is to be done."""
    return Job.objects.create(kind=kind, requested_by_id=actor.user_id, requested_at=clock.now())


def take_job(*, job_id: int, held_by: str, grace: dt.timedelta = dt.timedelta(0)) -> Turn | None:
    """Take up one waiting job; None when somebody else has."""
    waiting = Job.objects.filter(pk=job_id, state=JobState.WAITING)
    takes = waiting.values_list("takes", flat=True).first()
    if takes is None:
        return None
    taken = waiting.filter(takes=takes).update(
        state=JobState.RUNNING,
        takes=takes + 1,
        held_by=held_by,
        heartbeat_at=clock.actual_now() + grace,
        started_at=Coalesce("started_at", clock.now()),
    )
    return Turn(job_id, takes + 1, grace) if taken else None


def take_next(*, held_by: str, kinds: Collection[str]) -> Turn | None:
    """Take up the oldest waiting job of these kinds; None when there is none."""
    waiting = Job.objects.filter(state=JobState.WAITING, kind__in=kinds).order_by("pk")
    for job_id in waiting.values_list("pk", flat=True)[:10]:
        turn = take_job(job_id=job_id, held_by=held_by)
        if turn is not None:
            return turn
    return None


def lost_turns() -> list[tuple[Turn, str]]:
    """The turns, each with its kind of job, whose worker is silent for a lease, or known to be dead on this machine."""
    dead = [worker.name for worker in Worker.objects.filter(host=this_machine()) if not _is_running(worker)]
    silent = Q(heartbeat_at__lt=clock.actual_now() - lease()) | Q(held_by__in=dead)
    rows = Job.objects.filter(silent, state=JobState.RUNNING).order_by("pk")
    return [(Turn(job.pk, job.takes), job.kind) for job in rows]


def count_loss(*, turn: Turn, code: str, message: str) -> bool:
    """A worker ended without an answer: the job waits again, or is left to a person with `message` (True then).

    Call it in a transaction when the stopping has to be told elsewhere too.
    """
    rows = Job.objects.filter(pk=turn.job_id, takes=turn.takes, state=JobState.RUNNING)
    losses = rows.values_list("losses", flat=True).first()
    if losses is None:
        return False
    if is_to_be_stopped(losses + 1, most=most_losses()):
        return bool(
            rows.update(
                state=JobState.STOPPED,
                losses=F("losses") + 1,
                held_by="",
                finished_at=clock.now(),
                code=code[:60],
                message=message,
            )
        )
    rows.update(state=JobState.WAITING, losses=F("losses") + 1, held_by="", heartbeat_at=None)
    return False


@transaction.atomic
def cancel_job(*, job_id: int) -> bool:
    """Call off a job that is not done; a worker that has it stops at its next step. False when it has ended already."""
    rows = Job.objects.filter(pk=job_id, state__in=[*OPEN_STATES, JobState.STOPPED])
    return bool(rows.update(state=JobState.CANCELLED, finished_at=clock.now(), held_by=""))


def retry_job(*, job_id: int) -> bool:
    """Let a stopped job be tried again, with all its tries. False when it is not stopped."""
    rows = Job.objects.filter(pk=job_id, state=JobState.STOPPED)
    return bool(rows.update(state=JobState.WAITING, losses=0, finished_at=None, heartbeat_at=None, code="", message=""))


# ---- workers -----------------------------------------------------------------------------------------------------


def this_machine() -> str:
    """A name for where process numbers mean the same: the host, its start, and its space of process numbers."""
    parts = [socket.gethostname()[:60]]
    try:
        parts.append(Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii")[:8])
        parts.append(str(Path("/proc/self/ns/pid").stat().st_ino))
    except OSError:
        parts.append("?")
    return "/".join(parts)[:120]


def _is_running(worker: Worker) -> bool:
    try:
        os.kill(worker.pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def register_worker(*, name: str) -> Worker:
    """Enter this process among the workers. Names of processes with the same number, or long silent, are struck out."""
    now, pid, host = clock.actual_now(), os.getpid(), this_machine()
    with transaction.atomic():
        gone = Worker.objects.filter(Q(heartbeat_at__lt=now - 20 * lease()) | Q(host=host, pid=pid))
        names = list(gone.values_list("name", flat=True))
        Job.objects.filter(held_by__in=names, state=JobState.RUNNING).update(heartbeat_at=_LONG_AGO)
        gone.delete()
        return Worker.objects.create(name=name, host=host, pid=pid, started_at=now, heartbeat_at=now)


def beat_worker(*, worker: Worker) -> None:
    """A sign of life. Entered again when somebody struck it out."""
    now = clock.actual_now()
    if not Worker.objects.filter(pk=worker.pk).update(heartbeat_at=now):
        worker.heartbeat_at = now
        worker.save(force_insert=True)


def dismiss_worker(*, worker: Worker) -> None:
    """The process ends."""
    Worker.objects.filter(pk=worker.pk).delete()
