"""Regimes: what is asked, of whom, how often and by when, tier by tier."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from mangnon.reporting.rules.periods import CutOffRule, DueRule, Schedule
from mangnon.reporting.terms import (
    CutOffKind,
    Frequency,
    PeriodWindow,
    RegimeTag,
    SendByKind,
    TierLevel,
    TierRoute,
)

_DUE_FIELDS = ("send_by_kind", "send_by_day", "send_by_month", "send_by_offset", "cut_off_kind", "cut_off_offset")


class DueDays(models.Model):
    """By when is sent and when data are cut off, as rules over a period (`rules.periods`)."""

    # The last day on which a report is on time: «trước ngày 10» makes it the 9th.
    send_by_kind = models.CharField("cách tính ngày gửi", max_length=20, choices=SendByKind, default=SendByKind.DATE)
    send_by_day = models.PositiveSmallIntegerField("ngày gửi chậm nhất", null=True, blank=True)
    send_by_month = models.PositiveSmallIntegerField("tháng gửi chậm nhất", null=True, blank=True)
    send_by_offset = models.SmallIntegerField("số ngày hoặc số tháng sau kỳ", null=True, blank=True)
    cut_off_kind = models.CharField("cách chốt số liệu", max_length=20, choices=CutOffKind, default=CutOffKind.LATEST)
    cut_off_offset = models.PositiveSmallIntegerField("số ngày làm việc trước ngày gửi", null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def due_rule(self) -> DueRule:
        """By when is sent, as a plain value."""
        return DueRule(self.send_by_kind, self.send_by_day, self.send_by_month, self.send_by_offset)

    @property
    def cut_off_plain(self) -> CutOffRule:
        """When data are cut off, as a plain value."""
        return CutOffRule(self.cut_off_kind, self.cut_off_offset)


class Regime(DueDays):
    """A reporting regime: the ten facts that NĐ 09/2019/NĐ-CP requires of a report; for a plan, or for a province.

    Without a plan (`plan` empty) who reports is said by `reporter_classes` and the regime belongs to `territory`;
    `function` says who carries on for a body that ends.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "code": "public",
        "plan": "public",
        "territory": "public",
        "function": "public",
        "name": "public",
        "content": "public",
        "reporters": "public",
        "reporter_classes": "public",
        "recipient": "public",
        "method": "public",
        **dict.fromkeys(_DUE_FIELDS, "public"),
        "frequency": "public",
        "window": "public",
        "year_begins_month": "public",
        "year_begins_day": "public",
        "cut_off_rule": "public",
        "outline": "public",
        "forms": "public",
        "clause": "public",
        "legal_basis": "public",
        "tag": "public",
        "taken_from": "public",
        "valid_from": "public",
        "valid_to": "public",
        "revision": "internal",
    }

    code = models.SlugField("mã chế độ báo cáo", max_length=80, unique=True)
    plan = models.ForeignKey(
        "plans.Plan", models.PROTECT, null=True, blank=True, related_name="regimes", verbose_name="kế hoạch"
    )
    territory = models.ForeignKey(
        "territory.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="tỉnh"
    )
    function = models.CharField("nhiệm vụ liên quan", max_length=40, blank=True)
    clause = models.OneToOneField(
        "plans.ReportingClause",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="regime",
        verbose_name="quy định trong văn bản",
    )
    name = models.CharField("tên báo cáo", max_length=300)
    content = models.TextField("nội dung yêu cầu báo cáo")
    reporters = models.CharField("đối tượng báo cáo", max_length=300)
    reporter_classes = models.JSONField("nhóm cơ quan phải báo cáo", default=list, blank=True)
    recipient = models.ForeignKey(
        "agencies.Agency", models.PROTECT, related_name="regimes", verbose_name="cơ quan nhận báo cáo"
    )
    method = models.CharField("phương thức gửi, nhận", max_length=200)
    frequency = models.CharField("tần suất", max_length=20, choices=Frequency)
    window = models.CharField("thời gian của kỳ", max_length=20, choices=PeriodWindow, default=PeriodWindow.CALENDAR)
    year_begins_month = models.PositiveSmallIntegerField("tháng bắt đầu năm học", default=9)
    year_begins_day = models.PositiveSmallIntegerField("ngày bắt đầu năm học", default=1)
    cut_off_rule = models.CharField("thời gian chốt số liệu", max_length=300)
    outline = models.TextField("mẫu đề cương")
    forms = models.TextField("biểu mẫu số liệu", blank=True)
    legal_basis = models.CharField("căn cứ", max_length=300, blank=True)
    tag = models.CharField("mức kiểm chứng", max_length=1, choices=RegimeTag, default=RegimeTag.VERIFIED)
    taken_from = models.CharField("lấy từ chế độ có sẵn", max_length=80, blank=True)
    valid_from = models.DateField("áp dụng từ ngày", null=True, blank=True)
    valid_to = models.DateField("áp dụng đến hết ngày", null=True, blank=True)
    revision = models.PositiveIntegerField("lần sửa", default=0)

    class Meta:
        verbose_name = "chế độ báo cáo"
        verbose_name_plural = "chế độ báo cáo"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(plan__isnull=False) | Q(territory__isnull=False), name="regime_belongs_somewhere"
            ),
            # A ready regime is taken over once in a province; one that was ended stays, and may be changed again.
            models.UniqueConstraint(
                fields=["territory", "taken_from"], condition=~Q(taken_from=""), name="ready_regime_once_a_province"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def schedule(self) -> Schedule:
        """When the regime asks, as a plain value."""
        return Schedule(
            frequency=self.frequency,
            due=self.due_rule,
            cut_off=self.cut_off_plain,
            is_fifteenth=self.window == PeriodWindow.FIFTEENTH,
            year_begins=(self.year_begins_month, self.year_begins_day),
        )


class RegimeTier(DueDays):
    """One step of a report's way up with days of its own: who sends, and to whom (in words)."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "regime": "public",
        "order": "public",
        "level": "public",
        "recipient_words": "public",
        "route": "public",
        **dict.fromkeys(_DUE_FIELDS, "public"),
    }

    regime = models.ForeignKey(Regime, models.CASCADE, related_name="tiers", verbose_name="chế độ báo cáo")
    order = models.PositiveSmallIntegerField("thứ tự")
    level = models.CharField("cấp gửi", max_length=20, choices=TierLevel)
    recipient_words = models.CharField("nơi nhận", max_length=300, blank=True)
    route = models.CharField("gửi đến", max_length=20, choices=TierRoute, default=TierRoute.RECIPIENT)

    class Meta:
        verbose_name = "cấp báo cáo"
        verbose_name_plural = "các cấp báo cáo"
        ordering = ["regime", "order"]
        constraints = [models.UniqueConstraint(fields=["regime", "level"], name="regime_tier_once")]

    def __str__(self) -> str:
        return f"{self.regime_id}: {self.level}"
