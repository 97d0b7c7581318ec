"""The door of `desk`."""

from mangnon.desk.collecting import add_source
from mangnon.desk.digest import DayIsPast, DigestRun, run_digests
from mangnon.desk.work_filters import DeadlineFilter, WorkFilter, filtered_work

__all__ = ["DayIsPast", "DeadlineFilter", "DigestRun", "WorkFilter", "add_source", "filtered_work", "run_digests"]
