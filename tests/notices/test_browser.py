"""The pages of reminding, urging and difficulties in a real browser: accessible, a phone wide, on paper."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from mangnon.desk.digest import run_digests
from mangnon.kernel import clock
from mangnon.notices.services import tell
from mangnon.notices.terms import NoticeKind
from mangnon.plans.models import Assignment
from mangnon.plans.terms import UrgingShape
from mangnon.plans.urging.by_letter import urge
from tests.harness.browser import axe, photograph
from tests.journeys.provinces import world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
_IN_THE_MANUAL = {"nhac-viec", "don-doc", "kho-khan", "kho-khan-mot"}


def _look(page: Page, name: str, width: int) -> None:
    if folder := os.environ.get("MANGNON_LOOK_AT"):
        page.screenshot(path=str(Path(folder) / f"{name}-{width}.png"), full_page=True)
        if width == 1280:
            page.emulate_media(media="print")
            page.set_viewport_size({"width": 794, "height": 1123})
            page.screenshot(path=str(Path(folder) / f"{name}-in.png"), full_page=True)
            page.emulate_media(media="screen")


def test_the_pages_fit_a_phone_and_are_accessible(page: Page, site: LiveServer) -> None:
    scene = world()
    lead = scene.users["lead"]
    run_digests(on=clock.today())
    tell(
        people=[lead.pk],
        kind=NoticeKind.URGED,
        words="Cơ quan bạn được đôn đốc 1 nhiệm vụ của kế hoạch 99-KH-UBND",
        address=reverse("plan", args=[scene.plan.code]),
        key="a",
    )
    rows = Assignment.objects.filter(task__plan=scene.plan, task__code="I.2").values_list("pk", flat=True)
    urging = urge(actor=scene.actor("lead"), plan_id=scene.plan.pk, assignment_ids=list(rows), shape=UrgingShape.EACH)
    assert scene.difficulty is not None
    client = Client()
    client.force_login(lead)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site.url}])
    for name, address in (
        ("nhac-viec", reverse("reminders")),
        ("nhac-viec-nhat-ky", reverse("reminder_log")),
        ("don-doc", reverse("urge")),
        ("don-doc-cong-van", reverse("urging", args=[urging.pk])),
        ("kho-khan", reverse("difficulties")),
        ("kho-khan-mot", reverse("difficulty", args=[scene.difficulty.pk])),
    ):
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(address)
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
            if width == 1280 and name in _IN_THE_MANUAL:
                photograph(page, name)
            _look(page, name, width)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(reverse("reminders"))
    page.get_by_role("button", name="Đánh dấu đã đọc").first.click()
    page.get_by_text("Đã đánh dấu đã đọc.").wait_for()
