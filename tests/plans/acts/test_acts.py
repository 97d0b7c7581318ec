"""Giving, calling back, giving to another, giving on below, and what a reorganisation does to what waits."""

from __future__ import annotations

import datetime as dt

import pytest

from mangnon.accounts.public import SYSTEM, Actor, Role
from mangnon.audit.models import AuditRow
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed, Refusal, Stale
from mangnon.plans.errors import BadChoice, BadDeadline, BadReceiver, MissingReason, NotInForce, WrongState
from mangnon.plans.models import (
    Assignment,
    AssignmentEvent,
    AssignmentReturn,
    AssignmentSuccession,
    Extension,
    Plan,
    RecurrenceRule,
    Task,
    TaskInstance,
)
from mangnon.plans.public import (
    accept_assignment,
    accept_assignments,
    accept_return,
    ask_extension,
    ask_return,
    assignments,
    confirm_complete,
    delegate_assignment,
    give_assignment,
    give_by_words,
    giving_agencies,
    grant_extension,
    log_disagreements,
    move_assignments,
    reassign_assignment,
    recall_assignment,
    record_progress,
    refuse_extension,
    refuse_return,
    report_complete,
    requests_waiting_for,
    responsible_for_task,
    send_back,
    silent_coordinators,
    undo_assignment_moves,
)
from tests.plans import events, made

pytestmark = pytest.mark.django_db
TODAY = dt.date(2025, 5, 20)
JUNE, JULY = dt.date(2025, 6, 10), dt.date(2025, 7, 31)
WHY = "Theo chỉ đạo mẫu."


@pytest.fixture
def officer(plan: Plan) -> Actor:
    return made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER)


@pytest.fixture
def lead(plan: Plan) -> Actor:
    return made.actor_at("SO_YT", Role.PROVINCIAL_LEAD)


def row_of(code: str, agency: str) -> Assignment:
    return Assignment.objects.open().get(task__code=code, agency=made.agency(agency), instance=None, parent=None)


def task_of(code: str) -> Task:
    return Task.objects.get(code=code)


def accepted(officer: Actor, code: str = "I.2") -> Assignment:
    return accept_assignment(actor=officer, assignment_id=row_of(code, "SO_TP").pk)


def last_event(row: Assignment) -> AssignmentEvent:
    found = row.events.order_by("at", "pk").last()
    assert found is not None
    return found


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
    given = give_by_words(actor=lead, task_id=task.pk, words=f"{made.CLASS}; Sở Nội vụ", role="coordinator", reason=WHY)
    assert {row.agency.catalogue_code for row in given if not row.class_words} == {"SO_NV"}
    assert sorted(row.agency.code for row in given if row.class_words == made.CLASS) == ["90.UBND.901", "90.UBND.902"]
    with pytest.raises(BadReceiver) as refused:
        give_by_words(actor=lead, task_id=task.pk, words=made.CLASS, role="coordinator", reason=WHY)
    assert refused.value.code == "already_there"


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


def _period(code: str = "I.1") -> Assignment:
    task, now = task_of(code), clock.now()
    rule = RecurrenceRule.objects.filter(task=task).first() or RecurrenceRule.objects.create(
        task=task, frequency="yearly", from_on=dt.date(2025, 1, 1), made_at=now
    )
    instance = TaskInstance.objects.filter(task=task, period="2025").first() or TaskInstance.objects.create(
        task=task,
        rule=rule,
        period="2025",
        starts_on=dt.date(2025, 1, 1),
        ends_on=dt.date(2025, 12, 31),
        due_on=dt.date(2025, 12, 31),
        made_at=now,
    )
    body = made.agency("SO_TP")
    there = Assignment.objects.filter(instance=instance, agency=body).first()
    if there is not None:
        return there
    row = Assignment.objects.create(
        task=task,
        instance=instance,
        agency=body,
        role="coordinator",
        due_on=instance.due_on,
        original_due_on=instance.due_on,
    )
    AssignmentEvent.objects.create(
        assignment=row, move="give", at=now, execution="not_received", due_on=row.due_on, original_due_on=row.due_on
    )
    return row


@pytest.mark.parametrize("act", ["recall", "reassign", "return"])
def test_open_periods_go_with_the_standing_duty(lead: Actor, officer: Actor, act: str) -> None:
    period, standing = _period(), row_of("I.1", "SO_TP")
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


# ---- returning ---------------------------------------------------------------------------------------------------


