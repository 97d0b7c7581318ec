"""documents: reading paper, writing official documents."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Documents in and out."""

    name = "mangnon.documents"
    verbose_name = "Văn bản"
