"""An agency's own plan, its activities, and how far they are."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mangnon.activities.terms import ActivityState


class AgencyPlan(models.Model):
    """The plan an agency made for its part of a plan: a paper of its own, with its file when there is one.

    One that was entered by mistake is withdrawn with a reason and stays on record.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "plan": "public",
        "agency": "public",
        "number": "public",
        "issued_on": "public",
        "title": "public",
        "file": "internal",
        "file_name": "internal",
        "version": "internal",
        "kept_at": "internal",
        "kept_by": "internal",
        "withdrawn_at": "internal",
        "withdrawn_by": "internal",
        "withdrawn_reason": "internal",
    }

    plan = models.ForeignKey("plans.Plan", models.PROTECT, related_name="agency_plans", verbose_name="kế hoạch")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="own_plans", verbose_name="cơ quan")
    number = models.CharField("số, ký hiệu", max_length=80, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    title = models.CharField("trích yếu", max_length=500)
    file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="tệp"
    )
    file_name = models.CharField("tên tệp", max_length=200, blank=True)
    version = models.PositiveIntegerField("phiên bản", default=1)
    kept_at = models.DateTimeField("thời điểm cập nhật")
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người cập nhật"
    )
    withdrawn_at = models.DateTimeField("thời điểm rút", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người rút"
    )
    withdrawn_reason = models.CharField("lý do rút", max_length=500, blank=True)

    class Meta:
        verbose_name = "kế hoạch của cơ quan"
        verbose_name_plural = "kế hoạch của cơ quan"
        ordering = ["-issued_on", "-pk"]
        indexes = [models.Index(fields=["plan", "agency"], name="agency_plan_of_agency")]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_reason=""), name="withdrawn_plan_says_why"
            )
        ]

    def __str__(self) -> str:
        return self.number or self.title[:60]


class Activity(models.Model):
    """What an agency does under an assignment of its own: what, with which output, who, from when to when.

    It counts once, at its assignment, also when it serves other tasks (`ActivityTask`) or programmes. When the task
    passes to another body the activity stays with its assignment, and who carries that on goes on with it.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "assignment": "internal",
        "agency_plan": "internal",
        "text": "internal",
        "output": "internal",
        "owner": "personal",
        "owner_words": "personal",
        "starts_on": "internal",
        "due_on": "internal",
        "state": "internal",
        "progress": "internal",
        "results": "internal",
        "done_on": "internal",
        "dropped_reason": "internal",
        "version": "internal",
        "made_at": "internal",
        "made_by": "internal",
    }

    assignment = models.ForeignKey(
        "plans.Assignment", models.PROTECT, related_name="activities", verbose_name="phân công"
    )
    agency_plan = models.ForeignKey(
        AgencyPlan,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name="kế hoạch của cơ quan",
    )
    text = models.TextField("nội dung hoạt động")
    output = models.TextField("sản phẩm, kết quả cần đạt", blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người phụ trách",
    )
    owner_words = models.CharField("bộ phận, người phụ trách", max_length=200, blank=True)
    starts_on = models.DateField("từ ngày", null=True, blank=True)
    due_on = models.DateField("đến ngày", null=True, blank=True)
    state = models.CharField("tình trạng", max_length=20, choices=ActivityState, default=ActivityState.PLANNED)
    progress = models.PositiveSmallIntegerField("tiến độ (%)", default=0)
    results = models.TextField("kết quả đạt được", blank=True)
    done_on = models.DateField("ngày hoàn thành", null=True, blank=True)
    dropped_reason = models.CharField("lý do không thực hiện", max_length=500, blank=True)
    version = models.PositiveIntegerField("phiên bản", default=1)
    made_at = models.DateTimeField("thời điểm ghi")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người ghi"
    )

    class Meta:
        verbose_name = "hoạt động"
        verbose_name_plural = "hoạt động"
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(progress__lte=100), name="activity_progress_at_most_100"),
            models.CheckConstraint(
                condition=~Q(state=ActivityState.DONE) | Q(progress=100, done_on__isnull=False),
                name="done_activity_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=ActivityState.DROPPED) | ~Q(dropped_reason=""), name="dropped_activity_says_why"
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(due_on__isnull=True) | Q(due_on__gte=F("starts_on")),
                name="activity_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class ActivityNote(models.Model):
    """How far an activity is, in words. Rows are added, never changed."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "activity": "internal",
        "text": "internal",
        "progress": "internal",
        "noted_at": "internal",
        "noted_by": "internal",
    }

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="notes", verbose_name="hoạt động")
    text = models.TextField("nội dung")
    progress = models.PositiveSmallIntegerField("tiến độ (%)")
    noted_at = models.DateTimeField("thời điểm")
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người ghi"
    )

    class Meta:
        verbose_name = "tiến độ hoạt động"
        verbose_name_plural = "tiến độ hoạt động"
        ordering = ["-noted_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.progress}%"


class ActivityTask(models.Model):
    """Another task that an activity serves. Its money and itself are counted at its own assignment only."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "activity": "internal",
        "task": "internal",
        "added_at": "internal",
        "added_by": "internal",
    }

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="served", verbose_name="hoạt động")
    task = models.ForeignKey("plans.Task", models.PROTECT, related_name="served_by", verbose_name="nhiệm vụ")
    added_at = models.DateTimeField("thời điểm")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người ghi"
    )

    class Meta:
        verbose_name = "nhiệm vụ cùng được phục vụ"
        verbose_name_plural = "nhiệm vụ cùng được phục vụ"
        ordering = ["activity", "task"]
        constraints = [models.UniqueConstraint(fields=["activity", "task"], name="activity_serves_task_once")]

    def __str__(self) -> str:
        return f"{self.activity_id} → {self.task_id}"
