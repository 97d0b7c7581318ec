"""What somebody is about to change, locked: an assignment, and whether its agency is in charge today; a task."""

from __future__ import annotations

from mangnon.accounts.public import Actor
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.kernel.refusals import Stale
from mangnon.plans.errors import NotInForce
from mangnon.plans.models import Assignment, Plan, PlanVersion, Task
from mangnon.plans.policies import check_act_for, check_direct_plan
from mangnon.plans.selectors import lead_agency_of
from mangnon.plans.terms import VersionKind

_CLOSED = {
    "task_withdrawn": (
        "Nhiệm vụ {task} đã được bãi bỏ nên không giao thêm được. Không có gì bị thay đổi. Hãy tải lại trang."
    ),
    "plan_closed": (
        "Kế hoạch {plan} đã được thay thế nên không giao thêm được. Không có gì bị thay đổi. "
        "Hãy giao ở kế hoạch thay thế."
    ),
}


def locked_assignment(assignment_id: int, version: int | None = None) -> Assignment:
    """The assignment, locked until the transaction ends. Raises Stale when it is no longer the version seen."""
    assignment = (
        Assignment.objects.select_for_update(of=("self",)).select_related("task__plan", "agency").get(pk=assignment_id)
    )
    if version is not None and assignment.version != version:
        raise Stale(
            "Người khác trong cơ quan vừa cập nhật phân công này. Nội dung bạn nhập chưa được lưu và vẫn còn trên "
            "màn hình; hãy xem bản mới rồi gửi lại."
        )
    return assignment


def locked_task(actor: Actor, task_id: int) -> Task:
    """A task that is still of its plan, for the plan's lead agency; locked after its plan, so that nobody withdraws it
    meanwhile. Raises NotAllowed, NotInForce (`task_withdrawn`, `plan_closed`)."""
    plan_id = Task.objects.values_list("plan_id", flat=True).get(pk=task_id)
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan_id)
    check_direct_plan(actor, lead_agency_id=lead_agency_of(plan, on=clock.today()).pk)
    task = Task.objects.select_for_update(of=("self",)).select_related("plan__directive").get(pk=task_id)
    because = why_nothing_is_given(task)
    if because:
        raise NotInForce(_CLOSED[because].format(task=task.code, plan=plan.code), code=because)
    return task


def why_nothing_is_given(task: Task) -> str:
    """Why nothing of a task is given any more (`task_withdrawn`, `plan_closed`); empty when it can be. One query."""
    if task.withdrawn_by_id is not None:
        return "task_withdrawn"
    is_closed = PlanVersion.objects.filter(plan=task.plan_id, kind=VersionKind.REPLACED).exists()
    return "plan_closed" if is_closed else ""


def check_not_ended(assignment: Assignment) -> None:
    """Raises NotInForce for what was recalled, given to another body, or handed on by a reorganisation."""
    ended = assignment.ended_on
    if ended is not None and (assignment.ended_because or ended < clock.today()):
        how = assignment.get_ended_because_display().lower() or "chuyển theo sắp xếp tổ chức"
        raise NotInForce(
            f"Phân công này đã kết thúc sau ngày {vn_date(ended)} ({how}). Không có gì bị thay đổi. "
            "Hãy tải lại trang để xem cơ quan đang thực hiện."
        )


def check_holder(actor: Actor, assignment: Assignment) -> None:
    """The agency in charge today acts; the body that handed it on may look. Raises NotAllowed, NotInForce."""
    check_act_for(actor, agency_id=assignment.agency_id)
    today = clock.today()
    # Who recalled it, took it back or gave it to another body is told first: days alone would say something untrue.
    if assignment.ended_because:
        check_not_ended(assignment)
    if assignment.is_in_force(today):
        return
    if assignment.ended_on is not None and assignment.ended_on < today:
        raise NotInForce(
            f"Phân công này đã được chuyển sang cơ quan khác sau ngày {vn_date(assignment.ended_on)} theo sắp xếp tổ "
            "chức. Nội dung bạn gửi chưa được lưu. Bạn vẫn xem được nhiệm vụ; cơ quan nhận sẽ cập nhật tiếp."
        )
    began = vn_date(assignment.began_on) if assignment.began_on else "…"
    raise NotInForce(
        f"Cơ quan của bạn nhận phân công này từ ngày {began}. Nội dung bạn gửi chưa được lưu. Hãy gửi lại từ ngày đó."
    )
