"""What stands in the way of an assignment, and everything that was done with it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from mangnon.plans.models.assignments import Assignment
from mangnon.plans.models.log import Extension
from mangnon.plans.terms import Adjustment, DifficultyAct, DifficultyState


class Difficulty(models.Model):
    """Raised by an agency on its assignment, answered by the plan's lead agency or by the body it was passed on to.

    It holds how it stands now; what was said and done before stays in its `steps`. `answer_by` is the last day on which
    whoever has the turn answers in time (None: nobody has). `passed_to_words` names the body above that it waits for,
    `passed_to` is that body where the site knows it. `adjustment` says into which change of the plan it was turned:
    `extension` is the one granted, `new_assignment` the one by which another body has the task now.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "assignment": "internal",
        "text": "internal",
        "proposal": "internal",
        "state": "internal",
        "raised_at": "internal",
        "raised_by": "internal",
        "answer": "internal",
        "answered_at": "internal",
        "answered_by": "internal",
        "answer_by": "internal",
        "passed_to": "internal",
        "passed_to_words": "internal",
        "adjustment": "internal",
        "adjustment_words": "internal",
        "extension": "internal",
        "new_assignment": "internal",
        "version": "internal",
    }

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="difficulties", verbose_name="phân công")
    text = models.TextField("khó khăn, vướng mắc")
    proposal = models.TextField("đề xuất, kiến nghị", blank=True)
    state = models.CharField("trạng thái", max_length=20, choices=DifficultyState, default=DifficultyState.RAISED)
    raised_at = models.DateTimeField("thời điểm nêu")
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người nêu"
    )
    answer = models.TextField("trả lời", blank=True)
    answered_at = models.DateTimeField("thời điểm trả lời", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người trả lời"
    )
    answer_by = models.DateField("trả lời chậm nhất", null=True, blank=True)
    passed_to = models.ForeignKey(
        "agencies.Agency", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="cơ quan cấp trên"
    )
    passed_to_words = models.CharField("chuyển đến", max_length=200, blank=True)
    adjustment = models.CharField("điều chỉnh thành", max_length=20, choices=Adjustment, blank=True)
    adjustment_words = models.CharField("nội dung điều chỉnh", max_length=500, blank=True)
    extension = models.ForeignKey(
        Extension, models.PROTECT, null=True, blank=True, related_name="difficulties", verbose_name="lần gia hạn"
    )
    new_assignment = models.ForeignKey(
        Assignment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="phân công mới"
    )
    version = models.PositiveIntegerField("phiên bản", default=1)

    class Meta:
        verbose_name = "khó khăn, vướng mắc"
        verbose_name_plural = "khó khăn, vướng mắc"
        ordering = ["-raised_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=DifficultyState.ANSWERED) | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="answered_difficulty_has_answer",
            ),
            models.CheckConstraint(
                condition=~Q(state=DifficultyState.ESCALATED) | ~Q(passed_to_words=""),
                name="escalated_difficulty_says_to_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state=DifficultyState.ADJUSTED)
                | Q(adjustment=Adjustment.EXTENSION, extension__isnull=False)
                | Q(adjustment=Adjustment.REASSIGNMENT, new_assignment__isnull=False)
                | (Q(adjustment=Adjustment.TASK_CHANGE) & ~Q(adjustment_words="")),
                name="adjusted_difficulty_says_how",
            ),
        ]
        indexes = [models.Index(fields=["state", "answer_by"], name="difficulty_waits")]

    def __str__(self) -> str:
        return self.text[:60]


class DifficultyStep(models.Model):
    """One thing done with a difficulty, and how it stood after that. Rows are added, never changed."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "difficulty": "internal",
        "act": "internal",
        "at": "internal",
        "by": "internal",
        "text": "internal",
        "state": "internal",
        "to_words": "internal",
        "answer_by": "internal",
    }

    difficulty = models.ForeignKey(Difficulty, models.CASCADE, related_name="steps", verbose_name="khó khăn, vướng mắc")
    act = models.CharField("việc xảy ra", max_length=20, choices=DifficultyAct)
    at = models.DateTimeField("thời điểm")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người thực hiện",
    )
    text = models.TextField("nội dung", blank=True)
    state = models.CharField("trạng thái sau đó", max_length=20, choices=DifficultyState)
    to_words = models.CharField("chuyển đến", max_length=200, blank=True)
    answer_by = models.DateField("trả lời chậm nhất", null=True, blank=True)

    class Meta:
        verbose_name = "bước giải quyết khó khăn"
        verbose_name_plural = "bước giải quyết khó khăn"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.difficulty_id}: {self.act}"
