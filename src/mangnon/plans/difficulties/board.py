"""Reads of difficulties for their board and page: who sees which, whose turn it is, which are late."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from mangnon.accounts.public import Actor, Permission
from mangnon.kernel import clock
from mangnon.plans.assignments.giving import giving_agencies_of
from mangnon.plans.difficulties.services import (
    bodies_above,
    given_instead,
    granted_extensions,
    may_answer,
    may_decide_on,
    nobody_answers,
)
from mangnon.plans.models import Difficulty
from mangnon.plans.policies import can_answer_from_above
from mangnon.plans.rules.difficulties import Turn, next_difficulty_state, turn_of
from mangnon.plans.selectors import carried_on_by, plans, plans_led_by
from mangnon.plans.terms import Adjustment, DifficultyAct, DifficultyState

WAITING = (DifficultyState.RAISED, DifficultyState.ESCALATED)
# Of what was recalled or given to another body nobody waits for an answer any more (as in `waiting_difficulties`).
_AT_WORK = Q(assignment__ended_because="")
WAITS = Q(state__in=WAITING) & _AT_WORK
WAITS_ABOVE = Q(state=DifficultyState.ESCALATED) & _AT_WORK


def seen_difficulties(viewer: Actor) -> QuerySet[Difficulty]:
    """Those that concern the viewer's body: raised by it or one whose work it carries on, on work it gave, passed on to
    it. Leaders of the province's committee and inspectors see all of their province. The longest waiting first."""
    found = Difficulty.objects.filter(assignment__task__plan__in=plans(viewer)).select_related(
        "assignment__task__plan__directive",
        "assignment__task__plan__lead_agency",
        "assignment__agency",
        "passed_to",
        "raised_by",
        "answered_by",
    )
    if not viewer.is_system and not _sees_all(viewer):
        mine = carried_on_by(viewer, viewer.agency_id)
        found = found.filter(
            Q(assignment__agency=viewer.agency_id)
            | Q(assignment__in=mine)
            | Q(assignment__parent__agency=viewer.agency_id)
            | Q(assignment__task__plan__in=plans_led_by(viewer, agency_id=viewer.agency_id))
            | Q(passed_to=viewer.agency_id)
        )
    return found.order_by("raised_at", "pk")


def difficulty_by_id(viewer: Actor, difficulty_id: int) -> Difficulty | None:
    """One difficulty, if the viewer may see it."""
    return seen_difficulties(viewer).filter(pk=difficulty_id).first()


def _sees_all(viewer: Actor) -> bool:
    of_committee = viewer.agency_kind == "peoples_committee" and viewer.agency_level == "province"
    return viewer.may(Permission.INSPECT) or (of_committee and viewer.may(Permission.OVERSEE))


