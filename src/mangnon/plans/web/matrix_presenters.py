"""The rows of a plan as a matrix, as a list by who leads, and what the looks mean."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import mark_safe

from mangnon.agencies.public import Agency
from mangnon.kernel.text import collation_key
from mangnon.plans.figures.matrix import Matrix, MatrixRow
from mangnon.plans.terms import AssignmentRole, DeadlineState, Execution
from mangnon.plans.web.presenters import LOOKS, look_of, period_words

# Levels whose bodies stand in one column when they are many: forty communes would hide the departments.
_TOGETHER = {"district": "UBND cấp huyện", "commune": "UBND cấp xã"}
MOST_LOCAL_COLUMNS = 12
# Bodies that lead nothing stand in one column when there would be more columns than a wide screen shows.
MOST_COLUMNS = 40
_OTHERS = "Cơ quan khác"


@dataclass(frozen=True, slots=True)
class Column:
    """One agency, or (`count` above one) all agencies of a kind together, by their ids."""

    short: str
    name: str
    ids: tuple[int, ...]
    code: str = ""

    @property
    def count(self) -> int:
        """How many agencies stand in it."""
        return len(self.ids)


def columns_of(matrix: Matrix, *, every: bool = False) -> list[Column]:
    """The columns of a matrix. Unless `every` one is asked for, communes (or districts) that are many stand together,
    and so do bodies that lead nothing where there would be too many columns."""
    levels = Counter(agency.level for agency in matrix.agencies if agency.level in _TOGETHER)
    together = {level for level, count in levels.items() if count > MOST_LOCAL_COLUMNS and not every}
    alone = [agency for agency in matrix.agencies if agency.level not in together]
    others: list[Agency] = []
    if not every and len(alone) > MOST_COLUMNS:
        others = [agency for agency in alone if agency.pk not in matrix.led]
        alone = [agency for agency in alone if agency.pk in matrix.led]
    found = [Column(agency.short_name, agency.name, (agency.pk,), agency.code) for agency in alone]
    if others:
        found.append(_gathered(_OTHERS, [agency.pk for agency in others]))
    for level in sorted(together):
        found.append(_gathered(_TOGETHER[level], [each.pk for each in matrix.agencies if each.level == level]))
    return found


def _gathered(words: str, ids: list[int]) -> Column:
    return Column(f"{words} ({len(ids)})", f"{words}: {len(ids)} cơ quan", tuple(ids))


def matrix_rows(matrix: Matrix, columns: list[Column], *, by_lead: bool = False) -> list[dict[str, Any]]:
    """Rows of tiny cells: {task, period, group, cells: markup}; a cell of many agencies says how many of them have
    accepted and how many are late. In the order of the matrix, under the paper's groups or under who leads."""
    names = {agency.pk: agency.name for agency in matrix.agencies}
    return [
        {
            "task": row.task,
            "period": period_words(row.period) if row.period else "",
            "group": names[row.lead[0]] if by_lead and row.lead else "" if by_lead else str(row.task.group),
            "cells": mark_safe("".join(_cell(row, column) for column in columns)),  # noqa: S308 - fixed words, counts
        }
        for row in matrix.rows
    ]


def _cell(row: MatrixRow, column: Column) -> str:
    """Markup of a cell out of fixed words and counts: thirty thousand cells are no work for a template.

    Without end tags, which HTML lets out: a fifth of the weight of a large matrix.
    """
    if column.count == 1:
        cell = row.cells.get(column.ids[0])
        return "<td>" if cell is None else _ONE[look_of(cell), cell.role == AssignmentRole.LEAD]
    cells = [cell for pk in column.ids if (cell := row.cells.get(pk)) is not None]
    if not cells:
        return "<td>"
    accepted = sum(cell.execution != Execution.NOT_RECEIVED for cell in cells)
    late = sum(cell.deadline == DeadlineState.OVERDUE for cell in cells)
    return f"<td><span class=many>{accepted}/{len(cells)}" + (f", {late} quá hạn" if late else "") + "</span>"


_ONE = {
    **{(look, False): f"<td class={letter}><b>{word}</b>" for look, (letter, _, word) in LOOKS.items()},
    **{(look, True): f'<td class="{letter} l"><b>chủ trì, {word}</b>' for look, (letter, _, word) in LOOKS.items()},
}


def legend(matrix: Matrix) -> list[dict[str, Any]]:
    """The looks, each with how many cells of the matrix have it."""
    counts = Counter(look_of(cell) for row in matrix.rows for cell in row.cells.values())
    return [
        {"tone": tone, "word": word.capitalize(), "count": counts[look]}
        for look, (_, tone, word) in LOOKS.items()
        if counts[look]
    ]


def list_rows(matrix: Matrix) -> list[dict[str, Any]]:
    """One row for each task or period, by lead agency in Vietnamese order, then as the paper has them."""
    names = {agency.pk: agency.name for agency in matrix.agencies}
    codes = {agency.pk: agency.code for agency in matrix.agencies}
    keys = {name: collation_key(name) for name in {*names.values(), ""}}
    rows = [{**list_row(row, names), "lead_code": codes[row.lead[0]] if row.lead else ""} for row in matrix.rows]
    return sorted(rows, key=lambda row: (keys[row["lead"]], row["task"].order, row["period"]))


def list_row(row: MatrixRow, names: dict[int, str]) -> dict[str, Any]:
    """A task or period with who leads, how that one stands, and how many coordinators have accepted."""
    lead = row.lead
    _, tone, word = LOOKS[look_of(lead[1]) if lead else "not_received"]
    cell = lead[1] if lead else None
    coordinators = [each for each in row.cells.values() if each.role == AssignmentRole.COORDINATOR]
    return {
        "task": row.task,
        "period": row.period,
        "period_words": period_words(row.period) if row.period else "",
        "starts_on": row.starts_on,
        "lead": names[lead[0]] if lead else "",
        "tone": tone,
        "word": word.capitalize(),
        "progress": cell.progress if cell else 0,
        "due_on": cell.due_on if cell else None,
        "original_due_on": cell.original_due_on if cell else None,
        "completed_at": cell.completed_at if cell else None,
        "coordinators": len(coordinators),
        "accepted": sum(each.execution != Execution.NOT_RECEIVED for each in coordinators),
    }
