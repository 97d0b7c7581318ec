"""A workbook that came back: which one it is, its rows, and what was filled in, cell by cell. No database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from mangnon.exchange.locked_forms.reading import CellFault, RawRow, changed_cells, fault_at, read_form
from mangnon.exchange.workbooks.rules import SHAPE, Answers, read_answers
from mangnon.exchange.workbooks.signing import Marks, opened

__all__ = ["CellFault", "ReturnedRow", "ReturnedWorkbook", "cells_changed", "read_return"]


@dataclass(slots=True)
class ReturnedRow:
    """A row as it came back: Excel's number, the assignment, the locked cells as they stand, what was filled in."""

    number: int
    assignment: int
    given: tuple[str, ...]
    answers: Answers
    faults: list[CellFault] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ReturnedWorkbook:
    """A workbook of ours: its marks, its rows in the order of the marks."""

    marks: Marks
    rows: tuple[ReturnedRow, ...]


def read_return(content: bytes) -> ReturnedWorkbook:
    """Take a workbook apart. Raises BadWorkbookReturn with the one reason why it cannot be taken at all."""
    marks, rows = read_form(content, SHAPE, opened)
    return ReturnedWorkbook(marks, tuple(_row(row) for row in rows))


def _row(row: RawRow) -> ReturnedRow:
    answers, faults = read_answers(row.filled)
    told = [fault_at(SHAPE, row.number, fault.name, fault.sentence) for fault in faults]
    return ReturnedRow(row.number, row.key, row.given, answers, told)


def cells_changed(row: ReturnedRow, given: Sequence[str]) -> list[CellFault]:
    """The locked cells that no longer hold what was given out."""
    return changed_cells(SHAPE, RawRow(row.number, row.assignment, row.given, {}), given)
