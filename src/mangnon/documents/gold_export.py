"""Adopted readings as files: the paper's lines, the gold, and what of it a person had to change."""

from __future__ import annotations

import json
from collections.abc import Iterator

from mangnon.accounts.public import Actor
from mangnon.documents.gold import file_stem, gold_of, shown_changes
from mangnon.documents.models import DirectiveReading
from mangnon.documents.selectors import readings
from mangnon.documents.terms import ReadingState


def gold_files(viewer: Actor) -> Iterator[tuple[str, str]]:
    """(file name, content) of every adopted reading of a scan, text or document that the viewer may see.

    Three files each: the lines as received (`.txt`), the gold (`.gold.json`), and how it was reached (`.meta.json`).
    Readings that began without a paper are left out: there is nothing to read again. Nobody's name is in them.
    """
    rows = readings(viewer).filter(state=ReadingState.ADOPTED).exclude(source__kind__in=("form", "xlsx"))
    for row in rows.order_by("pk").iterator(chunk_size=20):
        stem = file_stem(row.result, row.source.sha256)
        yield f"{stem}.txt", "\n".join(row.lines)
        yield f"{stem}.gold.json", _json(gold_of(row.result))
        yield f"{stem}.meta.json", _json(_meta(row))


def _meta(row: DirectiveReading) -> dict[str, object]:
    return {
        "sha256": row.source.sha256,
        "kind": row.source.kind,
        "read_at": row.read_at.isoformat(),
        "adopted_at": row.adopted_at.isoformat() if row.adopted_at else None,
        "changed_by_people": shown_changes(row.first_result, row.result),
    }


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
