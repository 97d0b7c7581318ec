"""Regimes, periods, reports and their versions, consolidations with provenance."""

from mangnon.reporting.models.consolidated import Consolidation, Passage, PassageSource
from mangnon.reporting.models.judged import EntryReview
from mangnon.reporting.models.owing import ExpectedReport, Period, Regime, ReportSuccession
from mangnon.reporting.models.written import CarriedEntry, Report, ReportEntry, ReportVersion

__all__ = [
    "CarriedEntry",
    "Consolidation",
    "EntryReview",
    "ExpectedReport",
    "Passage",
    "PassageSource",
    "Period",
    "Regime",
    "Report",
    "ReportEntry",
    "ReportSuccession",
    "ReportVersion",
]
