"""Returning, extending, results, giving on below."""

from __future__ import annotations

import datetime as dt

import pytest

from mangnon.accounts.public import SYSTEM, Actor, Role
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed
from mangnon.plans.acts.undoing import DoneMove, undo_moves
from mangnon.plans.errors import BadDeadline, BadReceiver, MissingReason, NotInForce, WrongState
from mangnon.plans.models import (
    AssignmentReturn,
    Extension,
    Plan,
)
from mangnon.plans.public import (
    accept_assignment,
    accept_assignments,
    accept_return,
    ask_extension,
    ask_return,
    confirm_complete,
    delegate_assignment,
    giving_agencies,
    grant_extension,
    log_disagreements,
    reassign_assignment,
    recall_assignment,
    record_progress,
    refuse_extension,
    refuse_return,
    report_complete,
    requests_waiting_for,
    send_back,
    silent_coordinators,
)
from mangnon.plans.rules import Move
from tests.plans import made
from tests.plans.acts.rows import JULY, JUNE, accepted, last_event, row_of

pytestmark = pytest.mark.django_db


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
    again = ask_return(actor=officer, assignment_id=other.pk, reason="Đọc kỹ thì vẫn không thuộc.")
    assert again.state == "asked", "a withdrawn request was never answered"


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


def test_what_was_undone_is_no_word(plan: Plan, officer: Actor) -> None:
    row, part = accepted(officer), row_of("I.2", "SO_YT")
    other = made.actor_at("SO_YT", Role.DEPARTMENT_OFFICER)
    accept_assignment(actor=other, assignment_id=part.pk)
    for _ in range(2):
        record_progress(actor=other, assignment_id=part.pk, progress=0, text="Ghi nhầm nhiệm vụ.")
        assert not silent_coordinators(row)
        part.refresh_from_db()
        undo_moves(actor=other, done=[DoneMove(part.pk, Move.RECORD_PROGRESS, part.version)])
        assert [agency.catalogue_code for agency in silent_coordinators(row)] == ["SO_YT"]
    with pytest.raises(MissingReason):
        report_complete(actor=officer, assignment_id=row.pk)
    ask_return(actor=other, assignment_id=part.pk, reason="Nó chưa làm gì, nên còn trả lại được.")


def test_an_undone_report_and_an_undone_request_leave_the_way_back_open(lead: Actor, officer: Actor) -> None:
    row = accepted(officer)
    report_complete(actor=officer, assignment_id=row.pk, reason="Chưa có ý kiến.")
    row.refresh_from_db()
    undo_moves(actor=officer, done=[DoneMove(row.pk, Move.REPORT_COMPLETE, row.version)])
    ask_extension(actor=officer, assignment_id=row.pk, wanted_on=JUNE, reason="Chờ kinh phí mẫu.")
    row.refresh_from_db()
    undo_moves(actor=officer, done=[DoneMove(row.pk, Move.ASK_EXTENSION, row.version)])
    assert ask_return(actor=officer, assignment_id=row.pk, reason="Không thuộc chức năng.").state == "asked"


def test_too_many_words_are_refused_and_never_cut(lead: Actor, officer: Actor) -> None:
    row, long = accepted(officer), "a" * 2001
    with pytest.raises(MissingReason) as refused:
        report_complete(actor=officer, assignment_id=row.pk, reason=long)
    assert (refused.value.code, refused.value.message.count(".")) == ("too_long", 3)
    ask_extension(actor=officer, assignment_id=row.pk, wanted_on=JUNE, reason="Chờ kinh phí mẫu.")
    report_complete(actor=officer, assignment_id=row.pk, reason=long[:2000])
    assert len(last_event(row).reason) == 2000
    third = row_of("I.3", "SO_TP")
    ask_return(actor=officer, assignment_id=third.pk, reason="Không thuộc chức năng.")
    acts = (
        lambda: grant_extension(actor=lead, assignment_id=row.pk, answer=long),
        lambda: confirm_complete(actor=lead, assignment_id=row.pk, remark=long),
        lambda: accept_return(actor=lead, assignment_id=third.pk, answer=long),
    )
    for act in acts:
        with pytest.raises(MissingReason) as refused:
            act()
        assert refused.value.code == "too_long"
    assert Extension.objects.get().state == AssignmentReturn.objects.get().state == "asked"


def test_on_the_day_of_the_recall_the_refusal_says_what_happened(lead: Actor, officer: Actor) -> None:
    row = accepted(officer)
    recall_assignment(actor=lead, assignment_id=row.pk, reason="Không cần nữa.")
    with pytest.raises(NotInForce) as refused:
        record_progress(actor=officer, assignment_id=row.pk, progress=10, text="Đã họp.")
    assert "đã kết thúc sau ngày 20/05/2025 (thu hồi)" in refused.value.message
    other = row_of("I.3", "SO_TP")
    reassign_assignment(actor=lead, assignment_id=other.pk, to_agency_id=made.agency("SO_NV").pk, reason="Nhầm.")
    with pytest.raises(NotInForce) as refused:
        accept_assignment(actor=officer, assignment_id=other.pk)
    assert "(giao cho cơ quan khác)" in refused.value.message


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
