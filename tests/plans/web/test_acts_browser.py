"""In a real browser: a task's acts and the page of an assignment, on a desk and on a phone; nothing grave."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from mangnon.accounts.public import Role
from mangnon.kernel import clock
from mangnon.plans.models import Assignment
from mangnon.plans.public import accept_assignment, ask_extension, ask_return, delegate_assignment, record_progress
from tests.harness.browser import photograph
from tests.plans import made
from tests.plans.web.test_browser import _looks_right, _sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _under_way() -> Assignment:
    """Sở Tư pháp leads, has noted, given on to a district, and waits for a later day; of another task it is quit."""
    made.province()
    made.adopted()
    officer = made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER)
    row = Assignment.objects.get(task__code="I.2", role="lead")
    accept_assignment(actor=officer, assignment_id=row.pk)
    record_progress(actor=officer, assignment_id=row.pk, progress=40, text="Đã tổ chức hai lớp mẫu.")
    delegate_assignment(
        actor=officer, assignment_id=row.pk, agency_ids=[made.agency("UBND.901").pk], text="Tổ chức tại huyện mẫu."
    )
    ask_extension(
        actor=officer, assignment_id=row.pk, wanted_on=dt.date(2025, 6, 20), reason="Chờ cấp kinh phí đợt hai mẫu."
    )
    other = Assignment.objects.get(task__code="I.2", role="coordinator", agency=made.agency("SO_YT"))
    ask_return(actor=made.actor_at("SO_YT", Role.DEPARTMENT_OFFICER), assignment_id=other.pk, reason="Không thuộc mẫu.")
    return row


def test_what_waits_is_answered_and_the_old_day_stays(page: Page, site: LiveServer) -> None:
    row = _under_way()
    task = reverse("task", args=[row.task.plan.code, "I.2"])
    _sign_in(page, site, code="SO_YT")
    page.goto(task)
    _looks_right(page)
    page.locator("#cho-tra-loi >> xpath=.. >> text=xin gia hạn đến ngày 20/06/2025").click()
    page.wait_for_url("**/nhiem-vu/phan-cong/**")
    _looks_right(page)
    page.click("#grant_extension summary")
    photograph(page, "phan-cong")
    assert page.input_value("#grant_extension input[name=granted_on]") == "20/06/2025"
    page.fill("#grant_extension input[name=granted_on]", "19/05/2025")
    page.click("#grant_extension button")
    page.locator("text=Hạn mới phải sau hạn đang có").wait_for()
    _looks_right(page)
    page.fill("#grant_extension input[name=granted_on]", "15/06/2025")
    page.click("#grant_extension button")
    page.locator("text=Đã gia hạn").wait_for()
    row.refresh_from_db()
    assert (row.due_on, row.original_due_on) == (dt.date(2025, 6, 15), dt.date(2025, 5, 19))


def test_an_agency_asks_and_gives_on(page: Page, site: LiveServer) -> None:
    row = _under_way()
    _sign_in(page, site, Role.DEPARTMENT_OFFICER, code="SO_TP")
    page.goto(reverse("task", args=[row.task.plan.code, "I.2"]))
    _looks_right(page)
    page.click("text=Báo đã hoàn thành")
    page.click("main form[action$='hoan-thanh/'] button")
    page.locator("text=Hãy nêu lý do vẫn báo hoàn thành").wait_for()
    page.click("text=Xin gia hạn, trả lại, giao cho cấp dưới")
    page.wait_for_url("**/nhiem-vu/phan-cong/**")
    _looks_right(page)
    page.click("#delegate_assignment summary")
    page.fill("#delegate_assignment input[name=receivers]", made.CLASS)
    page.fill("#delegate_assignment textarea[name=text]", "Làm tại các huyện mẫu.")
    page.click("#delegate_assignment button")
    page.locator("text=Hãy xem danh sách").wait_for()
    shown = page.locator("#delegate_assignment input[name=chosen]")
    assert shown.count() == 1, "the district that has it already is passed over"
    assert shown.first.is_checked()
    _looks_right(page)
    assert page.input_value("#delegate_assignment textarea[name=text]") == "Làm tại các huyện mẫu."
    assert clock.today() == dt.date(2025, 5, 20)
