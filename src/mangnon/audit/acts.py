"""What acts are called in Vietnamese. Each app tells its own in `data/acts.json`; this app reads those of all apps.

`{"group": "Báo cáo", "objects": {"Report": "báo cáo"}, "acts": {"submit_report": "gửi {object}[ (bản {version})]"}}`

`{object}` is the object with its number; any other name is a value of the row's details, else of what it was after or
before. A part in square brackets is left out when one of its values is not there. Acts nobody has told get a plain
sentence.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django.apps import apps

from mangnon.accounts.public import Role
from mangnon.audit.models import AuditRow
from mangnon.audit.privacy import is_protected

_PART: Final = re.compile(r"\[([^\[\]]*)\]")
_NAME: Final = re.compile(r"\{(\w+)\}")
_DAY: Final = re.compile(r"^(\d{4})-(\d{2})-(\d{2})$")
_MOST_ITEMS: Final = 6
OTHER_GROUP: Final = "Việc khác"


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of all apps. `acts` maps an act to its sentence, `groups` a group to its acts."""

    acts: Mapping[str, str]
    objects: Mapping[str, str]
    groups: Mapping[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def wording() -> Wording:
    """The words of every installed app. Raises ValueError when two apps tell one act or object differently."""
    acts: dict[str, str] = {}
    objects: dict[str, str] = {}
    groups: dict[str, tuple[str, ...]] = {}
    for config in apps.get_app_configs():
        path = Path(config.path) / "data" / "acts.json"
        if not config.name.startswith("mangnon.") or not path.is_file():
            continue
        told = json.loads(path.read_text(encoding="utf-8"))
        for known, new in ((acts, told["acts"]), (objects, told.get("objects", {}))):
            for name, words in new.items():
                if known.setdefault(name, words) != words:
                    raise ValueError(f"{path}: «{name}» is told differently by another app")
        groups[told["group"]] = (*groups.get(told["group"], ()), *told["acts"])
    return Wording(acts, objects, dict(sorted(groups.items())))


def sentence_of(row: AuditRow) -> str:
    """What was done, without who: «gửi báo cáo số 12 (lần gửi 1)»."""
    told = wording()
    thing = _object(row, told)
    words = told.acts.get(row.act)
    if words is None:
        return f"thực hiện việc «{row.act}» đối với {thing}"
    values = {"object": thing, **_values(row)}
    kept = _PART.sub(lambda part: _fill(part.group(1), values) or "", words)
    return _fill(kept, values, otherwise="…") or ""


def object_of(row: AuditRow) -> str:
    """What it was done to: «báo cáo số 12»."""
    return _object(row, wording())


def _object(row: AuditRow, told: Wording) -> str:
    name = told.objects.get(row.object_type, f"đối tượng «{row.object_type}»")
    if row.object_id in ("", "*"):
        return name
    return f"{name} số {row.object_id}" if row.object_id.isdigit() else f"{name} {row.object_id}"


def _values(row: AuditRow) -> dict[str, str]:
    found: dict[str, str] = {}
    for source in (row.before, row.after, row.details):
        for name, value in (source or {}).items():
            found[name] = str(Role(value).label) if name == "role" and value in Role.values else said(value)
    return found


def said(value: Any) -> str:
    """A value in words; empty for what has none."""
    if value is None or is_protected(value) or isinstance(value, dict):
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, list):
        items = [said(item) for item in value]
        plain = [item for item in items if item]
        return ", ".join(plain[:_MOST_ITEMS]) + ("…" if len(plain) > _MOST_ITEMS else "")
    text = str(value)
    if day := _DAY.match(text):
        return "/".join(reversed(day.groups()))
    return text


def _fill(words: str, values: Mapping[str, str], *, otherwise: str = "") -> str | None:
    """The words with their values; without `otherwise` None as soon as one is not there."""
    if not otherwise and not all(values.get(name) for name in _NAME.findall(words)):
        return None
    return _NAME.sub(lambda name: values.get(name.group(1)) or otherwise, words)
