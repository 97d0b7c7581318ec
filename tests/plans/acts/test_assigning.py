"""Giving, calling back, giving to another."""

from __future__ import annotations

import datetime as dt

import pytest

from mangnon.accounts.public import SYSTEM, Actor, Role
from mangnon.audit.models import AuditRow
from mangnon.kernel.refusals import NotAllowed, Refusal
from mangnon.plans.errors import BadChoice, BadReceiver, MissingReason, NotInForce, SeveralMeant, WrongState
from mangnon.plans.models import (
    Assignment,
    AssignmentSuccession,
    Plan,
)
from mangnon.plans.public import (
    accept_assignment,
    accept_return,
    ask_extension,
    ask_return,
    assignments,
    delegate_assignment,
    give_assignment,
    give_by_words,
    grant_extension,
    log_disagreements,
    reassign_assignment,
    recall_assignment,
    record_progress,
    report_complete,
    requests_waiting_for,
    responsible_for_task,
)
from tests.plans import events, made
from tests.plans.acts.rows import JULY, JUNE, TODAY, WHY, accepted, last_event, period_row, row_of, task_of

pytestmark = pytest.mark.django_db


# ---- giving ------------------------------------------------------------------------------------------------------


def test_a_monitor_is_given_its_own_deadline_and_only_watches(lead: Actor) -> None:
    task, body = task_of("I.2"), made.agency("SO_NV")
    given = give_assignment(actor=lead, task_id=task.pk, agency_id=body.pk, role="monitor", due_on=JULY, reason=WHY)
    assert (given.due_on, given.original_due_on, given.began_on, given.given_reason) == (JULY, JULY, TODAY, WHY)
    assert (last_event(given).move, last_event(given).reason) == ("give", WHY)
    watcher = made.actor_at("SO_NV", Role.DEPARTMENT_OFFICER)
    accept_assignment(actor=watcher, assignment_id=given.pk)
    record_progress(actor=watcher, assignment_id=given.pk, progress=0, text="Đã kiểm tra tại chỗ.")
    with pytest.raises(WrongState) as refused:
        report_complete(actor=watcher, assignment_id=given.pk)
    assert refused.value.code == "not_for_monitors"


def test_class_words_are_expanded_on_the_day_of_giving(lead: Actor) -> None:
    task = task_of("I.2")
    words = f"{made.CLASS}; Sở Nội vụ"
    with pytest.raises(SeveralMeant) as asked:
        give_by_words(actor=lead, task_id=task.pk, words=words, role="coordinator", reason=WHY)
    assert not Assignment.objects.filter(task=task, class_words=made.CLASS).exists()
    given = give_by_words(
        actor=lead, task_id=task.pk, words=words, role="coordinator", reason=WHY, chosen=asked.value.bodies
    )
    assert {row.agency.catalogue_code for row in given if not row.class_words} == {"SO_NV"}
    assert sorted(row.agency.code for row in given if row.class_words == made.CLASS) == ["90.UBND.901", "90.UBND.902"]
    with pytest.raises(BadReceiver) as refused:
        give_by_words(actor=lead, task_id=task.pk, words=made.CLASS, role="coordinator", reason=WHY)
    assert refused.value.code == "already_there"


def test_of_a_group_only_those_that_were_seen_and_chosen_are_given_the_task(lead: Actor) -> None:
    """«các huyện liên quan» is not all of them, and who wrote it is not here to be asked."""
    task, one, elsewhere = task_of("I.2"), made.agency("UBND.901").pk, made.agency("SO_NV").pk

    def give(*chosen: int) -> list[Assignment]:
        return give_by_words(
            actor=lead, task_id=task.pk, words=made.CLASS, role="coordinator", reason=WHY, chosen=chosen
        )

    for chosen, code in (((), "nobody_named"), ((one, elsewhere), "list_changed")):
        with pytest.raises(BadReceiver) as refused:
            give(*chosen)
        assert refused.value.code == code
    assert [row.agency.code for row in give(one)] == ["90.UBND.901"]
    with pytest.raises(BadReceiver) as again:
        give(one)
    assert again.value.code == "list_changed"


