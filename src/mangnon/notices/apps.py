"""notices: what a person is told, when, by which channel, and the log of it."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Notices, digests, deliveries."""

    name = "mangnon.notices"
    verbose_name = "Nhắc việc"
