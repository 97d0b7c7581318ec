"""Files under way, in any state, without anybody having read them."""

from __future__ import annotations

import itertools

from mangnon.accounts.models import User
from mangnon.documents.models import ReadingJob, SourceFile
from mangnon.documents.receiving import READ_DOCUMENT
from mangnon.jobs.models import Job
from mangnon.kernel import clock
from tests.plans import made

_numbers = itertools.count(1)


def reading_job(user: User | None, state: str, *, done: int = 0, total: int | None = None) -> ReadingJob:
    """A file that somebody sent, and how far it is. One that was refused or called off has no bytes any more."""
    now, number = clock.now(), next(_numbers)
    has_ended = state in ("refused", "stopped", "cancelled", "done")
    job = Job.objects.create(
        kind=READ_DOCUMENT,
        state=state,
        requested_by=user,
        requested_at=now,
        started_at=None if state == "waiting" else now,
        finished_at=now if has_ended else None,
        held_by="thử" if state == "running" else "",
        heartbeat_at=clock.actual_now() if state == "running" else None,
        takes=0 if state == "waiting" else 1,
        done=done,
        total=total,
        code="mau" if state in ("refused", "stopped") else "",
        message="Tệp mẫu không đọc được. Chưa có gì được lưu. Hãy gửi lại." if state in ("refused", "stopped") else "",
    )
    source = None
    if state not in ("refused", "cancelled"):
        source = SourceFile.objects.create(
            sha256=f"f{number:063d}",
            territory_code=made.PROVINCE,
            name=f"quet-{number}.pdf",
            kind="pdf",
            size=3_500_000,
            received_at=now,
            received_by=user,
        )
    return ReadingJob.objects.create(
        job=job, source=source, name=f"quet-{number}.pdf", size=3_500_000, territory_code=made.PROVINCE
    )
