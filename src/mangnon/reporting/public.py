"""The door of `reporting`."""

from mangnon.reporting.consolidation import consolidate, edit_passage
from mangnon.reporting.files import consolidation_file, write_consolidation_files
from mangnon.reporting.lineage import recipient_of, recipients_of
from mangnon.reporting.models import Consolidation, Passage, Period, Regime, Report
from mangnon.reporting.moving import ReportMove, move_reports
from mangnon.reporting.official import build_annex_sheets, build_official_report
from mangnon.reporting.opening import open_period, regime_named, set_up_regimes
from mangnon.reporting.owed import OwedReport, WaitingReport, reports_owed, reports_waiting
from mangnon.reporting.policies import (
    can_read_consolidation,
    can_read_report,
    can_review_reports,
    can_see_reports,
    can_write_report,
    is_leader_of_province,
)
from mangnon.reporting.provenance import provenance
from mangnon.reporting.rules import period_words
from mangnon.reporting.selectors import (
    Board,
    WaitingPeriod,
    board,
    periods,
    reports,
    reports_to_review,
    waiting_periods,
)
from mangnon.reporting.services import (
    accept_report,
    accept_reports,
    return_report,
    save_entry,
    start_report,
    submit_report,
)
from mangnon.reporting.undoing import undo_report_moves, why_reports_stay

__all__ = [
    "Board",
    "Consolidation",
    "OwedReport",
    "Passage",
    "Period",
    "Regime",
    "Report",
    "ReportMove",
    "WaitingPeriod",
    "WaitingReport",
    "accept_report",
    "accept_reports",
    "board",
    "build_annex_sheets",
    "build_official_report",
    "can_read_consolidation",
    "can_read_report",
    "can_review_reports",
    "can_see_reports",
    "can_write_report",
    "consolidate",
    "consolidation_file",
    "edit_passage",
    "is_leader_of_province",
    "move_reports",
    "open_period",
    "period_words",
    "periods",
    "provenance",
    "recipient_of",
    "recipients_of",
    "regime_named",
    "reports",
    "reports_owed",
    "reports_to_review",
    "reports_waiting",
    "return_report",
    "save_entry",
    "set_up_regimes",
    "start_report",
    "submit_report",
    "undo_report_moves",
    "waiting_periods",
    "why_reports_stay",
    "write_consolidation_files",
]
