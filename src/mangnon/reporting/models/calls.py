"""The form of a called report: its questions, and what each body answers."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from mangnon.reporting.models.regimes import Regime
from mangnon.reporting.models.written import Report
from mangnon.reporting.terms import AnswerState, QuestionKind


class Question(models.Model):
    """One question of a called report. `choices`: the words to choose from, of a question of that kind."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "regime": "internal",
        "order": "internal",
        "kind": "internal",
        "words": "internal",
        "hint": "internal",
        "unit": "internal",
        "choices": "internal",
        "is_required": "internal",
    }

    regime = models.ForeignKey(Regime, models.CASCADE, related_name="questions", verbose_name="chế độ báo cáo")
    order = models.PositiveSmallIntegerField("thứ tự")
    kind = models.CharField("kiểu trả lời", max_length=20, choices=QuestionKind)
    words = models.CharField("câu hỏi", max_length=500)
    hint = models.CharField("hướng dẫn", max_length=300, blank=True)
    unit = models.CharField("đơn vị tính", max_length=60, blank=True)
    choices = models.JSONField("các lựa chọn", default=list, blank=True)
    is_required = models.BooleanField("bắt buộc trả lời", default=True)

    class Meta:
        verbose_name = "câu hỏi"
        verbose_name_plural = "câu hỏi"
        ordering = ["regime", "order"]
        constraints = [models.UniqueConstraint(fields=["regime", "order"], name="question_place_once")]

    def __str__(self) -> str:
        return f"{self.order}. {self.words}"


class Answer(models.Model):
    """What one report says to one question. Numbers are kept as they were read: «1234.5»."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "report": "internal",
        "question": "internal",
        "state": "internal",
        "text": "internal",
        "revision": "internal",
        "saved_at": "internal",
        "saved_by": "internal",
    }

    report = models.ForeignKey(Report, models.PROTECT, related_name="answers", verbose_name="báo cáo")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers", verbose_name="câu hỏi")
    state = models.CharField("tình trạng", max_length=20, choices=AnswerState, default=AnswerState.EMPTY)
    text = models.TextField("trả lời", blank=True)
    revision = models.PositiveIntegerField("lần lưu", default=0)
    saved_at = models.DateTimeField("lưu lúc")
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người lưu"
    )

    class Meta:
        verbose_name = "câu trả lời"
        verbose_name_plural = "câu trả lời"
        ordering = ["report", "question"]
        constraints = [
            models.UniqueConstraint(fields=["report", "question"], name="one_answer_a_question"),
            models.CheckConstraint(
                condition=Q(state=AnswerState.VALUE, text__gt="") | (~Q(state=AnswerState.VALUE) & Q(text="")),
                name="answer_has_text_when_value",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.question_id}"
