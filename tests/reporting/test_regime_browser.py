"""The pages of regimes and calls in a real browser: accessible on a phone, in the dark and on a desk."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mangnon.accounts.public import Role
from mangnon.kernel import clock
from mangnon.reporting.calls.calling import QuestionDraft, call_for_report
from mangnon.reporting.regimes.keeping import take_over_regime
from tests.harness.browser import axe
from tests.reporting.factories import scene, user_at
from tests.reporting.test_browser import _sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_pages_of_regimes_and_calls_are_accessible_and_fit_a_phone(page: Page) -> None:
    plan = scene()
    regime = take_over_regime(actor=plan.reviewer, ready_code="chi-thi-23-nam")
    period = call_for_report(
        actor=plan.reviewer,
        name="Rà soát phòng, chống đuối nước hè 2025",
        content="Tình hình và việc đã làm.",
        codes=[plan.lead.code, plan.health.code, plan.schools.code],
        questions=[QuestionDraft("number", "Số trẻ em bị đuối nước", unit="trẻ"), QuestionDraft("text", "Kiến nghị")],
        send_by=clock.today() + dt.timedelta(days=12),
    )
    called = f"/bao-cao/{period.regime.code}/{period.code}/"
    places = {
        plan.lead: [
            "/bao-cao/che-do/",
            "/bao-cao/che-do/co-san/thang-hanh-dong/",
            f"/bao-cao/che-do/{regime.code}/",
            f"/bao-cao/che-do/{regime.code}/sua/",
            "/bao-cao/lich/?thang=06-2025",
            "/bao-cao/yeu-cau/moi/",
            f"{called}bang-tra-loi/",
            f"{called}danh-sach/",
        ],
        plan.health: [f"{called}tra-loi/"],
    }
    for place, addresses in places.items():
        role = Role.PROVINCIAL_LEAD if place == plan.lead else Role.DEPARTMENT_OFFICER
        page.context.clear_cookies()
        _sign_in(page, user_at(place, role).username)
        for number, address in enumerate(addresses):
            for width, scheme in ((1280, "light"), (360, "dark")):
                page.set_viewport_size({"width": width, "height": 900})
                page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
                page.goto(address)
                axe(page)
                if folder := os.environ.get("MANGNON_LOOK"):
                    page.screenshot(path=str(Path(folder) / f"{place.code}-{number}-{width}.png"), full_page=True)
                wide = page.evaluate("document.documentElement.scrollWidth")
                assert wide <= width, f"{address} is {wide} px wide on {width}"
