"""indicators: what is counted, targets, figures."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """What is counted."""

    name = "mangnon.indicators"
    verbose_name = "Chỉ tiêu"
