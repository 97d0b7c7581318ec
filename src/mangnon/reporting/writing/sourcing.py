"""Which recorded facts the words of a report were put together from: kept with the entry, and with what is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mangnon.accounts.public import Actor
from mangnon.kernel import clock
from mangnon.reporting.models import EntrySource, Report, ReportEntry
from mangnon.reporting.terms import FactKind
from mangnon.reporting.writing.facts import Fact
from mangnon.reporting.writing.suggesting import Line

# Facts that stay as they were when they are used: what others had drafted, what was sent last time.
_FIXED = (FactKind.CARRIED, FactKind.LAST_TIME)


@dataclass(frozen=True, slots=True)
class UsedFact:
    """A fact that went into a box, as it stands now. `is_changed`: the record says something else today, or is gone.
    `is_rewritten`: the writer has changed the words that were put in."""

    source: EntrySource
    is_changed: bool
    is_rewritten: bool


def used_in(report: Report | None) -> dict[int | None, list[EntrySource]]:
    """The used facts of a report's entries by task, None for the general part: one query."""
    found: dict[int | None, list[EntrySource]] = {}
    if report is not None:
        for row in EntrySource.objects.filter(entry__report=report).select_related("entry"):
            found.setdefault(row.entry.task_id, []).append(row)
    return found


def told(source: EntrySource, facts: Mapping[tuple[str, int], Fact], present: str) -> UsedFact:
    """A used fact beside what was recorded today and what the box says today."""
    now = facts.get((source.kind, source.ref))
    is_changed = source.kind not in _FIXED and (now is None or now.digest != source.digest)
    return UsedFact(source, is_changed, not any(line in present for line in source.words.split("\n")))


def keep_sources(*, actor: Actor, entry: ReportEntry, box: str, lines: Sequence[Line]) -> None:
    """Note the facts whose words were put into a box; one used before says from now on what it says today."""
    said: dict[tuple[str, int], tuple[Fact, list[str]]] = {}
    for line in lines:
        for fact in line.facts:
            said.setdefault(fact.key, (fact, []))[1].append(line.text)
    now = clock.now()
    rows = [
        EntrySource(
            entry=entry,
            box=box,
            kind=fact.kind,
            ref=fact.ref,
            label=fact.label[:300],
            words="\n".join(words),
            digest=fact.digest,
            used_at=now,
            used_by_id=actor.user_id,
        )
        for fact, words in said.values()
    ]
    EntrySource.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["entry", "box", "kind", "ref"],
        update_fields=["label", "words", "digest", "used_at", "used_by"],
    )


def sent_sources(report: Report) -> dict[int | None, list[dict[str, Any]]]:
    """The used facts as a sending keeps them, by task: those of boxes that still say something."""
    found: dict[int | None, list[dict[str, Any]]] = {}
    for task_id, rows in used_in(report).items():
        for row in rows:
            present = str(getattr(row.entry, row.box))
            if present.strip():
                found.setdefault(task_id, []).append(
                    {
                        "field": row.box,
                        "kind": row.kind,
                        "ref": row.ref,
                        "label": row.label,
                        "digest": row.digest,
                        "is_rewritten": not any(line in present for line in row.words.split("\n")),
                    }
                )
    return found
