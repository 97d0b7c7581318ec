"""Regimes, periods, reports and their versions, consolidations with provenance."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mangnon.reporting.rules import period_words
from mangnon.reporting.terms import Frequency, PassageKind, ReportState


class Regime(models.Model):
    """A reporting regime: the ten facts that NĐ 09/2019/NĐ-CP requires of a report, for one plan."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "code": "public",
        "plan": "public",
        "name": "public",
        "content": "public",
        "reporters": "public",
        "recipient": "public",
        "method": "public",
        "send_by_day": "public",
        "send_by_month": "public",
        "frequency": "public",
        "cut_off_rule": "public",
        "outline": "public",
        "forms": "public",
        "clause": "public",
    }

    code = models.SlugField("mã chế độ báo cáo", max_length=80, unique=True)
    plan = models.ForeignKey("plans.Plan", models.PROTECT, related_name="regimes", verbose_name="kế hoạch")
    clause = models.OneToOneField(
        "plans.ReportingClause", models.PROTECT, related_name="regime", verbose_name="quy định trong văn bản"
    )
    name = models.CharField("tên báo cáo", max_length=300)
    content = models.TextField("nội dung yêu cầu báo cáo")
    reporters = models.CharField("đối tượng báo cáo", max_length=300)
    recipient = models.ForeignKey(
        "agencies.Agency", models.PROTECT, related_name="regimes", verbose_name="cơ quan nhận báo cáo"
    )
    method = models.CharField("phương thức gửi, nhận", max_length=200)
    # The last day on which a report is on time: «trước ngày 10» makes it the 9th.
    send_by_day = models.PositiveSmallIntegerField("ngày gửi chậm nhất")
    send_by_month = models.PositiveSmallIntegerField("tháng gửi chậm nhất")
    frequency = models.CharField("tần suất", max_length=20, choices=Frequency)
    cut_off_rule = models.CharField("thời gian chốt số liệu", max_length=300)
    outline = models.TextField("mẫu đề cương")
    forms = models.TextField("biểu mẫu số liệu", blank=True)

    class Meta:
        verbose_name = "chế độ báo cáo"
        verbose_name_plural = "chế độ báo cáo"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Period(models.Model):
    """One period of a regime and its four dates."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "regime": "public",
        "code": "public",
        "starts_on": "public",
        "ends_on": "public",
        "cut_off_on": "public",
        "send_by": "public",
        "opened_at": "internal",
        "opened_by": "internal",
    }

    regime = models.ForeignKey(Regime, models.PROTECT, related_name="periods", verbose_name="chế độ báo cáo")
    code = models.CharField("kỳ", max_length=20)
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến ngày")
    cut_off_on = models.DateField("chốt số liệu")
    send_by = models.DateField("gửi chậm nhất")
    opened_at = models.DateTimeField("thời điểm mở")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người mở"
    )

    class Meta:
        verbose_name = "kỳ báo cáo"
        verbose_name_plural = "kỳ báo cáo"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["regime", "code"], name="period_once_in_regime"),
            models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="period_in_order"),
            models.CheckConstraint(condition=Q(cut_off_on__lt=F("send_by")), name="cut_off_before_send_by"),
        ]

    def __str__(self) -> str:
        return f"{self.regime_id} {self.code}"

    @property
    def words(self) -> str:
        """The period as officials say it: «6 tháng đầu năm 2025»."""
        return period_words(self.code)


class ExpectedReportQuerySet(models.QuerySet["ExpectedReport"]):
    """Small, composable questions."""

    def owed(self) -> ExpectedReportQuerySet:
        """Those still owed under their own name: what was passed on to a successor is counted there, never twice."""
        return self.filter(ended_by__isnull=True)


class ExpectedReport(models.Model):
    """An agency that must report in a period, and why; frozen when the period opens.

    A succession event on or before the cut-off passes the duty on: the row gets `ended_by` and stays, the successor's
    row has it among `came_from` (docs/decisions/0015).
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "period": "internal",
        "agency": "internal",
        "reason": "internal",
        "began_by": "internal",
        "ended_by": "internal",
        "end_reason": "internal",
        "came_from": "internal",
    }

    period = models.ForeignKey(Period, models.PROTECT, related_name="expected", verbose_name="kỳ báo cáo")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", verbose_name="cơ quan")
    reason = models.CharField("lý do phải báo cáo", max_length=200)
    began_by = models.ForeignKey(
        "agencies.SuccessionEvent", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="do sự kiện"
    )
    ended_by = models.ForeignKey(
        "agencies.SuccessionEvent",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="chuyển đi do sự kiện",
    )
    end_reason = models.CharField("lý do không phải gửi nữa", max_length=400, blank=True)
    came_from = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="passed_on_to", verbose_name="nhận từ"
    )

    objects = ExpectedReportQuerySet.as_manager()

    class Meta:
        verbose_name = "báo cáo phải gửi"
        verbose_name_plural = "báo cáo phải gửi"
        ordering = ["period", "agency"]
        constraints = [
            models.UniqueConstraint(fields=["period", "agency"], name="expected_once"),
            models.CheckConstraint(
                condition=Q(ended_by__isnull=True) | ~Q(end_reason=""), name="passed_on_report_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} @ {self.period_id}"


class Report(models.Model):
    """One agency's report of one period. `version` counts submissions; what was sent is in `versions`."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "period": "internal",
        "agency": "internal",
        "state": "internal",
        "version": "internal",
        "started_at": "internal",
        "first_submitted_at": "internal",
        "submitted_at": "internal",
        "submitted_by": "internal",
        "returned_at": "internal",
        "return_reason": "internal",
        "resubmit_by": "internal",
        "accepted_at": "internal",
        "accepted_by": "internal",
    }

    period = models.ForeignKey(Period, models.PROTECT, related_name="reports", verbose_name="kỳ báo cáo")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="reports", verbose_name="cơ quan")
    state = models.CharField("trạng thái", max_length=20, choices=ReportState, default=ReportState.DRAFT)
    version = models.PositiveSmallIntegerField("lần gửi", default=0)
    started_at = models.DateTimeField("bắt đầu viết")
    first_submitted_at = models.DateTimeField("gửi lần đầu", null=True, blank=True)
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
                condition=~Q(state=ReportState.ACCEPTED) | Q(accepted_at__isnull=False),
                name="accepted_report_has_instant",
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
    }

    report = models.ForeignKey(Report, models.PROTECT, related_name="versions", verbose_name="báo cáo")
    number = models.PositiveSmallIntegerField("lần gửi")
    content = models.JSONField("nội dung")
    submitted_at = models.DateTimeField("gửi lúc")
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người gửi"
    )

    class Meta:
        verbose_name = "lần gửi báo cáo"
        verbose_name_plural = "lần gửi báo cáo"
        ordering = ["report", "number"]
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="version_once")]

    def __str__(self) -> str:
        return f"{self.report_id} lần {self.number}"


class Consolidation(models.Model):
    """A report made from the reports below: a snapshot with provenance."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "period": "internal",
        "number": "internal",
        "made_at": "internal",
        "made_by": "internal",
        "summary": "internal",
    }

    period = models.ForeignKey(Period, models.PROTECT, related_name="consolidations", verbose_name="kỳ báo cáo")
    number = models.PositiveSmallIntegerField("lần tổng hợp")
    made_at = models.DateTimeField("tổng hợp lúc")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người tổng hợp"
    )
    # Counts and names as of the snapshot: expected, on time, late, missing with reasons.
    summary = models.JSONField("tình hình gửi báo cáo", default=dict)

    class Meta:
        verbose_name = "báo cáo tổng hợp"
        verbose_name_plural = "báo cáo tổng hợp"
        ordering = ["period", "-number"]
        constraints = [models.UniqueConstraint(fields=["period", "number"], name="consolidation_once")]

    def __str__(self) -> str:
        return f"{self.period_id} lần {self.number}"


