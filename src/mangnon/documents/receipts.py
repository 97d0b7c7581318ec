"""Reads of files that are being read, or could not be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from mangnon.accounts.public import Actor
from mangnon.documents.models import ReadingJob, ReadPage
from mangnon.documents.policies import can_review_documents
from mangnon.jobs.public import OPEN_STATES, JobState, seconds_left
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed

# How long a person who asked is told on the list that a reading is done.
_TOLD_FOR = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a reading is. `elapsed` and `left` in seconds, `left` None while too little was measured."""

    done: int
    total: int | None
    elapsed: float
    left: float | None


def reading_jobs(viewer: Actor) -> QuerySet[ReadingJob]:
    """What was sent to be read in the viewer's province, and by commands; newest first. Raises NotAllowed."""
    if not can_review_documents(viewer):
        raise NotAllowed("Tài khoản của bạn không có quyền nhận văn bản. Không có dữ liệu nào bị thay đổi.")
    measured = ReadPage.objects.only("reading_job_id", "number", "seconds").order_by("number")
    found = (
        ReadingJob.objects.select_related("job__requested_by", "source__reading")
        .defer(*(f"source__reading__{name}" for name in ("lines", "boxes", "first_result", "result", "doubts")))
        .prefetch_related(Prefetch("pages", queryset=measured))
        .order_by("-pk")
    )
    return found if viewer.is_system else found.filter(territory_code__in=["", *viewer.territory_codes])


def listed_reading_jobs(viewer: Actor) -> list[ReadingJob]:
    """What the list shows: all under way, stopped or refused until dismissed; of the viewer's own also what is done."""
    own = Q(job__requested_by_id=viewer.user_id, job__finished_at__gte=clock.now() - _TOLD_FOR)
    shown = Q(job__state__in=[*OPEN_STATES, JobState.STOPPED, JobState.REFUSED]) | (Q(job__state=JobState.DONE) & own)
    return list(reading_jobs(viewer).filter(shown, dismissed_at=None)[:50])


def reading_job_by_id(viewer: Actor, pk: int) -> ReadingJob | None:
    """One; None when there is none. Raises NotAllowed."""
    return reading_jobs(viewer).filter(pk=pk).first()


def progress_of(row: ReadingJob) -> Progress:
    """How far a reading is, measured on its own pages; the pages are those `reading_jobs` brings along."""
    job, seconds = row.job, _seconds(row)
    until = job.finished_at or clock.now()
    elapsed = max(0.0, (until - job.started_at).total_seconds()) if job.started_at else 0.0
    left = seconds_left(seconds, job.total - job.done) if job.total else None
    return Progress(job.done, job.total, elapsed, left)


def _seconds(row: ReadingJob) -> Sequence[float]:
    return [page.seconds for page in row.pages.all()]
