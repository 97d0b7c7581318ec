"""In a real browser: the page of the evidence on a desk, on a phone and on paper."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse

from mangnon.accounts.public import Role
from mangnon.audit.public import record, record_read
from tests.harness.browser import axe
from tests.people.office import TODAY, actor, agency, office, person, post_of

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _some_evidence() -> None:
    from mangnon.people.handing_over import end_post
    from mangnon.people.invitations import invite_person
    from mangnon.people.rescue import order_password_change
    from mangnon.people.services import disable_account

    found = office()
    invited = invite_person(
        actor=found.admin, full_name="Lê Thị Mẫu Đào", agency_id=agency("SO_TP").pk, role=Role.READER, valid_from=TODAY
    )
    order_password_change(actor=found.admin, user_id=found.lead.pk)
    record_read(actor=found.admin, object_type="User", object_id=found.lead.pk, purpose="Quản lý việc đăng nhập")
    colleague = person("dongnghiep", "Võ Văn Mẫu Bình", "SO_TP", Role.DEPARTMENT_OFFICER)
    end_post(
        actor=found.admin,
        post_id=post_of(found.officer).pk,
        last_day=TODAY,
        reason="Chuyển công tác theo quyết định mẫu",
        receiver_id=post_of(colleague).pk,
    )
    disable_account(actor=found.admin, user_id=invited.user.pk, reason="Nhập nhầm người")
    with transaction.atomic():
        record(
            actor=actor(found.lead),
            act="submit_report",
            object_type="Report",
            object_id=12,
            before={"state": "nháp"},
            after={"state": "đã gửi"},
            details={"version": 1},
        )


def test_the_evidence_on_a_desk_on_a_phone_and_on_paper(page: Page, site: LiveServer) -> None:
    _some_evidence()
    auditor = person("kiemsoat", "Hồ Thị Mẫu Soát", "VP_UBND", Role.AUDITOR)
    client = Client()
    client.force_login(auditor)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site.url}])
    page.goto(reverse("audit_log"))
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, f"too wide at {width}"
        _shot(page, f"nhat-ky-{width}")
    words = page.inner_text("main")
    assert "mời người dùng mới" in words.lower()
    assert "Lê Thị Mẫu Đào" not in words, "who was invited is proved, not told"
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(media="print")
    _shot(page, "nhat-ky-print")
    assert page.locator("table").is_visible()
    assert not page.locator("main form").first.is_visible(), "filters are not for paper"


def _shot(page: Page, name: str) -> None:
    if folder := os.environ.get("MANGNON_LOOK"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True, animations="disabled")
