"""Readings that a person has put right, as gold: to measure the reader again, and to teach it names and phrases. Pure.

The conventions are those of the measuring corpus: words verbatim, several bodies joined by «; », unknown null.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

_TYPES = {
    "date": "date",
    "before": "date",
    "month": "month",
    "quarter": "quarter",
    "year": "year",
    "span": "period",
    "recurring": "recurring",
    "ongoing": "ongoing",
    "on_request": "on_event",
}
_HEADER = ("doc_type", "number", "date", "place", "issuer", "title")
_FILE_SIGNS = re.compile(r"[^0-9A-Za-z]+")


def gold_of(result: Mapping[str, Any]) -> dict[str, Any]:
    """The gold of a reading in the contract's JSON shape."""
    return {
        **{name: result.get(name) for name in _HEADER},
        "legal_bases": [
            {name: basis.get(name) for name in ("number", "date", "issuer")}
            for basis in result.get("legal_bases") or ()
        ],
        "addressees": list(result.get("addressees") or ()),
        "tasks": [_task(task) for task in result.get("tasks") or ()],
        "reporting": [
            {name: row.get(name) for name in ("kind", "due_day", "due_month", "recipient", "text")}
            for row in result.get("reporting") or ()
        ],
        "recipients": list(result.get("recipients") or ()),
        "signer": dict(result.get("signer") or {}) or None,
        "notes": [],
    }


def _task(task: Mapping[str, Any]) -> dict[str, Any]:
    due = task.get("due") or {}
    return {
        "id": task.get("code"),
        "group": task.get("group"),
        "text": task.get("text"),
        "lead": "; ".join(task.get("lead") or ()) or None,
        "coordinating": "; ".join(task.get("coordinating") or ()) or None,
        "due": due.get("text") or None,
        "due_norm": _due_norm(due) if due.get("text") else None,
    }


def _due_norm(due: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {"type": _TYPES.get(str(due.get("kind")), "other")}
    if found["type"] == "date" and due.get("due_on"):
        found["date"] = due["due_on"]
    if found["type"] == "period":
        found |= {"start": due.get("starts_on"), "end": due.get("due_on")}
    return found


def file_stem(result: Mapping[str, Any], digest: str) -> str:
    """A name for the files of a reading, of its number and the beginning of its source's SHA-256; no personal data."""
    number = _FILE_SIGNS.sub("-", str(result.get("number") or "khong-so").replace("Đ", "D")).strip("-").lower()
    return f"{number or 'khong-so'}_{digest[:8]}"


def shown_changes(first: Mapping[str, Any], last: Mapping[str, Any]) -> dict[str, int]:
    """How many fields a person changed, by field: what the reader gets wrong here."""
    counts: dict[str, int] = {}
    for name in _HEADER:
        if first.get(name) != last.get(name):
            counts[name] = 1
    before, after = _tasks(first), _tasks(last)
    counts["tasks_added"] = max(0, len(after) - len(before))
    counts["tasks_removed"] = max(0, len(before) - len(after))
    for name in ("text", "lead", "coordinating", "due"):
        changed = sum(one.get(name) != other.get(name) for one, other in zip(before, after, strict=False))
        if changed:
            counts[f"tasks.{name}"] = changed
    return {name: count for name, count in counts.items() if count}


def _tasks(result: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    return result.get("tasks") or ()
