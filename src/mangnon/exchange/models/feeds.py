"""Addresses at which a person's calendar program fetches the person's deadlines."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class CalendarFeed(models.Model):
    """A secret address of one person, kept as a digest only. A new one revokes the one before."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "user": "internal",
        "digest": "internal",
        "made_at": "internal",
        "revoked_at": "internal",
        "fetched_on": "internal",
    }

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="người dùng")
    digest = models.CharField("mã băm của địa chỉ", max_length=64, unique=True)
    made_at = models.DateTimeField("thời điểm tạo")
    revoked_at = models.DateTimeField("thời điểm thu hồi", null=True, blank=True)
    # A day is enough to see that an address is used; a program asks many times a day.
    fetched_on = models.DateField("ngày được tải gần nhất", null=True, blank=True)

    class Meta:
        verbose_name = "địa chỉ lịch"
        verbose_name_plural = "địa chỉ lịch"
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(revoked_at__isnull=True), name="one_open_calendar_feed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}"
