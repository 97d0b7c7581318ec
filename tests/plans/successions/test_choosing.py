"""A person chooses afterwards; a paper of the past reaches the bodies of today."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from mangnon.accounts.public import SYSTEM, Role
from mangnon.audit.models import AuditRow
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed
from mangnon.plans.errors import BadChoice, WrongState
from mangnon.plans.models import Assignment, DutySuccession, Plan
from mangnon.plans.selectors import (
    duties_without_successor,
    lead_agency_of,
)
from mangnon.plans.successions.choosing import choose_duty_successor, choose_successor
from mangnon.plans.successions.holding import responsible_for_task
from mangnon.plans.successions.moving import why_assignments_stay
from tests.plans import events, made
from tests.plans.events import MARCH
from tests.plans.successions.moved import move, on_day

# ---- choosing afterwards -----------------------------------------------------------------------------------------


def test_a_person_chooses_afterwards_with_a_reason(plan: Plan, split: Any) -> None:
    happened = split()
    move(happened)
    row = Assignment.objects.get(task__code="I.1", undecided_by=happened)
    target = made.agency("SO_MOT")
    lead = made.actor_at("SO_NV", Role.PROVINCIAL_LEAD)
    officer = made.actor_at("SO_NV", Role.DEPARTMENT_OFFICER)
    with pytest.raises(NotAllowed):
        choose_successor(actor=officer, assignment_id=row.pk, agency_id=target.pk, reason="Theo chỉ đạo mẫu.")
    for agency_id, reason in ((target.pk, "  "), (made.agency("SO_YT").pk, "x"), (0, "x")):
        with pytest.raises(BadChoice):
            choose_successor(actor=lead, assignment_id=row.pk, agency_id=agency_id, reason=reason)
    new = choose_successor(actor=lead, assignment_id=row.pk, agency_id=target.pk, reason="Theo chỉ đạo mẫu.")
    today = clock.today()
    assert (new.began_on, new.role, new.agency) == (today, "lead", target)
    assert on_day(today - dt.timedelta(days=1))["SO_YT"] == "lead"
    step = responsible_for_task(SYSTEM, plan.tasks.get(code="I.1")).because[-1]
    assert (step.because, step.chosen_reason, step.on) == ("chosen", "Theo chỉ đạo mẫu.", today)
    with pytest.raises(WrongState):
        choose_successor(actor=lead, assignment_id=row.pk, agency_id=target.pk, reason="Lần nữa.")
    assert "Có 1 phân công đã được chọn cơ quan kế tục kèm lý do." in why_assignments_stay([happened])
    assert AuditRow.objects.get(act="choose_successor").reason == "Theo chỉ đạo mẫu."


def test_a_person_chooses_who_leads_the_plan(plan: Plan, split: Any) -> None:
    move(split())
    row = DutySuccession.objects.get(duty__isnull=True)
    lead = made.actor_at("SO_NV", Role.PROVINCIAL_LEAD)
    choose_duty_successor(actor=lead, succession_id=row.pk, agency_id=made.agency("SO_MOT").pk, reason="Mẫu.")
    assert lead_agency_of(plan) == made.agency("SO_MOT")
    assert [row.duty_id is None for row in duties_without_successor(SYSTEM)] == [False]


# ---- adoption after the event ------------------------------------------------------------------------------------


def test_a_paper_of_the_past_reaches_the_bodies_of_today(db: None) -> None:
    made.province()
    events.body("SO_MOI", valid_from=MARCH)
    events.event([("SO_YT", "SO_MOI", "")])
    plan = made.adopted()
    assert on_day(made.ISSUED_ON)["SO_YT"] == "lead"
    assert on_day(MARCH)["SO_MOI"] == "lead"
    assert lead_agency_of(plan) == made.agency("SO_MOI")
