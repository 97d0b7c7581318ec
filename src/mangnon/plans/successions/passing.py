"""What one event does to assignments: who ends, who begins, who joins whom. Worked out in memory, written at once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F

from mangnon.agencies.public import Agency, SuccessionEvent
from mangnon.kernel import clock
from mangnon.plans.assignments.event_log import carry_log
from mangnon.plans.models import Assignment, AssignmentSuccession
from mangnon.plans.rules import State, fold, share_of
from mangnon.plans.successions.leading import Led, choice_key
from mangnon.plans.terms import AssignmentRole, Execution, MoveBasis, Review, Undecided

_ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class AssignmentMove:
    """One matter that an event moves, for the preview and the report of the act.

    `task_code` empty: the plan's lead; «*n»: a duty of the paper's body. `targets` empty: nobody is known, and
    `undecided` says why; `key` is then the key of a choice, `candidates` what the event names. `folded`: how many
    targets had an assignment on the task before.
    """

    key: str
    event: SuccessionEvent
    plan_code: str
    task_code: str
    text: str
    role: str
    source: Agency
    targets: tuple[Agency, ...]
    because: str
    function: str
    undecided: str
    candidates: tuple[Agency, ...]
    is_verified: bool
    folded: int = 0


def state_of(row: Assignment) -> State:
    """What of an assignment goes over to its successor."""
    return State(
        row.role,
        row.execution,
        row.progress,
        row.due_on,
        row.accepted_at,
        row.accepted_by_id,
        row.completed_at,
        row.class_words,
        row.review,
        row.original_due_on,
    )


def put_state(row: Assignment, state: State) -> Assignment:
    """Write a state into an assignment (not saved)."""
    row.role = AssignmentRole(state.role)
    row.execution = Execution(state.execution)
    row.progress = state.progress
    row.due_on = state.due_on
    row.accepted_at = state.accepted_at
    row.accepted_by_id = state.accepted_by
    row.completed_at = state.completed_at
    row.class_words = state.class_words
    row.review = Review(state.review)
    row.original_due_on = state.original_due_on
    return row


# A body has one assignment on a task, in a period of it, out of one delegation.
Slot = tuple[int, int | None, int | None]


def slot_of(row: Assignment) -> Slot:
    """What of an assignment stays the same whoever carries it."""
    return (row.task_id, row.instance_id, row.parent_id)


@dataclass(slots=True)
class Incoming:
    """An assignment that leaves its agency on a day, and where it is led."""

    row: Assignment
    led: Led
    day: dt.date

    @property
    def is_share(self) -> bool:
        """Whether several carry it on, each for its part."""
        return len(self.led.agencies) > 1


class Passing:
    """The assignments of one event: worked out in memory, then written at once."""

    def __init__(self, event: SuccessionEvent, moved: Sequence[Incoming], *, chosen_reason: str = "") -> None:
        self.event = event
        self._chosen_reason = chosen_reason
        self.moves: list[AssignmentMove] = []
        self._groups: dict[tuple[Slot, int], list[Incoming]] = defaultdict(list)
        self._undecided: dict[str, list[int]] = defaultdict(list)
        self._ended: dict[dt.date, set[int]] = defaultdict(set)
        self._new: list[Assignment] = []
        self._givers: list[tuple[Assignment, Assignment]] = []
        self._links: list[AssignmentSuccession] = []
        self._own = self._own_rows(moved)
        for incoming in moved:
            self._tell(incoming)
            if not incoming.led.agencies:
                self._undecided[incoming.led.decision.undecided].append(incoming.row.pk)
                continue
            self._ended[incoming.day - _ONE_DAY].add(incoming.row.pk)
            for agency in incoming.led.agencies:
                self._groups[slot_of(incoming.row), agency.pk].append(incoming)
        for (slot, agency_id), group in self._groups.items():
            self._join(slot, agency_id, group)

    def _own_rows(self, moved: Sequence[Incoming]) -> dict[tuple[Slot, int], Assignment]:
        """What the successors had on the same tasks; what they themselves hand on by this event is not theirs."""
        tasks = {incoming.row.task_id for incoming in moved}
        targets = {agency.pk for incoming in moved for agency in incoming.led.agencies}
        leaving = {incoming.row.pk for incoming in moved if incoming.led.agencies}
        if not targets:
            return {}
        rows = Assignment.objects.open().filter(task__in=tasks, agency__in=targets).select_for_update(of=("self",))
        return {(slot_of(row), row.agency_id): row for row in rows if row.pk not in leaving}

    def _join(self, slot: Slot, agency_id: int, group: list[Incoming]) -> None:
        own = self._own.get((slot, agency_id))
        carried = [state_of(incoming.row) for incoming in group if not incoming.is_share]
        shares = [share_of(state_of(incoming.row)) for incoming in group if incoming.is_share]
        state = fold(state_of(own) if own else None, carried, shares)
        day = max(incoming.day for incoming in group)
        if own is not None and state == state_of(own) and day <= clock.today():
            successor = own  # the same duty goes on as it was
        else:
            began = max(day, own.began_on) if own is not None and own.began_on else day
            giver = next((i for i in group if not i.is_share and state_of(i.row) == state), group[0])
            function = own.function if own is not None and state_of(own) == state else giver.led.decision.function
            task_id, instance_id, parent_id = slot
            blank = Assignment(
                task_id=task_id,
                instance_id=instance_id,
                parent_id=parent_id,
                agency_id=agency_id,
                function=function,
                began_on=began,
                began_by=self.event,
            )
            successor = put_state(blank, state)
            self._new.append(successor)
            self._givers.append((own if own is not None and state_of(own) == state else giver.row, successor))
            if own is not None:
                self._ended[began - _ONE_DAY].add(own.pk)
                self._link(own, successor, MoveBasis.KEPT, is_verified=True)
        for incoming in group:
            because = MoveBasis(incoming.led.decision.because)
            self._link(incoming.row, successor, because, is_verified=incoming.led.is_verified)

    def _link(self, before: Assignment, after: Assignment, because: MoveBasis, *, is_verified: bool) -> None:
        self._links.append(
            AssignmentSuccession(
                predecessor=before,
                successor=after,
                event=self.event,
                because=because,
                is_verified=is_verified,
                chosen_reason=self._chosen_reason if because == MoveBasis.CHOSEN else "",
            )
        )

    def _tell(self, incoming: Incoming) -> None:
        row, led = incoming.row, incoming.led
        if row.instance_id is not None:
            return  # the periods of a recurring task go with it, and by the same choice
        self.moves.append(
            AssignmentMove(
                key=choice_key(row.task.plan.code, row.task.code, row.agency.code),
                event=self.event,
                plan_code=row.task.plan.code,
                task_code=row.task.code,
                text=row.task.text,
                role=row.role,
                source=row.agency,
                targets=led.agencies,
                because=led.decision.because,
                function=led.decision.function,
                undecided=led.decision.undecided,
                candidates=led.candidates,
                is_verified=led.is_verified,
                folded=sum((slot_of(row), agency.pk) in self._own for agency in led.agencies),
            )
        )

    def write(self) -> None:
        """Ended rows first: a task has one open lead and an agency one open row at any moment. What a page showed of
        them is another version now."""
        for last_day, ids in self._ended.items():
            ended = Assignment.objects.filter(pk__in=ids)
            ended.update(ended_on=last_day, ended_by=self.event, version=F("version") + 1)
        for undecided, flagged in self._undecided.items():
            left = Assignment.objects.filter(pk__in=flagged)
            left.update(undecided_by=self.event, undecided_because=Undecided(undecided), version=F("version") + 1)
        Assignment.objects.bulk_create(self._new)
        for link in self._links:
            link.successor_id = link.successor.pk  # new rows have their keys only now
        AssignmentSuccession.objects.bulk_create(self._links)
        carry_log(self._givers)

    def evidence(self) -> dict[str, object]:
        """Counts and ids for the audit row."""
        ended = sorted(pk for ids in self._ended.values() for pk in ids)
        undecided = sorted(pk for ids in self._undecided.values() for pk in ids)
        return {
            "ended": len(ended),
            "began": len(self._new),
            "undecided": len(undecided),
            "ended_ids": ended,
            "began_ids": [row.pk for row in self._new],
            "undecided_ids": undecided,
        }


def refresh_successors(assignment: Assignment) -> None:
    """Bring the assignments that are to carry this one on from a coming day up to date with it. No act of theirs."""
    if assignment.ended_on is None:
        return
    for successor in _coming(assignment):
        _refresh(successor)


def withdraw_from_coming(assignment: Assignment) -> None:
    """Nobody is to carry this one on from a coming day any more: it is recalled, or goes to somebody else. Who was to
    carry on nothing else has nothing to begin; who carries on others too does so without this one."""
    for successor in _coming(assignment):
        AssignmentSuccession.objects.filter(predecessor=assignment, successor=successor).delete()
        if successor.predecessors.exists():
            _refresh(successor)
        else:
            withdraw_from_coming(successor)
            successor.events.all().delete()
            successor.delete()


def _coming(assignment: Assignment) -> list[Assignment]:
    return list(assignment.successors.filter(began_on__gt=clock.today()).order_by("pk"))


def _refresh(successor: Assignment) -> None:
    before = list(successor.predecessors.order_by("pk"))
    links = AssignmentSuccession.objects.filter(predecessor__in=before).order_by()
    heirs = dict(links.values_list("predecessor").annotate(Count("pk")))
    own = next((row for row in before if row.agency_id == successor.agency_id), None)
    rest = [row for row in before if row is not own]
    carried = [state_of(row) for row in rest if heirs[row.pk] == 1]
    shares = [share_of(state_of(row)) for row in rest if heirs[row.pk] > 1]
    state = fold(state_of(own) if own else None, carried, shares)
    if state != state_of(successor):
        put_state(successor, state)
        successor.version += 1
        successor.save()
        successor.events.all().delete()
        giver = next((row for row in [*([own] if own else []), *rest] if state_of(row) == state), before[0])
        carry_log([(giver, successor)])
        refresh_successors(successor)
