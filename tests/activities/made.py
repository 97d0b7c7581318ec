"""A plan under way with people of its bodies; activities are made through the services."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.test import Client

from mangnon.accounts.models import User
from mangnon.accounts.public import Actor, Role
from mangnon.activities.models import Activity, Evidence
from mangnon.activities.public import add_activity, add_evidence, keep_budget_line
from mangnon.agencies.public import actor_for
from mangnon.kernel import clock
from mangnon.plans.models import Assignment, Plan, Task
from mangnon.plans.public import accept_assignment
from tests.files import content as files
from tests.plans import made

_numbers = itertools.count(1)


@dataclass
class Scene:
    """Sở Y tế leads I.1 and I.3 and the plan; Sở Tư pháp leads I.2 and coordinates I.1."""

    plan: Plan
    lead: Actor
    officer: Actor
    local: Actor
    reader: Actor
    leader: Actor

    def task(self, code: str = "I.2") -> Task:
        """A task of the plan."""
        return Task.objects.get(plan=self.plan, code=code)

    def assignment(self, code: str = "I.2", agency: str = "SO_TP") -> Assignment:
        """Who does what."""
        found = Assignment.objects.filter(task__plan=self.plan, task__code=code, instance__isnull=True)
        return found.get(agency__code=f"90.{agency}")

    def activity(self, actor: Actor | None = None, code: str = "I.2", agency: str = "SO_TP", **given: Any) -> Activity:
        """A new activity, of Sở Tư pháp unless said otherwise."""
        text = given.pop("text", f"Tổ chức lớp tập huấn mẫu đợt {next(_numbers)} cho cán bộ")
        row = self.assignment(code, agency)
        return add_activity(actor=actor or self.officer, assignment_id=row.pk, text=text, **given)

    def money(self, activity: Activity, actor: Actor | None = None, **given: Any) -> None:
        """A budget line."""
        values = {"source": "central", "year": 2025, "planned": 10_000_000, **given}
        keep_budget_line(actor=actor or self.officer, activity_id=activity.pk, **values)

    def evidence(self, activity: Activity, content: bytes | None = None, **given: Any) -> Evidence:
        """A file for an activity."""
        values = {"file_name": "bien ban.pdf", "description": "Biên bản lớp tập huấn", **given}
        return add_evidence(actor=self.officer, activity_id=activity.pk, file=content or files.pdf(), **values)


def scene() -> Scene:
    """The province, its plan, and people."""
    made.province()
    plan = made.adopted()
    officer = made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER)
    found = Scene(
        plan,
        made.actor_at("SO_YT", Role.PROVINCIAL_LEAD),
        officer,
        made.actor_at("UBND.901", Role.LOCAL_OFFICER),
        made.actor_at("VP_UBND", Role.READER),
        made.actor_at("UBND_TINH", Role.LEADER),
    )
    accept_assignment(actor=officer, assignment_id=found.assignment().pk)
    return found


def client_of(actor: Actor) -> Client:
    """Signed in as somebody of the scene."""
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def store_at(place: Path, settings: Any) -> None:
    """A store of its own, with no room kept free."""
    default = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": place}}
    settings.STORAGES = {**settings.STORAGES, "default": default}
    settings.FILES = {**settings.FILES, "reserve_bytes": 0}


def full_actor(actor: Actor) -> Actor:
    """The actor as a request would make it."""
    found = actor_for(User.objects.get(pk=actor.user_id), on=clock.today())
    assert found is not None
    return found
