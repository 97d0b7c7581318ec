"""What is counted, the targets, and the figures."""

from mangnon.indicators.models.dictionary import Indicator, IndicatorDimension, IndicatorSet, Target
from mangnon.indicators.models.dimensions import Breakdown, BreakdownPart, Category, Dimension
from mangnon.indicators.models.figures import Figure, ReporterChoice

__all__ = [
    "Breakdown",
    "BreakdownPart",
    "Category",
    "Dimension",
    "Figure",
    "Indicator",
    "IndicatorDimension",
    "IndicatorSet",
    "ReporterChoice",
    "Target",
]
