"""Word documents: what the program shows is read; what it hides, deletes or fetches is not; bombs do not go off."""

from __future__ import annotations

import io
import struct
import time
import zipfile

import pytest

from mangnon.documents.reading import UnreadableSource, load_lines
from tests.documents.reading.packages import W, document, package, paragraph

_LISTS = (
    f"<w:numbering {W}>"
    '<w:abstractNum w:abstractNumId="7">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%3)"/></w:lvl>'
    '<w:lvl w:ilvl="3"><w:numFmt w:val="bullet"/><w:lvlText w:val="\uf0b7"/></w:lvl>'
    "</w:abstractNum>"
    '<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
    "</w:numbering>"
)


def _lines(content: bytes) -> list[str]:
    return [line for line in load_lines(content, "a.docx").lines if line]


def _item(text: str, level: int) -> str:
    return paragraph(text, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="3"/></w:numPr>')


def test_numbers_that_the_program_counts_are_read() -> None:
    body = "".join(
        _item(text, level)
        for text, level in (
            ("Mục đích", 0), ("Yêu cầu", 1), ("Nội dung", 1), ("Rà soát", 2), ("Báo cáo", 2), ("Số liệu", 3),
            ("Tổ chức", 0), ("Sở Y tế", 1),
        )
    )  # fmt: skip
    assert _lines(document(body, numbering=_LISTS)) == [
        "I. Mục đích", "1. Yêu cầu", "2. Nội dung", "a) Rà soát", "b) Báo cáo", "- Số liệu", "II. Tổ chức",
        "1. Sở Y tế",
    ]  # fmt: skip


def test_a_style_may_number() -> None:
    styles = (
        f'<w:styles {W}><w:style w:type="paragraph" w:styleId="Muc"><w:pPr><w:numPr><w:ilvl w:val="1"/>'
        '<w:numId w:val="3"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Con"><w:basedOn w:val="Muc"/></w:style></w:styles>'
    )
    body = paragraph("Rà soát", properties='<w:pStyle w:val="Con"/>') * 2
    assert _lines(document(body, numbering=_LISTS, styles=styles)) == ["1. Rà soát", "2. Rà soát"]


def test_inserted_text_is_read_deleted_and_hidden_is_not() -> None:
    body = paragraph(
        "Hạn ",
        "<w:del><w:r><w:delText>30/6</w:delText></w:r></w:del>",
        "<w:ins><w:r><w:t>31/7</w:t></w:r></w:ins>",
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t> bí mật</w:t></w:r>",
        "<w:sdt><w:sdtContent><w:r><w:t> hằng năm</w:t></w:r></w:sdtContent></w:sdt>",
        '<w:hyperlink><w:r><w:t xml:space="preserve"> (nguồn)</w:t></w:r></w:hyperlink>',
        "<w:r><w:rPr><w:caps/></w:rPr><w:t> chỉ thị</w:t></w:r>",
        "<w:r><w:noBreakHyphen/><w:t>KH</w:t></w:r>",
    )
    assert _lines(document(body)) == ["Hạn 31/7 hằng năm (nguồn) CHỈ THỊ-KH"]


def test_text_boxes_are_read_once() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>Số: 12/KH-UBND</w:t></w:r></w:p></w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    body = paragraph(
        "KẾ HOẠCH",
        f"<w:r><mc:AlternateContent {mc}><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        "</mc:AlternateContent></w:r>",
    )
    assert _lines(document(body)) == ["KẾ HOẠCH", "Số: 12/KH-UBND"]


def test_a_cell_over_several_rows_stands_in_each_and_one_over_columns_once() -> None:
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"

    first, both = cell("Sở Y tế", '<w:vMerge w:val="restart"/>'), cell("Cộng", '<w:gridSpan w:val="2"/>')
    body = (
        f"<w:tbl><w:tr>{cell('1')}{cell('Rà soát')}{first}</w:tr>"
        f"<w:tr>{cell('2')}{cell('Báo cáo')}{cell('', '<w:vMerge/>')}</w:tr>"
        f"<w:tr>{both}{cell('x')}</w:tr></w:tbl>"
    )
    assert _lines(document(body)) == [
        "|", "1", "|", "Rà soát", "|", "Sở Y tế", "|", "|", "2", "|", "Báo cáo", "|", "Sở Y tế", "|",
        "|", "Cộng", "|", "x", "|",
    ]  # fmt: skip


def test_old_fonts_are_read_as_they_show() -> None:
    def run(text: str, font: str) -> str:
        return f'<w:r><w:rPr><w:rFonts w:ascii="{font}"/></w:rPr><w:t>{text}</w:t></w:r>'

    body = paragraph(run("quyÕt ®Þnh", ".VnTimeH"), run(" vÒ trÎ em", ".VnTime"), run(" năm 2026", "Arial"))
    body += paragraph(run("Keá hoaïch", "VNI-Times"))
    found = load_lines(document(body), "cu.docx")
    assert [line for line in found.lines if line] == ["QUYẾT ĐỊNH về trẻ em năm 2026", "Kế hoạch"]
    assert any("TCVN3" in warning and "VNI" in warning for warning in found.warnings)


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64)
_ODT = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        (package({"xl/workbook.xml": "<a/>"}), "unknown_source", "Excel"),
        (package({"ppt/presentation.xml": "<a/>"}), "unknown_source", "trình chiếu"),
        (package(_ODT), "unknown_source", ".odt"),
        (package({"anh.jpg": b"\xff\xd8"}), "unknown_source", "zip"),
        (package({"word/document.xml": "<w:document"}), "damaged_source", "bị hỏng"),
        (document(paragraph("chữ"))[:-60], "damaged_source", "bị hỏng"),
        (_OLE + "WordDocument".encode("utf-16-le"), "unknown_source", ".doc"),
        (_OLE + "Workbook".encode("utf-16-le"), "unknown_source", "Excel"),
        (
            _OLE + "EncryptedPackage".encode("utf-16-le"),
            "locked_source",
            "mật khẩu",
        ),
    ],
)  # fmt: skip
def test_other_kinds_under_a_wrong_name_are_told(content: bytes, code: str, says: str) -> None:
    with pytest.raises(UnreadableSource) as refused:
        load_lines(content, "ke-hoach.docx")
    assert refused.value.code == code
    assert says in refused.value.message
    assert "Chưa có gì được lưu" in refused.value.message


