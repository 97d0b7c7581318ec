"""The door of `reporting`."""

from mangnon.reporting.calls.answering import (
    Given,
    answer_columns,
    answers_of,
    last_answers,
    own_answers,
    read_given,
    revision_of,
    save_answers,
    shown_cells,
    submit_answers,
)
from mangnon.reporting.calls.changing import CallNews, call_news
from mangnon.reporting.consolidation.files import consolidation_file, write_consolidation_files
from mangnon.reporting.consolidation.making import SENT, SILENT, consolidate, edit_passage
from mangnon.reporting.consolidation.official import build_annex_sheets, build_official_report
from mangnon.reporting.consolidation.provenance import provenance
from mangnon.reporting.duties.asked import is_called, questions_of
from mangnon.reporting.duties.lineage import recipient_of, recipients_of
from mangnon.reporting.figures.carried import reports_with
from mangnon.reporting.models import (
    Answer,
    Consolidation,
    Passage,
    Period,
    Question,
    Regime,
    Report,
    ReportEntry,
    ReportVersion,
)
from mangnon.reporting.periods.board import Board, board
from mangnon.reporting.periods.opening import open_period, regime_named, set_up_regimes
from mangnon.reporting.periods.owed import OwedReport, WaitingReport, reports_owed, reports_waiting
from mangnon.reporting.periods.schedule import days_to_receive
from mangnon.reporting.periods.standings import Standing, standings
from mangnon.reporting.policies import (
    can_read_consolidation,
    can_read_report,
    can_review_reports,
    can_see_reports,
    can_write_report,
    check_review_reports,
    is_leader_of_province,
)
from mangnon.reporting.review.ageing import WaitingCount, WaitingItem, waiting, waiting_by_body
from mangnon.reporting.review.deciding import accept_report, accept_reports, return_report
from mangnon.reporting.rules import period_words
from mangnon.reporting.rules.answers import shown_number as shown_figure
from mangnon.reporting.rules.tables import MOST_ROWS
from mangnon.reporting.rules.tables import Column as AnswerColumn
from mangnon.reporting.selectors import WaitingPeriod, periods, reports, reports_to_review, waiting_periods
from mangnon.reporting.successions.carrying import LONGEST_TEXT
from mangnon.reporting.successions.carrying import fields_of as entry_fields
from mangnon.reporting.successions.moving import ReportMove, move_reports
from mangnon.reporting.successions.undoing import undo_report_moves, why_reports_stay
from mangnon.reporting.writing.met_entries import last_sent, plain
from mangnon.reporting.writing.page import WritingItem, WritingSheet, writing_sheet
from mangnon.reporting.writing.sending import check_expected, save_entry, start_report, submit_report, why_locked

__all__ = [
    "LONGEST_TEXT",
    "MOST_ROWS",
    "SENT",
    "SILENT",
    "Answer",
    "AnswerColumn",
    "Board",
    "CallNews",
    "Consolidation",
    "Given",
    "OwedReport",
    "Passage",
    "Period",
    "Question",
    "Regime",
    "Report",
    "ReportEntry",
    "ReportMove",
    "ReportVersion",
    "Standing",
    "WaitingCount",
    "WaitingItem",
    "WaitingPeriod",
    "WaitingReport",
    "WritingItem",
    "WritingSheet",
    "accept_report",
    "accept_reports",
    "answer_columns",
    "answers_of",
    "board",
    "build_annex_sheets",
    "build_official_report",
    "call_news",
    "can_read_consolidation",
    "can_read_report",
    "can_review_reports",
    "can_see_reports",
    "can_write_report",
    "check_expected",
    "check_review_reports",
    "consolidate",
    "consolidation_file",
    "days_to_receive",
    "edit_passage",
    "entry_fields",
    "is_called",
    "is_leader_of_province",
    "last_answers",
    "last_sent",
    "move_reports",
    "open_period",
    "own_answers",
    "period_words",
    "periods",
    "plain",
    "provenance",
    "questions_of",
    "read_given",
    "recipient_of",
    "recipients_of",
    "regime_named",
    "reports",
    "reports_owed",
    "reports_to_review",
    "reports_waiting",
    "reports_with",
    "return_report",
    "revision_of",
    "save_answers",
    "save_entry",
    "set_up_regimes",
    "shown_cells",
    "shown_figure",
    "standings",
    "start_report",
    "submit_answers",
    "submit_report",
    "undo_report_moves",
    "waiting",
    "waiting_by_body",
    "waiting_periods",
    "why_locked",
    "why_reports_stay",
    "write_consolidation_files",
    "writing_sheet",
]
