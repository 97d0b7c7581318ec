"""outgoing: numbers, signatures and envelopes of official papers."""

from django.apps import AppConfig


class OutgoingConfig(AppConfig):
    """Papers on their way out."""

    name = "mangnon.outgoing"
    verbose_name = "Văn bản đi"
