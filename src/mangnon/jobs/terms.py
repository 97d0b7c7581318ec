"""States of a job."""

from django.db import models


class JobState(models.TextChoices):
    """A job waits, is done by one worker at a time, and ends in one of four ways."""

    WAITING = "waiting", "Đang chờ đến lượt"
    RUNNING = "running", "Đang thực hiện"
    DONE = "done", "Đã xong"
    REFUSED = "refused", "Không thực hiện được"
    STOPPED = "stopped", "Đã dừng sau nhiều lần thử"
    CANCELLED = "cancelled", "Đã hủy"


# A job in one of these is still to be done.
OPEN_STATES = (JobState.WAITING, JobState.RUNNING)
