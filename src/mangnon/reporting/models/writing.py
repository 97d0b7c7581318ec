"""While a report is being written: which recorded facts went into its boxes, and who is writing now."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from mangnon.reporting.models.owing import ExpectedReport
from mangnon.reporting.models.written import ReportEntry
from mangnon.reporting.terms import FactKind


class EntrySource(models.Model):
    """A recorded fact whose words were put into a box: what it was, and what it said then.

    `ref` is the record's key (no foreign key: a fact may be withdrawn, what was written from it stays); `digest` is of
    what the record said when it was used: another one today means that the fact has changed since. `words` are the
    sentences put in.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "entry": "internal",
        "box": "internal",
        "kind": "internal",
        "ref": "internal",
        "label": "internal",
        "words": "internal",
        "digest": "internal",
        "used_at": "internal",
        "used_by": "internal",
    }

    entry = models.ForeignKey(ReportEntry, models.CASCADE, related_name="sources", verbose_name="mục báo cáo")
    box = models.CharField("ô", max_length=20)
    kind = models.CharField("loại nguồn", max_length=20, choices=FactKind)
    ref = models.PositiveBigIntegerField("mã bản ghi")
    label = models.CharField("nguồn", max_length=300)
    words = models.TextField("lời đã đưa vào")
    digest = models.CharField("dấu của nội dung nguồn", max_length=64)
    used_at = models.DateTimeField("đưa vào lúc")
    used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người đưa vào"
    )

    class Meta:
        verbose_name = "nguồn của mục báo cáo"
        verbose_name_plural = "nguồn của mục báo cáo"
        ordering = ["entry", "box", "pk"]
        constraints = [models.UniqueConstraint(fields=["entry", "box", "kind", "ref"], name="fact_once_in_a_box")]

    def __str__(self) -> str:
        return f"{self.box} ← {self.kind} {self.ref}"


class WritingPresence(models.Model):
    """Who was last writing a report, and in which box. Counts for a minute; rows of past days are removed."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "expected": "internal",
        "person": "personal",
        "task": "internal",
        "box": "internal",
        "seen_at": "internal",
    }

    expected = models.ForeignKey(
        ExpectedReport, models.CASCADE, related_name="writing_now", verbose_name="báo cáo phải gửi"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="người viết")
    task = models.ForeignKey(
        "plans.Task", models.CASCADE, null=True, blank=True, related_name="+", verbose_name="nhiệm vụ"
    )
    box = models.CharField("ô", max_length=20, blank=True)
    seen_at = models.DateTimeField("thời điểm")

    class Meta:
        verbose_name = "người đang viết báo cáo"
        verbose_name_plural = "người đang viết báo cáo"
        ordering = ["expected", "-seen_at"]
        constraints = [models.UniqueConstraint(fields=["expected", "person"], name="person_once_at_a_report")]

    def __str__(self) -> str:
        return f"{self.expected_id}: {self.person_id}"
