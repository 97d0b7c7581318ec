"""Correcting a reading: which fields there are and what each may hold. Pure."""

from __future__ import annotations

import copy
import datetime as dt
import difflib
import re
from dataclasses import dataclass
from typing import Any

from mangnon.documents.reading.records import UNREADABLE
from mangnon.documents.reading.timeframes import read_time_frame
from mangnon.kernel.refusals import Refusal
from mangnon.kernel.text import fold, nfc, one_line

HEADER_FIELDS = ("doc_type", "number", "date", "place", "issuer", "title")
TASK_FIELDS = ("code", "text", "lead", "coordinating", "due")
# The fields of a task that are lists of names of bodies.
TASK_NAMES = ("lead", "coordinating")
HEADER = "header"
# A word below it is marked on the page; a whole item below the second one is put up for a closer look.
DOUBT_THRESHOLD = 0.6
ITEM_DOUBT_THRESHOLD = 0.9
MANY_DOUBTFUL_WORDS = 2
_TASK_PATH = re.compile(r"^tasks\.(\d+)\.([a-z]+)$")
_LONGEST_PHRASE = 4
_MISREADING = 0.6
EDGES = " .,;:!?()«»\"'"
LONGEST = 4000
HEADER_LONGEST = {"doc_type": 60, "number": 80, "date": 10, "place": 80, "issuer": 200, "title": LONGEST}


class BadCorrection(Refusal):
    """The field is unknown or its new value does not fit."""

    code = "bad_correction"


def _header_value(field: str, value: str) -> str | None:
    if field == "date" and value:
        for shape in ("%Y-%m-%d", "%d/%m/%Y"):
            try:
                return dt.datetime.strptime(value, shape).date().isoformat()  # noqa: DTZ007 - a day, not an instant
            except ValueError:
                continue
        raise BadCorrection(
            f"Ngày «{value}» chưa đúng. Nội dung cũ vẫn được giữ. Hãy nhập theo mẫu 17/02/2025.", code="bad_date"
        )
    return value or None


def _names(value: str) -> list[str]:
    return [name for part in value.split(";") if (name := one_line(part))]


def corrected(result: dict[str, Any], path: str, value: str) -> tuple[dict[str, Any], Any, Any]:
    """A copy of `result` with one field changed: `(new result, value before, value after)`.

    `path` is a header field or «tasks.<index>.<field>»; names of agencies are separated by «;».
    Raises BadCorrection.
    """
    text = one_line(nfc(value))
    if len(text) > LONGEST:
        raise BadCorrection(
            f"Nội dung dài quá {LONGEST} ký tự. Nội dung cũ vẫn được giữ. Hãy rút gọn rồi lưu lại.", code="too_long"
        )
    new = copy.deepcopy(result)
    if path in HEADER_FIELDS:
        if len(text) > HEADER_LONGEST[path]:
            raise BadCorrection(
                f"Nội dung dài quá {HEADER_LONGEST[path]} ký tự. Nội dung cũ vẫn được giữ. Hãy rút gọn rồi lưu lại.",
                code="too_long",
            )
        before = new.get(path)
        new[path] = _header_value(path, text)
        return new, before, new[path]
    match = _TASK_PATH.match(path)
    if match and match[2] in TASK_FIELDS and int(match[1]) < len(new["tasks"]):
        task, field = new["tasks"][int(match[1])], match[2]
        before = copy.deepcopy(task.get(field))
        task[field] = _task_value(task, field, text)
        return new, before, task[field]
    raise BadCorrection("Không có mục này trong bản đọc. Nội dung cũ vẫn được giữ. Hãy tải lại trang.", code="no_field")


def _task_value(task: dict[str, Any], field: str, text: str) -> Any:
    if field in ("lead", "coordinating"):
        return _names(text)
    if field == "due":
        if text == ((task.get("due") or {}).get("text") or ""):
            return task.get("due")
        # A person changed the words: they mean what the reader makes of the new ones.
        return {**read_time_frame(text).to_json(), "text": text} if text else None
    if not text:
        raise BadCorrection("Mục này không được để trống. Nội dung cũ vẫn được giữ.", code="empty")
    return text


def items_of(result: dict[str, Any]) -> list[str]:
    """What a person confirms one by one: the header, then each task."""
    return [HEADER, *(f"tasks.{index}" for index in range(len(result.get("tasks") or ())))]


def is_doubtful_task(task: dict[str, Any]) -> bool:
    """Whether a task wants a closer look: the reader is unsure of it, warns of it, or a part of it is missing."""
    return bool(
        float(task.get("confidence", 1.0)) < ITEM_DOUBT_THRESHOLD
        or task.get("warnings")
        or len(task.get("lead") or ()) != 1
        or not (task.get("due") or {}).get("text")
        or UNREADABLE in str(task.get("text") or "")
    )