@pytest.mark.parametrize(
    ("words", "role", "due_on", "reason", "code"),
    [
        ("Sở Không Có", "coordinator", None, WHY, "unknown_words"),
        ("", "coordinator", None, WHY, "nobody_named"),
        ("Sở Nội vụ", "coordinator", None, " ", "missing_reason"),
        ("Sở Nội vụ", "coordinator", dt.date(2025, 5, 19), WHY, "day_is_over"),
        ("Sở Nội vụ", "coordinator", dt.date(2099, 1, 1), WHY, "too_far"),
        ("Sở Nội vụ", "delegate", None, WHY, "bad_receiver"),
        ("Sở Nội vụ", "lead", None, WHY, "one_lead"),
        ("Sở Y tế", "coordinator", None, WHY, "already_there"),
    ],
)
def test_what_cannot_be_given(
    lead: Actor, words: str, role: str, due_on: dt.date | None, reason: str, code: str
) -> None:
    before = (Assignment.objects.count(), AuditRow.objects.count())
    with pytest.raises(Refusal) as refused:
        give_by_words(actor=lead, task_id=task_of("I.2").pk, words=words, role=role, due_on=due_on, reason=reason)
    assert refused.value.code == code
    assert (Assignment.objects.count(), AuditRow.objects.count()) == before


def test_a_body_that_is_not_in_force_or_of_another_province_receives_nothing(lead: Actor) -> None:
    ended = events.body("SO_CU", name="Sở Cũ")
    ended.valid_to = dt.date(2025, 5, 1)
    ended.save()
    task = task_of("I.2")
    with pytest.raises(BadReceiver):
        give_assignment(actor=lead, task_id=task.pk, agency_id=ended.pk, role="coordinator", reason=WHY)
    foreign = events.body("SO_LA", name="Sở Lạ")
    foreign.code = "91.SO_LA"
    foreign.save()
    with pytest.raises(BadChoice):
        give_assignment(actor=lead, task_id=task.pk, agency_id=foreign.pk, role="coordinator", reason=WHY)
    with pytest.raises(BadReceiver):
        give_assignment(actor=lead, task_id=task.pk, agency_id=10**9, role="coordinator", reason=WHY)


@pytest.mark.parametrize(
    ("agency", "role"),
    [
        ("SO_TP", Role.DEPARTMENT_OFFICER),
        ("SO_TP", Role.PROVINCIAL_LEAD),
        ("SO_YT", Role.DEPARTMENT_OFFICER),
        ("SO_YT", Role.LEADER),
        ("UBND_TINH", Role.LEADER),
    ],
)
def test_only_the_lead_officers_of_the_plans_lead_agency_direct(plan: Plan, agency: str, role: Role) -> None:
    actor, row = made.actor_at(agency, role), row_of("I.2", "SO_TP")
    body = made.agency("SO_NV").pk
    with pytest.raises(NotAllowed):
        give_assignment(actor=actor, task_id=row.task_id, agency_id=body, role="monitor", reason=WHY)
    with pytest.raises(NotAllowed):
        recall_assignment(actor=actor, assignment_id=row.pk, reason=WHY)
    with pytest.raises(NotAllowed):
        reassign_assignment(actor=actor, assignment_id=row.pk, to_agency_id=body, reason=WHY)
    assert not requests_waiting_for(actor)


# ---- calling back, giving to another -----------------------------------------------------------------------------


def test_recall_closes_what_waits_and_calls_back_what_was_given_on(lead: Actor, officer: Actor) -> None:
    row = accepted(officer)
    (below,) = delegate_assignment(
        actor=officer, assignment_id=row.pk, agency_ids=[made.agency("UBND.901").pk], text="Làm tại huyện mẫu."
    )
    asked = ask_extension(actor=officer, assignment_id=row.pk, wanted_on=JUNE, reason="Chờ kinh phí mẫu.")
    with pytest.raises(MissingReason):
        recall_assignment(actor=lead, assignment_id=row.pk, reason=" ")
    recall_assignment(actor=lead, assignment_id=row.pk, reason=WHY)
    for each in (row, below):
        each.refresh_from_db()
        assert (each.execution, each.ended_because, each.ended_on) == ("recalled", "recalled", TODAY)
        assert last_event(each).move == "recall"
        assert last_event(each).reason == WHY
    asked.refresh_from_db()
    assert (asked.state, asked.granted_on) == ("closed", None)
    assert asked.answer
    assert row.pk not in assignments(SYSTEM, on=TODAY).values_list("pk", flat=True)
    with pytest.raises(NotInForce):
        grant_extension(actor=lead, assignment_id=row.pk)
    with pytest.raises(NotInForce):
        recall_assignment(actor=lead, assignment_id=row.pk, reason=WHY)
    with pytest.raises(NotInForce):
        record_progress(actor=officer, assignment_id=row.pk, progress=10, text="Muộn rồi.")
    assert log_disagreements(SYSTEM) == []


