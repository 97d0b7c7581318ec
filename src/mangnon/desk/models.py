"""What a person keeps on the desk: filters with a name, and acts on many rows that can still be undone."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from mangnon.desk.terms import BulkKind


class SavedFilter(models.Model):
    """A filter of «Việc của tôi» under a name of one's own. `query` is the part of the address that says it."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "user": "internal",
        "name": "internal",
        "query": "internal",
        "is_default": "internal",
        "made_at": "internal",
    }

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="người lưu")
    name = models.CharField("tên", max_length=60)
    query = models.CharField("điều kiện", max_length=500)
    is_default = models.BooleanField("mở đầu tiên", default=False)
    made_at = models.DateTimeField("lưu lúc")

    class Meta:
        verbose_name = "bộ lọc đã lưu"
        verbose_name_plural = "bộ lọc đã lưu"
        ordering = ["user", "name"]
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="filter_name_once"),
            models.UniqueConstraint(fields=["user"], condition=Q(is_default=True), name="one_default_filter"),
        ]

    def __str__(self) -> str:
        return self.name


class BulkAct(models.Model):
    """One act on several assignments at once, by one person, and when it was undone."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "user": "internal",
        "agency": "internal",
        "kind": "internal",
        "made_at": "internal",
        "undone_at": "internal",
    }

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người thực hiện"
    )
    agency = models.ForeignKey(
        "agencies.Agency", models.PROTECT, null=True, related_name="+", verbose_name="thay mặt cơ quan"
    )
    kind = models.CharField("việc", max_length=20, choices=BulkKind)
    made_at = models.DateTimeField("thời điểm")
    undone_at = models.DateTimeField("hoàn tác lúc", null=True, blank=True)

    class Meta:
        verbose_name = "việc làm hàng loạt"
        verbose_name_plural = "việc làm hàng loạt"
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["user", "made_at"], name="bulk_acts_of_person")]

    def __str__(self) -> str:
        return f"{self.kind}"


class BulkActRow(models.Model):
    """One assignment of an act on several, and the version that the act left."""

    PRIVACY: ClassVar[dict[str, str]] = {"act": "internal", "assignment": "internal", "version": "internal"}

    act = models.ForeignKey(BulkAct, models.CASCADE, related_name="rows", verbose_name="việc làm hàng loạt")
    assignment = models.ForeignKey("plans.Assignment", models.PROTECT, related_name="+", verbose_name="phân công")
    version = models.PositiveIntegerField("phiên bản sau đó")

    class Meta:
        verbose_name = "dòng của việc làm hàng loạt"
        verbose_name_plural = "dòng của việc làm hàng loạt"
        ordering = ["act", "pk"]
        constraints = [models.UniqueConstraint(fields=["act", "assignment"], name="assignment_once_in_bulk_act")]

    def __str__(self) -> str:
        return f"{self.act_id}: {self.assignment_id}"
