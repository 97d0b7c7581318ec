"""Pages as pictures: set straight, stamps gone, tables found, read by Tesseract where the machine has it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from mangnon.documents.reading.geometry import grids
from mangnon.documents.reading.layout import Line, Table
from mangnon.documents.reading.pictures import ink_of, prepared, skew_of, without_stamps
from mangnon.documents.reading.recognising import PageTooSlow, blocks_of_picture
from mangnon.documents.reading.sources import UnreadableSource, load_lines
from tests.documents.reading.papers import Paper, pdf, text_at

# Fonts that have every Vietnamese letter; an older Liberation Serif draws boxes for eighteen of them.
_FONTS = ("liberation2/LiberationSerif-Regular.ttf", "noto/NotoSerif-Regular.ttf", "dejavu/DejaVuSerif.ttf")
ROWS = [
    ("STT", "Nhiệm vụ", "Cơ quan chủ trì"),
    ("1", "Rà soát trẻ em có hoàn cảnh đặc biệt", "Sở Y tế"),
    ("2", "Tổ chức diễn đàn trẻ em hằng năm", "Tỉnh đoàn"),
]
PLACES = (150, 350, 1500, 2300)


def _font(size: int = 46) -> ImageFont.FreeTypeFont:
    paths = (Path("/usr/share/fonts/truetype") / name for name in _FONTS)
    found = next((path for path in paths if path.exists()), None)
    if found is None:
        pytest.skip("no font with Vietnamese letters here (Debian: fonts-liberation2)")
    return ImageFont.truetype(str(found), size)


def _page() -> Image.Image:
    """A made-up page of a plan at 300 dots per inch: a heading, a ruled table, a red stamp over its end."""
    page = Image.new("RGB", (2480, 1800), "white")
    pen, font = ImageDraw.Draw(page), _font()
    pen.text((700, 150), "KẾ HOẠCH BẢO VỆ TRẺ EM", fill="black", font=font)
    pen.text((200, 300), "Phân công nhiệm vụ cho các cơ quan, đơn vị như sau:", fill="black", font=font)
    for number, row in enumerate(ROWS):
        for place, text in zip(PLACES, row, strict=False):
            pen.text((place + 20, 520 + 120 * number), text, fill="black", font=font)
    for number in range(len(ROWS) + 1):
        pen.line((PLACES[0], 480 + 120 * number, PLACES[-1], 480 + 120 * number), fill="black", width=4)
    for place in PLACES:
        pen.line((place, 480, place, 480 + 120 * len(ROWS)), fill="black", width=4)
    pen.ellipse((1700, 1200, 2200, 1700), outline=(220, 30, 40), width=14)
    return page


@pytest.mark.parametrize("angle", [-3.0, -0.8, 0.0, 1.6, 4.2])
def test_a_crooked_page_is_set_straight(angle: float) -> None:
    turned = _page().convert("L").rotate(angle, fillcolor=255, resample=Image.Resampling.BICUBIC)
    assert skew_of(ink_of(turned)) == pytest.approx(-angle, abs=0.25)


def test_the_ink_of_a_stamp_is_made_paper() -> None:
    levels = without_stamps(_page())
    assert levels.crop((1690, 1190, 2210, 1710)).getextrema()[0] > 200
    assert levels.crop((100, 100, 2300, 900)).getextrema()[0] < 50


@pytest.mark.parametrize("angle", [0.0, 1.4, -2.2])
def test_the_rules_of_a_table_are_found(angle: float) -> None:
    page = prepared(_page().rotate(angle, fillcolor="white"))
    (grid,) = grids(page.across, page.down, near=page.near)
    assert len(grid.cells) == 9


@pytest.mark.ocr
@pytest.mark.parametrize("turn", [0, 90, 180])
def test_a_turned_and_crooked_page_is_read(turn: int) -> None:
    blocks, turned = blocks_of_picture(
        _page().rotate(1.2, fillcolor="white", resample=Image.Resampling.BICUBIC).rotate(turn, expand=True),
        seconds=200,
    )
    table = next(block for block in blocks if isinstance(block, Table))
    assert [tuple(" ".join(line.text for line in cell) for cell in row) for row in table.rows] == ROWS
    assert "KẾ HOẠCH BẢO VỆ TRẺ EM" in [block.text for block in blocks if isinstance(block, Line)]
    assert turned % 360 == pytest.approx((-turn - 1.2) % 360, abs=0.3)


@pytest.mark.ocr
def test_a_scanned_pdf_is_read_page_by_page() -> None:
    kept = io.BytesIO()
    _page().save(kept, "PDF", save_all=True, append_images=[_page()], resolution=300)
    told: list[tuple[int, int]] = []
    found = load_lines(kept.getvalue(), "quet.pdf", progress=lambda done, total: told.append((done, total)))
    assert (found.kind, found.pages, told) == ("pdf", 2, [(1, 2), (2, 2)])
    assert "Rà soát trẻ em có hoàn cảnh đặc biệt" in found.lines
    assert len(found.page_of) == len(found.lines)
    with pytest.raises(UnreadableSource) as refused:
        load_lines(kept.getvalue(), "quet.pdf", most_pictures=1)
    assert refused.value.code == "too_many_pictures"


@pytest.mark.ocr
def test_a_picture_without_words_is_refused() -> None:
    kept = io.BytesIO()
    Image.new("L", (800, 1100), 255).save(kept, "PNG")
    with pytest.raises(UnreadableSource) as refused:
        load_lines(kept.getvalue(), "trang.png")
    assert refused.value.code == "picture_source"


def test_a_monstrous_picture_is_refused() -> None:
    kept = io.BytesIO()
    Image.new("1", (9100, 9000)).save(kept, "PNG")
    with pytest.raises(UnreadableSource) as refused:
        load_lines(kept.getvalue(), "to.png")
    assert refused.value.code == "source_too_large"


def _sheet(word: str, layer: str = "") -> Paper:
    """The upper part of a scanned sheet with a layer of text behind it."""
    sheet = Image.new("L", (1240, 600), 255)
    pen, font = ImageDraw.Draw(sheet), _font(28)
    for number, line in enumerate(_scanned(word)):
        pen.text((60, 200 + 70 * number), line, fill=0, font=font)
    return Paper(f"q 595 0 0 288 0 0 cm /Im Do Q\n{layer}", box="0 0 595 288", picture=sheet)


def _scanned(word: str) -> list[str]:
    return [
        f"Sở Y tế chủ trì, phối hợp với Sở Nội vụ rà soát danh sách {word}",
        f"có hoàn cảnh đặc biệt, báo cáo số {word} trước ngày 15 tháng 12.",
    ]


@pytest.mark.ocr
def test_a_file_of_text_scans_and_layers_of_rubbish_is_read_page_by_page() -> None:
    rubbish = "3 Tr\n" + "".join(
        text_at(
            60,
            270 - 26 * n,
            "S& Y t~ ch1l tr1, ph6i hgp v6i S& N9i vl1 r~ so~t dnhh s~ch tr~ cm (c6 ho~n) c~nh",
            size=9,
        )
        for n in range(8)
    )
    signed = text_at(60, 275, "Digitally signed by: Uy ban nhan dan tinh, 03.02.2026 10:11:12", size=7)
    text = Paper(text_at(60, 700, "So Y te chu tri, phoi hop voi So Noi vu ra soat"), box="0 0 595 842")
    found = load_lines(
        pdf([text, _sheet("trẻ em"), _sheet("phụ nữ", rubbish), _sheet("người già", signed)]), "hon-hop.pdf"
    )
    assert found.warnings == ()
    for page, word in ((2, "trẻ em"), (3, "phụ nữ"), (4, "người già")):
        lines = [line for line, on in zip(found.lines, found.page_of, strict=True) if on == page and line]
        assert lines == _scanned(word)
    assert found.lines[0] == "So Y te chu tri, phoi hop voi So Noi vu ra soat"


@pytest.mark.ocr
def test_a_page_that_has_no_time_left_is_given_up() -> None:
    with pytest.raises(PageTooSlow):
        blocks_of_picture(_page(), seconds=0.05)
