"""Annex tables that come as cells: one cell between lines holding only «|»; two such lines end a row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mangnon.agencies.matching import letters, likeness
from mangnon.documents.reading.names import known_bodies_of, mended_time
from mangnon.documents.reading.paragraphs import plain
from mangnon.documents.reading.records import ReadTask, SourceLines, TaskGroup
from mangnon.documents.reading.timeframes import read_time_frame
from mangnon.kernel.text import fold

_COLUMNS = (
    ("number", ("stt", "tt", "so tt")),
    ("lead", ("cơ quan chủ trì", "đơn vị chủ trì", "chủ trì", "cơ quan thực hiện", "đơn vị chủ trì thực hiện")),
    ("coordinating", ("cơ quan phối hợp", "đơn vị phối hợp", "phối hợp", "cơ quan, đơn vị phối hợp")),
    (
        "time",
        ("thời gian hoàn thành", "thời gian thực hiện", "thời hạn", "thời gian", "tiến độ", "thời hạn hoàn thành"),
    ),
    (
        "task",
        ("tên nhiệm vụ", "nhiệm vụ", "nội dung nhiệm vụ", "nội dung", "nội dung công việc", "nhiệm vụ, giải pháp"),
    ),
)
_GROUP = re.compile(r"^([IVXLl1T]{1,5}|[A-Z]|\d{1,2})\s?[.)]\s*(.+)$", re.S)
_ROMAN = re.compile(r"^[IVXl1T]{1,5}\.?$")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text and its lines (1-based); an empty cell lies on its bar."""

    text: str
    first: int
    last: int
    raw: str = ""


@dataclass(frozen=True, slots=True)
class TableTasks:
    """The tasks of a table, its groups, and the lines (1-based) it covers."""

    groups: tuple[TaskGroup, ...]
    tasks: tuple[ReadTask, ...]
    first: int
    last: int


def read_tables(lines: Sequence[str], raw: Sequence[str]) -> TableTasks | None:
    """The tasks of all tables that name a leading body in their head; None when there is none.

    `raw` are the same lines as scanned: names of bodies are looked for in them too.
    """
    groups: list[TaskGroup] = []
    tasks: list[ReadTask] = []
    first = last = 0
    columns: dict[str, int] | None = None
    width = 0
    for row in _rows(lines, raw):
        head = _head(row)
        if head is not None:
            columns, width = head, len(row)
            first = first or row[0].first
            continue
        if columns is None:
            continue
        filled = [cell for cell in row if cell.text]
        if len(filled) == 0:
            continue
        if len(row) == width and len(filled) > 2:
            tasks.append(_task(row, columns, groups[-1] if groups else None, len(tasks) + 1))
        elif len(filled) <= 2:
            group = _group(filled, len(groups))
            if group is None:
                columns = None
                continue
            groups.append(group)
        elif len(row) < width and len(filled) >= 2:
            padded = _padded(row, columns, width)
            tasks.append(_task(padded, columns, groups[-1] if groups else None, len(tasks) + 1))
        last = row[-1].last
    if not tasks:
        return None
    return TableTasks(tuple(groups), tuple(tasks), first, last)


def _rows(lines: Sequence[str], scanned: Sequence[str]) -> list[list[Cell]]:
    """The rows: cells stand between bars, a row is closed by a bar directly followed by the next row's bar."""
    rows: list[list[Cell]] = []
    row: list[Cell] = []
    parts: list[str] = []
    start = 0
    is_open = False
    for number, raw in enumerate([*lines, "", ""], start=1):
        line = plain(raw)
        if line == "|":
            if is_open and (parts or start == number - 1):
                if parts:
                    source = " ".join(plain(scanned[i]) for i in range(start, number - 1))
                    row.append(Cell(" ".join(parts), start + 1, number - 1, source))
                elif row:
                    rows.append(row)
                    row = []
            parts, start, is_open = [], number, True
            continue
        if not is_open:
            continue
        if line:
            parts.append(line)
            if len(parts) > 60:
                parts, row, is_open = [], [], False
        elif not parts and start < number - 1:
            is_open = False
            if row:
                rows.append(row)
                row = []
    if row:
        rows.append(row)
    return rows


def _head(row: Sequence[Cell]) -> dict[str, int] | None:
    found: dict[str, int] = {}
    for place, cell in enumerate(row):
        best = max(((likeness(cell.text, word), name) for name, words in _COLUMNS for word in words), default=(0.0, ""))
        if best[0] >= 0.8 and best[1] not in found:
            found[best[1]] = place
    return found if "lead" in found and "task" in found and len(found) >= 3 else None


def _padded(row: Sequence[Cell], columns: dict[str, int], width: int) -> list[Cell]:
    """A row that lacks a cell (an empty one, or no number) brought to the table's width."""
    cells = list(row)
    if "number" in columns and not re.match(r"^\W*\d{1,3}\W*$", cells[0].text):
        cells.insert(columns["number"], Cell("", cells[0].first, cells[0].first))
    while len(cells) < width:
        place = columns.get("coordinating", len(cells))
        looks_like_time = len(cells) > place and read_time_frame(cells[place].text).kind != "unknown"
        cells.insert(place if looks_like_time else len(cells), Cell("", cells[-1].last, cells[-1].last))
    return cells[:width]


def _group(filled: Sequence[Cell], before: int) -> TaskGroup | None:
    text = filled[-1].text
    source = SourceLines(filled[0].first, filled[-1].last)
    if len(filled) == 2:
        number = fold(filled[0].text).upper()
        return TaskGroup(number, text, source) if _ROMAN.match(filled[0].text) or len(number) <= 3 else None
    found = _GROUP.match(text)
    if found:
        no = found.group(1)
        return TaskGroup(no if no.isdigit() else _roman(before), found.group(2).strip(), source)
    return TaskGroup(_roman(before), text, source) if text.isupper() else None


def _roman(before: int) -> str:
    romans = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
    return romans[before] if before < len(romans) else str(before + 1)


def _task(row: Sequence[Cell], columns: dict[str, int], group: TaskGroup | None, order: int) -> ReadTask:
    def text(name: str) -> str:
        place = columns.get(name)
        return row[place].text.strip() if place is not None and place < len(row) else ""

    def source(name: str) -> str:
        place = columns.get(name)
        return row[place].raw.strip() if place is not None and place < len(row) else ""

    number = re.sub(r"\D", "", text("number"))
    warnings = []
    lead = known_bodies_of(text("lead"), source("lead"))
    if not lead:
        warnings.append("Ô cơ quan chủ trì để trống hoặc không đọc được.")
    return ReadTask(
        code=number or str(order),
        text=text("task"),
        lead=lead,
        coordinating=known_bodies_of(text("coordinating"), source("coordinating")),
        due=read_time_frame(mended_time(text("time"), source("time")))
        if letters(text("time")) or re.search(r"\d", text("time"))
        else None,
        group=f"{group.no}. {group.title}" if group else None,
        group_no=group.no if group else None,
        group_title=group.title if group else None,
        source=SourceLines(row[0].first, row[-1].last),
        confidence=0.95,
        warnings=tuple(warnings),
    )
