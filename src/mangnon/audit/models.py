"""Audit rows: no foreign keys, so that evidence outlives what it speaks of (docs/decisions/0004)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class AuditRow(models.Model):
    """One act. `hash` covers the row's canonical form and the hash before it."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "sequence": "internal",
        "at": "internal",
        "actor_id": "personal",
        "actor_label": "personal",
        "actor_role": "internal",
        "agency_code": "internal",
        "act": "internal",
        "object_type": "internal",
        "object_id": "internal",
        "details": "internal",
        "reason": "internal",
        "previous_hash": "internal",
        "hash": "internal",
    }

    sequence = models.BigIntegerField("số thứ tự", unique=True)
    at = models.DateTimeField("thời điểm")
    actor_id = models.BigIntegerField("mã người thực hiện", null=True)
    actor_label = models.CharField("người thực hiện", max_length=200)
    actor_role = models.CharField("vai trò", max_length=40)
    agency_code = models.CharField("mã cơ quan", max_length=60, blank=True)
    act = models.CharField("việc làm", max_length=60)
    object_type = models.CharField("loại đối tượng", max_length=60)
    object_id = models.CharField("mã đối tượng", max_length=80)
    details = models.JSONField("chi tiết", default=dict)
    reason = models.TextField("lý do", blank=True)
    previous_hash = models.CharField("mã băm trước", max_length=64)
    hash = models.CharField("mã băm", max_length=64)

    class Meta:
        verbose_name = "dòng nhật ký"
        verbose_name_plural = "nhật ký"
        ordering = ["sequence"]
        indexes = [models.Index(fields=["object_type", "object_id", "sequence"], name="audit_object")]

    def __str__(self) -> str:
        return f"{self.sequence}: {self.act} {self.object_type} {self.object_id}"


class ChainHead(models.Model):
    """The single row that writers lock to append: its number and hash are those of the last audit row."""

    PRIVACY: ClassVar[dict[str, str]] = {"sequence": "internal", "hash": "internal"}

    sequence = models.BigIntegerField("số cuối", default=0)
    hash = models.CharField("mã băm cuối", max_length=64, default="0" * 64)

    class Meta:
        verbose_name = "đầu chuỗi nhật ký"
        verbose_name_plural = "đầu chuỗi nhật ký"

    def __str__(self) -> str:
        return f"đến dòng {self.sequence}"
