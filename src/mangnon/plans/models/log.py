"""What happened to assignments, what agencies ask for, and the periods of recurring tasks."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mangnon.plans.models.assignments import Assignment
from mangnon.plans.models.papers import Task
from mangnon.plans.terms import Execution, ExtensionState, Frequency, MoveKind, ReturnState, Review


class AssignmentEvent(models.Model):
    """One thing that happened to an assignment and what it was after that: the last row until an instant says what
    the assignment was then. Rows are added, never changed.

    An assignment that carries another on begins with the log of that one (`copied_from`), so that a figure of a past
    day is the same whoever carries the task now.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "assignment": "internal",
        "move": "internal",
        "at": "internal",
        "by": "internal",
        "reason": "internal",
        "execution": "internal",
        "review": "internal",
        "progress": "internal",
        "due_on": "public",
        "original_due_on": "public",
        "completed_at": "internal",
        "copied_from": "internal",
    }

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="events", verbose_name="phân công")
    move = models.CharField("việc xảy ra", max_length=20, choices=MoveKind)
    at = models.DateTimeField("thời điểm")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người thực hiện",
    )
    reason = models.TextField("lý do, ý kiến", blank=True)
    execution = models.CharField("thực hiện", max_length=20, choices=Execution)
    review = models.CharField("nghiệm thu", max_length=20, choices=Review, default=Review.NONE)
    progress = models.PositiveSmallIntegerField("tiến độ (%)", default=0)
    due_on = models.DateField("hạn", null=True, blank=True)
    original_due_on = models.DateField("hạn ban đầu", null=True, blank=True)
    completed_at = models.DateTimeField("thời điểm hoàn thành", null=True, blank=True)
    copied_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="chép từ diễn biến"
    )

    class Meta:
        verbose_name = "diễn biến phân công"
        verbose_name_plural = "diễn biến phân công"
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["assignment", "at", "id"], name="log_of_assignment")]

    def __str__(self) -> str:
        return f"{self.assignment_id}: {self.move}"


