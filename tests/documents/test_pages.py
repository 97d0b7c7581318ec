"""The pages of received documents."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from mangnon.accounts.public import Role
from mangnon.documents.models import DirectiveReading
from tests.harness.htmx import HtmxClient, assert_same_as_fresh
from tests.harness.queries import assert_constant_queries
from tests.plans import made

PANE = "cau-truc"


@pytest.fixture
def reviewer(db: None) -> HtmxClient:
    """Signed in as the province's lead officer."""
    made.province()
    client = HtmxClient()
    client.force_login(made.user_at("SO_YT", Role.PROVINCIAL_LEAD))
    return client


def _tree(response: object) -> html.HtmlElement:
    return html.document_fromstring(response.content.decode())  # type: ignore[attr-defined]


def _text(response: object) -> str:
    return " ".join(_tree(response).text_content().split())


def test_the_list_counts_what_waits(reviewer: Client) -> None:
    row = made.reading(confirmed=["header"])
    page = _tree(reviewer.get(reverse("documents")))
    cells = {cell.get("data-label"): " ".join(cell.text_content().split()) for cell in page.xpath("//td[@data-label]")}
    assert cells["Nhiệm vụ"] == "3"
    assert cells["Cần xem kỹ"] == "1"
    assert cells["Đã xác nhận"] == "1/4"
    assert cells["Ngày ban hành"] == "17/02/2025"
    assert page.xpath(f"//a[@href='{reverse('document', args=[row.pk])}?loc=can-xem']")


def test_an_empty_list_teaches_the_next_step(reviewer: Client) -> None:
    assert "Thả tệp của văn bản chỉ đạo" in _text(reviewer.get(reverse("documents")))


def test_a_longer_list_costs_no_more_queries(reviewer: Client) -> None:
    assert_constant_queries(add_row=made.reading, read=lambda: reviewer.get(reverse("documents")))


def test_the_paper_marks_doubtful_words_and_shows_what_was_received(reviewer: Client) -> None:
    row = made.reading()
    address = reverse("document", args=[row.pk])
    line = _tree(reviewer.get(address)).xpath("//li[@id='dong-3']")[0]
    marks = line.xpath(".//mark")
    assert [mark.xpath("string(text())") for mark in marks] == ["chức"]
    assert marks[0].get("data-confidence") == "0.41"
    received = _tree(reviewer.get(address, {"giay": "goc"})).xpath("string(//li[@id='dong-3'])")
    assert received == "To chuc hoat dong mau so 1 cho tre em"
    both = _tree(reviewer.get(address, {"giay": "doi-chieu"})).xpath("string(//li[@id='dong-3'])")
    assert "To chuc hoat dong" in both
    assert "hoạt động" in both


def test_a_long_paper_is_compared_part_by_part(reviewer: Client) -> None:
    content = made.result()
    content["text"] = "\n".join(
        f"Dòng thứ {n}: tổ chức hoạt động mẫu cho trẻ em trên địa bàn tỉnh" for n in range(1, 481)
    )
    lines = [f"Dong thu {n}: to chuc hoat dong mau cho tre em tren dia ban tinh" for n in range(1, 481)]
    row = made.reading(content, lines=lines, doubts={})
    address = reverse("document", args=[row.pk])
    seen: list[str] = []
    page = _tree(reviewer.get(address, {"giay": "doi-chieu"}))
    for part in page.xpath("//nav[@aria-label='Các phần của văn bản']/a/@href"):
        answer = reviewer.get(part)
        assert len(answer.content) < 100_000
        shown = _tree(answer).xpath("//ol[@class='lines']/li/@id")
        assert _tree(answer).xpath("//ol[@class='lines']/@start") == [shown[0].removeprefix("dong-")], "numbers go on"
        seen += shown
    assert seen == [f"dong-{n}" for n in range(1, 481)]
    link = page.xpath("//*[@id='muc-tasks-0']//a[contains(@href, '#dong-3')]/@href")[0]
    assert _tree(reviewer.get(link.partition("#")[0])).xpath("//li[@id='dong-3']")


def test_the_structure_points_at_the_paper(reviewer: Client) -> None:
    page = _tree(reviewer.get(reverse("document", args=[made.reading().pk])))
    for link in page.xpath("//a[starts-with(@href, '#dong-')]"):
        assert page.xpath(f"//li[@id='{link.get('href')[1:]}']")
    task = page.xpath("//*[@id='muc-tasks-0']")[0]
    assert task.xpath(".//mark")[0].xpath("string(text())") == "chức"


