"""Who is left when somebody goes: administrators of a province, writers of a body."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from functools import reduce
from operator import or_
from typing import Final

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Q, QuerySet

from mangnon.accounts.public import Permission, Role, role_definitions
from mangnon.agencies.public import Post

# What a role must allow for its holder to have open work; the same permissions make a colleague able to do it.
WORK_PERMISSIONS: Final = (
    Permission.ACT_FOR_AGENCY,
    Permission.REVIEW_REPORTS,
    Permission.ANSWER_DIFFICULTIES,
    Permission.REVIEW_DOCUMENTS,
)


def roles_that_may(permission: Permission) -> list[str]:
    """The roles of people that allow an act."""
    found = role_definitions().items()
    return [str(role) for role, definition in found if permission in definition.permissions and role != Role.SYSTEM]


ROLES_THAT_ADMINISTER: Final = roles_that_may(Permission.ADMINISTER_PEOPLE)


def _administering(codes: Collection[str]) -> QuerySet[Post]:
    places = reduce(or_, (Q(agency__code__startswith=f"{code}.") for code in sorted(codes)), Q(pk__in=[]))
    return Post.objects.filter(places, role__in=ROLES_THAT_ADMINISTER)


def lock_administrators(codes: Collection[str]) -> None:
    """Two administrators who end each other at once wait for each other here, in one order."""
    list(_administering(codes).select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))


def administrators_remain(codes: Collection[str], *, on: dt.date, until: dt.date | None) -> bool:
    """Whether somebody who can sign in administers the people of the provinces from a day to a day (None: for good).

    Who was invited and has not taken the account does not count, nor who only stands in for a while.
    """
    can_sign_in = Q(user__last_login__isnull=False) | ~Q(user__password__startswith=UNUSABLE_PASSWORD_PREFIX)
    lasts = Q(valid_to__isnull=True)
    if until is not None:
        lasts |= Q(valid_to__gte=until)
    found = _administering(codes).filter(can_sign_in, lasts, user__is_active=True)
    return found.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=on)).exists()


def colleagues_after(post: Post, *, on: dt.date, permission: Permission) -> bool:
    """Whether on a day somebody else at the post's agency may do a kind of act; the absent's covers do not count."""
    found = Post.objects.on(on).filter(agency_id=post.agency_id, role__in=roles_that_may(permission))
    able = found.filter(user__is_active=True).exclude(pk=post.pk)
    return able.exclude(covers_id=post.pk).exists()
