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
    from playwright.sync_api import BrowserContext, Page
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


def _sign_in(context: BrowserContext, site: LiveServer, user_id: int | None) -> None:
    client = Client()
    client.force_login(get_user_model().objects.get(pk=user_id))
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site.url}])


def test_what_was_typed_outlives_a_lost_line_and_a_lost_session_and_two_clerks_keep_both(
    page: Page, site: LiveServer
) -> None:
    world = made.world()
    clerk, colleague = (made.actor(made.committee(world.a), Role.LOCAL_OFFICER) for _ in range(2))
    address = f"{reverse('figure_form', args=[world.a.pk, '2025H1'])}?bo=TT13-2021"
    first, second, third = (made.indicator(code).pk for code in ("I-0101", "I-0319", "I-0317"))

    def told(indicator: int) -> int | None:
        found = Figure.objects.current().filter(indicator=indicator, breakdown__key="").first()
        return None if found is None or found.numerator is None else int(found.numerator)

    _sign_in(page.context, site, clerk.user_id)
    page.goto(address)
    browser = page.context.browser
    assert browser is not None
    other = browser.new_context(base_url=site.url).new_page()
    _sign_in(other.context, site, colleague.user_id)
    other.goto(address)
    # Two clerks of one commune type at the same time in different cells.
    page.locator(f'input[name="{first}."]').fill("1.234")
    other.locator(f'input[name="{second}."]').fill("5")
    page.get_by_text("Đã ghi 1 ô").wait_for()
    other.get_by_text("Đã ghi 1 ô").wait_for()
    assert (told(first), told(second)) == (1234, 5)
    other.context.close()

    # The line is lost: told, kept on this machine, sent when it is back.
    page.context.set_offline(True)
    page.locator(f'input[name="{third}."]').fill("7")
    page.get_by_text("mất kết nối; các ô được giữ trên máy này").wait_for()
    assert told(third) is None
    page.context.set_offline(False)
    page.get_by_text("Đã ghi 1 ô").wait_for()
    assert told(third) == 7

    # The session is lost: told; after signing in again the page has what was typed, and writes it. Every cookie goes:
    # the last words a page sends as it is left may reach the server after the next sign-in, when the machine is busy.
    # Their token is then the old one and they write nothing; what is written comes from the page opened anew.
    page.context.clear_cookies()
    page.locator(f'input[name="{third}."]').fill("8")
    page.get_by_text("cần đăng nhập lại").wait_for()
    page.goto("about:blank")
    assert told(third) == 7
    _sign_in(page.context, site, clerk.user_id)
    page.goto(address)
    page.get_by_text("Đã ghi 1 ô").wait_for()
    # The denominator is the number of children that the form has, which the base of the rate is.
    assert page.locator(f'input[name="{third}."]').input_value() == "8/1.234"
    assert told(third) == 8


def test_a_pasted_table_with_tall_cells_keeps_its_columns_and_the_headings_stay_in_sight(
    page: Page, site: LiveServer
) -> None:
    world = made.world()
    _sign_in(page.context, site, made.actor(made.committee(world.a), Role.LOCAL_OFFICER).user_id)
    page.goto(f"{reverse('figure_form', args=[world.a.pk, '2025H1'])}?bo=TT13-2021")
    above, below = (made.indicator(code).pk for code in ("I-0204a", "I-0204b"))

    def box(indicator: int, part: str = "") -> str:
        return page.locator(f'input[name="{indicator}.{part}"]').input_value()

    table = "<table><tr><td rowspan='2'>100</td><td>60</td></tr><tr><td>30</td></tr></table>"
    page.evaluate(_PASTE, [page.locator(f'input[name="{above}."]').element_handle(), table, ""])
    assert (box(above), box(above, "sex=male")) == ("100", "60")
    assert (box(below), box(below, "sex=male")) == ("", "30"), "the tall cell's words stand once, the rest beside it"
    frame = page.locator(".entry-frame")
    frame.evaluate("frame => { frame.scrollTop = 600; }")
    gap = frame.evaluate(
        "frame => frame.querySelector('thead th').getBoundingClientRect().top - frame.getBoundingClientRect().top"
    )
    assert frame.evaluate("frame => frame.scrollTop") > 0
    assert abs(gap) <= 2, "the headings stay at the top of the sheet"
