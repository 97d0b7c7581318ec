"""activities: what an agency plans, does, spends and proves under its tasks."""

from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    """Agency plans, activities, money, evidence, talk."""

    name = "mangnon.activities"
    verbose_name = "Hoạt động của cơ quan"
