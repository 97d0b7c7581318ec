"""Refusals of indicators."""

from mangnon.kernel.refusals import Refusal

NOTHING_WRITTEN = "Chưa có gì được ghi."


class IndicatorRefused(Refusal):
    """Something about figures that cannot be done as asked."""

    code = "indicator_refused"


class BadBreakdown(IndicatorRefused):
    """A combination of categories that is none."""

    code = "bad_breakdown"


class BadPeriod(IndicatorRefused):
    """A period that is none."""

    code = "bad_period"


class BadExpression(IndicatorRefused):
    """An expression that cannot be read."""

    code = "bad_expression"


class BadTarget(IndicatorRefused):
    """A target that cannot be set."""

    code = "bad_target"


class FiguresRefused(IndicatorRefused):
    """Figures that cannot be recorded."""

    code = "figures_refused"
