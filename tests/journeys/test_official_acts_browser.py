"""Giao, tiếp nhận, trả lại, đôn đốc, gia hạn, thu hồi, nghiệm thu: one story in a real browser, by what pages offer.

Three bodies, each in a browser of its own. Everybody goes from page to page by the links that are there and fills in
the boxes by their labels; what each act refuses is `test_official_acts`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from docx import Document

from mangnon.accounts.public import SYSTEM, Role
from mangnon.plans.models import Assignment
from mangnon.plans.public import log_disagreements
from tests.harness.browser import axe
from tests.plans import made

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WHY = "Theo ý kiến chỉ đạo mẫu."


class Person:
    """Somebody at a desk with a browser: begins at the list of plans or at one's own work and follows links."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def opens_task(self, code: str) -> None:
        """From the list of plans to the plan to the task."""
        self.page.goto(reverse("plans"))
        self.follows("99-KH-UBND")
        self.page.locator("#ket-qua a:visible", has_text=re.compile(rf"^\s*{re.escape(code)}\b")).first.click()
        self.page.get_by_role("heading", name=f"Nhiệm vụ {code}").wait_for()

    def follows(self, name: str | re.Pattern[str]) -> None:
        """A link of the page's own part, by its words."""
        self.page.locator("main").get_by_role("link", name=name).first.click()
        self.page.wait_for_load_state()

    def presses(self, name: str) -> None:
        """A button of the page's own part, by its words."""
        self.page.locator("main").get_by_role("button", name=name, exact=True).click()

    def unfolds(self, title: str) -> Locator:
        """An act that waits folded; answers its form."""
        summary = self.page.locator("main summary", has_text=re.compile(rf"^\s*{title}"))
        summary.click()
        return summary.locator("xpath=..")

    def fills(self, form: Locator, button: str, **typed: str) -> None:
        """Fill in boxes by the beginning of their labels («_» for a space) and send the form."""
        for label, words in typed.items():
            called = form.get_by_label(re.compile("^" + label.replace("_", " ")))
            box = called.and_(self.page.locator("input, textarea, select"))
            if box.evaluate("box => box.tagName") == "SELECT":
                box.select_option(label=words)
            else:
                box.fill(words)
        form.get_by_role("button", name=button, exact=True).click()

    def reads(self, words: str) -> None:
        """The page says so."""
        self.page.locator("body", has_text=words).first.wait_for()


@contextmanager
def _at_a_desk(browser: Browser, site: LiveServer, code: str, role: Role) -> Iterator[Person]:
    client = Client()
    client.force_login(made.user_at(code, role))
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context = browser.new_context(base_url=site.url, locale="vi-VN", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(30_000)
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site.url}])
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    yield Person(page)
    context.close()
    assert not faults, "; ".join(faults)


def test_the_seven_acts_in_one_story(browser: Browser, site: LiveServer) -> None:
    made.province()
    made.adopted()
    officer = Role.DEPARTMENT_OFFICER
    with (
        _at_a_desk(browser, site, "SO_YT", Role.PROVINCIAL_LEAD) as lead,
        _at_a_desk(browser, site, "SO_TP", officer) as justice,
        _at_a_desk(browser, site, "SO_NV", officer) as home,
    ):
        _giao(lead)
        _tiep_nhan(justice)
        _tra_lai(home, lead)
        _don_doc(lead, justice)
        _gia_han(justice, lead)
        _thu_hoi(lead)
        _nghiem_thu(justice, lead)
    row = Assignment.objects.get(task__code="I.2", role="lead")
    assert (row.execution, row.review, row.due_on) == ("complete", "met", dt.date(2025, 6, 10))
    assert (row.original_due_on, row.progress) == (dt.date(2025, 5, 19), 100)
    ended = dict(Assignment.objects.exclude(ended_because="").values_list("agency__code", "ended_because"))
    assert ended == {"90.SO_NV": "returned", "90.SO_TP": "recalled"}
    assert log_disagreements(SYSTEM) == []


def _giao(lead: Person) -> None:
    lead.opens_task("I.2")
    axe(lead.page)
    form = lead.unfolds("Giao thêm cơ quan")
    given = {"Cơ_quan_nhận": "Sở Nội vụ", "Vai_trò": "Phối hợp", "Hạn_riêng": "30/06/2025", "Lý_do": WHY}
    lead.fills(form, "Giao nhiệm vụ", **given)
    lead.reads("Đã giao nhiệm vụ cho 1 cơ quan.")


