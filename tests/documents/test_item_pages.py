"""Review: putting in, taking out, reports, pictures of pages."""

from __future__ import annotations

import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from lxml import html
from PIL import Image

from mangnon.accounts.public import Role
from mangnon.documents.models import DirectiveReading
from mangnon.documents.receiving import stored_path
from tests.plans import made


@pytest.fixture
def reviewer(db: None) -> Client:
    made.province()
    client = Client()
    client.force_login(made.user_at("SO_YT", Role.PROVINCIAL_LEAD))
    return client


def _tree(response: object) -> html.HtmlElement:
    return html.document_fromstring(response.content.decode())  # type: ignore[attr-defined]


def _text(response: object) -> str:
    return " ".join(_tree(response).text_content().split())


def _with_pages(pages: int = 2) -> DirectiveReading:
    """A reading whose paper is a TIFF of white pages."""
    picture = Image.new("RGB", (300, 400), "white")
    buffer = io.BytesIO()
    picture.save(buffer, "TIFF", save_all=True, append_images=[picture] * (pages - 1))
    row = made.reading()
    row.page_of = [1] * (len(row.lines) - 1) + [2]
    row.boxes = [[500, 100 * line, 4000, 100 * line + 80] for line in range(len(row.lines))]
    row.turns = [0.0] * pages
    row.save()
    default_storage.save(stored_path(row.source.sha256), ContentFile(buffer.getvalue()))
    return row


def test_a_task_is_put_in_behind_another(reviewer: Client) -> None:
    row = made.reading()
    page = _tree(reviewer.get(reverse("document", args=[row.pk]), {"them": "1"}))
    form = page.xpath("//article[@id='them']//form")[0]
    assert form.xpath(".//input[@name='them']/@value") == ["1"]
    answer = reviewer.post(
        reverse("add_task", args=[row.pk]), {"version": "1", "them": "1", "text": "Việc bị sót", "lead": "Sở Nội vụ"}
    )
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("#muc-tasks-1")
    row.refresh_from_db()
    assert row.result["tasks"][1]["text"] == "Việc bị sót"


def test_what_was_typed_stays_when_a_task_cannot_be_put_in(reviewer: Client) -> None:
    row = made.reading()
    answer = reviewer.post(
        reverse("add_task", args=[row.pk]), {"version": "1", "them": "0", "text": "", "lead": "Sở Nội vụ"}
    )
    assert answer.status_code == 422
    assert _tree(answer).xpath("//article[@id='them']//input[@name='lead']/@value") == ["Sở Nội vụ"]


def test_a_removal_offers_the_way_back(reviewer: Client) -> None:
    row = made.reading()
    gone = row.result["tasks"][0]["text"]
    answer = reviewer.post(reverse("remove_item", args=[row.pk]), {"version": "1", "bo-muc": "tasks.0"}, follow=True)
    assert "Đã bỏ một mục" in _text(answer)
    back = _tree(answer).xpath(f"//form[@action='{reverse('put_item_back', args=[row.pk])}']")[0]
    fields = {box.get("name"): box.get("value") for box in back.xpath(".//input[@name]")}
    fields.pop("csrfmiddlewaretoken", None)
    answer = reviewer.post(reverse("put_item_back", args=[row.pk]), fields, follow=True)
    assert "Đã khôi phục mục vừa bỏ." in _text(answer)
    assert "Đã bỏ một mục" not in _text(answer)
    row.refresh_from_db()
    assert row.result["tasks"][0]["text"] == gone


def test_a_report_is_added_changed_and_refused(reviewer: Client) -> None:
    row = made.reading()
    count = len(row.result["reporting"])
    address = reverse("save_report", args=[row.pk])
    reviewer.post(address, {"version": "1", "bao-cao": "moi", "kind": "annual", "due_day": "15", "due_month": "12"})
    row.refresh_from_db()
    assert row.result["reporting"][count]["due_month"] == 12
    item = f"reporting.{count}"
    page = _tree(reviewer.get(reverse("document", args=[row.pk]), {"bao-cao": item}))
    assert page.xpath("//form//input[@name='due_day']/@value") == ["15"]
    answer = reviewer.post(address, {"version": "2", "bao-cao": item, "kind": "annual", "due_day": "45"})
    assert answer.status_code == 422
    assert "Ngày «45» chưa đúng" in _text(answer)
    assert _tree(answer).xpath("//form//input[@name='due_day']/@value") == ["45"]


