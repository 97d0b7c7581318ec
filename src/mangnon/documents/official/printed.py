"""What stands on the page, ready to be set: every word, sign and mark in its final form, for Word and PDF alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TypeAlias

from mangnon.documents.official import layout, wording
from mangnon.documents.official.model import (
    Align,
    Annex,
    Block,
    Bullet,
    Column,
    Heading,
    OfficialDocument,
    Paragraph,
    Picture,
    RowStyle,
    Table,
)
from mangnon.documents.official.words import CAPITAL, cut_long_words, line_count, lines_of_name, word_width

Cleaner: TypeAlias = Callable[[str], str]
_DASH = {1: "- ", 2: "+ "}
_NARROWEST = 7.0
_DAY = re.compile(r"\d{1,2}/\d{1,2}/\d{4}[.,;]?")
_SYLLABLE = 7  # letters of the longest Vietnamese syllable («nghiêng»)
_CELL_SIDES = 3.2  # millimetres of a cell that are not for its words


@dataclass(frozen=True, slots=True)
class Mark:
    """A source mark as printed («[1]») and the name of the place it leads to."""

    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class PrintedHeading:
    level: int
    text: str
    type: str = "heading"


@dataclass(frozen=True, slots=True)
class PrintedParagraph:
    """`lead`: its bold beginning («Điều 1.»). `is_kept`: it stays on the page of what follows."""

    text: str
    marks: tuple[Mark, ...] = ()
    lead: str = ""
    is_kept: bool = False
    type: str = "paragraph"


@dataclass(frozen=True, slots=True)
class PrintedCentred:
    """A line of its own in the middle («QUYẾT ĐỊNH:»), on the page of what follows."""

    text: str
    type: str = "centred"


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """A cell of a table's heading: column from 0, how many columns and lines it covers."""

    text: str
    column: int
    span: int = 1
    depth: int = 1


@dataclass(frozen=True, slots=True)
class PrintedCell:
    text: str
    span: int
    align: Align
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """`whole`: the row is short enough to be kept on one page."""

    cells: tuple[PrintedCell, ...]
    style: str
    whole: bool


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """`widths` of the columns are millimetres."""

    caption: str
    widths: tuple[float, ...]
    header: tuple[tuple[HeaderCell, ...], ...]
    rows: tuple[PrintedRow, ...]
    type: str = "table"


@dataclass(frozen=True, slots=True)
class PrintedPicture:
    svg: str
    words: str
    caption: str
    type: str = "picture"


PrintedBlock: TypeAlias = PrintedHeading | PrintedParagraph | PrintedCentred | PrintedTable | PrintedPicture


@dataclass(frozen=True, slots=True)
class Head:
    """The head of page 1, names in lines. `about` is the «V/v …» of a công văn; what is empty is not printed."""

    parent: tuple[str, ...]
    agency: tuple[str, ...]
    number: str
    about: str
    draft: str
    date: str
    urgency: str


@dataclass(frozen=True, slots=True)
class PrintedAnnex:
    label: str
    title: str
    subtitle: str
    reference: str
    landscape: bool
    blocks: tuple[PrintedBlock, ...]


@dataclass(frozen=True, slots=True)
class PrintedNote:
    mark: str
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class PrintedDocument:
    """The whole document. Empty strings and tuples stand for parts that are not printed.

    `authority`: who decides, above the bases of a decision. `beside`: the capacity lines and the name of who signs on
    the left; the recipients then stand below both.
    """

    head: Head
    kind: str
    subject: str
    addressees: tuple[str, ...]
    authority: str
    bases: tuple[str, ...]
    body: tuple[PrintedBlock, ...]
    recipients: tuple[str, ...]
    capacity: tuple[str, ...]
    name: str
    beside: tuple[str, ...]
    annexes: tuple[PrintedAnnex, ...]
    sources: tuple[PrintedNote, ...]
    reference: str
    notice: str


def printed(document: OfficialDocument, *, clean: Cleaner = str, cut_words: bool = False) -> PrintedDocument:
    """The document in its final words.

    `clean` passes over every text, after it was made printable. `cut_words` puts a zero-width space where a word is
    too long for its line, for typesetters that would run over the margin.
    """
    return _Printer(document, clean, cut_words).document()


