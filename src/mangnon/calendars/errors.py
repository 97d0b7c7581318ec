"""Refusals of calendars."""

from mangnon.kernel.refusals import Refusal

NOTHING_CHANGED = "Lịch làm việc không thay đổi."


class CalendarRefused(Refusal):
    """A day that cannot be entered or withdrawn as asked."""

    code = "calendar_refused"
