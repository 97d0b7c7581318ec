"""Records of exchange."""

from mangnon.exchange.models.feeds import CalendarFeed
from mangnon.exchange.models.tokens import ApiToken, StoredAnswer
from mangnon.exchange.models.workbooks import (
    ReportFormReceipt,
    WorkbookBatch,
    WorkbookIssue,
    WorkbookReceipt,
    WorkbookRow,
)

__all__ = [
    "ApiToken",
    "CalendarFeed",
    "ReportFormReceipt",
    "StoredAnswer",
    "WorkbookBatch",
    "WorkbookIssue",
    "WorkbookReceipt",
    "WorkbookRow",
]
