"""The box for a day reads what the kernel reads, and tells in one sentence what it cannot read."""

from __future__ import annotations

import datetime as dt

import pytest
from django import forms

from mangnon.ui.days import DayField


class _Asked(forms.Form):
    day = DayField(label="Hạn")
    other = DayField(label="Từ ngày", required=False, error_messages={"invalid": "Ngày lạ."})


@pytest.mark.parametrize("text", ["01/07/2025", "1/7/2025", " 1/7/2025 ", "2025-07-01"])
def test_a_day_is_read_however_it_is_typed(text: str) -> None:
    form = _Asked({"day": text, "other": " "})
    assert form.is_valid()
    assert form.cleaned_data == {"day": dt.date(2025, 7, 1), "other": None}


def test_what_is_no_day_is_told_and_stays_in_the_box() -> None:
    form = _Asked({"day": "29/02/2025", "other": "hôm nay"})
    assert not form.is_valid()
    assert form.errors == {
        "day": ["Chưa hiểu ngày này. Hãy nhập theo dạng 30/06/2025."],
        "other": ["Ngày lạ."],
    }
    assert 'value="29/02/2025"' in str(form["day"])
    assert 'value="01/07/2025"' in str(_Asked(initial={"day": dt.date(2025, 7, 1)})["day"])


def test_an_empty_box_is_asked_for() -> None:
    assert _Asked({"day": ""}).errors["day"] == ["Chưa có ngày. Hãy nhập theo dạng 30/06/2025."]
