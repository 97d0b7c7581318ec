"""Work that is due once a day: asked for by whichever worker looks first, once however many look and however often.

A worker that was stopped for days asks for today's round alone; what is done in it makes up for the days missed.
"""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from mangnon.accounts.public import SYSTEM
from mangnon.jobs.models import Job, Round
from mangnon.jobs.services import add_job
from mangnon.jobs.terms import JobState
from mangnon.kernel import clock

_DAY = dt.timedelta(days=1)


def ask_for_round(*, kind: str, day: dt.date) -> Job | None:
    """Ask for the round of a day, unless somebody has, or that of the next day was asked for; None then.

    A round of a day further off does not stand in the way: it was asked for while the server's clock ran ahead, and the
    site must not stand still until that day.

    Rounds of earlier days that nobody has begun are called off: today's does what they would have done. One query when
    there is nothing to ask for.
    """
    if Round.objects.filter(kind=kind, day__range=(day, day + _DAY)).exists():
        return None
    try:
        with transaction.atomic():
            job = add_job(actor=SYSTEM, kind=kind)
            Round.objects.create(kind=kind, day=day, job=job)
            missed = Job.objects.filter(kind=kind, state=JobState.WAITING, round__day__lt=day)
            missed.update(state=JobState.CANCELLED, finished_at=clock.now())
    except IntegrityError:
        if Round.objects.filter(kind=kind, day=day).exists():
            return None  # another worker was first
        raise
    return job


def round_day(job_id: int) -> dt.date | None:
    """The day a job is the round of."""
    return Round.objects.filter(job=job_id).values_list("day", flat=True).first()


def last_rounds(kind: str, *, most: int = 7) -> list[Round]:
    """The last rounds of a kind, newest first, with their jobs."""
    return list(Round.objects.filter(kind=kind).select_related("job").order_by("-day")[:most])