def _tiep_nhan(justice: Person) -> None:
    justice.opens_task("I.2")
    justice.presses("Tiếp nhận nhiệm vụ")
    justice.reads("Đã tiếp nhận")
    own = justice.page.locator("section:has(> #viec-cua-minh)")
    justice.fills(own, "Ghi tiến độ", Tiến_độ="40", Việc="Đã mở hai lớp mẫu.")
    justice.reads("Đã mở hai lớp mẫu.")
    axe(justice.page)


def _tra_lai(home: Person, lead: Person) -> None:
    home.page.goto(reverse("my_work"))
    axe(home.page)
    home.follows(re.compile("hoạt động mẫu số 2"))
    home.follows("Trả lại…")
    form = home.unfolds("Trả lại nhiệm vụ")
    home.fills(form, "Gửi đề nghị trả lại", Lý_do="Không thuộc chức năng của sở.")
    home.reads("Đã gửi đề nghị trả lại.")
    lead.opens_task("I.2")
    lead.follows("Sở Nội vụ đề nghị trả lại nhiệm vụ")
    axe(lead.page)
    lead.fills(lead.unfolds("Nhận lại nhiệm vụ"), "Nhận lại")
    lead.reads("Đã nhận lại nhiệm vụ.")


def _don_doc(lead: Person, justice: Person) -> None:
    lead.page.goto(reverse("plans"))
    lead.follows(re.compile("^Đôn đốc$"))
    axe(lead.page)
    assert lead.page.locator("main tbody tr").count() == 1, "one lead is past its day"
    lead.presses("Lập công văn đôn đốc")
    lead.reads("Đã lập 1 công văn đôn đốc")
    axe(lead.page)
    with lead.page.expect_download() as waiting:
        lead.follows(re.compile("Tải bản Word"))
    assert waiting.value.suggested_filename == "cong-van-don-doc-01-so-tu-phap.docx"
    letter = Document(BytesIO(Path(waiting.value.path()).read_bytes()))
    words = [each.text for each in letter.paragraphs]
    tables = [" ".join(cell.text for cell in row.cells) for table in letter.tables for row in table.rows]
    assert any("Kính gửi: Sở Tư pháp" in text for text in words)
    assert any("hoạt động mẫu số 2" in text and "19/05/2025" in text for text in tables), tables
    justice.opens_task("I.2")
    justice.reads("đôn đốc")


def _gia_han(justice: Person, lead: Person) -> None:
    justice.opens_task("I.2")
    justice.follows(re.compile("^Xin gia hạn"))
    form = justice.unfolds("Xin gia hạn")
    justice.fills(form, "Gửi đề nghị gia hạn", Hạn_đề_nghị="10/06/2025", Lý_do="Chờ kinh phí đợt hai.")
    justice.reads("Đã gửi đề nghị gia hạn.")
    lead.opens_task("I.2")
    lead.follows("Sở Tư pháp xin gia hạn đến ngày 10/06/2025")
    lead.fills(lead.unfolds("Đồng ý gia hạn"), "Đồng ý gia hạn")
    lead.reads("Đã gia hạn. Hạn ban đầu vẫn được lưu.")


def _thu_hoi(lead: Person) -> None:
    lead.opens_task("I.3")
    lead.follows("Sở Tư pháp")
    lead.fills(lead.unfolds("Thu hồi"), "Thu hồi nhiệm vụ", Lý_do=WHY)
    lead.reads("Đã thu hồi nhiệm vụ của Sở Tư pháp.")


def _nghiem_thu(justice: Person, lead: Person) -> None:
    justice.opens_task("I.2")
    form = justice.unfolds("Báo đã hoàn thành")
    justice.fills(form, "Báo đã hoàn thành", Lý_do="Cơ quan phối hợp chưa có ý kiến.")
    justice.reads("chờ cơ quan giao nghiệm thu")
    lead.opens_task("I.2")
    lead.follows("Sở Tư pháp báo đã hoàn thành, chờ nghiệm thu")
    lead.fills(lead.unfolds("Nghiệm thu"), "Nghiệm thu: đạt yêu cầu", Nhận_xét="Đủ số liệu.")
    lead.reads("Đã nghiệm thu: đạt yêu cầu.")
    lead.page.goto(reverse("plan", args=["99-KH-UBND"]))
    axe(lead.page)
