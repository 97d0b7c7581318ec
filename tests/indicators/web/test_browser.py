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
from mangnon.indicators.terms import IndicatorKind
from tests.harness.browser import axe
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
