"""audit: what happened, chained so that a change shows."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Evidence."""

    name = "mangnon.audit"
    verbose_name = "Nhật ký"
