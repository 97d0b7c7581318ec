"""The styles of an official Word document, named in Vietnamese so that the clerk who edits it finds them."""

from __future__ import annotations

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from mangnon.documents.official import layout
from mangnon.documents.official.docx_parts import element, set_fonts

BODY = "VB Nội dung"
BASIS = "VB Căn cứ"
CENTRED = "VB Canh giữa"
CAPTION = "VB Tên bảng"
CELL = "VB Ô bảng"
RECIPIENT = "VB Nơi nhận"
SOURCE = "VB Nguồn"


def set_styles(document: Document) -> None:
    """Give the document its language, its typeface in every script, and the styles above."""
    _set_defaults(document)
    normal = document.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)  # noqa: S101 - python-docx types every style alike
    normal.font.size = Pt(layout.SIZE_BODY)
    _no_gaps(normal)
    set_fonts(normal.element.get_or_add_rPr())

    body = _add(document, BODY, layout.SIZE_BODY, ALIGN.JUSTIFY)
    _as_prose(body)
    basis = _add(document, BASIS, layout.SIZE_BODY, ALIGN.JUSTIFY)
    _as_prose(basis)
    basis.font.italic = True
    _add(document, CENTRED, layout.SIZE_TITLE, ALIGN.CENTER)
    caption = _add(document, CAPTION, layout.SIZE_TABLE, ALIGN.CENTER)
    caption.font.bold = True
    caption.paragraph_format.space_before = caption.paragraph_format.space_after = Pt(layout.PARAGRAPH_GAP)
    caption.paragraph_format.keep_with_next = True
    cell = _add(document, CELL, layout.SIZE_TABLE, ALIGN.LEFT)
    cell.paragraph_format.space_before = cell.paragraph_format.space_after = Pt(2)
    _add(document, RECIPIENT, layout.SIZE_RECIPIENTS, ALIGN.LEFT)
    source = _add(document, SOURCE, layout.SIZE_SOURCES, ALIGN.JUSTIFY)
    source.paragraph_format.space_after = Pt(layout.PARAGRAPH_GAP)
    source.paragraph_format.left_indent = Mm(12)
    source.paragraph_format.first_line_indent = Mm(-12)
    for level in (1, 2, 3):
        _set_heading(document, level)


def _set_defaults(document: Document) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults"))
    run = defaults.find(f"{qn('w:rPrDefault')}/{qn('w:rPr')}")
    set_fonts(run)
    for old in run.findall(qn("w:lang")):
        run.remove(old)
    run.append(element("w:lang", val="vi-VN", eastAsia="vi-VN", bidi="ar-SA"))


def _add(document: Document, name: str, size: float, alignment: ALIGN) -> ParagraphStyle:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)  # noqa: S101
    style.base_style = document.styles["Normal"]
    style.font.size = Pt(size)
    style.paragraph_format.alignment = alignment
    style.quick_style = True
    return style


def _no_gaps(style: ParagraphStyle) -> None:
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing = 1.0


def _as_prose(style: ParagraphStyle) -> None:
    style.paragraph_format.first_line_indent = Mm(layout.FIRST_LINE)
    style.paragraph_format.space_after = Pt(layout.PARAGRAPH_GAP)
    style.paragraph_format.line_spacing = layout.LINE_SPACING
    style.paragraph_format.widow_control = True


def _set_heading(document: Document, level: int) -> None:
    style = document.styles[f"Heading {level}"]
    assert isinstance(style, ParagraphStyle)  # noqa: S101
    set_fonts(style.element.get_or_add_rPr())
    style.font.size = Pt(layout.SIZE_BODY)
    style.font.bold = True
    style.font.italic = level == 3
    style.font.color.rgb = RGBColor(0, 0, 0)
    _as_prose(style)
    style.paragraph_format.alignment = ALIGN.LEFT  # justified, a heading of two lines is torn apart
    style.paragraph_format.space_before = Pt(layout.PARAGRAPH_GAP if level == 1 else 0)
    style.paragraph_format.keep_with_next = True
    style.next_paragraph_style = document.styles[BODY]
