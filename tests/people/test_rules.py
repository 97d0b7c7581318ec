"""Names, codes and days; no database."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.people import rules

NAMES = ["Nguyễn Thị Lan", "Trần Văn Ánh", "Lê Ân", "Đỗ An", "Nguyễn Văn An", "Phạm Đào", "Y Bê", "Hồ Ăn"]


def test_people_are_ordered_by_given_name_as_vietnamese_lists_are() -> None:
    assert [name.split()[-1] for name in sorted(NAMES, key=rules.name_key)] == [
        "An",
        "An",
        "Ánh",
        "Ăn",
        "Ân",
        "Bê",
        "Đào",
        "Lan",
    ]
    assert sorted(["Nguyễn Văn An", "Đỗ An"], key=rules.name_key) == ["Đỗ An", "Nguyễn Văn An"]


@given(st.lists(st.sampled_from(NAMES), max_size=8), st.text(max_size=60))
def test_a_proposed_user_name_is_new_and_can_be_one(taken_from: list[str], name: str) -> None:
    taken: set[str] = set()
    for each in [*taken_from, name]:
        proposed = rules.proposed_username(each, taken)
        assert proposed not in taken
        assert rules.is_username(proposed)
        taken.add(proposed)


@given(st.text(alphabet=rules.CODE_SIGNS, min_size=rules.CODE_LENGTH, max_size=rules.CODE_LENGTH))
def test_a_code_is_read_back_however_it_is_typed(signs: str) -> None:
    code = f"51{signs}"
    shown = rules.grouped_code(code)
    assert shown.startswith("51-")
    for typed in (shown, shown.lower(), shown.replace("-", " "), shown.replace("0", "O").replace("1", "l")):
        assert rules.code_key(typed) == rules.code_key(code)
        assert rules.province_of_code(typed) == "51"


@pytest.mark.parametrize("text", ["", "A", "a@b", "Nguyễn 2", "x" * 121, "----", "<i>An</i>"])
def test_what_is_no_name(text: str) -> None:
    assert not rules.is_name(text)


@pytest.mark.parametrize("text", ["Nguyễn Thị Lan", "Y Bê", "H'Hen Niê", "Đinh-A Mẫu", "Lê (Kon Tum)"])
def test_what_is_a_name(text: str) -> None:
    assert rules.is_name(text)


DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1))


@given(DAYS, st.none() | DAYS, st.none() | DAYS, st.none() | DAYS)
def test_within_means_every_day_within(
    first: dt.date, last: dt.date | None, of_first: dt.date | None, of_last: dt.date | None
) -> None:
    far = dt.date(2100, 1, 1)
    inside = rules.is_within(first, last, of_first=of_first, of_last=of_last)
    assert inside == ((of_first or dt.date.min) <= first and (last or far) <= (of_last or far))
