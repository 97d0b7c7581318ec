"""Files of every kind, told apart by what they hold."""

from __future__ import annotations

import io
import json
from pathlib import Path

import docx
import pytest
from PIL import Image

from mangnon.documents.reading import (
    SourcePage,
    UnreadableSource,
    assemble,
    load_lines,
    open_source,
    page_picture,
)
from mangnon.documents.reading.sources import LARGEST_FILE

_TEXT = "Ủy ban nhân dân tỉnh ban hành Kế hoạch triển khai thực hiện Quyết định về trẻ em\nDòng thứ hai"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_text_however_encoded(encoding: str) -> None:
    found = load_lines(_TEXT.encode(encoding), "a.bin")
    assert found.kind == "txt"
    assert found.lines == tuple(_TEXT.split("\n"))


def test_a_path_is_read_like_its_content(tmp_path: Path) -> None:
    path = tmp_path / "ke-hoach"
    path.write_bytes(_TEXT.encode())
    assert load_lines(path, "ke-hoach") == load_lines(_TEXT.encode(), "ke-hoach")


def test_decomposed_letters_are_composed() -> None:
    assert load_lines("Tre\u0309 em va\u0300 gia d\u0131\u0300nh ".encode(), "a").lines[0].startswith("Trẻ em và")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_source"),
        (b" \n\t\n", "empty_source"),
        (b"\x00" * (LARGEST_FILE + 1), "source_too_large"),
        (bytes(range(256)) * 8, "unknown_source"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "damaged_source"),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 40, "damaged_source"),
        (b"PK\x03\x04 no archive", "damaged_source"),
        (b"%PDF-1.7 no document", "damaged_source"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 64, "unknown_source"),
        ("Основные положения плана работы".encode("cp1251"), "wrong_encoding"),
        (b"{\\rtf1\\ansi\\deff0 Ke hoach}", "unknown_source"),
        (b"<!DOCTYPE html><html><body>Ke hoach</body></html>", "unknown_source"),
        (b"\n<?xml version='1.0'?><office:document/>", "unknown_source"),
        (b"7z\xbc\xaf\x27\x1c" + b"\x00" * 40, "unknown_source"),
        ("dòng\n".encode() * 60_001, "too_many_lines"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(content: bytes, code: str) -> None:
    with pytest.raises(UnreadableSource) as refused:
        load_lines(content, "tệp.txt")
    assert refused.value.code == code
    assert "«tệp.txt»" in refused.value.message
    assert "Chưa có gì được lưu" in refused.value.message or "chưa có gì được lưu" in refused.value.message


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource) as refused:
        load_lines(tmp_path / "none.txt", "none.txt")
    assert refused.value.code == "cannot_open"


def test_tables_of_a_document_become_cells() -> None:
    document = docx.Document()
    document.add_paragraph("KẾ HOẠCH")
    table = document.add_table(rows=2, cols=3)
    for row, texts in zip(
        table.rows, (("STT", "Nhiệm vụ", "Cơ quan chủ trì"), ("1", "Rà soát", "Sở Y tế")), strict=True
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    content = io.BytesIO()
    document.save(content)
    found = load_lines(content.getvalue(), "a")
    assert found.kind == "docx"
    assert found.lines == (
        "KẾ HOẠCH", "", "|", "STT", "|", "Nhiệm vụ", "|", "Cơ quan chủ trì", "|",
        "|", "1", "|", "Rà soát", "|", "Sở Y tế", "|", "",
    )  # fmt: skip


def test_a_document_without_words_is_refused() -> None:
    content = io.BytesIO()
    docx.Document().save(content)
    with pytest.raises(UnreadableSource) as refused:
        load_lines(content.getvalue(), "a.docx")
    assert refused.value.code == "picture_source"


def _pdf(words: str, *, password: str | None = None) -> bytes:
    stream = f"BT /F1 12 Tf 50 700 Td ({words}) Tj ET".encode()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    encrypt = b""
    if password is not None:
        parts.append(b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (b"41" * 32, b"42" * 32))
        encrypt = b" /Encrypt 6 0 R /ID [<00> <00>]"
    out = b"%PDF-1.4\n"
    places = []
    for number, part in enumerate(parts, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(parts) + 1, table)
    return out + b"trailer << /Size %d /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF" % (len(parts) + 1, encrypt, start)


def test_a_pdf_with_words() -> None:
    found = load_lines(_pdf("KE HOACH bao ve tre em nam 2025 tren dia ban tinh"), "a.pdf")
    assert (found.kind, found.pages) == ("pdf", 1)
    assert found.lines == ("KE HOACH bao ve tre em nam 2025 tren dia ban tinh",)


def test_a_pdf_without_words_is_a_picture() -> None:
    with pytest.raises(UnreadableSource) as refused:
        load_lines(_pdf(""), "a.pdf")
    assert refused.value.code == "picture_source"


def test_a_pdf_behind_a_password_is_locked() -> None:
    with pytest.raises(UnreadableSource) as refused:
        load_lines(_pdf("bi mat", password="x"), "a.pdf")
    assert refused.value.code == "locked_source"


def test_pages_are_kept_apart_and_put_together_later() -> None:
    content = _pdf("KE HOACH bao ve tre em nam 2025 tren dia ban tinh")
    with open_source(content, "a.pdf") as opened:
        assert (opened.kind, opened.pages) == ("pdf", 1)
        kept = json.loads(json.dumps(opened.read_page(1).to_json()))
    found = assemble([SourcePage.from_json(kept)], "a.pdf", "pdf")
    assert found == load_lines(content, "a.pdf")
    assert found.page_of == (1,)
    (box,) = found.boxes
    assert box is not None
    left, top, right, bottom = box
    assert (left, bottom) == pytest.approx((10000 * 50 / 612, 10000 * 92 / 792), abs=60)
    assert left < right < 8000
    assert top < bottom


def test_text_is_one_page() -> None:
    with open_source(_TEXT.encode(), "a.txt") as opened:
        assert opened.pages is None
        assert assemble([opened.read_page(1)], "a.txt", opened.kind).lines == tuple(_TEXT.split("\n"))


def test_a_page_is_drawn_for_those_who_compare() -> None:
    content = _pdf("KE HOACH bao ve tre em nam 2025 tren dia ban tinh")
    with Image.open(io.BytesIO(page_picture(content, 1, 800))) as picture:
        assert (picture.width, picture.height) == (800, pytest.approx(800 * 792 / 612, abs=1))
    with Image.open(io.BytesIO(page_picture(content, 1, 400, turn=90))) as picture:
        assert (picture.width, picture.height) == (400, pytest.approx(400 * 612 / 792, abs=1))
    with pytest.raises(ValueError, match="no page"):
        page_picture(content, 2, 800)
