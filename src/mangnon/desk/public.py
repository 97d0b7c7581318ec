"""The door of `desk`."""

from mangnon.desk.work_filters import DeadlineFilter, WorkFilter, filtered_work

__all__ = ["DeadlineFilter", "WorkFilter", "filtered_work"]
