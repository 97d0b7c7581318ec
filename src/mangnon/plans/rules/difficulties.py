"""States of a difficulty, what may be done in which, and whose turn it is. No Django."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from mangnon.kernel.working_days import WorkingDays
from mangnon.plans.terms import DifficultyAct, DifficultyState

_State, _Act = DifficultyState, DifficultyAct

# (state, act) → next state. What is not here is refused. An answered one may still be passed on: «đã ghi nhận, báo cáo
# Ủy ban nhân dân tỉnh» is an answer; what waits above may be passed further up.
DIFFICULTY_MOVES: dict[tuple[str, str], str] = {
    (_State.RAISED, _Act.ANSWER): _State.ANSWERED,
    (_State.RAISED, _Act.ESCALATE): _State.ESCALATED,
    (_State.RAISED, _Act.ADJUST): _State.ADJUSTED,
    (_State.ANSWERED, _Act.ESCALATE): _State.ESCALATED,
    (_State.ANSWERED, _Act.ADJUST): _State.ADJUSTED,
    (_State.ANSWERED, _Act.REOPEN): _State.RAISED,
    (_State.ESCALATED, _Act.ANSWER): _State.ANSWERED,
    (_State.ESCALATED, _Act.ESCALATE): _State.ESCALATED,
    (_State.ESCALATED, _Act.ADJUST): _State.ADJUSTED,
    (_State.ADJUSTED, _Act.REOPEN): _State.RAISED,
}


class Turn(StrEnum):
    """Who is to act."""

    LEAD = "lead"
    ABOVE = "above"
    NOBODY = "nobody"


_TURN = {_State.RAISED: Turn.LEAD, _State.ESCALATED: Turn.ABOVE}


def next_difficulty_state(state: str, act: str) -> str | None:
    """The state after an act, or None when the act does not fit."""
    return DIFFICULTY_MOVES.get((state, act))


def turn_of(state: str) -> Turn:
    """Who is to act in a state: the body that answers, the body above, or nobody."""
    return _TURN.get(DifficultyState(state), Turn.NOBODY)


def answer_day(state: str, *, on: dt.date, days: WorkingDays, answer_days: int, above_days: int) -> dt.date | None:
    """The last day on which an answer is in time: so many working days after the day the turn began; None: no turn."""
    turn = turn_of(state)
    if turn is Turn.NOBODY:
        return None
    return days.add(on, answer_days if turn is Turn.LEAD else above_days)
