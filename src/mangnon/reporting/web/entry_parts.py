"""One entry as the writer's page shows it: boxes, suggestions, what was recorded; the first of many, or all."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from mangnon.activities.public import Evidence
from mangnon.agencies.public import Agency
from mangnon.kernel.dates import vn_date
from mangnon.kernel.text import one_line
from mangnon.reporting.duties.lineage import name_beside
from mangnon.reporting.rules.telling import dong
from mangnon.reporting.successions.carrying import fields_of
from mangnon.reporting.web import presenters
from mangnon.reporting.web.forms import EntryForm
from mangnon.reporting.writing.facts import DoneWork, evidence_day
from mangnon.reporting.writing.page import WritingItem, WritingSheet
from mangnon.reporting.writing.suggesting import LAST_TIME, Suggestion

BOXES = {
    "results": "Kết quả thực hiện",
    "difficulties": "Khó khăn, vướng mắc",
    "proposals": "Đề xuất, kiến nghị",
    "next_period": "Nhiệm vụ kỳ tới",
}
# How much of each kind stands beside a box; the rest is behind a link, so that a page of 25 tasks stays light.
_FIRST = 4
_LONGEST_SHOWN = 700
_STATES = {"done": "đã thực hiện", "running": "đang triển khai", "next": "sau kỳ này"}


def entry_parts(
    item: WritingItem,
    sheet: WritingSheet,
    *,
    typed: EntryForm | None = None,
    message: str = "",
    is_whole: bool = False,
) -> dict[str, Any]:
    """What `_entry.html` and `sources.html` show; `typed` are words that could not be saved."""
    initial = {**fields_of(item.entry), "task": item.key, "version": item.entry.revision}
    form = typed or EntryForm(initial=initial, auto_id=f"muc-{item.key}-%s")
    said_more = any(getattr(item.entry, name).strip() for name in ("difficulties", "proposals", "next_period"))
    read = [(label, getattr(item.entry, name)) for name, label in BOXES.items() if getattr(item.entry, name)]
    most = None if is_whole else _FIRST
    works = [_work(work, item.facts, is_whole=is_whole) for work in item.works]
    notes = [(note, _other(note.assignment.agency, sheet.agency)) for note in item.notes]
    difficulties = [(row, _other(row.assignment.agency, sheet.agency)) for row in item.difficulties]
    evidence = [_evidence(row) for row in item.evidence]
    kinds = (works, notes, difficulties, evidence, item.figures)
    return {
        "item": item,
        "key": item.key,
        "form": form,
        "suggestions": [_suggestion(part, is_whole=is_whole) for part in item.suggestions],
        "last": _last(item, sheet, is_whole=is_whole),
        "works": works[:most],
        "notes": notes[:most],
        "difficulties": difficulties[:most],
        "evidence": evidence[:most],
        "figures": item.figures[:most],
        "more": 0 if is_whole else sum(max(0, len(kind) - _FIRST) for kind in kinds),
        "used": [used for used in item.used if used.is_changed or is_whole],
        "is_open": bool(said_more or message or (item.task is None and not item.is_lead)),
        "message": message,
        "read_only": read,
        "stored": [{"label": label, "text": text} for label, text in read] if message else [],
    }


def _suggestion(part: Suggestion, *, is_whole: bool) -> dict[str, Any]:
    sources = part.sources if is_whole or len(part.sources) <= _FIRST else part.sources[:_FIRST]
    left = len(part.sources) - len(sources)
    text = part.text if is_whole or len(part.text) <= _LONGEST_SHOWN else f"{part.text[:_LONGEST_SHOWN].rstrip()}…"
    return {
        "key": part.key,
        "label": BOXES[part.name],
        "title": part.title,
        "text": text,
        "source": "; ".join(sources) + (f" và {left} nguồn khác" if left else ""),
        "cautions": part.cautions,
        "is_used": part.is_used,
        "is_last_time": part.kind == LAST_TIME,
    }


def _last(item: WritingItem, sheet: WritingSheet, *, is_whole: bool) -> list[dict[str, Any]]:
    """What was written last time, in one place: each box with the button that puts it in again."""
    title = presenters.period_title(sheet.last_period) if sheet.last_period else ""
    longest = None if is_whole else _LONGEST_SHOWN
    keys = {part.text: part for part in item.suggestions if part.kind == LAST_TIME}
    found = []
    for each in item.last_time:
        parts = []
        for name, label in BOXES.items():
            text = str(each.fields.get(name) or "")
            if text:
                shown = text if longest is None or len(text) <= longest else f"{text[:longest].rstrip()}…"
                known = keys.get(text.strip())
                parts.append({"label": label, "text": shown, "key": known.key if known and not known.is_used else ""})
        heading = ", ".join(part for part in (title, _other(each.agency, sheet.agency)) if part)
        found.append({"title": heading, "parts": parts})
    return found


def _work(work: DoneWork, facts: dict[tuple[str, int], Any], *, is_whole: bool) -> dict[str, Any]:
    """An activity in a few words, with money and evidence."""
    text = one_line(work.activity.text)
    spent = [line for line in work.lines if line.spent is not None]
    day = f" ngày {vn_date(work.work.done_on)}" if work.work.done_on else ""
    return {
        "text": text if is_whole or len(text) <= 160 else f"{text[:160].rstrip()}…",
        "url": reverse("activity", args=[work.activity.pk]),
        "state": f"{_STATES[work.state]}{day}",
        "results": work.work.results if is_whole else "",
        "output": one_line(work.activity.output) if is_whole else "",
        "told_at": work.told_at,
        "same_as": work.same_as,
        "served": [each.task.code for each in work.activity.served.all()] if not work.told_at else [],
        "money": "; ".join(f"{line.get_source_display().lower()} {dong(line.spent or 0)}" for line in spent),
        "files": len(work.evidence),
        "evidence": [_evidence(row) for row in work.evidence] if is_whole else [],
    }


def _evidence(row: Evidence) -> dict[str, Any]:
    return {"name": row.name, "day": evidence_day(row), "url": reverse("evidence_file", args=[row.pk])}


def _other(agency: Agency, own: Agency) -> str:
    """The body's name where it is not the one in whose name is written."""
    return "" if agency.pk == own.pk else name_beside(agency, own)
