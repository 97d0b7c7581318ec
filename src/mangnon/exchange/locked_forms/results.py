"""What became of the rows of a form that came back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from mangnon.exchange.locked_forms.reading import CellFault


class RowState(Enum):
    """What became of a row. A conflict: newer words stand here, and were left."""

    MERGED = "merged"
    NOTHING_NEW = "nothing_new"
    REFUSED = "refused"
    CONFLICT = "conflict"

    @property
    def label(self) -> str:
        """The word on screen."""
        return _LABELS[self]


_LABELS = {
    RowState.MERGED: "Đã nhập",
    RowState.NOTHING_NEW: "Không có gì mới",
    RowState.REFUSED: "Chưa nhập được",
    RowState.CONFLICT: "Đã có cập nhật mới hơn",
}


@dataclass(slots=True)
class RowResult:
    """A row, by Excel's number, and what became of it: cell faults, or the reason why it was not merged."""

    number: int
    code: str
    text: str
    state: RowState = RowState.NOTHING_NEW
    faults: list[CellFault] = field(default_factory=list)
    reason: str = ""


def count_rows(rows: Iterable[RowResult], state: RowState) -> int:
    """How many rows ended so."""
    return sum(row.state is state for row in rows)