def test_a_lead_is_taken_back_only_with_a_new_lead(lead: Actor, officer: Actor) -> None:
    row = row_of("I.2", "SO_TP")
    ask_return(actor=officer, assignment_id=row.pk, reason="Không thuộc chức năng mẫu.")
    (waiting,) = requests_waiting_for(lead)
    assert (waiting.kind, waiting.assignment.pk, waiting.reason) == ("return", row.pk, "Không thuộc chức năng mẫu.")
    with pytest.raises(BadReceiver) as refused:
        accept_return(actor=lead, assignment_id=row.pk)
    assert refused.value.code == "lead_needs_receiver"
    accept_return(actor=lead, assignment_id=row.pk, to_agency_id=made.agency("SO_NV").pk)
    row.refresh_from_db()
    assert (row.ended_because, AssignmentReturn.objects.get().state) == ("returned", "accepted")
    assert row_of("I.2", "SO_NV").role == "lead"
    assert not requests_waiting_for(lead)


def test_a_coordinator_is_taken_back_without_a_successor(lead: Actor, officer: Actor) -> None:
    row = row_of("I.1", "SO_TP")
    ask_return(actor=officer, assignment_id=row.pk, reason="Không thuộc chức năng mẫu.")
    accept_return(actor=lead, assignment_id=row.pk)
    row.refresh_from_db()
    assert (row.ended_because, row.ended_on) == ("returned", dt.date(2025, 5, 19))


def test_a_refused_return_is_not_repeated_and_work_withdraws_one(lead: Actor, officer: Actor) -> None:
    row, other = row_of("I.2", "SO_TP"), row_of("I.1", "SO_TP")
    ask_return(actor=officer, assignment_id=row.pk, reason="Không thuộc chức năng mẫu.")
    refuse_return(actor=lead, assignment_id=row.pk, answer="Đúng chức năng.")
    with pytest.raises(WrongState) as refused:
        ask_return(actor=officer, assignment_id=row.pk, reason="Vẫn không thuộc.")
    assert refused.value.code == "return_was_refused"
    ask_return(actor=officer, assignment_id=other.pk, reason="Nhầm.")
    third = row_of("I.3", "SO_TP")
    assert [each.pk for each in accept_assignments(actor=officer, assignment_ids=[other.pk, third.pk])] == [third.pk]
    accept_assignment(actor=officer, assignment_id=other.pk)
    assert AssignmentReturn.objects.get(assignment=other).state == "closed"
    with pytest.raises(WrongState):
        accept_return(actor=lead, assignment_id=other.pk)


@pytest.mark.parametrize("work", ["note", "extension", "report"])
def test_who_has_worked_does_not_return(lead: Actor, officer: Actor, work: str) -> None:
    row = accepted(officer)
    if work == "note":
        record_progress(actor=officer, assignment_id=row.pk, progress=0, text="Đã họp.")
    elif work == "extension":
        ask_extension(actor=officer, assignment_id=row.pk, wanted_on=JUNE, reason="Chờ kinh phí mẫu.")
        refuse_extension(actor=lead, assignment_id=row.pk, answer="Không lùi được.")
    else:
        report_complete(actor=officer, assignment_id=row.pk, reason="Chưa có ý kiến.")
        send_back(actor=lead, assignment_id=row.pk, feedback="Thiếu số liệu.")
    with pytest.raises(WrongState) as refused:
        ask_return(actor=officer, assignment_id=row.pk, reason="Không thuộc chức năng.")
    assert refused.value.code == "already_worked"


# ---- extending, results ------------------------------------------------------------------------------------------


def test_the_old_day_stays_on_record_and_lateness_is_told_against_both(lead: Actor, officer: Actor) -> None:
    row = accepted(officer)
    for days in (10, 20):
        wanted = dt.date(2025, 6, days)
        ask_extension(actor=officer, assignment_id=row.pk, wanted_on=wanted, reason="Chờ kinh phí mẫu.")
        grant_extension(actor=lead, assignment_id=row.pk, answer="Đồng ý.")
    row.refresh_from_db()
    assert (row.due_on, row.original_due_on) == (dt.date(2025, 6, 20), dt.date(2025, 5, 19))
    with pytest.raises(WrongState) as refused:
        ask_extension(actor=officer, assignment_id=row.pk, wanted_on=JULY, reason="Lần nữa.")
    assert refused.value.code == "extended_twice"
    days = Extension.objects.order_by("pk").values_list("due_before", "granted_on")
    assert list(days) == [(dt.date(2025, 5, 19), dt.date(2025, 6, 10)), (dt.date(2025, 6, 10), dt.date(2025, 6, 20))]


