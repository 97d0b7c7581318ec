"""Periods, the days of each tier in them, and who owes a report."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mangnon.reporting.models.regimes import Regime
from mangnon.reporting.rules import period_words
from mangnon.reporting.terms import ExpectedReason, TierLevel, TierRoute


class Period(models.Model):
    """One period of a regime and its four dates."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "regime": "public",
        "code": "public",
        "starts_on": "public",
        "ends_on": "public",
        "cut_off_on": "public",
        "send_by": "public",
        "opened_at": "internal",
        "opened_by": "internal",
        "name": "public",
    }

    regime = models.ForeignKey(Regime, models.PROTECT, related_name="periods", verbose_name="chế độ báo cáo")
    code = models.CharField("kỳ", max_length=20)
    # Of a period that is opened with its days: what it is called. Codes of the calendar say it by themselves.
    name = models.CharField("tên kỳ", max_length=200, blank=True)
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến ngày")
    cut_off_on = models.DateField("chốt số liệu")
    send_by = models.DateField("gửi chậm nhất")
    opened_at = models.DateTimeField("thời điểm mở")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người mở"
    )

    class Meta:
        verbose_name = "kỳ báo cáo"
        verbose_name_plural = "kỳ báo cáo"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["regime", "code"], name="period_once_in_regime"),
            models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="period_in_order"),
            models.CheckConstraint(condition=Q(cut_off_on__lt=F("send_by")), name="cut_off_before_send_by"),
        ]

    def __str__(self) -> str:
        return f"{self.regime_id} {self.code}"

    @property
    def words(self) -> str:
        """The period as officials say it: «6 tháng đầu năm 2025»."""
        return self.name or period_words(self.code)


