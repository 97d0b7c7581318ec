"""The pages of versions: from the paper's page to the comparison, the decision, the versions, the plan of a day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from mangnon.documents.models import DirectiveReading
from mangnon.kernel import clock
from mangnon.plans.models import Extension, Plan, PlanVersion
from tests.harness.queries import assert_constant_queries
from tests.plans import made

DAY = dt.date(2025, 6, 10)
NEW = "Xây dựng câu lạc bộ quyền tham gia cho thiếu nhi tại thôn xóm"


@pytest.fixture(autouse=True)
def _on_a_day() -> Any:
    with clock.frozen(clock.at(DAY, 9)):
        yield


@pytest.fixture
def paper(plan: Plan) -> DirectiveReading:
    """It changes I.2, adds II.1 and takes out I.3."""
    changed = made.task("I.2", "Sở Nội vụ", ["Sở Y tế"], due=made.dated(dt.date(2025, 8, 30)))
    return made.reading(
        made.result(
            number="7/KH-UBND",
            date="2025-06-01",
            tasks=[changed, made.task("II.1", "Sở Tư pháp", text=NEW)],
            text="Bãi bỏ nhiệm vụ I.3.",
            links=[made.link("amends", "99/KH-UBND", "2025-02-17")],
        )
    )


def _page(client: Client, address: str) -> html.HtmlElement:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()[:1500]
    return html.document_fromstring(answer.content.decode())


def _words(page: html.HtmlElement) -> str:
    return " ".join(" ".join(page.itertext()).split())


def test_from_the_paper_to_the_version_and_back_to_any_day(
    lead_client: Client, plan: Plan, paper: DirectiveReading
) -> None:
    amend = reverse("amend_plan", args=[paper.pk, plan.code])
    adopt = _page(lead_client, reverse("adopt_reading", args=[paper.pk]))
    assert adopt.xpath(f"//a[@href='{amend}']")
    page = _page(lead_client, amend)
    assert "Hạn: 19/05/2025 → 30/08/2025" in _words(page)
    assert "Chủ trì: Sở Tư pháp → Sở Nội vụ" in _words(page)
    assert page.xpath("//select[@name='qd-d0']/option[@selected]/@value") == ["change"]
    assert "như khi được duyệt" not in _words(_page(lead_client, reverse("plan", args=[plan.code])))
    answer = lead_client.post(amend, {"version": paper.version, "qd-d1": "add", "ly-do": "Theo chỉ đạo mẫu"})
    assert answer.status_code == 302, answer.content.decode()
    versions = reverse("plan_versions", args=[plan.code])
    assert answer["Location"] == versions
    told = _words(_page(lead_client, versions))
    assert "Bản lần 2 từ ngày 10/06/2025" in told
    assert "Bãi bỏ nhiệm vụ I.3" in told
    now = _page(lead_client, reverse("plan", args=[plan.code]))
    assert "bản lần 2, theo Kế hoạch 7/KH-UBND" in _words(now)
    assert NEW in _words(now)
    past = _page(lead_client, versions + "?ngay=09/06/2025")
    assert "Kế hoạch vào ngày 09/06/2025: bản lần 1" in _words(past)
    codes = past.xpath("//section[@aria-labelledby='theo-ngay']//td[@data-label='Mã']/a/text()")
    assert codes == ["I.1", "I.2", "I.3"]
    led = lead_client.get(reverse("reading_plan", args=[paper.pk]))
    assert led["Location"] == reverse("plan", args=[plan.code])
    gone = _page(lead_client, reverse("task", args=[plan.code, "I.3"]))
    assert "Thu hồi" in _words(gone) or "thu hồi" in _words(gone)


def test_two_people_at_once_and_bad_input_are_told(lead_client: Client, plan: Plan, paper: DirectiveReading) -> None:
    amend = reverse("amend_plan", args=[paper.pk, plan.code])
    for data, status in (
        ({}, 409),
        ({"version": "x"}, 409),
        ({"version": "99"}, 409),
        ({"version": paper.version, "qd-d77": "add"}, 422),
        ({"version": paper.version, "qd-d0": "phá"}, 422),
    ):
        assert lead_client.post(amend, data).status_code == status, data
    assert not PlanVersion.objects.exists()
    assert lead_client.post(amend, {"version": paper.version}).status_code == 302
    again = lead_client.post(amend, {"version": paper.version})
    assert again.status_code == 409
    assert PlanVersion.objects.count() == 1


def test_officers_read_versions_and_change_nothing(
    lead_client: Client, officer_client: Client, plan: Plan, paper: DirectiveReading
) -> None:
    assert officer_client.get(reverse("plan_versions", args=[plan.code])).status_code == 200
    amend = reverse("amend_plan", args=[paper.pk, plan.code])
    assert officer_client.get(amend).status_code == 403
    assert officer_client.post(amend, {"version": paper.version}).status_code == 403
    assert officer_client.post(reverse("replace_plan", args=[plan.code]), {}).status_code == 403


def test_a_plan_is_closed_on_its_page(lead_client: Client, plan: Plan) -> None:
    replace = reverse("replace_plan", args=[plan.code])
    assert "Chưa có kế hoạch nào khác của tỉnh" in _words(_page(lead_client, replace))
    links = [made.link("replaces", "99/KH-UBND", "2025-02-17")]
    new = made.adopted(made.result(number="8/KH-UBND", date="2025-06-02", links=links), code="MOI")
    page = _page(lead_client, replace)
    task = plan.tasks.get(code="I.1")
    assert page.xpath(f"//select[@name='den-{task.pk}']/option[@selected]/text()")[0].startswith("Chuyển tiếp sang I.1")
    assert lead_client.post(replace, {"ke-hoach": "KHONG-CO"}).status_code == 422
    answer = lead_client.post(replace, {"ke-hoach": "MOI", f"den-{task.pk}": new.tasks.get(code="I.1").pk})
    assert answer.status_code == 302
    closed = _words(_page(lead_client, reverse("plan", args=[plan.code])))
    assert "Kế hoạch đã được thay thế" in closed
    assert "Từ ngày 10/06/2025, Kế hoạch 8/KH-UBND thay cho kế hoạch này" in closed


def test_reading_versions_costs_the_same_however_many(lead_client: Client, plan: Plan) -> None:
    numbers = iter(range(10, 20))

    def add() -> None:
        number = next(numbers)
        text = f"{NEW} giai đoạn mẫu số {number * 7919} {'abcdefghij'[number % 10] * 20}"
        row = made.reading(
            made.result(
                number=f"{number}/KH-UBND", date="2025-06-01", tasks=[made.task(f"N.{number}", "Sở Tư pháp", text=text)]
            )
        )
        address = reverse("amend_plan", args=[row.pk, plan.code])
        # Followed to the page that shows its message: a message that waits would cost a query.
        assert lead_client.post(address, {"version": row.version}, follow=True).status_code == 200

    assert_constant_queries(
        add_row=add, read=lambda: lead_client.get(reverse("plan_versions", args=[plan.code]) + "?ngay=01/06/2025")
    )


def test_what_a_new_deadline_brings_with_it_is_told_before(
    lead_client: Client, plan: Plan, paper: DirectiveReading
) -> None:
    row = plan.tasks.get(code="I.2").assignments.get(role="lead")
    Extension.objects.create(
        assignment=row,
        reason="Lý do mẫu",
        due_before=dt.date(2025, 5, 19),
        wanted_on=dt.date(2025, 7, 1),
        asked_at=clock.now(),
    )
    page = _words(_page(lead_client, reverse("amend_plan", args=[paper.pk, plan.code])))
    assert "1 đề nghị gia hạn đang chờ được khép lại." in page
