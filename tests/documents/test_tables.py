"""The table of a page as a file, as its address asks for it."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from mangnon.documents.official import Column, Row, Sheet, Table
from mangnon.documents.public import table_answer


def _sheet() -> Sheet:
    return Sheet("Bang", ("Bảng thử",), Table((Column("Nội dung"),), (Row(("=1+1",)),)))


def test_both_files_and_nothing_for_what_is_not_known() -> None:
    ask = RequestFactory().get
    workbook = table_answer(ask("/", {"tep": "excel"}), _sheet, name="bang")
    assert workbook is not None
    assert 'filename="bang.xlsx"' in workbook["Content-Disposition"]
    with ZipFile(BytesIO(workbook.content)) as parts:
        assert b"=1+1" in parts.read("xl/sharedStrings.xml")
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
    separated = table_answer(ask("/", {"tep": "du-lieu"}), _sheet, name="bang")
    assert separated is not None
    assert separated.content.decode("utf-8-sig") == "Nội dung\r\n'=1+1\r\n"
    assert 'filename="bang.csv"' in separated["Content-Disposition"]


@pytest.mark.parametrize("query", [{}, {"tep": ""}, {"tep": "khac"}])
def test_a_page_is_a_page_when_no_file_is_asked_for(query: dict[str, str]) -> None:
    def never() -> Sheet:
        raise AssertionError("the table is made only for a file")

    assert table_answer(RequestFactory().get("/", query), never, name="bang") is None


def test_the_links_keep_the_filters_and_leave_the_page_number() -> None:
    request = RequestFactory().get("/", {"tim": "trẻ em", "trang": "3"})
    text = Template("{% load mangnon_ui %}{% table_links %}").render(Context({"request": request}))
    assert "?tim=tr%E1%BA%BB+em&amp;tep=excel" in text
    assert "trang=" not in text
