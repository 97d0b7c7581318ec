"""A department's task goes to a district and from there to a commune: who gives what, and how it is called back."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from mangnon.accounts.public import SYSTEM, Actor, Role
from mangnon.agencies.models import Agency
from mangnon.plans.errors import BadDeadline, BadReceiver, CannotUndo
from mangnon.plans.models import Assignment
from mangnon.plans.public import (
    DoneMove,
    Move,
    accept_assignment,
    confirm_complete,
    delegate_assignment,
    giving_agencies,
    log_disagreements,
    recall_assignment,
    report_complete,
    requests_waiting_for,
    undo_moves,
)
from mangnon.territory.models import ParentEdge, Unit
from tests.plans import events, made
from tests.plans.acts.rows import JUNE, WHY, accepted

pytestmark = pytest.mark.django_db


def _commune(district: str) -> Agency:
    above = Unit.objects.get(code=district)
    unit = Unit.objects.create(
        code=f"{district}01", name=f"Xã Mẫu {district}", level="commune", kind="Xã", parent=above
    )
    ParentEdge.objects.create(child=unit, parent=above)
    found = events.body(f"UBND_XA.{district}01", level="commune", name=f"Ủy ban nhân dân xã Mẫu {district}")
    found.territory = unit
    found.save()
    return found


@pytest.fixture
def chain(officer: Actor) -> tuple[Assignment, Assignment, Assignment]:
    """Sở Tư pháp, huyện Mẫu 1, a commune of that district; each took up what it was given."""
    commune, row = _commune("901"), accepted(officer)
    (district,) = delegate_assignment(
        actor=officer, assignment_id=row.pk, agency_ids=[made.agency("UBND.901").pk], text="Làm tại huyện mẫu."
    )
    local = made.actor_at("UBND.901", Role.LOCAL_OFFICER)
    accept_assignment(actor=local, assignment_id=district.pk)
    (below,) = delegate_assignment(
        actor=local, assignment_id=district.pk, agency_ids=[commune.pk], text="Làm tại xã mẫu."
    )
    accept_assignment(actor=made.actor_at("UBND_XA.90101", Role.LOCAL_OFFICER), assignment_id=below.pk)
    return row, district, below


def test_each_step_answers_to_the_one_above_it(chain: tuple[Assignment, Assignment, Assignment]) -> None:
    row, district, below = chain
    assert (below.parent_id, below.due_on) == (district.pk, row.due_on)
    assert list(giving_agencies(below)) == [made.agency("UBND.901")]
    report_complete(actor=made.actor_at("UBND_XA.90101", Role.LOCAL_OFFICER), assignment_id=below.pk)
    middle = made.actor_at("UBND.901", Role.LOCAL_OFFICER)
    top = made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER)
    assert [each.assignment.pk for each in requests_waiting_for(middle)] == [below.pk]
    assert [each.assignment.pk for each in requests_waiting_for(top)] == []
    confirm_complete(actor=middle, assignment_id=below.pk)
    report_complete(actor=middle, assignment_id=district.pk)
    assert [each.assignment.pk for each in requests_waiting_for(top)] == [district.pk]
    confirm_complete(actor=top, assignment_id=district.pk)
    row.refresh_from_db()
    assert row.execution == "in_progress"
    assert log_disagreements(SYSTEM) == []


def test_recalling_the_first_calls_back_both_steps(
    lead: Actor, chain: tuple[Assignment, Assignment, Assignment]
) -> None:
    recall_assignment(actor=lead, assignment_id=chain[0].pk, reason=WHY)
    for each in chain:
        each.refresh_from_db()
        assert (each.execution, each.ended_because) == ("recalled", "recalled")
    assert log_disagreements(SYSTEM) == []


def test_what_nobody_finished_below_ends_with_the_result_above(
    lead: Actor, chain: tuple[Assignment, Assignment, Assignment]
) -> None:
    row, district, below = chain
    top = made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER)
    (other,) = delegate_assignment(
        actor=top, assignment_id=row.pk, agency_ids=[made.agency("UBND.902").pk], text="Làm tại huyện mẫu."
    )
    second = made.actor_at("UBND.902", Role.LOCAL_OFFICER)
    accept_assignment(actor=second, assignment_id=other.pk)
    report_complete(actor=second, assignment_id=other.pk)
    report_complete(actor=top, assignment_id=row.pk, reason="Phần còn lại không cần nữa.")
    for each in (district, below, other):
        each.refresh_from_db()
    assert (district.execution, below.execution) == ("in_progress", "in_progress"), "the result is not taken yet"
    client = Client()
    client.force_login(made.user_at("SO_YT", Role.PROVINCIAL_LEAD))
    page = client.get(reverse("assignment", args=[row.pk])).content.decode()
    assert "1 phần giao cho cấp dưới chưa xong sẽ được thu hồi cùng" in page
    confirm_complete(actor=lead, assignment_id=row.pk)
    for each in (district, below):
        each.refresh_from_db()
        assert (each.execution, each.ended_because) == ("recalled", "recalled")
    event = district.events.order_by("pk").last()
    assert event is not None
    assert event.reason == "Khép lại: kết quả của Sở Tư pháp đã được nghiệm thu."
    other.refresh_from_db()
    assert other.execution == "reported_complete", "it is still judged by who gave it on"
    confirm_complete(actor=top, assignment_id=other.pk)
    assert log_disagreements(SYSTEM) == []


def test_a_commune_of_another_district_and_a_later_day_are_refused(
    chain: tuple[Assignment, Assignment, Assignment],
) -> None:
    middle = made.actor_at("UBND.901", Role.LOCAL_OFFICER)
    elsewhere = _commune("902")
    before = Assignment.objects.count()
    with pytest.raises(BadReceiver) as refused:
        delegate_assignment(actor=middle, assignment_id=chain[1].pk, agency_ids=[elsewhere.pk], text="Làm giúp.")
    assert refused.value.code == "not_below"
    near = _commune_beside("901")
    with pytest.raises(BadDeadline) as late:
        delegate_assignment(
            actor=middle,
            assignment_id=chain[1].pk,
            agency_ids=[near.pk],
            due_on=JUNE + dt.timedelta(days=365),
            text="Làm tại xã mẫu.",
        )
    assert late.value.code == "after_parent"
    assert Assignment.objects.count() == before


def _commune_beside(district: str) -> Agency:
    found = events.body(f"UBND_XA.{district}02", level="commune", name="Ủy ban nhân dân xã Mẫu bên cạnh")
    found.territory = Unit.objects.get(code=f"{district}01")
    found.save()
    return found


def test_a_result_that_ended_parts_below_is_not_undone(
    lead: Actor, chain: tuple[Assignment, Assignment, Assignment]
) -> None:
    row, district, _below = chain
    report_complete(
        actor=made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER), assignment_id=row.pk, reason="Phần còn lại không cần."
    )
    taken = confirm_complete(actor=lead, assignment_id=row.pk)
    with pytest.raises(CannotUndo, match="giao xuống dưới"):
        undo_moves(actor=lead, done=[DoneMove(row.pk, Move.CONFIRM_COMPLETE, taken.version)])
    row.refresh_from_db()
    district.refresh_from_db()
    assert (row.execution, district.execution) == ("complete", "recalled")
