"""Entering, withdrawing, and what the rest of the product is told."""

from __future__ import annotations

import datetime as dt

import pytest
from django.apps import apps

from mangnon.accounts.public import SYSTEM, Role
from mangnon.audit.models import AuditRow
from mangnon.calendars.errors import CalendarRefused
from mangnon.calendars.models import CalendarDay, CalendarYear
from mangnon.calendars.public import add_days_off, state_year, withdraw_day, working_days
from mangnon.calendars.shipped import enter_shipped
from mangnon.kernel.refusals import NotAllowed
from tests.harness.queries import assert_constant_queries
from tests.plans import made

FRIDAY = dt.date(2027, 9, 3)


@pytest.fixture(autouse=True)
def _delivered(db: None) -> None:
    """Tests that empty the database take the days delivered with it."""
    enter_shipped(apps.get_model("calendars", "CalendarDay"), apps.get_model("calendars", "CalendarYear"))


def test_the_days_delivered_count() -> None:
    calendar = working_days()
    assert (calendar.known_from, calendar.known_to) == (2017, 2026)
    assert not calendar.is_working(dt.date(2025, 1, 29))
    assert calendar.is_working(dt.date(2025, 4, 26))
    assert calendar.previous(dt.date(2025, 5, 5)) == dt.date(2025, 4, 29)
    assert calendar.is_working(dt.date(2026, 11, 24)), "no law known makes it a day off"


def test_of_an_unknown_year_only_the_fixed_days_count() -> None:
    calendar = working_days()
    assert not calendar.is_known(dt.date(2027, 5, 3))
    assert not calendar.is_working(dt.date(2027, 5, 3))  # for Saturday 1 May
    assert calendar.is_working(dt.date(2027, 2, 8))  # Tết, which nobody has entered


def test_entering_again_what_is_delivered_changes_nothing() -> None:
    row = CalendarDay.objects.get(day=dt.date(2025, 5, 2))
    withdraw_day(actor=SYSTEM, day_id=row.pk, reason="Thử")
    before = CalendarDay.objects.count()
    assert enter_shipped(apps.get_model("calendars", "CalendarDay"), apps.get_model("calendars", "CalendarYear")) == 0
    assert CalendarDay.objects.count() == before
    assert working_days().is_working(dt.date(2025, 5, 2))


def test_a_rest_over_a_weekend_and_a_swap() -> None:
    rows = add_days_off(
        actor=SYSTEM, first=dt.date(2027, 2, 5), last=dt.date(2027, 2, 11), name="Tết Đinh Mùi", basis="1/TB"
    )
    assert [row.day.day for row in rows] == [5, 8, 9, 10, 11]
    add_days_off(actor=SYSTEM, first=FRIDAY, swapped_in=dt.date(2027, 8, 28), name="Quốc khánh", basis="2/TB")
    calendar = working_days()
    assert calendar.previous(dt.date(2027, 9, 6)) == dt.date(2027, 9, 1)
    assert calendar.is_working(dt.date(2027, 8, 28))
    acts = AuditRow.objects.filter(act="add_days_off").order_by("pk")
    assert acts.last().details["swapped_in"] == "2027-08-28"  # type: ignore[union-attr]


def test_withdrawing_takes_both_days_of_a_swap_and_keeps_them_to_be_seen() -> None:
    add_days_off(actor=SYSTEM, first=FRIDAY, swapped_in=dt.date(2027, 8, 28), name="Quốc khánh", basis="2/TB")
    row = CalendarDay.objects.get(day=FRIDAY)
    taken = withdraw_day(actor=SYSTEM, day_id=row.pk, reason="Thông báo đã thay")
    assert {each.day for each in taken} == {FRIDAY, dt.date(2027, 8, 28)}
    assert working_days().is_working(FRIDAY)
    assert CalendarDay.objects.filter(day=FRIDAY, withdrawn_because="Thông báo đã thay").exists()
    with pytest.raises(CalendarRefused, match="không còn trong lịch"):
        withdraw_day(actor=SYSTEM, day_id=row.pk, reason="Lần nữa")
    add_days_off(actor=SYSTEM, first=FRIDAY, name="Quốc khánh", basis="3/TB")


def test_a_day_is_entered_once() -> None:
    with pytest.raises(CalendarRefused, match="Lịch đã có ngày 02/09/2026"):
        add_days_off(actor=SYSTEM, first=dt.date(2026, 9, 2), name="Quốc khánh", basis="1/TB")
    assert not AuditRow.objects.filter(act="add_days_off").exists()


def test_a_year_is_complete_when_somebody_says_so_with_a_document() -> None:
    with pytest.raises(CalendarRefused, match="văn bản căn cứ"):
        state_year(actor=SYSTEM, year=2027, is_complete=True, basis=" ")
    state_year(actor=SYSTEM, year=2027, is_complete=True, basis="1/TB")
    assert working_days().is_known(FRIDAY)
    assert working_days().is_working(dt.date(2027, 5, 3)), "a complete year has what was entered, no more"
    state_year(actor=SYSTEM, year=2027, is_complete=False, basis="1/TB")
    assert not working_days().is_known(FRIDAY)
    assert CalendarYear.objects.filter(year=2027).count() == 1


def test_only_keepers_keep_it() -> None:
    made.province()
    officer, lead = made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER), made.actor_at("SO_YT", Role.PROVINCIAL_LEAD)
    row = CalendarDay.objects.earliest("day")
    for act in (
        lambda: add_days_off(actor=officer, first=FRIDAY, name="Nghỉ", basis="1/TB"),
        lambda: withdraw_day(actor=officer, day_id=row.pk, reason="Thử"),
        lambda: state_year(actor=officer, year=2027, is_complete=True, basis="1/TB"),
    ):
        with pytest.raises(NotAllowed, match="lịch làm việc"):
            act()
    assert add_days_off(actor=lead, first=FRIDAY, name="Nghỉ", basis="1/TB")[0].entered_by_id == lead.user_id


def test_asking_takes_as_many_queries_however_many_days() -> None:
    days = iter(dt.date(2030, 1, 7) + dt.timedelta(weeks=week) for week in range(20))

    def enter() -> None:
        add_days_off(actor=SYSTEM, first=next(days), name="Nghỉ", basis="1/TB")

    assert_constant_queries(add_row=enter, read=working_days)
