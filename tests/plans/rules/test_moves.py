"""The transition table of an assignment, cell by cell: every state × every move, and what a table cannot say."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.plans.rules import (
    EXECUTION_MOVES,
    GIVER_MOVES,
    HOLDER_MOVES,
    REVIEW_AFTER,
    STATES,
    Move,
    Situation,
    is_silent,
    next_execution,
    possible_moves,
    standing_notes,
    why_bad_deadline,
    why_bad_delegated_deadline,
    why_bad_extension,
    why_refused,
)
from mangnon.plans.terms import Execution, MoveKind, Review

DUE = dt.date(2025, 6, 10)
# One row a move; a column a state: not received, in progress, reported complete, complete, recalled. «-» is refused.
TABLE = """
accept             in_progress   -                  -                  -  -
ask_return         not_received  in_progress        -                  -  -
accept_return      not_received  in_progress        -                  -  -
refuse_return      not_received  in_progress        -                  -  -
record_progress    -             in_progress        -                  -  -
report_complete    -             reported_complete  -                  -  -
confirm_complete   -             -                  complete           -  -
send_back          -             -                  in_progress        -  -
ask_extension      -             in_progress        -                  -  -
grant_extension    -             in_progress        reported_complete  -  -
refuse_extension   -             in_progress        reported_complete  -  -
recall             recalled      recalled           recalled           -  -
reassign           not_received  in_progress        -                  -  -
delegate           -             in_progress        -                  -  -
"""
ROWS = [line.split() for line in TABLE.strip().splitlines()]
CELLS = [(Move(row[0]), state, cell) for row in ROWS for state, cell in zip(STATES, row[1:], strict=True)]


@pytest.mark.parametrize(("move", "state", "after"), CELLS, ids=lambda each: str(each))
def test_each_cell_of_the_table(move: Move, state: str, after: str) -> None:
    assert next_execution(state, move) == (None if after == "-" else after)


def test_the_table_has_every_state_and_every_move() -> None:
    assert {(state, move) for move, state, _ in CELLS} == set(itertools.product(STATES, Move))
    assert len(EXECUTION_MOVES) == sum(after != "-" for _, _, after in CELLS) == 22
    assert set(STATES) == set(Execution.values)
    assert {move.value for move in Move} < set(MoveKind.values)
    assert set(Move) == HOLDER_MOVES | GIVER_MOVES
    assert not HOLDER_MOVES & GIVER_MOVES
    assert set(REVIEW_AFTER.values()) == set(Review.values)


def test_what_has_ended_does_not_move() -> None:
    for state in ("complete", "recalled"):
        assert not possible_moves(Situation(state, due_on=DUE, return_waits=True, extension_waits=True))


def _now(state: str = "in_progress", **more: object) -> Situation:
    return Situation(**{"execution": state, "due_on": DUE, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("now", "move", "because"),
    [
        (_now(), Move.ASK_RETURN, ""),
        (_now("not_received"), Move.ASK_RETURN, ""),
        (_now(has_worked=True), Move.ASK_RETURN, "already_worked"),
        (_now(return_refused=True), Move.ASK_RETURN, "return_was_refused"),
        (_now(return_refused=True, return_waits=True), Move.ASK_RETURN, "return_waits"),
        (_now(), Move.ACCEPT_RETURN, "no_return_waits"),
        (_now(return_waits=True), Move.ACCEPT_RETURN, ""),
        (_now(), Move.REFUSE_RETURN, "no_return_waits"),
        (_now(return_waits=True), Move.REFUSE_RETURN, ""),
        (_now(), Move.ASK_EXTENSION, ""),
        (_now(due_on=None), Move.ASK_EXTENSION, "no_deadline"),
        (_now(extension_waits=True), Move.ASK_EXTENSION, "extension_waits"),
        (_now(extensions_granted=1), Move.ASK_EXTENSION, ""),
        (_now(extensions_granted=2), Move.ASK_EXTENSION, "extended_twice"),
        (_now(), Move.GRANT_EXTENSION, "no_extension_waits"),
        (_now(extension_waits=True), Move.GRANT_EXTENSION, ""),
        (_now(extension_waits=True, extensions_granted=2), Move.GRANT_EXTENSION, "extended_twice"),
        (_now(), Move.REFUSE_EXTENSION, "no_extension_waits"),
        (_now(extension_waits=True), Move.REFUSE_EXTENSION, ""),
        (_now("not_received"), Move.ASK_EXTENSION, "wrong_state"),
        (_now("reported_complete", extension_waits=True), Move.GRANT_EXTENSION, ""),
        (_now(role="monitor"), Move.REPORT_COMPLETE, "not_for_monitors"),
        (_now(role="monitor"), Move.ASK_EXTENSION, "not_for_monitors"),
        (_now(role="monitor"), Move.DELEGATE, "not_for_monitors"),
        (_now(role="monitor"), Move.RECORD_PROGRESS, ""),
        (_now(role="monitor"), Move.RECALL, ""),
        (_now(role="delegate"), Move.DELEGATE, ""),
    ],
)
def test_each_guard(now: Situation, move: Move, because: str) -> None:
    assert why_refused(now, move) == because
    assert (move in possible_moves(now)) == (not because)


situations = st.builds(
    Situation,
    execution=st.sampled_from(STATES),
    role=st.sampled_from(["lead", "coordinator", "monitor", "delegate"]),
    due_on=st.none() | st.dates(),
    has_worked=st.booleans(),
    return_refused=st.booleans(),
    return_waits=st.booleans(),
    extension_waits=st.booleans(),
    extensions_granted=st.integers(0, 3),
)


@given(situations)
def test_no_situation_lets_a_guard_slip(now: Situation) -> None:
    moves = possible_moves(now)
    assert all(next_execution(now.execution, move) for move in moves)
    assert Move.ASK_EXTENSION not in moves or (not now.extension_waits and now.extensions_granted < 2 and now.due_on)
    assert Move.GRANT_EXTENSION not in moves or (now.extension_waits and now.extensions_granted < 2)
    assert Move.ASK_RETURN not in moves or not (now.return_refused or now.has_worked or now.return_waits)
    assert (Move.RECALL in moves) == (now.execution in ("not_received", "in_progress", "reported_complete"))


@pytest.mark.parametrize(
    ("new_on", "because"),
    [
        (DUE, "not_later"),
        (dt.date(2025, 6, 9), "not_later"),
        (dt.date(2025, 6, 11), ""),
        (dt.date(2046, 1, 1), "too_far"),
    ],
)
def test_an_extension_is_strictly_later(new_on: dt.date, because: str) -> None:
    assert why_bad_extension(due_on=DUE, new_on=new_on) == because


def test_an_extension_is_no_day_that_is_over_and_no_later_than_the_parent() -> None:
    assert why_bad_extension(due_on=DUE, new_on=dt.date(2025, 7, 1), not_before=dt.date(2025, 7, 2)) == "day_is_over"
    assert why_bad_extension(due_on=DUE, new_on=dt.date(2025, 7, 1), not_before=dt.date(2025, 7, 1)) == ""
    assert why_bad_extension(due_on=DUE, new_on=dt.date(2025, 7, 2), not_after=dt.date(2025, 7, 1)) == "after_parent"
    assert why_bad_extension(due_on=None, new_on=DUE) == "not_later"


def test_a_leap_day_is_a_deadline_like_any_other() -> None:
    leap = dt.date(2028, 2, 29)
    assert why_bad_deadline(leap, today=leap) == ""
    assert why_bad_extension(due_on=leap, new_on=dt.date(2028, 3, 1)) == ""
    assert why_bad_extension(due_on=dt.date(2028, 2, 28), new_on=leap) == ""


@given(new_on=st.dates(), parent=st.none() | st.dates(), today=st.dates())
def test_what_is_given_on_is_never_due_after_its_parent(
    new_on: dt.date, parent: dt.date | None, today: dt.date
) -> None:
    if not why_bad_delegated_deadline(new_on, parent_due=parent, today=today):
        assert parent is None or new_on <= parent
        assert new_on >= today or new_on == parent


@pytest.mark.parametrize(
    ("execution", "progress", "notes", "silent"),
    [
        ("not_received", 0, 0, True),
        ("in_progress", 0, 0, True),
        ("in_progress", 0, 1, False),
        ("in_progress", 40, 0, False),
        ("reported_complete", 100, 0, False),
        ("complete", 100, 0, False),
    ],
)
def test_who_is_silent(execution: str, progress: int, notes: int, silent: bool) -> None:
    assert is_silent(execution=execution, progress=progress, notes=notes) == silent


@pytest.mark.parametrize(
    ("log", "notes", "standing"),
    [
        ([], 0, 0),
        (["give", "accept"], 1, 1),
        (["give", "record_progress"], 1, 1),
        (["give", "record_progress", "undo"], 2, 0),
        (["give", "record_progress", "undo", "record_progress"], 3, 1),
        (["give", "record_progress", "undo", "record_progress", "undo"], 4, 0),
        (["give", "record_progress", "ask_extension", "undo"], 1, 1),
        (["give", "accept", "undo"], 0, 0),
    ],
)
def test_what_was_undone_says_nothing(log: list[str], notes: int, standing: int) -> None:
    assert standing_notes(notes, log) == standing
