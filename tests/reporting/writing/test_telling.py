"""Sentences from recorded activities: told with their numbers and days, added only where that is sure."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.reporting.rules.contradictions import unlike
from mangnon.reporting.rules.telling import Work, count_in, tell_done, tell_money, tell_next, tell_running, two_digits

MARCH = dt.date(2025, 3, 12)


def test_events_of_one_kind_are_added_with_their_parts() -> None:
    works = [
        Work(1, "Tổ chức 4 hội nghị truyền thông về đuối nước", "", MARCH, 100),
        Work(2, "Tổ chức hội nghị", "Đã tổ chức 03 hội nghị cho cán bộ xã", dt.date(2025, 4, 2), 100),
    ]
    [told] = tell_done(works)
    assert told.text == (
        "Trong kỳ, đã tổ chức 07 hội nghị, gồm: 04 hội nghị truyền thông về đuối nước (ngày 12/03/2025); "
        "03 hội nghị cho cán bộ xã (ngày 02/04/2025)."
    )
    assert told.ids == (1, 2)


def test_what_was_reached_goes_before_what_was_planned() -> None:
    [told] = tell_done([Work(1, "Tổ chức 10 lớp dạy bơi", "Đã mở 8 lớp dạy bơi", MARCH, 100)])
    assert told.text == "Trong kỳ, đã mở 08 lớp dạy bơi (ngày 12/03/2025)."


def test_rows_nearly_alike_are_not_added_but_pointed_out() -> None:
    works = [Work(n, "Tổ chức 05 lớp tập huấn cho cộng tác viên", "", MARCH, 100) for n in (1, 2)]
    told = tell_done(works)
    assert [each.ids for each in told] == [(1,), (2,)]
    assert all("hãy kiểm tra có phải là một" in each.caution for each in told)


@pytest.mark.parametrize(
    "text",
    ["Tổ chức các hội nghị", "Tổ chức hội nghị", "Mở 02 lớp và 03 hội nghị", "Tổ chức 3 lớp. Mở 2 lớp", "Mở 0 lớp"],
)
def test_no_number_is_guessed(text: str) -> None:
    assert count_in(text) is None


def test_what_is_no_event_is_told_in_its_own_words() -> None:
    told = tell_done([Work(1, "Hỗ trợ 12 trẻ em", "", MARCH, 100), Work(2, "Phần mềm theo dõi", "", MARCH, 100)])
    assert [each.text for each in told] == [
        "Đã hỗ trợ 12 trẻ em (ngày 12/03/2025).",
        "Đã thực hiện: Phần mềm theo dõi (ngày 12/03/2025).",
    ]


def test_running_next_and_money() -> None:
    running = Work(1, "Xây dựng mô hình", "", None, 60, MARCH)
    assert tell_running([running])[0].text == "Đang xây dựng mô hình (tiến độ đến ngày 12/03/2025: 60%)."
    assert tell_next([(running, dt.date(2025, 8, 1))])[0].text == "Tiếp tục xây dựng mô hình (đến ngày 01/08/2025)."
    spent = tell_money([("Ngân sách cấp xã", 5_000_000), ("Đóng góp", None)], years="2025", ids=[1, 2])
    assert spent is not None
    assert spent.text == (
        "Kinh phí đã chi ghi nhận trong năm 2025 cho các hoạt động nêu trên: 5.000.000 đồng, từ ngân sách cấp xã."
    )
    assert "01 dòng kinh phí chưa ghi số đã chi" in spent.caution
    assert tell_money([("Đóng góp", None)], years="2025", ids=[1]) is None


@given(st.lists(st.integers(1, 900), min_size=1, max_size=6, unique=True))
def test_every_row_is_told_once_and_the_sum_is_the_sum(numbers: list[int]) -> None:
    works = [Work(pk, f"Tổ chức {n} buổi nói chuyện", "", MARCH, 100) for pk, n in enumerate(numbers, 1)]
    told = tell_done(works)
    assert sorted(pk for each in told for pk in each.ids) == list(range(1, len(numbers) + 1))
    if len(told) == 1:
        assert f"{two_digits(sum(numbers))} buổi" in told[0].text


def test_numbers_unlike_the_recorded_ones_are_found() -> None:
    recorded = ["Đã mở 04 lớp.", "Đã mở 03 lớp.", "Tiến độ thực hiện đến ngày 02/05/2025 đạt 60%."]
    assert unlike("Mở 07 lớp tại 12 xã; tiến độ đạt 60%.", recorded) == []
    assert unlike("Mở 9 lớp; tiến độ đạt 65%.", recorded) == [("lớp", 9, (3, 4)), ("tiến độ", 65, (60,))]
    assert unlike("Đạt 1.204 lớp", ["1.204 lớp"]) == []
