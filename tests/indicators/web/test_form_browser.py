"""The form of figures in a real Chromium: keys, a pasted block, two clerks at once, axe, a telephone."""

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
from mangnon.indicators.models import Figure
from mangnon.indicators.terms import FigureState
from tests.harness.browser import axe, photograph
from tests.indicators import made

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
_PASTE = """([box, html, plain]) => {
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  data.setData("text/plain", plain);
  box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def test_a_clerk_types_pastes_and_meets_a_colleague(page: Page, site: LiveServer) -> None:
    world = made.world()
    actor = made.actor(made.committee(world.a), Role.LOCAL_OFFICER)
    client = Client()
    client.force_login(get_user_model().objects.get(pk=actor.user_id))
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site.url}])
    address = f"{reverse('figure_form', args=[world.a.pk, '2025H1'])}?bo=TT13-2021"
    page.goto(address)
    count = made.indicator("I-0101").pk
    whole = page.locator(f'input[name="{count}."]')
    male = page.locator(f'input[name="{count}.sex=male"]')
    whole.focus()
    page.keyboard.type("1.234")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.name") == f"{count}.sex=male"
    page.keyboard.type("chín")
    page.keyboard.press("Enter")
    page.get_by_text("«chín» không phải là số").wait_for()
    assert male.get_attribute("aria-invalid") == "true"
    assert male.input_value() == "chín"
    assert Figure.objects.current().get(indicator=count).numerator == 1234

    table = "<table><tr><td>1.300</td><td>700</td><td>600</td></tr></table>"
    page.evaluate(_PASTE, [whole.element_handle(), table, ""])
    page.get_by_text("Đã ghi 3 ô").wait_for()
    told = {row.breakdown.key: row.numerator for row in Figure.objects.current().filter(indicator=count)}
    assert told == {"": 1300, "sex=male": 700, "sex=female": 600}
    assert male.get_attribute("aria-invalid") is None

    photograph(page, "nhap-so-lieu")
    page.evaluate(_PASTE, [whole.element_handle(), "", "1.301\t701\n"])
    page.get_by_role("button", name="Hoàn tác dán").click()
    assert (whole.input_value(), male.input_value()) == ("1.300", "700")

    # A colleague writes the whole meanwhile; one's own number stays in the box beside what stands.
    made.put("I-0101", world.a, made.Cell(FigureState.NOT_COLLECTED), period="2025H1")
    whole.fill("1.300,0")
    whole.fill("1.305")
    page.get_by_text("vừa ghi «...»").wait_for()
    assert whole.input_value() == "1.305"
    assert Figure.objects.current().get(indicator=count, breakdown__key="").state == FigureState.NOT_COLLECTED

    for width, scheme in ((1280, "light"), (360, "dark")):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.set_viewport_size({"width": width, "height": 780})
        for name, place in (("bieu", address), ("chon-bieu", reverse("figure_forms"))):
            page.goto(place)
            if folder := os.environ.get("MANGNON_PICTURES"):
                page.screenshot(path=Path(folder) / f"{name}-{width}.png")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, name
            axe(page)
