"""The form of a called report: its questions, and what each body answers."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from mangnon.reporting.models.owing import Period
from mangnon.reporting.models.regimes import Regime
from mangnon.reporting.models.written import Report
from mangnon.reporting.terms import AnswerState, CallChangeKind, QuestionKind


class Question(models.Model):
    """One question of a called report. `choices`: the words to choose from, of a question of that kind.

    A table has `columns` (`rules.tables.Column` as plain data) and, unless those who answer add rows, the names of its
    `rows`; of one to which they do, its Excel form has `blank_rows` lines. `lowest` and `highest` bound a number.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "regime": "internal",
        "order": "internal",
        "kind": "internal",
        "words": "internal",
        "hint": "internal",
        "unit": "internal",
        "choices": "internal",
        "is_required": "internal",
        "columns": "internal",
        "rows": "internal",
        "blank_rows": "internal",
        "lowest": "internal",
        "highest": "internal",
        "added_at": "internal",
    }

    regime = models.ForeignKey(Regime, models.CASCADE, related_name="questions", verbose_name="chế độ báo cáo")
    order = models.PositiveSmallIntegerField("thứ tự")
    kind = models.CharField("kiểu trả lời", max_length=20, choices=QuestionKind)
    words = models.CharField("câu hỏi", max_length=500)
    hint = models.CharField("hướng dẫn", max_length=300, blank=True)
    unit = models.CharField("đơn vị tính", max_length=60, blank=True)
    choices = models.JSONField("các lựa chọn", default=list, blank=True)
    is_required = models.BooleanField("bắt buộc trả lời", default=True)
    columns = models.JSONField("các cột", default=list, blank=True)
    rows = models.JSONField("các dòng có sẵn", default=list, blank=True)
    blank_rows = models.PositiveSmallIntegerField("số dòng trong phiếu Excel", default=20)
    lowest = models.DecimalField("nhỏ nhất", max_digits=20, decimal_places=6, null=True, blank=True)
    highest = models.DecimalField("lớn nhất", max_digits=20, decimal_places=6, null=True, blank=True)
    added_at = models.DateTimeField("bổ sung lúc", null=True, blank=True)

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


class CallChange(models.Model):
    """What was changed of a call after it went out, and why: told to all who were asked."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "period": "internal",
        "kind": "internal",
        "words": "internal",
        "reason": "internal",
        "made_at": "internal",
        "made_by": "internal",
    }

    period = models.ForeignKey(Period, models.CASCADE, related_name="call_changes", verbose_name="kỳ báo cáo")
    kind = models.CharField("thay đổi gì", max_length=20, choices=CallChangeKind)
    words = models.CharField("nội dung thay đổi", max_length=600)
    reason = models.TextField("lý do")
    made_at = models.DateTimeField("thay đổi lúc")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người thay đổi"
    )

    class Meta:
        verbose_name = "thay đổi của yêu cầu báo cáo"
        verbose_name_plural = "thay đổi của yêu cầu báo cáo"
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="call_change_has_reason"),
            models.UniqueConstraint(fields=["period"], condition=Q(kind=CallChangeKind.ENDED), name="call_ends_once"),
        ]

    def __str__(self) -> str:
        return f"{self.period_id}: {self.kind}"
