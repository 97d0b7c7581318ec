"""What a locked form looks like: its sheets, its columns, where the headings stand. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

GUIDE: Final = "Hướng dẫn"
MARKS: Final = "Mã nhận dạng"
KEY_HEADING: Final = "Mã dòng"


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its name, heading, width in signs; `is_given`: locked, filled by the system."""

    name: str
    heading: str
    width: int
    is_given: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """The sheet to fill in. Its rows stand below `heading_row` (Excel's number), without a gap; a hidden column after
    the last has each row's key. `row_word` is what a row is called in refusals («nhiệm vụ»)."""

    sheet: str
    fields: tuple[Field, ...]
    heading_row: int
    row_word: str

    def column_of(self, name: str) -> int:
        """The place of a column, from 0; the key stands after the last."""
        return next(place for place, field in enumerate(self.fields) if field.name == name)

    @property
    def given(self) -> tuple[str, ...]:
        """The names of the locked columns."""
        return tuple(field.name for field in self.fields if field.is_given)

    @property
    def filled(self) -> tuple[str, ...]:
        """The names of the columns to fill in."""
        return tuple(field.name for field in self.fields if not field.is_given)

    @property
    def headings(self) -> list[str]:
        """The headings from left to right, with the hidden one of the keys."""
        return [*(field.heading for field in self.fields), KEY_HEADING]
