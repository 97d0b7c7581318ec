"""The pages of indicators: what is shown is what was told, and each figure opens who told it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from lxml import html

from mangnon.accounts.public import SYSTEM, Role
from mangnon.indicators.models import Indicator
from mangnon.indicators.public import Period, set_target
from mangnon.indicators.rules.persons import counts_persons
from mangnon.indicators.terms import Comparison, IndicatorKind
from mangnon.kernel import clock
from tests.indicators import made
from tests.indicators.made import World


@pytest.fixture
def rate() -> Any:
    return lambda: Indicator.objects.filter(
        set__code="TT13-2021", kind=IndicatorKind.RATE, is_heading=False, same_as=None, multiplier=100, may_exceed=False
    ).order_by("position")[0]


@pytest.fixture
def reader(world: World, client: Client) -> Client:
    actor = made.actor(world.health, Role.PROVINCIAL_LEAD)
    client.force_login(get_user_model().objects.get(pk=actor.user_id))
    return client


def words(answer: Any) -> str:
    return " ".join(html.document_fromstring(answer.content.decode()).text_content().split())


def test_the_dictionary_finds_without_accents(reader: Client) -> None:
    answer = reader.get(reverse("indicators"), {"tim": "suy dinh duong"})
    assert answer.status_code == 200
    names = html.document_fromstring(answer.content.decode()).xpath("//tbody//th//a/text()")
    assert names
    assert all("suy dinh dưỡng" in name.lower() for name in names)
    assert len(reader.get(reverse("indicators")).content) < 100 * 1024


def test_no_indicator_found_leads_on(reader: Client) -> None:
    assert "Không có chỉ tiêu nào khớp" in words(reader.get(reverse("indicators"), {"tim": "khong co gi"}))


def test_value_parts_and_source_of_a_rate(reader: Client, world: World, rate: Any) -> None:
    indicator = rate()
    made.put(indicator.code, world.a, made.cell(10, 100), period="2024")
    made.put(indicator.code, world.b, made.cell(60, 100), period="2024")
    address = reverse("indicator", args=[indicator.set.code, indicator.code])
    answer = reader.get(address, {"nam": "2024"})
    page = html.document_fromstring(answer.content.decode())
    shown = words(answer)
    assert "35 (chỉ của phần đã có số liệu)" in shown, "70 of 200, with two communes missing"
    assert "ít nhất" not in shown, "a rate of a part is no lower bound"
    assert "Còn 2 đơn vị chưa có số liệu" in shown
    assert len(page.xpath("//figure")) == 3
    links = page.xpath("//table[contains(@class, 'data-table')]//td/a/@href")
    own = reverse("figure", args=[indicator.set.code, indicator.code, world.a.pk, "2024"])
    assert own in links
    source = words(reader.get(own))
    assert "Ủy ban nhân dân Xã A" in source
    assert "được dùng" in source


def test_boundaries_of_today_join_what_merged(reader: Client, world: World, rate: Any) -> None:
    indicator = rate()
    made.put(indicator.code, world.a, made.cell(10, 100), period="2024")
    made.put(indicator.code, world.b, made.cell(60, 100), period="2024")
    address = reverse("indicator", args=[indicator.set.code, indicator.code])
    with clock.frozen(dt.datetime(2025, 8, 1, 2, 0, tzinfo=dt.UTC)):
        answer = reader.get(address, {"nam": "2024", "dia-gioi": "hom-nay"})
    rows = html.document_fromstring(answer.content.decode()).xpath("//section[h2='Theo đơn vị']/div[last()]//tbody/tr")
    told = {" ".join(row.text_content().split()) for row in rows}
    assert "Xã C 35 70 200" in told


@pytest.mark.parametrize("kind", ["excel", "du-lieu"])
def test_tables_as_files(reader: Client, world: World, rate: Any, kind: str) -> None:
    indicator = rate()
    made.put(indicator.code, world.a, made.cell(10, 100), period="2024")
    for address, query in (
        (reverse("indicators"), {}),
        (reverse("indicator", args=[indicator.set.code, indicator.code]), {"nam": "2024"}),
    ):
        answer = reader.get(address, {**query, "tep": kind})
        assert answer.status_code == 200
        assert "attachment" in answer["Content-Disposition"]


def test_the_file_of_an_indicator_holds_the_rows_of_the_page(reader: Client, world: World, rate: Any) -> None:
    indicator = rate()
    made.put(indicator.code, world.a, made.cell(10, 100), period="2024")
    address = reverse("indicator", args=[indicator.set.code, indicator.code])
    page = html.document_fromstring(reader.get(address, {"nam": "2024"}).content.decode())
    shown = [each.text_content().strip() for each in page.xpath("//section[h2='Theo đơn vị']/div[last()]//tbody/tr/th")]
    told = reader.get(address, {"nam": "2024", "tep": "du-lieu"}).content.decode("utf-8-sig").splitlines()
    assert world.a.name in shown
    assert len(told) == 1 + len(shown)
    assert all(name in line for name, line in zip(shown, told[1:], strict=True))


@pytest.mark.parametrize("year", ["x", "99999", "-1", "٢٠٢٤"])
def test_a_year_that_is_none_is_passed_over(reader: Client, rate: Any, year: str) -> None:
    indicator = rate()
    address = reverse("indicator", args=[indicator.set.code, indicator.code])
    assert reader.get(address, {"nam": year}).status_code == 200


def test_what_is_not_there_is_not_found(reader: Client, world: World, rate: Any) -> None:
    indicator = rate()
    assert reader.get(reverse("indicator", args=[indicator.set.code, "khong-co"])).status_code == 404
    assert reader.get(reverse("figure", args=[indicator.set.code, indicator.code, 0, "2024"])).status_code == 404
    own = [indicator.set.code, indicator.code, world.a.pk]
    assert reader.get(reverse("figure", args=[*own, "hom-qua"])).status_code == 404
    empty = reader.get(reverse("figure", args=[*own, "2024"]))
    assert "Chưa cơ quan nào ghi" in words(empty)


def test_another_province_is_not_told(reader: Client, world: World, rate: Any) -> None:
    indicator = rate()
    made.put(indicator.code, world.x, made.cell(10, 100), period="2024")
    address = reverse("figure", args=[indicator.set.code, indicator.code, world.x.pk, "2024"])
    assert reader.get(address).status_code == 403


def test_queries_do_not_grow_with_communes(
    reader: Client, world: World, rate: Any, django_assert_max_num_queries: Any
) -> None:
    indicator = rate()
    for number in range(12):
        unit = made.commune(f"91-{number:02d}", world.province)
        made.put(indicator.code, unit, made.cell(number, 100), period="2024")
    assert Decimal(indicator.multiplier) == 100
    with django_assert_max_num_queries(220):
        reader.get(reverse("indicator", args=[indicator.set.code, indicator.code]), {"nam": "2024"})


def _unit_row(page: html.HtmlElement, name: str) -> html.HtmlElement:
    (row,) = page.xpath(f"//table[contains(caption, 'Số liệu của các đơn vị')]//tr[th[normalize-space()='{name}']]")
    return row


def test_a_part_of_a_year_is_shown_where_it_was_told_beside_others_of_its_length(
    reader: Client, world: World, rate: Any
) -> None:
    indicator = rate()
    for code, number in (("2023H2", 10), ("2024H1", 20), ("2024", 55)):
        made.put(indicator.code, world.a, made.cell(number, 100), period=code)
    address = reverse("indicator", args=[indicator.set.code, indicator.code])
    page = html.document_fromstring(reader.get(address, {"nam": "2024"}).content.decode())
    offered = page.xpath("//select[@name='ky']/option/text()")
    at = offered.index("Năm 2024")
    assert offered[0] == "Kỳ mới nhất"
    assert offered[at : at + 4] == ["Năm 2024", "6 tháng đầu năm 2024", "Năm 2023", "6 tháng cuối năm 2023"]
    assert page.xpath("//select[@name='ky']/option[@selected]/text()") == ["Năm 2024"]
    set_target(
        actor=SYSTEM,
        indicator=indicator,
        unit=world.province,
        year=2024,
        comparison=Comparison.AT_LEAST,
        low=Decimal(90),
        source="Mẫu",
    )
    half = reader.get(address, {"nam": "2024", "ky": "2024H1"})
    said = words(half)
    assert "6 tháng đầu năm 2024" in said
    assert "Mức phải đạt là của cả năm" in said
    assert "6T cuối 2023" in said
    row = _unit_row(html.document_fromstring(half.content.decode()), world.a.name)
    assert [cell.text_content().strip() for cell in row.xpath("td")][:3] == ["20", "20", "100"]
    assert row.xpath("td//a/@href") == [reverse("figure", args=[*address.split("/")[2:4], world.a.pk, "2024H1"])]
    unknown = reader.get(address, {"nam": "2024", "ky": "2022Q1"})
    assert "năm 2024" in words(unknown), "a period nobody told is the year asked for"


def test_parts_of_years_stay_hidden_from_who_may_not_see_small_numbers(world: World) -> None:
    indicator = made.indicator("I-0105")
    assert counts_persons(indicator)
    for code, number in (("2024H1", 53), ("2024", 55)):
        made.put(indicator.code, world.a, made.cell(number, 100), period=code)
    client = Client()
    leader = made.actor(world.health, Role.DEPARTMENT_OFFICER)
    client.force_login(get_user_model().objects.get(pk=leader.user_id))
    address = reverse("indicator", args=[indicator.set.code, indicator.code])
    half = html.document_fromstring(client.get(address, {"ky": "2024H1"}).content.decode())
    row = _unit_row(half, world.a.name)
    assert "53" not in row.text_content()
    assert "không công bố vì số quá nhỏ" in row.text_content()


def test_a_figure_of_a_window_with_a_code_of_its_own_opens(reader: Client, world: World, rate: Any) -> None:
    indicator = rate()
    call = Period(dt.date(2024, 1, 1), dt.date(2024, 6, 30), "YC20240630")
    made.put(indicator.code, world.s, made.cell(20, 100), period=call)
    address = reverse("indicator", args=[indicator.set.code, indicator.code])
    page = html.document_fromstring(reader.get(address, {"ky": call.code}).content.decode())
    (figure,) = _unit_row(page, world.s.name).xpath("td//a/@href")
    assert "từ 01/01/2024 đến 30/06/2024" in words(reader.get(figure))
    assert reader.get(figure.replace(call.code, "YC20240630X")).status_code == 404


def test_the_programmes_target_stands_on_the_page_of_the_indicator_that_keeps_the_figures(
    reader: Client, world: World
) -> None:
    for unit in world.old:
        made.put("I-0301", unit, made.cell(50, 1000), period="2024")
    page = words(reader.get(reverse("indicator", args=["TT13-2021", "I-0301"]), {"ky": "2024"}))
    assert "Mức phải đạt" in page
    assert "<6,5 (2025)" in page
    assert "Mức của chỉ tiêu NPA-2021-2030/8a, cùng giá trị." in page
    own = words(reader.get(reverse("indicator", args=["NPA-2021-2030", "8a"]), {"ky": "2024"}))
    assert "<6,5 (2025)" in own
    assert "cùng giá trị" not in own
