"""The door of `calendars`."""

from mangnon.calendars.errors import CalendarRefused
from mangnon.calendars.models import CalendarDay
from mangnon.calendars.policies import can_keep_calendar
from mangnon.calendars.selectors import calendar_day_by_id, days_of_year, working_days, year_of
from mangnon.calendars.services import add_days_off, state_year, withdraw_day

__all__ = [
    "CalendarDay",
    "CalendarRefused",
    "add_days_off",
    "calendar_day_by_id",
    "can_keep_calendar",
    "days_of_year",
    "state_year",
    "withdraw_day",
    "working_days",
    "year_of",
]
