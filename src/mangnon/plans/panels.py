"""What apps above show on the page of a task: plans know that there are panels, not whose they are.

`project` registers them when the site starts (`mangnon.project.panels`); the page of a task renders each in its order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.http import HttpRequest

from mangnon.accounts.public import Actor
from mangnon.plans.models import Task


class TaskPanel(Protocol):
    """A part of the page of a task that another app fills.

    `title` is its heading, `template` what is included within the section with `panel` in its context: the mapping
    that `context` gives for what the actor may see of the task.
    """

    title: str
    template: str

    def context(self, actor: Actor, task: Task, request: HttpRequest) -> dict[str, Any]:
        """What the template needs; a fixed number of queries however much there is."""


@dataclass(frozen=True, slots=True)
class ShownPanel:
    """A panel with what it shows, for the template: `{% include shown.template with panel=shown.context %}`."""

    anchor: str
    title: str
    template: str
    context: dict[str, Any]


_panels: list[TaskPanel] = []


def register_task_panel(panel: TaskPanel) -> None:
    """Add a panel after those already there; the same one again changes nothing."""
    if panel not in _panels:
        _panels.append(panel)


def shown_panels(actor: Actor, task: Task, request: HttpRequest) -> Sequence[ShownPanel]:
    """Every panel with its content, in the order in which they were registered."""
    return [
        ShownPanel(f"phan-{number}", panel.title, panel.template, panel.context(actor, task, request))
        for number, panel in enumerate(_panels, 1)
    ]
