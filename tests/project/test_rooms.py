"""The rooms in the head of every page: each person is shown what opens to them, and nothing that refuses."""

from __future__ import annotations

import pytest
from django.test import Client
from lxml import html
from playwright.sync_api import Page

from mangnon.accounts.public import Role
from tests.plans import made


def _head(client: Client) -> html.HtmlElement:
    (nav,) = html.fromstring(client.get("/ban-lam-viec/").content).xpath("//nav[contains(@class, 'site-nav')]")
    return nav


@pytest.mark.parametrize("role", list(Role))
def test_no_room_is_shown_to_whom_it_refuses(db: None, client: Client, role: Role) -> None:
    made.province()
    client.force_login(made.user_at("SO_YT", role))
    addresses = _head(client).xpath(".//a/@href")
    assert "/ban-lam-viec/" in addresses
    refused = [each for each in [*addresses, *_links(client, "/tai-khoan/")] if client.get(each).status_code >= 400]
    assert refused == []


def _links(client: Client, address: str) -> list[str]:
    main = html.fromstring(client.get(address).content).get_element_by_id("noi-dung")
    return [each for each in main.xpath(".//a/@href") if each.startswith("/")]


def test_the_further_rooms_say_where_one_is(db: None, client: Client) -> None:
    made.province()
    client.force_login(made.user_at("SO_YT", Role.PROVINCIAL_LEAD))
    assert _head(client).xpath("string(.//summary)") == "Thêm"
    (nav,) = html.fromstring(client.get("/to-chuc/").content).xpath("//nav[contains(@class, 'site-nav')]")
    assert nav.xpath("string(.//summary)") == "Tổ chức"
    assert nav.xpath("string(.//a[@aria-current='page'])") == "Tổ chức"


@pytest.mark.parametrize(
    ("address", "room"), [("/trao-doi/phieu-bao-cao/", "Báo cáo"), ("/trao-doi/tep-excel/", "Kế hoạch")]
)
def test_forms_belong_to_the_room_whose_work_they_carry(db: None, client: Client, address: str, room: str) -> None:
    made.province()
    client.force_login(made.user_at("SO_YT", Role.PROVINCIAL_LEAD))
    (nav,) = html.fromstring(client.get(address).content).xpath("//nav[contains(@class, 'site-nav')]")
    assert nav.xpath("string(.//a[@aria-current='page'])") == room


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_the_further_rooms_open_within_the_screen(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 780})
    page.goto("/thu-vien-giao-dien/")
    page.get_by_text("Thêm", exact=True).click()
    box = page.get_by_role("link", name="Tổ chức", exact=True).bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    page.keyboard.press("Escape")
    assert page.locator(".site-nav__more[open]").count() == 0
