"""agencies: bodies of state, and who holds which post in them."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """Agencies and posts."""

    name = "mangnon.agencies"
    verbose_name = "Cơ quan, đơn vị"