class _Printer:
    def __init__(self, document: OfficialDocument, clean: Cleaner, cut_words: bool) -> None:
        self._source = document
        self._clean = clean
        self._cut_words = cut_words
        notes = document.sources if document.with_sources else ()
        self._anchors = {note.mark: f"nguon-{index}" for index, note in enumerate(notes, 1)}

    def document(self) -> PrintedDocument:
        source = self._source
        is_letter = source.kind.is_letter
        labels = [wording.annex_label(index, len(source.annexes)) for index in range(len(source.annexes))]
        return PrintedDocument(
            head=self._head(),
            kind="" if is_letter else source.kind.name.upper(),
            subject="" if is_letter else self._line(source.subject),
            addressees=tuple(self._line(line) for line in wording.addressee_lines(source.addressees)),
            authority=self._line(wording.authority(source)),
            bases=tuple(self._line(line) for line in wording.legal_base_lines(source.legal_bases)),
            body=_kept_with_signature(self._blocks(source.body, layout.TEXT_WIDTH)),
            recipients=tuple(self._line(line, 0.45) for line in wording.list_lines(source.recipients)),
            capacity=tuple(self._line(line, 0.45) for line in source.signer.capacity),
            name=self._line(source.signer.name or "", 0.45) or wording.LONG_DOTS,
            beside=self._beside(),
            annexes=tuple(self._annex(a, label) for a, label in zip(source.annexes, labels, strict=True)),
            sources=tuple(
                PrintedNote(self._mark(note.mark).text, self._anchors[note.mark], self._line(note.text, 0.9))
                for note in source.sources
                if note.mark in self._anchors
            ),
            reference=self._line(wording.annex_reference(source)),
            notice=self._line(source.sample_notice or ""),
        )

    def _beside(self) -> tuple[str, ...]:
        other = self._source.co_signer
        if other is None:
            return ()
        return tuple(self._line(line, 0.45) for line in (*other.capacity, other.name or wording.LONG_DOTS))

    def _head(self) -> Head:
        source = self._source
        return Head(
            parent=self._name_lines(source.parent_agency or ""),
            agency=self._name_lines(source.agency) or ("",),
            number=self._line(wording.number_line(source), 0.35),
            about=self._line(wording.letter_subject(source), 0.35) if source.kind.is_letter else "",
            draft=wording.DRAFT if source.draft else "",
            date=self._line(wording.place_and_date(source), 0.55),
            urgency=self._line(source.urgency, 0.35).upper(),
        )

    def _name_lines(self, name: str) -> tuple[str, ...]:
        room = layout.HEAD_ROOM / (CAPITAL * layout.SIZE_AGENCY)
        return tuple(self._line(line, 0.35) for line in lines_of_name(" ".join(wording.lines(name)).upper(), room))

    def _annex(self, annex: Annex, label: str) -> PrintedAnnex:
        return PrintedAnnex(
            label=label,
            title=self._line(annex.title).upper(),
            subtitle=self._line(annex.subtitle),
            reference=self._line(wording.annex_reference(self._source)),
            landscape=annex.landscape,
            blocks=self._blocks(annex.blocks, layout.TEXT_WIDTH_LANDSCAPE if annex.landscape else layout.TEXT_WIDTH),
        )

    def _blocks(self, blocks: Iterable[Block], width: float) -> tuple[PrintedBlock, ...]:
        out: list[PrintedBlock] = []
        for block in blocks:
            match block:
                case Heading():
                    out.append(PrintedHeading(block.level, self._line(block.text)))
                case Table():
                    out.append(self._table(block, width))
                case Picture():
                    out.append(PrintedPicture(block.svg, self._line(block.words), self._line(block.caption)))
                case Paragraph() | Bullet():
                    out += self._paragraphs(block)
        return tuple(out)

    def _paragraphs(self, block: Paragraph | Bullet) -> list[PrintedParagraph | PrintedCentred]:
        texts = [self._line(line) for line in wording.lines(block.text)]
        if not texts:
            return []
        if wording.is_decision(self._source.kind) and isinstance(block, Paragraph):
            return [self._of_decision(text, self._marks(block.source_marks)) for text in texts]
        if isinstance(block, Bullet):
            texts[0] = _DASH[block.level] + texts[0]
        *before, last = texts
        return [*map(PrintedParagraph, before), PrintedParagraph(last, self._marks(block.source_marks))]

    def _of_decision(self, text: str, marks: tuple[Mark, ...]) -> PrintedParagraph | PrintedCentred:
        if text in wording.DECIDES:
            return PrintedCentred(text)
        lead = wording.ARTICLE.match(text)
        return PrintedParagraph(text, marks, lead[0] if lead else "")

    def _table(self, table: Table, width: float) -> PrintedTable:
        widths = column_widths(table, width)
        rows = []
        for row in table.rows:
            cells, height = [], 0
            for index, value in enumerate(row.cells):
                column, is_last = table.columns[index], index == len(row.cells) - 1
                span = len(table.columns) - index if is_last else 1
                room = sum(widths[index : index + span])
                text = self._cell(wording.cell_text(value, column.decimals), room)
                height = max(height, line_count(text, room - _CELL_SIDES, layout.SIZE_TABLE))
                marks = self._marks(row.source_marks) if index == row.place_of_marks() else ()
                cells.append(PrintedCell(text, span, column.align if span == 1 else "left", marks))
            rows.append(PrintedRow(tuple(cells), row.style.value, height <= layout.WHOLE_ROW_LINES))
        header = header_lines(table.columns)
        return PrintedTable(
            caption=self._line(table.caption),
            widths=tuple(widths),
            header=tuple(tuple(self._header_cell(cell, widths) for cell in line) for line in header),
            rows=tuple(rows),
        )

    def _header_cell(self, cell: HeaderCell, widths: list[float]) -> HeaderCell:
        room = sum(widths[cell.column : cell.column + cell.span])
        return HeaderCell(self._cell(wording.cell_text(cell.text), room), cell.column, cell.span, cell.depth)

    def _cell(self, text: str, width: float) -> str:
        text = self._clean(text)
        return cut_long_words(text, width - _CELL_SIDES, layout.SIZE_TABLE) if self._cut_words else text

    def _line(self, text: str, share: float = 1.0) -> str:
        text = self._clean(" ".join(wording.lines(text)))
        return cut_long_words(text, share * layout.TEXT_WIDTH, layout.SIZE_BODY) if self._cut_words else text

    def _marks(self, marks: Iterable[str]) -> tuple[Mark, ...]:
        return tuple(self._mark(mark) for mark in marks if mark in self._anchors)

    def _mark(self, mark: str) -> Mark:
        return Mark(self._clean(wording.mark_text(mark)), self._anchors[mark])


