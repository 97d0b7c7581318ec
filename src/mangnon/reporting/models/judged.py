"""What the recipient says of single entries of a sending."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from mangnon.reporting.models.owing import ExpectedReport
from mangnon.reporting.models.written import Report
from mangnon.reporting.terms import EntryVerdict, MissingReason


class EntryReview(models.Model):
    """The recipient's verdict on one entry of a report: met, or to be mended (then with words).

    A met entry stays locked when the report is returned for others. `sending` is the version that was judged: a verdict
    «to be mended» on an earlier one asks to be judged anew. An amendment begins without verdicts.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "report": "internal",
        "task": "internal",
        "sending": "internal",
        "verdict": "internal",
        "words": "internal",
        "judged_at": "internal",
        "judged_by": "internal",
    }

    report = models.ForeignKey(Report, models.CASCADE, related_name="entry_reviews", verbose_name="báo cáo")
    task = models.ForeignKey(
        "plans.Task", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="nhiệm vụ"
    )
    sending = models.PositiveSmallIntegerField("lần gửi")
    verdict = models.CharField("nhận xét", max_length=10, choices=EntryVerdict)
    words = models.TextField("nội dung cần bổ sung", blank=True)
    judged_at = models.DateTimeField("nhận xét lúc")
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người nhận xét"
    )

    class Meta:
        verbose_name = "nhận xét từng mục"
        verbose_name_plural = "nhận xét từng mục"
        ordering = ["report", "task"]
        constraints = [
            models.UniqueConstraint(fields=["report", "task"], name="one_verdict_a_task"),
            models.UniqueConstraint(
                fields=["report"], condition=Q(task__isnull=True), name="one_verdict_on_the_general_part"
            ),
            models.CheckConstraint(
                condition=~Q(verdict=EntryVerdict.MEND) | ~Q(words=""), name="entry_to_mend_says_what"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.task_id or 'chung'} {self.verdict}"


class NamedMissing(models.Model):
    """A report from the tier below that is not there, named with a reason by the body it should have come to.

    The report above may then be accepted without it. It stays when the missing report comes after all.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "expected": "internal",
        "reason_code": "internal",
        "words": "internal",
        "named_at": "internal",
        "named_by": "internal",
    }

    expected = models.OneToOneField(
        ExpectedReport, models.CASCADE, related_name="named_missing", verbose_name="báo cáo phải gửi"
    )
    reason_code = models.CharField("vì sao thiếu", max_length=20, choices=MissingReason)
    words = models.CharField("lý do", max_length=400, blank=True)
    named_at = models.DateTimeField("nêu lúc")
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người nêu"
    )

    class Meta:
        verbose_name = "báo cáo thiếu đã nêu lý do"
        verbose_name_plural = "báo cáo thiếu đã nêu lý do"
        ordering = ["expected"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason_code=MissingReason.OTHER) | ~Q(words=""), name="other_reason_has_words"
            )
        ]

    def __str__(self) -> str:
        return f"{self.expected_id}: {self.reason_code}"
