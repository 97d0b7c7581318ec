"""recommendations: recommendations of UN Committees, the rights they touch, and what answers them."""

from django.apps import AppConfig


class RecommendationsConfig(AppConfig):
    """The registry of recommendations and its links to plans."""

    name = "mangnon.recommendations"
    verbose_name = "Khuyến nghị"