class Passage(models.Model):
    """One paragraph of a consolidation. An edit changes `text`; `first_text` and the sources stay."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "consolidation": "internal",
        "kind": "internal",
        "task": "internal",
        "order": "internal",
        "first_text": "internal",
        "text": "internal",
        "is_left_out": "internal",
        "same_as": "internal",
        "edited_at": "internal",
        "edited_by": "internal",
        "revision": "internal",
    }

    consolidation = models.ForeignKey(
        Consolidation, models.PROTECT, related_name="passages", verbose_name="báo cáo tổng hợp"
    )
    kind = models.CharField("phần", max_length=20, choices=PassageKind)
    task = models.ForeignKey(
        "plans.Task", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="nhiệm vụ"
    )
    order = models.PositiveIntegerField("thứ tự")
    first_text = models.TextField("nguyên văn")
    text = models.TextField("nội dung")
    is_left_out = models.BooleanField("không đưa vào báo cáo", default=False)
    # Another passage that seems to tell of the same activity: shown to a person, never added or dropped silently.
    same_as = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="có thể trùng với"
    )
    edited_at = models.DateTimeField("sửa lúc", null=True, blank=True)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người sửa"
    )
    revision = models.PositiveIntegerField("lần sửa", default=0)

    class Meta:
        verbose_name = "đoạn tổng hợp"
        verbose_name_plural = "đoạn tổng hợp"
        ordering = ["consolidation", "order"]
        constraints = [models.UniqueConstraint(fields=["consolidation", "order"], name="passage_order_once")]

    def __str__(self) -> str:
        return self.text[:60]


class PassageSource(models.Model):
    """Where a passage comes from: a submitted version of an agency's report, and the field in it."""

    PRIVACY: ClassVar[dict[str, str]] = {"passage": "internal", "version": "internal", "field": "internal"}

    passage = models.ForeignKey(Passage, models.CASCADE, related_name="sources", verbose_name="đoạn tổng hợp")
    version = models.ForeignKey(ReportVersion, models.PROTECT, related_name="+", verbose_name="lần gửi báo cáo")
    field = models.CharField("mục", max_length=40)

    class Meta:
        verbose_name = "nguồn của đoạn"
        verbose_name_plural = "nguồn của đoạn"
        ordering = ["passage", "pk"]

    def __str__(self) -> str:
        return f"{self.passage_id} ← {self.version_id}"
