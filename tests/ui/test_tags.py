"""The components as tags: what they say, what they keep, what they escape."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from lxml import html

from mangnon.ui.web.samples import SampleForm

EVIL = "<b>&\"'"


def draw(source: str, address: str = "/", **values: Any) -> html.HtmlElement:
    """The one element that a template text draws, in a wrapper."""
    values["request"] = RequestFactory().get(address)
    text = Template("{% load mangnon_ui %}" + source).render(Context(values))
    return html.fragment_fromstring(text, create_parent="div")


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_a_state_has_word_shape_and_tone() -> None:
    drawn = draw('{% state "overdue" "Quá hạn" %}')
    assert words(drawn) == "Quá hạn"
    assert drawn.xpath(".//span[@class='state tone-late']//use/@href") == ["#i-late"]


@pytest.mark.parametrize(
    "source",
    [
        "{% state 'x' evil %}",
        "{% doubt evil confidence=0.5 title=evil %}",
        "{% key evil %}",
        "{% empty_state evil evil %}",
        "{% stat_tile evil evil note=evil %}",
        "{% callout title=evil %}{{ evil }}{% endcallout %}",
        "{% source_mark 1 evil excerpt=evil %}",
        "{% filter_search 'a' evil value=evil hint=evil %}",
        "{% progress 1 2 evil %}",
        "{% action_bar text=evil %}{{ evil }}{% endaction_bar %}",
        "{% autosave_status evil %}",
    ],
)
def test_texts_are_escaped(source: str) -> None:
    drawn = draw(source, evil=EVIL)
    assert not drawn.xpath(".//b")
    assert EVIL in html.tostring(drawn, encoding="unicode", method="text") or EVIL in drawn.xpath("string(.//@value)")


def test_a_doubtful_word_is_marked_for_eyes_and_ears() -> None:
    (mark,) = draw('{% doubt "Sỏ" confidence=0.421 %}').xpath(".//mark")
    assert mark.get("data-confidence") == "0.42"
    assert words(mark) == "chưa chắc: Sỏ"


def test_a_deadline_keeps_the_day_before_the_extension() -> None:
    drawn = draw(
        "{% deadline due today original=before %}",
        due=dt.date(2025, 6, 9), today=dt.date(2025, 6, 5), before=dt.date(2025, 5, 26),
    )  # fmt: skip
    assert words(drawn).startswith("còn 4 ngày")
    assert drawn.xpath(".//time/@datetime") == ["2025-06-09"]
    assert drawn.xpath("string(.//del)") == "26/05/2025"


def test_an_unknown_number_is_not_zero() -> None:
    assert (
        words(draw("{{ a|vn_number }} {{ b|vn_number }} {{ a|vn_percent }} {{ a|vn_date }}", a=None, b=0)) == "… 0 … …"
    )


def test_a_tile_links_to_its_rows_and_says_so() -> None:
    (link,) = draw('{% stat_tile 1250 "Quá hạn" url="/x/" note="trên 3.000" tone="late" %}').xpath(".//a")
    assert link.get("href") == "/x/"
    assert words(link) == "1.250 Quá hạn: mở danh sách"


COLUMNS = [{"label": "Tên"}, {"label": "Hạn", "sort": "han"}, {"label": "Số", "sort": "so", "numeric": True}]


@pytest.mark.parametrize(
    ("address", "sort", "following"),
    [
        ("/?loc=a&trang=3", None, "?loc=a&sap-xep=han"),
        ("/?sap-xep=han", "ascending", "?sap-xep=-han"),
        ("/?sap-xep=-han", "descending", "?sap-xep=han"),
    ],
)
def test_sorting_goes_to_and_fro_and_keeps_the_filters(address: str, sort: str | None, following: str) -> None:
    drawn = draw(
        '{% data_table columns=columns caption="Bảng" %}<tr><td>1</td></tr>{% enddata_table %}',
        address,
        columns=COLUMNS,
    )
    head = drawn.xpath(".//thead//th")[1]
    assert head.get("aria-sort") == sort
    assert head.xpath("./a/@href") == [following]
    assert drawn.xpath("string(.//caption)") == "Bảng"
    assert all(th.get("scope") == "col" for th in drawn.xpath(".//thead//th"))
    assert len(drawn.xpath(".//tbody/tr/td")) == 1


def test_pages_keep_filters_and_order() -> None:
    page = Paginator(range(100), 10).page(2)
    drawn = draw('{% pagination page unit="nhiệm vụ" %}', "/?sap-xep=han&trang=2", page=page)
    assert drawn.xpath(".//a[@rel='next']/@href") == ["?sap-xep=han&trang=3"]
    assert drawn.xpath("string(.//*[@aria-current='page'])") == "Trang 2"
    assert "11–20 trong 100 nhiệm vụ" in words(drawn)


def test_one_page_has_no_page_links() -> None:
    drawn = draw("{% pagination page %}", page=Paginator([], 10).page(1))
    assert not drawn.xpath(".//a")
    assert words(drawn) == "Không có dòng nào"


def test_the_filter_form_keeps_the_order_and_the_choice() -> None:
    drawn = draw(
        '{% filter_bar label="Lọc" clear_url="?" %}{% filter_select "a" "A" options chosen=2 %}{% endfilter_bar %}',
        "/?sap-xep=-han",
        options=[(1, "Một"), (2, "Hai")],
    )
    assert drawn.xpath(".//form/@method") == ["get"]
    assert drawn.xpath(".//input[@name='sap-xep']/@value") == ["-han"]
    assert drawn.xpath(".//option[@selected]/@value") == ["2"]


def test_filters_that_change_a_part_ask_anew_and_carry_nothing_along() -> None:
    tag = '{% filter_bar label="Lọc" target="viec" %}{% filter_search "tim" "Tìm" %}{% endfilter_bar %}'
    drawn = draw(tag, "/viec-cua-toi/?chon=tat-ca&tim=cu")
    assert drawn.xpath(".//form/@hx-get") == ["/viec-cua-toi/"]


def test_on_paper_the_rows_say_by_what_they_were_chosen() -> None:
    tag = '{% filters_told "Kế hoạch" options chosen "Tìm" None typed %}'
    drawn = draw(tag, options=[(1, "Một"), (2, "Hai")], chosen="2", typed="<b>truyền thông</b>")
    assert words(drawn) == "Chỉ gồm các dòng theo bộ lọc: kế hoạch «Hai», tìm «<b>truyền thông</b>»."
    assert drawn.xpath(".//p[contains(@class, 'print-only')]")
    assert words(draw(tag, options=[(1, "Một")], chosen="khác", typed="")) == ""


@pytest.mark.parametrize("name", list(SampleForm.base_fields))
def test_each_field_is_labelled_and_its_words_are_tied_to_it(name: str) -> None:
    form = SampleForm({"due_on": "x", "kind": "x", "way": "x"})
    form.is_valid()
    drawn = draw("{% field form_field %}", form_field=form[name])
    ids = set(drawn.xpath(".//@id"))
    for described in drawn.xpath(".//@aria-describedby"):
        assert set(described.split()) <= ids
    for box in drawn.xpath(".//input | .//select | .//textarea"):
        assert drawn.xpath(f".//label[@for='{box.get('id')}']"), name
    assert bool(drawn.xpath(".//*[@class='field__error']")) == bool(form[name].errors)
    if form[name].errors and name != "way":
        assert drawn.xpath(".//*[@aria-invalid='true']")
    assert ("bắt buộc)" in words(drawn)) == form.fields[name].required


def test_form_errors_lead_to_their_boxes() -> None:
    form = SampleForm({})
    form.is_valid()
    drawn = draw("{% form_errors form %}", form=form)
    assert drawn.xpath(".//*[@role='alert']")
    assert drawn.xpath(".//a/@href") == ["#id_title", "#id_kind"]
    assert words(draw("{% form_errors form %}", form=SampleForm())) == ""


def test_undo_is_a_guarded_post() -> None:
    drawn = draw('{% undo_bar "Đã nhận." "/x/" %}', csrf_token="t0ken")
    assert drawn.xpath(".//form/@method") == ["post"]
    assert drawn.xpath(".//input[@name='csrfmiddlewaretoken']/@value") == ["t0ken"]


def test_matrix_cells_have_words() -> None:
    rows = [{"label": "N1", "cells": [{"tone": "late", "word": "Quá hạn", "lead": True}, None]}]
    drawn = draw('{% matrix "Bảng" columns rows %}', columns=[{"label": "A"}, {"label": "B"}], rows=rows)
    assert [words(cell) for cell in drawn.xpath(".//tbody//td")] == ["chủ trì: Quá hạn", ""]
    assert drawn.xpath("string(.//tbody//th[@scope='row'])") == "N1"


def test_board_counts_its_cards_and_says_when_empty() -> None:
    stages = [{"label": "Đã gửi", "cards": [{"title": "Sở A"}]}, {"label": "Trả lại", "cards": []}]
    drawn = draw('{% stage_board stages "Bảng" %}', stages=stages)
    assert [words(head) for head in drawn.xpath(".//h3")] == ["Đã gửi 1", "Trả lại 0"]
    assert "Không có đơn vị nào" in words(drawn)


def test_a_source_may_stand_inside_a_paragraph() -> None:
    drawn = draw('<p>Câu{% source_mark 1 "Báo cáo" url="/x/" scope="a" %} tiếp.</p>')
    (paragraph,) = drawn.xpath("./p")
    (button,) = paragraph.xpath(".//button")
    assert paragraph.xpath(f".//*[@id='{button.get('popovertarget')}']//a/@href") == ["/x/"]


def test_hidden_fields_stay_hidden() -> None:
    class Form(forms.Form):
        version = forms.IntegerField(widget=forms.HiddenInput, initial=4)

    drawn = draw("{% field form_field %}", form_field=Form()["version"])
    assert drawn.xpath(".//input/@type") == ["hidden"]
    assert not drawn.xpath(".//label")
