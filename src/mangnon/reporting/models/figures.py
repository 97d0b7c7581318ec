"""Figures in reports: which indicators a regime asks for, the list frozen for a period, what each sending carried."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from mangnon.reporting.models.owing import Period
from mangnon.reporting.models.regimes import Regime
from mangnon.reporting.models.written import ReportVersion
from mangnon.reporting.terms import TierLevel


class AskedIndicator(models.Model):
    """What is asked of one indicator: by whom it is told, about which task, and how it adds up over bodies.

    `tier` empty: every body that reports. `is_own_share`: each body tells its own part and the parts add; else each
    tells the whole of its place, and of two who tell the same place one counts.
    """

    indicator = models.ForeignKey("indicators.Indicator", models.PROTECT, related_name="+", verbose_name="chỉ tiêu")
    task = models.ForeignKey(
        "plans.Task", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="nhiệm vụ"
    )
    tier = models.CharField("cấp gửi", max_length=20, choices=TierLevel, blank=True)
    is_own_share = models.BooleanField("mỗi cơ quan báo phần của mình", default=False)
    order = models.PositiveSmallIntegerField("thứ tự")

    class Meta:
        abstract = True


_ASKED = dict.fromkeys(("indicator", "task", "tier", "is_own_share", "order"), "public")


class RegimeIndicator(AskedIndicator):
    """An indicator that the reports of a regime carry, from the next period on."""

    PRIVACY: ClassVar[dict[str, str]] = {"regime": "public", **_ASKED}

    regime = models.ForeignKey(Regime, models.CASCADE, related_name="indicators", verbose_name="chế độ báo cáo")

    class Meta:
        verbose_name = "chỉ tiêu của chế độ báo cáo"
        verbose_name_plural = "các chỉ tiêu của chế độ báo cáo"
        ordering = ["regime", "order"]
        constraints = [models.UniqueConstraint(fields=["regime", "indicator"], name="regime_asks_indicator_once")]

    def __str__(self) -> str:
        return f"{self.regime_id}: {self.indicator_id}"


class PeriodIndicator(AskedIndicator):
    """An indicator that the reports of a period carry: the regime's list as it stood when the period was opened."""

    PRIVACY: ClassVar[dict[str, str]] = {"period": "public", **_ASKED}

    period = models.ForeignKey(Period, models.CASCADE, related_name="indicators", verbose_name="kỳ báo cáo")

    class Meta:
        verbose_name = "chỉ tiêu của kỳ báo cáo"
        verbose_name_plural = "các chỉ tiêu của kỳ báo cáo"
        ordering = ["period", "order"]
        constraints = [models.UniqueConstraint(fields=["period", "indicator"], name="period_asks_indicator_once")]

    def __str__(self) -> str:
        return f"{self.period_id}: {self.indicator_id}"


def freeze_asked(period: Period) -> int:
    """Copy the regime's list of indicators into a period, without those not in force on its last day; how many. The
    period has none yet."""
    begun = Q(indicator__valid_from__isnull=True) | Q(indicator__valid_from__lte=period.ends_on)
    lasting = Q(indicator__valid_to__isnull=True) | Q(indicator__valid_to__gte=period.ends_on)
    rows = [
        PeriodIndicator(
            period=period,
            indicator_id=each.indicator_id,
            task_id=each.task_id,
            tier=each.tier,
            is_own_share=each.is_own_share,
            order=each.order,
        )
        for each in RegimeIndicator.objects.filter(begun, lasting, regime=period.regime_id).order_by("order")
    ]
    return len(PeriodIndicator.objects.bulk_create(rows))


class SentFigure(models.Model):
    """A version of a figure that a sending carried: the figure is never changed, so what was sent stays as it was."""

    PRIVACY: ClassVar[dict[str, str]] = {"version": "internal", "figure": "internal"}

    version = models.ForeignKey(ReportVersion, models.PROTECT, related_name="figures", verbose_name="lần gửi báo cáo")
    figure = models.ForeignKey("indicators.Figure", models.PROTECT, related_name="+", verbose_name="số liệu")

    class Meta:
        verbose_name = "số liệu đã gửi"
        verbose_name_plural = "số liệu đã gửi"
        ordering = ["version", "figure"]
        constraints = [models.UniqueConstraint(fields=["version", "figure"], name="sent_figure_once")]

    def __str__(self) -> str:
        return f"{self.version_id} ← {self.figure_id}"


class FigureChoice(models.Model):
    """Whose figure of one cell a consolidation uses where several bodies tell it differently, and why."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "consolidation": "internal",
        "figure": "internal",
        "reason": "internal",
    }

    consolidation = models.ForeignKey(
        "reporting.Consolidation", models.CASCADE, related_name="figure_choices", verbose_name="báo cáo tổng hợp"
    )
    figure = models.ForeignKey("indicators.Figure", models.PROTECT, related_name="+", verbose_name="số liệu được dùng")
    reason = models.CharField("lý do", max_length=500)

    class Meta:
        verbose_name = "lựa chọn số liệu"
        verbose_name_plural = "các lựa chọn số liệu"
        ordering = ["consolidation", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["consolidation", "figure"], name="figure_chosen_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="chosen_figure_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.consolidation_id}: {self.figure_id}"
