"""Which indicators count persons."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from mangnon.indicators.rules.persons import counts_persons


@dataclass(frozen=True)
class Named:
    name: str
    numerator_words: str = ""
    unit_words: str = ""
    kind: str = "count"
    counts: str = ""


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
        ("Số phường có điểm vui chơi", False),
        ("Số lượng mô hình phòng, chống đuối nước", False),
        ("Số lớp tập huấn cho cha mẹ", False),
        ("Số tin, bài đã đăng", False),
        ("Tổng kinh phí thực hiện", False),
        ("Số lớp trưởng được tập huấn", True),
        ("Số xã viên", True),
        ("Số tin báo, tố giác về xâm hại trẻ em", True),
        ("Số em được cấp thẻ", True),
    ],
)
def test_cases_are_persons_and_schools_are_not(name: str, is_persons: bool) -> None:
    assert counts_persons(Named(name)) is is_persons
    assert counts_persons(Named("Tỷ lệ", name)) is is_persons


@pytest.mark.parametrize(
    ("name", "unit", "is_persons"),
    [
        ("Kết quả vận động", "triệu đồng", False),
        ("Hỗ trợ sinh kế", "Mô hình", False),
        ("Truyền thông trên loa", "tin bài", False),
        ("Số trẻ em được vay", "triệu đồng", True),
        ("Số tin nhắn cầu cứu", "tin", True),
        ("Hoạt động hè", "lượt", True),
        ("Phòng, chống tảo hôn", "vụ", True),
    ],
)
def test_the_unit_tells_where_the_name_does_not(name: str, unit: str, is_persons: bool) -> None:
    assert counts_persons(Named(name, unit_words=unit)) is is_persons


def test_what_was_said_stands_before_the_words_and_a_computed_one_is_never_open() -> None:
    assert not counts_persons(Named("Số vụ cháy rừng", unit_words="vụ", counts="things"))
    assert counts_persons(Named("Số cơ sở có trẻ em bị mua bán", counts="persons"))
    assert counts_persons(Named("Số xã", kind="computed", counts="things"))
