"""The pages of outgoing papers in a real browser: on a desktop, on a phone, on paper."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse

from mangnon.accounts.models import User
from mangnon.accounts.public import Actor
from mangnon.outgoing.filing import write_files
from mangnon.outgoing.issuing import cancel_number, issue_paper, record_hand_signature, sign_with_key
from mangnon.outgoing.public import number_paper
from mangnon.outgoing.templating import keep_template, starting_templates
from tests.activities.made import store_at
from tests.harness.browser import axe, photograph
from tests.outgoing import made
from tests.outgoing.signing.certificates import software_key
from tests.plans import made as plans_made

if TYPE_CHECKING:
    from playwright.sync_api import Page

_PICTURES = {"so": "so-van-ban-di", "da-ban-hanh": "van-ban-di"}
"""Pages that the manual shows, and the names of their pictures."""
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def clerk(transactional_db: None, tmp_path: Path, settings: Any) -> Actor:
    """Sở Y tế with papers in every state."""
    store_at(tmp_path / "kho", settings)
    plans_made.province()
    found = made.actor_at("SO_YT", title="Chuyên viên")
    made.register(found)
    return found


def _fill(clerk: Actor) -> dict[str, int]:
    made.draft(clerk, subject="Dự thảo đang soạn về tổ chức Tháng hành động vì trẻ em")
    issued = number_paper(actor=clerk, paper_id=made.draft(clerk).pk)
    write_files(actor=clerk, paper_id=issued.pk)
    record_hand_signature(actor=clerk, paper_id=issued.pk)
    issue_paper(actor=clerk, paper_id=issued.pk)
    cancelled = number_paper(actor=clerk, paper_id=made.draft(clerk).pk)
    cancel_number(actor=clerk, paper_id=cancelled.pk, reason="Lãnh đạo yêu cầu soạn lại")
    signed = number_paper(actor=clerk, paper_id=made.draft(clerk).pk)
    sign_with_key(actor=clerk, paper_id=signed.pk, kind="person", key=software_key())
    start = starting_templates()[1]
    version = keep_template(
        actor=clerk, agency_id=clerk.agency_id or 0, kind=start["kind"], name=start["name"], parts=start["parts"]
    )
    return {"signed": signed.pk, "template": version.template_id, "issued": issued.pk}


def test_every_page_on_every_medium(page: Page, site: Any, clerk: Actor) -> None:
    found = _fill(clerk)
    client = Client()
    client.force_login(User.objects.get(pk=clerk.user_id))
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site.url}])
    addresses = {
        "so": reverse("outgoing"),
        "van-ban": reverse("outgoing_paper", args=[found["signed"]]),
        "da-ban-hanh": reverse("outgoing_paper", args=[found["issued"]]),
        "lap": f"{reverse('draft_outgoing')}?mau={found['template']}",
        "mau": reverse("outgoing_template", args=[found["template"]]),
        "cac-mau": reverse("outgoing_templates"),
        "cac-so": reverse("outgoing_registers"),
        "mo-so": reverse("open_register"),
        "ky-so": reverse("send_signed_outgoing", args=[found["signed"]]),
        "kiem-tra": reverse("check_signatures"),
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
                if name in _PICTURES:
                    photograph(page, _PICTURES[name])
            if kept:
                page.screenshot(path=f"{kept}/{name}-{width}.png", full_page=True)
        if kept:
            page.set_viewport_size({"width": 800, "height": 1000})
            page.emulate_media(media="print")
            page.screenshot(path=f"{kept}/{name}-in.png", full_page=True)
            page.emulate_media(media="screen", color_scheme="dark")
            page.screenshot(path=f"{kept}/{name}-toi.png", full_page=True)
            page.emulate_media(media="screen", color_scheme="light")


def test_a_check_of_a_signature_is_told(page: Page, site: Any, clerk: Actor, tmp_path: Path) -> None:
    from mangnon.documents.official import write_pdf
    from mangnon.outgoing.signing.pades import sign_pdf

    client = Client()
    client.force_login(User.objects.get(pk=clerk.user_id))
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site.url}])
    file = tmp_path / "ky.pdf"
    file.write_bytes(sign_pdf(write_pdf(made.document()), software_key(), field="A", reason="Ký"))
    page.goto(reverse("check_signatures"))
    page.set_input_files("input[type=file]", str(file))
    page.get_by_role("button", name="Kiểm tra", exact=True).click()
    page.wait_for_selector("text=Chữ ký nguyên vẹn")
    axe(page)
    if os.environ.get("MANGNON_LOOK"):
        page.screenshot(path=f"{os.environ['MANGNON_LOOK']}/kiem-tra-xong.png", full_page=True)
