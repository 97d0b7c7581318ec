"""territory: provinces and districts, valid in time."""

from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    """Territory."""

    name = "mangnon.territory"
    verbose_name = "Địa bàn"
