"""Annex tables that come as cells: tasks, their leads, the bodies they work with, and times, whatever the columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from mangnon.documents.reading.paragraphs import plain
from mangnon.documents.reading.records import ReadTask, SourceLines, TaskGroup
from mangnon.documents.reading.table_cells import (
    bodies_and_time,
    body_likeness,
    is_empty,
    is_numbering,
    said_together,
    time_likeness,
)
from mangnon.documents.reading.table_heads import Head, head_of, is_column_numbers, is_head_again, speaks_against
from mangnon.documents.reading.table_rows import Cell, Row, cell_runs, rows_by_marks, rows_by_width

_GROUP = re.compile(r"^([IVXLl1T]{1,5}|[A-ZĐ]|\d{1,2})\s?[.)]\s*(.+)$", re.S)
_GROUP_NUMBER = re.compile(r"^\W*([IVXLT]{1,5}|[A-HĐ])\W*$")
_ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
_CAPTION_LINES = 6


@dataclass(frozen=True, slots=True)
class TableTasks:
    """The tasks of a table, its groups, and the lines (1-based) it covers."""

    groups: tuple[TaskGroup, ...]
    tasks: tuple[ReadTask, ...]
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Line:
    """A row with its cells by what they hold; a column that the row lacks (merged with the row above) is missing."""

    cells: dict[str, Cell]
    first: int
    last: int

    def text(self, name: str) -> str:
        cell = self.cells.get(name)
        return cell.text.strip() if cell is not None and not is_empty(cell.text) else ""


def read_tables(lines: Sequence[str], raw: Sequence[str]) -> TableTasks | None:
    """The tasks of all tables that say who does what; None when there is none.

    `raw` are the same lines as scanned: names of bodies are looked for in them too. Tables of targets, money, figures
    and forms to be filled give no tasks.
    """
    found: list[TableTasks] = []
    without_lead: list[TableTasks] = []
    for run in cell_runs(lines, raw):
        for head, rows, first in _tables_of(run):
            caption = " ".join(plain(line) for line in lines[max(0, first - 1 - _CAPTION_LINES) : first - 1])
            if speaks_against(caption[-160:]):
                continue
            read = _read(head, rows, first, sum(len(table.tasks) for table in found), found[-1] if found else None)
            if read is not None:
                (found if head.gives_orders else without_lead).append(read)
    found = found or [table for table in without_lead if all(task.due for task in table.tasks)]
    if not found:
        return None
    groups = tuple(group for table in found for group in table.groups)
    tasks = tuple(task for table in found for task in table.tasks)
    return TableTasks(groups, tasks, found[0].first, found[-1].last)


def _tables_of(run: Sequence[Cell]) -> list[tuple[Head, list[Row], int]]:
    """The tables of a run of cells that have a head: the head, the rows below it, and the first line."""
    marked = rows_by_marks(run)
    heads: list[tuple[int, Head, int]] = []  # row of `marked`, head, how many rows it takes
    place = 0
    while place < len(marked):
        following = marked[place + 1] if place + 1 < len(marked) else None
        head = head_of(marked[place], following)
        again = heads and is_head_again(marked[place], heads[-1][1]) and len(marked[place]) <= heads[-1][1].width
        if head is not None and not (again and head[0].columns == heads[-1][1].columns):
            heads.append((place, *head))
            place += head[1]
        else:
            place += 1
    found: list[tuple[Head, list[Row], int]] = []
    for number, (place, head_here, taken) in enumerate(heads):
        if not (head_here.gives_orders or head_here.names_time_only):
            continue
        start = run.index(marked[place + taken - 1][-1]) + 1
        end = run.index(marked[heads[number + 1][0]][0]) if number + 1 < len(heads) else len(run)
        cells = list(run[start:end])
        if cells and not cells[0].lines:
            cells = cells[1:]  # what ends the head's row
        rows = rows_by_width(cells, head_here.width, partial(_strangeness, head=head_here))
        found.append((head_here, rows, marked[place][0].first))
    return found


def _strangeness(row: Row, head: Head) -> float:
    filled = sum(bool(cell.lines) for cell in row)
    if len(row) > head.width:
        return 3.0 + len(row) - head.width
    if not filled:
        return 0.6 * len(row)
    if len(row) == head.width:
        strange = 0.0
        number, time, lead = (head.columns.get(name) for name in ("number", "time", "lead"))
        if number is not None and row[number].lines:
            strange += 0.0 if is_numbering(row[number].text) else 0.9
        for name in ("task", "lead", "coordinating", "both"):
            place = head.columns.get(name)
            strange += 2.5 if place is not None and row[place].lines and is_numbering(row[place].text) else 0.0
        if lead is not None and row[lead].lines and time_likeness(row[lead].text) > 0.9:
            strange += 0.5
        if time is not None and row[time].lines and body_likeness(row[time].text) > 0.9:
            strange += 0.5
        return strange
    if len(row) == 1:
        return 0.6
    if len(row) == 2 and row[0].lines and is_numbering(row[0].text) and "number" in head.columns:
        return 0.7
    return 1.0 + 0.2 * (head.width - len(row)) if row[0].lines else 1.6 + 0.2 * (head.width - len(row))


def _read(head: Head, rows: Sequence[Row], first: int, before: int, above: TableTasks | None) -> TableTasks | None:
    groups: list[TaskGroup] = []
    tasks: list[ReadTask] = []
    held: _Line | None = None
    number_of_groups = len(above.groups) if above else 0
    last = first
    lines = _joined_over_pages([_line(row, head) for row in rows if _is_data(row, head)], head)
    for place, line in enumerate(lines):
        following = lines[place + 1] if place + 1 < len(lines) else None
        group = _group(line, following, number_of_groups + len(groups))
        last = max(last, line.last)
        if group is not None:
            groups.append(group)
            held = None
            continue
        if not line.text("task") or not _has_letters(line.text("task")):
            continue
        line, carried = _with_merged(line, held)
        task = _task(line, groups[-1] if groups else None, before + len(tasks) + 1, carried=carried)
        held = line
        if task is not None:
            tasks.append(task)
    if not tasks or not any(task.lead or (task.due and head.names_time_only) for task in tasks):
        return None
    return TableTasks(tuple(groups), tuple(tasks), first, last)


def _is_data(row: Row, head: Head) -> bool:
    return any(cell.lines for cell in row) and not is_column_numbers(row) and not is_head_again(row, head)


def _line(row: Row, head: Head) -> _Line:
    """A row's cells by what they hold; a row that lacks cells is laid against the columns by what its cells are."""
    first, last = row[0].first, row[-1].last
    if len(row) == 1 or len(row) > head.width:
        return _Line({"task": row[0]}, first, last)
    if len(row) == head.width:
        return _Line({name: row[place] for name, place in head.columns.items()}, first, last)
    return _Line(_laid(row, head), first, last)


