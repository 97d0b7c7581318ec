"""The Word file of an official document: to be read, corrected and signed in any office program."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from mangnon.documents.official import docx_parts as parts
from mangnon.documents.official import docx_styles as styles
from mangnon.documents.official import layout, wording
from mangnon.documents.official.drawing import png_of
from mangnon.documents.official.model import OfficialDocument
from mangnon.documents.official.printed import (
    PrintedAnnex,
    PrintedBlock,
    PrintedCentred,
    PrintedDocument,
    PrintedHeading,
    PrintedParagraph,
    PrintedPicture,
    PrintedRow,
    PrintedTable,
    is_emphasised,
    printed,
)
from mangnon.documents.official.words import CAPITAL, longest_line

_ALIGN = {"left": ALIGN.LEFT, "center": ALIGN.CENTER, "right": ALIGN.RIGHT, "justify": ALIGN.JUSTIFY}
_SMALL = 0.165  # average width of a small letter in bold Times, in millimetres per point of size
_RED_INK = "C00000"  # stamps of urgency are red by custom
_EPOCH = dt.date(1980, 1, 1)  # the earliest day a ZIP archive can hold


def write_docx(document: OfficialDocument) -> bytes:
    """The document as a Word file, the same bytes for the same document.

    A4, Times New Roman in every script, real heading styles, page numbers above from page 2 of each part.
    """
    return _Writer(document).write()


class _Writer:
    def __init__(self, document: OfficialDocument) -> None:
        self._source = document
        self._page: PrintedDocument = printed(document)
        self._file: Document = docx.Document()
        self._drawings = 0
        self._style_ids: dict[str, str] = {}

    def write(self) -> bytes:
        styles.set_styles(self._file)
        self._set_section(self._file.sections[0])
        self._head()
        self._opening()
        self._blocks(self._page.body)
        self._signature()
        for annex in self._page.annexes:
            self._annex(annex)
        self._sources()
        if len(self._file.sections) == 1:
            _shrink(self._file.add_paragraph())  # a body may not end with a table
        self._set_properties()
        buffer = BytesIO()
        self._file.save(buffer)
        return _with_fixed_times(buffer.getvalue(), self._source.issued_on or _EPOCH)

    # ---- page 1 ----

    def _head(self) -> None:
        head, right = self._page.head, layout.TEXT_WIDTH - layout.HEAD_LEFT
        table = parts.new_table((layout.HEAD_LEFT, right), bordered=False)
        self._append(table)
        row = parts.new_row(table)
        left_cell, right_cell = parts.new_cell(row, layout.HEAD_LEFT), parts.new_cell(row, right)
        for lines, is_bold in ((head.parent, False), (head.agency, True)):
            for name in lines:
                line = self._line(left_cell, name, layout.SIZE_AGENCY, bold=is_bold)
                _balance(line, name, CAPITAL * layout.SIZE_AGENCY, layout.HEAD_ROOM, layout.HEAD_LEFT)
        agency = min(len(head.agency[-1]) * CAPITAL * layout.SIZE_AGENCY, layout.HEAD_ROOM)
        self._rule(left_cell, layout.HEAD_LEFT, agency * layout.RULE_SHARE)
        self._line(right_cell, wording.COUNTRY, layout.SIZE_COUNTRY, bold=True)
        self._line(right_cell, wording.MOTTO, layout.SIZE_MOTTO, bold=True)
        self._rule(right_cell, right, layout.MOTTO_WIDTH)

        row = parts.new_row(table)
        left_cell, right_cell = parts.new_cell(row, layout.HEAD_LEFT), parts.new_cell(row, right)
        self._line(left_cell, head.number, layout.SIZE_NUMBER)
        if head.about:
            self._line(left_cell, head.about, layout.SIZE_LETTER_SUBJECT).paragraph_format.space_before = Pt(6)
        if head.urgency:
            self._framed(left_cell, head.urgency, layout.SIZE_URGENCY, ink=_RED_INK)
        if head.draft:
            self._framed(left_cell, head.draft, layout.SIZE_NUMBER)
        self._line(right_cell, head.date, layout.SIZE_DATE, italic=True)

    def _framed(self, cell: BaseOxmlElement, words: str, size: float, ink: str = "000000") -> None:
        box = self._line(cell, words, size, bold=True)
        box.runs[0].font.color.rgb = RGBColor.from_string(ink)
        box.paragraph_format.space_before = Pt(8)
        width = max(28.0, len(words) * CAPITAL * size + 6)
        box.paragraph_format.left_indent = box.paragraph_format.right_indent = Mm((layout.HEAD_LEFT - width) / 2)
        parts.add_frame(box, ink)

    def _opening(self) -> None:
        page = self._page
        if page.kind:
            self._centred(page.kind, bold=True).paragraph_format.space_before = Pt(16)
            title = self._centred(page.subject, bold=True)
            natural = len(page.subject) * _SMALL * layout.SIZE_TITLE
            _balance(title, page.subject, _SMALL * layout.SIZE_TITLE)
            self._rule(None, layout.TEXT_WIDTH, min(natural, layout.TEXT_WIDTH) * layout.RULE_SHARE)
        self._addressees()
        if page.authority:
            self._middle(page.authority)
        for basis in page.bases:
            self._file.add_paragraph(basis, style=styles.BASIS)

    def _addressees(self) -> None:
        lines = self._page.addressees
        if not lines:
            return
        if len(lines) == 1:
            paragraph = self._centred(f"{wording.ADDRESSED_TO} {lines[0]}")
            paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(12)
            return
        widths = (30.0, 24.0, layout.TEXT_WIDTH - 54)
        self._file.add_paragraph().paragraph_format.line_spacing = Pt(8)
        table = parts.new_table(widths, bordered=False)
        self._append(table)
        row = parts.new_row(table)
        cells = [parts.new_cell(row, width) for width in widths]
        self._line(cells[0], "", layout.SIZE_BODY)
        self._line(cells[1], wording.ADDRESSED_TO, layout.SIZE_BODY, align=ALIGN.LEFT)
        for index, line in enumerate(lines):
            paragraph = self._line(cells[2], line, layout.SIZE_BODY, align=ALIGN.LEFT)
            paragraph.paragraph_format.space_before = Pt(16 if index == 0 else 3)
        self._file.add_paragraph().paragraph_format.line_spacing = Pt(10)

    def _signature(self) -> None:
        spacer = self._file.add_paragraph()
        spacer.paragraph_format.line_spacing = Pt(10)
        spacer.paragraph_format.keep_with_next = True
        half = layout.TEXT_WIDTH / 2
        table = parts.new_table((half, half), bordered=False)
        self._append(table)
        row = parts.new_row(table)
        left, right = parts.new_cell(row, half), parts.new_cell(row, half)
        if self._page.beside:
            self._signer(left, self._page.beside[:-1], self._page.beside[-1])
            low = parts.new_row(table)
            self._recipients(parts.new_cell(low, layout.TEXT_WIDTH, span=2))
        else:
            self._recipients(left)
        self._signer(right, self._page.capacity, self._page.name)

    def _signer(self, cell: BaseOxmlElement, capacity: Sequence[str], name: str) -> None:
        for line in capacity:
            self._line(cell, line, layout.SIZE_TITLE, bold=True).paragraph_format.keep_with_next = True
        last = self._line(cell, name, layout.SIZE_TITLE, bold=True)
        last.paragraph_format.space_before = Pt(layout.SIGNATURE_SPACE)

    def _recipients(self, cell: BaseOxmlElement) -> None:
        if not self._page.recipients:
            self._line(cell, "", layout.SIZE_RECIPIENTS)
            return
        self._line(cell, wording.RECIPIENTS, layout.SIZE_RECIPIENTS_LABEL, bold=True, italic=True, align=ALIGN.LEFT)
        for line in self._page.recipients:
            self._line(cell, line, layout.SIZE_RECIPIENTS, align=ALIGN.LEFT, style=styles.RECIPIENT)

    # ---- annexes ----

    def _annex(self, annex: PrintedAnnex) -> None:
        self._new_part(landscape=annex.landscape)
        for line in (annex.label, annex.title, annex.subtitle):
            if line:
                self._centred(line, bold=True)
        reference = self._centred(self._page.reference, italic=True, size=layout.SIZE_NUMBER)
        reference.paragraph_format.space_after = Pt(10)
        self._blocks(annex.blocks)

    def _sources(self) -> None:
        if not self._page.sources:
            return
        self._new_part(landscape=False)
        self._centred(wording.SOURCES, bold=True)
        reference = self._centred(self._page.reference, italic=True, size=layout.SIZE_NUMBER)
        reference.paragraph_format.space_after = Pt(10)
        explained = self._file.add_paragraph(style=styles.SOURCE)
        explained.paragraph_format.left_indent = explained.paragraph_format.first_line_indent = Mm(0)
        explained.add_run(wording.SOURCES_EXPLAINED).italic = True
        for index, note in enumerate(self._page.sources, 1):
            paragraph = self._file.add_paragraph(f"{note.mark}\t{note.text}")
            self._set_style(paragraph, styles.SOURCE)
            parts.add_bookmark(paragraph, note.anchor, index)

    def _new_part(self, *, landscape: bool) -> None:
        section = self._file.add_section(WD_SECTION.NEW_PAGE)
        # The break sits in a paragraph of its own, which must not spill over to an empty page.
        _shrink(self._file.paragraphs[-1])
        self._set_section(section, landscape=landscape)

    def _set_section(self, section: Section, *, landscape: bool = False) -> None:
        long, short = Mm(layout.PAGE_HEIGHT), Mm(layout.PAGE_WIDTH)
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (long, short) if landscape else (short, long)
        section.top_margin, section.bottom_margin = Mm(layout.MARGIN_TOP), Mm(layout.MARGIN_BOTTOM)
        section.left_margin, section.right_margin = Mm(layout.MARGIN_LEFT), Mm(layout.MARGIN_RIGHT)
        section.header_distance = section.footer_distance = Mm(layout.PAGE_NUMBER_FROM_TOP)
        section.different_first_page_header_footer = True
        properties = section._sectPr
        for old in properties.findall(qn("w:pgNumType")):
            properties.remove(old)
        margins = properties.find(qn("w:pgMar"))
        margins.addnext(parts.element("w:pgNumType", start=1))
        if len(self._file.sections) > 1:
            return  # later parts take over the header and the footer of the first
        number = section.header.paragraphs[0]
        number.style = self._file.styles[styles.CENTRED]
        number.paragraph_format.line_spacing = Pt(layout.SIZE_PAGE_NUMBER)
        parts.add_field(number, "PAGE", "2")
        places = (section.first_page_header, section.first_page_footer, section.footer)
        for place in places:
            paragraph = place.paragraphs[0]
            paragraph.style = self._file.styles[styles.CENTRED]
            if self._page.notice:
                self._run(paragraph, self._page.notice, layout.SIZE_NOTICE, italic=True)

    # ---- blocks ----

    def _blocks(self, blocks: Sequence[PrintedBlock]) -> None:
        for block in blocks:
            match block:
                case PrintedHeading():
                    self._set_style(self._file.add_paragraph(block.text), f"Heading {block.level}")
                case PrintedParagraph():
                    self._prose(block)
                case PrintedCentred():
                    self._middle(block.text)
                case PrintedTable():
                    self._table(block)
                case PrintedPicture():
                    self._picture(block)

    def _prose(self, block: PrintedParagraph) -> None:
        paragraph = self._file.add_paragraph()
        if block.lead:
            paragraph.add_run(block.lead).bold = True
        paragraph.add_run(block.text[len(block.lead) :])
        self._set_style(paragraph, styles.BODY)
        if block.is_kept:
            paragraph.paragraph_format.keep_with_next = True
        parts.add_marks(paragraph, block.marks)

    def _middle(self, text: str) -> None:
        shape = self._centred(text, bold=True).paragraph_format
        shape.space_before = shape.space_after = Pt(2 * layout.PARAGRAPH_GAP)
        shape.keep_with_next = True

    def _picture(self, picture: PrintedPicture) -> None:
        if picture.caption:
            self._file.add_paragraph(picture.caption, style=styles.CAPTION)
        paragraph = self._file.add_paragraph(style=styles.CENTRED)
        self._drawings += 1
        parts.add_drawing(paragraph, png_of(picture.svg), layout.TEXT_WIDTH, picture.words, self._drawings)

    def _table(self, table: PrintedTable) -> None:
        if table.caption:
            self._file.add_paragraph(table.caption, style=styles.CAPTION)
        made = parts.new_table(table.widths, bordered=True)
        self._append(made)
        self._table_header(made, table)
        for row in table.rows:
            self._table_row(made, row, table.widths)
        self._file.add_paragraph().paragraph_format.line_spacing = Pt(8)

    def _table_header(self, made: BaseOxmlElement, table: PrintedTable) -> None:
        widths = table.widths
        deep = {cell.column for cell in table.header[0] if cell.depth > 1}
        for number, line in enumerate(table.header):
            row = parts.new_row(made, header=True)
            cells = {cell.column: cell for cell in line}
            column = 0
            while column < len(widths):
                printed_cell = cells.get(column)
                span = printed_cell.span if printed_cell else 1
                merge = ("restart" if number == 0 else "continue") if column in deep else ""
                room = sum(widths[column : column + span])
                cell = parts.new_cell(row, room, span=span, merge=merge, middle=True)
                text = printed_cell.text if printed_cell else ""
                paragraph = self._cell_paragraph(cell, ALIGN.CENTER)
                paragraph.paragraph_format.keep_with_next = True
                paragraph.add_run(text).bold = True
                column += span

    def _table_row(self, made: BaseOxmlElement, row: PrintedRow, widths: tuple[float, ...]) -> None:
        line = parts.new_row(made, whole=row.whole)
        column = 0
        for cell in row.cells:
            room = sum(widths[column : column + cell.span])
            column += cell.span
            place = parts.new_cell(line, room, span=cell.span)
            for text in cell.text.split("\n"):
                paragraph = self._cell_paragraph(place, _ALIGN[cell.align])
                if row.style == "group":
                    paragraph.paragraph_format.keep_with_next = True
                run = paragraph.add_run(text)
                run.bold = True if is_emphasised(row) else None
            parts.add_marks(paragraph, cell.marks)

    # ---- small things ----

    def _append(self, made: BaseOxmlElement) -> None:
        self._file.element.body.insert_element_before(made, "w:sectPr")

    def _cell_paragraph(self, cell: BaseOxmlElement, align: ALIGN) -> Paragraph:
        paragraph = self._paragraph_in(cell)
        self._set_style(paragraph, styles.CELL)
        if align != ALIGN.LEFT:
            paragraph.paragraph_format.alignment = align
        return paragraph

    def _set_style(self, paragraph: Paragraph, name: str) -> None:
        # By its identity, looked up once: looking it up by name each time takes most of the time of a long table.
        if name not in self._style_ids:
            self._style_ids[name] = self._file.styles[name].style_id
        paragraph._p.get_or_add_pPr().style = self._style_ids[name]

    def _paragraph_in(self, cell: BaseOxmlElement) -> Paragraph:
        made = parts.element("w:p")
        cell.append(made)
        return Paragraph(made, self._file._body)

    def _line(
        self,
        cell: BaseOxmlElement,
        text: str,
        size: float,
        *,
        bold: bool = False,
        italic: bool = False,
        align: ALIGN = ALIGN.CENTER,
        style: str = styles.CENTRED,
    ) -> Paragraph:
        paragraph = self._paragraph_in(cell)
        self._set_style(paragraph, style)
        paragraph.paragraph_format.alignment = align
        self._run(paragraph, text, size, bold=bold, italic=italic)
        return paragraph

    def _centred(
        self, text: str, *, bold: bool = False, italic: bool = False, size: float = layout.SIZE_TITLE
    ) -> Paragraph:
        paragraph = self._file.add_paragraph()
        self._set_style(paragraph, styles.CENTRED)
        self._run(paragraph, text, size, bold=bold, italic=italic)
        return paragraph

    def _run(self, paragraph: Paragraph, text: str, size: float, *, bold: bool = False, italic: bool = False) -> None:
        run = paragraph.add_run(text)
        run.font.size = Pt(size)
        run.bold, run.italic = bold or None, italic or None

    def _rule(self, cell: BaseOxmlElement | None, room: float, width: float) -> None:
        paragraph = self._file.add_paragraph() if cell is None else self._paragraph_in(cell)
        paragraph.paragraph_format.line_spacing = Pt(3)
        paragraph.paragraph_format.space_after = Pt(8)
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm((room - width) / 2)
        self._run(paragraph, "", 2)
        parts.add_rule(paragraph)

    def _set_properties(self) -> None:
        properties: Any = self._file.core_properties
        stamp = dt.datetime.combine(self._source.issued_on or _EPOCH, dt.time())
        properties.title = wording.printable(wording.document_title(self._source))[:255]
        properties.subject = wording.printable(self._source.subject)[:255]
        properties.author = properties.last_modified_by = wording.printable(self._source.agency)[:255]
        properties.category = self._source.kind.name
        properties.language = "vi-VN"
        properties.comments = properties.keywords = ""
        properties.created = properties.modified = stamp
        properties.revision = 1
        package = self._file.part.package
        for identifier, relation in list(package.rels.items()):
            if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
                del package.rels[identifier]  # the picture of the empty template
        parts.set_modern_word(self._file.settings.element, language="vi-VN")


def _shrink(paragraph: Paragraph) -> None:
    paragraph.paragraph_format.line_spacing = Pt(1)


def _balance(
    paragraph: Paragraph, text: str, letter: float, room: float = layout.TEXT_WIDTH, width: float = 0.0
) -> None:
    """Indent a title of several lines so that its lines are of about the same length. `letter`: the average width of
    one of its letters; `room`: what a line may take of the `width` (all of it unless said otherwise); millimetres."""
    count = int(-(-len(text) * letter // room))
    if count > 1:
        indent = max(0.0, ((width or room) - longest_line(text.split(), count) * letter * 1.07) / 2)
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(indent)


def _with_fixed_times(archive: bytes, day: dt.date) -> bytes:
    """The same archive with every entry dated `day`: the present instant does not make files differ."""
    out = BytesIO()
    moment = (max(day, _EPOCH).year, max(day, _EPOCH).month, max(day, _EPOCH).day, 0, 0, 0)
    with zipfile.ZipFile(BytesIO(archive)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            info = zipfile.ZipInfo(entry.filename, moment)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(entry))
    return out.getvalue()
