"""What apps show on the pages of apps below them: panels of a task, papers of a figure. An app adds its line here."""

from __future__ import annotations


def register() -> None:
    """Called once, when the addresses of the site are put together; again it changes nothing."""
    from mangnon.activities.web.task_panel import activities_panel
    from mangnon.indicators.public import register_paper_finder
    from mangnon.plans.public import register_task_panel
    from mangnon.recommendations.web.task_panel import recommendations_panel
    from mangnon.reporting.public import reports_with

    register_task_panel("activities", activities_panel)
    register_task_panel("recommendations", recommendations_panel)
    register_paper_finder("reports", reports_with)
