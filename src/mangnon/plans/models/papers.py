"""What was ordered: the directive, its plan, its groups and tasks."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from mangnon.plans.terms import TimeFrameKind


class Directive(models.Model):
    """A document that orders. Unknown is empty, never guessed."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "reading": "internal",
        "doc_type": "public",
        "number": "public",
        "issued_on": "public",
        "place": "public",
        "issuer": "public",
        "title": "public",
        "recipients": "public",
        "signer_capacity": "public",
    }

    reading = models.OneToOneField(
        "documents.DirectiveReading", models.PROTECT, related_name="directive", verbose_name="bản đọc"
    )
    doc_type = models.CharField("loại văn bản", max_length=60, blank=True)
    number = models.CharField("số, ký hiệu", max_length=80, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    place = models.CharField("địa danh", max_length=80, blank=True)
    issuer = models.CharField("cơ quan ban hành", max_length=200, blank=True)
    title = models.TextField("trích yếu", blank=True)
    recipients = models.JSONField("nơi nhận", default=list)
    signer_capacity = models.CharField("quyền hạn, chức vụ người ký", max_length=200, blank=True)

    class Meta:
        verbose_name = "văn bản chỉ đạo"
        verbose_name_plural = "văn bản chỉ đạo"
        ordering = ["-issued_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.doc_type} {self.number}".strip()


class LegalBasis(models.Model):
    """A document the directive rests on."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "directive": "public",
        "number": "public",
        "issued_on": "public",
        "issuer": "public",
        "order": "public",
    }

    directive = models.ForeignKey(Directive, models.PROTECT, related_name="legal_bases", verbose_name="văn bản chỉ đạo")
    number = models.CharField("số, ký hiệu", max_length=80)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    issuer = models.CharField("cơ quan ban hành", max_length=200, blank=True)
    order = models.PositiveSmallIntegerField("thứ tự")

    class Meta:
        verbose_name = "căn cứ"
        verbose_name_plural = "căn cứ"
        ordering = ["directive", "order"]

    def __str__(self) -> str:
        return self.number


class Plan(models.Model):
    """What a directive turned into.

    `lead_agency` is the body the paper names to consolidate and to answer difficulties; who does it on a day is
    `selectors.lead_agency_of`. `function` says what the plan is about, as far as its title is clear.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "code": "public",
        "directive": "public",
        "territory": "public",
        "lead_agency": "public",
        "function": "public",
        "adopted_at": "internal",
        "adopted_by": "internal",
    }

    code = models.SlugField("mã kế hoạch", max_length=60, unique=True)
    directive = models.OneToOneField(Directive, models.PROTECT, related_name="plan", verbose_name="văn bản chỉ đạo")
    territory = models.ForeignKey("territory.Unit", models.PROTECT, related_name="plans", verbose_name="địa bàn")
    lead_agency = models.ForeignKey(
        "agencies.Agency", models.PROTECT, related_name="led_plans", verbose_name="cơ quan đầu mối"
    )
    # A code of agencies' data/functions.json; empty where the title does not say.
    function = models.CharField("lĩnh vực", max_length=40, blank=True)
    adopted_at = models.DateTimeField("thời điểm duyệt")
    adopted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người duyệt"
    )

    class Meta:
        verbose_name = "kế hoạch"
        verbose_name_plural = "kế hoạch"
        ordering = ["-adopted_at", "-pk"]

    def __str__(self) -> str:
        return self.code


class TaskGroup(models.Model):
    """A numbered group of tasks."""

    PRIVACY: ClassVar[dict[str, str]] = {"plan": "public", "number": "public", "title": "public", "order": "public"}

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="groups", verbose_name="kế hoạch")
    number = models.CharField("số", max_length=20, blank=True)
    title = models.TextField("tên nhóm", blank=True)
    order = models.PositiveSmallIntegerField("thứ tự")

    class Meta:
        verbose_name = "nhóm nhiệm vụ"
        verbose_name_plural = "nhóm nhiệm vụ"
        ordering = ["plan", "order"]
        constraints = [models.UniqueConstraint(fields=["plan", "order"], name="group_order_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}" if self.number else self.title


class TaskQuerySet(models.QuerySet["Task"]):
    """Small, composable questions."""

    def on(self, day: dt.date) -> TaskQuerySet:
        """The tasks that a plan has on a day: those that a later paper added from that day, without the withdrawn."""
        return self.filter(
            Q(added_by__isnull=True) | Q(added_by__began_on__lte=day),
            Q(withdrawn_by__isnull=True) | Q(withdrawn_by__began_on__gt=day),
        )


class Task(models.Model):
    """One row of the annex. `lead_words` and `coordinator_words` are the paper's own; assignments are their meaning.

    What a later paper added, changed or withdrew is in the versions of the plan (`PlanVersion`, `TaskChange`).
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "plan": "public",
        "group": "public",
        "code": "public",
        "text": "public",
        "lead_words": "public",
        "coordinator_words": "public",
        "unmatched_words": "internal",
        "time_frame_text": "public",
        "time_frame_kind": "public",
        "due_on": "public",
        "first_line": "internal",
        "last_line": "internal",
        "confidence": "internal",
        "order": "public",
        "added_by": "public",
        "withdrawn_by": "public",
    }

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="tasks", verbose_name="kế hoạch")
    group = models.ForeignKey(TaskGroup, models.PROTECT, related_name="tasks", verbose_name="nhóm")
    code = models.CharField("mã", max_length=40)
    text = models.TextField("nội dung")
    lead_words = models.JSONField("chủ trì (theo văn bản)", default=list)
    coordinator_words = models.JSONField("phối hợp (theo văn bản)", default=list)
    unmatched_words = models.JSONField("chữ chưa nhận ra cơ quan", default=list)
    time_frame_text = models.CharField("thời gian (theo văn bản)", max_length=400, blank=True)
    time_frame_kind = models.CharField(
        "loại thời gian", max_length=20, choices=TimeFrameKind, default=TimeFrameKind.UNKNOWN
    )
    due_on = models.DateField("hạn", null=True, blank=True)
    first_line = models.PositiveIntegerField("dòng đầu", null=True, blank=True)
    last_line = models.PositiveIntegerField("dòng cuối", null=True, blank=True)
    confidence = models.FloatField("độ chắc chắn khi đọc", default=1.0)
    order = models.PositiveSmallIntegerField("thứ tự")
    added_by = models.ForeignKey(
        "plans.PlanVersion", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bổ sung bởi"
    )
    withdrawn_by = models.ForeignKey(
        "plans.PlanVersion", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bãi bỏ bởi"
    )

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = "nhiệm vụ"
        verbose_name_plural = "nhiệm vụ"
        ordering = ["plan", "order"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="task_code_once_in_plan"),
            models.UniqueConstraint(fields=["plan", "order"], name="task_order_once_in_plan"),
        ]

    def __str__(self) -> str:
        return self.code
