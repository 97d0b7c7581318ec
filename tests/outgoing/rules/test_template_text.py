"""Templates are words: fields are put in once, what is unknown is dots, nothing is executed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.outgoing.rules.template_text import DOTS, faults_in, fields_in, fill, kind_of_line, lines_of

KNOWN = ["cơ quan ban hành", "địa danh"]


def test_a_field_becomes_its_value_and_an_unknown_one_dots() -> None:
    values = {"địa danh": "Kon Tum", "cơ quan ban hành": " "}
    assert fill("Tại {địa danh}, {Cơ Quan  ban hành} và {lạ}", values) == f"Tại Kon Tum, {DOTS} và {DOTS}"


def test_what_is_put_in_is_not_read_again() -> None:
    assert fill("{địa danh}", {"địa danh": "{cơ quan ban hành}", "cơ quan ban hành": "Sở"}) == "{cơ quan ban hành}"


@pytest.mark.parametrize("text", ["{{ x }}", "{% now %}", "%s {0}", "${HOME}", "#set page()", "__import__('os')"])
def test_nothing_is_executed(text: str) -> None:
    assert set(fill(text, {"x": "BÍ MẬT", "0": "BÍ MẬT"})) <= set(text + DOTS + "BÍ MẬT")
    assert "/" not in fill("${HOME}", {})


@given(st.text(max_size=200), st.dictionaries(st.sampled_from(KNOWN), st.text(max_size=30)))
def test_filling_never_fails(text: str, values: dict[str, str]) -> None:
    assert isinstance(fill(text, values), str)


def test_a_template_that_cannot_be_kept_says_why() -> None:
    assert faults_in({"body": "Kính {địa danh}"}, KNOWN) == []
    assert "«lạ»" in faults_in({"body": "{lạ} {lạ}"}, KNOWN)[0]
    assert "ngoặc nhọn" in faults_in({"body": "Mở { không đóng"}, KNOWN)[0]
    assert "chưa có nội dung" in faults_in({"body": "  "}, KNOWN)[0]
    assert "dài hơn" in faults_in({"body": "a" * 60_001}, KNOWN)[0]


def test_fields_are_listed_once() -> None:
    assert fields_in("{địa danh} {Địa  danh} {năm}") == ["địa danh", "năm"]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("I. KẾT QUẢ", ("heading", 1)),
        ("2. Công tác chỉ đạo", ("heading", 2)),
        ("a) Cấp tỉnh", ("heading", 3)),
        ("1. Sở đã tổ chức 12 lớp tập huấn.", ("paragraph", 0)),
        ("- Ban hành 3 văn bản;", ("bullet", 1)),
        ("+ Đợt một", ("bullet", 2)),
        ("Nội dung", ("paragraph", 0)),
    ],
)
def test_what_a_line_is(line: str, kind: tuple[str, int]) -> None:
    assert kind_of_line(line) == kind


def test_empty_lines_go() -> None:
    assert lines_of(" a \r\n\n  b") == ("a", "b")
