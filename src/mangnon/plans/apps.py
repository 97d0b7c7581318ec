"""plans: directives become plans, tasks, assignments, progress, difficulties."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Plans."""

    name = "mangnon.plans"
    verbose_name = "Kế hoạch"