def _kept_with_signature(blocks: tuple[PrintedBlock, ...]) -> tuple[PrintedBlock, ...]:
    """The blocks of a body, so that the page of the signature also holds at least two lines of it: the last paragraph
    stays with the signature, and the one before too where the last may be a single line."""
    kept = list(blocks)
    for place in range(len(kept) - 1, -1, -1):
        block = kept[place]
        if not isinstance(block, PrintedParagraph):
            break
        kept[place] = replace(block, is_kept=True)
        # Rather a paragraph too many than a single line: a width is an estimate, by a third too wide for plain text.
        if place < len(kept) - 1 or word_width(block.text, layout.SIZE_BODY) > 1.5 * layout.TEXT_WIDTH:
            break
    return tuple(kept)


def column_widths(table: Table, width: float) -> list[float]:
    """The width of each column by its weight, but room for what must not be cut, where it all fits.

    Not to be cut are the words of its title, its numbers and days (in words too), and every word no longer than a
    syllable can be.
    `width` and the result are millimetres; the result adds up to `width`.
    """
    columns = table.columns
    uncut = [set(column.title.split()) for column in columns]
    for row in table.rows:
        alone = row.cells if len(row.cells) == len(columns) else row.cells[:-1]
        for index, value in enumerate(alone):
            text = wording.cell_text(value, columns[index].decimals)
            if isinstance(value, str):
                uncut[index].update(word for word in text.split() if len(word) <= _SYLLABLE or _DAY.fullmatch(word))
            else:
                uncut[index].add(text)
    needed = [
        min(max([_NARROWEST, *(word_width(word, layout.SIZE_TABLE) for word in words)]) + _CELL_SIDES, width / 3)
        for words in uncut
    ]
    if sum(needed) >= width:
        return [width * need / sum(needed) for need in needed]
    free, pinned = width, [False] * len(columns)
    while True:
        weight = sum(column.weight for column, is_pinned in zip(columns, pinned, strict=True) if not is_pinned)
        shares = [
            need if is_pinned else free * column.weight / weight
            for column, need, is_pinned in zip(columns, needed, pinned, strict=True)
        ]
        narrow = [i for i, share in enumerate(shares) if not pinned[i] and share < needed[i]]
        if not narrow:
            return shares
        for index in narrow:
            pinned[index] = True
            free -= needed[index]


def header_lines(columns: tuple[Column, ...]) -> tuple[tuple[HeaderCell, ...], ...]:
    """The heading of a table: one line of cells, or two where columns stand under a common heading."""
    if not any(column.group for column in columns):
        return (tuple(HeaderCell(column.title, index) for index, column in enumerate(columns)),)
    upper: list[HeaderCell] = []
    lower: list[HeaderCell] = []
    for index, column in enumerate(columns):
        if not column.group:
            upper.append(HeaderCell(column.title, index, depth=2))
            continue
        lower.append(HeaderCell(column.title, index))
        first = upper.pop().column if index and columns[index - 1].group == column.group else index
        upper.append(HeaderCell(column.group, first, span=index - first + 1))
    return tuple(upper), tuple(lower)


def is_emphasised(row: PrintedRow) -> bool:
    """Whether a row is printed bold: the heading of a group, or a total."""
    return row.style != RowStyle.PLAIN.value