def test_an_extension_asked_for_in_time_is_answered_after_the_report(lead: Actor, officer: Actor) -> None:
    row = accepted(officer)
    ask_extension(actor=officer, assignment_id=row.pk, wanted_on=JUNE, reason="Chờ kinh phí mẫu.")
    report_complete(actor=officer, assignment_id=row.pk, reason="Chưa có ý kiến.")
    assert {each.kind for each in requests_waiting_for(lead)} == {"extension", "result"}
    grant_extension(actor=lead, assignment_id=row.pk)
    row.refresh_from_db()
    assert (row.execution, row.due_on) == ("reported_complete", JUNE)
    confirm_complete(actor=lead, assignment_id=row.pk, remark="Tốt.")
    row.refresh_from_db()
    assert (row.execution, row.review, row.completed_at) == ("complete", "met", clock.now())


def test_work_sent_back_is_at_the_progress_before_the_report(lead: Actor, officer: Actor) -> None:
    row = accepted(officer)
    record_progress(actor=officer, assignment_id=row.pk, progress=70, text="Đã làm phần lớn.")
    report_complete(actor=officer, assignment_id=row.pk, reason="Chưa có ý kiến.")
    send_back(actor=lead, assignment_id=row.pk, feedback="Thiếu số liệu.")
    row.refresh_from_db()
    assert (row.execution, row.review, row.progress, row.completed_at) == ("in_progress", "not_met", 70, None)
    report_complete(actor=officer, assignment_id=row.pk, reason="Chưa có ý kiến.")
    assert log_disagreements(SYSTEM) == []


def test_a_lead_says_why_it_reports_while_coordinators_are_silent(plan: Plan, officer: Actor) -> None:
    row = accepted(officer)
    assert [agency.catalogue_code for agency in silent_coordinators(row)] == ["SO_YT"]
    with pytest.raises(MissingReason) as refused:
        report_complete(actor=officer, assignment_id=row.pk)
    assert refused.value.code == "coordinators_silent"
    assert "Sở Y tế" in refused.value.message
    part, other = row_of("I.2", "SO_YT"), made.actor_at("SO_YT", Role.DEPARTMENT_OFFICER)
    accept_assignment(actor=other, assignment_id=part.pk)
    assert silent_coordinators(row)
    record_progress(actor=other, assignment_id=part.pk, progress=0, text="Đã cử người tham gia.")
    assert not silent_coordinators(row)
    report_complete(actor=officer, assignment_id=row.pk)


# ---- giving on below ---------------------------------------------------------------------------------------------


def test_a_department_gives_on_to_a_district_and_decides_on_what_it_asks(plan: Plan, officer: Actor) -> None:
    row = accept_assignment(
        actor=made.actor_at("SO_YT", Role.DEPARTMENT_OFFICER), assignment_id=row_of("I.3", "SO_YT").pk
    )
    holder = made.actor_at("SO_YT", Role.DEPARTMENT_OFFICER)
    district, local = made.agency("UBND.901"), made.actor_at("UBND.901", Role.LOCAL_OFFICER)
    with pytest.raises(BadDeadline) as late:
        delegate_assignment(
            actor=holder, assignment_id=row.pk, agency_ids=[district.pk], due_on=JUNE, text="Làm tại huyện mẫu."
        )
    assert late.value.code == "after_parent"
    (below,) = delegate_assignment(actor=holder, assignment_id=row.pk, agency_ids=[district.pk], text="Làm tại huyện.")
    assert (below.role, below.parent_id, below.due_on) == ("delegate", row.pk, row.due_on)
    assert [agency.catalogue_code for agency in giving_agencies(below)] == ["SO_YT"]
    accept_assignment(actor=local, assignment_id=below.pk)
    with pytest.raises(BadDeadline):
        ask_extension(actor=local, assignment_id=below.pk, wanted_on=JUNE, reason="Chờ kinh phí mẫu.")
    report_complete(actor=local, assignment_id=below.pk)
    assert [each.assignment.pk for each in requests_waiting_for(holder)] == [below.pk]
    with pytest.raises(NotAllowed):
        confirm_complete(actor=officer, assignment_id=below.pk)
    confirm_complete(actor=holder, assignment_id=below.pk)
    assert log_disagreements(SYSTEM) == []


@pytest.mark.parametrize(("body", "code"), [("SO_NV", "not_below"), ("SO_TP", "not_below")])
def test_nothing_is_given_on_sideways(plan: Plan, officer: Actor, body: str, code: str) -> None:
    row = accepted(officer)
    with pytest.raises(BadReceiver) as refused:
        delegate_assignment(actor=officer, assignment_id=row.pk, agency_ids=[made.agency(body).pk], text="Làm giúp.")
    assert refused.value.code == code
    with pytest.raises(BadReceiver):
        delegate_assignment(actor=officer, assignment_id=row.pk, agency_ids=[], text="Không ai.")


