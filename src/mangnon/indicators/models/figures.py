"""The figures: never changed, a correction is a further version."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mangnon.agencies.public import Agency
from mangnon.indicators.models.dictionary import Indicator
from mangnon.indicators.models.dimensions import Breakdown
from mangnon.indicators.terms import FigureState, SourceKind
from mangnon.territory.public import Unit


class FigureQuerySet(models.QuerySet["Figure"]):
    """Small, composable questions."""

    def current(self) -> FigureQuerySet:
        """The last version of each figure."""
        return self.filter(is_current=True)

    def counted(self) -> FigureQuerySet:
        """One figure of each cell: that of the agency whose figure is used."""
        return self.filter(is_counted=True)


class Figure(models.Model):
    """What one agency says of one indicator, unit, period and breakdown; one row for each version.

    A COUNT stands in `numerator`; a RATE in `numerator` and `denominator`, never as a quotient. The unit is that of the
    period's last day and is never changed when territory changes. `period_code` and the two days say the period
    (rules.periods). `source_key` leads back to what `source_kind` names. `is_counted`: of several agencies that
    tell the same, the one whose figure is shown and added (rules.reporters; or that a person chose: ReporterChoice).
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "indicator": "public",
        "unit": "public",
        "agency": "public",
        "period_code": "public",
        "starts_on": "public",
        "ends_on": "public",
        "breakdown": "public",
        "state": "internal",
        "numerator": "internal",
        "denominator": "internal",
        "version": "internal",
        "is_current": "internal",
        "is_counted": "internal",
        "source_kind": "internal",
        "source_key": "internal",
        "reason": "internal",
        "entered_at": "internal",
        "entered_by": "internal",
    }

    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="figures", db_index=False, verbose_name="chỉ tiêu"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False, verbose_name="đơn vị hành chính")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="cơ quan báo cáo")
    period_code = models.CharField("kỳ", max_length=20)
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến hết ngày")
    breakdown = models.ForeignKey(
        Breakdown, models.PROTECT, related_name="+", db_index=False, verbose_name="tổ hợp phân tổ"
    )
    state = models.CharField("tình trạng số liệu", max_length=20, choices=FigureState)
    numerator = models.DecimalField("số lượng, tử số", max_digits=18, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField("mẫu số", max_digits=18, decimal_places=4, null=True, blank=True)
    version = models.PositiveSmallIntegerField("phiên bản", default=1)
    is_current = models.BooleanField("là phiên bản hiện hành", default=True)
    is_counted = models.BooleanField("được dùng để tính", default=True)
    source_kind = models.CharField("loại nguồn", max_length=20, choices=SourceKind)
    source_key = models.CharField("khóa của nguồn", max_length=120, blank=True)
    reason = models.CharField("lý do điều chỉnh", max_length=500, blank=True)
    entered_at = models.DateTimeField("thời điểm ghi")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name="người ghi",
    )

    objects = FigureQuerySet.as_manager()

    class Meta:
        verbose_name = "số liệu"
        verbose_name_plural = "số liệu"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "period_code", "unit", "agency", "breakdown", "version"],
                name="figure_version_once",
            ),
            models.UniqueConstraint(
                fields=["unit", "period_code", "agency", "indicator", "breakdown"],
                condition=Q(is_current=True),
                name="figure_has_one_current",
            ),
            models.UniqueConstraint(
                fields=["indicator", "period_code", "breakdown", "unit"],
                condition=Q(is_counted=True),
                name="figure_counted_once",
            ),
            models.CheckConstraint(condition=Q(is_counted=False) | Q(is_current=True), name="counted_is_current"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="figure_period_in_order"),
            models.CheckConstraint(
                condition=Q(state=FigureState.VALUE, numerator__isnull=False)
                | (~Q(state=FigureState.VALUE) & Q(numerator__isnull=True)),
                name="figure_value_has_number",
            ),
            models.CheckConstraint(
                condition=Q(numerator__isnull=True) | Q(numerator__gte=0), name="figure_number_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(denominator__isnull=True) | Q(denominator__gte=0), name="figure_denominator_not_negative"
            ),
            models.CheckConstraint(condition=Q(version=1) | ~Q(reason=""), name="further_version_says_why"),
        ]
        indexes = [
            models.Index(
                fields=["indicator", "unit", "ends_on"], condition=Q(is_counted=True), name="figure_over_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.unit_id} {self.period_code} v{self.version}"


class ReporterChoice(models.Model):
    """Whose figure of one cell a person chose where several agencies tell it, and why; it holds on."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "indicator": "public",
        "unit": "public",
        "period_code": "public",
        "breakdown": "public",
        "agency": "internal",
        "reason": "internal",
        "chosen_at": "internal",
        "chosen_by": "internal",
    }

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", verbose_name="chỉ tiêu")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị hành chính")
    period_code = models.CharField("kỳ", max_length=20)
    breakdown = models.ForeignKey(Breakdown, models.PROTECT, related_name="+", verbose_name="tổ hợp phân tổ")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="cơ quan được chọn")
    reason = models.CharField("lý do", max_length=500)
    chosen_at = models.DateTimeField("chọn lúc")
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người chọn"
    )

    class Meta:
        verbose_name = "lựa chọn cơ quan có số liệu được dùng"
        verbose_name_plural = "lựa chọn cơ quan có số liệu được dùng"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "unit", "period_code", "breakdown"], name="reporter_chosen_once"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="chosen_reporter_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.unit_id} {self.period_code}: {self.agency_id}"
