"""The browser is there, sees the site, keeps off the network; axe finds what it should."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.harness.browser import axe

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_site_answers_a_browser(page: Page, site: LiveServer) -> None:
    answer = page.goto("/dang-nhap/")
    assert answer is not None
    assert answer.status == 200
    axe(page)


def test_the_browser_keeps_off_the_network(page: Page) -> None:
    from playwright.sync_api import Error

    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://example.org/")


def test_axe_finds_a_serious_fault(page: Page) -> None:
    page.set_content("<html lang='vi'><title>t</title><main><h1>t</h1><input type='text'></main></html>")
    with pytest.raises(AssertionError, match="label"):
        axe(page)
