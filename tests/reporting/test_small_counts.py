"""Sentences that tell so few children that readers may know them: found in digits and words, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.reporting.rules.small_counts import small_counts


@pytest.mark.parametrize(
    "text",
    [
        "Trên địa bàn xã có 02 trẻ em bị xâm hại.",
        "Hỗ trợ 3 cháu mồ côi.",
        "có một em bị đuối nước",
        "Đã phát hiện 01 vụ xâm hại, chuyển cơ quan điều tra.",
        "tiếp nhận 04 trường hợp bạo lực trẻ em",
        "Hai học sinh bỏ học do tảo hôn.",
        "01 nạn nhân mua bán người được hỗ trợ",
        "Năm 2025 có\u00a04 trẻ tử vong do tai nạn",
    ],
)
def test_small_numbers_of_children_are_found(text: str) -> None:
    assert small_counts(text, 5) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "Hỗ trợ 1.002 trẻ em có hoàn cảnh đặc biệt.",
        "Có 12 trẻ em, 05 cháu mồ côi.",
        "Một số trẻ em chưa được tiêm đủ.",
        "Trẻ em từ 2 tuổi đến 5 tuổi.",
        "Đạt 3,2 trẻ trên một lớp.",
        "Mở 02 lớp dạy bơi cho trẻ em.",
        "Cử 02 người dự tập huấn.",
        "Theo khoản 2 Điều 4 Luật Trẻ em.",
        "Tổ chức 02 cuộc kiểm tra; 01 hội nghị.",
        "trong năm trẻ em được khám sức khỏe",
        "",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert small_counts(text, 5) == []


def test_only_the_sentences_that_tell_it_are_named() -> None:
    text = "Đã tập huấn 120 cán bộ. Có 02 trẻ em bị bạo lực; 15 em được hỗ trợ.\nMột cháu bị bỏ rơi"
    assert small_counts(text, 5) == ["Có 02 trẻ em bị bạo lực;", "Một cháu bị bỏ rơi"]
    assert small_counts(text, 1) == []


@given(st.integers(1, 60), st.integers(2, 10))
def test_a_number_is_small_exactly_below_the_threshold(number: int, threshold: int) -> None:
    assert bool(small_counts(f"Có {number} trẻ em.", threshold)) == (number < threshold)
    assert bool(small_counts(f"Có {number:02d} trẻ em.", threshold)) == (number < threshold)
