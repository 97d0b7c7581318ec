"""What the apps above plans show on the page of a task. An app with a panel of its own adds a line here."""

from __future__ import annotations


def register() -> None:
    """Called once, when the addresses of the site are put together; again it changes nothing."""
    from mangnon.activities.web.task_panel import activities_panel
    from mangnon.plans.public import register_task_panel
    from mangnon.recommendations.web.task_panel import recommendations_panel

    register_task_panel("activities", activities_panel)
    register_task_panel("recommendations", recommendations_panel)
