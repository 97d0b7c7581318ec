"""The form of an agency's workbook: its columns, and what may stand in the cells to fill. Pure."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from mangnon.exchange.locked_forms.cells import is_marked, words_of
from mangnon.exchange.locked_forms.shape import Field, Shape
from mangnon.kernel.dates import typed_day

LONGEST: Final = 3000
ACCEPTED: Final = "Đã tiếp nhận"
COMPLETED: Final = "Đã hoàn thành"
_FIELDS: Final = (
    Field("number", "STT", 4, is_given=True),
    Field("code", "Mã nhiệm vụ", 8, is_given=True),
    Field("text", "Nội dung nhiệm vụ", 36, is_given=True),
    Field("role", "Vai trò", 9, is_given=True),
    Field("due", "Thời hạn", 12, is_given=True),
    Field("state", "Tình trạng khi phát hành", 13, is_given=True),
    Field("accept", "Tiếp nhận", 10),
    Field("progress", "Tiến độ (%)", 8),
    Field("done", "Việc đã làm", 30),
    Field("difficulty", "Khó khăn, vướng mắc", 24),
    Field("proposal", "Đề nghị", 20),
    Field("later", "Xin gia hạn đến ngày", 12),
    Field("later_reason", "Lý do xin gia hạn", 20),
    Field("complete", "Hoàn thành", 11),
    Field("silent_reason", "Lý do khi cơ quan phối hợp chưa có ý kiến", 18),
)
SHAPE: Final = Shape("Nhiệm vụ", _FIELDS, heading_row=7, row_word="nhiệm vụ")
_WORDS: Final = ("done", "difficulty", "proposal", "later_reason", "silent_reason")
_WHOLE = re.compile(r"(\d{1,3})\s*%?")


@dataclass(frozen=True, slots=True)
class Answers:
    """What a body filled in for one assignment. Empty: nothing to say."""

    accept: bool = False
    progress: int | None = None
    done: str = ""
    difficulty: str = ""
    proposal: str = ""
    later: dt.date | None = None
    later_reason: str = ""
    complete: bool = False
    silent_reason: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was filled in."""
        return self == Answers()

    def to_json(self) -> dict[str, Any]:
        """Plain values of what is not empty."""
        values = {name: getattr(self, name) for name in SHAPE.filled}
        values["later"] = self.later.isoformat() if self.later else None
        return {name: value for name, value in values.items() if value not in (None, "", False)}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Answers:
        """The answers again, of what `to_json` gave."""
        later = values.get("later")
        return cls(**{**values, "later": dt.date.fromisoformat(later) if later else None})

    @property
    def digest(self) -> str:
        """Of what was said, whatever program saved the file."""
        plain = json.dumps(self.to_json(), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(plain.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that cannot be taken: the column, and a Vietnamese sentence."""

    name: str
    sentence: str


def read_answers(cells: Mapping[str, Any]) -> tuple[Answers, list[Fault]]:
    """The filled cells of one row by column, as Excel has them; what is wrong is told cell by cell."""
    faults: list[Fault] = []
    words = {name: words_of(cells.get(name, "")) for name in _WORDS}
    for name, text in words.items():
        if len(text) > LONGEST:
            faults.append(Fault(name, f"có {len(text)} ký tự, nhiều hơn mức {LONGEST}"))
    found = Answers(
        accept=_mark(cells, "accept", ACCEPTED, faults),
        progress=_percent(cells.get("progress", ""), faults),
        later=_day(cells.get("later", ""), faults),
        complete=_mark(cells, "complete", COMPLETED, faults),
        **words,
    )
    return found, [*faults, *_together(found, {fault.name for fault in faults})]


def _together(found: Answers, wrong: set[str]) -> list[Fault]:
    """What must be filled in together."""
    faults = []
    if found.progress is not None and not found.done and not found.complete:
        faults.append(Fault("done", "đã ghi tiến độ nhưng chưa nêu việc đã làm"))
    if found.done and found.progress is None and not found.complete and "progress" not in wrong:
        faults.append(Fault("progress", "đã nêu việc đã làm nhưng chưa ghi tiến độ"))
    if found.proposal and not found.difficulty:
        faults.append(Fault("difficulty", "đã ghi đề nghị nhưng chưa nêu khó khăn, vướng mắc"))
    if found.later and not found.later_reason:
        faults.append(Fault("later_reason", "xin gia hạn thì cần nêu lý do"))
    if found.later_reason and not found.later and "later" not in wrong:
        faults.append(Fault("later", "đã ghi lý do xin gia hạn nhưng chưa ghi ngày"))
    if found.complete and found.progress not in (None, 100):
        faults.append(Fault("progress", "đã đánh dấu hoàn thành thì tiến độ là 100 hoặc để trống"))
    if found.complete and found.later:
        faults.append(Fault("later", "đã đánh dấu hoàn thành thì không xin gia hạn"))
    return faults


def _mark(cells: Mapping[str, Any], name: str, word: str, faults: list[Fault]) -> bool:
    found = is_marked(cells.get(name, ""), word)
    if found is None:
        faults.append(Fault(name, f"chỉ chọn «{word}» hoặc để trống"))
    return bool(found)


def _percent(value: Any, faults: list[Fault]) -> int | None:
    if isinstance(value, bool):
        value = ""
    if isinstance(value, int | float):
        if value == 1:
            # Typed as «100%», Excel keeps 1 and shows «100%»: what was meant cannot be told.
            faults.append(Fault("progress", "«1» có thể là 1 % hoặc 100 %: ghi 100 nếu đã xong, hoặc chữ «1 %»"))
            return None
        if float(value).is_integer() and 0 <= value <= 100:
            return int(value)
        faults.append(Fault("progress", f"«{value:g}» không phải số nguyên từ 0 đến 100"))
        return None
    text = words_of(value)
    if not text:
        return None
    found = _WHOLE.fullmatch(text)
    if found and int(found[1]) <= 100:
        return int(found[1])
    faults.append(Fault("progress", f"«{text[:30]}» không phải số nguyên từ 0 đến 100"))
    return None


def _day(value: Any, faults: list[Fault]) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    text = words_of(value)
    if not text:
        return None
    day = typed_day(text)
    if day is not None:
        return day
    faults.append(Fault("later", f"«{text[:30]}» không phải là ngày; hãy ghi theo mẫu 17/02/2025"))
    return None


def news(before: Answers | None, now: Answers) -> Answers:
    """What a row says beyond what was merged of it before: parts that are the same are not said again."""
    if before is None:
        return now
    same_work = (before.progress, before.done) == (now.progress, now.done)
    same_trouble = (before.difficulty, before.proposal) == (now.difficulty, now.proposal)
    same_later = (before.later, before.later_reason) == (now.later, now.later_reason)
    return Answers(
        accept=now.accept and not before.accept,
        progress=None if same_work else now.progress,
        done="" if same_work else now.done,
        difficulty="" if same_trouble else now.difficulty,
        proposal="" if same_trouble else now.proposal,
        later=None if same_later else now.later,
        later_reason="" if same_later else now.later_reason,
        complete=now.complete and not before.complete,
        silent_reason=now.silent_reason,
    )