def _refused(content: bytes) -> tuple[str, float]:
    start = time.monotonic()
    with pytest.raises(UnreadableSource) as refused:
        load_lines(content, "bom.docx")
    return (refused.value.code, time.monotonic() - start)


def test_a_bomb_that_unpacks_without_end_is_refused() -> None:
    code, seconds = _refused(document(paragraph("a" * 100_000_000)))
    assert code == "source_too_large"
    assert seconds < 20


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    content = bytearray(document(paragraph("a" * 40_000_000)))
    at = content.rindex(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 1000)  # the size it says it unpacks to
    assert _refused(bytes(content))[0] in ("damaged_source", "source_too_large")


def test_a_bomb_of_entities_is_refused() -> None:
    lol = '<!DOCTYPE w [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(10)
    )
    xml = f"{lol}]><w:document {W}><w:body><w:p><w:r><w:t>&k;</w:t></w:r></w:p></w:body></w:document>"
    assert _refused(package({"word/document.xml": xml}))[0] == "damaged_source"
    assert _refused(package({"word/document.xml": xml.encode("utf-16")}))[0] == "damaged_source"


def test_a_bomb_of_many_entries_is_refused() -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as packed:
        for number in range(10_001):
            packed.writestr(f"word/{number}", b"")
    assert _refused(kept.getvalue())[0] == "source_too_large"


def test_elements_within_each_other_without_end_are_refused() -> None:
    assert _refused(document("<w:sdt>" * 100_000 + "</w:sdt>" * 100_000))[0] == "damaged_source"


def test_a_huge_attribute_is_nothing() -> None:
    assert _lines(document(f'<w:p w:rsidR="{"A" * 10_000_000}"><w:r><w:t>Kế hoạch</w:t></w:r></w:p>')) == ["Kế hoạch"]


def test_a_huge_span_is_nothing() -> None:
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr>{paragraph("Rà soát")}</w:tc>'
    assert _lines(document(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>")) == ["|", "Rà soát", "|"]


def test_a_package_in_a_package_is_left_alone() -> None:
    inner = document(paragraph("bên trong"))
    parts = {
        "word/embeddings/a.docx": inner,
        "word/document.xml": f"<w:document {W}><w:body>{paragraph('ngoài')}</w:body></w:document>",
    }
    assert _lines(package(parts)) == ["ngoài"]


def test_what_lies_outside_is_not_fetched() -> None:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="a" Type="x/attachedTemplate" Target="http://127.0.0.1:1/mau.dotm" TargetMode="External"/>'
        '<Relationship Id="b" Type="x/officeDocument" Target="file:///etc/passwd"/></Relationships>'
    )
    parts = {"_rels/.rels": relations, "word/_rels/document.xml.rels": relations}
    parts["word/document.xml"] = f"<w:document {W}><w:body>{paragraph('Kế hoạch')}</w:body></w:document>"
    assert _lines(package(parts)) == ["Kế hoạch"]
