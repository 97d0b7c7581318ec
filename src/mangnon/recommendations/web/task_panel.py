"""What the page of a task shows of recommendations: why it must be done, and the way to the whole chain."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from mangnon.accounts.web.access import actor_of
from mangnon.plans.public import Panel, Task
from mangnon.recommendations.chains import above_task


def recommendations_panel(request: HttpRequest, task: Task) -> Panel:
    """The paragraphs and decisions above a task. Four queries however many."""
    upward = above_task(actor_of(request), task)
    return Panel(
        "recommendations/_on_task.html",
        {
            "recommendations": upward.recommendations,
            "papers": upward.papers,
            "address": reverse("task_chain", args=[task.plan.code, task.code]),
        },
    )
