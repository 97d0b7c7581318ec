"""Choices of calendars (docs/glossary.md)."""

from __future__ import annotations

from django.db import models


class DayKind(models.TextChoices):
    """What an entry says of a day."""

    OFF = "off", "Ngày nghỉ"
    SWAPPED_IN = "swapped_in", "Ngày làm bù"


class BasisTag(models.TextChoices):
    """How well an entry is known. Whoever enters a day names the document; R and D are shown as «chưa kiểm chứng»."""

    VERIFIED = "V", "Đã đọc văn bản gốc"
    SECONDARY = "S", "Theo nguồn thứ cấp"
    RECALLED = "R", "Chưa kiểm chứng (theo trí nhớ)"
    DERIVED = "D", "Chưa kiểm chứng (suy luận)"
    ENTERED = "E", "Do cơ quan nhập theo văn bản"


UNVERIFIED = (BasisTag.RECALLED, BasisTag.DERIVED)
