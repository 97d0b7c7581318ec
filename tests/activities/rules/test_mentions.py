"""Who is called in a comment."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.activities.rules import mentions_in

NAMES = {
    "nguyen thi mau": frozenset({1}),
    "nguyen thi mau anh": frozenset({2}),
    "tran van mau": frozenset({3, 4}),
    "do thi mau": frozenset({5}),
}


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("@Nguyễn Thị Mẫu xem giúp", {1}),
        ("Nhờ @nguyen thi mau anh, cảm ơn", {2}),
        ("@[Đỗ Thị Mẫu] và @Nguyễn Thị Mẫu.", {5, 1}),
        ("gửi về a@nguyen.thi.mau", set()),
        ("Không nhắc ai", set()),
        ("(@Đỗ Thị Mẫu)", {5}),
    ],
)
def test_who_is_meant(text: str, people: set[int]) -> None:
    found = mentions_in(text, NAMES)
    assert found.people == people
    assert not found.several
    assert not found.unknown


def test_names_of_several_and_of_nobody_are_told() -> None:
    found = mentions_in("@Trần Văn Mẫu và @Lê Thị Lạ ơi", NAMES)
    assert found.several == ("Trần Văn Mẫu",)
    assert found.unknown == ("Lê Thị Lạ",)


@given(st.text(max_size=200))
def test_any_words_can_be_asked(text: str) -> None:
    found = mentions_in(text, NAMES)
    assert found.people <= {1, 2, 5}
