"""Keys and calendar addresses of other people: an administrator of the province sees and revokes them; they end with
the account's own key (`people.other_keys`)."""

from __future__ import annotations

from django.db import transaction

from mangnon.accounts.public import Actor
from mangnon.audit.public import record
from mangnon.exchange.errors import BadToken
from mangnon.exchange.models import ApiToken, CalendarFeed
from mangnon.kernel import clock
from mangnon.people.public import locked_account

_GONE = "Mã này đã được thu hồi hoặc không phải của người này. Không có gì bị thay đổi."


def open_feed_of(user_id: int) -> CalendarFeed | None:
    """The calendar address of a person that still answers."""
    return CalendarFeed.objects.filter(user_id=user_id, revoked_at__isnull=True).first()


@transaction.atomic
def revoke_token_of_person(*, actor: Actor, user_id: int, token_id: int) -> ApiToken:
    """End one key of somebody else of the province at once. Raises NotAllowed, Separation, BadPerson, BadToken."""
    user = locked_account(actor, user_id)
    found = ApiToken.objects.select_for_update().filter(pk=token_id, user=user, revoked_at__isnull=True)
    token = found.first()
    if token is None:
        raise BadToken(_GONE, code="no_such_token")
    token.revoked_at = clock.actual_now()
    token.save(update_fields=["revoked_at"])
    record(
        actor=actor,
        act="revoke_token_of_person",
        object_type="User",
        object_id=user.pk,
        details={"token": token.pk, "handle": token.handle},
    )
    return token


@transaction.atomic
def revoke_feed_of_person(*, actor: Actor, user_id: int) -> CalendarFeed:
    """End the calendar address of somebody else of the province. Raises as `revoke_token_of_person`."""
    user = locked_account(actor, user_id)
    feed = CalendarFeed.objects.select_for_update().filter(user=user, revoked_at__isnull=True).first()
    if feed is None:
        raise BadToken("Người này không có địa chỉ lịch. Không có gì bị thay đổi.", code="no_such_feed")
    feed.revoked_at = clock.now()
    feed.save(update_fields=["revoked_at"])
    record(
        actor=actor,
        act="revoke_feed_of_person",
        object_type="User",
        object_id=user.pk,
        details={"feed": feed.pk},
    )
    return feed


@transaction.atomic
def end_keys(actor: Actor, user_id: int) -> int:
    """End every key and calendar address of a person, with one row of evidence where there was any; how many.

    Who may is asked by the service that takes the account's own key away.
    """
    tokens = ApiToken.objects.filter(user_id=user_id, revoked_at__isnull=True).update(revoked_at=clock.actual_now())
    feeds = CalendarFeed.objects.filter(user_id=user_id, revoked_at__isnull=True).update(revoked_at=clock.now())
    if tokens or feeds:
        record(
            actor=actor,
            act="end_keys",
            object_type="User",
            object_id=user_id,
            details={"tokens": tokens, "feeds": feeds},
        )
    return tokens + feeds
