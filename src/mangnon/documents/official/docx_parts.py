"""Pieces of a Word file that python-docx has no call for: fonts for all scripts, fields, rules, links, cells."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from mangnon.documents.official.printed import Mark

FONT = "Times New Roman"


def element(tag: str, **attributes: str | int) -> BaseOxmlElement:
    """An element such as `element("w:sz", val=28)`; attributes are in Word's own namespace."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def set_fonts(run_properties: BaseOxmlElement) -> None:
    """Times New Roman for every script, so that no theme or fallback font takes part of a word."""
    for old in run_properties.findall(qn("w:rFonts")):
        run_properties.remove(old)
    run_properties.insert(0, element("w:rFonts", ascii=FONT, hAnsi=FONT, eastAsia=FONT, cs=FONT))


def add_field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    """A field that Word computes («PAGE»); `shown` stands there until it does."""
    field = element("w:fldSimple", instr=instruction)
    run = element("w:r")
    text = element("w:t")
    text.text = shown
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def add_drawing(paragraph: Paragraph, png: bytes, width: float, words: str, number: int) -> None:
    """A picture of `width` millimetres in the text, with the words that a reader of the screen says instead of it."""
    drawn = paragraph.add_run().add_picture(BytesIO(png), width=Mm(width))
    properties = drawn._inline.docPr
    properties.set("id", str(number))
    properties.set("name", f"Biểu đồ {number}")
    properties.set("descr", words)
    paragraph.paragraph_format.space_after = Pt(8)


def add_rule(paragraph: Paragraph) -> None:
    """A thin rule along the lower edge of the paragraph, as wide as the paragraph between its indents."""
    borders = element("w:pBdr")
    borders.append(element("w:bottom", val="single", sz=6, space=1, color="000000"))
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr"
    )


def add_frame(paragraph: Paragraph, ink: str = "000000") -> None:
    """A box around the paragraph between its indents."""
    borders = element("w:pBdr")
    for side in ("top", "left", "bottom", "right"):
        borders.append(element(f"w:{side}", val="single", sz=6, space=2, color=ink))
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def add_marks(paragraph: Paragraph, marks: Iterable[Mark]) -> None:
    """Source marks as raised links to their notes."""
    for mark in marks:
        link = element("w:hyperlink", anchor=mark.anchor, history=1)
        run = paragraph.add_run(mark.text)
        run.font.superscript = True
        paragraph._p.remove(run._r)
        link.append(run._r)
        paragraph._p.append(link)


def add_bookmark(paragraph: Paragraph, name: str, identifier: int) -> None:
    """A place that links lead to, around what the paragraph holds so far."""
    start = element("w:bookmarkStart", id=identifier, name=name)
    first = paragraph._p.find(qn("w:r"))
    if first is None:
        paragraph._p.append(start)
    else:
        first.addprevious(start)
    paragraph._p.append(element("w:bookmarkEnd", id=identifier))


def twips(millimetres: float) -> int:
    """Millimetres in twentieths of a point."""
    return round(millimetres / 25.4 * 1440)


def new_table(widths: Iterable[float], *, bordered: bool) -> BaseOxmlElement:
    """An empty table of fixed column widths (millimetres); without borders it also has no cell margins."""
    sizes = [twips(width) for width in widths]
    table = element("w:tbl")
    properties = element("w:tblPr")
    properties.append(element("w:tblW", w=sum(sizes), type="dxa"))
    if bordered:
        borders = element("w:tblBorders")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
            borders.append(element(f"w:{side}", val="single", sz=4, space=0, color="000000"))
        properties.append(borders)
    properties.append(element("w:tblLayout", type="fixed"))
    margins = element("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(element(f"w:{side}", w=80 if bordered else 0, type="dxa"))
    properties.append(margins)
    grid = element("w:tblGrid")
    for size in sizes:
        grid.append(element("w:gridCol", w=size))
    table.append(properties)
    table.append(grid)
    return table


def new_row(table: BaseOxmlElement, *, whole: bool = True, header: bool = False) -> BaseOxmlElement:
    """A row at the end of the table: kept on one page if `whole`, repeated on every page if `header`."""
    row = element("w:tr")
    properties = element("w:trPr")
    if whole:
        properties.append(element("w:cantSplit"))
    if header:
        properties.append(element("w:tblHeader"))
    row.append(properties)
    table.append(row)
    return row


def new_cell(
    row: BaseOxmlElement, width: float, *, span: int = 1, merge: str = "", middle: bool = False
) -> BaseOxmlElement:
    """A cell at the end of the row, without its paragraph. `merge`: «restart» or «continue» of a cell over rows."""
    cell = element("w:tc")
    properties = element("w:tcPr")
    properties.append(element("w:tcW", w=twips(width), type="dxa"))
    if span > 1:
        properties.append(element("w:gridSpan", val=span))
    if merge:
        properties.append(element("w:vMerge", val=merge))
    if middle:
        properties.append(element("w:vAlign", val="center"))
    cell.append(properties)
    row.append(cell)
    return cell


def set_modern_word(settings: BaseOxmlElement, *, language: str) -> None:
    """Mark the file as one of present Word (no «compatibility mode»), its theme in the given language."""
    for old in settings.findall(qn("w:compat")):
        settings.remove(old)
    compatible = element("w:compat")
    uri = "http://schemas.microsoft.com/office/word"
    compatible.append(element("w:compatSetting", name="compatibilityMode", uri=uri, val=15))
    settings.insert_element_before(
        compatible, "w:docVars", "w:rsids", "m:mathPr", "w:attachedSchema", "w:themeFontLang", "w:clrSchemeMapping"
    )
    theme = settings.find(qn("w:themeFontLang"))
    if theme is not None:
        theme.set(qn("w:val"), language)
