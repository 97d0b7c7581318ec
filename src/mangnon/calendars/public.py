"""The door of `calendars`."""

from mangnon.calendars.errors import CalendarRefused
from mangnon.calendars.policies import can_keep_calendar
from mangnon.calendars.selectors import working_days
from mangnon.calendars.services import add_days_off, state_year, withdraw_day

__all__ = ["CalendarRefused", "add_days_off", "can_keep_calendar", "state_year", "withdraw_day", "working_days"]