class Extension(models.Model):
    """A later date asked for, with a reason, and the answer. The dates before stay on record.

    At most two are granted for one assignment, one waits at a time, and the new date is later (domain.md, 4).
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "assignment": "internal",
        "state": "internal",
        "reason": "internal",
        "due_before": "public",
        "wanted_on": "internal",
        "granted_on": "public",
        "asked_at": "internal",
        "asked_by": "internal",
        "decided_at": "internal",
        "decided_by": "internal",
        "answer": "internal",
    }

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="extensions", verbose_name="phân công")
    state = models.CharField("trạng thái", max_length=20, choices=ExtensionState, default=ExtensionState.ASKED)
    reason = models.TextField("lý do xin gia hạn")
    due_before = models.DateField("hạn đang có")
    wanted_on = models.DateField("hạn đề nghị")
    granted_on = models.DateField("hạn mới", null=True, blank=True)
    asked_at = models.DateTimeField("thời điểm xin")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người xin"
    )
    decided_at = models.DateTimeField("thời điểm trả lời", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người trả lời"
    )
    answer = models.TextField("ý kiến trả lời", blank=True)

    class Meta:
        verbose_name = "gia hạn"
        verbose_name_plural = "gia hạn"
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"], condition=Q(state=ExtensionState.ASKED), name="one_extension_waits"
            ),
            models.CheckConstraint(condition=Q(wanted_on__gt=F("due_before")), name="extension_is_later"),
            models.CheckConstraint(
                condition=~Q(state=ExtensionState.GRANTED)
                | Q(granted_on__isnull=False, granted_on__gt=F("due_before"), decided_at__isnull=False),
                name="granted_extension_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=ExtensionState.REFUSED) | (Q(decided_at__isnull=False) & ~Q(answer="")),
                name="refused_extension_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state=ExtensionState.ASKED) | Q(decided_at__isnull=False),
                name="answered_extension_has_instant",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} → {self.wanted_on}"


class AssignmentReturn(models.Model):
    """An agency asks whoever gave it a task to take it back, with a reason; a refused request is not repeated; one that
    was withdrawn (closed without an answer) may be."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "assignment": "internal",
        "state": "internal",
        "reason": "internal",
        "asked_at": "internal",
        "asked_by": "internal",
        "decided_at": "internal",
        "decided_by": "internal",
        "answer": "internal",
    }

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="returns", verbose_name="phân công")
    state = models.CharField("trạng thái", max_length=20, choices=ReturnState, default=ReturnState.ASKED)
    reason = models.TextField("lý do trả lại")
    asked_at = models.DateTimeField("thời điểm đề nghị")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người đề nghị"
    )
    decided_at = models.DateTimeField("thời điểm trả lời", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người trả lời"
    )
    answer = models.TextField("ý kiến trả lời", blank=True)

    class Meta:
        verbose_name = "đề nghị trả lại nhiệm vụ"
        verbose_name_plural = "đề nghị trả lại nhiệm vụ"
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"], condition=~Q(state=ReturnState.CLOSED), name="assignment_returned_once"
            ),
            models.CheckConstraint(
                condition=Q(state=ReturnState.ASKED) | Q(decided_at__isnull=False), name="answered_return_has_instant"
            ),
            models.CheckConstraint(
                condition=~Q(state=ReturnState.REFUSED) | ~Q(answer=""), name="refused_return_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id}: {self.state}"


class RecurrenceRule(models.Model):
    """When a recurring task falls due, from a day to a day. A changed rule is a new row; the periods made stay.

    `due_month` (yearly, half-yearly: month in the period's span, 1–12 or 1–6) and `due_day` say the due day within a
    period; a day the month does not have is its last; None: the period's last day.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "task": "public",
        "frequency": "public",
        "due_month": "public",
        "due_day": "public",
        "from_on": "public",
        "until_on": "public",
        "reason": "internal",
        "made_at": "internal",
        "made_by": "internal",
    }

    task = models.ForeignKey(Task, models.PROTECT, related_name="recurrence_rules", verbose_name="nhiệm vụ")
    frequency = models.CharField("tần suất", max_length=20, choices=Frequency)
    due_month = models.PositiveSmallIntegerField("tháng đến hạn trong kỳ", null=True, blank=True)
    due_day = models.PositiveSmallIntegerField("ngày đến hạn", null=True, blank=True)
    from_on = models.DateField("áp dụng từ ngày")
    until_on = models.DateField("đến hết ngày", null=True, blank=True)
    reason = models.CharField("lý do, căn cứ", max_length=500, blank=True)
    made_at = models.DateTimeField("thời điểm đặt")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người đặt"
    )

    class Meta:
        verbose_name = "quy tắc lặp lại"
        verbose_name_plural = "quy tắc lặp lại"
        ordering = ["task", "from_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["task"], condition=Q(until_on__isnull=True), name="one_open_rule_of_task"),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")), name="rule_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(due_month__isnull=True) | Q(due_month__gte=1, due_month__lte=12), name="rule_month_exists"
            ),
            models.CheckConstraint(
                condition=Q(due_day__isnull=True) | Q(due_day__gte=1, due_day__lte=31), name="rule_day_exists"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task_id}: {self.frequency}"


class TaskInstance(models.Model):
    """A recurring task in one period, once and only once. `period` is its key: 2025, 2025H1, 2025Q3, 2025-03."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "task": "public",
        "rule": "public",
        "period": "public",
        "starts_on": "public",
        "ends_on": "public",
        "due_on": "public",
        "made_at": "internal",
    }

    task = models.ForeignKey(Task, models.PROTECT, related_name="instances", verbose_name="nhiệm vụ")
    rule = models.ForeignKey(RecurrenceRule, models.PROTECT, related_name="instances", verbose_name="quy tắc lặp lại")
    period = models.CharField("kỳ", max_length=10)
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến hết ngày")
    due_on = models.DateField("hạn")
    made_at = models.DateTimeField("thời điểm tạo")

    class Meta:
        verbose_name = "kỳ thực hiện nhiệm vụ"
        verbose_name_plural = "kỳ thực hiện nhiệm vụ"
        ordering = ["task", "starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["task", "period"], name="task_once_in_period"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")) & Q(due_on__gte=F("starts_on")), name="instance_days_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task_id}/{self.period}"
