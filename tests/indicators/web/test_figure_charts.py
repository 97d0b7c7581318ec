"""The page of a figure: a chart for each way of dividing, a table behind it, small numbers not given away."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from lxml import html

from mangnon.accounts.public import Role
from mangnon.agencies.models import Agency
from tests.harness.queries import assert_constant_queries
from tests.indicators import made
from tests.indicators.made import World, cell, indicator, put

pytestmark = pytest.mark.django_db
CODE = "I-0101"


def page(world: World, agency: Agency, role: Role) -> Any:
    client = Client()
    client.force_login(get_user_model().objects.get(pk=made.actor(agency, role).user_id))
    answer = client.get(reverse("figure", args=["TT13-2021", CODE, world.province.pk, "2024"]))
    assert answer.status_code == 200
    return html.document_fromstring(answer.content.decode())


def told(found: Any) -> dict[str, str]:
    """What the tables behind the charts say, by group."""
    rows = found.xpath("//section[@aria-labelledby='phan-to']//table//tbody/tr")
    cells = [[re.sub(r"\s+", " ", each.text_content()).strip() for each in row.xpath("th|td")] for row in rows]
    return {row[0]: row[1] for row in cells}


def tell(world: World, parts: dict[str, int]) -> None:
    for part, count in parts.items():
        put(CODE, world.province, cell(count), part=part, agency=world.health)


def test_each_way_of_dividing_has_a_chart_with_its_table(world: World) -> None:
    tell(world, {"": 300, "sex=male": 160, "sex=female": 140, "residence=urban": 100, "residence=rural": 200})
    found = page(world, world.health, Role.PROVINCIAL_LEAD)
    section = found.xpath("//section[@aria-labelledby='phan-to']")[0]
    assert len(section.xpath(".//svg")) >= 2
    shown = told(found)
    assert (shown["Nam"].split()[0], shown["Nữ"].split()[0]) == ("160", "140")
    assert indicator(CODE).unit_words in section.text_content()


def test_small_numbers_are_not_given_away_by_a_chart(world: World) -> None:
    tell(world, {"": 300, "sex=male": 297, "sex=female": 3})
    lead = told(page(world, world.health, Role.PROVINCIAL_LEAD))
    assert lead["Nữ"].split()[0] == "3"
    found = page(world, made.committee(world.s), Role.LOCAL_OFFICER)
    section = found.xpath("//section[@aria-labelledby='phan-to']")[0]
    shown = told(found)
    assert not any(re.search(r"\d", words) for words in shown.values()), "the other group would give it away"
    assert "297" not in section.text_content()
    assert "2 nhóm có số người dưới" in section.text_content()


def test_more_groups_ask_no_more(world: World) -> None:
    client = Client()
    client.force_login(get_user_model().objects.get(pk=made.actor(world.health, Role.PROVINCIAL_LEAD).user_id))
    address = reverse("figure", args=["TT13-2021", CODE, world.province.pk, "2024"])
    parts = [("sex=male", 50), ("residence=urban", 50), ("residence=rural", 250)]
    put(CODE, world.province, cell(300), agency=world.health)

    def add() -> None:
        part, count = parts.pop()
        put(CODE, world.province, cell(count), part=part, agency=world.health)

    assert_constant_queries(add_row=add, read=lambda: client.get(address))
