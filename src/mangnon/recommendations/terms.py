"""Choices of the registry of recommendations (docs/glossary.md)."""

from django.db import models


class LinkKind(models.TextChoices):
    """What a paper, a plan or a task does for a recommendation (domain.md, 4)."""

    IMPLEMENTS = "implements", "Thực hiện khuyến nghị"
    GUIDES = "guides", "Hướng dẫn thực hiện khuyến nghị"
    AMENDS = "amends", "Sửa đổi, bổ sung việc thực hiện"
    REPLACES = "replaces", "Thay thế việc thực hiện trước"
    CONTINUES = "continues", "Tiếp tục việc thực hiện trước"


class LinkBasis(models.TextChoices):
    """How a link came about. Nothing links itself: a suggestion becomes a link when a person accepts it."""

    BY_HAND = "by_hand", "Người phụ trách ghi"
    ACCEPTED = "accepted", "Người phụ trách chấp nhận gợi ý"
    IMPORTED = "imported", "Theo danh mục được nạp"


class RowVerdict(models.TextChoices):
    """What a row of a list of paragraphs leads to."""

    NEW = "new", "Đoạn mới"
    CHANGED = "changed", "Có thay đổi"
    UNCHANGED = "unchanged", "Đã có, không đổi"
    WRONG = "wrong", "Cần sửa"
