"""What must be reported by whom: regimes, periods, and who owes a report."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mangnon.reporting.rules import period_words
from mangnon.reporting.terms import Frequency


class Regime(models.Model):
    """A reporting regime: the ten facts that NĐ 09/2019/NĐ-CP requires of a report, for one plan."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "code": "public",
        "plan": "public",
        "name": "public",
        "content": "public",
        "reporters": "public",
        "recipient": "public",
        "method": "public",
        "send_by_day": "public",
        "send_by_month": "public",
        "frequency": "public",
        "cut_off_rule": "public",
        "outline": "public",
        "forms": "public",
        "clause": "public",
    }

    code = models.SlugField("mã chế độ báo cáo", max_length=80, unique=True)
    plan = models.ForeignKey("plans.Plan", models.PROTECT, related_name="regimes", verbose_name="kế hoạch")
    clause = models.OneToOneField(
        "plans.ReportingClause", models.PROTECT, related_name="regime", verbose_name="quy định trong văn bản"
    )
    name = models.CharField("tên báo cáo", max_length=300)
    content = models.TextField("nội dung yêu cầu báo cáo")
    reporters = models.CharField("đối tượng báo cáo", max_length=300)
    recipient = models.ForeignKey(
        "agencies.Agency", models.PROTECT, related_name="regimes", verbose_name="cơ quan nhận báo cáo"
    )
    method = models.CharField("phương thức gửi, nhận", max_length=200)
    # The last day on which a report is on time: «trước ngày 10» makes it the 9th.
    send_by_day = models.PositiveSmallIntegerField("ngày gửi chậm nhất")
    send_by_month = models.PositiveSmallIntegerField("tháng gửi chậm nhất")
    frequency = models.CharField("tần suất", max_length=20, choices=Frequency)
    cut_off_rule = models.CharField("thời gian chốt số liệu", max_length=300)
    outline = models.TextField("mẫu đề cương")
    forms = models.TextField("biểu mẫu số liệu", blank=True)

    class Meta:
        verbose_name = "chế độ báo cáo"
        verbose_name_plural = "chế độ báo cáo"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


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
    }

    regime = models.ForeignKey(Regime, models.PROTECT, related_name="periods", verbose_name="chế độ báo cáo")
    code = models.CharField("kỳ", max_length=20)
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
        return period_words(self.code)


class ExpectedReportQuerySet(models.QuerySet["ExpectedReport"]):
    """Small, composable questions."""

    def owed(self) -> ExpectedReportQuerySet:
        """Those still owed under their own name: what was passed on to a successor is counted there, never twice."""
        return self.filter(ended_by__isnull=True)


class ExpectedReport(models.Model):
    """An agency that must report in a period, and why; frozen when the period opens.

    A succession event on or before the cut-off passes the duty on: the row gets `ended_by` and stays, the successor's
    row has it among `came_from` (docs/decisions/0015).
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "period": "internal",
        "agency": "internal",
        "reason": "internal",
        "began_by": "internal",
        "ended_by": "internal",
        "end_reason": "internal",
        "came_from": "internal",
    }

    period = models.ForeignKey(Period, models.PROTECT, related_name="expected", verbose_name="kỳ báo cáo")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", verbose_name="cơ quan")
    reason = models.CharField("lý do phải báo cáo", max_length=200)
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
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} @ {self.period_id}"


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
