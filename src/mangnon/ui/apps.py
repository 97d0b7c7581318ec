"""ui: the frame of every page, the components, the style sheets, the gallery."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Look and components; no model."""

    name = "mangnon.ui"
    label = "ui"
    verbose_name = "Giao diện"
