"""reporting: regimes, periods, reports, review, consolidation."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Reports."""

    name = "mangnon.reporting"
    verbose_name = "Báo cáo"
