"""What the body of the paper lays on agencies beside the annex, the reports it asks for, and who carries them on."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from mangnon.plans.models.papers import Plan
from mangnon.plans.terms import ClauseKind, MoveBasis, Undecided


class Duty(models.Model):
    """What the body of the directive lays on agencies beside the annex."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "plan": "public",
        "text": "public",
        "words": "public",
        "agencies": "public",
        "first_line": "internal",
        "last_line": "internal",
        "order": "public",
    }

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="duties", verbose_name="kế hoạch")
    text = models.TextField("nội dung")
    words = models.JSONField("cơ quan (theo văn bản)", default=list)
    agencies = models.ManyToManyField("agencies.Agency", related_name="duties", verbose_name="cơ quan")
    first_line = models.PositiveIntegerField("dòng đầu", null=True, blank=True)
    last_line = models.PositiveIntegerField("dòng cuối", null=True, blank=True)
    order = models.PositiveSmallIntegerField("thứ tự")

    class Meta:
        verbose_name = "trách nhiệm"
        verbose_name_plural = "trách nhiệm"
        ordering = ["plan", "order"]

    def __str__(self) -> str:
        return self.text[:60]


class ReportingClause(models.Model):
    """A report the directive asks for, as the paper says it. `is_before`: «trước ngày» — the day itself is late."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "plan": "public",
        "kind": "public",
        "due_day": "public",
        "due_month": "public",
        "due_year": "public",
        "is_before": "public",
        "reporter_words": "public",
        "recipient_words": "public",
        "text": "public",
        "first_line": "internal",
        "last_line": "internal",
        "order": "public",
    }

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="reporting_clauses", verbose_name="kế hoạch")
    kind = models.CharField("loại báo cáo", max_length=20, choices=ClauseKind)
    due_day = models.PositiveSmallIntegerField("ngày", null=True, blank=True)
    due_month = models.PositiveSmallIntegerField("tháng", null=True, blank=True)
    due_year = models.PositiveSmallIntegerField("năm", null=True, blank=True)
    is_before = models.BooleanField("trước ngày", default=False)
    reporter_words = models.CharField("nơi báo cáo", max_length=300, blank=True)
    recipient_words = models.CharField("nơi nhận báo cáo", max_length=300, blank=True)
    text = models.TextField("nội dung")
    first_line = models.PositiveIntegerField("dòng đầu", null=True, blank=True)
    last_line = models.PositiveIntegerField("dòng cuối", null=True, blank=True)
    order = models.PositiveSmallIntegerField("thứ tự")

    class Meta:
        verbose_name = "quy định báo cáo"
        verbose_name_plural = "quy định báo cáo"
        ordering = ["plan", "order"]

    def __str__(self) -> str:
        return self.text[:60]


class DutySuccession(models.Model):
    """Who carries on a plan's lead (`duty` None) or one of its duties after an event; `target` None: nobody known.

    The plan and the duty keep the bodies the paper named; these rows, read in the order of their days, say who does
    it on a day (`rules.holders_on`).
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "plan": "public",
        "duty": "public",
        "source": "public",
        "target": "public",
        "began_on": "public",
        "event": "public",
        "because": "public",
        "undecided_because": "public",
        "is_verified": "public",
        "chosen_reason": "internal",
    }

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="successions", verbose_name="kế hoạch")
    duty = models.ForeignKey(
        Duty, models.PROTECT, null=True, blank=True, related_name="successions", verbose_name="trách nhiệm"
    )
    source = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", verbose_name="cơ quan giao")
    target = models.ForeignKey(
        "agencies.Agency", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="cơ quan nhận"
    )
    began_on = models.DateField("từ ngày")
    event = models.ForeignKey(
        "agencies.SuccessionEvent", models.PROTECT, related_name="+", verbose_name="sự kiện tổ chức"
    )
    because = models.CharField("lý do chuyển", max_length=20, choices=MoveBasis, blank=True)
    undecided_because = models.CharField("vì sao chưa rõ nơi nhận", max_length=20, choices=Undecided, blank=True)
    is_verified = models.BooleanField("đã kiểm chứng", default=True)
    chosen_reason = models.CharField("lý do chọn", max_length=500, blank=True)

    class Meta:
        verbose_name = "kế tục trách nhiệm"
        verbose_name_plural = "kế tục trách nhiệm"
        ordering = ["began_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(target__isnull=False, undecided_because="") & ~Q(because=""))
                | (Q(target__isnull=True, because="") & ~Q(undecided_because="")),
                name="duty_succession_is_decided_or_says_why",
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.source_id} → {self.target_id or '…'}"