def test_a_task_whose_lead_was_recalled_is_given_a_new_one(lead: Actor, officer: Actor) -> None:
    row = row_of("I.2", "SO_TP")
    recall_assignment(actor=lead, assignment_id=row.pk, reason=WHY)
    assert responsible_for_task(SYSTEM, row.task, TODAY).agency is None
    give_assignment(actor=lead, task_id=row.task_id, agency_id=row.agency_id, role="lead", due_on=JUNE, reason=WHY)
    assert responsible_for_task(SYSTEM, row.task, TODAY).agency == row.agency


def test_another_body_begins_anew_with_the_original_deadline_on_record(lead: Actor, officer: Actor) -> None:
    row = accepted(officer)
    ask_extension(actor=officer, assignment_id=row.pk, wanted_on=JUNE, reason="Chờ kinh phí mẫu.")
    grant_extension(actor=lead, assignment_id=row.pk)
    record_progress(actor=officer, assignment_id=row.pk, progress=30, text="Đã làm một phần.")
    new = reassign_assignment(
        actor=lead, assignment_id=row.pk, to_agency_id=made.agency("SO_YT").pk, reason=WHY, due_on=JULY
    )
    row.refresh_from_db()
    assert (row.ended_on, row.ended_because, row.execution) == (dt.date(2025, 5, 19), "reassigned", "in_progress")
    assert (new.role, new.execution, new.progress, new.due_on) == ("lead", "not_received", 0, JULY)
    assert new.original_due_on == dt.date(2025, 5, 19)
    coordinator = Assignment.objects.get(task__code="I.2", agency=made.agency("SO_YT"), role="coordinator")
    assert coordinator.ended_because == "reassigned"
    (step,) = responsible_for_task(SYSTEM, row.task, TODAY).because
    assert (step.event, step.source.code, step.target.code, step.chosen_reason) == (None, "90.SO_TP", "90.SO_YT", WHY)
    links = AssignmentSuccession.objects.filter(successor=new)
    assert {link.because for link in links} == {"given"}
    assert log_disagreements(SYSTEM) == []


def test_a_coordinator_is_not_given_to_a_body_that_has_the_task(lead: Actor) -> None:
    row = row_of("I.1", "SO_TP")
    with pytest.raises(BadReceiver) as refused:
        reassign_assignment(actor=lead, assignment_id=row.pk, to_agency_id=made.agency("SO_YT").pk, reason=WHY)
    assert refused.value.code == "already_there"
    with pytest.raises(BadReceiver):
        reassign_assignment(actor=lead, assignment_id=row.pk, to_agency_id=row.agency_id, reason=WHY)
    new = reassign_assignment(actor=lead, assignment_id=row.pk, to_agency_id=made.agency("SO_NV").pk, reason=WHY)
    assert (new.role, new.agency.catalogue_code) == ("coordinator", "SO_NV")


@pytest.mark.parametrize("act", ["recall", "reassign", "return"])
def test_open_periods_go_with_the_standing_duty(lead: Actor, officer: Actor, act: str) -> None:
    period, standing = period_row(), row_of("I.1", "SO_TP")
    if act == "recall":
        recall_assignment(actor=lead, assignment_id=standing.pk, reason=WHY)
        period.refresh_from_db()
        assert period.execution == "recalled"
        return
    body = made.agency("SO_NV")
    if act == "reassign":
        reassign_assignment(actor=lead, assignment_id=standing.pk, to_agency_id=body.pk, reason=WHY)
    else:
        ask_return(actor=officer, assignment_id=standing.pk, reason="Không thuộc chức năng mẫu.")
        accept_return(actor=lead, assignment_id=standing.pk, to_agency_id=body.pk)
    period.refresh_from_db()
    assert period.ended_because == f"{act}ed"
    taken = Assignment.objects.open().get(instance=period.instance, agency=body)
    assert (taken.role, taken.due_on) == ("coordinator", period.due_on)
    assert log_disagreements(SYSTEM) == []
