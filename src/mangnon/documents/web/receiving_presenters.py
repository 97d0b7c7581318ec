"""What the pages of receiving say of a file that is being read, or could not be."""

from __future__ import annotations

import math
from typing import Any

from mangnon.documents.models import ReadingJob
from mangnon.documents.receipts import Progress, progress_of
from mangnon.jobs.public import OPEN_STATES, JobState

_WORDS = {
    JobState.WAITING: ("wait", "Đang chờ đọc"),
    JobState.RUNNING: ("progress", "Đang đọc"),
    JobState.DONE: ("good", "Đã đọc xong"),
    JobState.REFUSED: ("late", "Không đọc được"),
    JobState.STOPPED: ("late", "Đã dừng"),
    JobState.CANCELLED: ("closed", "Đã hủy"),
}


def span_words(seconds: float) -> str:
    """A span of time as people say it: «khoảng 20 giây», «khoảng 3 phút»; rounded up, so that nobody waits longer.

    >>> span_words(3), span_words(41), span_words(61), span_words(4000)
    ('khoảng 5 giây', 'khoảng 45 giây', 'khoảng 2 phút', 'khoảng 1 giờ 10 phút')
    """
    if seconds <= 55:
        return f"khoảng {max(5, math.ceil(seconds / 5) * 5)} giây"
    minutes = math.ceil(seconds / 60)
    if minutes < 60:
        return f"khoảng {minutes} phút"
    hours, rest = divmod(math.ceil(minutes / 5) * 5, 60)
    return f"khoảng {hours} giờ {rest} phút" if rest else f"khoảng {hours} giờ"


def job_row(row: ReadingJob, *, ahead: int | None = None) -> dict[str, Any]:
    """One file under way. `ahead`: how many stand before it; None when that is not shown."""
    state = JobState(row.job.state)
    progress = progress_of(row)
    tone, word = _WORDS[state]
    receiver = row.job.requested_by
    return {
        "row": row,
        "state": state.value,
        "is_open": state in OPEN_STATES,
        "tone": tone,
        "word": word,
        "sentence": _sentence(state, progress, ahead),
        "done": progress.done,
        "total": progress.total,
        "elapsed": span_words(progress.elapsed) if progress.elapsed else "",
        "left": span_words(progress.left) if progress.left and state in OPEN_STATES else "",
        "receiver": receiver.get_full_name() if receiver else "Hệ thống",
        "reading": getattr(row.source, "reading", None) if row.source else None,
        "megabytes": row.size / 1_048_576,
        "may_cancel": state in (*OPEN_STATES, JobState.STOPPED),
        "may_retry": state == JobState.STOPPED,
        "may_dismiss": state in (JobState.REFUSED, JobState.DONE),
    }


def _sentence(state: JobState, progress: Progress, ahead: int | None) -> str:
    if state == JobState.WAITING:
        read = f" Đã đọc {progress.done}/{progress.total} trang." if progress.done and progress.total else ""
        return (f"Còn {ahead} tệp đến lượt trước." if ahead else "Sắp đến lượt.") + read
    if state != JobState.RUNNING:
        return ""
    if progress.total is None:
        return "Đang đọc văn bản"
    if progress.done >= progress.total:
        return "Đã đọc hết các trang, đang tách nhiệm vụ"
    return f"Đang đọc trang {progress.done + 1}/{progress.total}"