def _laid(row: Row, head: Head) -> dict[str, Cell]:
    names: list[str | None] = [None] * head.width
    for name, place in head.columns.items():
        names[place] = name
    # Best way to give the cells, in order, to the columns: score[i] is the best for the first i columns per cells used.
    best: dict[int, tuple[float, tuple[tuple[str | None, Cell], ...]]] = {0: (0.0, ())}
    for column in names:
        after = dict(best)
        for used, (score, given) in best.items():
            if used < len(row):
                cell = row[used]
                candidate = (score + _belongs(cell.text, column), (*given, (column, cell)))
                if used + 1 not in after or candidate[0] > after[used + 1][0]:
                    after[used + 1] = candidate
        best = after
    _, given = best.get(len(row), (0.0, ()))
    return {name: cell for name, cell in given if name is not None}


def _belongs(text: str, name: str | None) -> float:
    if is_empty(text):
        return 0.0
    if name == "number":
        return 2.0 if is_numbering(text) else -2.0
    if is_numbering(text):
        return -1.0
    body, time = body_likeness(text), time_likeness(text)
    if name in ("lead", "coordinating", "both"):
        return 2.0 * body - time + (0.05 if name != "coordinating" else 0.0)
    if name == "time":
        return 2.0 * time - body
    if name == "task":
        return 1.0 - body - time + min(1.0, len(text) / 80)
    return 0.3 - body - time


def _joined_over_pages(lines: Sequence[_Line], head: Head) -> list[_Line]:
    """Rows that a page's end cut in two put together: the second part has no number and goes on in small letters."""
    found: list[_Line] = []
    for line in lines:
        if found and "number" in head.columns and _goes_on(found[-1], line):
            above = found[-1]
            cells = dict(above.cells)
            for name, cell in line.cells.items():
                held = cells.get(name)
                if cell.lines and name != "number":
                    joined = (
                        cell
                        if held is None
                        else replace(held, lines=held.lines + cell.lines, raw=held.raw + cell.raw, last=cell.last)
                    )
                    cells[name] = joined
            found[-1] = _Line(cells, above.first, line.last)
        else:
            found.append(line)
    return found


