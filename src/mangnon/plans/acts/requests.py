"""What an agency asks of whoever gave it the work (to take it back, a later day): what waits, and how it is answered.

A request stays with the row on which it was made; it counts for whoever carries that row on (docs/decisions/0027).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from mangnon.accounts.public import Actor
from mangnon.kernel import clock
from mangnon.plans.assignments.carried import lineage_of
from mangnon.plans.assignments.refusing import wrong_move
from mangnon.plans.models import Assignment, AssignmentReturn, Extension
from mangnon.plans.rules import Move
from mangnon.plans.terms import ExtensionState, ReturnState

CLOSED_BY_RESULT = "Khép lại vì kết quả đã được nghiệm thu."


def waiting_extension(assignment: Assignment) -> Extension | None:
    """The request for a later day that waits, on the row itself or on one it carries on; locked."""
    found = Extension.objects.select_for_update(of=("self",)).filter(state=ExtensionState.ASKED)
    return found.filter(assignment__in=lineage_of(assignment.pk)).order_by("-asked_at", "-pk").first()


def waiting_extensions(lineages: Mapping[int, Sequence[int]]) -> dict[int, Extension]:
    """The same of many assignments at once, by their ids (`carried.lineages_of`); without those that wait for nothing.
    One query."""
    rows = {pk for lineage in lineages.values() for pk in lineage}
    found = Extension.objects.select_for_update(of=("self",)).filter(state=ExtensionState.ASKED, assignment__in=rows)
    asked: dict[int, list[Extension]] = {}
    for each in found.order_by("asked_at", "pk"):
        asked.setdefault(each.assignment_id, []).append(each)
    waiting = {pk: [each for row in lineage for each in asked.get(row, ())] for pk, lineage in lineages.items()}
    return {pk: max(rows, key=lambda each: (each.asked_at, each.pk)) for pk, rows in waiting.items() if rows}


def waiting_return(assignment: Assignment) -> AssignmentReturn | None:
    """The request to take it back that waits; locked."""
    found = AssignmentReturn.objects.select_for_update(of=("self",)).filter(state=ReturnState.ASKED)
    return found.filter(assignment__in=lineage_of(assignment.pk)).order_by("-asked_at", "-pk").first()


def lineage_extensions(assignment: Assignment) -> list[Extension]:
    """Every request for a later day, of the assignment and of those it carries on, newest first."""
    found = Extension.objects.filter(assignment__in=lineage_of(assignment.pk)).select_related("asked_by", "decided_by")
    return list(found.order_by("-asked_at", "-pk"))


def lineage_returns(assignment: Assignment) -> list[AssignmentReturn]:
    """Every request to take it back, likewise."""
    found = AssignmentReturn.objects.filter(assignment__in=lineage_of(assignment.pk))
    return list(found.select_related("asked_by", "decided_by").order_by("-asked_at", "-pk"))


def extension_to_answer(assignment: Assignment, move: Move) -> Extension:
    """The request for a later day that waits, locked. Raises WrongState when none does."""
    found = waiting_extension(assignment)
    if found is None:
        raise wrong_move(move, "no_extension_waits")
    return found


def return_to_answer(assignment: Assignment, move: Move) -> AssignmentReturn:
    """The request to take it back that waits, locked. Raises WrongState when none does."""
    found = waiting_return(assignment)
    if found is None:
        raise wrong_move(move, "no_return_waits")
    return found


def answer_extension(
    actor: Actor, asked: Extension, state: ExtensionState, answer: str, *, granted_on: dt.date | None = None
) -> None:
    """Write what became of a request for a later day, by whom and when."""
    asked.state, asked.granted_on = state, granted_on
    _answer(actor, asked, answer, "granted_on")


def answer_return(actor: Actor, asked: AssignmentReturn, state: ReturnState, answer: str) -> None:
    """The same for a request to take it back."""
    asked.state = state
    _answer(actor, asked, answer)


def _answer(actor: Actor, asked: Extension | AssignmentReturn, answer: str, *fields: str) -> None:
    asked.answer = answer
    asked.decided_at, asked.decided_by_id = clock.now(), actor.user_id
    asked.save(update_fields=["state", "answer", "decided_at", "decided_by", *fields])


def close_requests(actor: Actor, assignment: Assignment, because: str, *, extension: bool = True) -> dict[str, int]:
    """Close what waits without an answer, because of what was done instead; ids for the evidence."""
    closed: dict[str, int] = {}
    asked = waiting_return(assignment)
    if asked is not None:
        answer_return(actor, asked, ReturnState.CLOSED, because)
        closed["closed_return"] = asked.pk
    later = waiting_extension(assignment) if extension else None
    if later is not None:
        answer_extension(actor, later, ExtensionState.CLOSED, because)
        closed["closed_extension"] = later.pk
    return closed
