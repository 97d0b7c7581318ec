"""Recommendations, the chain and versions in a real browser: accessible, and as wide as a phone."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from mangnon.accounts.public import SYSTEM, Role
from mangnon.recommendations.models import CommitteeDocument
from mangnon.recommendations.public import Ends, link_recommendation, set_up_recommendations
from tests.harness.browser import axe
from tests.plans import made
from tests.recommendations.conftest import CODE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _addresses() -> list[str]:
    made.province()
    plan = made.adopted(made.result(links=[made.link("basis", "27/QĐ-TTg", "2025-01-03")]))
    text = "Truyền thông phòng, chống bạo lực, xâm hại tình dục đối với trẻ em trên môi trường mạng"
    plan.tasks.filter(code="I.1").update(text=text)
    set_up_recommendations(actor=SYSTEM)
    thirty = CommitteeDocument.objects.get(code=CODE).recommendations.get(number=30)
    linked = plan.tasks.exclude(code="I.1").values_list("pk", flat=True)
    link_recommendation(actor=SYSTEM, recommendation=thirty, ends=Ends(tasks=list(linked), plans=[plan.pk]))
    changed = made.task("I.2", "Sở Nội vụ", ["Sở Y tế"])
    links = [made.link("amends", "99/KH-UBND", "2025-02-17")]
    paper = made.reading(made.result(number="7/KH-UBND", date="2025-04-01", tasks=[changed], links=links))
    made.adopted(made.result(number="8/KH-UBND", date="2025-04-02"), code="MOI")
    return [
        reverse("committee_document", args=[CODE]),
        reverse("recommendation", args=[CODE, "30"]),
        reverse("recommendation_chain", args=[CODE, "30"]),
        reverse("recommendation_suggestions", args=[CODE]),
        reverse("recommendations_import", args=[CODE]),
        reverse("committee_document_new"),
        reverse("task_chain", args=[plan.code, "I.2"]),
        reverse("task", args=[plan.code, "I.2"]),
        reverse("adopt_reading", args=[paper.pk]),
        reverse("amend_plan", args=[paper.pk, plan.code]),
        reverse("plan_versions", args=[plan.code]),
        reverse("replace_plan", args=[plan.code]),
    ]


def test_every_page_fits_a_phone_and_is_accessible(page: Page, site: LiveServer) -> None:
    addresses = _addresses()
    client = Client()
    client.force_login(made.user_at("SO_YT", Role.PROVINCIAL_LEAD))
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site.url}])
    wrong = []
    for address in addresses:
        page.goto(address)
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 900})
            axe(page)
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wrong.append(f"{address} is wider than {width}")
    assert not wrong, "\n".join(wrong)


def test_a_list_is_pasted_and_imported(page: Page, site: LiveServer) -> None:
    made.province()
    set_up_recommendations(actor=SYSTEM)
    client = Client()
    client.force_login(made.user_at("SO_YT", Role.PROVINCIAL_LEAD))
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site.url}])
    page.goto(reverse("recommendations_import", args=[CODE]))
    page.fill("textarea[name=text]", "E. Bạo lực đối với trẻ em\n30. Đoạn mẫu\n(a) Điểm mẫu")
    page.get_by_role("button", name="Xem trước").click()
    page.get_by_role("button", name="Nạp tất cả").click()
    page.get_by_text("1 đoạn mới, 1 đoạn thay đổi").wait_for()
    page.get_by_role("link", name="30 (a)", exact=True).click()
    page.get_by_role("link", name="Xem cả chuỗi").click()
    axe(page)
