"""The door of `desk`."""

from mangnon.desk.bulk import MOST_ROWS, BulkWords, act_on_many, bulk_acts, undo_bulk
from mangnon.desk.digest import DayIsPast, DigestRun, run_digests
from mangnon.desk.errors import BulkRefused
from mangnon.desk.models import BulkAct
from mangnon.desk.my_work import open_work
from mangnon.desk.terms import NOT_UNDONE, BulkKind
from mangnon.desk.work_filters import DeadlineFilter, WorkFilter, filtered_work

__all__ = [
    "MOST_ROWS",
    "NOT_UNDONE",
    "BulkAct",
    "BulkKind",
    "BulkRefused",
    "BulkWords",
    "DayIsPast",
    "DeadlineFilter",
    "DigestRun",
    "WorkFilter",
    "act_on_many",
    "bulk_acts",
    "filtered_work",
    "open_work",
    "run_digests",
    "undo_bulk",
]
