"""States of a reading."""

from django.db import models


class ReadingState(models.TextChoices):
    """A reading waits for a person's review until a person adopts it as a plan; nothing adopts itself."""

    IN_REVIEW = "in_review", "Chờ rà soát"
    ADOPTED = "adopted", "Đã thành kế hoạch"
