from __future__ import annotations

import zipfile
from io import BytesIO
from xml.etree import ElementTree

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table as WordTable

from mangnon.documents.official import LETTER, Annex, Bullet, Column, Heading, Paragraph, Row, Table, write_docx
from mangnon.documents.official.fonts import VIETNAMESE_LETTERS
from tests.documents.official.samples import HOSTILE, bare, report


def read(content: bytes) -> Document:
    return docx.Document(BytesIO(content))


def all_text(document: Document) -> str:
    return "\n".join(node.text or "" for node in document.element.body.iter(qn("w:t")))


def outline(document: Document) -> list[str]:
    """The document in the order of reading: «style: text» for paragraphs, «table rows x columns» for tables."""
    out = []
    for item in document.iter_inner_content():
        if isinstance(item, WordTable):
            out.append(f"table {len(item.rows)} x {len(item.columns)}")
        elif item.text:
            style = item.style.name if item.style else ""
            out.append(f"{style}: {item.text[:40]}")
    return out


def test_the_parts_stand_in_the_order_of_the_decree() -> None:
    lines = outline(read(write_docx(report())))
    assert lines[:8] == [
        "table 2 x 2",
        "VB Canh giữa: BÁO CÁO",
        "VB Canh giữa: Kết quả thực hiện Kế hoạch bảo đảm quyền",
        "VB Canh giữa: Kính gửi: Ủy ban nhân dân tỉnh Đông Sơn",
        "VB Căn cứ: Căn cứ Luật Trẻ em ngày 05 tháng 4 năm 2",
        "VB Căn cứ: Căn cứ Nghị định số 09/2019/NĐ-CP.",
        "VB Nội dung: Thực hiện Kế hoạch của tỉnh, Sở báo cáo ",
        "Heading 1: I. KẾT QUẢ",
    ]
    tail = lines[lines.index("Heading 3: a) Cấp tỉnh") :]
    assert tail == [
        "Heading 3: a) Cấp tỉnh",
        "VB Nội dung: - Ban hành 03 văn bản;[1][2]",
        "VB Nội dung: + Đợt một: 80 người;",
        "VB Tên bảng: Bảng 1. Tiến độ thực hiện nhiệm vụ",
        "table 6 x 5",
        "VB Nội dung: Sở kính báo cáo./.",
        "table 1 x 2",
        "VB Canh giữa: Phụ lục I",
        "VB Canh giữa: KẾT QUẢ TỪNG NHIỆM VỤ",
        "VB Canh giữa: (Kèm theo Báo cáo số 05/BC-SLĐTBXH ngày ",
        "VB Tên bảng: Bảng 1. Tiến độ thực hiện nhiệm vụ",
        "table 6 x 5",
        "VB Canh giữa: Phụ lục II",
        "VB Canh giữa: DANH SÁCH ĐƠN VỊ",
        "VB Canh giữa: (Kèm theo Báo cáo số 05/BC-SLĐTBXH ngày ",
        "VB Nội dung: Danh sách.",
        "VB Canh giữa: NGUỒN SỐ LIỆU, NỘI DUNG",
        "VB Canh giữa: (Kèm theo Báo cáo số 05/BC-SLĐTBXH ngày ",
        "VB Nguồn: Số trong ngoặc vuông ở cuối đoạn chỉ báo",
        "VB Nguồn: [1]\tBáo cáo số 45/BC-SGDĐT của Sở Giáo d",
        "VB Nguồn: [2]\tBáo cáo số 101/BC-SYT của Sở Y tế",
    ]


def test_the_head_names_agency_and_country() -> None:
    head = read(write_docx(report(draft=True))).tables[0]
    left, right = head.rows[0].cells
    names = ["UBND TỈNH ĐÔNG SƠN", "SỞ LAO ĐỘNG - THƯƠNG BINH", "VÀ XÃ HỘI"]
    assert left.text.split("\n")[:3] == names, "no word group is torn"
    assert right.text.split("\n")[:2] == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    left, right = head.rows[1].cells
    assert left.text.split("\n") == ["Số: 05/BC-SLĐTBXH", "DỰ THẢO"]
    assert right.text == "Đông Sơn, ngày 05 tháng 6 năm 2025"


def test_a_letter_has_no_kind_line() -> None:
    document = read(write_docx(report(kind=LETTER, symbol="SLĐTBXH-BTXH", subject="đôn đốc báo cáo")))
    assert document.tables[0].rows[1].cells[0].text.split("\n") == ["Số: 05/SLĐTBXH-BTXH", "V/v đôn đốc báo cáo"]
    assert "CÔNG VĂN" not in all_text(document)


