"""The rules of sign-in, without a database."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.people.sign_in_limits import check_sign_in_settings
from mangnon.people.sign_in_rules import (
    SignInLimits,
    device_words,
    fingerprint,
    is_idle,
    is_password_old,
    is_too_old,
    is_unused,
    password_faults,
    seconds_left,
    softer_than_the_standard,
)
from tests.people.signing import CHROME, FIREFOX, NOW

LIMITS = SignInLimits()


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("Aa1!", "ít nhất 8 ký tự"),
        ("matkhau-123", "chữ hoa"),
        ("MATKHAU-123", "chữ thường"),
        ("Matkhau-abc", "chữ số"),
        ("Matkhau1234", "ký tự đặc biệt"),
        ("Aa1!Aa1!aaa", ""),
        ("Aaa111---AAA", ""),
        ("A1!A1!A1!A1!", "chữ thường"),
        ("Lan.Nguyen-2026", "tên đăng nhập hoặc họ tên"),
        ("Nguyễn-Thị-Lan1", "tên đăng nhập hoặc họ tên"),
        ("Trời xanh 7 mây", ""),
        ("Đồng lúa 9!", ""),
    ],
)
def test_each_fault_of_a_password_is_told(password: str, said: str) -> None:
    faults = password_faults(password, limits=LIMITS, username="lan.nguyen", full_name="Nguyễn Thị Lan")
    assert (said in " ".join(faults)) if said else not faults
    assert all(fault.endswith(".") for fault in faults)


@given(st.text(max_size=40))
def test_what_has_no_fault_has_length_and_four_classes(password: str) -> None:
    if password_faults(password, limits=LIMITS):
        return
    assert len(password) >= 8
    assert any(sign.islower() for sign in password)
    assert any(sign.isdecimal() for sign in password)
    assert any(not sign.isalnum() for sign in password)


@given(st.integers(0, 100_000))
def test_idle_exactly_when_no_second_is_left(seconds: int) -> None:
    later = NOW + dt.timedelta(seconds=seconds)
    assert is_idle(NOW, later, LIMITS) == (seconds_left(NOW, later, LIMITS) == 0)
    assert is_idle(NOW, later, LIMITS) == (seconds >= 900)


def test_the_bounds_themselves_count() -> None:
    assert not is_too_old(NOW, NOW + dt.timedelta(hours=12, seconds=-1), LIMITS)
    assert is_too_old(NOW, NOW + dt.timedelta(hours=12), LIMITS)
    assert not is_unused(NOW, NOW + dt.timedelta(days=45, seconds=-1), LIMITS)
    assert is_unused(NOW, NOW + dt.timedelta(days=45), LIMITS)
    assert is_password_old(NOW, NOW + dt.timedelta(days=60), LIMITS)


def test_devices_in_plain_words() -> None:
    assert device_words(CHROME) == "Chrome trên máy tính Windows"
    assert device_words(FIREFOX) == "Firefox trên máy tính Linux"
    assert device_words(CHROME + " Edg/131.0") == "Edge trên máy tính Windows"
    assert device_words("") == "Trình duyệt không rõ trên thiết bị không rõ"


@given(st.integers(1, 999), st.integers(1, 999))
def test_a_newer_version_is_the_same_browser(old: int, new: int) -> None:
    assert fingerprint(f"Mozilla/5.0 Chrome/{old}.0") == fingerprint(f"Mozilla/5.0 Chrome/{new}.0.1")
    assert fingerprint(CHROME) != fingerprint(FIREFOX)


@pytest.mark.parametrize(
    ("softer", "named"),
    [
        ({}, []),
        ({"failures": 6}, ["failures"]),
        ({"lock_hours": 1}, ["lock_hours"]),
        ({"lock_hours": 721}, ["lock_hours"]),
        ({"idle_minutes": 30}, ["idle_minutes"]),
        ({"failures": 3, "lock_hours": 24, "idle_minutes": 5, "password_length": 12}, []),
    ],
)
def test_numbers_softer_than_the_standard_are_named(settings: Any, softer: dict[str, int], named: list[str]) -> None:
    assert softer_than_the_standard(SignInLimits(**softer)) == named
    settings.SIGN_IN_LIMITS = softer
    assert [message.obj for message in check_sign_in_settings(None)] == named
    settings.SECOND_FACTOR = "có lẽ"
    assert check_sign_in_settings(None)[0].id == "people.E001"
