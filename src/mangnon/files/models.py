"""Files kept once, by their content."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from mangnon.files.terms import FileKind


class StoredFile(models.Model):
    """Some bytes, kept once under their SHA-256 however often and by whomever they are sent.

    Who may read them is not said here but by what they are attached to; names are kept there too. `stored_by` is who
    sent them first.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "sha256": "internal",
        "kind": "internal",
        "size": "internal",
        "stored_at": "internal",
        "stored_by": "internal",
    }

    sha256 = models.CharField("mã băm", max_length=64, unique=True)
    kind = models.CharField("loại tệp", max_length=10, choices=FileKind)
    size = models.BigIntegerField("kích thước (byte)")
    stored_at = models.DateTimeField("thời điểm lưu")
    stored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người gửi"
    )

    class Meta:
        verbose_name = "tệp lưu trữ"
        verbose_name_plural = "tệp lưu trữ"
        ordering = ["-stored_at", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(size__gt=0), name="stored_file_is_not_empty")]

    def __str__(self) -> str:
        return self.sha256[:12]
