"""What was written: reports, their entries, what was carried into them, what was sent."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from mangnon.reporting.models.owing import ExpectedReport, Period
from mangnon.reporting.terms import ReportState


class Report(models.Model):
    """One agency's report of one period. `version` counts submissions; what was sent is in `versions`."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "period": "internal",
        "agency": "internal",
        "state": "internal",
        "version": "internal",
        "started_at": "internal",
        "first_submitted_at": "internal",
        "judged_by": "internal",
        "submitted_at": "internal",
        "submitted_by": "internal",
        "returned_at": "internal",
        "return_reason": "internal",
        "resubmit_by": "internal",
        "accepted_at": "internal",
        "accepted_by": "internal",
        "accepted_version": "internal",
        "amend_reason": "internal",
        "amending_since": "internal",
    }

    period = models.ForeignKey(Period, models.PROTECT, related_name="reports", verbose_name="kỳ báo cáo")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="reports", verbose_name="cơ quan")
    state = models.CharField("trạng thái", max_length=20, choices=ReportState, default=ReportState.DRAFT)
    version = models.PositiveSmallIntegerField("lần gửi", default=0)
    started_at = models.DateTimeField("bắt đầu viết")
    first_submitted_at = models.DateTimeField("gửi lần đầu", null=True, blank=True)
    # The send-by day in force at the first submission: on time is judged by it, however the day is moved later.
    judged_by = models.DateField("hạn gửi khi gửi lần đầu", null=True, blank=True)
    submitted_at = models.DateTimeField("gửi gần nhất", null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người gửi"
    )
    returned_at = models.DateTimeField("trả lại lúc", null=True, blank=True)
    return_reason = models.TextField("lý do trả lại", blank=True)
    resubmit_by = models.DateField("gửi lại chậm nhất", null=True, blank=True)
    accepted_at = models.DateTimeField("chấp nhận lúc", null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người chấp nhận",
    )
    # The sending that stands: it goes on standing while an amendment is written, sent and judged. 0: none yet.
    accepted_version = models.PositiveSmallIntegerField("lần gửi được chấp nhận", default=0)
    # Why the amendment that is on its way is made; empty once it is accepted or dropped.
    amend_reason = models.TextField("lý do sửa đổi", blank=True)
    amending_since = models.DateTimeField("mở bản sửa đổi lúc", null=True, blank=True)

    class Meta:
        verbose_name = "báo cáo"
        verbose_name_plural = "báo cáo"
        ordering = ["period", "agency"]
        constraints = [
            models.UniqueConstraint(fields=["period", "agency"], name="one_report_an_agency_a_period"),
            models.CheckConstraint(
                condition=Q(state=ReportState.DRAFT) | (Q(first_submitted_at__isnull=False) & Q(version__gte=1)),
                name="sent_report_has_instant",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReportState.RETURNED) | (~Q(return_reason="") & Q(resubmit_by__isnull=False)),
                name="returned_report_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ReportState.ACCEPTED, ReportState.AMENDING])
                | (Q(accepted_at__isnull=False) & Q(accepted_version__gte=1)),
                name="accepted_report_stands",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReportState.AMENDING) | ~Q(amend_reason=""), name="amended_report_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} @ {self.period_id}"


class ReportEntry(models.Model):
    """What a report says on one task, or (task empty) in general. `is_nil`: said to have nothing this period."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "report": "internal",
        "task": "internal",
        "results": "internal",
        "difficulties": "internal",
        "proposals": "internal",
        "next_period": "internal",
        "is_nil": "internal",
        "revision": "internal",
        "box_revisions": "internal",
        "saved_at": "internal",
        "saved_by": "internal",
    }

    report = models.ForeignKey(Report, models.PROTECT, related_name="entries", verbose_name="báo cáo")
    task = models.ForeignKey(
        "plans.Task", models.PROTECT, null=True, blank=True, related_name="report_entries", verbose_name="nhiệm vụ"
    )
    results = models.TextField("kết quả thực hiện", blank=True)
    difficulties = models.TextField("khó khăn, vướng mắc", blank=True)
    proposals = models.TextField("đề xuất, kiến nghị", blank=True)
    next_period = models.TextField("nhiệm vụ kỳ tới", blank=True)
    is_nil = models.BooleanField("không phát sinh trong kỳ", default=False)
    revision = models.PositiveIntegerField("lần lưu", default=0)
    # At which save each box last changed, and «at»: the save this was true of. When «at» is not `revision`, the entry
    # was written by another way since and every box counts as changed.
    box_revisions = models.JSONField("lần lưu của từng ô", default=dict, blank=True)
    saved_at = models.DateTimeField("lưu lúc", null=True, blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người lưu"
    )

    class Meta:
        verbose_name = "mục báo cáo"
        verbose_name_plural = "mục báo cáo"
        ordering = ["report", "task"]
        constraints = [
            models.UniqueConstraint(fields=["report", "task"], name="one_entry_a_task"),
            models.UniqueConstraint(
                fields=["report"], condition=Q(task__isnull=True), name="one_general_entry_a_report"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.task_id or 'chung'}"


class CarriedEntry(models.Model):
    """What a body had drafted and its successor found: the words themselves stay in `source`, unchanged.

    `entry` is the successor's entry they were put into (None: they stand beside its box, a person decides), `before`
    what that entry said without them, `revision` its number right after: a later one says that somebody wrote on.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "expected": "internal",
        "source": "internal",
        "event": "internal",
        "entry": "internal",
        "before": "internal",
        "revision": "internal",
    }

    expected = models.ForeignKey(
        ExpectedReport, models.CASCADE, related_name="carried", verbose_name="báo cáo phải gửi"
    )
    source = models.ForeignKey(ReportEntry, models.PROTECT, related_name="carried_on", verbose_name="mục đã viết")
    event = models.ForeignKey(
        "agencies.SuccessionEvent", models.PROTECT, related_name="+", verbose_name="sự kiện tổ chức"
    )
    entry = models.ForeignKey(
        ReportEntry, models.PROTECT, null=True, blank=True, related_name="carried_in", verbose_name="đưa vào mục"
    )
    before = models.JSONField("nội dung mục trước đó", default=dict, blank=True)
    revision = models.PositiveIntegerField("lần lưu sau khi đưa vào", default=0)

    class Meta:
        verbose_name = "nội dung chuyển tiếp"
        verbose_name_plural = "nội dung chuyển tiếp"
        ordering = ["expected", "source"]
        constraints = [models.UniqueConstraint(fields=["expected", "source"], name="carried_once")]

    def __str__(self) -> str:
        return f"{self.expected_id} ← {self.source_id}"


class ReportVersion(models.Model):
    """What was sent, as it was sent: frozen."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "report": "internal",
        "number": "internal",
        "content": "internal",
        "submitted_at": "internal",
        "submitted_by": "internal",
        "amend_reason": "internal",
    }

    report = models.ForeignKey(Report, models.PROTECT, related_name="versions", verbose_name="báo cáo")
    number = models.PositiveSmallIntegerField("lần gửi")
    content = models.JSONField("nội dung")
    submitted_at = models.DateTimeField("gửi lúc")
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người gửi"
    )
    amend_reason = models.TextField("lý do sửa đổi", blank=True)

    class Meta:
        verbose_name = "lần gửi báo cáo"
        verbose_name_plural = "lần gửi báo cáo"
        ordering = ["report", "number"]
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="version_once")]

    def __str__(self) -> str:
        return f"{self.report_id} lần {self.number}"