# ---- two people, reorganisations ---------------------------------------------------------------------------------


def test_each_act_of_a_version_that_is_gone_is_refused(lead: Actor, officer: Actor) -> None:
    row = accepted(officer)
    gone = row.version - 1
    body = made.agency("SO_NV").pk
    for act in (
        lambda: ask_return(actor=officer, assignment_id=row.pk, reason=WHY, version=gone),
        lambda: ask_extension(actor=officer, assignment_id=row.pk, wanted_on=JUNE, reason=WHY, version=gone),
        lambda: report_complete(actor=officer, assignment_id=row.pk, reason=WHY, version=gone),
        lambda: delegate_assignment(actor=officer, assignment_id=row.pk, agency_ids=[body], text=WHY, version=gone),
        lambda: recall_assignment(actor=lead, assignment_id=row.pk, reason=WHY, version=gone),
        lambda: reassign_assignment(actor=lead, assignment_id=row.pk, to_agency_id=body, reason=WHY, version=gone),
        lambda: confirm_complete(actor=lead, assignment_id=row.pk, version=gone),
        lambda: send_back(actor=lead, assignment_id=row.pk, feedback=WHY, version=gone),
        lambda: grant_extension(actor=lead, assignment_id=row.pk, version=gone),
        lambda: refuse_return(actor=lead, assignment_id=row.pk, answer=WHY, version=gone),
    ):
        with pytest.raises(Stale):
            act()


def test_what_waits_goes_with_the_work_when_bodies_change(lead: Actor, officer: Actor) -> None:
    row = accepted(officer)
    (below,) = delegate_assignment(
        actor=officer, assignment_id=row.pk, agency_ids=[made.agency("UBND.901").pk], text="Làm tại huyện mẫu."
    )
    asked = ask_extension(actor=officer, assignment_id=row.pk, wanted_on=JUNE, reason="Chờ kinh phí mẫu.")
    body = events.body("SO_MOI", name="Sở Mới", valid_from=TODAY)
    event = events.event([("SO_TP", "SO_MOI", "")], on=TODAY, kind="rename")
    move_assignments(actor=SYSTEM, events=[event], choices={})
    new = row_of("I.2", "SO_MOI")
    assert (new.execution, new.agency) == ("in_progress", body)
    (waiting,) = requests_waiting_for(lead)
    assert (waiting.assignment.pk, waiting.request_id) == (new.pk, asked.pk)
    successor = made.actor_at("SO_MOI", Role.DEPARTMENT_OFFICER)
    with pytest.raises(WrongState):
        ask_extension(actor=successor, assignment_id=new.pk, wanted_on=JULY, reason="Lần nữa.")
    grant_extension(actor=lead, assignment_id=new.pk)
    new.refresh_from_db()
    asked.refresh_from_db()
    assert (new.due_on, asked.state, asked.assignment_id) == (JUNE, "granted", row.pk)
    assert [agency.code for agency in giving_agencies(below)] == ["90.SO_MOI"]
    assert log_disagreements(SYSTEM) == []


def test_what_is_given_follows_a_reorganisation_of_a_coming_day(lead: Actor) -> None:
    events.body("SO_MOI", name="Sở Mới", valid_from=events.JULY)
    event = events.event([("SO_NV", "SO_MOI", "")], on=events.JULY, kind="rename")
    move_assignments(actor=SYSTEM, events=[event], choices={})
    row = row_of("I.2", "SO_TP")
    given = reassign_assignment(actor=lead, assignment_id=row.pk, to_agency_id=made.agency("SO_NV").pk, reason=WHY)
    given.refresh_from_db()
    assert given.ended_on == dt.date(2025, 6, 30)
    coming = row_of("I.2", "SO_MOI")
    assert coming.began_on == events.JULY
    recall_assignment(actor=lead, assignment_id=given.pk, reason=WHY)
    assert not Assignment.objects.filter(pk=coming.pk).exists()
    undo_assignment_moves(actor=SYSTEM, events=[event])
    given.refresh_from_db()
    assert (given.execution, given.ended_because) == ("recalled", "recalled")
    assert log_disagreements(SYSTEM) == []


