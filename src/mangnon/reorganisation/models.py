"""Event files that an administrator has brought in, kept until they are applied or for ever."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class ReceivedEvents(models.Model):
    """A file of succession events somebody uploaded for a province: checked in itself, not yet applied."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "code": "public",
        "title": "public",
        "content": "internal",
        "digest": "internal",
        "territory_code": "internal",
        "received_at": "internal",
        "received_by": "internal",
    }

    code = models.CharField("mã", max_length=80)
    title = models.CharField("tên gọi", max_length=300)
    # The file as it came, so that what is applied later is what was received.
    content = models.TextField("nội dung tệp")
    digest = models.CharField("mã băm", max_length=64)
    territory_code = models.CharField("mã tỉnh", max_length=10)
    received_at = models.DateTimeField("nhận lúc")
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người nhận"
    )

    class Meta:
        verbose_name = "tệp sự kiện đã nhận"
        verbose_name_plural = "tệp sự kiện đã nhận"
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["territory_code", "code"], name="event_file_code_once_a_province"),
        ]

    def __str__(self) -> str:
        return self.title
