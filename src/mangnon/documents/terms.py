"""States of a reading, and what one paper says of another."""

from django.db import models


class ReadingState(models.TextChoices):
    """A reading waits for a person's review until a person adopts it as a plan; nothing adopts itself."""

    IN_REVIEW = "in_review", "Chờ rà soát"
    ADOPTED = "adopted", "Đã thành kế hoạch"


class CitationKind(models.TextChoices):
    """What a paper says of another one."""

    BASIS = "basis", "Căn cứ"
    IMPLEMENTS = "implements", "Thực hiện"
    REPLACES = "replaces", "Thay thế"
    AMENDS = "amends", "Sửa đổi, bổ sung"
    CONTINUES = "continues", "Tiếp tục thực hiện"
    CITES = "cites", "Nhắc đến"


class PhraseKind(models.TextChoices):
    """What a phrase learned from an adopted reading is."""

    BODY = "body", "Tên cơ quan"
    CLASS = "class", "Nhóm cơ quan"
    TIME = "time", "Cách ghi thời hạn"
