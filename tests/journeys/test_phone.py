"""Every page at the width of a phone: nothing reaches over the edge, and the rooms of the head need no sideways move.

The browser is handed what the test's own client is answered, so each door can be opened in a state that is undone. One
page of each template is looked at; `MANGNON_EVERY_PAGE=1` looks at every address.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import transaction
from django.urls import reverse

from tests.journeys.doors import Door
from tests.journeys.every_door import GETS
from tests.journeys.provinces import POSTS, world

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
PHONE: Any = {"width": 360, "height": 740}
_FIRST = ("lead", "department", "administrator", "auditor")  # who is asked first, where several may enter
_EVERY = os.environ.get("MANGNON_EVERY_PAGE") == "1"
_ORIGIN = "http://localhost"
# What reaches over the right edge and is not inside a frame that scrolls by itself.
_TOO_WIDE = """() => {
  const wide = document.scrollingElement.scrollWidth;
  if (wide <= innerWidth) return null;
  const scrolls = (e) => { for (let p = e.parentElement; p; p = p.parentElement) {
    if (getComputedStyle(p).overflowX !== "visible") return true; } return false; };
  const over = [...document.querySelectorAll("body *")].filter(
    (e) => e.getBoundingClientRect().right > innerWidth + 1 && !scrolls(e));
  const name = (e) => e.tagName.toLowerCase() + ((e.className.baseVal ?? e.className) ? "." + e.className : "");
  return `${wide} px: ` + over.slice(-3).map(name).join(", ");
}"""
_HEAD_SCROLLS = """head => [head, ...head.querySelectorAll("*")].some(
  e => ["auto", "scroll"].includes(getComputedStyle(e).overflowX) && e.scrollWidth > e.clientWidth)"""


def _who(door: Door) -> str:
    return next(person for person in (*_FIRST, *POSTS) if person in door.allowed)


def _serve(page: Page, pages: dict[str, Any]) -> None:
    """Answer the browser with these pages by address, and with its styles; with nothing else."""

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith(settings.STATIC_URL) and path.endswith(".css"):
            route.fulfill(path=finders.find(path.removeprefix(settings.STATIC_URL)))
        elif path in pages:
            route.fulfill(status=200, headers=dict(pages[path].headers), body=pages[path].content)
        else:
            route.abort()

    page.route("**/*", answer)


def test_every_page_fits_a_phone(browser: Browser) -> None:
    found = world()
    pages, names, drawn = {}, {}, set()
    for name, door in GETS.items():
        with transaction.atomic():
            address = reverse(name, args=door.args(found))
            answer = found.client(_who(door)).get(address)
            template = answer.templates[0].name if answer.templates else ""
            if template and answer.status_code == 200 and (template not in drawn or _EVERY):
                drawn.add(template)
                pages[address], names[address] = answer, name
            transaction.set_rollback(True)
    context = browser.new_context(viewport=PHONE, locale="vi-VN", is_mobile=True, has_touch=True)
    page = context.new_page()
    _serve(page, pages)
    wrong = []
    for address, name in names.items():
        page.goto(_ORIGIN + address)
        if too_wide := page.evaluate(_TOO_WIDE):
            wrong.append(f"{name} ({address}): {too_wide}")
        head = page.locator(".site-head")
        if head.count() and head.evaluate(_HEAD_SCROLLS):
            wrong.append(f"{name}: the rooms of the head scroll sideways")
    context.close()
    assert len(pages) > 50
    assert not wrong, "\n".join(wrong)
