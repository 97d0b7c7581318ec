"""What an Excel annex would do to a plan, row by row and cell by cell; nothing is written here.

A row of an exported file is known by its hidden key, any other by its number. Only cells that a person changed count:
what the plan itself has changed since the file was written stays, and where both changed one cell, the row is refused.
A task that is not in the file stays as it is: the file may be a part of the plan.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Body, BodyFinder, agencies_of_province
from mangnon.documents.official import AnnexLine
from mangnon.documents.public import AnnexFile, AnnexRow
from mangnon.documents.reading.records import ReadTask, TimeFrame
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.kernel.text import fold, one_line
from mangnon.plans.adopting.proposal import TASK_CODE
from mangnon.plans.annexes.workbook import annex_lines
from mangnon.plans.models import Plan, Task
from mangnon.plans.selectors import lead_agency_of
from mangnon.plans.selectors import tasks as tasks_of

HEADINGS = {
    "code": "STT",
    "text": "Nội dung nhiệm vụ",
    "due": "Thời hạn",
    "lead": "Cơ quan chủ trì",
    "coordinating": "Cơ quan phối hợp",
}

# Two numbers like day and month, or nothing but a number.
_LIKE_A_DAY = re.compile(r"\d\s*[/.-]\s*\d|^\s*\d+(?:[.,]\d+)?\s*$")


class AnnexVerdict(Enum):
    """What a row of the file leads to."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"

    @property
    def label(self) -> str:
        """The word on screen."""
        return _LABELS[self]


_LABELS = {
    AnnexVerdict.CREATED: "Thêm mới",
    AnnexVerdict.CHANGED: "Thay đổi",
    AnnexVerdict.UNCHANGED: "Không đổi",
    AnnexVerdict.REJECTED: "Cần sửa",
}


@dataclass(frozen=True, slots=True)
class RowFault:
    """What keeps a row from being taken: the column, the cell («B7»), a stable code and a Vietnamese sentence."""

    heading: str
    cell: str
    code: str
    sentence: str

    @property
    def told(self) -> str:
        """The whole sentence: «Cơ quan chủ trì (E7): …»."""
        end = "" if self.sentence.endswith("?") else "."
        return f"{self.heading}{f' ({self.cell})' if self.cell else ''}: {self.sentence}{end}"


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell that a person changed: the field, the column, the words before and after."""

    name: str
    heading: str
    cell: str
    before: str
    after: str


@dataclass(slots=True)
class AnnexRowPreview:
    """A row with what it leads to. `task`: the one it is of; `item`: the task as it would be after the import."""

    number: int
    code: str
    item: ReadTask
    verdict: AnnexVerdict = AnnexVerdict.UNCHANGED
    task: Task | None = None
    changes: list[CellChange] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)
    lead: Body | None = None
    coordinators: list[Body] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Plain values, for `mangnon plan import --json`."""
        return {
            "row": self.number,
            "code": self.code,
            "verdict": self.verdict.value,
            "changes": [
                {"column": each.heading, "cell": each.cell, "before": each.before, "after": each.after}
                for each in self.changes
            ],
            "errors": [
                {"row": self.number, "column": each.heading, "cell": each.cell, "code": each.code}
                | {"message": each.sentence}
                for each in self.faults
            ],
        }


@dataclass(frozen=True, slots=True)
class AnnexPreview:
    """Every row with its verdict. `plan` None: it would be a new one. `kept`: codes of tasks the file does not hold;
    `absent`: headings that it lacks, of which nothing is compared."""

    plan: Plan | None
    rows: tuple[AnnexRowPreview, ...]
    kept: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()

    def count(self, verdict: AnnexVerdict) -> int:
        """How many rows have a verdict."""
        return sum(row.verdict is verdict for row in self.rows)

    @property
    def is_applicable(self) -> bool:
        """Whether something would be written, and no row is refused."""
        return not self.count(AnnexVerdict.REJECTED) and bool(
            self.count(AnnexVerdict.CREATED) + self.count(AnnexVerdict.CHANGED)
        )

    @property
    def counts(self) -> dict[str, int]:
        """`{"rows", "created", "changed", "unchanged", "rejected"}`."""
        return {"rows": len(self.rows)} | {verdict.value: self.count(verdict) for verdict in AnnexVerdict}


def preview_new_plan(found: AnnexFile, *, province_code: str, on: dt.date) -> AnnexPreview:
    """What the rows would become in a new plan, with the bodies of a province on the paper's day."""
    names = _Names(agencies_of_province(province_code, on=on), on)
    rows = []
    for item, place in zip(found.reading.tasks, found.rows, strict=True):
        row = AnnexRowPreview(place.number, item.code, item, AnnexVerdict.CREATED)
        names.fill(row, place, ("lead", "coordinating"))
        _check_new(row, place)
        rows.append(row)
    return AnnexPreview(None, _judged(rows, found))


