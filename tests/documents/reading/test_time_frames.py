"""What the words of a time frame mean, in every form official style has."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.documents.reading.records import TimeFrame
from mangnon.documents.reading.timeframes import read_time_frame

_DAYS = st.dates(dt.date(2001, 1, 1), dt.date(2059, 12, 31))
_FORMS = st.sampled_from(
    ("{0.day}/{0.month}/{0.year}", "{0:%d/%m/%Y}", "{0.day} tháng {0.month} năm {0.year}", "{0:%d.%m.%Y}")
)


@pytest.mark.parametrize(
    ("words", "kind", "due_on", "starts_on", "every"),
    [
        ("từ ngày 01/6 đến ngày 30/6/2026", "span", dt.date(2026, 6, 30), dt.date(2026, 6, 1), None),
        ("Từ tháng 02/2026 đến tháng 11/2027", "span", dt.date(2027, 11, 30), dt.date(2026, 2, 1), None),
        ("6 tháng đầu năm 2026", "span", dt.date(2026, 6, 30), dt.date(2026, 1, 1), None),
        ("6 tháng cuối năm 2026", "span", dt.date(2026, 12, 31), dt.date(2026, 7, 1), None),
        ("Quý I, II/2026", "quarter", dt.date(2026, 6, 30), None, None),
        ("Quý IV năm 2025 và quý I năm 2026", "quarter", dt.date(2026, 3, 31), None, None),
        ("Trước quý II/2026", "before", dt.date(2026, 3, 31), None, None),
        ("Trước năm 2030", "before", dt.date(2029, 12, 31), None, None),
        ("Đến hết năm 2026", "year", dt.date(2026, 12, 31), None, None),
        ("trước 17 giờ ngày 05/10/2026", "before", dt.date(2026, 10, 5), None, None),
        ("Bắt đầu từ 01/7/2026", "span", None, dt.date(2026, 7, 1), None),
        ("Năm học 2026 - 2027", "span", None, None, None),
        ("trong thời hạn 15 ngày kể từ ngày ký", "on_request", None, None, None),
        ("trong thời hạn 10 ngày kể từ ngày 05/3/2026", "on_request", None, None, None),
        ("Ngay sau khi Kế hoạch được ban hành", "on_request", None, None, None),
        ("Đột xuất", "on_request", None, None, None),
        ("Tháng 3, tháng 9 hằng năm", "recurring", None, None, "year"),
        ("trước ngày 25 hằng tháng", "recurring", None, None, "month"),
        ("Hằng tuần", "recurring", None, None, "week"),
        ("hàng ngày", "recurring", None, None, "day"),
        ("Hằng quý", "recurring", None, None, "quarter"),
        ("Định kỳ 6 tháng", "recurring", None, None, "half_year"),
        ("Quý I/0000", "unknown", None, None, None),
        ("tháng 5/0000", "unknown", None, None, None),
        ("Theo quy định", "unknown", None, None, None),
    ],
)
def test_forms(words: str, kind: str, due_on: dt.date | None, starts_on: dt.date | None, every: str | None) -> None:
    frame = read_time_frame(words)
    assert (frame.kind, frame.due_on, frame.starts_on, frame.every) == (kind, due_on, starts_on, every)


@given(_DAYS, _FORMS, st.sampled_from(("chậm nhất ngày", "Muộn nhất là ngày", "đến hết ngày", "Hạn cuối ngày")))
def test_the_last_day_itself_is_on_time(day: dt.date, form: str, lead: str) -> None:
    frame = read_time_frame(f"{lead} {form.format(day)}")
    assert (frame.kind, frame.due_on) == ("before", day)


@given(_DAYS, _FORMS, st.sampled_from(("trước ngày", "hoàn thành trước ngày", "Xong trước ngày")))
def test_before_a_day_is_the_day_before(day: dt.date, form: str, lead: str) -> None:
    assert read_time_frame(f"{lead} {form.format(day)}").due_on == day - dt.timedelta(days=1)


@given(_DAYS, _DAYS, _FORMS)
def test_a_span_has_both_ends(one: dt.date, other: dt.date, form: str) -> None:
    first, last = sorted((one, other))
    frame = read_time_frame(f"từ ngày {form.format(first)} đến ngày {form.format(last)}")
    assert (frame.kind, frame.starts_on, frame.due_on) == ("span", first, last)


@given(_DAYS, _DAYS, _FORMS)
def test_of_two_days_the_last_named_counts(one: dt.date, other: dt.date, form: str) -> None:
    assert read_time_frame(f"{form.format(one)}; {form.format(other)}").due_on == other


@given(st.text(max_size=60))
def test_any_text_is_read_and_survives_json(text: str) -> None:
    frame = read_time_frame(text)
    assert TimeFrame.from_json(frame.to_json()) == frame
