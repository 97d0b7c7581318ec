"""An act asked for twice under one key is done once: the first answer is kept and given again."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db import IntegrityError, transaction

from mangnon.exchange.errors import KeyUsedOtherwise
from mangnon.exchange.models import StoredAnswer
from mangnon.kernel import clock

KEPT_DAYS: Final = 7
LONGEST_KEY: Final = 200


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer given before."""

    status: int
    body: str
    etag: str


def digest_of(parts: Iterable[bytes]) -> str:
    """A hash of a whole request: what was asked, of what, and with which words. Lengths keep the parts apart."""
    hasher = hashlib.sha256()
    for part in parts:
        hasher.update(len(part).to_bytes(8, "big") + part)
    return hasher.hexdigest()


def claim_key(*, user_id: int, post_id: int, key: str, digest: str) -> StoredAnswer | Kept:
    """Take a key for the transaction under way, or learn what was answered under it. Must run inside a transaction.

    A second request with the same key waits here until the first one's transaction ends. Raises KeyUsedOtherwise when
    the key was used for another request.
    """
    try:
        with transaction.atomic():
            return StoredAnswer.objects.create(
                user_id=user_id, post_id=post_id, key=key, digest=digest, made_at=clock.actual_now()
            )
    except IntegrityError:
        row = StoredAnswer.objects.get(user_id=user_id, post_id=post_id, key=key)
    if row.digest != digest:
        raise KeyUsedOtherwise(
            "Khóa chống gửi trùng này đã dùng cho một yêu cầu khác. Không có gì bị thay đổi. Hãy dùng khóa mới."
        )
    return Kept(row.status, row.body, row.etag)


def keep_answer(row: StoredAnswer, *, status: int, body: str, etag: str) -> None:
    """Keep what was answered, in the transaction of the act. A refusal is not kept: nothing was done, the key is free
    again."""
    if status >= 400:
        row.delete()
        return
    row.status, row.body, row.etag = status, body, etag
    row.save(update_fields=["status", "body", "etag"])


def prune_answers() -> int:
    """Forget answers older than KEPT_DAYS; answers how many. A step of the daily round."""
    gone, _ = StoredAnswer.objects.filter(made_at__lt=clock.actual_now() - dt.timedelta(days=KEPT_DAYS)).delete()
    return gone
