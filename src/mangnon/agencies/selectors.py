"""Reads of agencies and posts. Agencies are public; posts are read for the person they belong to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from mangnon.accounts.public import Actor, Role, User
from mangnon.agencies.catalogue import AgencyClass, load_catalogue
from mangnon.agencies.models import Agency, Post


def actor_for(user: User, *, on: dt.date) -> Actor | None:
    """The actor a signed-in person is on a day: the first post in force, or None without any."""
    post = Post.objects.on(on).filter(user=user).select_related("agency__territory__parent").order_by("pk").first()
    if post is None:
        return None
    territory = post.agency.territory
    province = territory.parent or territory
    return Actor(
        user_id=user.pk,
        label=user.full_name,
        role=Role(post.role),
        agency_id=post.agency_id,
        agency_code=post.agency.code,
        agency_name=post.agency.name,
        territory_code=province.code,
        agency_kind=post.agency.kind,
        agency_level=post.agency.level,
    )


def agencies_of_province(province_code: str, *, on: dt.date) -> list[Agency]:
    """Every agency of a province and of its districts on a day, by code."""
    return list(Agency.objects.on(on).filter(code__startswith=f"{province_code}.").order_by("code"))


def class_named(code: str) -> AgencyClass | None:
    """The class of agencies with a code in the catalogue."""
    return next((item for item in load_catalogue().classes if item.code == code), None)


def members_of_class(agency_class: AgencyClass, agencies: Iterable[Agency]) -> list[Agency]:
    """Today's members of a class among some agencies, in their order."""
    return [agency for agency in agencies if agency_class.covers(kind=agency.kind, level=agency.level)]
