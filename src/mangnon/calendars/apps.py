"""calendars: public holidays and swapped working days as data."""

from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    """Days off and days swapped."""

    name = "mangnon.calendars"
    verbose_name = "Lịch làm việc"