def test_the_pages_stand_at_the_left_with_the_places_of_the_lines(reviewer: Client) -> None:
    row = _with_pages()
    page = _tree(reviewer.get(reverse("document", args=[row.pk])))
    pictures = page.xpath("//figure//img/@src")
    assert pictures == [reverse("page_image", args=[row.pk, number]) for number in (1, 2)]
    place = page.xpath("//*[@id='dong-3']")[0]
    assert (place.tag, place.get("y"), place.get("width")) == ("rect", "200", "3500")
    assert len(page.xpath("//figure[@id='trang-2']//*[starts-with(@id, 'dong-')]")) == 1
    words = _tree(reviewer.get(reverse("document", args=[row.pk]), {"giay": "phuc-hoi"}))
    assert words.xpath("//li[@id='dong-3']")


def test_a_text_has_no_pages_to_show(reviewer: Client) -> None:
    row = made.reading()
    page = _tree(reviewer.get(reverse("document", args=[row.pk]), {"giay": "anh"}))
    assert page.xpath("//li[@id='dong-3']")
    assert not page.xpath("//figure")
    assert reviewer.get(reverse("page_image", args=[row.pk, 1])).status_code == 404


def test_a_page_is_a_picture_that_only_this_browser_keeps(reviewer: Client) -> None:
    row = _with_pages()
    address = reverse("page_image", args=[row.pk, 2])
    answer = reviewer.get(address)
    assert Image.open(io.BytesIO(answer.content)).format == "WEBP"
    assert "private" in answer.headers["Cache-Control"]
    assert reviewer.get(address, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    for number in (0, 3):
        assert reviewer.get(reverse("page_image", args=[row.pk, number])).status_code == 404


def test_nobody_of_another_province_sees_a_page(reviewer: Client) -> None:
    row = _with_pages()
    row.source.territory_code = "01"
    row.source.save()
    assert reviewer.get(reverse("page_image", args=[row.pk, 1])).status_code == 404


def test_the_gold_of_a_reading_is_a_file(reviewer: Client) -> None:
    row = made.reading()
    answer = reviewer.get(reverse("reading_gold", args=[row.pk]))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.json()["number"] == row.result["number"]
    assert len(answer.json()["tasks"]) == 3


def test_after_a_removal_the_keys_go_on_at_the_same_place(reviewer: Client) -> None:
    row = made.reading()
    last = len(row.result["tasks"]) - 1
    answer = reviewer.post(reverse("remove_item", args=[row.pk]), {"version": "1", "bo-muc": "tasks.1"}, follow=True)
    assert _tree(answer).xpath("//*[@data-key-item][@aria-current]/@id") == ["muc-tasks-1"]
    fields = {"version": "2", "bo-muc": f"tasks.{last - 1}"}
    answer = reviewer.post(reverse("remove_item", args=[row.pk]), fields, follow=True)
    assert _tree(answer).xpath("//*[@data-key-item][@aria-current]/@id") == [f"muc-tasks-{last - 2}"]


def test_what_another_persons_change_made_stale_stays_refused_until_the_page_is_loaded(
    reviewer: Client,
) -> None:
    row = made.reading(version=3)
    before = row.result["tasks"][1]
    form = {"muc": "tasks.1", "version": "2", "lead": "Sở Nội vụ"}
    answer = reviewer.post(reverse("correct_document", args=[row.pk]), form)
    assert answer.status_code == 409
    item = _tree(answer).get_element_by_id("muc-tasks-1")
    assert item.xpath(".//form/@action") == [reverse("correct_document", args=[row.pk]) + "#muc-tasks-1"]
    assert item.xpath(".//input[@name='version']/@value") == ["2"]
    assert item.xpath(".//input[@name='lead']/@value") == ["Sở Nội vụ"]
    assert item.xpath("normalize-space(.//textarea[@name='text'])") == before["text"]
    assert "Người khác vừa sửa" in " ".join(item.xpath(".//*[@role='alert']//text()"))
    row.refresh_from_db()
    assert row.result["tasks"][1] == before


@pytest.mark.parametrize(
    ("name", "fields"), [("add_task", {"them": "0", "text": "Việc mới"}), ("save_report", {"bao-cao": "moi"})]
)
def test_what_is_put_in_keeps_the_version_it_was_made_from(reviewer: Client, name: str, fields: dict[str, str]) -> None:
    row = made.reading(version=3)
    answer = reviewer.post(reverse(name, args=[row.pk]), {**fields, "version": "2"})
    assert answer.status_code == 409
    form = _tree(answer).xpath(f"//form[starts-with(@action, '{reverse(name, args=[row.pk])}#')]")[0]
    assert form.xpath(".//input[@name='version']/@value") == ["2"]
