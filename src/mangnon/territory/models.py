"""Units of administration. A unit that changes is a new row: stored facts are never re-keyed (domain.md, 3)."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from mangnon.territory.terms import Level


class UnitQuerySet(models.QuerySet["Unit"]):
    """Small, composable questions."""

    def on(self, day: dt.date) -> UnitQuerySet:
        """The units valid on a day."""
        return self.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=day)).filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=day)
        )


class Unit(models.Model):
    """A province, district or commune during one validity. `valid_to` is the last day."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "code": "public",
        "name": "public",
        "level": "public",
        "kind": "public",
        "parent": "public",
        "valid_from": "public",
        "valid_to": "public",
        "legal_basis": "public",
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
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="unit_validity_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def proper_name(self) -> str:
        """The name without its kind: «Kon Tum» of «Tỉnh Kon Tum»."""
        for kind in ("Thành phố ", "Tỉnh ", "Huyện ", "Thị xã ", "Quận ", "Phường ", "Xã ", "Thị trấn "):
            if self.name.startswith(kind):
                return self.name.removeprefix(kind)
        return self.name
