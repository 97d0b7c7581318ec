"""Units of administration and what happened to them. A unit that changes is a new row: stored facts are never
re-keyed (domain.md, 3). A unit that only comes under another parent stays one row with a second edge."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from mangnon.kernel.text import fold
from mangnon.territory.terms import BasisTag, Level, Measure, UnitChange


def valid_on(day: dt.date, prefix: str = "") -> Q:
    """Valid on a day; `prefix` leads to the record that has the validity («parent_edges__»)."""
    return (Q(**{f"{prefix}valid_from__isnull": True}) | Q(**{f"{prefix}valid_from__lte": day})) & (
        Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gte": day})
    )


class UnitQuerySet(models.QuerySet["Unit"]):
    """Small, composable questions."""

    def on(self, day: dt.date) -> UnitQuerySet:
        """The units valid on a day."""
        return self.filter(valid_on(day))


class Unit(models.Model):
    """A province, district or commune during one validity. `valid_to` is the last day.

    `parent` is the parent the unit has last (today, or on its last day); which parent it had on a day is `ParentEdge`.
    `legal_basis` is what the unit began by. `folded_name` is for search without accents.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "code": "public",
        "name": "public",
        "level": "public",
        "kind": "public",
        "parent": "public",
        "valid_from": "public",
        "valid_to": "public",
        "legal_basis": "public",
        "folded_name": "public",
    }

    code = models.CharField("mã", max_length=10)
    name = models.CharField("tên", max_length=120)
    level = models.CharField("cấp", max_length=10, choices=Level)
    kind = models.CharField("loại", max_length=40)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="thuộc"
    )
    valid_from = models.DateField("có hiệu lực từ", null=True, blank=True)
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    legal_basis = models.CharField("căn cứ pháp lý", max_length=200, blank=True)
    folded_name = models.CharField("tên để tìm", max_length=120, blank=True, db_index=True, editable=False)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = "đơn vị hành chính"
        verbose_name_plural = "đơn vị hành chính"
        ordering = ["level", "code", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["level", "code", "valid_to"], name="unit_once_per_validity"),
            models.UniqueConstraint(
                fields=["level", "code"], condition=Q(valid_to__isnull=True), name="unit_once_while_open"
            ),
            models.UniqueConstraint(fields=["level", "code", "valid_from"], name="unit_once_from_a_day"),
            models.UniqueConstraint(
                fields=["level", "code"], condition=Q(valid_from__isnull=True), name="unit_once_from_the_start"
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="unit_validity_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the searchable name in step with the name."""
        self.folded_name = fold(self.name)
        super().save(*args, **kwargs)

    @property
    def proper_name(self) -> str:
        """The name without its kind: «Kon Tum» of «Tỉnh Kon Tum»; with it where the rest is no name of a place alone:
        «Phường 1», «Thành phố Hồ Chí Minh» (NĐ 30/2020/NĐ-CP, Appendix I; recalled)."""
        for kind in ("Thành phố ", "Tỉnh ", "Huyện ", "Thị xã ", "Quận ", "Phường ", "Xã ", "Thị trấn ", "Đặc khu "):
            if self.name.startswith(kind):
                rest = self.name.removeprefix(kind)
                return self.name if rest[:1].isdigit() or rest == "Hồ Chí Minh" else rest
        return self.name


class ParentEdge(models.Model):
    """To which unit a unit belongs from a day to a last day, and by which document."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "child": "public",
        "parent": "public",
        "valid_from": "public",
        "valid_to": "public",
        "legal_basis": "public",
    }

    child = models.ForeignKey(Unit, models.CASCADE, related_name="parent_edges", verbose_name="đơn vị")
    parent = models.ForeignKey(Unit, models.PROTECT, related_name="child_edges", verbose_name="thuộc")
    valid_from = models.DateField("từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    legal_basis = models.CharField("căn cứ pháp lý", max_length=200, blank=True)

    class Meta:
        verbose_name = "quan hệ trực thuộc"
        verbose_name_plural = "quan hệ trực thuộc"
        ordering = ["child", "valid_from", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["child", "valid_from"], name="edge_once_from_a_day"),
            models.UniqueConstraint(
                fields=["child"], condition=Q(valid_from__isnull=True), name="edge_once_from_the_start"
            ),
            models.UniqueConstraint(fields=["child"], condition=Q(valid_to__isnull=True), name="edge_once_while_open"),
            models.CheckConstraint(condition=~Q(child=F("parent")), name="edge_between_two_units"),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="edge_validity_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.child_id} → {self.parent_id}"


class TerritoryEvent(models.Model):
    """What a document did to units on a day. `code` names it for good, so that loading again changes nothing."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "code": "public",
        "kind": "public",
        "effective_on": "public",
        "document_number": "public",
        "title": "public",
        "basis_tag": "public",
        "source": "public",
    }

    code = models.CharField("mã sự kiện", max_length=80, unique=True)
    kind = models.CharField("loại sự kiện", max_length=20, choices=UnitChange)
    effective_on = models.DateField("có hiệu lực từ")
    document_number = models.CharField("số văn bản", max_length=80)
    title = models.CharField("nội dung", max_length=300)
    basis_tag = models.CharField("mức kiểm chứng", max_length=1, choices=BasisTag)
    source = models.CharField("nguồn", max_length=300, blank=True)

    class Meta:
        verbose_name = "sự kiện địa bàn"
        verbose_name_plural = "sự kiện địa bàn"
        ordering = ["effective_on", "code"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_verified(self) -> bool:
        """Whether a text or a secondary source tells it; otherwise it is shown as «chưa kiểm chứng»."""
        return self.basis_tag in (BasisTag.READ, BasisTag.SECONDARY)


class EventPart(models.Model):
    """One source going to one target by an event.

    `source` empty: the list names a code it does not hold (`unknown_code`). `target` empty: the unit ended, and what it
    became is known only by the units inside it. `is_divided`: only a part of the source goes to this target.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "event": "public",
        "source": "public",
        "target": "public",
        "is_divided": "public",
        "unknown_code": "public",
    }

    event = models.ForeignKey(TerritoryEvent, models.CASCADE, related_name="parts", verbose_name="sự kiện")
    source = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="became", verbose_name="đơn vị nguồn"
    )
    target = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="came_from", verbose_name="đơn vị đích"
    )
    is_divided = models.BooleanField("chia một phần", default=False)
    unknown_code = models.CharField("mã không có trong danh mục", max_length=10, blank=True)

    class Meta:
        verbose_name = "thành phần của sự kiện"
        verbose_name_plural = "thành phần của sự kiện"
        ordering = ["event", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "source", "target"], name="part_once_in_event"),
            models.CheckConstraint(
                condition=Q(source__isnull=False) | ~Q(unknown_code=""), name="part_names_its_source"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id or self.unknown_code} → {self.target_id}"


class PartWeight(models.Model):
    """Which share of a measure of the source goes with a part; given by a person, with the document it stands on."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "part": "public",
        "measure": "public",
        "weight": "public",
        "basis": "public",
    }

    part = models.ForeignKey(EventPart, models.CASCADE, related_name="weights", verbose_name="thành phần")
    measure = models.CharField("số đo", max_length=20, choices=Measure)
    weight = models.DecimalField("tỷ lệ", max_digits=12, decimal_places=10)
    basis = models.CharField("căn cứ", max_length=300)

    class Meta:
        verbose_name = "tỷ lệ chia"
        verbose_name_plural = "tỷ lệ chia"
        ordering = ["part", "measure"]
        constraints = [
            models.UniqueConstraint(fields=["part", "measure"], name="weight_once_per_measure"),
            models.CheckConstraint(condition=Q(weight__gte=0) & Q(weight__lte=1), name="weight_is_a_share"),
        ]

    def __str__(self) -> str:
        return f"{self.part_id} {self.measure} {self.weight}"
