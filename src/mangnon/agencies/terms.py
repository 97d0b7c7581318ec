"""Kinds of succession events and of posts (docs/glossary.md)."""

from __future__ import annotations

from django.db import models


class EventKind(models.TextChoices):
    """What happens to bodies of state on a day (domain.md, 3)."""

    RENAME = "rename", "Đổi tên"
    MERGE = "merge", "Sáp nhập, hợp nhất"
    SPLIT = "split", "Chia tách theo nhiệm vụ"
    TRANSFER = "transfer", "Chuyển nhiệm vụ"
    DISSOLVE = "dissolve", "Giải thể"
    ABOLISH_LEVEL = "abolish_level", "Bỏ cấp hành chính"


class FactTag(models.TextChoices):
    """How well a fact of law is known; R and D are shown as «chưa kiểm chứng»."""

    VERIFIED = "V", "Đã đọc văn bản gốc"
    SECONDARY = "S", "Theo nguồn thứ cấp"
    RECALLED = "R", "Chưa kiểm chứng (theo trí nhớ)"
    DERIVED = "D", "Chưa kiểm chứng (suy luận)"


class PostKind(models.TextChoices):
    """How a person holds a post."""

    REGULAR = "regular", "Chính thức"
    ACTING = "acting", "Phụ trách, quyền"
    COVER = "cover", "Làm thay khi vắng"
