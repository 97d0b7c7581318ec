"""Assignments, leads of plans and duties pass to successors when bodies are reorganised, and come back by undoing.

An event costs the same number of statements however many assignments it moves (bulk inserts in batches). Called in
the caller's transaction by the app that applies events.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet

from mangnon.accounts.public import Actor
from mangnon.agencies.public import SuccessionEvent
from mangnon.audit.public import record
from mangnon.kernel import clock
from mangnon.plans.errors import CannotUndo
from mangnon.plans.models import Assignment, AssignmentEvent, AssignmentSuccession, DutySuccession, Plan
from mangnon.plans.policies import check_move_assignments
from mangnon.plans.successions.leading import Choices, Leading
from mangnon.plans.successions.passed_duties import duties_of, pass_duties, pass_leads, plans_led_from
from mangnon.plans.successions.passing import AssignmentMove, Incoming, Passing, state_of
from mangnon.plans.terms import AssignmentRole, Execution, MoveBasis, MoveKind


def move_assignments(
    *, actor: Actor, events: Sequence[SuccessionEvent], choices: Mapping[str, str]
) -> list[AssignmentMove]:
    """Pass everything open to the successors that the events name, event by event; one row of evidence for each.

    `choices`: `leading.choice_key` → code of an agency in force on the day, where the events leave it open or a person
    decides otherwise. Only what is not complete moves. Raises NotAllowed, BadChoice; nothing is moved then.
    """
    check_move_assignments(actor)
    decided = Choices(choices)
    with transaction.atomic():
        moves = [
            move
            for event in sorted(events, key=lambda event: (event.effective_on, event.order, event.pk))
            for move in pass_on(actor=actor, event=event, choices=decided)
        ]
        decided.check_all_used()
    return moves


def pass_on(
    *, actor: Actor, event: SuccessionEvent, choices: Choices, plan: Plan | None = None
) -> list[AssignmentMove]:
    """One event, on every plan or on one. Inside a transaction."""
    sources = event.parts.order_by().values("source_id")
    rows = list(_open_rows(sources, plan))
    plans = plans_led_from(sources, plan)
    duties = duties_of(sources, plan)
    held = {row.agency_id for row in rows} | {lead for _, lead in plans} | {agency_id for _, agency_id in duties}
    if not held:
        return []
    leading = Leading(event, held, choices)
    passing = Passing(event, [moved for row in rows if (moved := _led(leading, row)) is not None])
    passing.write()
    moves = [*passing.moves, *pass_leads(leading, plans), *pass_duties(leading, duties)]
    if moves:
        record(
            actor=actor,
            act="move_assignments",
            object_type="SuccessionEvent",
            object_id=event.pk,
            details=passing.evidence() | {"duties": sum(not move.role for move in moves)},
        )
    return moves


def follow_coming_events(*, actor: Actor, given: Sequence[Assignment]) -> None:
    """What was just given to bodies that a reorganisation ends or relieves on a coming day passes on with it then.

    Inside the transaction that gave it. One query when nothing is to come.
    """
    parts = Q(parts__source__in={row.agency_id for row in given}, effective_on__gt=clock.today())
    events = SuccessionEvent.objects.filter(parts, reorganisation__undone_at__isnull=True).distinct()
    for event in events.order_by("effective_on", "order", "pk"):
        rows = Assignment.objects.open().filter(pk__in=[row.pk for row in given])
        found = list(rows.select_related("task__plan__directive", "agency").order_by("pk"))
        sources = set(event.parts.order_by().values_list("source_id", flat=True)) & {row.agency_id for row in found}
        if not sources:
            continue
        leading = Leading(event, sources, Choices({}))
        led = [_led(leading, row) for row in found if row.agency_id in sources]
        passing = Passing(event, [moved for moved in led if moved is not None])
        passing.write()
        if passing.moves:
            record(
                actor=actor,
                act="move_assignments",
                object_type="SuccessionEvent",
                object_id=event.pk,
                details=passing.evidence(),
            )


def _open_rows(sources: QuerySet[Any, Any], plan: Plan | None) -> QuerySet[Assignment]:
    rows = Assignment.objects.open().filter(agency__in=sources).exclude(execution=Execution.COMPLETE)
    if plan is not None:
        rows = rows.filter(task__plan=plan)
    rows = rows.select_for_update(of=("self",)).select_related("task__plan__directive", "agency")
    return rows.order_by("task__plan", "task__order", "-role", "pk")


def _led(leading: Leading, row: Assignment) -> Incoming | None:
    day = leading.event.effective_on
    if row.began_on is not None and row.began_on > day:
        if not leading.source_ends(row.agency_id):
            return None  # it came after the source gave the function away
        day = row.began_on
    led = leading.lead(
        plan=row.task.plan,
        source_id=row.agency_id,
        task_code=row.task.code,
        stored=row.function,
        text=row.task.text,
        one_only=row.role == AssignmentRole.LEAD,
        on=day,
    )
    if led is None or (len(led.agencies) > 1 and state_of(row).is_finished):
        return None  # what is done is not given to several to do again
    return Incoming(row, led, day)


def undo_assignment_moves(*, actor: Actor, events: Sequence[SuccessionEvent]) -> None:
    """Take back what `move_assignments` did for some events: every row is again as it was before, in a
    version of its own.

    Raises NotAllowed, CannotUndo with the reasons of `why_assignments_stay`.
    """
    check_move_assignments(actor)
    with transaction.atomic():
        reasons = why_assignments_stay(events)
        if reasons:
            raise CannotUndo(f"Chưa hoàn tác được việc chuyển phân công. {' '.join(reasons)} Không có gì bị thay đổi.")
        ids = [event.pk for event in events]
        AssignmentSuccession.objects.filter(event__in=ids).delete()
        began, _ = Assignment.objects.filter(began_by__in=ids).delete()
        raised = F("version") + 1
        ended, left = Assignment.objects.filter(ended_by__in=ids), Assignment.objects.filter(undecided_by__in=ids)
        reopened = ended.update(ended_on=None, ended_by=None, version=raised)
        left.update(undecided_by=None, undecided_because="", version=raised)
        duties, _ = DutySuccession.objects.filter(event__in=ids).delete()
        for event in events:
            record(
                actor=actor,
                act="undo_assignment_moves",
                object_type="SuccessionEvent",
                object_id=event.pk,
                details={"events": ids, "began": began, "reopened": reopened, "duties": duties},
            )


def why_assignments_stay(events: Sequence[SuccessionEvent]) -> list[str]:
    """What rests on the moves of some events, in sentences; empty when they can be undone."""
    ids = [event.pk for event in events]
    began = Assignment.objects.filter(began_by__in=ids)
    # What was carried over is no act of the body: neither the copied log nor the beginning of a share.
    own = AssignmentEvent.objects.filter(assignment__in=began, copied_from=None).exclude(move=MoveKind.GIVE)
    acted = Q(pk__in=own.values("assignment_id"))
    worked = began.filter(acted | Q(notes__isnull=False) | Q(difficulties__isnull=False)).distinct()
    chosen = AssignmentSuccession.objects.filter(event__in=ids, because=MoveBasis.CHOSEN).exclude(chosen_reason="")
    bodies = Q(agency__began_by__in=ids) & (Q(began_by__isnull=True) | ~Q(began_by__in=ids))
    counted = (
        (worked.count(), "phân công đã được cơ quan nhận cập nhật sau khi chuyển"),
        (
            began.filter(ended_by__isnull=False).exclude(ended_by__in=ids).count(),
            "phân công đã được đợt sau chuyển tiếp",
        ),
        (chosen.count(), "phân công đã được chọn cơ quan kế tục kèm lý do"),
        (Assignment.objects.filter(bodies).count(), "phân công đã giao trực tiếp cho cơ quan mới hình thành"),
        (
            Plan.objects.filter(Q(lead_agency__began_by__in=ids) | Q(duties__agencies__began_by__in=ids))
            .distinct()
            .count(),
            "kế hoạch đã nêu cơ quan mới hình thành",
        ),
        (
            DutySuccession.objects.filter(source__began_by__in=ids).exclude(event__in=ids).count()
            + DutySuccession.objects.filter(event__in=ids).exclude(chosen_reason="").count(),
            "trách nhiệm đã được chuyển tiếp hoặc chọn cơ quan kế tục",
        ),
    )
    return [f"Có {count} {what}." for count, what in counted if count]
