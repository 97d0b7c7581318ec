"""From the rows of a printed table to tasks: cells put together, mended, and the names in them written as they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz

from mangnon.agencies.matching import bones, letters
from mangnon.documents.reading.lexicon import Lexicon
from mangnon.documents.reading.names import cell_bodies, mended_time
from mangnon.documents.reading.print_rows import PrintRow
from mangnon.documents.reading.print_words import Token
from mangnon.documents.reading.printed import PrintedTable
from mangnon.documents.reading.records import UNREADABLE, ReadTask, SourceLines, TaskGroup, TimeFrame
from mangnon.documents.reading.repairing import RepairerLike
from mangnon.documents.reading.table_cells import is_empty
from mangnon.documents.reading.timeframes import read_time_frame
from mangnon.documents.reading.vocabulary import is_junk

CLEAR = 0.65
_ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI")
_HEAD_WORDS = {
    "task": ("noidung", "nhiemvu", "congviec", "hoatdong"),
    "lead": ("chutri", "coquanthuchien", "donvithuchien"),
    "coordinating": ("phoihop",),
    "time": ("thoigian", "thoihan", "tiendo", "hoanthanh"),
    "product": ("sanpham", "ketqua"),
    "note": ("ghichu",),
}
_USUAL = ("task", "lead", "coordinating", "time")


@dataclass(frozen=True, slots=True)
class PrintedTasks:
    """The groups and tasks of a printed table."""

    groups: tuple[TaskGroup, ...]
    tasks: tuple[ReadTask, ...]


def roles_of(head: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """What the columns of a table may hold, left to right, by its head: one answer, or several when it does not say."""
    one_line = max(([role for _, role in sorted(_places(line))] for line in head), key=len, default=[])
    # else each column's head stands on a line of its own
    each = [roles[0] for line in head if len(line) < 45 and len(roles := [role for _, role in _places(line)]) == 1]
    for found in (tuple(dict.fromkeys(one_line)), tuple(dict.fromkeys(each))):
        if set(_USUAL) <= set(found) and found[0] == "task":
            return (found,)
    after = tuple(role for role in ("product", "note") if role in one_line or role in each)
    if "time" not in one_line and {"lead", "coordinating"} <= set(one_line):
        # the head of the column of times stands higher or lower than the others: before the bodies or after them
        return (*_USUAL, *after), ("task", "time", "lead", "coordinating", *after)
    return ((*_USUAL, *after),)


def _places(line: str) -> list[tuple[int, str]]:
    """Where on a line words of a head stand: place, role."""
    words = line.split()
    found: dict[str, tuple[float, int]] = {}
    for place in range(len(words)):
        for count in (2, 3, 4):
            text = " ".join(words[place : place + count])
            kept = letters(text)
            for role, wanted in ((role, one) for role, several in _HEAD_WORDS.items() for one in several):
                if abs(len(kept) - len(wanted)) > 2:
                    continue
                near = fuzz.ratio(kept, wanted) + fuzz.ratio(bones(text), bones(wanted))
                if near >= 160 and near > found.get(role, (0.0, 0))[0]:
                    found[role] = (near, place)
    return [(place, role) for role, (_, place) in found.items()]


def tasks_of(table: PrintedTable, *, repairer: RepairerLike, lexicon: Lexicon) -> PrintedTasks | None:
    """The tasks of a printed table; None when it has none."""
    groups: list[TaskGroup] = []
    tasks: list[ReadTask] = []
    in_group = 0
    runs_on = _runs_on(table.rows)
    for row in table.rows:
        source = SourceLines(row.lines[0][0].number_of_line, row.lines[-1][0].number_of_line)
        if row.is_title or _is_text_alone(row, table):
            groups.append(_group(row, len(groups), source, repairer))
            in_group = 0
            continue
        in_group += 1
        number = len(tasks) + 1 if runs_on else in_group
        group = groups[-1] if groups else None
        code = str(number) if runs_on or group is None else f"{group.no}.{number}"
        tasks.append(_task(row, table, code, group, source, repairer, lexicon))
    return PrintedTasks(tuple(groups), tuple(tasks)) if tasks else None


def _is_text_alone(row: PrintRow, table: PrintedTable) -> bool:
    """Whether a row has neither number nor cells on the right: what is left of a group's title."""
    numbered = any(line.number is not None for line, _ in row.lines)
    return not numbered and not any(_words(row, role, table) for role in table.columns.roles if role != "task")


def _runs_on(rows: Sequence[PrintRow]) -> bool:
    """Whether row numbers go on across groups and do not begin again in each."""
    in_group = overall = for_group = for_overall = 0
    for row in rows:
        if row.is_title:
            in_group = 0
            continue
        in_group, overall = in_group + 1, overall + 1
        numbers = {line.number for line, _ in row.lines if line.number is not None}
        for_group += in_group in numbers
        for_overall += overall in numbers
    return for_overall > for_group


