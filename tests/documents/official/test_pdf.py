from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pypdfium2 as pdfium
import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from mangnon.documents.official import Annex, Bullet, Column, Heading, Paragraph, Row, RowStyle, Table, write_pdf
from mangnon.documents.official.fonts import _SIGNS, VIETNAMESE_LETTERS, Typeface, built_in, typeface, without_gaps
from mangnon.documents.official.pdf import write_pdf_with
from tests.documents.official.samples import HOSTILE, SENTENCE, bare, report


def pages(content: bytes) -> list[str]:
    document = pdfium.PdfDocument(content)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def squeezed(text: str) -> str:
    """Without white space: lines may break anywhere in a typeset text."""
    return re.sub(r"[\s\ufffe\x02]+", "", text)


def whole_text(content: bytes) -> str:
    return squeezed("".join(pages(content)))


def fonts_of(content: bytes) -> dict[str, DictionaryObject]:
    """Descriptors of every font in the file, by name."""
    found: dict[str, DictionaryObject] = {}
    for item in PdfReader(BytesIO(content)).pages:
        for font in item["/Resources"].get("/Font", {}).values():  # type: ignore[attr-defined]
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            found[str(inner["/BaseFont"])] = inner["/FontDescriptor"].get_object()
    return found


def test_the_text_comes_back_whole() -> None:
    content = write_pdf(report(sample_notice="Dữ liệu mẫu – không phải số liệu thật", draft=True))
    text = whole_text(content)
    for part in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI",
        "Số: 05/BC-SLĐTBXH",
        "DỰ THẢO",
        "Đông Sơn, ngày 05 tháng 6 năm 2025",
        "Kính gửi: Ủy ban nhân dân tỉnh Đông Sơn",
        SENTENCE,
        "1.204",
        "12,5",
        "Nguyễn Thị Ước Mơ",
        "- Lưu: VT, BTXH.",
        "(Kèm theo Báo cáo số 05/BC-SLĐTBXH ngày 05 tháng 6 năm 2025 của Sở Lao động - Thương binh và Xã hội)",
        "[2]Báo cáo số 101/BC-SYT của Sở Y tế",
    ):
        assert squeezed(part) in text, part
    assert all(squeezed("Dữ liệu mẫu – không phải số liệu thật") in squeezed(page) for page in pages(content))


def test_each_part_numbers_its_pages_and_hides_the_first() -> None:
    texts = [page.strip().splitlines()[0].strip() for page in pages(write_pdf(report()))]
    assert texts[0] != "1"
    assert texts[1] == "2"
    assert texts[-3].startswith("Phụ lục I")
    assert texts[-2].startswith("Phụ lục II")
    assert texts[-1].startswith("NGUỒN")


def test_a_wide_annex_lies_down() -> None:
    document = pdfium.PdfDocument(write_pdf(report()))
    sizes = [tuple(round(side / 72 * 25.4) for side in page.get_size()) for page in document]
    document.close()
    assert sizes[0] == sizes[-1] == (210, 297)
    assert sizes[-3] == (297, 210)


def test_it_is_an_archive_file_with_all_fonts_inside() -> None:
    content = write_pdf(report())
    reader = PdfReader(BytesIO(content))
    assert "pdfaid:part" in reader.xmp_metadata.stream.get_data().decode()  # type: ignore[union-attr]
    assert str(reader.root_object["/Lang"]).lower().startswith("vi")
    assert reader.metadata is not None
    assert (reader.metadata.author or "") == "Sở Lao động - Thương binh và Xã hội"
    assert (reader.metadata.title or "").startswith("Báo cáo - ")
    fonts = fonts_of(content)
    assert fonts
    for name, descriptor in fonts.items():
        assert {"/FontFile2", "/FontFile3"} & set(descriptor), f"{name} is not embedded"
        assert name.split("+")[-1].startswith(typeface().family.replace(" ", ""))


@pytest.mark.parametrize("face", [typeface(), built_in()], ids=lambda face: str(face.family))
def test_every_vietnamese_letter_is_shown_in_every_style(face: Typeface) -> None:
    # Apart, so that no word is long; bold, bold italic, upright and italic.
    letters = " ".join(VIETNAMESE_LETTERS)
    document = bare(
        body=(Heading(1, letters), Heading(3, letters), Paragraph(f"{letters} {_SIGNS}")), legal_bases=(letters,)
    )
    text = whole_text(write_pdf_with(document, face))
    assert {letter: text.count(letter) for letter in VIETNAMESE_LETTERS if text.count(letter) < 4} == {}
    assert squeezed(_SIGNS) in text
    assert "[U+" not in text


def test_a_sign_that_no_font_has_is_written_out() -> None:
    assert without_gaps("vui 😀!", typeface()) == "vui [U+1F600]!"
    assert "vui[U+1F600]漢".replace("漢", "[U+6F22]") in whole_text(write_pdf(bare(body=(Paragraph("vui 😀 漢"),))))


def test_text_is_never_read_as_markup() -> None:
    table = Table((Column(HOSTILE),), (Row((HOSTILE,)),), caption=HOSTILE)
    content = write_pdf(
        report(
            subject=HOSTILE,
            body=(Heading(2, HOSTILE), Paragraph(HOSTILE, ("1",)), Bullet(HOSTILE), table),
            recipients=(HOSTILE,),
            sample_notice=HOSTILE,
        )
    )
    assert whole_text(content).count(squeezed(HOSTILE)) >= 8


