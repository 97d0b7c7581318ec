"""Money of activities, programmes they are integrated in, and what people say of suspected doubles."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mangnon.activities.models.work import Activity
from mangnon.activities.terms import BudgetSource, Verdict


class LinkedProgramme(models.Model):
    """A programme or project in which an activity is integrated («lồng ghép»). `name_key`: folded, to know it again."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "activity": "internal",
        "name": "internal",
        "name_key": "internal",
        "basis": "internal",
        "added_at": "internal",
        "added_by": "internal",
    }

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="programmes", verbose_name="hoạt động")
    name = models.CharField("chương trình, đề án", max_length=300)
    name_key = models.CharField("tên để đối chiếu", max_length=300, editable=False)
    basis = models.CharField("văn bản phê duyệt", max_length=200, blank=True)
    added_at = models.DateTimeField("thời điểm")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người ghi"
    )

    class Meta:
        verbose_name = "chương trình lồng ghép"
        verbose_name_plural = "chương trình lồng ghép"
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["activity", "name_key"], name="programme_once_of_activity")]

    def __str__(self) -> str:
        return self.name


class BudgetLine(models.Model):
    """Money of an activity from one source in one year, in whole đồng. None: not known; 0: none.

    Money of an integrated programme names that programme; other money names none. Spending above what was allocated is
    shown as a warning, not refused.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "activity": "internal",
        "source": "internal",
        "programme": "internal",
        "year": "internal",
        "planned": "internal",
        "allocated": "internal",
        "spent": "internal",
        "note": "internal",
        "version": "internal",
    }

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="lines", verbose_name="hoạt động")
    source = models.CharField("nguồn", max_length=20, choices=BudgetSource)
    programme = models.ForeignKey(
        LinkedProgramme,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="lines",
        verbose_name="chương trình lồng ghép",
    )
    year = models.PositiveSmallIntegerField("năm")
    planned = models.BigIntegerField("dự kiến (đồng)", null=True, blank=True)
    allocated = models.BigIntegerField("được giao (đồng)", null=True, blank=True)
    spent = models.BigIntegerField("đã chi (đồng)", null=True, blank=True)
    note = models.CharField("ghi chú", max_length=300, blank=True)
    version = models.PositiveIntegerField("phiên bản", default=1)

    class Meta:
        verbose_name = "dòng kinh phí"
        verbose_name_plural = "dòng kinh phí"
        ordering = ["year", "source", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "source", "year"],
                condition=Q(programme__isnull=True),
                name="source_once_a_year",
            ),
            models.UniqueConstraint(
                fields=["activity", "programme", "year"],
                condition=Q(programme__isnull=False),
                name="programme_once_a_year",
            ),
            models.CheckConstraint(
                condition=Q(source=BudgetSource.INTEGRATED, programme__isnull=False)
                | (~Q(source=BudgetSource.INTEGRATED) & Q(programme__isnull=True)),
                name="integrated_money_names_programme",
            ),
            models.CheckConstraint(
                condition=(Q(planned__isnull=True) | Q(planned__gte=0))
                & (Q(allocated__isnull=True) | Q(allocated__gte=0))
                & (Q(spent__isnull=True) | Q(spent__gte=0)),
                name="money_not_below_nought",
            ),
            models.CheckConstraint(
                condition=Q(planned__isnull=False) | Q(allocated__isnull=False) | Q(spent__isnull=False),
                name="budget_line_says_something",
            ),
            models.CheckConstraint(condition=Q(year__gte=2000, year__lte=2100), name="budget_year_exists"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.year}"


class DoubleVerdict(models.Model):
    """What a person says of two activities that may be one; of one that is one, the first entered and not dropped
    counts."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "first": "internal",
        "second": "internal",
        "verdict": "internal",
        "reason": "internal",
        "judged_at": "internal",
        "judged_by": "internal",
    }

    first = models.ForeignKey(Activity, models.CASCADE, related_name="+", verbose_name="hoạt động thứ nhất")
    second = models.ForeignKey(Activity, models.CASCADE, related_name="+", verbose_name="hoạt động thứ hai")
    verdict = models.CharField("kết luận", max_length=20, choices=Verdict)
    reason = models.CharField("lý do", max_length=500)
    judged_at = models.DateTimeField("thời điểm")
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người kết luận"
    )

    class Meta:
        verbose_name = "kết luận về hoạt động nghi trùng"
        verbose_name_plural = "kết luận về hoạt động nghi trùng"
        ordering = ["first", "second"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="pair_judged_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="pair_in_order"),
            models.CheckConstraint(condition=~Q(reason=""), name="verdict_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id}, {self.second_id}: {self.verdict}"