def test_what_another_body_is_to_carry_on_soon_is_still_held_now(lead: Actor, officer: Actor) -> None:
    row = accepted(officer)
    district = made.agency("UBND.901")
    (below,) = delegate_assignment(actor=officer, assignment_id=row.pk, agency_ids=[district.pk], text="Làm mẫu.")
    events.body("SO_MOI", name="Sở Mới", valid_from=events.JULY)
    events.body("UBND_XA.1", level="commune", name="Ủy ban nhân dân xã Mẫu", valid_from=events.JULY)
    event = events.event([("SO_TP", "SO_MOI", ""), ("UBND.901", "UBND_XA.1", "")], on=events.JULY, kind="rename")
    move_assignments(actor=SYSTEM, events=[event], choices={})
    row.refresh_from_db()
    assert row.ended_on == dt.date(2025, 6, 30)
    with pytest.raises(BadReceiver) as refused:
        give_assignment(actor=lead, task_id=row.task_id, agency_id=row.agency_id, role="monitor", reason=WHY)
    assert refused.value.code == "already_there"
    with pytest.raises(BadReceiver):
        delegate_assignment(actor=officer, assignment_id=row.pk, agency_ids=[district.pk], text="Lần nữa.")
    recall_assignment(actor=lead, assignment_id=row.pk, reason=WHY)
    below.refresh_from_db()
    assert (below.execution, below.ended_because) == ("recalled", "recalled")
    assert not Assignment.objects.filter(task=row.task_id, began_on__gte=events.JULY).exists()
    assert log_disagreements(SYSTEM) == []


def test_the_log_of_who_is_to_carry_on_holds_the_last_act_too(lead: Actor, officer: Actor) -> None:
    row = accepted(officer)
    events.body("SO_MOI", name="Sở Mới", valid_from=events.JULY)
    event = events.event([("SO_TP", "SO_MOI", "")], on=events.JULY, kind="rename")
    move_assignments(actor=SYSTEM, events=[event], choices={})
    ask_extension(actor=officer, assignment_id=row.pk, wanted_on=JULY, reason="Chờ kinh phí mẫu.")
    grant_extension(actor=lead, assignment_id=row.pk)
    coming = row_of("I.2", "SO_MOI")
    assert (coming.due_on, last_event(coming).due_on) == (JULY, JULY)
    assert log_disagreements(SYSTEM) == []


def test_what_was_given_on_below_is_called_back_from_who_carries_it_on(lead: Actor, officer: Actor) -> None:
    row = accepted(officer)
    (below,) = delegate_assignment(
        actor=officer, assignment_id=row.pk, agency_ids=[made.agency("UBND.901").pk], text="Làm tại huyện mẫu."
    )
    events.body("SO_MOI", name="Sở Mới", valid_from=TODAY)
    event = events.event([("SO_TP", "SO_MOI", "")], on=TODAY, kind="rename")
    move_assignments(actor=SYSTEM, events=[event], choices={})
    recall_assignment(actor=lead, assignment_id=row_of("I.2", "SO_MOI").pk, reason=WHY)
    below.refresh_from_db()
    assert below.execution == "recalled"


def test_a_row_that_differs_from_its_log_is_found(plan: Plan, officer: Actor) -> None:
    row = accepted(officer)
    Assignment.objects.filter(pk=row.pk).update(progress=55)
    other = row_of("I.1", "SO_TP")
    other.events.all().delete()
    found = {each.assignment_id: each.fields for each in log_disagreements(SYSTEM)}
    assert found == {row.pk: ("progress",), other.pk: ("log",)}


def test_a_clock_that_was_set_back_does_not_change_the_order_of_what_happened(plan: Plan, officer: Actor) -> None:
    given = last_event(row_of("I.2", "SO_TP"))
    with clock.frozen(given.at - dt.timedelta(hours=3)):
        row = accepted(officer)
    assert row.accepted_at == given.at - dt.timedelta(hours=3)
    assert (last_event(row).move, last_event(row).at) == ("accept", given.at)
    assert log_disagreements(SYSTEM) == []


def test_who_is_given_a_recurring_task_in_the_middle_of_a_period_does_that_period(lead: Actor) -> None:
    period = _period()
    recall_assignment(actor=lead, assignment_id=row_of("I.1", "SO_TP").pk, reason=WHY)
    body = made.agency("SO_NV")
    given = give_assignment(actor=lead, task_id=period.task_id, agency_id=body.pk, role="coordinator", reason=WHY)
    mine = Assignment.objects.open().get(instance=period.instance, agency=body)
    assert (mine.role, mine.due_on, mine.began_on) == (given.role, period.instance.due_on, given.began_on)
    assert log_disagreements(SYSTEM) == []
