"""The annex of tasks that officials exchange: its columns, and the hidden marks by which a file is known again.

Two forms: six columns (STT, Nội dung nhiệm vụ, Văn bản giao nhiệm vụ, Thời hạn, Cơ quan chủ trì, Cơ quan phối hợp) and
the five of a plan's own annex, where the time stands last and the ordering document is the plan itself.

A written row carries a key in a hidden column: the task's code and a short digest of each cell as it was written. It
travels with the row when rows are sorted, put in or taken out, and tells later which cells a person has changed, even
when the plan went on meanwhile. It proves nothing and gives no right.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from mangnon.documents.official.model import Column, Row
from mangnon.kernel.text import nfc, one_line

CODE: Final = Column("STT", weight=0.5, align="center")
TEXT: Final = Column("Nội dung nhiệm vụ", weight=4)
ORDERED_BY: Final = Column("Văn bản giao nhiệm vụ", weight=1.3)
DUE: Final = Column("Thời hạn", weight=1.2)
LEAD: Final = Column("Cơ quan chủ trì", weight=1.5)
COORDINATING: Final = Column("Cơ quan phối hợp", weight=2)
# The plan's own annex calls the time frame so (Kế hoạch 501/KH-UBND, Phụ lục).
TIME: Final = Column("Thời gian thực hiện", weight=1.2)

ANNEX_COLUMNS: Final = (CODE, TEXT, ORDERED_BY, DUE, LEAD, COORDINATING)
PLAN_COLUMNS: Final = (CODE, TEXT, LEAD, COORDINATING, TIME)
KEY_HEADING: Final = "Mã nhận dạng dòng"
STAMP_SHEET: Final = "Mã nhận dạng"
# The cells a person may change, in the order of their digests in a key.
KEPT: Final = ("text", "due", "lead", "coordinating")
_SIGNS = 8
_BETWEEN = "|"


class AnnexForm(Enum):
    """Which columns an annex has."""

    SIX = "sau-cot"
    FIVE = "nam-cot"

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns, in their order."""
        return ANNEX_COLUMNS if self is AnnexForm.SIX else PLAN_COLUMNS


@dataclass(frozen=True, slots=True)
class AnnexLine:
    """A task as the cells of an annex; an empty text is an empty cell. `coordinating` and `lead` join names by «; »."""

    code: str
    text: str
    ordered_by: str = ""
    due: str = ""
    lead: str = ""
    coordinating: str = ""

    def row(self, form: AnnexForm = AnnexForm.SIX) -> Row:
        """The cells in the order of the form's columns."""
        six = [self.code, self.text, self.ordered_by, self.due, self.lead, self.coordinating]
        five = [self.code, self.text, self.lead, self.coordinating, self.due]
        return Row(tuple(cell or None for cell in (five if form is AnnexForm.FIVE else six)))

    def kept(self) -> dict[str, str]:
        """The cells of `KEPT` by name."""
        return {"text": self.text, "due": self.due, "lead": self.lead, "coordinating": self.coordinating}


@dataclass(frozen=True, slots=True)
class LineKey:
    """What a hidden key says: which task the row was, and the digests of its cells as they were written."""

    code: str
    digests: Mapping[str, str]

    def is_as_written(self, name: str, value: str) -> bool:
        """Whether a cell still holds what was written into it."""
        return self.digests.get(name) == cell_digest(value)


def cell_digest(value: str) -> str:
    """A short digest of a cell's words, whatever their blanks."""
    return hashlib.blake2b(one_line(nfc(value)).encode(), digest_size=_SIGNS // 2).hexdigest()


def key_of(line: AnnexLine) -> str:
    """The key of a row that is written."""
    return _BETWEEN.join((line.code, *(cell_digest(value) for value in line.kept().values())))


def read_key(text: str) -> LineKey | None:
    """What a key says; None for what is no key (empty, cut off, typed by hand)."""
    parts = text.strip().split(_BETWEEN)
    if len(parts) != len(KEPT) + 1 or not parts[0]:
        return None
    digests = dict(zip(KEPT, parts[1:], strict=True))
    if any(len(each) != _SIGNS or set(each) - set("0123456789abcdef") for each in digests.values()):
        return None
    return LineKey(parts[0], digests)
