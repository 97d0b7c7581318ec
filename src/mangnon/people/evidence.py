"""Who stands in the evidence of sign-in: the person in a post, or the sign-in itself when nobody is in one yet."""

from __future__ import annotations

from mangnon.accounts.public import Actor, Role, User
from mangnon.agencies.public import actor_for
from mangnon.kernel import clock


def stranger(origin: str) -> Actor:
    """Nobody known: a password that did not fit, a code that was wrong."""
    return Actor(user_id=None, label="Người chưa đăng nhập", role=Role.SYSTEM, origin=origin)


def actor_of_user(user: User, *, origin: str) -> Actor:
    """The person in today's post. Without a post the sign-in acts, and the row's object says for whom."""
    found = actor_for(user, on=clock.today(), origin=origin)
    if found is None:
        return Actor(user_id=None, label="Đăng nhập (người chưa có vị trí)", role=Role.SYSTEM, origin=origin)
    return found
