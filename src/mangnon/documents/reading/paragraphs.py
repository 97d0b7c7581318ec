"""From lines to paragraphs: wrapped lines joined, marks of emphasis taken off, outline marks recognised."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mangnon.kernel.text import fold, one_line

_EMPHASIS = re.compile(r"\*+")
_RULE = re.compile(r"^[-_=*\s]{3,}$")
_MARKS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (1, re.compile(r"^((?![l1]+\s?\.)[IVXLÝl1]{1,5})\s?[.]\s+(?=\S)(?![a-zà-ỹ])")),
    (1, re.compile(r"^(Điều\s+\d{1,3})\s?[.:]\s*")),
    (3, re.compile(r"^(\d{1,2}\.\d{1,2}(?:\.\d{1,2})?)\.?\s+")),
    (2, re.compile(r"^(\d{1,2})\s?[.](?=\s*\D)\s*")),
    (4, re.compile(r"^([a-zđ]{1,2})\s?\)\s*")),
    (4, re.compile(r"^(\(\d{1,2}\))\s*")),
    (5, re.compile(r"^([-–])\s*(?!\d)")),
    (6, re.compile(r"^([+])\s*")),
)
_OPEN_END = re.compile(r"[\wà-ỹÀ-Ỹ,\-–(“\"]$")
_PAGE_NUMBER = re.compile(r"^\s*[-–]?\s*\d{1,3}\s*[-–]?\s*$")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: the mark before it ("II", "1", "a", "-"; None), its rank (1 highest, 9 none), text and lines."""

    mark: str | None
    rank: int
    text: str
    first: int
    last: int
    in_cell: bool = False

    @property
    def folded(self) -> str:
        """The text folded, for rules."""
        return fold(self.text)


def plain(line: str) -> str:
    """A line without marks of emphasis, and with single blanks."""
    return one_line(_EMPHASIS.sub("", line))


def paragraphs_of(lines: Sequence[str], *, skip: frozenset[int] = frozenset()) -> list[Paragraph]:
    """The paragraphs of lines; `skip` names lines (1-based) to leave out. Table bars end a paragraph."""
    found: list[Paragraph] = []
    parts: list[str] = []
    first = last = 0
    blank, in_cell, bars = True, False, 0

    def close() -> None:
        if parts:
            found.append(_paragraph(" ".join(parts), first, last, in_cell=in_cell))
            parts.clear()

    for number, raw in enumerate(lines, start=1):
        line = plain(raw)
        if number in skip or _RULE.match(raw.strip() or "x"):
            continue
        if line == "|":
            close()
            bars += 1
            in_cell, blank = True, True
            continue
        if not line:
            in_cell = in_cell and not blank and bool(parts)
            blank = True
            continue
        if parts and _goes_on(parts, line, blank=blank):
            parts.append(line)
            last = number
            blank = False
            continue
        close()
        parts.append(line)
        first = last = number
        blank = False
    close()
    return found


def _goes_on(parts: Sequence[str], line: str, *, blank: bool) -> bool:
    """Whether a line continues the paragraph so far."""
    before = parts[-1]
    if before in {"-", "–", "+"}:
        return True
    mark, rank = _mark(line)
    if mark is not None:
        if rank == 5 and not blank and before[-1:].isalnum() and line.lstrip("-– ")[:1].isupper():
            return _is_broken_name(before)
        return False
    if blank:
        return line[:1].islower() and bool(_OPEN_END.search(before))
    if line[:1] in "-–" and _OPEN_END.search(before):
        return True
    if before.isupper() != line.isupper() and before.isupper() and len(before) > 8 and not _OPEN_END.search(before):
        return False
    return True


def _is_broken_name(before: str) -> bool:
    return bool(re.search(r"(?:lao dong|chinh tri|van hoa|phat thanh)$", fold(before)))


def _mark(line: str) -> tuple[str | None, int]:
    for rank, pattern in _MARKS:
        found = pattern.match(line)
        if found:
            return found.group(1), rank
    return None, 9


def _paragraph(text: str, first: int, last: int, *, in_cell: bool) -> Paragraph:
    text = one_line(text)
    for rank, pattern in _MARKS:
        found = pattern.match(text)
        if found:
            return Paragraph(found.group(1), rank, text[found.end() :].strip(), first, last, in_cell)
    return Paragraph(None, 9, text, first, last, in_cell)


def is_page_number(line: str) -> bool:
    """Whether a line is a page number alone."""
    return bool(_PAGE_NUMBER.match(line))
