"""Agencies and posts, valid in time."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mangnon.accounts.public import Role
from mangnon.agencies.terms import EventKind, FactTag, PostKind


def _in_force(day: dt.date) -> Q:
    """In force on a day; `valid_to` is the last day."""
    return (Q(valid_from__isnull=True) | Q(valid_from__lte=day)) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


class AgencyQuerySet(models.QuerySet["Agency"]):
    """Small, composable questions."""

    def on(self, day: dt.date) -> AgencyQuerySet:
        """The agencies in force on a day."""
        return self.filter(_in_force(day))


class AgencyFunctionQuerySet(models.QuerySet["AgencyFunction"]):
    """Small, composable questions."""

    def on(self, day: dt.date) -> AgencyFunctionQuerySet:
        """The functions carried on a day."""
        return self.filter(_in_force(day))


class PostQuerySet(models.QuerySet["Post"]):
    """Small, composable questions."""

    def on(self, day: dt.date) -> PostQuerySet:
        """The posts held on a day."""
        return self.filter(_in_force(day))


def _validity_in_order() -> Q:
    return Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from"))


class Reorganisation(models.Model):
    """Events applied together: one file, one transaction. Undone at most once, and only while nothing rests on it."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "code": "public",
        "title": "public",
        "scope": "public",
        "digest": "internal",
        "choices": "internal",
        "applied_at": "internal",
        "applied_by": "internal",
        "undone_at": "internal",
        "undone_by": "internal",
        "undo_reason": "internal",
    }

    code = models.CharField("mã", max_length=80)
    title = models.CharField("tên gọi", max_length=300)
    # Codes of the provinces concerned, sorted, joined by blanks: the same file is applied once for each province.
    scope = models.CharField("phạm vi", max_length=300, blank=True)
    digest = models.CharField("mã băm của tệp sự kiện", max_length=64)
    # What a person chose where the events leave a choice; plain values, so that the same can be worked out again.
    choices = models.JSONField("lựa chọn", default=dict, blank=True)
    applied_at = models.DateTimeField("thời điểm áp dụng")
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người áp dụng"
    )
    undone_at = models.DateTimeField("thời điểm hoàn tác", null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người hoàn tác"
    )
    undo_reason = models.TextField("lý do hoàn tác", blank=True)

    class Meta:
        verbose_name = "đợt sắp xếp"
        verbose_name_plural = "đợt sắp xếp"
        ordering = ["applied_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "scope"], condition=Q(undone_at__isnull=True), name="reorganisation_applied_once"
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | ~Q(undo_reason=""), name="undone_reorganisation_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class SuccessionEvent(models.Model):
    """One event of a reorganisation: what happened to which bodies on a day, by which document."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "reorganisation": "public",
        "order": "public",
        "kind": "public",
        "effective_on": "public",
        "document_number": "public",
        "basis": "public",
        "tag": "public",
        "note": "public",
    }

    reorganisation = models.ForeignKey(
        Reorganisation, models.CASCADE, related_name="events", verbose_name="đợt sắp xếp"
    )
    order = models.PositiveIntegerField("thứ tự")
    kind = models.CharField("loại sự kiện", max_length=20, choices=EventKind)
    effective_on = models.DateField("ngày có hiệu lực")
    document_number = models.CharField("số văn bản", max_length=80, blank=True)
    basis = models.CharField("căn cứ", max_length=400, blank=True)
    tag = models.CharField("mức kiểm chứng", max_length=1, choices=FactTag, default=FactTag.RECALLED)
    note = models.TextField("ghi chú", blank=True)

    class Meta:
        verbose_name = "sự kiện tổ chức"
        verbose_name_plural = "sự kiện tổ chức"
        ordering = ["effective_on", "reorganisation", "order"]
        constraints = [models.UniqueConstraint(fields=["reorganisation", "order"], name="event_order_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.effective_on:%d/%m/%Y}"

    @property
    def is_verified(self) -> bool:
        """Whether the fact may be shown with its source; otherwise it is «chưa kiểm chứng»."""
        return self.tag in (FactTag.VERIFIED, FactTag.SECONDARY)


class Agency(models.Model):
    """A body of state, of the Party front or a service. `catalogue_code` names its kind of body in every province.

    `code` names one body for ever and is never given to another: a body that an event makes while an ended one holds
    the plain code gets the year of its beginning after it («51.SO_YT.2025»).
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "code": "public",
        "catalogue_code": "public",
        "name": "public",
        "short_name": "public",
        "kind": "public",
        "level": "public",
        "territory": "public",
        "valid_from": "public",
        "valid_to": "public",
        "basis": "public",
        "is_verified": "public",
        "parent": "public",
        "aliases": "public",
        "began_by": "public",
        "ended_by": "public",
    }

    code = models.CharField("mã", max_length=60, unique=True)
    catalogue_code = models.CharField("mã danh mục", max_length=40)
    name = models.CharField("tên", max_length=200)
    short_name = models.CharField("tên viết tắt", max_length=80)
    kind = models.CharField("loại", max_length=40)
    level = models.CharField("cấp", max_length=20)
    territory = models.ForeignKey("territory.Unit", models.PROTECT, related_name="agencies", verbose_name="địa bàn")
    valid_from = models.DateField("có hiệu lực từ", null=True, blank=True)
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    basis = models.CharField("căn cứ", max_length=300, blank=True)
    # False is shown as «chưa kiểm chứng»: the fact's source is recollection or inference, not a text that was read.
    is_verified = models.BooleanField("đã kiểm chứng", default=False)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="cơ quan chủ quản"
    )
    aliases = models.JSONField("tên gọi khác", default=list, blank=True)
    began_by = models.ForeignKey(
        SuccessionEvent, models.PROTECT, null=True, blank=True, related_name="began", verbose_name="hình thành bởi"
    )
    ended_by = models.ForeignKey(
        SuccessionEvent, models.PROTECT, null=True, blank=True, related_name="ended", verbose_name="kết thúc bởi"
    )

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = "cơ quan, đơn vị"
        verbose_name_plural = "cơ quan, đơn vị"
        ordering = ["code"]
        constraints = [models.CheckConstraint(condition=_validity_in_order(), name="agency_validity_in_order")]

    def __str__(self) -> str:
        return self.name

    def is_in_force(self, day: dt.date) -> bool:
        """Whether the body is in force on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


class AgencyFunction(models.Model):
    """A function (child affairs, justice, …) that a body carries from–to; codes are those of data/functions.json."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "agency": "public",
        "function": "public",
        "valid_from": "public",
        "valid_to": "public",
        "basis": "public",
        "is_verified": "public",
        "began_by": "public",
        "ended_by": "public",
    }

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="functions", verbose_name="cơ quan")
    function = models.CharField("nhiệm vụ", max_length=40)
    valid_from = models.DateField("từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    basis = models.CharField("căn cứ", max_length=400, blank=True)
    is_verified = models.BooleanField("đã kiểm chứng", default=False)
    began_by = models.ForeignKey(
        SuccessionEvent, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="nhận bởi"
    )
    ended_by = models.ForeignKey(
        SuccessionEvent, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="giao đi bởi"
    )

    objects = AgencyFunctionQuerySet.as_manager()

    class Meta:
        verbose_name = "chức năng của cơ quan"
        verbose_name_plural = "chức năng của cơ quan"
        ordering = ["agency", "function", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "function"], condition=Q(valid_to__isnull=True), name="function_once_while_open"
            ),
            models.CheckConstraint(condition=_validity_in_order(), name="function_validity_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id}: {self.function}"


class SuccessionPart(models.Model):
    """What one source hands to one target by an event: a function, or (empty) everything that no other part names.

    `target` None says that nobody is known to carry it: reported, never guessed.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "event": "public",
        "source": "public",
        "target": "public",
        "function": "public",
        "is_verified": "public",
        "note": "public",
    }

    event = models.ForeignKey(SuccessionEvent, models.CASCADE, related_name="parts", verbose_name="sự kiện")
    source = models.ForeignKey(Agency, models.PROTECT, related_name="handed_on", verbose_name="cơ quan giao")
    target = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="taken_over", verbose_name="cơ quan nhận"
    )
    function = models.CharField("nhiệm vụ", max_length=40, blank=True)
    is_verified = models.BooleanField("đã kiểm chứng", default=False)
    note = models.CharField("ghi chú", max_length=300, blank=True)

    class Meta:
        verbose_name = "phần kế thừa"
        verbose_name_plural = "phần kế thừa"
        ordering = ["event", "source", "function", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "source", "target", "function"], name="part_once"),
            models.CheckConstraint(
                condition=Q(target__isnull=True) | ~Q(target=F("source")), name="part_leads_elsewhere"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id or '…'} ({self.function or '*'})"


class Post(models.Model):
    """Who holds which role at which agency, from–to.

    `kind` says how it is held; a cover stands in for `covers`, the absent person's post, and ends with the absence.
    `began_by` and `ended_by` are set when a succession event moved it.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "user": "personal",
        "agency": "internal",
        "role": "internal",
        "title": "internal",
        "kind": "internal",
        "covers": "internal",
        "valid_from": "internal",
        "valid_to": "internal",
        "end_reason": "internal",
        "began_by": "internal",
        "ended_by": "internal",
    }

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="posts", verbose_name="người giữ")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="posts", verbose_name="cơ quan")
    role = models.CharField("vai trò", max_length=40, choices=Role)
    title = models.CharField("chức danh", max_length=120, blank=True)
    kind = models.CharField("cách giữ", max_length=20, choices=PostKind, default=PostKind.REGULAR)
    covers = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="covered_by", verbose_name="làm thay vị trí"
    )
    valid_from = models.DateField("từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    end_reason = models.CharField("lý do thôi giữ", max_length=300, blank=True)
    began_by = models.ForeignKey(
        SuccessionEvent, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="chuyển đến bởi"
    )
    ended_by = models.ForeignKey(
        SuccessionEvent, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="kết thúc bởi"
    )

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = "vị trí công tác"
        verbose_name_plural = "vị trí công tác"
        ordering = ["user", "pk"]
        constraints = [
            models.CheckConstraint(condition=_validity_in_order(), name="post_validity_in_order"),
            models.CheckConstraint(
                condition=Q(kind=PostKind.COVER, covers__isnull=False)
                | (~Q(kind=PostKind.COVER) & Q(covers__isnull=True)),
                name="cover_names_the_post_covered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} @ {self.agency_id}"
