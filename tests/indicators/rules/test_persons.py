"""Which indicators count persons."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from mangnon.indicators.rules.persons import counts_persons


@dataclass(frozen=True)
class Named:
    name: str
    numerator_words: str = ""


@pytest.mark.parametrize(
    ("name", "is_persons"),
    [
        ("Số xã, phường đạt tiêu chuẩn phù hợp với trẻ em", False),
        ("Tổng số trường có phòng tư vấn tâm lý", False),
        ("Số trường học có công trình vệ sinh", False),
        ("Số cơ sở trợ giúp trẻ em", False),
        ("Số trường hợp trẻ em bị xâm hại tình dục", True),
        ("Số trường hợp tảo hôn", True),
        ("Tổng số trường hợp được can thiệp", True),
        ("Số trẻ em bị tai nạn, thương tích", True),
    ],
)
def test_cases_are_persons_and_schools_are_not(name: str, is_persons: bool) -> None:
    assert counts_persons(Named(name)) is is_persons
    assert counts_persons(Named("Tỷ lệ", name)) is is_persons
