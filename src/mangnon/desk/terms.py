"""Choices of desk (docs/glossary.md)."""

from django.db import models


class BulkKind(models.TextChoices):
    """What is done to several assignments at once: of one's own agency, or by the body that gave them."""

    ACCEPT = "accept", "Tiếp nhận nhiều phân công"
    PROGRESS = "progress", "Ghi tiến độ nhiều phân công"
    EXTENSION = "extension", "Xin gia hạn nhiều phân công"
    COMPLETE = "complete", "Báo hoàn thành nhiều phân công"
    CONFIRM = "confirm", "Nghiệm thu nhiều phân công"
    GRANT = "grant", "Đồng ý gia hạn nhiều phân công"
    REFUSE = "refuse", "Không đồng ý gia hạn nhiều phân công"
    RECALL = "recall", "Thu hồi nhiều phân công"


HOLDER_KINDS = (BulkKind.ACCEPT, BulkKind.PROGRESS, BulkKind.EXTENSION, BulkKind.COMPLETE)
GIVER_KINDS = (BulkKind.CONFIRM, BulkKind.GRANT, BulkKind.REFUSE, BulkKind.RECALL)
# A recall takes with it what was given on below and the open periods: no one step puts that back.
NOT_UNDONE = (BulkKind.RECALL,)


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
    PARTIAL = "chua-du-so", "Chưa đủ số"
    UNKNOWN = "chua-co-so", "Chưa có số"