def filtered(
    found: QuerySet[Difficulty],
    *,
    state: str = "",
    age: str = "",
    plan_code: str = "",
    agency_code: str = "",
    on: dt.date | None = None,
) -> QuerySet[Difficulty]:
    """By state; by age («late»: the answer is; «in_time»; «month»: raised more than thirty days ago); plan; body."""
    today = on or clock.today()
    if state in DifficultyState.values:
        found = found.filter(state=state)
    if age == "late":
        found = found.filter(WAITS, answer_by__lt=today)
    elif age == "in_time":
        found = found.filter(WAITS).exclude(answer_by__lt=today)
    elif age == "month":
        found = found.filter(raised_at__lt=clock.at(today, 0) - dt.timedelta(days=30))
    if plan_code:
        found = found.filter(assignment__task__plan__code=plan_code)
    return found.filter(assignment__agency__code=agency_code) if agency_code else found


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One difficulty and whose turn it is: `turn_words` names the body (empty: nobody's), `is_mine`: the viewer's.
    `ended`: why nobody answers any more, where the work itself was recalled or given to another body."""

    difficulty: Difficulty
    turn_words: str
    is_mine: bool
    is_late: bool
    days: int
    is_waiting: bool
    ended: str = ""


def board_rows(viewer: Actor, found: QuerySet[Difficulty]) -> list[BoardRow]:
    """The rows of the board. A constant number of queries."""
    rows, today = list(found), clock.today()
    givers = giving_agencies_of({row.assignment_id: row.assignment for row in rows}.values(), on=today)
    shown = []
    for row in rows:
        has_ended = bool(row.assignment.ended_because)
        turn, bodies = Turn.NOBODY if has_ended else turn_of(row.state), givers[row.assignment_id]
        words = ", ".join(agency.name for agency in bodies) if turn is Turn.LEAD else ""
        words = row.passed_to_words if turn is Turn.ABOVE else words
        ids = {agency.pk for agency in bodies} if turn is Turn.LEAD else {row.passed_to_id}
        is_waiting = row.state in WAITING and not has_ended
        shown.append(
            BoardRow(
                row,
                words,
                is_mine=turn is not Turn.NOBODY and viewer.agency_id in ids,
                is_late=is_waiting and row.answer_by is not None and row.answer_by < today,
                days=(today - clock.local_day(row.raised_at)).days,
                is_waiting=is_waiting,
                ended=row.assignment.get_ended_because_display() if has_ended and row.state in WAITING else "",
            )
        )
    return shown


@dataclass(frozen=True, slots=True)
class Possible:
    """What the viewer may do with a difficulty now, and what a change of the plan may be linked to."""

    answer: bool
    escalate: bool
    adjust: bool
    reopen: bool
    extensions: list[tuple[int, str]]
    reassignments: list[tuple[int, str]]
    bodies_above: list[tuple[int, str]]
    for_above: bool
    nobody_above: bool


def possible_acts(viewer: Actor, difficulty: Difficulty) -> Possible:
    """By right and state; a service says the same again. `for_above`: an answer may be entered as that of the body
    above, with its paper. `nobody_above`: of that body nobody answers here."""

    def fits(act: DifficultyAct) -> bool:
        return next_difficulty_state(difficulty.state, act) is not None

    decides = may_decide_on(viewer, difficulty)
    holds = viewer.may(Permission.ACT_FOR_AGENCY) and (
        difficulty.assignment.agency_id == viewer.agency_id
        or difficulty.assignment_id in carried_on_by(viewer, viewer.agency_id)
    )
    adjusts = decides and fits(DifficultyAct.ADJUST)
    escalates = decides and fits(DifficultyAct.ESCALATE)
    answers = fits(DifficultyAct.ANSWER) and may_answer(viewer, difficulty)
    is_above = can_answer_from_above(viewer, agency_id=difficulty.passed_to_id)
    return Possible(
        answer=answers,
        escalate=escalates,
        adjust=adjusts,
        reopen=holds and fits(DifficultyAct.REOPEN),
        extensions=[
            (each.pk, f"đến ngày {each.granted_on:%d/%m/%Y}")
            for each in (granted_extensions(difficulty.assignment) if adjusts else ())
        ],
        reassignments=[
            (each.pk, each.agency.name) for each in (given_instead(difficulty.assignment) if adjusts else ())
        ],
        bodies_above=[(agency.pk, agency.name) for agency in bodies_above(difficulty)] if escalates else [],
        for_above=answers and difficulty.state == DifficultyState.ESCALATED and not is_above,
        nobody_above=nobody_answers(difficulty),
    )


def adjustment_words(difficulty: Difficulty) -> str:
    """Into what it was turned, in words; empty when it was not."""
    if not difficulty.adjustment:
        return ""
    words = Adjustment(difficulty.adjustment).label
    if difficulty.extension is not None and difficulty.extension.granted_on:
        words += f" đến ngày {difficulty.extension.granted_on:%d/%m/%Y}"
    if difficulty.new_assignment is not None:
        words += f": {difficulty.new_assignment.agency.name}"
    return f"{words}. {difficulty.adjustment_words}".rstrip(". ") + "."
