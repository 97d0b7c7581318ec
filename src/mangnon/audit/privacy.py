"""What a row may say of a record's fields: plain values, or a keyed digest that proves a value without telling it.

A field that its model labels personal or sensitive (PRIVACY), and a field nobody labelled, is written as
`{"label", "salt", "digest", "key"}`: HMAC-SHA256 over the field's name and the value, under a key made from the site's
secret. The same value has another digest in every row (salt), so rows cannot be matched with each other.

When the site's secret changes, the chain stays as it is: no hash of it depends on the secret. Old digests can then be
proved only with the old secret; keep it in SECRET_KEY_FALLBACKS for as long as that may be asked. `key` tells which.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.db.models import Model

from mangnon.audit.rules import canonical, clean_text, plain_value

PROTECTED: Final = frozenset({"personal", "sensitive"})
UNLABELLED: Final = "unlabelled"
_HIDDEN: Final = PROTECTED | {UNLABELLED}
_SHAPE: Final = {"label", "salt", "digest", "key"}


def changes_of(
    instance: Model, before: Mapping[str, Any], after: Mapping[str, Any] | None = None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Which fields differ, as (before, after) for `record`: protected values as digests, others plain.

    `after` defaults to what `instance` now holds in the fields of `before`. A field that only one side names counts
    as changed. Values of relations may be given as records or keys.
    """
    now = {name: getattr(instance, name) for name in before} if after is None else dict(after)
    old = {name: _key_of(value) for name, value in before.items()}
    new = {name: _key_of(value) for name, value in now.items()}
    changed = {name for name in old.keys() | new.keys() if name not in old or name not in new or old[name] != new[name]}
    model = type(instance).__name__
    return (
        protect(model, {name: value for name, value in old.items() if name in changed}),
        protect(model, {name: value for name, value in new.items() if name in changed}),
    )


def protect(object_type: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values of a record's fields as a row may hold them. Values that are protected already stay."""
    labels = labels_of(object_type)
    found = {}
    for given, value in values.items():
        name = clean_text(str(given))
        label = labels.get(name, UNLABELLED)
        plain = plain_value(_key_of(value))
        found[name] = plain if is_protected(plain) or label not in _HIDDEN else digest_of(name, plain, label=label)
    return found


def is_protected(value: Any) -> bool:
    """Whether a stored value is a digest."""
    return isinstance(value, dict) and value.keys() == _SHAPE


def digest_of(field: str, value: Any, *, label: str, salt: str = "", secret: str | None = None) -> dict[str, str]:
    """The digest of a value, with a fresh salt unless one is given."""
    chosen = salt or secrets.token_hex(8)
    key = _key(settings.SECRET_KEY if secret is None else secret)
    message = canonical({"field": field, "salt": chosen, "value": value})
    return {
        "label": label,
        "salt": chosen,
        "digest": hmac.new(key, message, hashlib.sha256).hexdigest(),
        "key": hashlib.sha256(key).hexdigest()[:8],
    }


def proves(stored: Mapping[str, str], field: str, value: Any) -> bool | None:
    """Whether a stored digest is of this value of this field; None when no secret of the site fits its key."""
    for secret in map(str, (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)):
        told = digest_of(field, plain_value(_key_of(value)), label=stored["label"], salt=stored["salt"], secret=secret)
        if told["key"] == stored["key"]:
            return hmac.compare_digest(told["digest"], stored["digest"])
    return None


@lru_cache(maxsize=1)
def _all_labels() -> dict[str, dict[str, str]]:
    return {model.__name__: dict(getattr(model, "PRIVACY", {})) for model in apps.get_models()}


def labels_of(object_type: str) -> dict[str, str]:
    """How private each field of a kind of record is; nothing is known of a kind that is no record."""
    return _all_labels().get(object_type, {})


@lru_cache(maxsize=8)
def _key(secret: str) -> bytes:
    return hmac.new(secret.encode(), b"mangnon.audit.values.v1", hashlib.sha256).digest()


def _key_of(value: Any) -> Any:
    return value.pk if isinstance(value, Model) else value
