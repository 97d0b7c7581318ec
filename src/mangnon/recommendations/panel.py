"""What the page of a task shows of recommendations: the chain upward."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from mangnon.accounts.public import Actor
from mangnon.plans.public import Task
from mangnon.recommendations.chains import above_task


class RecommendationsOnTask:
    """A panel of the page of a task (`plans.panels.TaskPanel`): why it must be done, and the whole chain."""

    title = "Khuyến nghị mà nhiệm vụ trả lời"
    template = "recommendations/_on_task.html"

    def context(self, actor: Actor, task: Task, request: HttpRequest) -> dict[str, Any]:
        """The paragraphs and decisions above a task. Four queries however many."""
        upward = above_task(actor, task)
        return {
            "recommendations": upward.recommendations,
            "papers": upward.papers,
            "address": reverse("task_chain", args=[task.plan.code, task.code]),
        }
