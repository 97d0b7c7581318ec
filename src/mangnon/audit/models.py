"""Audit rows: no foreign keys, so that evidence outlives what it speaks of (docs/decisions/0004, 0018)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from mangnon.audit.rules import GENESIS
from mangnon.audit.terms import Fault


class AuditRow(models.Model):
    """One act. `hash` covers what the row says, its place and the hash before it, by the row's `form` (rules.py).

    `at` is the product's clock, which a training site moves; `chained_at` is the machine's. `sequence`, `chained_at`
    and both hashes are None or empty only inside the transaction that writes the row, and only on PostgreSQL.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "sequence": "internal",
        "form": "internal",
        "at": "internal",
        "chained_at": "internal",
        "by_moved_clock": "internal",
        "actor_id": "personal",
        "actor_label": "personal",
        "actor_role": "internal",
        "acts_for": "personal",
        "post_id": "personal",
        "agency_code": "internal",
        "agency_name": "internal",
        "territory_code": "internal",
        "origin": "personal",
        "act": "internal",
        "object_type": "internal",
        "object_id": "internal",
        "before": "internal",
        "after": "internal",
        "details": "internal",
        "reason": "internal",
        "content_hash": "internal",
        "previous_hash": "internal",
        "hash": "internal",
    }

    sequence = models.BigIntegerField("số thứ tự", unique=True, null=True)
    form = models.PositiveSmallIntegerField("cách ghi", default=1)
    at = models.DateTimeField("thời điểm")
    chained_at = models.DateTimeField("thời điểm vào chuỗi", null=True)
    by_moved_clock = models.BooleanField("theo đồng hồ tập huấn", null=True)
    actor_id = models.BigIntegerField("mã người thực hiện", null=True)
    actor_label = models.CharField("người thực hiện", max_length=200)
    actor_role = models.CharField("vai trò", max_length=40)
    acts_for = models.CharField("người được thay", max_length=200, blank=True, default="")
    post_id = models.BigIntegerField("mã vị trí công tác", null=True)
    agency_code = models.CharField("mã cơ quan", max_length=60, blank=True)
    agency_name = models.CharField("tên cơ quan", max_length=300, blank=True, default="")
    territory_code = models.CharField("mã tỉnh", max_length=20, blank=True, default="")
    origin = models.CharField("nơi thực hiện", max_length=100, blank=True, default="")
    act = models.CharField("việc làm", max_length=60)
    object_type = models.CharField("loại đối tượng", max_length=60)
    object_id = models.CharField("mã đối tượng", max_length=80)
    before = models.JSONField("trước", null=True, default=None)
    after = models.JSONField("sau", null=True, default=None)
    details = models.JSONField("chi tiết", default=dict)
    reason = models.TextField("lý do", blank=True)
    content_hash = models.CharField("mã băm nội dung", max_length=64, blank=True, default="")
    previous_hash = models.CharField("mã băm trước", max_length=64, blank=True)
    hash = models.CharField("mã băm", max_length=64, blank=True)

    class Meta:
        verbose_name = "dòng nhật ký"
        verbose_name_plural = "nhật ký"
        ordering = ["id"]
        indexes = [
            models.Index(fields=["object_type", "object_id", "id"], name="audit_of_object"),
            models.Index(fields=["territory_code", "id"], name="audit_of_province"),
            models.Index(fields=["territory_code", "at"], name="audit_of_day"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence}: {self.act} {self.object_type} {self.object_id}"


class ChainHead(models.Model):
    """The single row that is locked to append: number, hash and real day (in Viet Nam) of the last audit row."""

    PRIVACY: ClassVar[dict[str, str]] = {"sequence": "internal", "hash": "internal", "day": "internal"}

    sequence = models.BigIntegerField("số cuối", default=0)
    hash = models.CharField("mã băm cuối", max_length=64, default=GENESIS)
    day = models.DateField("ngày của dòng cuối", null=True)

    class Meta:
        verbose_name = "đầu chuỗi nhật ký"
        verbose_name_plural = "đầu chuỗi nhật ký"

    def __str__(self) -> str:
        return f"đến dòng {self.sequence}"


class Anchor(models.Model):
    """Where the chain stood at the end of a real day: a line to keep elsewhere (`anchors.line_of`)."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "day": "internal",
        "sequence": "internal",
        "hash": "internal",
        "count": "internal",
        "made_at": "internal",
    }

    day = models.DateField("ngày")
    sequence = models.BigIntegerField("số dòng cuối", unique=True)
    hash = models.CharField("mã băm", max_length=64)
    count = models.BigIntegerField("số dòng từ mốc trước")
    made_at = models.DateTimeField("ghi lúc")

    class Meta:
        verbose_name = "mốc neo nhật ký"
        verbose_name_plural = "mốc neo nhật ký"
        ordering = ["sequence"]

    def __str__(self) -> str:
        return f"{self.day}: đến dòng {self.sequence}"


class ArchiveSegment(models.Model):
    """A stretch of the chain that was moved into a file: its ends stay, so that the chain can still be walked."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "first_sequence": "internal",
        "last_sequence": "internal",
        "previous_hash": "internal",
        "last_hash": "internal",
        "last_chained_at": "internal",
        "count": "internal",
        "file_name": "internal",
        "file_sha256": "internal",
        "made_at": "internal",
    }

    first_sequence = models.BigIntegerField("từ dòng số", unique=True)
    last_sequence = models.BigIntegerField("đến dòng số", unique=True)
    previous_hash = models.CharField("mã băm trước đoạn", max_length=64)
    last_hash = models.CharField("mã băm cuối đoạn", max_length=64)
    last_chained_at = models.DateTimeField("thời điểm dòng cuối vào chuỗi", null=True)
    count = models.BigIntegerField("số dòng")
    file_name = models.CharField("tên tệp", max_length=255)
    file_sha256 = models.CharField("mã băm tệp", max_length=64)
    made_at = models.DateTimeField("lưu trữ lúc")

    class Meta:
        verbose_name = "đoạn nhật ký đã lưu trữ"
        verbose_name_plural = "đoạn nhật ký đã lưu trữ"
        ordering = ["first_sequence"]

    def __str__(self) -> str:
        return f"{self.first_sequence}–{self.last_sequence}"


class ChainCheck(models.Model):
    """One verification and its answer. An incremental one starts behind what an intact one has reached."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "at": "internal",
        "from_sequence": "internal",
        "to_sequence": "internal",
        "last_hash": "internal",
        "is_intact": "internal",
        "first_broken": "internal",
        "fault": "internal",
        "reason": "internal",
    }

    at = models.DateTimeField("kiểm tra lúc")
    from_sequence = models.BigIntegerField("từ dòng số")
    to_sequence = models.BigIntegerField("đến dòng số")
    last_hash = models.CharField("mã băm cuối", max_length=64)
    is_intact = models.BooleanField("nguyên vẹn")
    first_broken = models.BigIntegerField("sai từ dòng số", null=True)
    fault = models.CharField("loại sai lệch", max_length=20, choices=Fault, blank=True)
    reason = models.TextField("bằng lời", blank=True)

    class Meta:
        verbose_name = "lần kiểm tra nhật ký"
        verbose_name_plural = "lần kiểm tra nhật ký"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.at}: {'nguyên vẹn' if self.is_intact else self.reason}"
