"""Two made-up provinces side by side, each with people in every role; the first has a plan and a period under way."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from mangnon.accounts.models import User
from mangnon.accounts.public import SYSTEM, Actor, Role
from mangnon.agencies.models import Agency, Post
from mangnon.agencies.public import actor_for, set_up_province
from mangnon.documents.models import DirectiveReading
from mangnon.kernel import clock
from mangnon.plans.models import Assignment, Difficulty, Plan, Task
from mangnon.plans.public import accept_assignment, adopt_reading, raise_difficulty
from mangnon.reporting.models import Consolidation, Passage, Period, Regime
from mangnon.reporting.public import (
    accept_report,
    consolidate,
    open_period,
    save_entry,
    set_up_regimes,
    start_report,
    submit_report,
)
from mangnon.territory.models import ParentEdge, Unit
from tests.plans import made

OTHER_PROVINCE = "91"
# person → (province, body, role)
POSTS = {
    "lead": (made.PROVINCE, "SO_YT", Role.PROVINCIAL_LEAD),
    "colleague": (made.PROVINCE, "SO_YT", Role.DEPARTMENT_OFFICER),
    "department": (made.PROVINCE, "SO_TP", Role.DEPARTMENT_OFFICER),
    "local": (made.PROVINCE, "UBND.901", Role.LOCAL_OFFICER),
    "leader": (made.PROVINCE, "UBND_TINH", Role.LEADER),
    "district_leader": (made.PROVINCE, "UBND.901", Role.LEADER),
    "case_worker": (made.PROVINCE, "SO_YT", Role.CASE_WORKER),
    "supervisor": (made.PROVINCE, "SO_YT", Role.SUPERVISOR),
    "inspector": (made.PROVINCE, "THANH_TRA", Role.INSPECTOR),
    "reader": (made.PROVINCE, "VP_UBND", Role.READER),
    "administrator": (made.PROVINCE, "VP_UBND", Role.ADMINISTRATOR),
    "auditor": (made.PROVINCE, "VP_UBND", Role.AUDITOR),
    "other_lead": (OTHER_PROVINCE, "SO_YT", Role.PROVINCIAL_LEAD),
    "other_leader": (OTHER_PROVINCE, "UBND_TINH", Role.LEADER),
    "other_administrator": (OTHER_PROVINCE, "VP_UBND", Role.ADMINISTRATOR),
    "other_auditor": (OTHER_PROVINCE, "VP_UBND", Role.AUDITOR),
}


@dataclass
class World:
    """Everything an address can name, all of it in the first province."""

    plan: Plan
    regime: Regime
    period: Period
    consolidation: Consolidation
    in_review: DirectiveReading
    adopted: DirectiveReading
    task: Task
    assignments: dict[str, Assignment] = field(default_factory=dict)
    difficulty: Difficulty | None = None
    users: dict[str, User] = field(default_factory=dict)

    def client(self, person: str) -> Client:
        """Signed in as a person; nobody for «stranger»."""
        client = Client(raise_request_exception=True)
        if person != "stranger":
            client.force_login(self.users[person])
        return client

    def actor(self, person: str) -> Actor:
        """The person as services see them."""
        actor = actor_for(self.users[person], on=clock.today())
        assert actor is not None
        return actor


def _other_province() -> None:
    unit = Unit.objects.create(code=OTHER_PROVINCE, name="Tỉnh Khác", level="province", kind="Tỉnh")
    district = Unit.objects.create(code="911", name="Huyện Khác 1", level="district", kind="Huyện", parent=unit)
    ParentEdge.objects.create(child=district, parent=unit)
    set_up_province(actor=SYSTEM, province_code=OTHER_PROVINCE, on=made.ISSUED_ON)


def _people() -> dict[str, User]:
    users = {"without_post": User.objects.create_user(username="khong-vi-tri", full_name="Nguyễn Văn Mẫu")}
    for person, (province, body, role) in POSTS.items():
        users[person] = User.objects.create_user(username=person, full_name=f"Nguyễn Thị Mẫu {person}")
        Post.objects.create(user=users[person], agency=Agency.objects.get(code=f"{province}.{body}"), role=role)
    return users


def _report(actor: Actor, period: Period, tasks: list[Task], words: str) -> int:
    report = start_report(actor=actor, period=period, agency_id=actor.agency_id or 0)
    for task in tasks:
        fields: dict[str, Any] = {"results": f"{words}: việc mẫu {task.code}."}
        save_entry(actor=actor, report_id=report.pk, task_id=task.pk, revision=0, fields=fields)
    submit_report(actor=actor, report_id=report.pk)
    return report.pk


def world() -> World:
    """The first province reads a paper, adopts another, opens its half-year; two have reported, one is accepted."""
    made.province()
    _other_province()
    users = _people()
    lead = actor_for(users["lead"], on=clock.today())
    department = actor_for(users["department"], on=clock.today())
    assert lead is not None
    assert department is not None
    row, adopted = made.reading(), made.reading()
    for reading in (row, adopted):
        reading.source.territory_code, reading.source.received_by = made.PROVINCE, users["lead"]
        reading.source.save()
    plan = adopt_reading(actor=lead, reading_id=adopted.pk, version=adopted.version, plan_code="99-KH-UBND")
    regime = set_up_regimes(actor=lead, plan=plan)[0]
    period = open_period(actor=lead, regime=regime, code="2025H1")
    tasks = list(plan.tasks.order_by("order"))
    own = Assignment.objects.get(task=tasks[1], agency_id=department.agency_id)
    accept_assignment(actor=department, assignment_id=own.pk)
    difficulty = raise_difficulty(actor=department, assignment_id=own.pk, text="Thiếu kinh phí mẫu")
    with clock.frozen(clock.at(dt.date(2025, 5, 20), 10)):
        accept_report(actor=lead, report_id=_report(lead, period, [tasks[0], tasks[2]], "Sở Y tế"))
        _report(department, period, [tasks[1]], "Sở Tư pháp")
        made_one = consolidate(actor=lead, period=period, reasons={"*": "Chưa đến hạn"})
    row.refresh_from_db()
    adopted.refresh_from_db()
    return World(
        plan,
        regime,
        period,
        made_one,
        row,
        adopted,
        tasks[1],
        {"own": own},
        difficulty,
        users,
    )


def first_passage(found: World) -> Passage:
    """A passage of the consolidation."""
    return found.consolidation.passages.order_by("order")[0]
