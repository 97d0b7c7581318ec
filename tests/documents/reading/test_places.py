"""The place of issue: what stands before the day, and never another province."""

from __future__ import annotations

from mangnon.documents.reading.headdates import date_at_end, find_date


def _place(*lines: str, raw: tuple[str, ...] | None = None) -> str | None:
    found = find_date(lines, raw or lines, 0, len(lines))
    return found.place if found else None


def test_a_place_that_is_no_province_stays_as_it_is_written() -> None:
    for place in ("Vị Xuyên", "Hòa Bình Trung", "Bình Phú", "Phan Rang - Tháp Chàm", "Đồng Tháp"):
        assert _place(f"{place}, ngày 04 tháng 9 năm 2024") == place


def test_the_number_beside_it_is_no_part_of_the_place() -> None:
    assert _place("Số: 31/UBND-VX Quảng Yên, ngày 04 tháng 9 năm 2024") == "Quảng Yên"
    assert _place("Số:      /KH-UBND          Than Uyên, ngày     tháng 01 năm 2024") == "Than Uyên"


def test_a_place_over_two_lines_and_a_province_that_a_scan_damaged() -> None:
    assert _place("Kiên", "Giang, ngày 04 tháng 9 năm 2024") == "Kiên Giang"
    assert (
        _place("Tuyên Quanq, ngày 04 tháng 9 năm 2024", raw=("Tuyen Quanq, ngay 04 thang 9 nam 2024",)) == "Tuyên Quang"
    )


def test_a_day_within_a_sentence_is_not_the_day_of_issue() -> None:
    assert _place("Đức Trong, ngày 30 tháng 9 năm 2024") == "Đức Trong"
    assert find_date(["Hoàn thành việc thống kê trước ngày 30 tháng 9 năm 2024"], [""], 0, 1) is None


def test_a_place_whose_day_is_left_open_and_a_day_below_the_text() -> None:
    found = find_date(["Lai Châu, ngày tháng năm"], [""], 0, 1)
    assert found is not None
    assert (found.place, found.is_blank) == ("Lai Châu", True)
    end = date_at_end(["Các tổ thực hiện kế hoạch này.", "", "Mường Than, ngày 02 tháng 3 năm 2024", "Nơi nhận:"])
    assert end is not None
    assert (end.place, end.day, end.month, end.year) == ("Mường Than", "02", "3", "2024")
    assert date_at_end(["Họp tại Mường Than, ngày 02 tháng 3 năm 2024."]) is None
