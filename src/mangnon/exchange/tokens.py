"""Keys of programs: made and shown once, known again by their hash, revoked, counted."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from typing import Final

from django.db import transaction
from django.db.models import Case, F, QuerySet, Value, When

from mangnon.accounts.public import Actor, User
from mangnon.audit.public import record
from mangnon.exchange.errors import BadToken
from mangnon.exchange.models import ApiToken
from mangnon.exchange.terms import TokenScope
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed
from mangnon.kernel.text import nfc, one_line

PREFIX: Final = "mn_"
LONGEST_DAYS: Final = 365
MOST_TOKENS: Final = 20
_HANDLE = 8


def _today() -> dt.date:
    """Keys, like sessions, live in the world's time, not in a training clock's."""
    return clock.local_day(clock.actual_now())


def _digest(words: str) -> str:
    # 256 random bits cannot be guessed: a plain hash is enough, and is found by an index.
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


def tokens_of(user: User) -> QuerySet[ApiToken]:
    """A person's keys, newest first, those revoked or run out too."""
    return ApiToken.objects.filter(user=user).select_related("post__agency").order_by("-made_at", "-pk")


def is_alive(token: ApiToken) -> bool:
    """Neither revoked nor run out."""
    return token.revoked_at is None and token.expires_on >= _today()


@transaction.atomic
def issue_token(
    *, actor: Actor, name: str, scope: TokenScope, days: int, with_factor: bool = False
) -> tuple[ApiToken, str]:
    """Make a key for the post acted in; answers the record and the words of the key, which nobody sees again.

    `days`: how long it lives, 1–365. Raises NotAllowed for who is in no post of their own, BadToken.
    """
    if actor.user_id is None or actor.post_id is None:
        raise NotAllowed("Chỉ người đang giữ vị trí công tác mới tạo được mã truy cập. Không có gì bị thay đổi.")
    words = one_line(nfc(name))[:100]
    if not words:
        raise BadToken("Chưa ghi mã dùng vào việc gì. Chưa có mã nào được tạo. Hãy ghi rồi gửi lại.", code="no_name")
    if not 1 <= days <= LONGEST_DAYS:
        raise BadToken(
            f"Thời gian dùng mã là từ 1 đến {LONGEST_DAYS} ngày. Chưa có mã nào được tạo. Hãy chọn lại.",
            code="bad_days",
        )
    User.objects.select_for_update().get(pk=actor.user_id)  # two forms at once do not pass the limit together
    alive = ApiToken.objects.filter(user_id=actor.user_id, revoked_at__isnull=True, expires_on__gte=_today()).count()
    if alive >= MOST_TOKENS:
        raise BadToken(
            f"Bạn đang có {alive} mã còn dùng được, nhiều nhất là {MOST_TOKENS}. Chưa có mã nào được tạo. "
            "Hãy thu hồi mã không còn dùng.",
            code="too_many",
        )
    key = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user_id=actor.user_id,
        post_id=actor.post_id,
        name=words,
        scope=scope,
        digest=_digest(key),
        handle=key[:_HANDLE],
        with_factor=with_factor,
        made_at=clock.actual_now(),
        expires_on=_today() + dt.timedelta(days=days),
    )
    record(
        actor=actor,
        act="issue_token",
        object_type="ApiToken",
        object_id=token.pk,
        details={"scope": str(token.get_scope_display()), "until": token.expires_on.isoformat()},
    )
    return token, key


@transaction.atomic
def revoke_token(*, actor: Actor, token_id: int) -> ApiToken:
    """End one of one's own keys at once. Raises BadToken when there is no such living key."""
    token = ApiToken.objects.select_for_update().filter(pk=token_id, user_id=actor.user_id or 0).first()
    if token is None or token.revoked_at is not None:
        raise BadToken("Mã này đã được thu hồi hoặc không phải của bạn. Không có gì bị thay đổi.", code="no_such_token")
    token.revoked_at = clock.actual_now()
    token.save(update_fields=["revoked_at"])
    record(actor=actor, act="revoke_token", object_type="ApiToken", object_id=token.pk)
    return token


def token_of_key(key: str) -> ApiToken | None:
    """The living key that these words are, with its person and post."""
    return (
        ApiToken.objects.filter(digest=_digest(key), revoked_at__isnull=True, expires_on__gte=_today())
        .select_related("user", "post__agency")
        .first()
    )


def count_use(token: ApiToken, *, most: int) -> int:
    """Count one use; answers for how many seconds the program has to wait, 0 when it may go on.

    One statement, so that any number of servers count together.
    """
    now = clock.actual_now()
    minute = int(now.timestamp()) // 60
    ApiToken.objects.filter(pk=token.pk).update(
        asked=Case(When(minute=minute, then=F("asked") + 1), default=Value(1)), minute=minute, last_used_on=_today()
    )
    asked = ApiToken.objects.filter(pk=token.pk).values_list("asked", flat=True).first() or 0
    return 60 - int(now.timestamp()) % 60 if asked > most else 0
