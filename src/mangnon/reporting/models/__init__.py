"""Regimes, periods, reports and their versions, called reports, consolidations with provenance."""

from mangnon.reporting.models.calls import Answer, CallChange, Question
from mangnon.reporting.models.consolidated import Consolidation, PaperTitle, Passage, PassageSource, SectionWords
from mangnon.reporting.models.figures import (
    FigureChoice,
    PeriodIndicator,
    RegimeIndicator,
    SentFigure,
    freeze_asked,
)
from mangnon.reporting.models.judged import EntryReview, NamedMissing
from mangnon.reporting.models.owing import DateMove, ExpectedReport, Period, PeriodTier, ReportSuccession
from mangnon.reporting.models.regimes import Regime, RegimeTier
from mangnon.reporting.models.urging import ReportUrging, ReportUrgingLine
from mangnon.reporting.models.writing import EntrySource, WritingPresence
from mangnon.reporting.models.written import CarriedEntry, Report, ReportEntry, ReportVersion

__all__ = [
    "Answer",
    "CallChange",
    "CarriedEntry",
    "Consolidation",
    "DateMove",
    "EntryReview",
    "EntrySource",
    "ExpectedReport",
    "FigureChoice",
    "NamedMissing",
    "PaperTitle",
    "Passage",
    "PassageSource",
    "Period",
    "PeriodIndicator",
    "PeriodTier",
    "Question",
    "Regime",
    "RegimeIndicator",
    "RegimeTier",
    "Report",
    "ReportEntry",
    "ReportSuccession",
    "ReportUrging",
    "ReportUrgingLine",
    "ReportVersion",
    "SectionWords",
    "SentFigure",
    "WritingPresence",
    "freeze_asked",
]
