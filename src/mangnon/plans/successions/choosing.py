"""A person decides who carries on what events left open, with a reason, from the day of the decision."""

from __future__ import annotations

from django.db import transaction

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency
from mangnon.audit.public import record
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.plans.assignments.refusing import remarked
from mangnon.plans.errors import BadChoice, WrongState
from mangnon.plans.models import Assignment, DutySuccession
from mangnon.plans.policies import check_choose_successor
from mangnon.plans.rules import Destination
from mangnon.plans.successions.leading import Led, check_of_own_province, codes_of_plan, is_agency_in_force
from mangnon.plans.successions.passing import Incoming, Passing
from mangnon.plans.terms import MoveBasis


@transaction.atomic
def choose_successor(*, actor: Actor, assignment_id: int, agency_id: int, reason: str) -> Assignment:
    """Say who carries an assignment on that an event left open; answers the assignment that does it from now on.

    From the day of the decision, or of the event when that is later: what was told of earlier days stays true.
    Raises NotAllowed, WrongState (nothing is open), BadChoice.
    """
    row = (
        Assignment.objects.select_for_update(of=("self",)).select_related("task__plan__territory").get(pk=assignment_id)
    )
    check_choose_successor(actor, province_code=row.task.plan.territory.code)
    reason = remarked(reason, "lý do chọn", most=500)
    event = row.undecided_by
    if event is None or row.ended_on is not None:
        raise WrongState(
            "Phân công này đã có cơ quan thực hiện. Không có gì bị thay đổi. Hãy tải lại trang để xem cơ quan đó."
        )
    day = max(clock.today(), event.effective_on, row.began_on or event.effective_on)
    agency = _checked(agency_id, reason, not_agency=row.agency_id)
    check_of_own_province(agency, codes_of_plan(row.task.plan, day))
    if not is_agency_in_force(agency, day):
        raise _not_in_force(agency, vn_date(day))
    led = Led((agency,), Destination((agency.pk,), "chosen", row.function), (), True)
    Passing(event, [Incoming(row, led, day)], chosen_reason=reason).write()
    record(
        actor=actor,
        act="choose_successor",
        object_type="Assignment",
        object_id=row.pk,
        details={"event": event.pk, "agency": agency.code, "from": day.isoformat()},
        reason=reason,
    )
    return Assignment.objects.open().get(task_id=row.task_id, agency=agency)


@transaction.atomic
def choose_duty_successor(*, actor: Actor, succession_id: int, agency_id: int, reason: str) -> DutySuccession:
    """The same for a plan's lead or a duty of the paper's body. Raises NotAllowed, WrongState, BadChoice."""
    row = (
        DutySuccession.objects.select_for_update(of=("self",))
        .select_related("plan__territory", "event")
        .get(pk=succession_id)
    )
    check_choose_successor(actor, province_code=row.plan.territory.code)
    reason = remarked(reason, "lý do chọn", most=500)
    if row.target_id is not None:
        raise WrongState("Trách nhiệm này đã có cơ quan thực hiện. Không có gì bị thay đổi. Hãy tải lại trang để xem.")
    agency = _checked(agency_id, reason, not_agency=row.source_id)
    day = max(clock.today(), row.began_on)
    check_of_own_province(agency, codes_of_plan(row.plan, day))
    if not is_agency_in_force(agency, day):
        raise _not_in_force(agency, vn_date(day))
    row.target, row.began_on = agency, day
    row.because, row.undecided_because = MoveBasis.CHOSEN, ""
    row.chosen_reason = reason
    row.save()
    record(
        actor=actor,
        act="choose_duty_successor",
        object_type="DutySuccession",
        object_id=row.pk,
        details={"event": row.event_id, "agency": agency.code, "from": day.isoformat()},
        reason=row.chosen_reason,
    )
    return row


def _checked(agency_id: int, reason: str, *, not_agency: int) -> Agency:
    if not reason:
        raise BadChoice("Chưa nêu lý do chọn. Chưa có gì được chuyển. Hãy ghi căn cứ hoặc lý do rồi gửi lại.")
    agency = Agency.objects.filter(pk=agency_id).exclude(pk=not_agency).first()
    if agency is None:
        raise BadChoice("Chưa chọn cơ quan kế tục. Chưa có gì được chuyển. Hãy chọn một cơ quan đang hoạt động.")
    return agency


def _not_in_force(agency: Agency, day: str) -> BadChoice:
    return BadChoice(
        f"{agency.name} không hoạt động vào ngày {day}. Chưa có gì được chuyển. Hãy chọn một cơ quan đang hoạt động."
    )
