"""The dictionary: sets of indicators, each with its formula, what it is divided by, and its targets."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mangnon.indicators.models.dimensions import Breakdown, Dimension
from mangnon.indicators.terms import UNVERIFIED, BasisTag, Comparison, Counts, Direction, IndicatorKind, Nature
from mangnon.territory.public import Unit


class IndicatorSet(models.Model):
    """The indicators of one paper. `owner`: the province whose own set it is; empty for a national one."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "code": "public",
        "name": "public",
        "legal_basis": "public",
        "source": "public",
        "note": "public",
        "tag": "public",
        "valid_from": "public",
        "valid_to": "public",
        "owner": "public",
        "position": "public",
    }

    code = models.SlugField("mã", max_length=40, unique=True)
    name = models.CharField("tên", max_length=300)
    legal_basis = models.CharField("căn cứ pháp lý", max_length=300)
    source = models.CharField("nguồn", max_length=500, blank=True)
    note = models.TextField("ghi chú", blank=True)
    tag = models.CharField("mức độ chắc chắn", max_length=1, choices=BasisTag, default=BasisTag.ENTERED)
    valid_from = models.DateField("có hiệu lực từ", null=True, blank=True)
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    owner = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bộ chỉ tiêu riêng của"
    )
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "bộ chỉ tiêu"
        verbose_name_plural = "bộ chỉ tiêu"
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name


class Indicator(models.Model):
    """One thing that is counted. Its full code is «set/code».

    A RATE keeps numerator and denominator and is `multiplier` × their quotient; a COUNT keeps its number in the
    numerator; COMPUTED keeps nothing and is told by `expression` (rules.expressions).
    `part_of`: one of several formulas told under one indicator; that indicator keeps no figures (`is_heading`).
    `same_as` (with `same_breakdown`): another set's indicator with the same value, whose figures are this one's.
    `related_to`: one that speaks of the same and is not the same; why not is in `note`.
    `nature` and `denominator_nature` say how the two numbers add over time. `may_exceed`: a ratio, not a share.
    `counts`: whether small numbers could tell of persons, where somebody said so (rules.persons).
    `denominator_from`: the indicator whose number the denominator is.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "set": "public",
        "code": "public",
        "group": "public",
        "name": "public",
        "concept": "public",
        "kind": "public",
        "numerator_words": "public",
        "denominator_words": "public",
        "multiplier": "public",
        "unit_words": "public",
        "nature": "public",
        "denominator_nature": "public",
        "may_exceed": "public",
        "counts": "public",
        "direction": "public",
        "publication_words": "public",
        "breakdown_words": "public",
        "source_words": "public",
        "responsible_words": "public",
        "legal_basis": "public",
        "note": "public",
        "tag": "public",
        "valid_from": "public",
        "valid_to": "public",
        "position": "public",
        "part_of": "public",
        "is_heading": "public",
        "same_as": "public",
        "same_breakdown": "public",
        "related_to": "public",
        "denominator_from": "public",
        "expression": "public",
    }

    set = models.ForeignKey(IndicatorSet, models.PROTECT, related_name="indicators", verbose_name="bộ chỉ tiêu")
    code = models.SlugField("mã", max_length=20)
    group = models.CharField("nhóm", max_length=200, blank=True)
    name = models.CharField("tên", max_length=500)
    concept = models.TextField("khái niệm, cách tính", blank=True)
    kind = models.CharField("loại", max_length=10, choices=IndicatorKind)
    numerator_words = models.CharField("tử số", max_length=600, blank=True)
    denominator_words = models.CharField("mẫu số", max_length=600, blank=True)
    multiplier = models.DecimalField("hệ số", max_digits=9, decimal_places=0, null=True, blank=True)
    unit_words = models.CharField("đơn vị tính", max_length=60)
    nature = models.CharField("tính chất", max_length=10, choices=Nature)
    denominator_nature = models.CharField("tính chất của mẫu số", max_length=10, choices=Nature, blank=True)
    may_exceed = models.BooleanField("tử số có thể lớn hơn mẫu số", default=False)
    counts = models.CharField("đếm người hay không", max_length=8, choices=Counts, blank=True)
    direction = models.CharField("chiều mong muốn", max_length=10, choices=Direction, default=Direction.NONE)
    publication_words = models.CharField("kỳ công bố", max_length=200, blank=True)
    breakdown_words = models.CharField("phân tổ theo văn bản", max_length=600, blank=True)
    source_words = models.TextField("nguồn số liệu", blank=True)
    responsible_words = models.TextField("cơ quan chịu trách nhiệm", blank=True)
    legal_basis = models.CharField("căn cứ pháp lý", max_length=300, blank=True)
    note = models.TextField("ghi chú", blank=True)
    tag = models.CharField("mức độ chắc chắn", max_length=1, choices=BasisTag, default=BasisTag.ENTERED)
    valid_from = models.DateField("có hiệu lực từ", null=True, blank=True)
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    part_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name="thuộc chỉ tiêu"
    )
    is_heading = models.BooleanField("chỉ gồm các chỉ tiêu thành phần", default=False)
    same_as = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="same_ones", verbose_name="trùng với chỉ tiêu"
    )
    same_breakdown = models.ForeignKey(
        Breakdown, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="phân tổ của chỉ tiêu trùng"
    )
    related_to = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="related_ones", verbose_name="gần với chỉ tiêu"
    )
    denominator_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="denominator_of", verbose_name="mẫu số lấy từ"
    )
    expression = models.CharField("biểu thức", max_length=600, blank=True)

    class Meta:
        verbose_name = "chỉ tiêu"
        verbose_name_plural = "chỉ tiêu"
        ordering = ["set", "position", "code"]
        constraints = [
            models.UniqueConstraint(fields=["set", "code"], name="indicator_once_in_set"),
            models.CheckConstraint(
                condition=~Q(kind=IndicatorKind.COMPUTED) | ~Q(expression=""), name="computed_indicator_says_how"
            ),
            models.CheckConstraint(
                condition=~Q(kind=IndicatorKind.RATE) | Q(multiplier__gt=0), name="rate_has_multiplier"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def is_verified(self) -> bool:
        """Whether a text or a secondary source tells it; otherwise it is shown as «chưa kiểm chứng»."""
        return self.tag not in UNVERIFIED

    @property
    def keeps_figures(self) -> bool:
        """Whether figures are entered under it: not under a heading, a formula, or what another set already counts."""
        return self.kind != IndicatorKind.COMPUTED and not self.is_heading and self.same_as_id is None

    def is_in_force(self, day: dt.date) -> bool:
        """Whether it is counted on a day."""
        has_begun = self.valid_from is None or self.valid_from <= day
        return has_begun and (self.valid_to is None or day <= self.valid_to)


class IndicatorDimension(models.Model):
    """That an indicator is divided so; `words` are those of its paper."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "indicator": "public",
        "dimension": "public",
        "words": "public",
        "tag": "public",
        "position": "public",
    }

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="dimensions", verbose_name="chỉ tiêu")
    dimension = models.ForeignKey(Dimension, models.PROTECT, related_name="+", verbose_name="phân tổ")
    words = models.CharField("theo văn bản", max_length=300, blank=True)
    tag = models.CharField("mức độ chắc chắn", max_length=1, choices=BasisTag, default=BasisTag.ENTERED)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "phân tổ của chỉ tiêu"
        verbose_name_plural = "phân tổ của chỉ tiêu"
        ordering = ["indicator", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "dimension"], name="dimension_once_for_indicator"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id}: {self.dimension_id}"