def test_pages_have_the_margins_of_the_decree_and_number_themselves() -> None:
    document = read(write_docx(report()))
    assert [s.orientation for s in document.sections] == [
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.PORTRAIT,
    ]
    for section in document.sections:
        wide = section.orientation == WD_ORIENT.LANDSCAPE
        size = (section.page_width, section.page_height)
        assert [round(side.mm) for side in size if side is not None] == ([297, 210] if wide else [210, 297])
        margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        assert [round(side.mm) for side in margins if side is not None] == [20, 20, 30, 15]
        assert section.different_first_page_header_footer
        assert "PAGE" in section.header._element.xml
        assert "PAGE" not in section.first_page_header._element.xml
        assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"


def test_the_typeface_is_set_for_every_script() -> None:
    document = read(write_docx(report()))
    names = ("Normal", "Heading 1", "Heading 2", "Heading 3")
    for element in (document.styles[name].element for name in names):
        fonts = element.rPr.find(qn("w:rFonts"))
        assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia", "cs")} == {"Times New Roman"}
        assert not [name for name in fonts.attrib if "Theme" in name]
    assert document.styles["Normal"].font.size.pt == 14
    body = document.styles["VB Nội dung"].paragraph_format
    assert (round(body.first_line_indent.mm, 1), body.space_after.pt) == (12.7, 6)


def test_long_tables_repeat_their_heading() -> None:
    rows = tuple(Row((index, f"Nhiệm vụ {index}")) for index in range(300))
    table = Table((Column("STT", 0.4, "center"), Column("Nội dung", 3)), rows)
    document = read(write_docx(bare(annexes=(Annex("Bảng dài", (table,), landscape=True),))))
    made = document.tables[-1]._tbl
    lines = made.findall(qn("w:tr"))
    assert len(lines) == 301
    repeated = [line.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for line in lines]
    assert repeated == [True] + [False] * 300
    assert "Nhiệm vụ 299" in all_text(document)


def test_marks_lead_to_their_notes() -> None:
    body = read(write_docx(report())).element.body
    anchors = {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))}
    places = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    assert anchors == {"nguon-1", "nguon-2"}
    assert anchors <= places
    assert not list(read(write_docx(report(with_sources=False))).element.body.iter(qn("w:hyperlink")))


@pytest.mark.parametrize("text", [HOSTILE, VIETNAMESE_LETTERS, "Rấtdài" * 200, "Chào 😀 漢"])
def test_no_text_is_lost(text: str) -> None:
    table = Table((Column(text),), (Row((text,)),), caption=text)
    document = read(
        write_docx(
            report(
                subject=text,
                agency=text,
                body=(Heading(1, text), Paragraph(text, ("1",)), Bullet(text), table),
                recipients=(text,),
                sample_notice=text,
            )
        )
    )
    shown = all_text(document)
    # subject, heading, paragraph, bullet, caption, column, cell, recipient; more in the annexes' «của …»
    assert shown.count(text) >= 8
    assert text in document.sections[0].footer.paragraphs[0].text


def test_signs_that_xml_cannot_hold_do_not_stop_the_writer() -> None:
    document = read(write_docx(bare(body=(Paragraph("a\x00b\x0bc\ud800d\ufffee\u202ef"),))))
    assert "abcdef" in all_text(document)


def test_an_almost_empty_document_ends_with_a_paragraph() -> None:
    document = read(write_docx(bare()))
    *_, last, section = document.element.body
    assert (last.tag, section.tag) == (qn("w:p"), qn("w:sectPr"))


def test_the_file_knows_its_title_author_and_language() -> None:
    content = write_docx(report())
    properties = read(content).core_properties
    assert properties.title.startswith("Báo cáo - Kết quả thực hiện")
    assert (properties.author, properties.language) == ("Sở Lao động - Thương binh và Xã hội", "vi-VN")
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert not [name for name in archive.namelist() if "thumbnail" in name]
        styles = ElementTree.fromstring(archive.read("word/styles.xml"))  # noqa: S314 - made by ourselves
        assert styles.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}").get(qn("w:val")) == "vi-VN"  # type: ignore[union-attr]


def test_the_same_document_gives_the_same_bytes() -> None:
    assert write_docx(report()) == write_docx(report())
    assert write_docx(bare()) == write_docx(bare())


def test_widths_stay_on_the_page() -> None:
    for table in read(write_docx(report())).tables:
        widths = [column.width for column in table.columns]
        assert sum(widths) <= Mm(252.5)
