"""What can be done to an assignment, in which state, and what else must hold first (domain.md, 4). Pure.

`EXECUTION_MOVES` is the whole state machine; what a table of states cannot say (once only, at most two, not for a body
that only watches) is in `why_refused`. Its answers are codes; the sentences are in `plans.refusing`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

MOST_EXTENSIONS = 2
# A deadline further away than this is a slip of the pen.
MOST_YEARS_AHEAD = 20

NOT_RECEIVED, IN_PROGRESS = "not_received", "in_progress"
REPORTED_COMPLETE, COMPLETE, RECALLED = "reported_complete", "complete", "recalled"
STATES = (NOT_RECEIVED, IN_PROGRESS, REPORTED_COMPLETE, COMPLETE, RECALLED)


class Move(StrEnum):
    """What can be done to an assignment."""

    ACCEPT = "accept"
    ASK_RETURN = "ask_return"
    ACCEPT_RETURN = "accept_return"
    REFUSE_RETURN = "refuse_return"
    RECORD_PROGRESS = "record_progress"
    REPORT_COMPLETE = "report_complete"
    CONFIRM_COMPLETE = "confirm_complete"
    SEND_BACK = "send_back"
    ASK_EXTENSION = "ask_extension"
    GRANT_EXTENSION = "grant_extension"
    REFUSE_EXTENSION = "refuse_extension"
    RECALL = "recall"
    REASSIGN = "reassign"
    DELEGATE = "delegate"


# Who makes a move: the agency that holds the assignment, or the body that gave it.
HOLDER_MOVES = frozenset(
    {
        Move.ACCEPT,
        Move.ASK_RETURN,
        Move.RECORD_PROGRESS,
        Move.REPORT_COMPLETE,
        Move.ASK_EXTENSION,
        Move.DELEGATE,
    }
)
GIVER_MOVES = frozenset(Move) - HOLDER_MOVES

# (state, move) → next state. What is not here is refused. An extension asked for before the result was reported can
# still be answered after it: an agency does not become late by somebody else's silence.
EXECUTION_MOVES: dict[tuple[str, Move], str] = {
    (NOT_RECEIVED, Move.ACCEPT): IN_PROGRESS,
    (NOT_RECEIVED, Move.ASK_RETURN): NOT_RECEIVED,
    (NOT_RECEIVED, Move.ACCEPT_RETURN): NOT_RECEIVED,
    (NOT_RECEIVED, Move.REFUSE_RETURN): NOT_RECEIVED,
    (NOT_RECEIVED, Move.RECALL): RECALLED,
    (NOT_RECEIVED, Move.REASSIGN): NOT_RECEIVED,
    (IN_PROGRESS, Move.ASK_RETURN): IN_PROGRESS,
    (IN_PROGRESS, Move.ACCEPT_RETURN): IN_PROGRESS,
    (IN_PROGRESS, Move.REFUSE_RETURN): IN_PROGRESS,
    (IN_PROGRESS, Move.RECORD_PROGRESS): IN_PROGRESS,
    (IN_PROGRESS, Move.REPORT_COMPLETE): REPORTED_COMPLETE,
    (IN_PROGRESS, Move.ASK_EXTENSION): IN_PROGRESS,
    (IN_PROGRESS, Move.GRANT_EXTENSION): IN_PROGRESS,
    (IN_PROGRESS, Move.REFUSE_EXTENSION): IN_PROGRESS,
    (IN_PROGRESS, Move.RECALL): RECALLED,
    (IN_PROGRESS, Move.REASSIGN): IN_PROGRESS,
    (IN_PROGRESS, Move.DELEGATE): IN_PROGRESS,
    (REPORTED_COMPLETE, Move.CONFIRM_COMPLETE): COMPLETE,
    (REPORTED_COMPLETE, Move.SEND_BACK): IN_PROGRESS,
    (REPORTED_COMPLETE, Move.GRANT_EXTENSION): REPORTED_COMPLETE,
    (REPORTED_COMPLETE, Move.REFUSE_EXTENSION): REPORTED_COMPLETE,
    (REPORTED_COMPLETE, Move.RECALL): RECALLED,
}
# What the result is worth after a move; moves that are not here leave the review as it is.
REVIEW_AFTER: dict[Move, str] = {
    Move.REPORT_COMPLETE: "waiting",
    Move.CONFIRM_COMPLETE: "met",
    Move.SEND_BACK: "not_met",
    Move.RECALL: "none",
}
# A body that only watches takes note and may say what it sees; it has nothing to finish, to put off or to pass on.
NOT_FOR_MONITORS = frozenset(
    {Move.REPORT_COMPLETE, Move.ASK_EXTENSION, Move.GRANT_EXTENSION, Move.REFUSE_EXTENSION, Move.DELEGATE}
)


@dataclass(frozen=True, slots=True)
class Situation:
    """All that decides which moves fit. `has_worked`: it noted progress, reported, or asked for an extension, and did
    not undo it at once.

    `return_refused`: a request to take it back was answered with no. One that was withdrawn, by taking the work on, may
    be made again.
    """

    execution: str
    role: str = "lead"
    due_on: dt.date | None = None
    has_worked: bool = False
    return_refused: bool = False
    return_waits: bool = False
    extension_waits: bool = False
    extensions_granted: int = 0


def next_execution(state: str, move: Move) -> str | None:
    """The state after a move, or None when the move does not fit."""
    return EXECUTION_MOVES.get((state, move))


def why_refused(now: Situation, move: Move) -> str:
    """Why a move does not fit, as a code; empty when it fits."""
    if next_execution(now.execution, move) is None:
        return "wrong_state"
    if now.role == "monitor" and move in NOT_FOR_MONITORS:
        return "not_for_monitors"
    check = _GUARDS.get(move)
    return check(now) if check else ""


def _why_not_returned(now: Situation) -> str:
    if now.return_waits:
        return "return_waits"
    if now.return_refused:
        return "return_was_refused"
    return "already_worked" if now.has_worked else ""


def _why_not_extended(now: Situation) -> str:
    if now.due_on is None:
        return "no_deadline"
    if now.extension_waits:
        return "extension_waits"
    return "extended_twice" if now.extensions_granted >= MOST_EXTENSIONS else ""


def _why_not_granted(now: Situation) -> str:
    if not now.extension_waits:
        return "no_extension_waits"
    return "extended_twice" if now.extensions_granted >= MOST_EXTENSIONS else ""


def _why_no_return(now: Situation) -> str:
    return "" if now.return_waits else "no_return_waits"


def _why_no_extension(now: Situation) -> str:
    return "" if now.extension_waits else "no_extension_waits"


_GUARDS: dict[Move, Callable[[Situation], str]] = {
    Move.ASK_RETURN: _why_not_returned,
    Move.ACCEPT_RETURN: _why_no_return,
    Move.REFUSE_RETURN: _why_no_return,
    Move.ASK_EXTENSION: _why_not_extended,
    Move.GRANT_EXTENSION: _why_not_granted,
    Move.REFUSE_EXTENSION: _why_no_extension,
}


def possible_moves(now: Situation) -> frozenset[Move]:
    """Every move that fits."""
    return frozenset(move for move in Move if not why_refused(now, move))


def why_bad_extension(
    *, due_on: dt.date | None, new_on: dt.date, not_before: dt.date | None = None, not_after: dt.date | None = None
) -> str:
    """What is wrong with a new deadline: strictly later than the one in force; a wish is not for a day that is over
    (`not_before`: today), and what was given on ends no later than what it was given from (`not_after`)."""
    if due_on is None or new_on <= due_on:
        return "not_later"
    if not_before is not None and new_on < not_before:
        return "day_is_over"
    if not_after is not None and new_on > not_after:
        return "after_parent"
    return _too_far(new_on, due_on)


def why_bad_deadline(new_on: dt.date, *, today: dt.date) -> str:
    """What is wrong with the deadline of something that is given today."""
    return "day_is_over" if new_on < today else _too_far(new_on, today)


def why_bad_delegated_deadline(new_on: dt.date, *, parent_due: dt.date | None, today: dt.date) -> str:
    """The same for what is given on to a body below: no later than one's own deadline. Where that is over already, only
    that very day is left."""
    if parent_due is not None and new_on > parent_due:
        return "after_parent"
    return "" if new_on == parent_due else why_bad_deadline(new_on, today=today)


def _too_far(new_on: dt.date, since: dt.date) -> str:
    return "too_far" if new_on.year > since.year + MOST_YEARS_AHEAD else ""


def times_undone(log: Sequence[str], move: Move) -> int:
    """How often a move was taken back: an undoing stands in the log directly after what it undid."""
    return sum(now == move and after == "undo" for now, after in pairwise(log))


def standing_notes(notes: int, log: Sequence[str]) -> int:
    """How many notes of progress stand. One that was undone says nothing any more, nor does the note of its undoing."""
    return max(notes - 2 * times_undone(log, Move.RECORD_PROGRESS), 0)


def is_silent(*, execution: str, progress: int, notes: int) -> bool:
    """Whether a coordinator has said nothing of its part: not taken on, or taken on and no word since that stands."""
    return execution == NOT_RECEIVED or (execution == IN_PROGRESS and not progress and not notes)