@pytest.mark.parametrize(
    ("chosen", "items"),
    [
        ("", ["muc-header", "muc-tasks-0", "muc-tasks-1", "muc-tasks-2"]),
        ("can-xem", ["muc-tasks-2"]),
        ("chua-xac-nhan", ["muc-tasks-0", "muc-tasks-2"]),
        ("gì đó", ["muc-header", "muc-tasks-0", "muc-tasks-1", "muc-tasks-2"]),
    ],
)
def test_filters(reviewer: Client, chosen: str, items: list[str]) -> None:
    row = made.reading(confirmed=["header", "tasks.1"])
    page = _tree(reviewer.get(reverse("document", args=[row.pk]), {"loc": chosen}))
    assert [item.get("id") for item in page.xpath("//*[@data-key-item]")] == items


def test_confirming_goes_on_to_the_next_item(reviewer: HtmxClient) -> None:
    row = made.reading(confirmed=["tasks.1"])
    address = reverse("document", args=[row.pk])
    answer = reviewer.post(reverse("confirm_document", args=[row.pk]), {"muc": "tasks.0", "version": 1})
    assert answer.headers["Location"] == f"{address}?muc=tasks.2#muc-tasks-2"
    page = _tree(reviewer.get(answer.headers["Location"]))
    assert page.xpath("//*[@aria-current='true'][@data-key-item]/@id") == ["muc-tasks-2"]
    assert "2/4" in page.xpath("string(//*[@class='progress'])")
    back = reviewer.post(reverse("confirm_document", args=[row.pk]), {"bo": "tasks.0", "version": 2})
    assert back.headers["Location"].endswith("#muc-tasks-0")
    row.refresh_from_db()
    assert row.confirmed == ["tasks.1"]


def test_the_fragment_leaves_the_page_as_a_fresh_load_would(reviewer: HtmxClient) -> None:
    row = made.reading()
    address = reverse("document", args=[row.pk])
    before = reviewer.get(address)
    answer = reviewer.fragment_post(
        reverse("confirm_document", args=[row.pk]), {"muc": "tasks.0", "version": 1}, target=PANE, page=address
    )
    wanted = answer.headers["Location"].split("#")[0]
    fragment, fresh = reviewer.fragment_get(wanted, target=PANE, page=address), reviewer.get(wanted)
    assert b"<html" not in fragment.content
    assert_same_as_fresh(before, fragment, fresh, target=PANE, within="//main")


def test_a_fragment_that_is_refused_loads_the_page_that_says_why(reviewer: HtmxClient) -> None:
    row = made.reading(version=5)
    answer = reviewer.fragment_post(
        reverse("confirm_document", args=[row.pk]), {"muc": "tasks.0", "version": 1}, target=PANE
    )
    assert "Người khác vừa sửa" in _text(reviewer.get(answer.headers["HX-Redirect"]))
    plain = reviewer.post(reverse("confirm_document", args=[row.pk]), {"muc": "tasks.0", "version": 1})
    assert plain.status_code == 409
    assert "Người khác vừa sửa" in _text(plain)


def test_editing_shows_the_lines_of_the_paper_beside_the_boxes(reviewer: Client) -> None:
    row = made.reading()
    item = _tree(reviewer.get(reverse("document", args=[row.pk]), {"sua": "tasks.0"})).xpath("//*[@id='muc-tasks-0']")[
        0
    ]
    assert item.xpath(".//li/@value") == ["3", "4"]
    assert item.xpath("string(.//input[@name='lead']/@value)") == "Sở Y tế"
    assert "Sở Tư pháp; " in item.xpath("string(.//textarea[@name='coordinating'])")


