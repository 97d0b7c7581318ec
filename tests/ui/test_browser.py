"""In a real Chromium: nothing sticks out, axe is content, keys work, and words are not lost when the line is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.harness.browser import axe

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.ui.urls")]
GALLERY = "/thu-vien-giao-dien/"
DRAFT = "Object.keys(localStorage).filter((key) => key.startsWith('mangnon.ban-nhap.')).length"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("address", [GALLERY, "/dang-nhap/", "/thu-vien-giao-dien/loi/422/"])
def test_pages_fit_and_are_accessible(page: Page, address: str, width: int, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 780})
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    axe(page)


def test_paper_has_nothing_to_press(page: Page) -> None:
    page.goto(GALLERY)
    page.emulate_media(media="print")
    for selector in [".site-nav", ".account", ".filters", ".button", ".tabs", ".keys"]:
        assert page.locator(f"{selector}:visible").count() == 0, selector
    style = "([selector, name]) => getComputedStyle(document.querySelector(selector))[name]"
    assert page.evaluate(style, [".data-table thead", "display"]) == "table-header-group"
    assert page.evaluate(style, [".table-frame", "overflow"]) == "visible"


def test_the_theme_stays_chosen(page: Page) -> None:
    page.goto(GALLERY)
    page.get_by_role("button", name="Tối").click()
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.get_by_role("button", name="Theo máy").click()
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme ?? ''") == ""


def test_keys_move_act_and_explain(page: Page) -> None:
    page.goto(GALLERY)
    page.evaluate(
        "window.pressed = []; for (const b of document.querySelectorAll('[data-key-item] button'))"
        " b.addEventListener('click', () =>"
        " pressed.push(b.closest('li').querySelector('h3').textContent + b.dataset.key))"
    )
    for name in ["j", "j", "a", "k", "e"]:
        page.keyboard.press(name)
    assert page.evaluate("pressed") == ["Hoạt động mẫu số 2a", "Hoạt động mẫu số 1e"]
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog")
    assert "Mục tiếp theo" in dialog.inner_text()
    axe(page)
    dialog.get_by_role("checkbox").check()
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    assert page.evaluate("pressed.length") == 2, "keys of one letter were turned off"


def test_letters_typed_into_a_box_are_letters(page: Page) -> None:
    page.goto(GALLERY)
    box = page.locator("#loc-tim")
    box.click()
    page.keyboard.type("jak?")
    assert box.input_value() == "jak?"
    assert page.locator("dialog").count() == 0


def test_words_are_saved_while_one_types(page: Page) -> None:
    page.goto(GALLERY)
    page.locator("#id_results").fill("Đã tổ chức 7 lớp.")
    page.locator("[data-autosave-status][data-state=saved]").wait_for()
    assert "Đã lưu lúc" in page.locator("[data-autosave-status]").inner_text()
    assert page.evaluate(DRAFT) == 0


def test_without_a_line_the_words_stay_here_and_go_out_later(page: Page) -> None:
    page.goto(GALLERY)
    page.context.set_offline(True)
    page.locator("#id_results").fill("Viết khi mất mạng.")
    page.locator("[data-autosave-status][data-state=kept]").wait_for()
    assert page.locator("[data-autosave-status]").inner_text() == "Chưa lưu – mất mạng, bản nháp còn trong máy này"
    assert page.evaluate(DRAFT) == 1
    page.context.set_offline(False)
    page.locator("[data-autosave-status][data-state=saved]").wait_for()
    assert page.evaluate(DRAFT) == 0


def test_a_draft_is_offered_again(page: Page) -> None:
    page.goto(GALLERY)
    page.route("**/luu/", lambda route: route.abort())
    page.locator("#id_results").fill("Bản nháp cũ.")
    page.locator("[data-autosave-status][data-state=kept]").wait_for()
    page.reload()
    assert page.locator("#id_results").input_value() == ""
    page.get_by_role("button", name="Dùng bản nháp").click()
    assert page.locator("#id_results").input_value() == "Bản nháp cũ."


def test_a_conflict_is_told_and_nothing_is_overwritten(page: Page) -> None:
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(route.request.post_data or "")
        route.fulfill(status=409, json={"message": "Chị Mẫu vừa sửa ô này lúc 08:12."})

    page.goto(GALLERY)
    page.route("**/luu/", refuse)
    page.locator("#id_results").fill("Câu của tôi.")
    page.get_by_role("alert").filter(has_text="Chị Mẫu vừa sửa ô này lúc 08:12.").wait_for()
    page.locator("#id_results").fill("Câu của tôi, viết thêm.")
    page.wait_for_timeout(1600)
    assert len(asked) == 1, "after a conflict nothing is sent until the person decides"
    assert page.locator("#id_results").input_value() == "Câu của tôi, viết thêm."
    assert page.evaluate(DRAFT) == 1


def test_a_source_opens_by_keyboard_and_closes_by_escape(page: Page) -> None:
    page.goto(GALLERY)
    page.locator("[popovertarget=nguon-s-1]").focus()
    page.keyboard.press("Enter")
    assert page.locator("#nguon-s-1").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#nguon-s-1").is_visible()


def test_a_chosen_file_is_named_with_its_size(page: Page) -> None:
    page.goto(GALLERY)
    page.locator("#id_file").set_input_files({"name": "quet.pdf", "mimeType": "application/pdf", "buffer": b"x" * 2048})
    assert page.locator("[data-dropzone-list]").inner_text() == "quet.pdf (2 KB)"


def test_everything_is_there_without_scripts(page: Page) -> None:
    context = page.context.browser.new_context(java_script_enabled=False, base_url=page.url or None)  # type: ignore[union-attr]
    page.goto(GALLERY)
    plain = context.new_page()
    plain.goto(page.url)
    assert plain.locator("#id_file").is_visible()
    assert plain.locator(".filters button").is_visible()
    assert not plain.locator("[data-theme-choices]").is_visible()
    plain.locator(".account summary").click()
    assert plain.get_by_role("button", name="Đăng xuất").is_visible()
    context.close()


def test_long_work_says_so_and_is_sent_once(page: Page) -> None:
    page.goto(GALLERY)
    page.evaluate("""() => {
      const form = Object.assign(document.createElement("form"), { method: "post", id: "lau" });
      form.dataset.busy = "Đang ghi các thay đổi";
      document.querySelector("main").append(form);
    }""")
    # The event alone: the page stays as long as the test looks, as while a server works.
    submit = "() => lau.dispatchEvent(new SubmitEvent('submit', { bubbles: true, cancelable: true }))"
    assert page.evaluate(submit), "the first goes"
    assert not page.evaluate(submit), "the second, of an impatient hand, does not"
    page.locator("#lau [data-busy-bar] progress").wait_for()
    assert page.locator("#lau [data-busy-bar]").count() == 1
    assert page.locator("#lau [role=status]").inner_text() == "Đang ghi các thay đổi…"
    assert "đừng đóng trang" in page.locator("#lau .number").inner_text()
    axe(page)
