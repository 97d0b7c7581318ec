"""Choices of outgoing (docs/glossary.md)."""

from __future__ import annotations

from django.db import models


class PaperState(models.TextChoices):
    """Where a paper stands on its way out."""

    DRAFT = "draft", "Dự thảo"
    NUMBERED = "numbered", "Đã cấp số"
    SIGNED = "signed", "Đã ký"
    ISSUED = "issued", "Đã ban hành"
    CANCELLED = "cancelled", "Đã hủy số"
    WITHDRAWN = "withdrawn", "Đã thu hồi"
    DROPPED = "dropped", "Đã bỏ dự thảo"


class Capacity(models.TextChoices):
    """In what capacity somebody signs (NĐ 30/2020/NĐ-CP, Article 13)."""

    HEAD = "head", "Người đứng đầu ký"
    DEPUTY = "deputy", "Ký thay (KT.)"
    ON_ORDER = "on_order", "Ký thừa lệnh (TL.)"
    DELEGATED = "delegated", "Ký thừa ủy quyền (TUQ.)"
    ACTING = "acting", "Quyền cấp trưởng (Q.)"


class AddressRole(models.TextChoices):
    """Why somebody gets the paper."""

    ADDRESSEE = "addressee", "Kính gửi"
    RECIPIENT = "recipient", "Nơi nhận"


class Relation(models.TextChoices):
    """What a paper does to an earlier one (NĐ 30/2020/NĐ-CP, Article 18)."""

    REPLACES = "replaces", "Thay thế"
    CORRECTS = "corrects", "Đính chính"
    WITHDRAWS = "withdraws", "Thu hồi"


class FileRole(models.TextChoices):
    """What a file of a paper is."""

    DRAFT = "draft", "Bản thảo"
    EDITABLE = "editable", "Bản sửa được"
    FINAL = "final", "Bản trình ký"
    SIGNED = "signed", "Bản đã ký"
    SCAN = "scan", "Bản chụp văn bản giấy đã ký"
    ANNEX = "annex", "Phụ lục kèm theo"


class SignatureKind(models.TextChoices):
    """Whose signature a paper carries."""

    PERSON = "person", "Chữ ký số của người ký"
    AGENCY = "agency", "Chữ ký số của cơ quan"
    PAPER = "paper", "Ký trên bản giấy"


class Urgency(models.TextChoices):
    """How fast a paper must go (NĐ 30/2020/NĐ-CP, Appendix I)."""

    NORMAL = "normal", "Thường"
    URGENT = "urgent", "Khẩn"
    VERY_URGENT = "very_urgent", "Thượng khẩn"
    EXPRESS = "express", "Hỏa tốc"
