"""Another plan takes a plan's place: the old one is closed, open work is recalled or goes on in the new one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from mangnon.accounts.public import Actor
from mangnon.audit.public import record
from mangnon.kernel import clock
from mangnon.kernel.refusals import Stale
from mangnon.kernel.text import one_line
from mangnon.plans.acts.assigning import take_away
from mangnon.plans.acts.moved_deadlines import OPEN
from mangnon.plans.assignments.event_log import log_move
from mangnon.plans.assignments.locking import locked_assignment
from mangnon.plans.assignments.refusing import remarked
from mangnon.plans.errors import CannotAmend
from mangnon.plans.models import (
    Assignment,
    AssignmentSuccession,
    Plan,
    PlanVersion,
    RecurrenceRule,
    Task,
)
from mangnon.plans.policies import check_adopt_plans
from mangnon.plans.rules import Move
from mangnon.plans.rules.versions import matches
from mangnon.plans.selectors import plans, tasks
from mangnon.plans.successions.passing import refresh_successors
from mangnon.plans.terms import (
    EndReason,
    Execution,
    MoveBasis,
    MoveKind,
    VersionKind,
)
from mangnon.plans.versions.amending import closing_version, locked_plan
from mangnon.plans.versions.changing import next_number, recall
from mangnon.plans.versions.deadlines import open_rows

_NOTHING = "Kế hoạch chưa thay đổi gì."


@dataclass(frozen=True, slots=True)
class TaskGoes:
    """A task of a plan that is replaced: the task of the new plan in which it goes on, and its open assignments by what
    becomes of them."""

    task: Task
    to: Task | None
    moved: tuple[Assignment, ...]
    recalled: tuple[Assignment, ...]


def suggested_moves(own: Sequence[Task], theirs: Sequence[Task]) -> dict[int, int]:
    """Which task of a new plan (its id) says the same as a task of the old one (its id): nothing is decided by it."""
    met = matches([(task.pk, task.code, task.text) for task in theirs], [(task.code, task.text) for task in own])
    return {own[place].pk: pk for place, pk in met.items()}


def version_number(plan: Plan) -> int:
    """Which version the plan has now: 1 as it was adopted. One query."""
    return next_number(plan) - 1


def preview_replacement(
    viewer: Actor, plan: Plan, new: Plan, *, moves: Mapping[int, int] | None = None
) -> list[TaskGoes]:
    """What would become of a plan's open work if it went on where `moves` says (where `suggested_moves` does, unless
    given), as `replace_plan` does it. A move to a task that is not of the new plan is passed over.

    Four queries however long the plans. Raises NotAllowed."""
    check_adopt_plans(viewer)
    own, theirs = list(tasks(viewer, plan)), {task.pk: task for task in tasks(viewer, new)}
    goes_to = suggested_moves(own, list(theirs.values())) if moves is None else moves
    held = Assignment.objects.held(clock.today()).filter(parent__isnull=True, execution__in=OPEN)
    rows: dict[int, list[Assignment]] = {}
    for row in held.filter(task__in=own).select_related("agency").order_by("pk"):
        rows.setdefault(row.task_id, []).append(row)
    there = set(held.standing().filter(task__in=theirs).values_list("task_id", "agency_id"))
    found = []
    for task in own:
        to = goes_to.get(task.pk)
        to = to if to in theirs else None
        moved = [row for row in rows.get(task.pk, ()) if row.instance_id is None and (to, row.agency_id) in there]
        recalled = [row for row in rows.get(task.pk, ()) if row not in moved]
        found.append(TaskGoes(task, theirs[to] if to else None, tuple(moved), tuple(recalled)))
    return found


@transaction.atomic
def replace_plan(
    *,
    actor: Actor,
    plan_id: int,
    by_plan_id: int,
    moves: Mapping[int, int] | None = None,
    reason: str = "",
    version: int | None = None,
) -> PlanVersion:
    """Another plan of the province takes a plan's place, which is closed: open assignments are recalled, or go on in
    the new plan where `moves` says so (id of a task of the old plan → id of a task of the new one).

    What goes on takes its progress along, with the same agency on the new task; an agency that the new task does not
    name is recalled. `version`: the plan's as it was previewed (`version_number`). Raises NotAllowed, CannotAmend,
    Stale.
    """
    check_adopt_plans(actor)
    plan, new = _locked_pair(actor, plan_id, by_plan_id)
    if version is not None and version != version_number(plan):
        raise Stale(f"Kế hoạch đã có bản khác sau bản bạn xem. {_NOTHING} Hãy tải lại trang để xem bản mới.")
    goes_to = _checked_moves(plan, new, moves or {})
    made = PlanVersion.objects.create(
        plan=plan,
        number=next_number(plan),
        kind=VersionKind.REPLACED,
        directive=new.directive,
        replaced_by=new,
        began_on=clock.today(),
        reason=remarked(one_line(reason), "ghi chú", most=500),
        made_at=clock.now(),
        made_by_id=actor.user_id,
    )
    because = f"Kế hoạch được thay thế bởi {new.directive}"
    recalled = moved = 0
    for task in Task.objects.filter(plan=plan, withdrawn_by__isnull=True).order_by("order"):
        for row in open_rows(task):
            own = _same_agency(row, goes_to.get(task.pk))
            if own is None:
                recall(actor, row, because)
                recalled += 1
            else:
                _carry_on(actor, row, own, because)
                moved += 1
    RecurrenceRule.objects.filter(task__plan=plan, until_on__isnull=True, from_on__lte=made.began_on).update(
        until_on=made.began_on
    )
    record(
        actor=actor,
        act="replace_plan",
        object_type="Plan",
        object_id=plan.pk,
        details={"code": plan.code, "by": new.code, "recalled": recalled, "moved": moved},
        reason=reason,
    )
    return made


def _locked_pair(actor: Actor, plan_id: int, by_plan_id: int) -> tuple[Plan, Plan]:
    """The plan and the one that takes its place, both locked in one order whoever asks: of two plans that are to
    replace each other at once only one does."""
    both = Plan.objects.select_for_update(of=("self",)).filter(pk__in={plan_id, by_plan_id})
    list(both.order_by("pk").values_list("pk", flat=True))
    plan, new = locked_plan(actor, plan_id), plans(actor).filter(pk=by_plan_id).first()
    if new is None or new.pk == plan.pk or new.territory_id != plan.territory_id:
        raise CannotAmend(f"Chưa chọn kế hoạch thay thế của cùng tỉnh. {_NOTHING} Hãy chọn lại.", code="no_successor")
    if closing_version(new) is not None:
        raise CannotAmend(f"Kế hoạch {new.code} cũng đã được thay thế. {_NOTHING} Hãy chọn lại.", code="no_successor")
    return plan, new


def _checked_moves(plan: Plan, new: Plan, moves: Mapping[int, int]) -> dict[int, int]:
    own = set(Task.objects.filter(plan=plan, pk__in=moves).values_list("pk", flat=True))
    theirs = set(Task.objects.filter(plan=new, pk__in=set(moves.values())).values_list("pk", flat=True))
    if own != set(moves) or theirs != set(moves.values()):
        raise CannotAmend(f"Có nhiệm vụ không thuộc hai kế hoạch này. {_NOTHING} Hãy chọn lại.", code="bad_choice")
    return dict(moves)


def _same_agency(row: Assignment, task_id: int | None) -> Assignment | None:
    if task_id is None or row.instance_id is not None:
        return None
    found = (
        Assignment.objects.held(clock.today())
        .standing()
        .filter(task=task_id, parent__isnull=True, agency=row.agency_id)
    )
    pk = found.filter(execution__in=OPEN).order_by("pk").values_list("pk", flat=True).first()
    return locked_assignment(pk) if pk is not None else None


def _carry_on(actor: Actor, row: Assignment, own: Assignment, because: str) -> None:
    progress, accepted_at, accepted_by = row.progress, row.accepted_at, row.accepted_by_id
    was_open = row.execution
    take_away(actor=actor, assignment=row, because=EndReason.REASSIGNED, move=Move.REASSIGN, reason=because)
    AssignmentSuccession.objects.create(
        predecessor=row, successor=own, because=MoveBasis.GIVEN, chosen_reason=because[:500]
    )
    if own.execution == Execution.NOT_RECEIVED and was_open == Execution.IN_PROGRESS:
        own.execution, own.progress = Execution.IN_PROGRESS, progress
        own.accepted_at, own.accepted_by_id = accepted_at, accepted_by
    own.version += 1
    own.save(update_fields=["execution", "progress", "accepted_at", "accepted_by", "version"])
    log_move(own, MoveKind.AMEND, by_id=actor.user_id, reason=because)
    refresh_successors(own)
