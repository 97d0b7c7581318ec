"""What an act changed, field by field, in words."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.apps import apps

from mangnon.audit.acts import said
from mangnon.audit.models import AuditRow
from mangnon.audit.privacy import is_protected


def changes_in_words(row: AuditRow) -> list[str]:
    """«trạng thái: nháp → đã gửi», one for each field; a private value is said to be covered, never told."""
    before, after = row.before or {}, row.after or {}
    names = _field_names().get(row.object_type, {})
    return [
        f"{names.get(name, name)}: {_shown(before, name)} → {_shown(after, name)}"
        for name in dict.fromkeys((*before, *after))
    ]


def _shown(values: dict[str, Any], name: str) -> str:
    if name not in values:
        return "(không ghi)"
    value = values[name]
    return "(đã che)" if is_protected(value) else said(value) or "(trống)"


@lru_cache(maxsize=1)
def _field_names() -> dict[str, dict[str, str]]:
    return {
        model.__name__: {
            field.name: str(getattr(field, "verbose_name", field.name)) for field in model._meta.get_fields()
        }
        for model in apps.get_models()
    }
