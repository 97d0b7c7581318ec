"""Consolidating again: the editor's words go on, and what has changed since the last time is told."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch

from mangnon.kernel.text import same_words
from mangnon.plans.public import Task
from mangnon.reporting.models import Consolidation, Passage, PassageSource
from mangnon.reporting.rules.comparison import Piece, word_changes

_KEPT = ["text", "is_left_out", "edited_at", "edited_by", "revision", "source_before"]
# Where words come from, whichever sending they stand in: part, task, report, box.
SourceKey = tuple[str, int | None, int, str]


def _passages(period_id: int, *numbers: int) -> list[Passage]:
    """The passages of some consolidations of a period with the reports they come from: two queries."""
    sources = PassageSource.objects.select_related("version__report__agency").order_by("pk")
    found = Passage.objects.filter(consolidation__period=period_id, consolidation__number__in=numbers)
    found = found.select_related("task", "consolidation").prefetch_related(Prefetch("sources", sources))
    return list(found.order_by("consolidation__number", "order"))


def _keys(passage: Passage) -> list[SourceKey]:
    return [(passage.kind, passage.task_id, each.version.report_id, each.field) for each in passage.sources.all()]


def keep_edits(made: Consolidation, passages: list[Passage], last: int) -> None:
    """Carry a person's edits of consolidation number `last` into the new one.

    An edit goes on where the words it was made on are the same. Where a box of its source says something else now, the
    edit goes on too, with the words it was made on beside it (`source_before`) until somebody saves the passage.
    """
    edited = [row for row in _passages(made.period_id, last) if row.edited_at is not None]
    if not edited:
        return
    by_words = {(row.kind, row.task_id, same_words(row.first_text)): row for row in edited}
    new = {row.pk: row for row in _passages(made.period_id, made.number)}
    changed: list[Passage] = []
    for passage in passages:
        old = by_words.pop((passage.kind, passage.task_id, same_words(passage.first_text)), None)
        if old is not None:
            changed.append(_carried(passage, old, source_before=old.source_before))
    taken = {passage.pk for passage in changed}
    by_source = {key: row for row in by_words.values() for key in _keys(row)}
    for passage in passages:
        if passage.pk in taken:
            continue
        old = next((by_source[key] for key in _keys(new[passage.pk]) if key in by_source), None)
        if old is not None:
            changed.append(_carried(passage, old, source_before=old.source_before or old.first_text))
            by_source = {key: row for key, row in by_source.items() if row is not old}
    Passage.objects.bulk_update(changed, _KEPT, batch_size=200)


def passage_after(older: Passage) -> Passage | None:
    """The passage of the period's newest consolidation that tells what an older one's told; None where none does.

    By where the words come from: the same part, task, report and box. Four queries, however long the consolidations.
    """
    period = older.consolidation.period_id
    last = Consolidation.objects.filter(period=period).order_by("-number").values_list("number", flat=True)[0]
    sources = older.sources.select_related("version")
    wanted = {(older.kind, older.task_id, each.version.report_id, each.field) for each in sources}
    return next((row for row in _passages(period, last) if not wanted.isdisjoint(_keys(row))), None)


def _carried(passage: Passage, old: Passage, *, source_before: str) -> Passage:
    passage.text, passage.is_left_out = old.text, old.is_left_out
    passage.edited_at, passage.edited_by_id = old.edited_at, old.edited_by_id
    passage.revision, passage.source_before = old.revision, source_before
    return passage


@dataclass(frozen=True, slots=True)
class PassageChange:
    """What a source says otherwise than at the consolidation before. `kind` is «new», «gone» or «changed»."""

    kind: str
    part: str
    task: Task | None
    agencies: tuple[str, ...]
    pieces: list[Piece]
    passage: Passage | None


def changes_since_last(consolidation: Consolidation) -> list[PassageChange]:
    """How the reported words differ from those of the consolidation before, in the order of the document.

    Empty for the first. The editor's words are not compared: what is told is what the sources say.
    """
    number = consolidation.number - 1
    both = _passages(consolidation.period_id, number, consolidation.number)
    old = [row for row in both if row.consolidation.number == number]
    new = [row for row in both if row.consolidation.number == consolidation.number]
    if number == 0:
        return []
    by_words = {(row.kind, row.task_id, same_words(row.first_text)) for row in new}
    by_source = {key: row for row in old for key in _keys(row)}
    known = {(row.kind, row.task_id, same_words(row.first_text)) for row in old}
    found: list[PassageChange] = []
    seen: set[int] = set()
    for passage in new:
        if (passage.kind, passage.task_id, same_words(passage.first_text)) in known:
            continue
        source = next((by_source[key] for key in _keys(passage) if key in by_source), None)
        if source is not None:
            seen.add(source.pk)
        pieces = word_changes(source.first_text if source else "", passage.first_text)
        found.append(_change("changed" if source else "new", passage, pieces, passage))
    for row in old:
        if row.pk in seen or (row.kind, row.task_id, same_words(row.first_text)) in by_words:
            continue
        found.append(_change("gone", row, word_changes(row.first_text, ""), None))
    return found


def _change(kind: str, about: Passage, pieces: list[Piece], passage: Passage | None) -> PassageChange:
    names = dict.fromkeys(each.version.report.agency.name for each in about.sources.all())
    return PassageChange(kind, about.get_kind_display(), about.task, tuple(names), pieces, passage)
