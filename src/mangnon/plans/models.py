"""Directive → plan → groups → tasks → assignments, and what agencies do with them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from mangnon.plans.terms import AssignmentRole, ClauseKind, DifficultyState, Execution, TimeFrameKind


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
    """What a directive turned into. `lead_agency` consolidates and answers difficulties."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "code": "public",
        "directive": "public",
        "territory": "public",
        "lead_agency": "public",
        "adopted_at": "internal",
        "adopted_by": "internal",
    }

    code = models.SlugField("mã kế hoạch", max_length=60, unique=True)
    directive = models.OneToOneField(Directive, models.PROTECT, related_name="plan", verbose_name="văn bản chỉ đạo")
    territory = models.ForeignKey("territory.Unit", models.PROTECT, related_name="plans", verbose_name="địa bàn")
    lead_agency = models.ForeignKey(
        "agencies.Agency", models.PROTECT, related_name="led_plans", verbose_name="cơ quan đầu mối"
    )
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


class Task(models.Model):
    """One row of the annex. `lead_words` and `coordinator_words` are the paper's own; assignments are their meaning."""

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


class Assignment(models.Model):
    """Task × agency × role. `class_words` says by which words of the paper a coordinator is meant."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "task": "public",
        "agency": "public",
        "role": "public",
        "class_words": "public",
        "execution": "internal",
        "progress": "internal",
        "due_on": "public",
        "accepted_at": "internal",
        "accepted_by": "internal",
        "completed_at": "internal",
        "version": "internal",
    }

    task = models.ForeignKey(Task, models.PROTECT, related_name="assignments", verbose_name="nhiệm vụ")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="assignments", verbose_name="cơ quan")
    role = models.CharField("vai trò", max_length=20, choices=AssignmentRole)
    class_words = models.CharField("giao theo nhóm", max_length=300, blank=True)
    execution = models.CharField("thực hiện", max_length=20, choices=Execution, default=Execution.NOT_RECEIVED)
    progress = models.PositiveSmallIntegerField("tiến độ (%)", default=0)
    due_on = models.DateField("hạn", null=True, blank=True)
    accepted_at = models.DateTimeField("thời điểm tiếp nhận", null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người tiếp nhận",
    )
    completed_at = models.DateTimeField("thời điểm hoàn thành", null=True, blank=True)
    version = models.PositiveIntegerField("phiên bản", default=1)

    class Meta:
        verbose_name = "phân công"
        verbose_name_plural = "phân công"
        ordering = ["task", "-role", "agency"]
        constraints = [
            models.UniqueConstraint(fields=["task", "agency"], name="agency_once_on_task"),
            models.UniqueConstraint(fields=["task"], condition=Q(role=AssignmentRole.LEAD), name="one_lead_on_task"),
            models.CheckConstraint(condition=Q(progress__lte=100), name="progress_at_most_100"),
            models.CheckConstraint(
                condition=Q(execution=Execution.NOT_RECEIVED) | Q(accepted_at__isnull=False),
                name="accepted_assignment_has_instant",
            ),
            models.CheckConstraint(
                condition=~Q(execution__in=[Execution.REPORTED_COMPLETE, Execution.COMPLETE])
                | Q(completed_at__isnull=False),
                name="completed_assignment_has_instant",
            ),
        ]
        indexes = [models.Index(fields=["agency", "execution"], name="assignment_of_agency")]

    def __str__(self) -> str:
        return f"{self.task_id} × {self.agency_id}"


class ProgressNote(models.Model):
    """What an agency says it has done, and how far it is."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "assignment": "internal",
        "text": "internal",
        "progress": "internal",
        "noted_at": "internal",
        "noted_by": "internal",
    }

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="notes", verbose_name="phân công")
    text = models.TextField("nội dung")
    progress = models.PositiveSmallIntegerField("tiến độ (%)")
    noted_at = models.DateTimeField("thời điểm")
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người ghi"
    )

    class Meta:
        verbose_name = "ghi nhận tiến độ"
        verbose_name_plural = "ghi nhận tiến độ"
        ordering = ["-noted_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.progress}%"


class Difficulty(models.Model):
    """Raised by an agency on its assignment, answered by the plan's lead agency."""

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

    class Meta:
        verbose_name = "khó khăn, vướng mắc"
        verbose_name_plural = "khó khăn, vướng mắc"
        ordering = ["-raised_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=DifficultyState.ANSWERED) | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="answered_difficulty_has_answer",
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]


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
