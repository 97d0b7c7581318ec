"""The posts a person may choose between when signed in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from mangnon.accounts.public import Actor, User
from mangnon.audit.public import record


@dataclass(frozen=True, slots=True)
class OwnPost:
    """One post in force."""

    post_id: int
    role_label: str
    agency_name: str


def own_posts(user: User, *, on: dt.date) -> list[OwnPost]:
    """A person's posts in force on a day, in their order."""
    posts = user.posts.on(on).select_related("agency").order_by("pk")
    return [OwnPost(post.pk, post.get_role_display(), post.agency.name) for post in posts]


def note_choice(*, actor: Actor, user: User, post_id: int) -> None:
    """Evidence of in which post somebody works from now on. `actor` is still the one before."""
    with transaction.atomic():
        details = {"post": post_id}
        record(actor=actor, act="choose_post", object_type="User", object_id=user.pk, details=details)
