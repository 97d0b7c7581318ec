"""Charts of a consolidated report: in the Word and the PDF file, each with its table and its words."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pypdf
import pytest
from lxml import etree

from mangnon.documents.official import (
    Annex,
    Picture,
    Table,
    document_data,
    document_from_data,
    write_docx,
    write_pdf,
)
from mangnon.kernel import clock
from mangnon.reporting.consolidation.charts import chart_blocks, rate_charts
from mangnon.reporting.consolidation.counting import counts_of
from mangnon.reporting.consolidation.figure_tables import body_blocks
from mangnon.reporting.consolidation.figures import figure_book
from mangnon.reporting.consolidation.making import consolidate
from mangnon.reporting.consolidation.official import build_official_report
from mangnon.reporting.consolidation.reading import read_consolidation
from mangnon.reporting.review.deciding import accept_report
from tests.reporting.factories import Scene, scene
from tests.reporting.figures.made import asking_scene, sent

pytestmark = pytest.mark.django_db
REST = {"*": "Chưa gửi"}


@pytest.fixture(autouse=True)
def _in_may() -> Iterator[None]:
    with clock.frozen(dt.datetime(2025, 5, 20, 3, tzinfo=dt.UTC)):
        yield


def _made(plan: Scene, *bodies: tuple[Any, ...]) -> Any:
    for place, *texts in bodies:
        accept_report(actor=plan.reviewer, report_id=sent(plan, place, *texts).pk)
    return consolidate(actor=plan.reviewer, period=plan.period, reasons=REST)


def _charts(annexes: tuple[Annex, ...]) -> Annex:
    return next(each for each in annexes if each.title == "Biểu đồ")


def test_each_chart_has_its_caption_its_words_and_its_table_right_behind() -> None:
    plan = asking_scene()
    made = _made(plan, (plan.schools, "7", "1/4", "1"), (plan.district, "5", "...", "-"))
    blocks = chart_blocks(read_consolidation(made))
    pictures, tables = blocks[::2], blocks[1::2]
    assert len(pictures) == len(tables) >= 3
    for number, (picture, table) in enumerate(zip(pictures, tables, strict=True), 1):
        assert isinstance(picture, Picture)
        assert isinstance(table, Table)
        assert picture.caption.startswith(f"Biểu đồ {number}. ")
        assert picture.words.startswith(picture.caption.split(". ", 1)[1])
        etree.fromstring(picture.svg.encode())
        assert table.rows
        assert all(column.title for column in table.columns)
    sending = tables[0]
    assert isinstance(sending, Table)
    told = {str(row.cells[0]): [str(cell) for cell in row.cells[1:]] for row in sending.rows}
    counts = counts_of(made.summary)
    assert sum(int(cells[-1].split()[0]) for cells in told.values()) == len(counts.expected)
    assert sum(int(cells[2].split()[0]) for cells in told.values()) == len(counts.not_sent)


def test_what_is_not_known_is_no_bar_of_zero() -> None:
    plan = asking_scene()
    book = figure_book(_made(plan, (plan.schools, "7", "...", "1")))
    assert list(rate_charts(book)) == [], "no rate is known"
    words = _made(plan, (plan.health, "7", "0/4", "1"))
    (chart,) = rate_charts(figure_book(words))
    assert [cell.text for cell in chart.rows[0]][1].startswith("0")


def test_word_and_pdf_carry_the_charts_and_the_same_bytes_each_time() -> None:
    plan = asking_scene()
    document = build_official_report(_made(plan, (plan.schools, "7", "1/4", "1")))
    pictures = [each for each in _charts(document.annexes).blocks if isinstance(each, Picture)]
    assert document_from_data(document_data(document)) == document
    word = write_docx(document)
    assert word == write_docx(document)
    with zipfile.ZipFile(io.BytesIO(word)) as archive:
        images = [name for name in archive.namelist() if name.startswith("word/media/")]
        xml = archive.read("word/document.xml").decode()
        assert all(archive.read(name)[:4] == b"\x89PNG" for name in images)
    assert len(images) == len(pictures)
    assert xml.count("<wp:docPr ") == len(pictures)
    assert all(f'id="{number}"' in xml for number in range(1, len(pictures) + 1))
    assert "descr=" in xml
    pdf = write_pdf(document)
    assert pdf == write_pdf(document)
    read = pypdf.PdfReader(io.BytesIO(pdf))
    page = next(each for each in read.pages if "Biểu đồ 1." in each.extract_text())
    assert not page.images, "drawn as lines, not as dots"


def test_a_report_without_figures_or_plan_still_shows_how_reports_came_in() -> None:
    plain = scene()
    plain.accepted(plain.schools, {None: {"results": "Đã làm."}})
    document = build_official_report(consolidate(actor=plain.reviewer, period=plain.period, reasons=REST))
    captions = [each.caption for each in _charts(document.annexes).blocks if isinstance(each, Picture)]
    assert captions == ["Biểu đồ 1. Tình hình gửi báo cáo theo cấp", "Biểu đồ 2. Nhiệm vụ có kết quả theo nhóm"]


def test_a_table_of_a_hundred_pages_goes_as_excel(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = asking_scene()
    book = figure_book(_made(plan, (plan.schools, "7", "1/4", "1")))
    assert isinstance(body_blocks(book)[0], Table)
    monkeypatch.setattr("mangnon.reporting.consolidation.figure_tables.MOST_ROWS_ON_PAPER", 3)
    (words,) = body_blocks(book)
    assert "gửi kèm bằng tệp Excel" in getattr(words, "text", "")


def test_a_picture_needs_words() -> None:
    with pytest.raises(ValueError, match="needs words"):
        Picture("<svg/>", " ")
