"""Signing in: the sentence for a wrong password, where one is led, and a brake on trying passwords."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from mangnon.accounts.models import User
from mangnon.accounts.web.views import MOST_FAILURES

RIGHT, WRONG = "mot-mat-khau-dai", "khong-phai-the"


@pytest.fixture(autouse=True)
def fresh(db: None) -> Iterator[None]:
    cache.clear()
    for name in ("nguoi-mot", "nguoi-hai"):
        User.objects.create_user(username=name, password=RIGHT, full_name="Nguyễn Văn Mẫu")
    yield
    cache.clear()


def _try(username: str, password: str, following: str = "") -> tuple[int, str]:
    address = reverse("sign_in") + (f"?next={following}" if following else "")
    answer = Client().post(address, {"username": username, "password": password})
    return answer.status_code, answer.headers.get("Location") or answer.content.decode()


def test_a_wrong_password_is_told_without_saying_which_of_the_two_is_wrong() -> None:
    known, unknown = _try("nguoi-mot", WRONG), _try("khong-co-ai", WRONG)
    assert known[0] == unknown[0] == 200
    assert all("Tên đăng nhập hoặc mật khẩu chưa đúng" in words for _, words in (known, unknown))


def test_after_many_failures_even_the_right_password_waits() -> None:
    for _ in range(MOST_FAILURES):
        _try("nguoi-mot", WRONG)
    status, words = _try("Nguoi-Mot ", RIGHT)
    assert status == 200
    assert "tạm dừng 5 phút" in words
    assert _try("nguoi-hai", RIGHT)[0] == 302


def test_a_success_forgets_the_failures_before_it() -> None:
    for _ in range(2):
        for _ in range(MOST_FAILURES - 1):
            _try("nguoi-mot", WRONG)
        assert _try("nguoi-mot", RIGHT)[0] == 302


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_led_off_the_site(elsewhere: str) -> None:
    assert _try("nguoi-mot", RIGHT, elsewhere) == (302, reverse("desk"))


def test_one_is_led_to_where_one_wanted() -> None:
    assert _try("nguoi-mot", RIGHT, reverse("plans")) == (302, reverse("plans"))
