"""The gallery shows every component; the frame, the door and the mishap pages stand on their own."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.messages import constants
from django.template.loader import get_template, render_to_string
from django.test import Client, RequestFactory
from django.test.signals import template_rendered
from lxml import html

from mangnon.ui.web.samples import SampleForm
from mangnon.ui.web.views import MISHAPS

pytestmark = pytest.mark.urls("tests.ui.urls")
TEMPLATES = Path(__file__).resolve().parents[2] / "src/mangnon/ui/templates"


@pytest.fixture
def gallery(db: None, client: Client) -> html.HtmlElement:
    answer = client.get("/thu-vien-giao-dien/")
    assert answer.status_code == 200
    return html.document_fromstring(answer.content.decode())


def test_the_gallery_draws_every_component(db: None, client: Client) -> None:
    drawn: set[str] = set()

    def note(template: Any, **_: Any) -> None:
        drawn.add(template.name)

    template_rendered.connect(note)
    try:
        client.get("/thu-vien-giao-dien/")
    finally:
        template_rendered.disconnect(note)
    every = {path.relative_to(TEMPLATES).as_posix() for path in (TEMPLATES / "ui/components").glob("*.html")}
    assert every - drawn == set()


def test_ids_are_unique_and_addresses_within_the_page_exist(gallery: html.HtmlElement) -> None:
    ids = gallery.xpath("//@id")
    assert len(ids) == len(set(ids))
    inside = {href[1:] for href in gallery.xpath("//a/@href") if href.startswith("#") and len(href) > 1}
    assert inside <= set(ids)
    for name in ["aria-labelledby", "aria-describedby", "popovertarget"]:
        for value in gallery.xpath(f"//@{name}"):
            assert set(value.split()) <= set(ids)


def test_the_page_is_light(db: None, client: Client) -> None:
    assert len(client.get("/thu-vien-giao-dien/").content) < 100 * 1024


def test_the_frame(gallery: html.HtmlElement) -> None:
    assert gallery.get("lang") == "vi"
    assert gallery.xpath("//body//a")[0].get("href") == "#noi-dung"
    assert gallery.xpath("//nav[@class='site-nav']//a[@aria-current='page']")
    assert len(gallery.xpath("//h1")) == 1
    assert "hôm nay là 05/06/2025" in gallery.xpath("string(//aside)")
    assert [form.get("method") for form in gallery.xpath("//form[button='Đăng xuất']")] == ["post"]
    assert not gallery.xpath("//script[not(@src)]")


def test_messages_say_their_kind(gallery: html.HtmlElement) -> None:
    shown = [" ".join(box.text_content().split()) for box in gallery.xpath("//*[@id='thong-bao']/div")]
    assert [line.split(":")[0] for line in shown] == ["Đã xong", "Lưu ý", "Cần xem", "Có lỗi"]
    assert gallery.xpath("//*[@id='thong-bao']/div/@role") == ["status", "status", "status", "alert"]


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_the_theme_is_drawn_by_the_server(choice: str, db: None, client: Client) -> None:
    client.cookies["giao_dien"] = choice
    assert f'data-theme="{choice}"' in client.get("/thu-vien-giao-dien/").content.decode()


@pytest.mark.parametrize("choice", ["", 'x" onload="y'])
def test_no_other_theme_is_drawn(choice: str, db: None, client: Client) -> None:
    client.cookies["giao_dien"] = choice
    assert '<html lang="vi">' in client.get("/thu-vien-giao-dien/").content.decode()


@pytest.mark.parametrize("name", sorted(set(MISHAPS.values()) | {"403_csrf.html"}))
def test_mishap_pages_need_nothing(name: str) -> None:
    """Django draws 500.html with no context at all."""
    page = html.document_fromstring(get_template(name).render())
    text = page.xpath("string(//main)")
    assert page.xpath("//h1")
    assert "Bạn có thể làm gì" in text
    assert page.xpath("//main//li")
    assert any(word in text for word in ["Không có dữ liệu nào bị mất", "chưa được ghi", "còn nguyên", "giữ nguyên"])


def test_a_refusal_says_its_sentence() -> None:
    text = render_to_string("refusal.html", {"message": "Nhiệm vụ <mẫu> đã khóa.", "code": "locked"})
    assert "Nhiệm vụ &lt;mẫu&gt; đã khóa." in text


def test_mishaps_can_be_looked_at(db: None, client: Client) -> None:
    for code in MISHAPS:
        assert client.get(f"/thu-vien-giao-dien/loi/{code}/").status_code == 200
    assert client.get("/thu-vien-giao-dien/loi/418/").status_code == 404


def test_the_door_names_sample_accounts_only_when_there_are_some() -> None:
    class Door(SampleForm):
        username, password = SampleForm.base_fields["title"], SampleForm.base_fields["title"]

    request = RequestFactory().get("/dang-nhap/")
    full = SimpleNamespace(username="so-a", password="mat-khau-mau", role="Chuyên viên", agency="Sở A")
    bare = SimpleNamespace(username="so-b", password="mat-khau-mau", full_name="Người Mẫu")
    shown = html.document_fromstring(
        render_to_string("ui/sign_in.html", {"form": Door(), "sample_accounts": [full, bare]}, request)
    )
    assert len(shown.xpath("//form[@method='post']")) == 3
    assert [h.text_content() for h in shown.xpath("//li/h3")] == ["Chuyên viên", "Người Mẫu"]
    real = render_to_string("ui/sign_in.html", {"form": Door(), "sample_accounts": []}, request)
    assert "tài khoản mẫu" not in real


def test_the_gallery_keeps_nothing(db: None, client: Client) -> None:
    assert client.post("/thu-vien-giao-dien/luu/").json() == {"saved_at": "09:00"}
    assert client.get("/thu-vien-giao-dien/luu/").status_code == 405


def test_every_level_of_message_is_known() -> None:
    assert constants.DEFAULT_TAGS.keys() >= {constants.SUCCESS, constants.WARNING, constants.ERROR}
