"""By what figures are divided. One row for each combination of categories, found by its key."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from mangnon.indicators.terms import BasisTag, Concept


class Dimension(models.Model):
    """One way of dividing: sexes, one set of age bands, ethnicities, kinds of service.

    `is_partition`: its top categories do not overlap and leave nobody out, so that they must add up to the whole.
    Another set of age bands is another dimension of the same concept. `words` are those of the source.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "code": "public",
        "name": "public",
        "concept": "public",
        "is_partition": "public",
        "words": "public",
        "tag": "public",
        "position": "public",
    }

    code = models.SlugField("mã", max_length=40, unique=True)
    name = models.CharField("tên", max_length=200)
    concept = models.CharField("phân tổ theo", max_length=20, choices=Concept, default=Concept.OTHER)
    is_partition = models.BooleanField("các nhóm cộng lại bằng tổng số", default=True)
    words = models.CharField("theo văn bản", max_length=500, blank=True)
    tag = models.CharField("mức độ chắc chắn", max_length=1, choices=BasisTag, default=BasisTag.ENTERED)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "phân tổ"
        verbose_name_plural = "phân tổ"
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name


class Category(models.Model):
    """One group of a dimension. `parent`: the group it is a part of. Ages are whole years reached, both ends inside."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "dimension": "public",
        "code": "public",
        "name": "public",
        "parent": "public",
        "low_age": "public",
        "high_age": "public",
        "tag": "public",
        "position": "public",
    }

    dimension = models.ForeignKey(Dimension, models.PROTECT, related_name="categories", verbose_name="phân tổ")
    code = models.SlugField("mã", max_length=40)
    name = models.CharField("tên", max_length=200)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="thuộc nhóm"
    )
    low_age = models.PositiveSmallIntegerField("từ tuổi", null=True, blank=True)
    high_age = models.PositiveSmallIntegerField("đến hết tuổi", null=True, blank=True)
    tag = models.CharField("mức độ chắc chắn", max_length=1, choices=BasisTag, default=BasisTag.ENTERED)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "nhóm phân tổ"
        verbose_name_plural = "nhóm phân tổ"
        ordering = ["dimension", "position", "code"]
        constraints = [
            models.UniqueConstraint(fields=["dimension", "code"], name="category_once_in_dimension"),
            models.CheckConstraint(
                condition=Q(low_age__isnull=True) | Q(high_age__isnull=True) | Q(high_age__gte=F("low_age")),
                name="category_ages_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Breakdown(models.Model):
    """One combination of categories; the key «sex=female|age=5-9» is canonical. The empty key is the whole."""

    PRIVACY: ClassVar[dict[str, str]] = {"key": "public", "label": "public"}

    key = models.CharField("khóa", max_length=300, unique=True, blank=True)
    label = models.CharField("tên", max_length=500)

    class Meta:
        verbose_name = "tổ hợp phân tổ"
        verbose_name_plural = "tổ hợp phân tổ"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.label


class BreakdownPart(models.Model):
    """One category of a combination; at most one of a dimension."""

    PRIVACY: ClassVar[dict[str, str]] = {"breakdown": "public", "dimension": "public", "category": "public"}

    breakdown = models.ForeignKey(Breakdown, models.CASCADE, related_name="parts", verbose_name="tổ hợp")
    dimension = models.ForeignKey(Dimension, models.PROTECT, related_name="+", verbose_name="phân tổ")
    category = models.ForeignKey(Category, models.PROTECT, related_name="in_breakdowns", verbose_name="nhóm")

    class Meta:
        verbose_name = "thành phần của tổ hợp"
        verbose_name_plural = "thành phần của tổ hợp"
        ordering = ["breakdown", "dimension"]
        constraints = [
            models.UniqueConstraint(fields=["breakdown", "dimension"], name="dimension_once_in_breakdown"),
        ]

    def __str__(self) -> str:
        return f"{self.breakdown_id}: {self.category_id}"
