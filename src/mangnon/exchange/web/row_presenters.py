"""How pages tell what became of the rows of a form that came back."""

from __future__ import annotations

from typing import Any, Final

from mangnon.exchange.locked_forms.results import RowResult, RowState

TONES: Final = {
    RowState.MERGED: "good",
    RowState.NOTHING_NEW: "neutral",
    RowState.REFUSED: "late",
    RowState.CONFLICT: "wait",
}


def row_told(row: RowResult, word: str) -> dict[str, Any]:
    """A row of the table; `word` is what its state is called there."""
    return {
        "number": row.number,
        "code": row.code,
        "text": row.text,
        "word": word,
        "tone": TONES[row.state],
        "reason": row.reason,
        "faults": [f"{fault.heading} ({fault.cell}): {fault.sentence}." for fault in row.faults],
    }