def is_doubtful_header(result: dict[str, Any]) -> bool:
    """Whether the header wants a closer look: a field that a plan needs is unknown."""
    return any(not result.get(field) for field in ("doc_type", "number", "date", "issuer", "title"))


def doubtful_words(result: dict[str, Any], doubts: dict[str, Any], first: int, last: int) -> dict[str, float]:
    """The doubtful words of some lines (1-based, both included), without edges, each with its lowest confidence.

    `doubts` is {line number: [[word index, confidence], …]} of the repaired text in `result`.
    """
    lines = str(result.get("text") or "").split("\n")
    found: dict[str, float] = {}
    for number in range(first, min(last, len(lines)) + 1):
        marked = doubts.get(str(number), ())
        words = lines[number - 1].split() if marked else []
        for index, confidence in marked:
            if index < len(words) and (word := words[index].strip(EDGES)):
                found[word] = min(confidence, found.get(word, 1.0))
    return found


def doubtful_words_of_task(result: dict[str, Any], doubts: dict[str, Any], task: dict[str, Any]) -> dict[str, float]:
    """The doubtful words that stand in a task's own text."""
    first, last = (task.get("source") or {}).get("lines") or (1, 0)
    found = doubtful_words(result, doubts, first, last)
    own = {word.strip(EDGES) for word in str(task.get("text") or "").split()}
    return {word: confidence for word, confidence in found.items() if word in own}


def doubtful_items(result: dict[str, Any], doubts: dict[str, Any]) -> list[str]:
    """The items that want a closer look, in the paper's order: doubtful as a whole, or by several of their words."""
    header = [HEADER] if is_doubtful_header(result) else []
    return header + [
        f"tasks.{index}"
        for index, task in enumerate(result.get("tasks") or ())
        if is_doubtful_task(task) or len(doubtful_words_of_task(result, doubts, task)) >= MANY_DOUBTFUL_WORDS
    ]


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a reading and what it would become; values are as a person types them."""

    path: str
    before: str
    after: str


def as_typed(field: str, value: Any) -> str:
    """A field's value as it stands in its box: names joined by «; », a time frame by its words."""
    if value is None:
        return ""
    if field in ("lead", "coordinating"):
        return "; ".join(value)
    if field == "due":
        return str(value.get("text") or "")
    return str(value)


def substitutions(field: str, before: Any, after: Any) -> list[tuple[str, str]]:
    """What a correction teaches: the names or words that were wrong, each with what is right.

    Names are compared place by place, words of a text by their longest common run; a rewritten text teaches nothing.
    """
    if field in ("lead", "coordinating"):
        old, new = list(before or ()), list(after or ())
        if len(old) != len(new):
            return []
        return [(a, b) for a, b in zip(old, new, strict=True) if a != b and b]
    if field == "due":
        pair = (as_typed("due", before), as_typed("due", after))
        return [pair] if all(pair) and pair[0] != pair[1] else []
    if field != "text":
        return []
    old, new = str(before or "").split(), str(after or "").split()
    found = []
    for kind, i1, i2, j1, j2 in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "replace" and i2 - i1 <= _LONGEST_PHRASE and j2 - j1 <= _LONGEST_PHRASE:
            found.append((" ".join(old[i1:i2]).strip(EDGES), " ".join(new[j1:j2]).strip(EDGES)))
    return [(a, b) for a, b in dict.fromkeys(found) if a and b and a != b and _is_same_words(a, b)]


def _is_same_words(old: str, new: str) -> bool:
    """Whether one is a misreading of the other, and not other words."""
    return difflib.SequenceMatcher(None, fold(old), fold(new), autojunk=False).ratio() >= _MISREADING


def same_elsewhere(result: dict[str, Any], path: str, before: Any, after: Any) -> list[Change]:
    """The other places of a reading where the very thing that a correction of `path` corrected still stands.

    A corrected name is looked for among leads and coordinators, a time frame among time frames, words in texts.
    """
    match = _TASK_PATH.match(path)
    if match is None:
        return []
    field = match[2]
    pairs = substitutions(field, before, after)
    fields = ("lead", "coordinating") if field in ("lead", "coordinating") else (field,)
    changes = []
    for index, task in enumerate(result["tasks"]) if pairs else ():
        for name in fields:
            if f"tasks.{index}.{name}" == path:
                continue
            value = task.get(name)
            typed = as_typed(name, value)
            if name in ("lead", "coordinating"):
                wanted = "; ".join(dict(pairs).get(item, item) for item in value or ())
            elif name == "due":
                wanted = pairs[0][1] if typed == pairs[0][0] else typed
            else:
                wanted = _replaced(typed, pairs)
            if wanted != typed:
                changes.append(Change(f"tasks.{index}.{name}", typed, wanted))
    return changes


def _replaced(text: str, pairs: list[tuple[str, str]]) -> str:
    for old, new in pairs:
        text = re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", lambda _, new=new: new, text)  # type: ignore[misc]
    return text
