"""Choices of desk (docs/glossary.md)."""

from django.db import models


class BulkKind(models.TextChoices):
    """What is done to several assignments of one's agency at once."""

    ACCEPT = "accept", "Tiếp nhận nhiều phân công"
    PROGRESS = "progress", "Ghi tiến độ nhiều phân công"
    EXTENSION = "extension", "Xin gia hạn nhiều phân công"
    COMPLETE = "complete", "Báo hoàn thành nhiều phân công"


class BodyGroup(models.TextChoices):
    """Groups in which bodies are counted on the overviews."""

    DEPARTMENT = "so-nganh", "Sở, ban, ngành"
    FRONT = "doan-the", "Mặt trận, đoàn thể"
    DISTRICT = "cap-huyen", "Cấp huyện"
    COMMUNE = "cap-xa", "Cấp xã"


class Completeness(models.TextChoices):
    """How much of a report was sent; computed, never stored."""

    FULL = "du", "Đủ nội dung"
    PARTIAL = "mot-phan", "Thiếu một phần"
    EMPTY = "khong-noi-dung", "Gửi không có nội dung"
    MISSING = "chua-gui", "Chưa gửi"


class TargetView(models.TextChoices):
    """How an indicator stands to its target on the overviews; computed, never stored."""

    MET = "dat", "Đạt"
    NEAR = "gan-dat", "Gần đạt"
    NOT_MET = "chua-dat", "Chưa đạt"
    UNKNOWN = "chua-co-so", "Chưa có số"
