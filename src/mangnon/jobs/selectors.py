"""Reads of the queue. What a job is about, and who may know, is said by the app that asked for it."""

from __future__ import annotations

import bisect
from collections.abc import Iterable

from mangnon.jobs.limits import lease
from mangnon.jobs.models import Job, Worker
from mangnon.jobs.terms import OPEN_STATES, JobState
from mangnon.kernel import clock


def is_worker_alive() -> bool:
    """Whether any worker has given a sign of life within the lease."""
    return Worker.objects.filter(heartbeat_at__gte=clock.actual_now() - lease()).exists()


def jobs_ahead_of(jobs: Iterable[Job]) -> dict[int, int]:
    """The same for each of several that wait, by key. One query."""
    waiting = [job.pk for job in jobs if job.state == JobState.WAITING]
    if not waiting:
        return {}
    open_ones = Job.objects.filter(state__in=OPEN_STATES, pk__lt=max(waiting)).order_by("pk")
    before = list(open_ones.values_list("pk", flat=True))
    return {pk: bisect.bisect_left(before, pk) for pk in waiting}


def jobs_ahead(job: Job) -> int:
    """How many jobs are waiting or under way that came before this one."""
    return Job.objects.filter(state__in=[JobState.WAITING, JobState.RUNNING], pk__lt=job.pk).count()
