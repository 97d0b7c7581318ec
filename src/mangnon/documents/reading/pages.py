"""What one page of a file gave, as it is kept between reading and assembling."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from mangnon.documents.reading.layout import Block, Line, Table, texts_of

Trouble = Literal["", "no_recogniser", "too_slow", "damaged"]
_TROUBLES: dict[str, Trouble] = {
    "": "",
    "no_recogniser": "no_recogniser",
    "too_slow": "too_slow",
    "damaged": "damaged",
}


@dataclass(frozen=True, slots=True)
class SourcePage:
    """One page, `number` from 1, and its lines and tables from top to bottom.

    `is_from_picture`: a recogniser has read its picture. `trouble`: why it could not be read, "" when it could.
    `turn`: by how many degrees counter-clockwise the page was turned to be read; boxes are those of the turned page.
    `notes`: what a person should know of it, in Vietnamese.
    """

    number: int
    blocks: tuple[Block, ...] = ()
    is_from_picture: bool = False
    trouble: Trouble = ""
    turn: float = 0.0
    notes: tuple[str, ...] = ()

    @property
    def is_unread(self) -> bool:
        """Whether the page could not be read."""
        return self.trouble != ""

    def texts(self) -> Iterator[str]:
        """The text of each line, of tables cell by cell."""
        return texts_of(self.blocks)

    def to_json(self) -> dict[str, Any]:
        """Plain values that `from_json` takes back."""
        return {
            "number": self.number,
            "blocks": [_block_json(block) for block in self.blocks],
            "is_from_picture": self.is_from_picture,
            "trouble": self.trouble,
            "turn": self.turn,
            "notes": list(self.notes),
        }

    @staticmethod
    def from_json(value: Mapping[str, Any]) -> SourcePage:
        """The page that `to_json` gave. Raises KeyError, TypeError or ValueError for anything else."""
        return SourcePage(
            number=int(value["number"]),
            blocks=tuple(_block(item) for item in value["blocks"]),
            is_from_picture=bool(value["is_from_picture"]),
            trouble=_TROUBLES[value["trouble"]],
            turn=float(value["turn"]),
            notes=tuple(str(note) for note in value["notes"]),
        )


def _line_json(line: Line) -> list[Any]:
    return [line.text, *(line.box or ())]


def _line(value: Sequence[Any]) -> Line:
    if len(value) == 1:
        return Line(str(value[0]))
    left, top, right, bottom = (int(number) for number in value[1:])
    return Line(str(value[0]), (left, top, right, bottom))


def _block_json(block: Block) -> Any:
    if isinstance(block, Line):
        return _line_json(block)
    rows = [[[_line_json(line) for line in cell] for cell in row] for row in block.rows]
    return {"rows": rows, "places": list(block.places)}


def _block(value: Any) -> Block:
    if not isinstance(value, Mapping):
        return _line(value)
    rows = tuple(tuple(tuple(_line(line) for line in cell) for cell in row) for row in value["rows"])
    return Table(rows, tuple(float(place) for place in value["places"]))
