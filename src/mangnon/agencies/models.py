"""Agencies and posts, valid in time."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mangnon.accounts.public import Role


def _in_force(day: dt.date) -> Q:
    """In force on a day; `valid_to` is the last day."""
    return (Q(valid_from__isnull=True) | Q(valid_from__lte=day)) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


class AgencyQuerySet(models.QuerySet["Agency"]):
    """Small, composable questions."""

    def on(self, day: dt.date) -> AgencyQuerySet:
        """The agencies in force on a day."""
        return self.filter(_in_force(day))


class PostQuerySet(models.QuerySet["Post"]):
    """Small, composable questions."""

    def on(self, day: dt.date) -> PostQuerySet:
        """The posts held on a day."""
        return self.filter(_in_force(day))


def _validity_in_order() -> Q:
    return Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from"))


class Agency(models.Model):
    """A body of state, of the Party front or a service. `catalogue_code` names its kind of body in every province."""

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

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = "cơ quan, đơn vị"
        verbose_name_plural = "cơ quan, đơn vị"
        ordering = ["code"]
        constraints = [models.CheckConstraint(condition=_validity_in_order(), name="agency_validity_in_order")]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """Who holds which role at which agency, from–to."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "user": "personal",
        "agency": "internal",
        "role": "internal",
        "title": "internal",
        "valid_from": "internal",
        "valid_to": "internal",
    }

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="posts", verbose_name="người giữ")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="posts", verbose_name="cơ quan")
    role = models.CharField("vai trò", max_length=40, choices=Role)
    title = models.CharField("chức danh", max_length=120, blank=True)
    valid_from = models.DateField("từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = "vị trí công tác"
        verbose_name_plural = "vị trí công tác"
        ordering = ["user", "pk"]
        constraints = [models.CheckConstraint(condition=_validity_in_order(), name="post_validity_in_order")]

    def __str__(self) -> str:
        return f"{self.user_id} @ {self.agency_id}"
