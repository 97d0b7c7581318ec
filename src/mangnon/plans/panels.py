"""What other apps show on the page of a task. An app above fills a place here; the project registers it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.http import HttpRequest

from mangnon.plans.models import Task


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the page: the template is rendered inside the page with `panel` = `context`."""

    template: str
    context: Mapping[str, Any]


class TaskPanel(Protocol):
    """What an app adds to the page of a task for the person who looks (`accounts.web.access.actor_of`); None: nothing.
    It asks the database a constant number of times."""

    def __call__(self, request: HttpRequest, task: Task) -> Panel | None:
        """The panel of a task."""


_panels: dict[str, TaskPanel] = {}


def register_task_panel(name: str, panel: TaskPanel) -> None:
    """Add a panel under a name; the same name again replaces it. Panels stand in the order of their names."""
    _panels[name] = panel


def task_panels(request: HttpRequest, task: Task) -> list[Panel]:
    """What every registered app shows of a task."""
    shown = (_panels[name](request, task) for name in sorted(_panels))
    return [panel for panel in shown if panel is not None]
