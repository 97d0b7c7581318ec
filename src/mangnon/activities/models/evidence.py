"""Evidence: a stored file with what it shows, attached to where it proves something."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from mangnon.activities.models.work import Activity


class Evidence(models.Model):
    """A file that proves something of an assignment: of one of its activities, of a progress note, or of it as a whole.

    Who sees the assignment's plan may read it. Wrong evidence is withdrawn with a reason; the row stays.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "assignment": "internal",
        "activity": "internal",
        "note": "internal",
        "file": "internal",
        "name": "internal",
        "description": "internal",
        "evidence_on": "internal",
        "added_at": "internal",
        "added_by": "internal",
        "withdrawn_at": "internal",
        "withdrawn_by": "internal",
        "withdrawn_reason": "internal",
    }

    assignment = models.ForeignKey(
        "plans.Assignment", models.PROTECT, related_name="evidence", verbose_name="phân công"
    )
    activity = models.ForeignKey(
        Activity, models.PROTECT, null=True, blank=True, related_name="evidence", verbose_name="hoạt động"
    )
    note = models.ForeignKey(
        "plans.ProgressNote",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name="ghi nhận tiến độ",
    )
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="evidence", verbose_name="tệp")
    name = models.CharField("tên tệp", max_length=200)
    description = models.CharField("chứng minh điều gì", max_length=500)
    evidence_on = models.DateField("ngày của bằng chứng", null=True, blank=True)
    added_at = models.DateTimeField("thời điểm gửi")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người gửi"
    )
    withdrawn_at = models.DateTimeField("thời điểm rút", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người rút"
    )
    withdrawn_reason = models.CharField("lý do rút", max_length=500, blank=True)

    class Meta:
        verbose_name = "bằng chứng"
        verbose_name_plural = "bằng chứng"
        ordering = ["-added_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(activity__isnull=True) | Q(note__isnull=True), name="evidence_of_one_thing"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_reason=""), name="withdrawn_evidence_says_why"
            ),
            models.UniqueConstraint(
                fields=["activity", "file"],
                condition=Q(withdrawn_at__isnull=True, activity__isnull=False),
                name="file_proves_activity_once",
            ),
            models.UniqueConstraint(
                fields=["note", "file"],
                condition=Q(withdrawn_at__isnull=True, note__isnull=False),
                name="file_proves_note_once",
            ),
            models.UniqueConstraint(
                fields=["assignment", "file"],
                condition=Q(withdrawn_at__isnull=True, activity__isnull=True, note__isnull=True),
                name="file_proves_assignment_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name
