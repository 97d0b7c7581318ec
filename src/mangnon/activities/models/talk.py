"""What is said of a task: comments, who is called in them, and what coordinators contribute."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from mangnon.activities.models.work import Activity
from mangnon.activities.terms import ContributionState


class Comment(models.Model):
    """What somebody says of a task, or of one activity under it. Earlier words stay (`CommentVersion`)."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "task": "internal",
        "activity": "internal",
        "agency": "internal",
        "text": "internal",
        "made_at": "internal",
        "made_by": "personal",
        "version": "internal",
        "edited_at": "internal",
        "withdrawn_at": "internal",
        "withdrawn_reason": "internal",
    }

    task = models.ForeignKey("plans.Task", models.PROTECT, related_name="comments", verbose_name="nhiệm vụ")
    activity = models.ForeignKey(
        Activity, models.PROTECT, null=True, blank=True, related_name="comments", verbose_name="hoạt động"
    )
    agency = models.ForeignKey(
        "agencies.Agency",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="cơ quan của người viết",
    )
    text = models.TextField("nội dung")
    made_at = models.DateTimeField("thời điểm viết")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người viết"
    )
    version = models.PositiveIntegerField("phiên bản", default=1)
    edited_at = models.DateTimeField("thời điểm sửa", null=True, blank=True)
    withdrawn_at = models.DateTimeField("thời điểm rút", null=True, blank=True)
    withdrawn_reason = models.CharField("lý do rút", max_length=500, blank=True)

    class Meta:
        verbose_name = "ý kiến trao đổi"
        verbose_name_plural = "ý kiến trao đổi"
        ordering = ["made_at", "pk"]
        indexes = [models.Index(fields=["task", "made_at"], name="comment_of_task")]

    def __str__(self) -> str:
        return self.text[:60]


class CommentVersion(models.Model):
    """Words a comment had before it was changed. `number` is the version of them."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "comment": "internal",
        "number": "internal",
        "text": "internal",
        "until": "internal",
    }

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="versions", verbose_name="ý kiến trao đổi")
    number = models.PositiveIntegerField("phiên bản")
    text = models.TextField("nội dung")
    until = models.DateTimeField("đến thời điểm")

    class Meta:
        verbose_name = "nội dung cũ của ý kiến"
        verbose_name_plural = "nội dung cũ của ý kiến"
        ordering = ["comment", "number"]
        constraints = [models.UniqueConstraint(fields=["comment", "number"], name="comment_version_once")]

    def __str__(self) -> str:
        return f"{self.comment_id}/{self.number}"


class CommentMention(models.Model):
    """Somebody who is called in a comment, since when."""

    PRIVACY: ClassVar[dict[str, str]] = {"comment": "internal", "person": "personal", "mentioned_at": "internal"}

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="mentions", verbose_name="ý kiến trao đổi")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="mentions", verbose_name="người được nhắc"
    )
    mentioned_at = models.DateTimeField("thời điểm nhắc")

    class Meta:
        verbose_name = "người được nhắc trong ý kiến"
        verbose_name_plural = "người được nhắc trong ý kiến"
        ordering = ["mentioned_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["comment", "person"], name="person_mentioned_once")]
        indexes = [models.Index(fields=["person", "mentioned_at"], name="mentions_of_person")]

    def __str__(self) -> str:
        return f"{self.comment_id} @ {self.person_id}"


class Contribution(models.Model):
    """What a coordinator did for a task that another leads; the lead takes note of it, or says what is missing."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "assignment": "internal",
        "activity": "internal",
        "text": "internal",
        "state": "internal",
        "offered_at": "internal",
        "offered_by": "internal",
        "answer": "internal",
        "answered_at": "internal",
        "answered_by": "internal",
    }

    assignment = models.ForeignKey(
        "plans.Assignment", models.PROTECT, related_name="contributions", verbose_name="phân công của cơ quan phối hợp"
    )
    activity = models.ForeignKey(
        Activity,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contributions",
        verbose_name="hoạt động của cơ quan chủ trì",
    )
    text = models.TextField("nội dung đóng góp")
    state = models.CharField("trạng thái", max_length=20, choices=ContributionState, default=ContributionState.OFFERED)
    offered_at = models.DateTimeField("thời điểm gửi")
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người gửi"
    )
    answer = models.TextField("ý kiến của cơ quan chủ trì", blank=True)
    answered_at = models.DateTimeField("thời điểm trả lời", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người trả lời"
    )

    class Meta:
        verbose_name = "đóng góp của cơ quan phối hợp"
        verbose_name_plural = "đóng góp của cơ quan phối hợp"
        ordering = ["-offered_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ContributionState.OFFERED) | Q(answered_at__isnull=False),
                name="answered_contribution_has_instant",
            ),
            models.CheckConstraint(
                condition=~Q(state=ContributionState.DECLINED) | ~Q(answer=""), name="declined_contribution_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]
