"""Born-digital PDF pages: turned, cut, in columns, with notes and old fonts; boxes lie where the ink is."""

from __future__ import annotations

import io
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image

from mangnon.documents.reading import SourceText, load_lines, page_picture
from tests.documents.reading.papers import Paper, pdf, text_at

_LINES = (
    "KE HOACH bao ve tre em nam 2026",
    "So Y te chu tri, phoi hop voi So Noi vu",
    "Thoi han truoc ngay 15 thang 12",
)


def _upright() -> str:
    return "".join(text_at(80, 700 - 40 * number, line) for number, line in enumerate(_LINES))


def _texts(found: SourceText) -> list[str]:
    return [line for line in found.lines if line]


def _check_boxes(content: bytes, found: SourceText) -> None:
    """All ink of page 1 lies in the boxes of its lines, and every box holds ink."""
    with Image.open(io.BytesIO(page_picture(content, 1, 1000, turn=found.turns[0]))) as picture:
        ink = np.asarray(picture.convert("L")) < 128
    height, width = ink.shape
    covered = np.zeros_like(ink)
    for line, box in zip(found.lines, found.boxes, strict=True):
        assert (box is None) == (not line)
        if box is not None:
            left, top, right, bottom = box
            part = (
                slice(top * height // 10000 - 3, bottom * height // 10000 + 4),
                slice(left * width // 10000 - 3, right * width // 10000 + 4),
            )
            assert ink[part].any(), line
            covered[part] = True
    assert ink.any()
    assert not (ink & ~covered).any()


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_page_that_the_file_turns_is_read_as_it_shows(rotate: int) -> None:
    turned = {
        0: ("1 0 0 1", lambda n: (80, 700 - 40 * n)),
        90: ("0 1 -1 0", lambda n: (100 + 40 * n, 80)),
        180: ("-1 0 0 -1", lambda n: (530, 100 + 40 * n)),
        270: ("0 -1 1 0", lambda n: (500 - 40 * n, 700)),
    }
    matrix, place = turned[rotate]
    stream = "".join(text_at(*place(number), line, turn=matrix) for number, line in enumerate(_LINES))
    content = pdf([Paper(stream, more=f"/Rotate {rotate}")])
    found = load_lines(content, "a.pdf")
    assert _texts(found) == list(_LINES)
    assert found.turns == (0.0,)
    _check_boxes(content, found)


@pytest.mark.parametrize(("matrix", "turn"), [("0 1 -1 0", 270), ("0 -1 1 0", 90), ("-1 0 0 -1", 180)])
def test_a_page_printed_on_its_side_is_turned(matrix: str, turn: int) -> None:
    places = {270: lambda n: (100 + 40 * n, 100), 90: lambda n: (500 - 40 * n, 700), 180: lambda n: (500, 100 + 40 * n)}
    stream = "".join(text_at(*places[turn](n), line, turn=matrix) for n, line in enumerate(_LINES))
    content = pdf([Paper(stream)])
    found = load_lines(content, "a.pdf")
    assert _texts(found) == list(_LINES)
    assert found.turns == (turn,)
    _check_boxes(content, found)


def test_a_page_cut_out_of_a_larger_sheet() -> None:
    content = pdf([Paper(_upright(), more="/CropBox [50 400 500 750]", box="0 0 1000 1000")])
    found = load_lines(content, "a.pdf")
    assert _texts(found) == list(_LINES)
    _check_boxes(content, found)


def _columns(count: int, *, width: int, gap: int, words: str, rows: int) -> str:
    return "".join(
        text_at(60 + column * (width + gap), 640 - 14 * row, f"c{column}r{row:02d} {words}", size=10)
        for row in range(rows)
        for column in range(count)
    )


@pytest.mark.parametrize(("count", "width", "words"), [(2, 230, "tren dia ban tinh va cac xa phuong hang nam"),
                                                       (3, 150, "tren dia ban tinh va cac xa")])  # fmt: skip
def test_columns_of_text_are_read_one_after_the_other(count: int, width: int, words: str) -> None:
    stream = text_at(150, 700, "KE HOACH BAO VE TRE EM NAM 2026 TREN DIA BAN TINH")
    stream += _columns(count, width=width, gap=18, words=words, rows=20)
    texts = _texts(load_lines(pdf([Paper(stream)]), "a.pdf"))
    assert texts[0].startswith("KE HOACH")
    assert texts[1:] == [f"c{column}r{row:02d} {words}" for column in range(count) for row in range(20)]


def test_the_two_halves_of_a_head_stay_side_by_side() -> None:
    head = [("UY BAN NHAN DAN", "CONG HOA XA HOI CHU NGHIA VIET NAM"), ("TINH LAC HONG", "Doc lap - Tu do - Hanh phuc"),
            ("So: 12/KH-UBND", "Lac Hong, ngay 03 thang 02 nam 2026")]  # fmt: skip
    stream = "".join(
        text_at(80, 740 - 20 * n, left) + text_at(300, 740 - 20 * n, right) for n, (left, right) in enumerate(head)
    )
    stream += "".join(
        text_at(60, 640 - 16 * n, "So Y te chu tri, phoi hop voi So Noi vu ra soat danh sach tre em tren dia ban tinh")
        for n in range(20)
    )
    texts = _texts(load_lines(pdf([Paper(stream)]), "a.pdf"))
    assert texts[:3] == [f"{left} {right}" for left, right in head]


def test_a_table_without_rules_is_read_across() -> None:
    rows = [
        ("Ra soat", "So Y te", "Quy I"),
        ("Bao cao ket qua", "So Noi vu", "Thang 6"),
        ("Tap huan", "Cong an", "2026"),
    ]
    stream = "".join(
        text_at(x, 600 - 30 * n, cell)
        for n, row in enumerate(rows * 4)
        for x, cell in zip((60, 300, 480), row, strict=True)
    )
    assert _texts(load_lines(pdf([Paper(stream)]), "a.pdf"))[:2] == [
        "Ra soat So Y te Quy I",
        "Bao cao ket qua So Noi vu Thang 6",
    ]


def test_running_heads_numbers_and_notes_are_not_text() -> None:
    def page(number: int) -> Paper:
        stream = text_at(60, 770, f"Ke hoach so 12, lan {number}", size=9) + text_at(300, 755, str(number))
        stream += "".join(text_at(60, 700 - 20 * n, f"Noi dung {number}.{n} cua ke hoach nam 2026") for n in range(12))
        stream += text_at(60, 60, f"{number} Quyet dinh ve chuong trinh hanh dong.", size=8)
        stream += text_at(60, 48, "Ban hanh nam 2021, sua doi nam 2024.", size=8)
        return Paper(stream)

    texts = _texts(load_lines(pdf([page(1), page(2)]), "a.pdf"))
    assert texts == [f"Noi dung {page}.{n} cua ke hoach nam 2026" for page in (1, 2) for n in range(12)]


def test_a_small_raised_figure_leads_to_a_note_and_square_metres_stay() -> None:
    def with_raised(y: int, text: str, raised: str) -> str:
        return f"BT /F1 12 Tf 1 0 0 1 60 {y} Tm ({text}) Tj 5 Ts /F1 7 Tf ({raised}) Tj 0 Ts /F1 12 Tf ( het) Tj ET\n"

    stream = with_raised(700, "Theo Quyet dinh 12/QD-TTg", "3") + with_raised(670, "Dien tich 100 m", "2")
    stream += with_raised(640, "Ngay 2", "6")
    assert _texts(load_lines(pdf([Paper(stream)]), "a.pdf")) == [
        "Theo Quyet dinh 12/QD-TTg het",
        "Dien tich 100 m2 het",
        "Ngay 26 het",
    ]


def test_words_of_digital_signing_are_not_text() -> None:
    marks = ("Nguoi ky", "Người ký: UBND TỈNH", "Email: a@b.vn", "Cơ quan: TỈNH", "Thời gian ký: 03.02.2026 10:11:12")
    from mangnon.documents.reading.joining import document_lines
    from mangnon.documents.reading.layout import Line

    lines = document_lines([[Line(text) for text in (*marks, "KẾ HOẠCH", "Cơ quan: Sở Y tế")]])
    assert [line.text for line in lines if line.text] == ["Nguoi ky", "KẾ HOẠCH", "Cơ quan: Sở Y tế"]


def test_old_fonts_in_a_pdf_are_read_as_they_show() -> None:
    stream = text_at(60, 700, "quyÕt ®Þnh vÒ trÎ em n¨m häc 2026".encode("cp1252").decode("latin-1"))
    found = load_lines(pdf([Paper(stream)], font=".VnTimeH"), "a.pdf")
    assert _texts(found) == ["QUYẾT ĐỊNH VỀ TRẺ EM NĂM HỌC 2026"]
    assert "TCVN3" in found.warnings[0]


def test_an_old_code_in_a_font_that_does_not_say_so() -> None:
    lines = [
        "Uûy ban nhaân daân tænh ban haønh keá hoaïch trieån khai",
        "thöïc hieän Quyeát ñònh veà treû em treân ñòa baøn",
    ]
    first = "".join(text_at(60, 700 - 20 * n, line.encode("cp1252").decode("latin-1")) for n, line in enumerate(lines))
    second = text_at(60, 700, "Nôi nhaän: Sôû Y teá vaø caùc xaõ")
    found = load_lines(pdf([Paper(first), Paper(second)]), "a.pdf")
    assert _texts(found) == [
        "Ủy ban nhân dân tỉnh ban hành kế hoạch triển khai", "thực hiện Quyết định về trẻ em trên địa bàn",
        "Nơi nhận: Sở Y tế và các xã",
    ]  # fmt: skip
    assert [page for page, _ in pairwise([*found.page_of, 0]) if page] == list(found.page_of)
