"""Whether something may be written under an assignment now, and by whom."""

from __future__ import annotations

from mangnon.accounts.public import Actor
from mangnon.activities.errors import NOT_SAVED, Closed
from mangnon.activities.models import Activity
from mangnon.activities.policies import can_write_for, check_write_for
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.kernel.refusals import NotAllowed, Stale
from mangnon.plans.public import Assignment, carried_on_by
from mangnon.plans.terms import EndReason, Execution


def open_assignment(actor: Actor, assignment_id: int) -> Assignment:
    """The assignment, locked, for its agency, which must hold it today. Raises NotAllowed, Closed."""
    assignment = _locked(assignment_id)
    check_write_for(actor, agency_id=assignment.agency_id)
    check_open(assignment)
    return assignment


def open_activity(actor: Actor, activity_id: int, *, version: int | None = None) -> Activity:
    """The activity, locked with its assignment, for the agency that holds it or carries it on. Raises NotAllowed,
    Closed; Stale when somebody was first."""
    activity = Activity.objects.select_for_update(of=("self",)).get(pk=activity_id)
    assignment = _locked(activity.assignment_id)
    activity.assignment = assignment
    if not is_carried_on(actor, assignment):
        check_write_for(actor, agency_id=assignment.agency_id)
        check_open(assignment)
    if version is not None and activity.version != version:
        raise Stale(f"Người khác vừa cập nhật hoạt động này. {NOT_SAVED} Hãy xem bản mới rồi gửi lại.")
    return activity


def is_carried_on(actor: Actor, assignment: Assignment) -> bool:
    """Whether an ended assignment's past is now the actor's agency's own: the agency carries the task on."""
    if assignment.ended_on is None or assignment.execution == Execution.RECALLED or actor.agency_id is None:
        return False
    may = can_write_for(actor, agency_id=actor.agency_id)
    return may and assignment.pk in carried_on_by(actor, actor.agency_id)


def may_write(actor: Actor, assignment: Assignment) -> bool:
    """Whether the pages show what may be written: the agency holds the assignment today, or carries it on."""
    if can_write_for(actor, agency_id=assignment.agency_id) and why_closed(assignment) is None:
        return not actor.is_system
    return is_carried_on(actor, assignment)


def check_open(assignment: Assignment) -> None:
    """Raises Closed."""
    why = why_closed(assignment)
    if why is not None:
        raise Closed(f"{why} {NOT_SAVED} Việc đã ghi trước đó vẫn được giữ và vẫn xem được.")


def why_closed(assignment: Assignment) -> str | None:
    """Why nothing more is written under an assignment; None while it is open."""
    today = clock.today()
    day = vn_date(assignment.ended_on) if assignment.ended_on else "…"
    if assignment.execution == Execution.RECALLED or assignment.ended_because == EndReason.RECALLED:
        return f"Nhiệm vụ này đã được thu hồi ngày {day} nên không ghi thêm được."
    if assignment.ended_on is not None and assignment.ended_on < today:
        return f"Phân công này đã chuyển sang cơ quan khác sau ngày {day} nên không ghi thêm được ở đây."
    if assignment.began_on is not None and assignment.began_on > today:
        return f"Cơ quan chỉ nhận phân công này từ ngày {vn_date(assignment.began_on)}."
    return None


def _locked(assignment_id: int) -> Assignment:
    found = Assignment.objects.select_for_update(of=("self",)).select_related("task__plan", "agency")
    assignment = found.filter(pk=assignment_id).first()
    if assignment is None:
        raise NotAllowed("Không có phân công này. Không có gì bị thay đổi.")
    return assignment
