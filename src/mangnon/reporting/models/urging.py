"""Urging for reports: who was urged by letter to send which report, as it stood on that day."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from mangnon.plans.terms import UrgingShape
from mangnon.reporting.models.owing import Period
from mangnon.reporting.terms import WaitState


class ReportUrging(models.Model):
    """One act of urging in a period. `agency` urges; `report_by`: by when its letters ask for the reports (None: dots
    on paper)."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "period": "internal",
        "agency": "internal",
        "shape": "internal",
        "report_by": "internal",
        "made_at": "internal",
        "made_by": "internal",
    }

    period = models.ForeignKey(Period, models.PROTECT, related_name="urgings", verbose_name="kỳ báo cáo")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", verbose_name="cơ quan đôn đốc")
    shape = models.CharField("hình thức", max_length=10, choices=UrgingShape)
    report_by = models.DateField("đề nghị gửi trước ngày", null=True, blank=True)
    made_at = models.DateTimeField("thời điểm đôn đốc")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người đôn đốc"
    )

    class Meta:
        verbose_name = "lần đôn đốc gửi báo cáo"
        verbose_name_plural = "lần đôn đốc gửi báo cáo"
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.period_id} {self.made_at:%d/%m/%Y}"


class ReportUrgingLine(models.Model):
    """A report that was urged, as it stood then: a letter says the same whenever it is written again.

    `letter` is the letter's place in its act; `to_words` names who writes the report, where its body has ended.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "urging": "internal",
        "letter": "internal",
        "agency": "internal",
        "to_words": "internal",
        "due_on": "public",
        "state": "internal",
    }

    urging = models.ForeignKey(ReportUrging, models.CASCADE, related_name="lines", verbose_name="lần đôn đốc")
    letter = models.PositiveIntegerField("công văn thứ")
    agency = models.ForeignKey(
        "agencies.Agency", models.PROTECT, related_name="+", verbose_name="cơ quan phải gửi báo cáo"
    )
    to_words = models.CharField("nơi nhận công văn", max_length=400)
    due_on = models.DateField("hạn gửi")
    state = models.CharField("tình trạng báo cáo", max_length=20, choices=WaitState)

    class Meta:
        verbose_name = "báo cáo được đôn đốc"
        verbose_name_plural = "báo cáo được đôn đốc"
        ordering = ["urging", "letter", "pk"]
        constraints = [models.UniqueConstraint(fields=["urging", "agency"], name="report_once_in_urging")]

    def __str__(self) -> str:
        return f"{self.urging_id}: {self.agency_id}"