def preview_changes(viewer: Actor, plan: Plan, found: AnnexFile, *, on: dt.date | None = None) -> AnnexPreview:
    """What the rows would change of a plan; new names of bodies are those of the day. Few queries, however long."""
    day = on or clock.today()
    own = [task for task in tasks_of(viewer, plan) if task.withdrawn_by_id is None]
    lines = dict(zip((task.code for task in own), annex_lines(viewer, plan, own, on=day), strict=True))
    known = _Known(own, lines)
    province_code = lead_agency_of(plan, on=day).code.partition(".")[0]
    names = _Names(agencies_of_province(province_code, on=day), day)
    rows: list[AnnexRowPreview] = []
    for item, place in zip(found.reading.tasks, found.rows, strict=True):
        row = known.met(item, place)
        if row.task is None:
            row.verdict = AnnexVerdict.CREATED
            names.fill(row, place, ("lead", "coordinating"))
            _check_new(row, place)
        else:
            _compare(row, place, lines[row.task.code])
            names.fill(row, place, [each.name for each in row.changes])
        rows.append(row)
    met = {row.task.pk for row in rows if row.task is not None}
    kept = tuple(task.code for task in own if task.pk not in met)
    there = {name for place in found.rows for name in place.values}
    absent = tuple(heading for name, heading in HEADINGS.items() if name != "code" and name not in there)
    return AnnexPreview(plan, _judged(rows, found), kept, absent if found.rows else ())


class _Known:
    """The tasks of a plan, by key and by number; each is met once."""

    def __init__(self, own: Sequence[Task], lines: dict[str, AnnexLine]) -> None:
        self._by_code = {fold(task.code): task for task in own}
        self._lines = lines
        self._met: dict[int, int] = {}

    def met(self, item: ReadTask, place: AnnexRow) -> AnnexRowPreview:
        """The row with the task it is of. A row that was copied to write a new one has a number of its own."""
        task = self._task(item, place)
        code = task.code if task is not None else item.code
        row = AnnexRowPreview(place.number, code, item, task=task)
        if task is None:
            return row
        before = self._met.setdefault(task.pk, place.number)
        if before != place.number:
            text = f"nhiệm vụ {code} đã có ở dòng {before}; nếu là nhiệm vụ mới, hãy ghi số thứ tự khác"
            row.faults.append(RowFault(HEADINGS["code"], "", "task_twice", text))
        return row

    def _task(self, item: ReadTask, place: AnnexRow) -> Task | None:
        by_number = self._by_code.get(fold(item.code)) or self._by_code.get(fold(place.typed_code))
        if place.key is None:
            return by_number
        by_key = self._by_code.get(fold(place.key.code))
        if by_key is not None and by_key.pk in self._met:
            # The key was copied with the row: the number tells, and a number nobody has is a new task.
            return by_number
        return by_key or by_number


def _compare(row: AnnexRowPreview, place: AnnexRow, line: AnnexLine) -> None:
    """Which cells a person changed, against the plan as it is and the file as it was written."""
    for name, current in line.kept().items():
        if name not in place.values:
            continue  # the column was taken out of the file: nothing is said of it
        typed = place.values[name]
        if one_line(typed) == one_line(current):
            continue
        key = place.key if place.key is not None and fold(place.key.code) == fold(row.code) else None
        if key is not None and key.is_as_written(name, typed):
            continue  # the person left it; the plan has changed since
        heading, cell = HEADINGS[name], place.cells[name]
        if key is not None and not key.is_as_written(name, current):
            text = f"trên hệ thống ô này đã đổi thành «{_short(current)}» sau khi xuất tệp; hãy xuất lại rồi sửa"
            row.faults.append(RowFault(heading, cell, "changed_since", text))
        elif name == "due" and not typed:
            text = "thời hạn bị xóa; muốn bỏ thời hạn thì ghi rõ, ví dụ «Thường xuyên»"
            row.faults.append(RowFault(heading, cell, "no_deadline", text))
        elif name == "due" and _is_no_day(row.item.due):
            row.faults.append(_no_day(typed, cell))
        else:
            row.changes.append(CellChange(name, heading, cell, current, typed))
    kept = {name for name in line.kept() if not any(change.name == name for change in row.changes)}
    row.item = _item_of(row.task, row.item, kept)


def _item_of(task: Task | None, item: ReadTask, kept: Iterable[str]) -> ReadTask:
    """The row's task, with what was not changed as the plan has it."""
    if task is None:
        return item
    as_it_is: dict[str, Any] = {"code": task.code}
    for name in kept:
        if name == "text":
            as_it_is["text"] = task.text
        elif name == "due":
            words = task.time_frame_text or (vn_date(task.due_on) if task.due_on else "")
            kind: Any = task.time_frame_kind
            as_it_is["due"] = TimeFrame(words, kind, due_on=task.due_on) if words else None
        elif name == "lead":
            as_it_is["lead"] = tuple(task.lead_words)
        elif name == "coordinating":
            as_it_is["coordinating"] = tuple(task.coordinator_words)
    return replace(item, **as_it_is)


