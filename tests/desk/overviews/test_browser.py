"""In a real browser: each overview on a desk, on a telephone, in the dark, and on one or two sheets of paper."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from mangnon.accounts.public import Role
from mangnon.plans.models import Plan
from tests.desk.overviews.filled import fill
from tests.desk.test_leader_browser import _busy
from tests.harness.browser import axe, photograph
from tests.plans import made

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _sign_in(page: Page, site: LiveServer, plan: Plan) -> None:
    client = Client()
    client.force_login(made.user_at(plan.lead_agency.catalogue_code, Role.PROVINCIAL_LEAD))
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site.url}])


def _looked_at(page: Page, name: str) -> None:
    folder = os.environ.get("MANGNON_PICTURES")
    for width, height, scheme in ((1280, 900, "light"), (1280, 900, "dark"), (360, 740, "light")):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.set_viewport_size({"width": width, "height": height})
        page.reload()  # colours are settled when the page is drawn anew, not at once after the scheme was changed
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, f"{name}: too wide at {width}"
        if folder:
            page.screenshot(path=Path(folder) / f"{name}-{width}-{scheme}.png", full_page=True)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1280, "height": 900})
    paper = page.pdf(format="A4", prefer_css_page_size=True)
    if folder:
        (Path(folder) / f"{name}.pdf").write_bytes(paper)
    sheets = paper.count(b"/Type /Page\n") + paper.count(b"/Type /Page ")
    # With thirty communes drawn twice the lead officer's page may take a third sheet.
    assert 1 <= sheets <= (3 if name == "overview_lead" else 2), f"{name}: {sheets} sheets"


def test_each_overview(page: Page, site: LiveServer) -> None:
    plan = _busy()
    fill(plan)
    _sign_in(page, site, plan)
    for name in ("overview_leader", "overview_lead", "overview_agency", "overview_commune"):
        page.goto(reverse(name))
        photograph(page, name.replace("overview_", "tong-quan-"))
        _looked_at(page, name)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(reverse("overview_indicators"))
    assert page.get_by_text("chỉ của phần đã có số liệu").count(), "a value with words beside it is on the page"
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, "its words wrap on a phone"
