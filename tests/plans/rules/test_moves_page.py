"""docs/moves.md is drawn from the table of moves, and from nothing else (MANGNON_UPDATE_MOVES=1 draws it anew)."""

from __future__ import annotations

import os
from collections import defaultdict

from mangnon.plans.rules import EXECUTION_MOVES, HOLDER_MOVES, REVIEW_AFTER, STATES, Move
from mangnon.plans.rules.moves import NOT_FOR_MONITORS
from mangnon.plans.terms import Execution, MoveKind, Review
from tests.architecture.walls import REPOSITORY

PAGE = REPOSITORY / "docs" / "moves.md"
_HEAD = """# Moves of an assignment

What can be done to an assignment in which state, and what it is after; drawn from `plans/rules/moves.py` by its test,
not written by hand (`MANGNON_UPDATE_MOVES=1`). What a table cannot say (once only, at most two, own deadlines) is in
[0027](decisions/0027-assignments-in-motion.md).
"""


def _move(move: Move) -> str:
    return str(MoveKind(move.value).label)


def _state(state: str) -> str:
    return str(Execution(state).label)


def _diagram() -> list[str]:
    """Arrows between two states by their moves; what leaves a state as it is stands in the table below."""
    arrows: dict[tuple[str, str], list[str]] = defaultdict(list)
    for (before, move), after in EXECUTION_MOVES.items():
        if before != after:
            arrows[before, after].append(_move(move))
    ends = [state for state in STATES if not any(before == state for before, _ in EXECUTION_MOVES)]
    lines = ["```mermaid", "stateDiagram-v2", *(f'    state "{_state(state)}" as {state}' for state in STATES)]
    lines.append("    [*] --> not_received: Giao nhiệm vụ")
    lines += [f"    {before} --> {after}: {', '.join(moves)}" for (before, after), moves in arrows.items()]
    return [*lines, *(f"    {state} --> [*]" for state in ends), "```"]


def _table() -> list[str]:
    lines = [
        "| Move | Who | " + " | ".join(_state(state) for state in STATES) + " | Review after |",
        "|---|---|" + "---|" * len(STATES) + "---|",
    ]
    for move in Move:
        cells = [_after(state, move) for state in STATES]
        who = "holds it" if move in HOLDER_MOVES else "gave it"
        mark = " ¹" if move in NOT_FOR_MONITORS else ""
        review = str(Review(REVIEW_AFTER[move]).label) if move in REVIEW_AFTER else ""
        lines.append(f"| {_move(move)}{mark} | {who} | {' | '.join(cells)} | {review} |")
    return [*lines, "", "¹ Not by or for a body that only watches.", "«=»: the state stays; empty: refused."]


def _after(state: str, move: Move) -> str:
    after = EXECUTION_MOVES.get((state, move))
    if after is None:
        return ""
    return "=" if after == state else f"→ {_state(after)}"


def _page() -> str:
    return "\n".join([_HEAD, *_diagram(), "", *_table(), ""])


def test_the_page_is_what_the_table_says() -> None:
    page = _page()
    if os.environ.get("MANGNON_UPDATE_MOVES") == "1":
        PAGE.write_text(page, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page, "run this test once with MANGNON_UPDATE_MOVES=1"


def test_every_cell_of_the_table_is_on_the_page() -> None:
    told = sum(cell == "=" or cell.startswith("→") for line in _table() for cell in map(str.strip, line.split("|")))
    assert told == len(EXECUTION_MOVES)
