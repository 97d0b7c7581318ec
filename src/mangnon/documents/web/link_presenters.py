"""What the page of a reading shows of other papers and of the bodies that its names mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Meaning
from mangnon.documents.links import KnownPaper, Mention, cited_by, links_of
from mangnon.documents.models import CitedPaper, DirectiveReading
from mangnon.documents.naming import NamesOfReading, names_of
from mangnon.documents.rules import TASK_NAMES
from mangnon.documents.terms import CitationKind

# In which order the relations are shown, and what the mentions of this paper by others are called.
_ORDER = (
    CitationKind.REPLACES,
    CitationKind.AMENDS,
    CitationKind.BASIS,
    CitationKind.IMPLEMENTS,
    CitationKind.CONTINUES,
    CitationKind.CITES,
)
_PASSIVE = {
    CitationKind.REPLACES: "Bị thay thế bởi",
    CitationKind.AMENDS: "Được sửa đổi, bổ sung bởi",
    CitationKind.BASIS: "Là căn cứ của",
    CitationKind.IMPLEMENTS: "Được thực hiện bởi",
    CitationKind.CONTINUES: "Được tiếp tục thực hiện bởi",
    CitationKind.CITES: "Được nhắc đến trong",
}
_CHANGES = (CitationKind.REPLACES, CitationKind.AMENDS)


@dataclass(frozen=True, slots=True)
class NameShown:
    """One name of a task with what it means: `note` in words, `tone` when it wants a look, `anchor` of its class.

    `candidates`: (name, the whole field with this name put right) to choose from.
    """

    words: str
    note: str = ""
    tone: str = ""
    anchor: str = ""
    candidates: Sequence[tuple[str, str]] = ()


def related(actor: Actor, reading: DirectiveReading) -> dict[str, Any]:
    """{links, mentions}: groups of rows by relation. Five queries however many papers."""
    rows = links_of(actor, reading)
    mentions = cited_by(actor, reading)
    return {
        "links": [
            {
                "word": kind.label,
                "rows": [
                    {**_link_row(each.cited, each.known, by_day=each.is_by_day), "key": _key(reading, each.cited)}
                    for each in rows
                    if each.cited.kind == kind
                ],
            }
            for kind in _ORDER
            if any(each.cited.kind == kind for each in rows)
        ],
        "mentions": [
            {
                "word": _PASSIVE[kind],
                "is_change": kind in _CHANGES,
                "rows": [_mention_row(each) for each in mentions if each.cited.kind == kind],
            }
            for kind in _ORDER
            if any(each.cited.kind == kind for each in mentions)
        ],
    }


def _key(reading: DirectiveReading, cited: CitedPaper) -> str:
    """What names the link as an item; empty in a reading of before links, which knows only legal bases."""
    return f"links.{cited.order}" if reading.result.get("links") is not None else ""


def _link_row(cited: CitedPaper, known: KnownPaper | None, *, by_day: bool) -> dict[str, Any]:
    return {
        "number": cited.number,
        "issued_on": cited.issued_on,
        "issuer": cited.issuer,
        "title": cited.title,
        "line": cited.first_line,
        "known": known,
        "is_by_day": by_day,
    }


def _mention_row(mention: Mention) -> dict[str, Any]:
    return {"by": mention.by, "line": mention.cited.first_line}


def names_context(actor: Actor, reading: DirectiveReading) -> dict[str, Any]:
    """{names, unknown, classes}: what the names mean, the unknown ones with where they stand, the classes' members."""
    names = names_of(actor, reading)
    places: dict[str, str] = {}
    for index, task in enumerate(reading.result.get("tasks") or ()):
        for field in TASK_NAMES:
            for words in task.get(field) or ():
                places.setdefault(words, f"muc-tasks-{index}")
    return {
        "names": names,
        "unknown_names": [{"words": words, "anchor": places[words]} for words in names.unknown],
        "classes": [
            {
                "anchor": class_anchor(names, meaning),
                "words": meaning.words,
                "members": [
                    _member_name(body.agency.name, is_verified=body.agency.is_verified) for body in meaning.bodies
                ],
            }
            for meaning in names.classes
        ],
    }


def _member_name(name: str, *, is_verified: bool) -> str:
    return name if is_verified else f"{name} (chưa kiểm chứng)"


def class_anchor(names: NamesOfReading, meaning: Meaning) -> str:
    """The id on the page of a class's members."""
    return f"nhom-{names.classes.index(meaning) + 1}"


def shown_names(names: NamesOfReading, words: Sequence[str]) -> list[NameShown]:
    """The names of one field of a task, in its order."""
    return [_shown(names, words, place) for place in range(len(words))]


def _shown(names: NamesOfReading, all_words: Sequence[str], place: int) -> NameShown:
    words = all_words[place]
    meaning = names.meanings.get(words)
    if meaning is None:
        return NameShown(words)
    if not meaning.is_known:
        near = names.near.get(words, ())
        choices = [(name, "; ".join([*all_words[:place], name, *all_words[place + 1 :]])) for name in near]
        ended = f"{meaning.name} không hoạt động vào ngày ban hành" if meaning.kind == "ended" else "chưa rõ cơ quan"
        return NameShown(words, ended, "late", candidates=choices)
    tone = "soon" if meaning.is_damaged else ""
    if meaning.kind == "class":
        note = f"nhóm {len(meaning.bodies)} cơ quan"
        return NameShown(
            words, f"{note}, gần giống «{meaning.name}»" if tone else note, tone, class_anchor(names, meaning)
        )
    note = "" if meaning.name == words else f"gần giống {meaning.name}" if tone else meaning.name
    if meaning.kind == "central":
        note = f"{note}, cơ quan trung ương".strip(", ")
    elif meaning.kind == "named_first":
        note = f"{note}, chưa có trong danh mục của tỉnh: duyệt thì thêm".strip(", ")
    return NameShown(words, note, tone)
