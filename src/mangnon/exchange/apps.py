"""exchange: doors for machines and for bodies without an account."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """The programming interface and workbooks that come back."""

    name = "mangnon.exchange"
    verbose_name = "Trao đổi dữ liệu"
