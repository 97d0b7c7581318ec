"""The door of `reporting`."""

from mangnon.reporting.consolidation import consolidate, edit_passage
from mangnon.reporting.files import consolidation_file, write_consolidation_files
from mangnon.reporting.models import Consolidation, Passage, Period, Regime, Report
from mangnon.reporting.official import build_annex_sheets, build_official_report
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
    open_period,
    regime_named,
    return_report,
    save_entry,
    set_up_regimes,
    start_report,
    submit_report,
)

__all__ = [
    "Board",
    "Consolidation",
    "Passage",
    "Period",
    "Regime",
    "Report",
    "WaitingPeriod",
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
    "open_period",
    "period_words",
    "periods",
    "provenance",
    "regime_named",
    "reports",
    "reports_to_review",
    "return_report",
    "save_entry",
    "set_up_regimes",
    "start_report",
    "submit_report",
    "waiting_periods",
    "write_consolidation_files",
]
