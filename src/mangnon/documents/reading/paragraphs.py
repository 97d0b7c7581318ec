"""From lines to paragraphs: wrapped lines joined, marks of emphasis taken off, outline marks recognised."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from mangnon.documents.reading.body_words import CAPITALS
from mangnon.kernel.text import fold, one_line

_EMPHASIS = re.compile(r"\*+")
_STAR_ITEM = re.compile(r"^\s*\*\s+[^*\s][^*]*$")
_RULE = re.compile(r"^[-_=*\s]{3,}$")
_CAPITAL = rf"(?=[\"“‘(]?[{CAPITALS}])"
_MARKS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (1, re.compile(r"^((?:Phần|PHẦN|Chương|CHƯƠNG)\s+(?:thứ\s+\S+|THỨ\s+\S+|[IVX]{1,4}|\d{1,2}))\s?[.:]?\s*")),
    (1, re.compile(r"^((?![l1]+\s?\.)[IVXLÝl1]{1,5})\s?[.]\s+(?=\S)(?![a-zà-ỹ])")),
    (1, re.compile(r"^([IVX]{1,4})\s?[/\-)]\s+" + _CAPITAL)),
    (1, re.compile(r"^(Điều\s+\d{1,3})\s?[.:]\s*")),
    (1, re.compile(r"^([A-H])\s?[.]\s+" + _CAPITAL)),
    (3, re.compile(r"^(\d{1,2}\.\d{1,2}(?:\.\d{1,2})?)\.?\s+")),
    (3, re.compile(r"^[IVX]{1,4}\.(\d{1,2}(?:\.\d{1,2})?)\.?\s+" + _CAPITAL)),
    (2, re.compile(r"^(\d{1,2})\s?(?:[.](?=\s*\D)|,(?=\s+[A-ZĐ]))\s*")),
    (3, re.compile(r"^(\d{1,2})\s?[)/]\s+" + _CAPITAL)),
    (4, re.compile(r"^([a-zđ]{1,2})\s?\)\s*")),
    (4, re.compile(r"^([a-zđ])\s?[./]\s+" + _CAPITAL)),
    (4, re.compile(r"^(\(\d{1,2}\))\s*")),
    (4, re.compile(r"^(Thứ (?:nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười)|(?:Một|Hai|Ba|Bốn|Năm|Sáu|Bảy) là)\s*[,:]\s*")),
    (5, re.compile(r"^([-–—−‐])\s*(?!\d)")),
    (5, re.compile(r"^([_~•●▪◦○►❖➢✓*])\s+(?!\d)")),
    (6, re.compile(r"^([+])\s*")),
)
_OPEN_END = re.compile(r"[\wà-ỹÀ-Ỹ,\-–(“\"]$")
# A short line that is no end of a heading: the next line is the rest of it.
_LEADS_ON = re.compile(r"(?:[,;(\-–/“\"]|\b(?:và|của|với|cho|các|về|theo|cùng|hoặc|tại|số|do|là|để|Sở|Ban|Hội|Bộ))$")
_LONGEST_CELL = 16
# Lines longer than any printed line: the text has a paragraph on each line.
_UNWRAPPED = 150
_PAGE_BREAK = 3
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
    raw: str = ""

    @property
    def folded(self) -> str:
        """The text folded, for rules."""
        return fold(self.text)


# The second year of «2026 - 2027» at the beginning of a line is no item.
_REST_OF_YEARS = re.compile(r"[-–]\s*(?:19|20)\d{2}(?!\d)")
# A sentence with which a paragraph of its own begins, where the line before it had room for more.
_ORDER_STARTS = re.compile(r"(?:Giao|Yêu cầu|Đề nghị|Trong quá trình|Nhận được|Trên đây)\s")


def plain(line: str) -> str:
    """A line without marks of emphasis, and with single blanks; an asterisk that marks an item stays."""
    mark = "* " if _STAR_ITEM.match(line) else ""
    return mark + one_line(_EMPHASIS.sub("", line))


def paragraphs_of(
    lines: Sequence[str], *, raw: Sequence[str] | None = None, skip: frozenset[int] = frozenset()
) -> list[Paragraph]:
    """The paragraphs of (repaired) lines; `raw` are the same lines as scanned, `skip` lines (1-based) to leave out.

    Table bars end a paragraph.
    """
    scanned = lines if raw is None else raw
    width = _usual_width(lines)
    found: list[Paragraph] = []
    parts: list[str] = []
    first = last = 0
    blank, blanks = True, 0
    cells = _cell_lines(lines)

    def close() -> None:
        if parts:
            source = " ".join(plain(scanned[i - 1]) for i in range(first, last + 1) if i not in skip)
            found.append(_paragraph(" ".join(parts), one_line(source), first, last, in_cell=first in cells))
            parts.clear()

    for number, whole in enumerate(lines, start=1):
        line = plain(whole)
        if number in skip or _RULE.match(whole.strip() or "x"):
            continue
        if line == "|":
            close()
            blank = True
            continue
        if not line:
            blank = True
            blanks += 1
            continue
        over_page = blanks >= _PAGE_BREAK and bool(parts) and _is_unfinished(parts[-1], line)
        goes_on = bool(parts) and (over_page or _goes_on(parts, line, blank=blank, width=width))
        if not goes_on:
            close()
            first = number
        parts.append(line)
        last = number
        blank, blanks = False, 0
    close()
    return found


def _is_unfinished(before: str, line: str) -> bool:
    """Whether a sentence goes on over the end of a page."""
    return (
        before[-1:].isalpha()
        and len(before) > 45
        and not before.isupper()
        and not line.isupper()
        and _mark(line)[0] is None
    )


def _cell_lines(lines: Sequence[str]) -> set[int]:
    """The lines (1-based) that stand in table cells: between two bars that are near each other."""
    bars = [number for number, line in enumerate(lines, start=1) if line.strip() == "|"]
    found: set[int] = set()
    for one, other in itertools.pairwise(bars):
        if other - one <= _LONGEST_CELL and not _is_text_between(lines[one : other - 1]):
            found.update(range(one + 1, other))
    return found


def _is_text_between(block: Sequence[str]) -> bool:
    """Whether what stands between two tables is text: set off by blank lines on both sides, and inside."""
    if len(block) < 5 or block[0].strip() or block[-1].strip():
        return False
    return any(not line.strip() for line in block[2:-2]) and sum(bool(line.strip()) for line in block) >= 3


def _goes_on(parts: Sequence[str], line: str, *, blank: bool, width: float) -> bool:
    """Whether a line continues the paragraph so far."""
    before = parts[-1]
    if before in {"-", "–", "+"}:
        return True
    mark, rank = _mark(line)
    if mark is not None and _REST_OF_YEARS.match(line) and re.search(r"(?<!\d)(?:19|20)\d{2}$", before) and not blank:
        return True
    if mark is not None:
        if rank == 5 and not blank and before[-1:].isalnum() and line.lstrip("-– ")[:1].isupper():
            return _is_broken_name(before)
        return False
    if blank or (width > _UNWRAPPED and len(before) > _UNWRAPPED):
        return line[:1].islower() and bool(_OPEN_END.search(before))
    is_item = _mark(parts[0])[0] is not None and not _LEADS_ON.search(before)
    if line[:1].isupper() and len(before) < 0.6 * width and (is_item or before.endswith((".", "./."))):
        return False
    if _ORDER_STARTS.match(line) and before.endswith(".") and len(before) + len(line.split()[0]) < 0.95 * width:
        return False
    if line[:1] in "-–" and _OPEN_END.search(before):
        return True
    return not (before.isupper() and not line.isupper() and len(before) > 8 and not _OPEN_END.search(before))


def _is_broken_name(before: str) -> bool:
    return bool(re.search(r"(?:lao dong|chinh tri|van hoa|phat thanh)$", fold(before)))


def _mark(line: str) -> tuple[str | None, int]:
    for rank, pattern in _MARKS:
        found = pattern.match(line)
        if found:
            return found.group(1), rank
    return None, 9


def _paragraph(text: str, raw: str, first: int, last: int, *, in_cell: bool) -> Paragraph:
    text = one_line(text)
    for rank, pattern in _MARKS:
        found = pattern.match(text)
        if found:
            return Paragraph(found.group(1), rank, text[found.end() :].strip(), first, last, in_cell, raw)
    return Paragraph(None, 9, text, first, last, in_cell, raw)


def _usual_width(lines: Sequence[str]) -> float:
    lengths = sorted(len(line.strip()) for line in lines if len(line.strip()) > 20)
    return float(lengths[int(0.8 * (len(lengths) - 1))]) if lengths else 0.0


def is_page_number(line: str) -> bool:
    """Whether a line is a page number alone."""
    return bool(_PAGE_NUMBER.match(line))
