"""Days off and days swapped, each with what it rests on. An entry is never changed: it is withdrawn, and stays seen."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from mangnon.calendars.terms import BasisTag, DayKind


class CalendarYear(models.Model):
    """What is known of a year's arrangement. `is_complete`: Tết, the Kings' day and all swaps are entered.

    Of a year that is not complete only the days off on fixed days are counted, and pages say so.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "year": "public",
        "is_complete": "public",
        "basis": "public",
        "tag": "public",
        "note": "public",
        "entered_at": "internal",
        "entered_by": "internal",
    }

    year = models.PositiveSmallIntegerField("năm", unique=True)
    is_complete = models.BooleanField("đã nhập đủ ngày nghỉ và ngày hoán đổi", default=False)
    basis = models.CharField("căn cứ", max_length=500, blank=True)
    tag = models.CharField("mức độ chắc chắn", max_length=1, choices=BasisTag, default=BasisTag.ENTERED)
    note = models.TextField("ghi chú", blank=True)
    entered_at = models.DateTimeField("thời điểm ghi")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người ghi"
    )

    class Meta:
        verbose_name = "năm của lịch làm việc"
        verbose_name_plural = "năm của lịch làm việc"
        ordering = ["year"]
        constraints = [
            models.CheckConstraint(condition=Q(is_complete=False) | ~Q(basis=""), name="complete_year_has_basis"),
        ]

    def __str__(self) -> str:
        return str(self.year)


class CalendarDay(models.Model):
    """One day off (Monday to Friday), or one weekend day on which people work for it.

    `pair_on` ties the two days of a swap. `entered_by` None: delivered with the product.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "day": "public",
        "kind": "public",
        "name": "public",
        "pair_on": "public",
        "basis": "public",
        "tag": "public",
        "entered_at": "internal",
        "entered_by": "internal",
        "withdrawn_at": "internal",
        "withdrawn_by": "internal",
        "withdrawn_because": "internal",
    }

    day = models.DateField("ngày")
    kind = models.CharField("loại", max_length=20, choices=DayKind)
    name = models.CharField("tên ngày nghỉ, lý do", max_length=200)
    pair_on = models.DateField("hoán đổi với ngày", null=True, blank=True)
    basis = models.CharField("văn bản căn cứ", max_length=500)
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
        verbose_name = "ngày nghỉ hoặc làm bù"
        verbose_name_plural = "ngày nghỉ và làm bù"
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["day"], condition=Q(withdrawn_at__isnull=True), name="day_entered_once"),
            models.CheckConstraint(condition=~Q(basis=""), name="entered_day_has_basis"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_because=""), name="withdrawn_day_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.kind}"
