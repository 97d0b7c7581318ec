"""Reads of agencies and posts. Agencies are public; posts are read for the person they belong to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence

from mangnon.accounts.public import Actor, Permission, Role, User, role_definitions
from mangnon.agencies.catalogue import AgencyClass, load_catalogue
from mangnon.agencies.making import province_code_of
from mangnon.agencies.models import Agency, Post
from mangnon.agencies.terms import PostKind
from mangnon.territory.public import province, scope_codes


def posts_in_force(user: User, *, on: dt.date) -> list[Post]:
    """A person's posts on a day: the regular first, then acting ones, then covers."""
    posts = Post.objects.on(on).filter(user=user).select_related("agency__territory", "covers__user")
    rank = {PostKind.REGULAR: 0, PostKind.ACTING: 1, PostKind.COVER: 2}
    return sorted(posts, key=lambda post: (rank[PostKind(post.kind)], post.pk))


def officers_of(agency_ids: Collection[int], *, on: dt.date) -> dict[int, set[int]]:
    """Who acts for each body on a day, with an account that is open, by the body's id. One query."""
    acting = [role for role, each in role_definitions().items() if Permission.ACT_FOR_AGENCY in each.permissions]
    posts = Post.objects.on(on).filter(agency__in=agency_ids, role__in=acting, user__is_active=True)
    found: dict[int, set[int]] = {}
    for agency_id, user_id in posts.order_by().values_list("agency_id", "user_id"):
        found.setdefault(agency_id, set()).add(user_id)
    return found


def has_people(agency_id: int, permissions: Collection[Permission], *, on: dt.date) -> bool:
    """Whether anybody with an open account has one of some rights at a body on a day. One query."""
    roles = [role for role, each in role_definitions().items() if not each.permissions.isdisjoint(permissions)]
    return Post.objects.on(on).filter(agency=agency_id, role__in=roles, user__is_active=True).exists()


def actor_for(user: User, *, on: dt.date, post_id: int | None = None, origin: str = "") -> Actor | None:
    """The actor a signed-in person is on a day, or None without any post in force.

    Of several posts the one chosen (`post_id`), or the first regular one; a choice no longer in force falls back so. In
    a cover `acts_for` is the name of the person covered. `territory_codes`: the post's province and those it was formed
    from until the day.
    """
    posts = posts_in_force(user, on=on)
    if not posts:
        return None
    post = next((each for each in posts if each.pk == post_id), posts[0])
    return actor_in(post, on=on, origin=origin)


def actor_in(post: Post, *, on: dt.date, origin: str = "") -> Actor:
    """The actor of one post on a day."""
    code = province_code_of(post.agency)
    unit = province(code, on=on)
    return Actor(
        user_id=post.user_id,
        label=post.user.full_name,
        role=Role(post.role),
        agency_id=post.agency_id,
        agency_code=post.agency.code,
        agency_name=post.agency.name,
        territory_code=code,
        agency_kind=post.agency.kind,
        agency_level=post.agency.level,
        territory_codes=scope_codes(unit, on) if unit else frozenset({code}),
        post_id=post.pk,
        acts_for=post.covers.user.full_name if post.covers else "",
        origin=origin,
    )


def agencies_of_province(province_code: str, *, on: dt.date) -> list[Agency]:
    """Every agency of a province and of its districts or communes on a day, by code."""
    return list(Agency.objects.on(on).filter(code__startswith=f"{province_code}.").order_by("code"))


def class_named(code: str) -> AgencyClass | None:
    """The class of agencies with a code in the catalogue."""
    return next((item for item in load_catalogue().classes if item.code == code), None)


def class_on(agency_class: AgencyClass, on: dt.date) -> AgencyClass:
    """The class that its words stand for on a day: itself, or what the catalogue says it goes on as.

    «UBND các huyện, thành phố» of February 2025 are the committees of communes from 1 July 2025.
    """
    seen = {agency_class.code}
    while not agency_class.is_valid_on(on) and agency_class.continued_as:
        later = class_named(agency_class.continued_as)
        if later is None or later.code in seen:
            break
        agency_class = later
        seen.add(later.code)
    return agency_class


def members_of_class(
    agency_class: AgencyClass, agencies: Iterable[Agency], *, on: dt.date | None = None
) -> list[Agency]:
    """The members of a class among some agencies, in their order.

    With `on`: only bodies in force on the day, and of the class that the words stand for on the day (`class_on`).
    """
    if on is not None:
        agency_class = class_on(agency_class, on)
    return [
        agency
        for agency in agencies
        if agency_class.covers(kind=agency.kind, level=agency.level) and (on is None or agency.is_in_force(on))
    ]


def class_members(code: str, *, province_code: str, on: dt.date) -> Sequence[Agency]:
    """The members of a class in a province on a day, by code; empty for a class that nobody can list."""
    agency_class = class_named(code)
    agencies = agencies_of_province(province_code, on=on)
    return members_of_class(agency_class, agencies, on=on) if agency_class else []
