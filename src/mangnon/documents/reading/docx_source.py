"""Word documents (.docx): paragraphs, lists and tables in the order of the text, as the program shows them.

Deleted and hidden text, notes, comments, heads and feet of pages are no text; inserted text and text boxes are.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from mangnon.documents.reading import refusing
from mangnon.documents.reading.cleaning import lines_of
from mangnon.documents.reading.docx_package import Package, child, is_on, local, value
from mangnon.documents.reading.docx_styles import Styles
from mangnon.documents.reading.encodings import Code, detected, from_font, in_unicode, note_of
from mangnon.documents.reading.layout import Line
from mangnon.documents.reading.pages import SourcePage
from mangnon.documents.reading.text_source import MOST_LINES

_WRAPPERS = frozenset(
    ("ins", "moveTo", "hyperlink", "smartTag", "customXml", "fldSimple", "sdt", "sdtContent", "dir", "bdo")
)
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_MOST_CELLS = 64  # that one cell may span


def docx_page(data: bytes, name: str) -> SourcePage:
    """All of a .docx as one page. Raises UnknownSource, SourceTooLarge, LockedSource, DamagedSource, PictureSource."""
    package = Package(data, name)
    body = child(package.tree(package.main), "body")
    if body is None:
        raise refusing.damaged(name)
    reader = _Reader(Styles(package))
    lines = list(reader.lines(body))
    if len(lines) > MOST_LINES:
        raise refusing.too_many_lines(name, MOST_LINES)
    if not any(line.strip(" |") for line in lines):
        raise refusing.without_words(name)
    text = "\n".join(lines)
    code = detected(text)  # an old code in a font that does not say so
    if code is not None:
        lines = in_unicode(text, code).split("\n")
        reader.codes[code] = None
    notes = (note_of(reader.codes),) if reader.codes else ()
    return SourcePage(1, tuple(Line(line) for line in lines), notes=notes)


class _Reader:
    """Walks through the body of a document. `codes`: the old codes met so far."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self.codes: dict[Code, None] = {}

    def lines(self, body: Element) -> Iterator[str]:
        """The lines of paragraphs and tables; an empty one after each paragraph."""
        for item in body:
            kind = local(item)
            if kind == "p":
                yield from self._paragraph(item)
                yield ""
            elif kind == "tbl":
                yield from self._table(item)
                yield ""
            elif kind in _WRAPPERS:
                yield from self.lines(item)

    def _paragraph(self, paragraph: Element) -> Iterator[str]:
        style = value(child(child(paragraph, "pPr"), "pStyle"))
        text = "".join(self._runs(paragraph, style))
        label = self._styles.label(paragraph) if text.strip() else ""
        yield from lines_of(f"{label} {text}" if label else text)
        for box in _boxes(paragraph):
            yield from (line for line in self.lines(box) if line)

    def _runs(self, parent: Element, style: str | None) -> Iterator[str]:
        for item in parent:
            kind = local(item)
            if kind == "r":
                yield self._run(item, style)
            elif kind in _WRAPPERS:
                yield from self._runs(item, style)

    def _run(self, run: Element, style: str | None) -> str:
        if is_on(child(child(run, "rPr"), "vanish")):
            return ""
        parts = []
        for item in run:
            kind = local(item)
            if kind == "t":
                parts.append(item.text or "")
            elif kind == "sym":
                parts.append(_symbol(value(item, "char")))
            else:
                parts.append(_SIGNS.get(kind, ""))
        text = "".join(parts)
        if text.isascii() and not self._styles.is_in_capitals(run, style):
            return text
        text, code = from_font(text, self._styles.font(run, style))
        if code is not None:
            self.codes[code] = None
        return text.upper() if self._styles.is_in_capitals(run, style) else text

    def _table(self, table: Element) -> Iterator[str]:
        """The rows as cells between lines holding only «|». A cell over several rows stands in each of them."""
        above: dict[int, list[str]] = {}
        for row in _children(table, "tr"):
            yield "|"
            column = 0
            held: dict[int, list[str]] = {}
            for cell in _children(row, "tc"):
                properties = child(cell, "tcPr")
                merge = child(properties, "vMerge")
                goes_on = merge is not None and value(merge) != "restart"
                lines = above.get(column, []) if goes_on else [line for line in self._cell(cell) if line.strip()]
                held[column] = lines
                yield from lines
                yield "|"
                column += _span(value(child(properties, "gridSpan")))
            above = held

    def _cell(self, cell: Element) -> Iterator[str]:
        """The lines of a cell; a table within it as plain lines."""
        for item in cell:
            kind = local(item)
            if kind == "p":
                yield from self._paragraph(item)
            elif kind == "tbl":
                yield from (line for line in self._table(item) if line != "|")
            elif kind in _WRAPPERS:
                yield from self._cell(item)


def _children(parent: Element, name: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, also those in controls."""
    for item in parent:
        if local(item) == name:
            yield item
        elif local(item) in _WRAPPERS:
            yield from _children(item, name)


def _boxes(paragraph: Element) -> Iterator[Element]:
    """The contents of text boxes set at a paragraph, each once: what is kept for old programs is left out."""
    waiting = list(paragraph)
    while waiting:
        item = waiting.pop(0)
        kind = local(item)
        if kind == "txbxContent":
            yield item
        elif kind not in ("Fallback", "p", "tbl", "del", "moveFrom"):
            waiting = [*item, *waiting]


def _symbol(code: str | None) -> str:
    try:
        return chr(int(code or "", 16))
    except (ValueError, OverflowError):
        return ""


def _span(text: str | None) -> int:
    return max(1, min(int(text), _MOST_CELLS)) if text and text.isdecimal() and len(text) < 4 else 1
