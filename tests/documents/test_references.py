"""Comparable numbers, and which known paper a citation means."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.documents.references import cited_in, is_same_issuer, meant, number_key

MAY, JUNE = dt.date(2025, 5, 2), dt.date(2025, 6, 2)


@dataclass(frozen=True)
class Paper:
    """A received paper."""

    reading_id: int
    issued_on: dt.date | None = MAY
    issuer: str = "Ủy ban nhân dân tỉnh Mẫu"
    territory_code: str = "90"
    is_adopted: bool = False
    number_key: str = "7/khubnd"


@dataclass(frozen=True)
class Citation:
    """What a paper says of another."""

    issued_on: dt.date | None = MAY
    issuer: str = ""
    number_key: str = "7/khubnd"


def _ids(cited: Citation, *known: Paper, home: str = "90") -> list[int]:
    return [paper.reading_id for paper in meant(cited, known, home=home)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("27/QĐ-TTg", "27/QD-TTG"),
        ("27/QĐ-TTg", "Số: 27 /QĐ - TTg"),
        ("245/LĐTBXH-BVCSTE-BĐG", "245/LĐTBXH- BVCSTE -BDG"),
        ("20-CT/TW", "20/CT-TW"),
        ("01/KH-UBND", "1/KH-UBND"),
        ("12/2024/NĐ-CP", "12/2024/nđ–cp"),
    ],
)
def test_one_number_however_it_is_written(one: str, other: str) -> None:
    assert number_key(one) == number_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("27/QĐ-TTg", "27/CT-TTg"),
        ("12/2024/NĐ-CP", "122/024/NĐ-CP"),
        ("5/KH-UBND", "5a/KH-UBND"),
        ("10/KH-UBND", "1/KH-UBND"),
    ],
)
def test_other_numbers_stay_apart(one: str, other: str) -> None:
    assert number_key(one) != number_key(other)


@pytest.mark.parametrize("number", [None, "", "không số", "/KH-UBND"])
def test_what_has_no_figure_has_no_key(number: str | None) -> None:
    assert number_key(number) == ""


@given(st.text(max_size=200))
def test_a_key_is_its_own_key_and_fits(text: str) -> None:
    key = number_key(text)
    assert len(key) <= 120
    assert number_key(key) == key


def test_number_and_day_find_the_paper() -> None:
    assert _ids(Citation(), Paper(1), Paper(2, issued_on=JUNE)) == [1]
    assert _ids(Citation(issued_on=dt.date(2024, 5, 2)), Paper(1)) == []
    assert _ids(Citation(), Paper(1, issued_on=None)) == []
    assert _ids(Citation(number_key=""), Paper(1, number_key="")) == []


def test_without_a_day_the_issuer_must_agree_and_one_paper_remain() -> None:
    undated = Citation(issued_on=None, issuer="Ủy ban nhân dân tỉnh")
    assert _ids(undated, Paper(1)) == [1]
    assert _ids(undated, Paper(1, issuer="Thủ tướng Chính phủ")) == []
    assert _ids(undated, Paper(1), Paper(2, issued_on=JUNE)) == []


def test_the_issuer_decides_among_papers_of_one_number_and_day() -> None:
    own, other = Paper(1), Paper(2, issuer="Ủy ban nhân dân tỉnh Khác", territory_code="91")
    assert _ids(Citation(issuer="UBND tỉnh Mẫu"), Paper(1, issuer="UBND tỉnh Mẫu"), other) == [1]
    assert _ids(Citation(issuer="Ủy ban nhân dân tỉnh"), own, other) == [1], "its own province's"
    assert _ids(Citation(), own, other, home="") == [], "it could be either"


def test_one_paper_received_twice_is_one_paper_and_the_adopted_copy_is_shown() -> None:
    copies = (Paper(1, territory_code=""), Paper(2), Paper(3, territory_code="", is_adopted=True))
    assert _ids(Citation(), *copies) == [3, 2, 1]


@given(st.lists(st.builds(Paper, reading_id=st.integers(1, 9), issued_on=st.sampled_from([MAY, JUNE, None]))))
def test_what_is_meant_is_one_paper_of_that_number_and_day(known: list[Paper]) -> None:
    found = meant(Citation(), known, home="90")
    assert {(paper.number_key, paper.issued_on) for paper in found} <= {("7/khubnd", MAY)}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Thủ tướng Chính phủ", "THỦ TƯỚNG CHÍNH PHỦ", True),
        ("Ủy ban nhân dân tỉnh", "Ủy ban nhân dân tỉnh Mẫu", True),
        ("Ủy ban nhân tỉnh", "Ủy ban nhân dân tỉnh Mẫu", True),
        ("", "Ủy ban nhân dân tỉnh Mẫu", True),
        ("Thủ tướng Chính phủ", "Sở Y tế", False),
    ],
)
def test_issuers_as_papers_write_them(one: str, other: str, *, same: bool) -> None:
    assert is_same_issuer(one, other) is same


def test_a_result_of_before_knows_its_legal_bases() -> None:
    old = {"legal_bases": [{"number": "11/QĐ-TTg", "date": "2025-01-03", "issuer": "Thủ tướng Chính phủ"}]}
    assert [(row.kind, row.number_key, row.issued_on) for row in cited_in(old)] == [
        ("basis", "11/qdttg", dt.date(2025, 1, 3))
    ]
    assert cited_in({**old, "links": []}) == []


def test_what_names_nothing_is_left_out_and_an_unknown_kind_only_cites() -> None:
    rows = [{"kind": "basis"}, {"kind": "lạ", "number": "1/KH-UBND", "date": "ngày nào đó"}]
    found = cited_in({"links": rows})
    assert [(row.order, row.kind, row.issued_on, row.first_line) for row in found] == [(1, "cites", None, None)]