def test_a_correction_is_saved_and_offered_elsewhere(reviewer: Client) -> None:
    row = made.reading()
    values = {"muc": "tasks.0", "version": 1, "code": "I.1", "text": "Việc mẫu khác.", "lead": "Sở Nội vụ"}
    values |= {"coordinating": f"Sở Tư pháp; {made.CLASS}", "due": "Thường xuyên hằng năm"}
    page = reviewer.post(reverse("correct_document", args=[row.pk]), values, follow=True)
    assert "Áp dụng cho 2 mục giống" in _text(page)
    correction = _tree(page).xpath("string(//input[@name='giong']/@value)")
    applied = reviewer.post(reverse("apply_to_alike", args=[row.pk]), {"version": 2, "giong": correction}, follow=True)
    assert "Đã sửa thêm 2 mục giống." in _text(applied)
    row.refresh_from_db()
    assert [task["lead"] for task in row.result["tasks"]] == [["Sở Nội vụ"], ["Sở Tư pháp"], ["Sở Nội vụ"]]
    assert row.result["tasks"][0]["due"]["kind"] == "recurring"


@pytest.mark.parametrize(
    ("values", "status", "sentence"),
    [
        ({"version": 1, "number": "Chữ của tôi", "date": "ngày lạ"}, 422, "Ngày «ngày lạ» chưa đúng"),
        ({"version": 9, "number": "Chữ của tôi"}, 409, "Người khác vừa sửa"),
        ({"version": "x", "number": "Chữ của tôi"}, 409, "Người khác vừa sửa"),
    ],
)
def test_what_cannot_be_saved_stays_on_the_page(
    reviewer: Client, values: dict[str, str], status: int, sentence: str
) -> None:
    row = made.reading()
    page = reviewer.post(reverse("correct_document", args=[row.pk]), {"muc": "header", **values})
    assert page.status_code == status
    assert sentence in _text(page)
    assert 'value="Chữ của tôi"' in page.content.decode()
    assert DirectiveReading.objects.get(pk=row.pk).version == 1


def test_an_unknown_item_or_reading_is_not_found(reviewer: Client) -> None:
    row = made.reading()
    assert reviewer.post(reverse("correct_document", args=[row.pk]), {"muc": "tasks.99"}).status_code == 404
    for name in ("document", "document_reading"):
        assert reviewer.get(reverse(name, args=[10**6])).status_code == 404
    refused = reviewer.post(reverse("confirm_document", args=[row.pk]), {"muc": "tasks.99", "version": 1})
    assert refused.status_code == 422


def test_the_reading_is_downloaded_in_the_contracts_shape(reviewer: Client) -> None:
    row = made.reading()
    answer = reviewer.get(reverse("document_reading", args=[row.pk]))
    assert json.loads(answer.content) == made.result()
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_an_adopted_reading_can_only_be_looked_at(reviewer: Client) -> None:
    plan = made.adopted()
    page = reviewer.get(reverse("document", args=[plan.directive.reading_id]), {"sua": "tasks.0"})
    assert not _tree(page).xpath("//main//form")
    assert reverse("reading_plan", args=[plan.directive.reading_id]) in page.content.decode()


def test_a_document_with_nothing_in_it_says_so(reviewer: Client) -> None:
    row = made.reading(made.result(tasks=[], number=None, date=None, text=""), lines=[])
    assert "Không tìm thấy nhiệm vụ nào" in _text(reviewer.get(reverse("document", args=[row.pk])))
    assert reviewer.get(reverse("documents")).status_code == 200


@pytest.mark.parametrize("role", list(Role)[:5])
def test_everybody_reads_and_only_some_review(db: None, role: Role) -> None:
    made.province()
    row, client = made.reading(), Client()
    client.force_login(made.user_at("SO_NV", role))
    may = role in (Role.PROVINCIAL_LEAD, Role.ADMINISTRATOR)
    listing, page = client.get(reverse("documents")), client.get(reverse("document", args=[row.pk]))
    assert (listing.status_code, page.status_code) == (200, 200)
    assert bool(_tree(listing).xpath("//input[@type='file']")) is may
    assert bool(_tree(page).xpath("//button[@form='xac-nhan']")) is may
    for name in ("correct_document", "confirm_document", "apply_to_alike"):
        status = client.post(reverse(name, args=[row.pk]), {"muc": "header", "version": 9}).status_code
        assert (status == 403) is not may


@pytest.mark.parametrize(
    "name", ["documents", "document", "correct_document", "confirm_document", "apply_to_alike", "document_reading"]
)
def test_strangers_are_sent_to_the_door(client: Client, db: None, name: str) -> None:
    answer = client.get(reverse(name, args=[] if name == "documents" else [1]))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("sign_in"))