def test_long_words_stay_on_the_page() -> None:
    word = "Đườngdẫn" * 40
    narrow = Table(tuple(Column(f"Cột {n}") for n in range(6)), (Row((word,) * 6),))
    content = write_pdf(report(body=(Paragraph(word), Heading(1, word), narrow), recipients=(word,), agency=word))
    document = pdfium.PdfDocument(content)
    for page in document:
        width, _height = page.get_size()
        words = page.get_textpage()
        for index in range(words.count_rects()):
            left, _bottom, right, _top = words.get_rect(index)
            assert left >= 30 / 25.4 * 72 - 2
            assert right <= width - 15 / 25.4 * 72 + 2
    document.close()
    assert "\u200b" not in "".join(pages(content)), "who searches or copies finds the words whole"
    # Nothing is lost: paragraph, heading, six cells (a row may be split between pages, in mid-word) and recipient.
    assert whole_text(content).count("ẫ") >= 9 * 40


def test_a_long_table_runs_over_pages_with_its_heading() -> None:
    rows = tuple(Row((index, f"Nhiệm vụ số {index}", "Đang thực hiện")) for index in range(1, 301))
    columns = (Column("STT", 0.4, "center"), Column("Nội dung nhiệm vụ", 3), Column("Kết quả trong kỳ", 2))
    texts = pages(write_pdf(bare(annexes=(Annex("Bảng dài", (Table(columns, rows),), landscape=True),))))
    assert len(texts) > 8
    assert all("Nội dung nhiệm vụ" in page for page in texts[1:])
    assert all(f"Nhiệm vụ số {index}" in "".join(texts) for index in (1, 150, 300))


@pytest.mark.parametrize("count", [19, 20, 21, 120])
def test_no_recipient_runs_off_the_page(count: int) -> None:
    """A letter to every commune: each name is on the paper, the signature on the page where the text ends."""
    names = tuple(f"Ủy ban nhân dân xã Mẫu số {number:03d}" for number in range(1, count))
    content = write_pdf(bare(body=(Paragraph(SENTENCE),), recipients=(*names, "Lưu: VT")))
    told = whole_text(content)
    assert [name for name in (*names, "Lưu: VT") if squeezed(name) not in told] == []
    assert "GIÁM ĐỐC" in pages(content)[0]


def test_a_row_longer_than_a_page_is_split_not_lost() -> None:
    table = Table((Column("Kết quả"), Column("Ghi chú")), (Row((f"{SENTENCE} " * 60 + "HẾT.", "x")),))
    texts = pages(write_pdf(bare(body=(table,))))
    assert len(texts) >= 3
    assert "HẾT." in "".join(texts)


def test_a_row_that_is_high_only_for_its_narrow_column_is_split_too() -> None:
    columns = (Column("A", 0.1), *(Column(f"Cột thứ {n}") for n in range(9)))
    words = " ".join(f"từ{n}" for n in range(120))
    table = Table(columns, (Row((words, *range(9))),))
    content = write_pdf(bare(annexes=(Annex("Hẹp", (table,), landscape=True),)))
    text = whole_text(content)
    assert all(f"từ{n}" in text for n in range(120))
    assert len(pages(content)) >= 3


def test_the_signature_is_never_alone_on_a_page() -> None:
    for count in range(8, 24, 3):
        texts = pages(write_pdf(bare(body=tuple(Paragraph(f"{SENTENCE} Câu {n}.") for n in range(count)))))
        signed = next(page for page in texts if "GIÁM ĐỐC" in page)
        assert f"Câu {count - 1}." in signed


def test_an_almost_empty_document_is_one_page() -> None:
    assert len(pages(write_pdf(bare()))) == 1
    assert len(pages(write_pdf(bare(body=(Table((Column("A"),), ()),))))) == 1


def test_the_same_document_gives_the_same_bytes_in_any_thread() -> None:
    documents = [report(), bare(), report(), bare()]
    with ThreadPoolExecutor(4) as pool:
        first, second, third, fourth = pool.map(write_pdf, documents)
    assert first == third
    assert second == fourth


@pytest.mark.parametrize("rows", range(22, 34))
def test_the_heading_of_a_group_never_stands_alone_at_the_foot(rows: int) -> None:
    columns = (Column("STT", 1), Column("Việc", 5))
    lines = [Row((str(number), "Một việc")) for number in range(rows)]
    table = Table(columns, (*lines, Row(("Nhóm sau cùng",), style=RowStyle.GROUP), Row(("9", "Việc cuối"))))
    found = [text for text in pages(write_pdf(report(body=(table,), annexes=(), with_sources=False))) if "Nhóm" in text]
    assert len(found) == 1
    assert "Việc cuối" in found[0]


def test_the_symbol_of_a_paper_is_never_broken() -> None:
    body = tuple(Paragraph(f"{'a' * width} thực hiện Kế hoạch số 501/KH-UBND của tỉnh.") for width in range(20, 70))
    content = write_pdf(report(body=body, subject="Kết quả 6 tháng thực hiện Kế hoạch số 501/KH-UBND ngày 17/02/2025"))
    lines = [line.rstrip() for page in pages(content) for line in page.splitlines()]
    assert sum("501/KH-UBND" in line for line in lines) == len(body) + 1
    assert not [line for line in lines if line.endswith(("501/", "KH-"))]
