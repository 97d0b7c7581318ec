"""Adding and removing what a reading consists of: tasks, reports, links. Pure; items are named «tasks.<index>»."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mangnon.documents.reading.records import REPORTING_KINDS, ReadTask, ReportingDuty
from mangnon.documents.rules import BadCorrection, corrected
from mangnon.kernel.text import nfc, one_line

KINDS = ("tasks", "reporting", "links")
REPORT_FIELDS = ("kind", "due_day", "due_month", "recipient", "text")
MOST_ITEMS = 2000
_ITEM = re.compile(r"^(tasks|reporting|links)\.(\d{1,5})$")
_LONGEST = 1000


def place_of(item: str) -> tuple[str, int]:
    """The kind and index of an item. Raises BadCorrection for anything else."""
    match = _ITEM.match(item)
    if match is None:
        raise BadCorrection(
            "Không có mục này trong bản đọc. Không có gì bị thay đổi. Hãy tải lại trang.", code="no_field"
        )
    return match[1], int(match[2])


def item_at(result: Mapping[str, Any], item: str) -> dict[str, Any]:
    """An item's own data. Raises BadCorrection when there is none."""
    kind, index = place_of(item)
    rows = result.get(kind) or []
    if index >= len(rows):
        raise BadCorrection(
            "Mục này không còn trong bản đọc. Không có gì bị thay đổi. Hãy tải lại trang.", code="no_field"
        )
    return dict(rows[index])


def with_task(result: Mapping[str, Any], place: int, values: Mapping[str, str]) -> dict[str, Any]:
    """A copy of a reading with one more task at an index; later ones move on. It takes the group of the one before it.

    `values` are the fields as typed; a task needs words. Raises BadCorrection.
    """
    rows = list(result.get("tasks") or ())
    _check_room(rows)
    place = max(0, min(place, len(rows)))
    neighbour = rows[place - 1] if place else (rows[0] if rows else {})
    task = ReadTask(code="", text="").to_json()
    for name in ("group", "group_no", "group_title", "source"):
        task[name] = neighbour.get(name)
    new = {**copy.deepcopy(dict(result)), "tasks": [*copy.deepcopy(rows)]}
    new["tasks"].insert(place, task)
    for field in ("text", "code", "lead", "coordinating", "due"):
        typed = one_line(nfc(values.get(field, "")))
        if field == "text" or typed:
            new, _, _ = corrected(new, f"tasks.{place}.{field}", typed or _free_code(rows, neighbour, field))
    if not new["tasks"][place]["code"]:
        new["tasks"][place]["code"] = _free_code(rows, neighbour, "code")
    return new


def _free_code(rows: Iterable[Mapping[str, Any]], neighbour: Mapping[str, Any], field: str) -> str:
    """The next number that no task has: «III.5» after «III.4»."""
    if field != "code":
        return ""
    taken = {str(row.get("code") or "") for row in rows}
    prefix = f"{neighbour['group_no']}." if neighbour.get("group_no") else ""
    return next(code for number in range(1, MOST_ITEMS + 2) if (code := f"{prefix}{number}") not in taken)


def with_report(result: Mapping[str, Any], values: Mapping[str, str]) -> dict[str, Any]:
    """A copy of a reading with one more report at the end. Raises BadCorrection."""
    rows = list(result.get("reporting") or ())
    _check_room(rows)
    row = report_with(ReportingDuty("other").to_json(), values)
    return {**copy.deepcopy(dict(result)), "reporting": [*copy.deepcopy(rows), row]}


def report_with(row: Mapping[str, Any], values: Mapping[str, str]) -> dict[str, Any]:
    """A report with fields as typed: kind, day and month as figures, recipient and words. Raises BadCorrection."""
    new = dict(row)
    kind = values.get("kind", str(row.get("kind") or "other"))
    if kind not in REPORTING_KINDS:
        raise BadCorrection("Chưa chọn loại báo cáo. Nội dung cũ vẫn được giữ. Hãy chọn một loại.", code="bad_kind")
    new["kind"] = kind
    for field, most, words in (("due_day", 31, "Ngày"), ("due_month", 12, "Tháng")):
        if field in values:
            new[field] = _figure(values[field], most, words)
    for field in ("recipient", "text"):
        if field in values:
            text = one_line(nfc(values[field]))
            if len(text) > _LONGEST:
                raise BadCorrection(
                    f"Nội dung dài quá {_LONGEST} ký tự. Nội dung cũ vẫn được giữ. Hãy rút gọn rồi lưu lại.",
                    code="too_long",
                )
            new[field] = text or (None if field == "recipient" else "")
    return new


def _figure(typed: str, most: int, words: str) -> int | None:
    text = typed.strip()
    if not text:
        return None
    if text.isdecimal() and len(text) <= 2 and 1 <= int(text) <= most:
        return int(text)
    raise BadCorrection(
        f"{words} «{text[:20]}» chưa đúng. Nội dung cũ vẫn được giữ. Hãy ghi số từ 1 đến {most}, hoặc để trống.",
        code="bad_figure",
    )


def without(result: Mapping[str, Any], item: str) -> dict[str, Any]:
    """A copy of a reading without an item; later ones move up. A link that is a legal basis goes from those too.

    Raises BadCorrection.
    """
    gone = item_at(result, item)
    kind, index = place_of(item)
    new = copy.deepcopy(dict(result))
    del new[kind][index]
    if kind == "links" and gone.get("kind") == "basis":
        new["legal_bases"] = [row for row in new.get("legal_bases") or () if not _is_same_basis(row, gone)]
    return new


def _is_same_basis(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return bool(one.get("number")) and all(one.get(name) == other.get(name) for name in ("number", "date"))


def with_item_back(
    result: Mapping[str, Any], item: str, data: Mapping[str, Any], *, bases: Sequence[Mapping[str, Any]] = ()
) -> dict[str, Any]:
    """A copy of a reading with a removed item at its old place, or at the end when the list has become shorter.

    `bases`: the legal bases as they were first read, of which a link put back brings its own along.
    """
    kind, index = place_of(item)
    new = copy.deepcopy(dict(result))
    rows = new.setdefault(kind, [])
    _check_room(rows)
    rows.insert(min(index, len(rows)), copy.deepcopy(dict(data)))
    if kind == "links" and data.get("kind") == "basis":
        kept = new.get("legal_bases") or []
        new["legal_bases"] = [copy.deepcopy(dict(row)) for row in bases if row in kept or _is_same_basis(row, data)]
    return new


def moved(items: Iterable[str], item: str, step: int) -> list[str]:
    """Names of confirmed items after one was put in (`step` 1) or taken out (-1) at `item`; the one taken out goes."""
    kind, place = place_of(item)
    found = []
    for name in items:
        match = _ITEM.match(name)
        if match is None or match[1] != kind or int(match[2]) < place:
            found.append(name)
        elif step > 0 or int(match[2]) > place:
            found.append(f"{kind}.{int(match[2]) + step}")
    return sorted(found)


def _check_room(rows: list[Any]) -> None:
    if len(rows) >= MOST_ITEMS:
        raise BadCorrection(
            f"Bản đọc đã có {MOST_ITEMS} mục. Không có gì bị thay đổi. Hãy chia văn bản.", code="too_many_items"
        )