class Target(models.Model):
    """What an indicator is to reach by the end of a year. `unit` empty: the national one, which a province's beats.

    A target that is changed is withdrawn with its reason, and another is set. BETWEEN has both ends; AT_LEAST and ABOVE
    have `low`, AT_MOST and BELOW `high`. A baseline (`is_baseline`) is where the way to the target began.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "indicator": "public",
        "unit": "public",
        "year": "public",
        "comparison": "public",
        "low": "public",
        "high": "public",
        "is_baseline": "public",
        "words": "public",
        "source": "public",
        "tag": "public",
        "entered_at": "internal",
        "entered_by": "internal",
        "withdrawn_at": "internal",
        "withdrawn_by": "internal",
        "withdrawn_because": "internal",
    }

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="targets", verbose_name="chỉ tiêu")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="giao cho")
    year = models.PositiveSmallIntegerField("đến năm")
    comparison = models.CharField("cách so sánh", max_length=10, choices=Comparison)
    low = models.DecimalField("mức thấp", max_digits=16, decimal_places=4, null=True, blank=True)
    high = models.DecimalField("mức cao", max_digits=16, decimal_places=4, null=True, blank=True)
    is_baseline = models.BooleanField("là mức xuất phát", default=False)
    words = models.CharField("theo văn bản", max_length=100, blank=True)
    source = models.CharField("văn bản giao", max_length=300)
    tag = models.CharField("mức độ chắc chắn", max_length=1, choices=BasisTag, default=BasisTag.ENTERED)
    entered_at = models.DateTimeField("thời điểm ghi")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người ghi"
    )
    withdrawn_at = models.DateTimeField("thời điểm rút", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người rút"
    )
    withdrawn_because = models.CharField("lý do rút", max_length=500, blank=True)

    class Meta:
        verbose_name = "mức phải đạt"
        verbose_name_plural = "mức phải đạt"
        ordering = ["indicator", "year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "unit", "year"],
                condition=Q(withdrawn_at__isnull=True, unit__isnull=False),
                name="target_once_for_unit",
            ),
            models.UniqueConstraint(
                fields=["indicator", "year"],
                condition=Q(withdrawn_at__isnull=True, unit__isnull=True),
                name="target_once_for_nation",
            ),
            models.CheckConstraint(
                condition=Q(comparison=Comparison.BETWEEN, low__isnull=False, high__gte=F("low"))
                | Q(comparison__in=[Comparison.AT_LEAST, Comparison.ABOVE], low__isnull=False, high__isnull=True)
                | Q(comparison__in=[Comparison.AT_MOST, Comparison.BELOW], low__isnull=True, high__isnull=False),
                name="target_has_its_ends",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_because=""), name="withdrawn_target_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.year}: {self.words}"
