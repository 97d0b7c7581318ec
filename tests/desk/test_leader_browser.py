"""In a real browser: the leader's page on a desk, on a phone, and on one sheet of paper; the plan along time."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from mangnon.accounts.public import Role
from mangnon.kernel import clock
from mangnon.plans.models import Assignment, AssignmentEvent, Plan
from mangnon.plans.terms import Execution
from tests.harness.browser import axe, photograph
from tests.plans import logs, made
from tests.plans.logs import Step, Story

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _busy() -> Plan:
    """Sixty tasks of several bodies: some done, some overdue, the rest in time or without a day."""
    made.province()
    plan = made.adopted()
    AssignmentEvent.objects.all().delete()
    Assignment.objects.all().delete()
    today, bodies = clock.today(), logs.provincial(12)
    begun = today - dt.timedelta(days=200)
    stories = []
    for number in range(60):
        due = None if number % 9 == 0 else today + dt.timedelta(days=(number * 7) % 240 - 120)
        steps = logs.given(begun, due)
        if number % 7 == 0:
            at = clock.at(today - dt.timedelta(days=20 + number))
            steps = (*steps, Step(at, Execution.REPORTED_COMPLETE, due, due, at))
        stories.append(Story(bodies[number * number % len(bodies)], steps, task=number))
    logs.write(logs.tasks_of(plan, 60, groups=4), stories)
    return plan


def _sign_in(page: Page, site: LiveServer) -> None:
    client = Client()
    client.force_login(made.user_at("SO_YT", Role.LEADER))
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site.url}])


def _looked_at(page: Page, name: str) -> None:
    """No grave fault and nothing wider than the screen; pictures beside, when a folder for them is named."""
    folder = os.environ.get("MANGNON_PICTURES")
    for width, height in ((1280, 900), (360, 740)):
        page.set_viewport_size({"width": width, "height": height})
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, f"{name}: too wide at {width}"
        if folder:
            page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
    page.set_viewport_size({"width": 1280, "height": 900})


def test_the_leaders_page_fits_a_screen_a_phone_and_a_sheet(page: Page, site: LiveServer) -> None:
    _busy()
    _sign_in(page, site)
    page.goto(reverse("leader_page"))
    photograph(page, "lanh-dao")
    _looked_at(page, "lanh-dao")
    paper = page.pdf(format="A4", prefer_css_page_size=True)
    if folder := os.environ.get("MANGNON_PICTURES"):
        (Path(folder) / "lanh-dao.pdf").write_bytes(paper)
    assert paper.count(b"/Type /Page\n") == 1 or paper.count(b"/Type /Page ") == 1


@pytest.mark.parametrize("view", ["ma-tran", "danh-sach", "thoi-gian"])
def test_each_view_of_a_plan(page: Page, site: LiveServer, view: str) -> None:
    plan = _busy()
    _sign_in(page, site)
    page.goto(f"{reverse('plan', args=[plan.code])}?xem={view}")
    if view == "thoi-gian":
        photograph(page, "ke-hoach-theo-thoi-gian")
        assert page.locator("svg.time-line g").count() > 40
    _looked_at(page, f"ke-hoach-{view}")
    if folder := os.environ.get("MANGNON_PICTURES"):
        (Path(folder) / f"ke-hoach-{view}.pdf").write_bytes(page.pdf(format="A4", prefer_css_page_size=True))
