"""An official document as data: what it says, free of any form of file.

The same value goes to three writers (Word, PDF, Excel for annex tables). Names of agencies are in ordinary case
(«Sở Lao động - Thương binh và Xã hội»): where capitals are due the writers set them. None means unknown and is printed
as dots; nothing is ever filled in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Literal, TypeAlias

from mangnon.documents.official.kinds import DocumentKind

CellValue: TypeAlias = str | int | float | Decimal | dt.date | dt.time | None
Align: TypeAlias = Literal["left", "center", "right", "justify"]


class RowStyle(Enum):
    """What a row of a table is: a plain row, the heading of a group of rows, or a total."""

    PLAIN = "plain"
    GROUP = "group"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with its own number in the text («I. KẾT QUẢ», «1. Về tổ chức», «a) Cấp xã»). Level 1, 2 or 3."""

    level: int
    text: str

    def __post_init__(self) -> None:
        if self.level not in (1, 2, 3):
            raise ValueError("a heading has level 1, 2 or 3")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. `source_marks` name the source notes it rests on, in the order in which they are printed.

    A line break in the text starts a new paragraph.
    """

    text: str
    source_marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bullet:
    """A paragraph that begins with a dash («-» on level 1, «+» on level 2)."""

    text: str
    source_marks: tuple[str, ...] = ()
    level: int = 1

    def __post_init__(self) -> None:
        if self.level not in (1, 2):
            raise ValueError("a bullet has level 1 or 2")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    `weight` is the share of the width, relative to the other columns. Neighbours with the same non-empty `group` stand
    under one common heading. `decimals` fixes how many decimals numbers show; None shows what the number has.
    """

    title: str
    weight: float = 1.0
    align: Align = "left"
    group: str = ""
    decimals: int | None = None

    def __post_init__(self) -> None:
        if not self.weight > 0:
            raise ValueError("a column needs a positive weight")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table. When it has fewer cells than the table has columns, its last cell spans the rest.

    Its source marks stand in the cell numbered `marked_cell` (from 0), by default in the last cell that holds words.
    """

    cells: tuple[CellValue, ...]
    style: RowStyle = RowStyle.PLAIN
    source_marks: tuple[str, ...] = ()
    marked_cell: int | None = None

    def place_of_marks(self) -> int:
        """Which cell carries the source marks."""
        if self.marked_cell is not None:
            return self.marked_cell
        worded = [index for index, value in enumerate(self.cells) if isinstance(value, str) and value.strip()]
        return worded[-1] if worded else len(self.cells) - 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a heading that is repeated on every page, and an optional caption above.

    Raises ValueError without columns, or for a row with no cells, more cells than columns, or marks
    in a cell it does not have.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str = ""

    def __post_init__(self) -> None:
        if not self.columns:
            raise ValueError("a table needs a column")
        for number, row in enumerate(self.rows, 1):
            if not 1 <= len(row.cells) <= len(self.columns):
                raise ValueError(f"row {number} has {len(row.cells)} cells for {len(self.columns)} columns")
            if row.marked_cell is not None and not 0 <= row.marked_cell < len(row.cells):
                raise ValueError(f"row {number} has no cell {row.marked_cell}")


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing: a whole SVG file that carries its own style, as wide as the text.

    `words` tell it to who does not see it; `caption` stands above. Raises ValueError without words.
    """

    svg: str
    words: str
    caption: str = ""

    def __post_init__(self) -> None:
        if not self.words.strip():
            raise ValueError("a picture needs words for who does not see it")


Block: TypeAlias = Heading | Paragraph | Bullet | Table | Picture


@dataclass(frozen=True, slots=True)
class SourceNote:
    """Where figures or sentences come from: the mark in the text («1» prints as [1]) and the report it leads to."""

    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex: begins on a new page, lying down if its table is wide, with its own page numbers."""

    title: str
    blocks: tuple[Block, ...]
    subtitle: str = ""
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs: capacity lines from top to bottom («KT. GIÁM ĐỐC», «PHÓ GIÁM ĐỐC») and the name, None if unknown."""

    capacity: tuple[str, ...]
    name: str | None = None


@dataclass(frozen=True, slots=True)
class OfficialDocument:
    """A document of a state agency, with the components of NĐ 30/2020/NĐ-CP, Article 8.

    `number` is the bare number («15»), `symbol` what stands behind the slash («BC-SLĐTBXH»). `legal_bases` come without
    closing signs. `draft` prints «DỰ THẢO», `urgency` a framed mark («KHẨN»). `sample_notice` is printed on every page.
    `with_sources` decides whether source marks and the list of sources are printed. `co_signer` signs on the left of
    the signer, as in minutes (Appendix III, form 1.9, recalled); the recipients then stand below. Raises ValueError
    when a mark has no note, or two notes one mark.
    """

    kind: DocumentKind
    agency: str
    symbol: str
    subject: str
    signer: Signer
    body: tuple[Block, ...]
    parent_agency: str | None = None
    number: str | None = None
    place: str = ""
    issued_on: dt.date | None = None
    addressees: tuple[str, ...] = ()
    legal_bases: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    annexes: tuple[Annex, ...] = ()
    sources: tuple[SourceNote, ...] = ()
    with_sources: bool = True
    draft: bool = False
    sample_notice: str | None = None
    urgency: str = ""
    co_signer: Signer | None = None

    def __post_init__(self) -> None:
        known = [note.mark for note in self.sources]
        if len(set(known)) != len(known):
            raise ValueError("two source notes have the same mark")
        missing = sorted(set(self.marks_used()) - set(known))
        if missing:
            raise ValueError(f"source marks without a note: {', '.join(missing)}")

    def marks_used(self) -> Iterator[str]:
        """Every source mark in the order of reading, body first, repeated as often as it is used."""
        yield from _marks(self.body)
        for annex in self.annexes:
            yield from _marks(annex.blocks)


def _marks(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Paragraph() | Bullet():
                yield from block.source_marks
            case Table():
                for row in block.rows:
                    yield from row.source_marks
            case Heading() | Picture():
                pass
