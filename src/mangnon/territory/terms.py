"""Levels of units."""

from django.db import models


class Level(models.TextChoices):
    """A unit's level. Districts end on 30 June 2025."""

    PROVINCE = "province", "Cấp tỉnh"
    DISTRICT = "district", "Cấp huyện"
    COMMUNE = "commune", "Cấp xã"