def _group(row: PrintRow, before: int, source: SourceLines, repairer: RepairerLike) -> TaskGroup:
    text = " ".join(token.text for line, _ in row.lines for token in line.tokens)
    found = re.match(r"^\W*(\d{1,2}|[A-HĐ]|[IVXLlT1]{1,5})\s?[.,:)]?\s*(?=\S)", text)
    no = found[1] if found and (found[1].isdigit() or found[1] in "ABCDEFGHĐ") else None
    if no is None:
        no = _ROMANS[before] if before < len(_ROMANS) else str(before + 1)
    rest = text[found.end() :] if found else text
    return TaskGroup(no, repairer.repair_text(rest).text.strip(), source)


def _words(row: PrintRow, role: str, table: PrintedTable) -> list[Token]:
    place = table.columns.place(role)
    if place is None:
        return []
    words = row.words(place)
    while words and is_junk(words[-1].text) and not words[-1].text.strip(".,;").isalnum():
        words.pop()
    while words and is_junk(words[0].text) and words[0].text not in "-–+":
        words.pop(0)
    return words


def _raw(words: Sequence[Token]) -> str:
    return " ".join(token.text for token in words).strip(" _—=")


def _task(
    row: PrintRow,
    table: PrintedTable,
    code: str,
    group: TaskGroup | None,
    source: SourceLines,
    repairer: RepairerLike,
    lexicon: Lexicon,
) -> ReadTask:
    warnings: list[str] = []
    repaired = repairer.repair_text(_raw(_words(row, "task", table)))
    text = repaired.text.strip() or UNREADABLE
    if text[0].isalpha() and text[0].islower():
        text = f"{UNREADABLE} {text}"
        warnings.append("Phần đầu nội dung nhiệm vụ không đọc được; cần xem bản giấy.")
    lead, lead_sure = _bodies(_words(row, "lead", table), repairer, lexicon)
    coordinating, others_sure = _bodies(_words(row, "coordinating", table), repairer, lexicon)
    due, due_sure = _time(_words(row, "time", table), repairer, lexicon)
    if not lead:
        warnings.append("Không đọc được cơ quan chủ trì; cần xem bản giấy.")
    elif lead_sure < 0.6:
        warnings.append("Tên cơ quan chủ trì không có trong danh mục hoặc bị mờ; cần xem bản giấy.")
    if not coordinating and table.columns.place("coordinating") is not None:
        warnings.append("Không đọc được cơ quan phối hợp; cần xem bản giấy.")
    if due is None and table.columns.place("time") is not None:
        warnings.append("Không đọc được thời gian thực hiện; cần xem bản giấy.")
    sure = 0.5 * lead_sure + 0.25 * others_sure + 0.25 * due_sure
    confidence = max(0.05, min(0.97, 0.6 * sure + 0.4 * repaired.confidence))
    return ReadTask(
        code=code,
        text=text,
        lead=lead,
        coordinating=coordinating,
        due=due,
        group=f"{group.no}. {group.title}" if group else None,
        group_no=group.no if group else None,
        group_title=group.title if group else None,
        source=source,
        confidence=min(confidence, 0.4) if UNREADABLE in text else confidence,
        warnings=tuple(warnings),
    )


def _bodies(words: Sequence[Token], repairer: RepairerLike, lexicon: Lexicon) -> tuple[tuple[str, ...], float]:
    """The bodies of a cell and how sure they are (0..1)."""
    raw = _raw(words)
    if not raw or is_empty(raw) or not letters(raw):
        return (), 0.0
    repaired = repairer.repair_text(raw)
    known = float(np.mean([token.body > 0 for token in words]))
    return _named(repaired.text, raw, lexicon), 0.5 * known + 0.5 * repaired.confidence


def _named(mended: str, raw: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The bodies of a cell, divided at semicolons as on paper; known names written as they are known."""
    parts, sources = cell_bodies(mended), cell_bodies(raw)
    if len(parts) != len(sources):
        sources = cell_bodies(raw.replace(":", ";"))
    if len(parts) != len(sources):
        sources = parts
    return tuple(lexicon.written(part, source) for part, source in zip(parts, sources, strict=True))


def _time(words: Sequence[Token], repairer: RepairerLike, lexicon: Lexicon) -> tuple[TimeFrame | None, float]:
    raw = _raw(words)
    if not raw or not (letters(raw) or re.search(r"\d", raw)):
        return None, 0.0
    repaired = repairer.repair_text(raw)
    frame = read_time_frame(lexicon.time_written(mended_time(repaired.text.strip(" ."), raw)))
    return frame, repaired.confidence if frame.kind != "unknown" else 0.5 * repaired.confidence