class PeriodTier(models.Model):
    """One tier's days in a period, as they stood when the period was opened or were moved since."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "period": "public",
        "order": "public",
        "level": "public",
        "recipient_words": "public",
        "route": "public",
        "cut_off_on": "public",
        "send_by": "public",
    }

    period = models.ForeignKey(Period, models.CASCADE, related_name="tiers", verbose_name="kỳ báo cáo")
    order = models.PositiveSmallIntegerField("thứ tự")
    level = models.CharField("cấp gửi", max_length=20, choices=TierLevel)
    recipient_words = models.CharField("nơi nhận", max_length=300, blank=True)
    route = models.CharField("gửi đến", max_length=20, choices=TierRoute, default=TierRoute.RECIPIENT)
    cut_off_on = models.DateField("chốt số liệu")
    send_by = models.DateField("gửi chậm nhất")

    class Meta:
        verbose_name = "mốc ngày của một cấp"
        verbose_name_plural = "mốc ngày của các cấp"
        ordering = ["period", "order"]
        constraints = [
            models.UniqueConstraint(fields=["period", "level"], name="period_tier_once"),
            models.CheckConstraint(condition=Q(cut_off_on__lt=F("send_by")), name="tier_cut_off_before_send_by"),
        ]

    def __str__(self) -> str:
        return f"{self.period_id}: {self.level}"


class DateMove(models.Model):
    """Days of a period that were moved after it was opened, with the reason. `level` is empty for the period's own."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "period": "public",
        "level": "public",
        "cut_off_before": "public",
        "cut_off_after": "public",
        "send_by_before": "public",
        "send_by_after": "public",
        "reason": "internal",
        "moved_at": "internal",
        "moved_by": "internal",
    }

    period = models.ForeignKey(Period, models.CASCADE, related_name="moves", verbose_name="kỳ báo cáo")
    level = models.CharField("cấp gửi", max_length=20, choices=TierLevel, blank=True)
    cut_off_before = models.DateField("chốt số liệu trước đó")
    cut_off_after = models.DateField("chốt số liệu dời đến")
    send_by_before = models.DateField("hạn gửi trước đó")
    send_by_after = models.DateField("hạn gửi dời đến")
    reason = models.TextField("lý do")
    moved_at = models.DateTimeField("dời lúc")
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người dời"
    )

    class Meta:
        verbose_name = "lần dời ngày"
        verbose_name_plural = "các lần dời ngày"
        ordering = ["moved_at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="moved_dates_have_reason")]

    def __str__(self) -> str:
        return f"{self.period_id}: {self.send_by_after}"


class ExpectedReportQuerySet(models.QuerySet["ExpectedReport"]):
    """Small, composable questions."""

    def owed(self) -> ExpectedReportQuerySet:
        """Those still owed under their own name: not exempt, nor passed on to a successor: it is counted there."""
        return self.filter(ended_by__isnull=True, exempted_at__isnull=True)


class ExpectedReport(models.Model):
    """An agency that must report in a period, and why; set when the period opens, frozen at its cut-off.

    A succession event on or before the cut-off passes the duty on: the row gets `ended_by` and stays, the successor's
    row has it among `came_from` (docs/decisions/0015).
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "period": "internal",
        "agency": "internal",
        "reason_code": "internal",
        "reason": "internal",
        "tier": "internal",
        "send_by": "internal",
        "exempted_at": "internal",
        "exempted_by": "internal",
        "exempt_reason": "internal",
        "began_by": "internal",
        "ended_by": "internal",
        "end_reason": "internal",
        "came_from": "internal",
    }

    period = models.ForeignKey(Period, models.PROTECT, related_name="expected", verbose_name="kỳ báo cáo")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", verbose_name="cơ quan")
    reason_code = models.CharField(
        "vì sao phải báo cáo", max_length=20, choices=ExpectedReason, default=ExpectedReason.HOLDS_TASKS
    )
    reason = models.CharField("lý do phải báo cáo", max_length=400)
    # The tier the body sends in and its day, where the period's tiers have days of their own; else the period's.
    tier = models.CharField("cấp gửi", max_length=20, choices=TierLevel, blank=True)
    send_by = models.DateField("gửi chậm nhất", null=True, blank=True)
    exempted_at = models.DateTimeField("miễn báo cáo lúc", null=True, blank=True)
    exempted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người miễn"
    )
    exempt_reason = models.CharField("lý do miễn", max_length=400, blank=True)
    began_by = models.ForeignKey(
        "agencies.SuccessionEvent", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="do sự kiện"
    )
    ended_by = models.ForeignKey(
        "agencies.SuccessionEvent",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="chuyển đi do sự kiện",
    )
    end_reason = models.CharField("lý do không phải gửi nữa", max_length=400, blank=True)
    came_from = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        through="reporting.ReportSuccession",
        through_fields=("heir", "source"),
        related_name="passed_on_to",
        verbose_name="nhận từ",
    )

    objects = ExpectedReportQuerySet.as_manager()

    class Meta:
        verbose_name = "báo cáo phải gửi"
        verbose_name_plural = "báo cáo phải gửi"
        ordering = ["period", "agency"]
        constraints = [
            models.UniqueConstraint(fields=["period", "agency"], name="expected_once"),
            models.CheckConstraint(
                condition=Q(ended_by__isnull=True) | ~Q(end_reason=""), name="passed_on_report_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(exempted_at__isnull=True) | ~Q(exempt_reason=""), name="exempt_report_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} @ {self.period_id}"

    @property
    def is_owed(self) -> bool:
        """Whether it is still owed under its own name."""
        return self.ended_by_id is None and self.exempted_at is None

    @property
    def due_on(self) -> dt.date:
        """The last day on which it is on time: its tier's, else the period's."""
        return self.send_by or self.period.send_by


class ReportSuccession(models.Model):
    """One body's duty to report, or a share of it, taken over by another since an event."""

    PRIVACY: ClassVar[dict[str, str]] = {"source": "internal", "heir": "internal", "event": "internal"}

    source = models.ForeignKey(ExpectedReport, models.CASCADE, related_name="+", verbose_name="báo cáo được kế tục")
    heir = models.ForeignKey(ExpectedReport, models.CASCADE, related_name="+", verbose_name="báo cáo kế tục")
    event = models.ForeignKey(
        "agencies.SuccessionEvent", models.PROTECT, related_name="+", verbose_name="sự kiện tổ chức"
    )

    class Meta:
        verbose_name = "kế tục báo cáo"
        verbose_name_plural = "kế tục báo cáo"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["source", "heir"], name="report_succession_once"),
            models.CheckConstraint(condition=~Q(source=F("heir")), name="report_succession_leads_elsewhere"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.heir_id}"
