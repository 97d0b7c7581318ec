"""The pages of activities in a real browser: on a desktop, on a phone, on paper; sending with its progress shown."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse

from mangnon.accounts.models import User
from mangnon.activities.models import Evidence
from mangnon.activities.public import (
    add_evidence,
    keep_agency_plan,
    keep_budget_line,
    link_programme,
    offer_contribution,
    record_activity,
    serve_task,
    withdraw_evidence,
    write_comment,
)
from tests.activities import made
from tests.files import content as files
from tests.harness.browser import axe, photograph

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene(transactional_db: None, tmp_path: Path, settings: Any) -> made.Scene:
    """A plan with something to see on every page."""
    made.store_at(tmp_path / "kho", settings)
    return made.scene()


def _fill(scene: made.Scene) -> int:
    first = scene.activity(
        text="Tổ chức diễn đàn trẻ em cấp tỉnh năm 2025",
        output="Một diễn đàn, 120 trẻ em tham dự, bản tổng hợp ý kiến của trẻ em",
        owner_id=scene.officer.user_id,
        starts_on=dt.date(2025, 5, 1),
        due_on=dt.date(2025, 6, 15),
    )
    second = scene.activity(code="I.1", text="Tổ chức Diễn đàn trẻ em cấp tỉnh năm 2025")
    own = scene.officer.agency_id or 0
    keep_agency_plan(
        actor=scene.officer,
        plan_id=scene.plan.pk,
        agency_id=own,
        title="Kế hoạch của Sở thực hiện hoạt động mẫu vì trẻ em",
        number="12/KH-STP",
        issued_on=dt.date(2025, 3, 1),
        file=files.pdf(),
        file_name="ke hoach.pdf",
    )
    programme = link_programme(actor=scene.officer, activity_id=first.pk, name="Chương trình mẫu về giảm nghèo")
    scene.money(first, planned=50_000_000, allocated=40_000_000, spent=42_500_000)
    scene.money(first, source="contribution", planned=None, spent=5_000_000)
    keep_budget_line(
        actor=scene.officer,
        activity_id=first.pk,
        source="integrated",
        year=2025,
        planned=20_000_000,
        programme_id=programme.pk,
    )
    scene.money(second, planned=50_000_000)
    record_activity(actor=scene.officer, activity_id=first.pk, progress=40, text="Đã họp chuẩn bị", version=1)
    serve_task(actor=scene.officer, activity_id=first.pk, task_id=scene.task("I.3").pk)
    scene.evidence(first)
    scene.evidence(first, files.picture("JPEG", (640, 480)), file_name="anh hop.jpg", description="Ảnh họp chuẩn bị")
    wrong = scene.evidence(first, "Biên bản".encode(), file_name="a.txt", description="Biên bản gửi nhầm")
    withdraw_evidence(actor=scene.officer, evidence_id=wrong.pk, reason="Gửi nhầm tệp của hoạt động khác")
    add_evidence(
        actor=scene.officer,
        assignment_id=scene.assignment().pk,
        file=files.package(files.WORD),
        file_name="bao cao.docx",
        description="Báo cáo nhanh của Sở",
    )
    offer_contribution(actor=scene.officer, assignment_id=scene.assignment("I.1").pk, text="Góp tài liệu pháp luật")
    write_comment(
        actor=scene.officer, task_id=scene.task().pk, text="Nhờ xem giúp dự toán", people=[scene.lead.user_id or 0]
    )
    return first.pk


def _sign_in(page: Page, scene: made.Scene, site: Any) -> None:
    client = Client()
    client.force_login(User.objects.get(pk=scene.officer.user_id))
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site.url}])


def test_every_page_on_every_medium(page: Page, site: Any, scene: made.Scene) -> None:
    pk = _fill(scene)
    _sign_in(page, scene, site)
    code = scene.plan.code
    addresses = {
        "nhiem-vu-hoat-dong": reverse("task", args=[code, "I.2"]),
        "hoat-dong": reverse("activity", args=[pk]),
        "hoat-dong-sua": reverse("change_activity", args=[pk]),
        "hoat-dong-kinh-phi": reverse("keep_budget_line", args=[pk]),
        "hoat-dong-bang-chung": reverse("add_activity_evidence", args=[pk]),
        "co-quan-ke-hoach": reverse("agency_plan", args=[code, "90.SO_TP"]),
        "ke-hoach-kinh-phi": reverse("plan_money", args=[code]),
        "trao-doi": reverse("write_comment", args=[scene.task().pk]),
    }
    kept = os.environ.get("MANGNON_LOOK")
    for name, address in addresses.items():
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 800})
            answer = page.goto(address)
            assert answer is not None
            assert answer.status == 200, address
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} is too wide at {width}"
            if width == 1280:
                assert len(answer.body()) < 100_000
                if name in ("hoat-dong", "co-quan-ke-hoach", "ke-hoach-kinh-phi"):
                    photograph(page, name)
            if kept:
                page.screenshot(path=f"{kept}/{name}-{width}.png", full_page=True)
        if kept:
            page.set_viewport_size({"width": 800, "height": 1000})
            page.emulate_media(media="print")
            page.screenshot(path=f"{kept}/{name}-in.png", full_page=True)
            page.emulate_media(media="screen")


def test_a_file_is_sent_with_its_progress_and_a_refusal_keeps_everything(
    page: Page, site: Any, scene: made.Scene, tmp_path: Path
) -> None:
    activity = scene.activity()
    _sign_in(page, scene, site)
    page.goto(reverse("add_activity_evidence", args=[activity.pk]))
    bad, good = tmp_path / "xau.pdf", tmp_path / "tot.pdf"
    bad.write_bytes(b"<svg/>")
    good.write_bytes(files.pdf())
    page.fill("#id_description", "Biên bản lớp tập huấn")
    page.set_input_files("#id_file", str(bad))
    page.get_by_role("button", name="Gửi bằng chứng").click()
    page.get_by_role("alert").wait_for()
    assert "chưa được lưu" in page.get_by_role("alert").inner_text()
    assert page.input_value("#id_description") == "Biên bản lớp tập huấn"
    page.set_input_files("#id_file", str(good))
    page.get_by_role("button", name="Gửi bằng chứng").click()
    page.wait_for_url("**/#bang-chung")
    assert Evidence.objects.get().description == "Biên bản lớp tập huấn"
    picture = page.locator("img.proof__picture")
    picture.scroll_into_view_if_needed()
    assert picture.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") == 480