def _goes_on(above: _Line, line: _Line) -> bool:
    if line.text("number") or not above.text("task"):
        return False
    text = line.text("task")
    if not text:
        return any(line.text(name) for name in line.cells)
    if len(line.cells) == 1 and text[:1].isupper():
        return False
    if text[0].islower():
        return not re.match(r"^[a-zđ]\s?[.)]\s", text)
    return text[0] in "-–+" and not any(line.text(name) for name in ("lead", "both", "time", "coordinating"))


def _group(line: _Line, following: _Line | None, before: int) -> TaskGroup | None:
    """The group that a row names, or None for a row that is a task."""
    if any(line.text(name) for name in ("lead", "both", "time", "coordinating")):
        return None
    source = SourceLines(line.first, line.last)
    text, number = line.text("task"), line.text("number")
    if not text and number:
        text, number = number, ""
    if not text or not _has_letters(text):
        return None
    roman = _GROUP_NUMBER.match(number)
    if roman:
        return TaskGroup(roman[1].replace("T", "I") if roman[1] != "T" else "I", text, source)
    if number:
        deeper = following is not None and _is_below(number, following)
        return TaskGroup(number.strip(" .)"), text, source) if deeper or text.isupper() else None
    if len(line.cells) > 1 and not text.isupper() and not _GROUP.match(text):
        return None
    found = _GROUP.match(text)
    if found:
        no = found[1]
        known = no.isdigit() or no in _ROMANS or (len(no) == 1 and no not in "lT")
        return TaskGroup(no if known else _roman(before), found[2].strip(), source)
    return TaskGroup(_roman(before), text, source) if text.isupper() or len(line.cells) == 1 else None


def _is_below(number: str, following: _Line) -> bool:
    """Whether the next row is numbered below a row: 1.1 or a) or a dash below 1, or 1 again below A."""
    bare, after = number.strip(" .)("), following.text("number").strip(" .)(")
    if not after:
        return bool(re.match(r"^(?:[a-zđ]\s?[.)]|[-–+])", following.text("task")))
    return after.startswith(f"{bare}.") or (bare.isdigit() and (after in ("a", "-", "–", "+")))


def _with_merged(line: _Line, held: _Line | None) -> tuple[_Line, bool]:
    """A row whose lead stands in a merged cell of a row above; whether anything was taken from there."""
    if held is None or line.text("lead") or line.text("both"):
        return line, False
    taken: dict[str, Cell] = {
        name: held.cells[name]
        for name in ("lead", "both", "coordinating", "time")
        if name in held.cells and not line.text(name)
    }
    # A row that names others but nobody who leads: only the lead is merged.
    if line.text("coordinating") or line.text("time"):
        taken = {name: cell for name, cell in taken.items() if name in ("lead", "both")}
    return (replace(line, cells={**line.cells, **taken}), True) if taken else (line, False)


def _roman(before: int) -> str:
    return _ROMANS[before] if before < len(_ROMANS) else str(before + 1)


def _has_letters(text: str) -> bool:
    return sum(char.isalpha() for char in text) >= 3


def _task(line: _Line, group: TaskGroup | None, order: int, *, carried: bool) -> ReadTask | None:
    lead, coordinating, due = bodies_and_time(line.cells)
    warnings: list[str] = []
    if not lead:
        warnings.append("Ô cơ quan chủ trì để trống hoặc không đọc được.")
    elif carried:
        warnings.append("Ô cơ quan chủ trì gộp với dòng trên; lấy theo dòng đó.")
    number = re.sub(r"[^\w.]", "", line.text("number")).strip(".")
    return ReadTask(
        code=number if number and len(number) <= 8 else str(order),
        text=said_together(line.text("task")),
        lead=lead,
        coordinating=coordinating,
        due=due,
        group=f"{group.no}. {group.title}" if group else None,
        group_no=group.no if group else None,
        group_title=group.title if group else None,
        source=SourceLines(line.first, line.last),
        confidence=0.85 if carried or not lead else 0.95,
        warnings=tuple(warnings),
    )
