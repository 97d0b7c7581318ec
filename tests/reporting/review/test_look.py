"""What waits, the tier below and a table to answer, in a real browser: accessible, and no wider than a phone."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mangnon.accounts.public import Role
from mangnon.kernel import clock
from mangnon.reporting.calls.calling import QuestionDraft, call_for_report
from mangnon.reporting.rules.tables import Column
from tests.harness.browser import axe
from tests.reporting.factories import user_at
from tests.reporting.review.tiered import Tiered, tiered
from tests.reporting.test_browser import _sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_pages_of_tiers_waiting_and_tables_are_accessible_and_fit_a_phone(page: Page) -> None:
    place: Tiered = tiered()
    district, (first, second) = place.districts[0], place.communes[0]
    place.accept(place.send(first))
    place.send(second)
    place.send(district)
    call = call_for_report(
        actor=place.reviewer,
        name="Lớp dạy bơi hè",
        content="Số lớp và số trẻ.",
        codes=[district.code],
        questions=[
            QuestionDraft(
                "table",
                "Các lớp đã mở",
                columns=(
                    Column("Tên lớp"),
                    Column("Số trẻ", "number", lowest="0", highest="500"),
                    Column("Hình thức", "choice", choices=("Trực tiếp", "Trực tuyến")),
                ),
            )
        ],
        send_by=clock.today() + dt.timedelta(days=9),
    )
    base, asked = f"/bao-cao/{place.regime.code}/{place.period.code}/", f"/bao-cao/{call.regime.code}/{call.code}/"
    open_year = f"/bao-cao/lich/?xem=nam&nam={place.period.send_by.year}"
    shown = {
        (district, Role.LOCAL_OFFICER): [
            f"{base}{district.code}/",
            "/bao-cao/dang-cho/",
            f"{asked}tra-loi/",
        ],
        (place.lead, Role.PROVINCIAL_LEAD): [
            f"{base}?xem=danh-sach",
            f"{asked}thay-doi/",
            f"{base}{district.code}/",
            open_year,
            "/trao-doi/phieu-bao-cao/",
        ],
    }
    for (body, role), addresses in shown.items():
        page.context.clear_cookies()
        _sign_in(page, user_at(body, role).username)
        for number, address in enumerate(addresses):
            for width in (1280, 360):
                page.set_viewport_size({"width": width, "height": 900})
                page.goto(address)
                axe(page)
                folder = os.environ.get("MANGNON_LOOK")
                if folder:
                    page.screenshot(path=str(Path(folder) / f"{body.code}-{number}-{width}.png"), full_page=True)
                if folder and width == 1280:
                    page.pdf(path=str(Path(folder) / f"{body.code}-{number}.pdf"), prefer_css_page_size=True)
                wide = page.evaluate("document.documentElement.scrollWidth")
                assert wide <= width, f"{address} is {wide} px wide on {width}"
