"""The period a title names, and where a day stands to it."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.plans.rules import period_of, period_state
from mangnon.plans.terms import PeriodState

years = st.none() | st.integers(1990, 2100)


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("phê duyệt Chương trình mẫu giai đoạn 2016-2020", (2016, 2020)),
        ("về phòng ngừa mẫu giai đoạn 2016 -2020", (2016, 2020)),
        ("Đề án mẫu giai đoạn 2018–2025” trên địa bàn tỉnh", (2018, 2025)),
        ("Chương trình mẫu giai đoạn 2021-2030, tầm nhìn đến năm 2045", (2021, 2030)),
        ("Kế hoạch mẫu giai đoạn từ năm 2021 đến năm 2025", (2021, 2025)),
        ("Kế hoạch mẫu từ 2021 đến hết năm 2025", (2021, 2025)),
        ("thực hiện Chương trình quốc gia giai đoạn 2021-2030 của tỉnh giai đoạn 2022-2025", (2022, 2025)),
        ("Chiến lược mẫu đến năm 2030", (None, 2030)),
        ("hướng dẫn thực hiện công tác mẫu năm 2020", (2020, 2020)),
        ("thi hành Luật Mẫu năm 2016", (None, None)),
        ("Kế hoạch mẫu, tầm nhìn đến năm 2045", (None, None)),
        ("thực hiện Chỉ thị mẫu ngày 05/11/2012", (None, None)),
        ("giai đoạn 2025-2016", (None, None)),
        ("giai đoạn 1", (None, None)),
        ("", (None, None)),
    ],
)
def test_periods_of_titles(title: str, period: tuple[int | None, int | None]) -> None:
    found = period_of(title)
    assert (found.from_year, found.to_year) == period


@given(st.text())
def test_any_title_gives_a_period_in_order_or_none(title: str) -> None:
    found = period_of(title)
    assert found.from_year is None or found.to_year is None or found.from_year <= found.to_year


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (dt.date(2015, 12, 31), PeriodState.NOT_BEGUN),
        (dt.date(2016, 1, 1), PeriodState.RUNNING),
        (dt.date(2020, 12, 31), PeriodState.RUNNING),
        (dt.date(2021, 1, 1), PeriodState.OVER),
    ],
)
def test_where_a_day_stands(day: dt.date, state: PeriodState) -> None:
    assert period_state(2016, 2020, day) == state


@given(years, years, st.dates(dt.date(1990, 1, 1), dt.date(2100, 12, 31)))
def test_a_period_is_never_running_again_once_over(first: int | None, last: int | None, day: dt.date) -> None:
    state = period_state(first, last, day)
    assert (state == PeriodState.UNKNOWN) is (first is None and last is None)
    if state == PeriodState.OVER:
        assert period_state(first, last, day + dt.timedelta(days=400)) == PeriodState.OVER
