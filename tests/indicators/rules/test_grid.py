"""Names of cells on a page, the versions it showed, which divisions stand side by side."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mangnon.indicators.rules.breakdowns import key_of
from mangnon.indicators.rules.entry import read_cell, write_cell
from mangnon.indicators.rules.grid import Divided, at_of, columns_of, common_divisions, name_of, pack_seen, unpack_seen

_CODE = st.text("abcXYZ019_-", min_size=1, max_size=12)
_KEY = st.dictionaries(_CODE, _CODE, max_size=3).map(key_of)
_AT = st.tuples(st.integers(1, 999_999_999), _KEY)


@given(_AT)
def test_a_name_means_its_cell(at: tuple[int, str]) -> None:
    assert at_of(name_of(at)) == at


@given(st.dictionaries(_AT, st.integers(1, 99_999), max_size=20))
def test_versions_come_back(seen: dict[tuple[int, str], int]) -> None:
    assert unpack_seen(pack_seen(seen)) == seen


@given(st.text("0123456789.,-/*… \u00a0\u202fxy%−", max_size=24), st.booleans())
def test_whatever_is_pasted_is_read_or_told_and_written_back_the_same(text: str, is_rate: bool) -> None:
    told = read_cell(text, is_rate=is_rate)
    assert told.cell is None or told.problem is None
    if told.cell is not None:
        assert read_cell(write_cell(told.cell), is_rate=is_rate).cell == told.cell


def test_only_small_shared_divisions_stand_on_the_first_page() -> None:
    sex = Divided("sex", "Giới tính", {"male": "Nam", "female": "Nữ"}, frozenset(range(30)))
    rare = Divided("place", "Nơi", {"a": "A", "b": "B"}, frozenset({1}))
    many = Divided("people", "Dân tộc", {str(each): str(each) for each in range(54)}, frozenset(range(30)))
    empty = Divided("kind", "Loại", {}, frozenset(range(30)))
    assert common_divisions([sex, rare, many, empty], 40) == [sex]
    assert [each.key for each in columns_of([sex])] == ["", "sex=male", "sex=female"]


def test_names_that_are_none_are_passed_over() -> None:
    assert at_of("khac") is None
    assert at_of("x.sex=male") is None
    assert unpack_seen("rác 7.sex=male:3 7.:x") == {(7, "sex=male"): 3}
