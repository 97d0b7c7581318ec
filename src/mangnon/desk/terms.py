"""Choices of desk (docs/glossary.md)."""

from django.db import models


class BulkKind(models.TextChoices):
    """What is done to several assignments of one's agency at once."""

    ACCEPT = "accept", "Tiếp nhận nhiều phân công"
    PROGRESS = "progress", "Ghi tiến độ nhiều phân công"
    EXTENSION = "extension", "Xin gia hạn nhiều phân công"
    COMPLETE = "complete", "Báo hoàn thành nhiều phân công"
