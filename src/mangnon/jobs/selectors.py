"""Reads of the queue. What a job is about, and who may know, is said by the app that asked for it."""

from __future__ import annotations

from mangnon.jobs.limits import lease
from mangnon.jobs.models import Job, Worker
from mangnon.jobs.terms import JobState
from mangnon.kernel import clock


def is_worker_alive() -> bool:
    """Whether any worker has given a sign of life within the lease."""
    return Worker.objects.filter(heartbeat_at__gte=clock.actual_now() - lease()).exists()


def jobs_ahead(job: Job) -> int:
    """How many jobs are waiting or under way that came before this one."""
    return Job.objects.filter(state__in=[JobState.WAITING, JobState.RUNNING], pk__lt=job.pk).count()
