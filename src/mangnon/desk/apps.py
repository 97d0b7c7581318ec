"""desk: pages that join domains."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Bàn làm việc."""

    name = "mangnon.desk"
    verbose_name = "Bàn làm việc"
