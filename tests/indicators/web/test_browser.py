"""The pages of indicators in a real Chromium: they fit a telephone, and axe is content in light and dark."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from mangnon.accounts.public import Role
from mangnon.indicators.models import Indicator
from mangnon.indicators.public import SetFacts, add_indicator, add_set
from mangnon.indicators.rules.facts import Facts
from mangnon.indicators.terms import IndicatorKind
from tests.harness.browser import axe, photograph
from tests.indicators import made

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_pages_fit_and_are_accessible(page: Page, site: LiveServer) -> None:
    world = made.world()
    actor = made.actor(world.health, Role.PROVINCIAL_LEAD)
    client = Client()
    client.force_login(get_user_model().objects.get(pk=actor.user_id))
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site.url}])
    rates = Indicator.objects.filter(
        set__code="TT13-2021", kind=IndicatorKind.RATE, multiplier=100, same_as=None, may_exceed=False
    )
    chosen = rates.filter(is_heading=False).order_by("position")[0]
    for place, unit in enumerate(world.old[:3]):
        for year in ("2022", "2023", "2024"):
            made.put(chosen.code, unit, made.cell(10 + 7 * place + int(year) % 4, 120), period=year)
    own = [chosen.set.code, chosen.code]
    addresses = {
        "danh-muc": reverse("indicators"),
        "chi-tieu": reverse("indicator", args=own),
        "nguon": reverse("figure", args=[*own, world.a.pk, "2024"]),
    }
    for name, address in addresses.items():
        for width, scheme in ((1280, "light"), (360, "dark")):
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            page.set_viewport_size({"width": width, "height": 780})
            page.goto(address)
            if folder := os.environ.get("MANGNON_PICTURES"):
                page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, name
            axe(page)


def test_the_form_of_an_own_indicator_shows_what_its_kind_needs_and_tries_an_expression(
    page: Page, site: LiveServer
) -> None:
    world = made.world()
    lead = made.actor(world.health, Role.PROVINCIAL_LEAD)
    own = add_set(actor=lead, unit=world.province, code="KH501", facts=SetFacts("Bộ mẫu", "Kế hoạch 501/KH-UBND"))
    add_indicator(actor=lead, indicator_set=own, code="CLB-01", facts=Facts("Số câu lạc bộ", "count", "câu lạc bộ"))
    for unit in world.old:
        for year in (2022, 2023, 2024):
            made.put("CLB-01", unit, year - 2019, period=str(year), set_code=own.code)
            made.put("I-0101", unit, 1200 + 20 * (year - 2022), period=str(year))
    client = Client()
    client.force_login(get_user_model().objects.get(pk=lead.user_id))
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site.url}])
    page.goto(reverse("own_indicator_add", args=[own.code]))
    kind, rate, expression = (page.locator(f"[name={name}]") for name in ("kind", "multiplier", "expression"))
    assert not rate.is_visible()
    assert not expression.is_visible()
    kind.select_option("rate")
    rate.wait_for(state="visible")
    kind.select_option("computed")
    expression.wait_for(state="visible")
    assert not rate.is_visible()
    page.locator("[name=code]").fill("CLB-02")
    page.locator("[name=name]").fill("Số câu lạc bộ trên 1.000 trẻ em")
    page.locator("[name=unit_words]").fill("câu lạc bộ")
    expression.fill("[CLB-01] / [TT13-2021/I-0101] * 1000")
    page.get_by_role("button", name="Thử biểu thức").click()
    page.locator("#thu table").wait_for()
    assert expression.input_value() == "[CLB-01] / [TT13-2021/I-0101] * 1000"
    photograph(page, "chi-tieu-rieng")
    axe(page)
    page.set_viewport_size({"width": 360, "height": 780})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.goto(reverse("dimensions"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    axe(page)
