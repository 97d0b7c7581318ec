"""The door of `desk`."""

from mangnon.desk.digest import DayIsPast, DigestRun, run_digests
from mangnon.desk.work_filters import DeadlineFilter, WorkFilter, filtered_work

__all__ = ["DayIsPast", "DeadlineFilter", "DigestRun", "WorkFilter", "filtered_work", "run_digests"]