class _Names:
    """Bodies by the words of the file; only names that are surely meant are taken."""

    def __init__(self, agencies: Sequence[Any], on: dt.date) -> None:
        self._finder = BodyFinder(agencies, on=on)
        self._meant: dict[str, tuple[list[Body], str]] = {}

    def fill(self, row: AnnexRowPreview, place: AnnexRow, names: Iterable[str]) -> None:
        """Find the bodies of the cells that count, and say which words nobody answers to."""
        asked = set(names)
        if "lead" in asked:
            bodies = self._bodies(row, place, "lead", row.item.lead)
            if len(bodies) == 1 and not bodies[0].class_words:
                row.lead = bodies[0]
            elif bodies:
                text = "mỗi nhiệm vụ chỉ có một cơ quan chủ trì; các cơ quan khác ghi ở cột phối hợp"
                row.faults.append(RowFault(HEADINGS["lead"], place.cells.get("lead", ""), "several_leads", text))
        if "coordinating" in asked:
            row.coordinators = self._bodies(row, place, "coordinating", row.item.coordinating)

    def _bodies(self, row: AnnexRowPreview, place: AnnexRow, name: str, words: Sequence[str]) -> list[Body]:
        named: dict[str, Body] = {}
        for phrase in words:
            bodies, fault = self._meaning(phrase)
            for body in bodies:
                if not body.class_words or body.agency.code not in named:
                    named[body.agency.code] = body
            if fault:
                row.faults.append(RowFault(HEADINGS[name], place.cells.get(name, ""), "unknown_body", fault))
        return list(named.values())

    def _meaning(self, phrase: str) -> tuple[list[Body], str]:
        if phrase not in self._meant:
            found = self._finder.meaning(phrase)
            if found.bodies and found.how == "exact":
                self._meant[phrase] = (list(found.bodies), "")
            else:
                self._meant[phrase] = ([], self._why(phrase, found.kind))
        return self._meant[phrase]

    def _why(self, phrase: str, kind: str) -> str:
        near = self._finder.near(phrase)
        hint = f"; có phải {' hoặc '.join(f'«{name}»' for name in near)}?" if near else ""
        why = {
            "ended": "không còn hoạt động vào ngày này",
            "central": "là cơ quan trung ương, không giao được tại tỉnh",
            "named_first": "tỉnh chưa có cơ quan này",
        }.get(kind, "không nhận ra cơ quan này")
        return f"«{_short(phrase)}»: {why}{hint}"


def _is_no_day(due: TimeFrame | None) -> bool:
    """Whether a time frame looks like a day and is none: «31/02/2025», «15/8», a day that Excel made a number. Taken as
    words it would leave the task without a deadline, and out of what is overdue."""
    return due is not None and due.kind == "unknown" and _LIKE_A_DAY.search(due.text) is not None


def _no_day(typed: str, cell: str) -> RowFault:
    text = (
        f"«{_short(typed)}» không phải ngày có thật hoặc không đủ ngày, tháng, năm; hãy ghi như 30/06/2025, hoặc bằng "
        "lời, ví dụ «Quý IV/2025», «Thường xuyên»"
    )
    return RowFault(HEADINGS["due"], cell, "no_such_day", text)


def _check_new(row: AnnexRowPreview, place: AnnexRow) -> None:
    """What keeps a new task from being taken."""
    if _is_no_day(row.item.due):
        row.faults.append(_no_day(place.values.get("due", ""), place.cells.get("due", "")))
    if not TASK_CODE.fullmatch(row.code):
        text = f"số thứ tự «{_short(row.code)}» quá dài hoặc có dấu cách, dấu gạch chéo"
        row.faults.append(RowFault(HEADINGS["code"], "", "bad_task_code", text))


def _judged(rows: list[AnnexRowPreview], found: AnnexFile) -> tuple[AnnexRowPreview, ...]:
    """Rows with their verdicts; what the reader said of cells is said of their rows."""
    by_number: dict[int, list[RowFault]] = {}
    for fault in found.faults:
        if fault.sheet == found.sheet:
            heading, _, cell = fault.heading.partition(" (")
            told = RowFault(heading, cell.rstrip(")"), "cell", fault.sentence)
            by_number.setdefault(fault.row, []).append(told)
    for row in rows:
        row.faults = [*by_number.get(row.number, []), *row.faults]
        if row.faults:
            row.verdict = AnnexVerdict.REJECTED
        elif row.changes:
            row.verdict = AnnexVerdict.CHANGED
    return tuple(rows)


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:77]}…"
