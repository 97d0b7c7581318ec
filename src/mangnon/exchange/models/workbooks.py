"""Workbooks given to bodies without an account, and what came back in them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class WorkbookIssue(models.Model):
    """One workbook as it was given out: to which body, of which plan, the how many-th, and what stood in it.

    `given` holds, row by row, the assignment with its version and the cells that may not be changed
    (`workbooks.form.GIVEN`). `nonce` is in the signed sheet: a number that is guessed names no workbook.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "plan": "public",
        "agency": "public",
        "number": "internal",
        "nonce": "internal",
        "given": "internal",
        "issued_at": "internal",
        "issued_by": "internal",
    }

    plan = models.ForeignKey("plans.Plan", models.PROTECT, related_name="+", verbose_name="kế hoạch")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", verbose_name="cơ quan")
    number = models.PositiveIntegerField("lần phát hành")
    nonce = models.CharField("mã ngẫu nhiên", max_length=32, unique=True)
    given = models.JSONField("nội dung đã giao", default=list)
    issued_at = models.DateTimeField("thời điểm phát hành")
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người phát hành"
    )

    class Meta:
        verbose_name = "tệp Excel đã phát hành"
        verbose_name_plural = "tệp Excel đã phát hành"
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "agency", "number"], name="workbook_number_once"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="workbook_number_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}/{self.agency_id}, lần {self.number}"


class WorkbookReceipt(models.Model):
    """A workbook that came back and was merged. `digest` is of what was filled in: saved again by another program it is
    the same receipt."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "issue": "internal",
        "digest": "internal",
        "merged": "internal",
        "refused": "internal",
        "received_at": "internal",
        "received_by": "internal",
    }

    issue = models.ForeignKey(WorkbookIssue, models.PROTECT, related_name="receipts", verbose_name="tệp đã phát hành")
    digest = models.CharField("mã băm nội dung điền", max_length=64)
    merged = models.PositiveIntegerField("số dòng đã nhập")
    refused = models.PositiveIntegerField("số dòng chưa nhập được")
    received_at = models.DateTimeField("thời điểm nhận")
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người nhận"
    )

    class Meta:
        verbose_name = "lần nhận tệp Excel"
        verbose_name_plural = "lần nhận tệp Excel"
        ordering = ["-received_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.issue_id}: {self.digest[:8]}"


class WorkbookRow(models.Model):
    """What a row of a workbook said when it was merged: the same words again do nothing, other words only what is new.

    `answers` are the filled cells by name; the last row of an assignment in an issue is what is already done.
    `last_note`: the last word on its progress (an id) once the row was merged; what is said later is newer.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "issue": "internal",
        "receipt": "internal",
        "assignment": "internal",
        "digest": "internal",
        "answers": "internal",
        "last_note": "internal",
    }

    issue = models.ForeignKey(WorkbookIssue, models.PROTECT, related_name="rows", verbose_name="tệp đã phát hành")
    receipt = models.ForeignKey(WorkbookReceipt, models.PROTECT, related_name="rows", verbose_name="lần nhận")
    assignment = models.ForeignKey("plans.Assignment", models.PROTECT, related_name="+", verbose_name="phân công")
    digest = models.CharField("mã băm nội dung dòng", max_length=64)
    answers = models.JSONField("nội dung điền", default=dict)
    last_note = models.PositiveBigIntegerField("ghi nhận tiến độ gần nhất", null=True, blank=True)

    class Meta:
        verbose_name = "dòng đã nhập của tệp Excel"
        verbose_name_plural = "dòng đã nhập của tệp Excel"
        ordering = ["issue", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["issue", "assignment", "digest"], name="workbook_row_once"),
        ]

    def __str__(self) -> str:
        return f"{self.issue_id}/{self.assignment_id}"


class ReportFormReceipt(models.Model):
    """A report form that came back and changed something: which saving it made of each entry, which sending it became.

    `nonce` is in the form's signed sheet; `revisions` maps a task's id (0: the general part; of a call the question's
    id) to the number of its saving. Sent again, the form may go on from there; what somebody saved on the site since is
    not written over.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "nonce": "internal",
        "period": "internal",
        "agency": "internal",
        "revisions": "internal",
        "sending": "internal",
        "received_at": "internal",
        "received_by": "internal",
    }

    nonce = models.CharField("mã ngẫu nhiên", max_length=32, db_index=True)
    period = models.ForeignKey("reporting.Period", models.PROTECT, related_name="+", verbose_name="kỳ báo cáo")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", verbose_name="cơ quan")
    revisions = models.JSONField("lần lưu của từng mục", default=dict)
    sending = models.PositiveSmallIntegerField("lần gửi", default=0)
    received_at = models.DateTimeField("thời điểm nhận")
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người nhận"
    )

    class Meta:
        verbose_name = "lần nhận phiếu báo cáo"
        verbose_name_plural = "lần nhận phiếu báo cáo"
        ordering = ["-received_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.agency_id} @ {self.period_id}"


class WorkbookBatch(models.Model):
    """Workbooks for many bodies asked for at once. `issues` grows with each that is made."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "job": "internal",
        "plan": "public",
        "agency": "internal",
        "wanted": "internal",
        "issues": "internal",
        "requested_by": "internal",
        "requested_at": "internal",
    }

    job = models.OneToOneField(
        "jobs.Job", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="việc chạy nền"
    )
    plan = models.ForeignKey("plans.Plan", models.PROTECT, related_name="+", verbose_name="kế hoạch")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", verbose_name="cơ quan phát hành")
    wanted = models.JSONField("các cơ quan cần tệp", default=list)
    issues = models.JSONField("các tệp đã phát hành", default=list)
    requested_at = models.DateTimeField("thời điểm yêu cầu")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người yêu cầu"
    )

    class Meta:
        verbose_name = "đợt phát hành tệp Excel"
        verbose_name_plural = "đợt phát hành tệp Excel"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.plan_id}: {len(self.wanted)}"
