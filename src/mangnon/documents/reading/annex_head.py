"""Finding a scanned annex by the head of its table."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from mangnon.agencies.matching import bones, letters
from mangnon.documents.reading.table_heads import role_of
from mangnon.kernel.text import fold

_HEADS = ("chutri", "phoihop", "thoigian", "nhiemvu", "noidung", "thoihan", "coquan", "donvi")
_SENTENCE = re.compile(r"[.;,:]")
# An item of running text («1. Công an tỉnh», «- Chủ trì, phối hợp …») is no head of a column.
_LIST_ITEM = re.compile(r"^\s*(?:[-–+•]|\*{0,2}\d{1,2}[.)]\*{0,2}|\(?[a-zđ]\))\s+\*{0,2}\w\S* \S")


def find_annex(lines: Sequence[str]) -> tuple[int, int] | None:
    """The first and last index (0-based) of the rows of a scanned table, below its head; None without a table.

    The head is a line or a few naming the columns: who leads, who coordinates, when.
    """
    for index in range(len(lines)):
        if not lines[index].strip():
            continue
        window = _head_window(lines, index)
        if window is not None:
            return window + 1, len(lines) - 1
    return None


def _head_window(lines: Sequence[str], index: int) -> int | None:
    """The last index of a table's head that begins at `index`, or None."""
    taken: list[int] = []
    for place in range(index, min(len(lines), index + 14)):
        if not lines[place].strip():
            continue
        if ":" in lines[place] or lines[place].strip() == "|" or _is_running_text(lines[place]):
            break
        short = all(len(lines[i].strip()) < 45 for i in [*taken, place])
        if len(taken) >= 3 and not short:
            break
        taken.append(place)
        found = heads_in(" ".join(lines[i] for i in taken))
        numbered = any(fold(word) in ("stt", "tt", "st", "sit", "stf") for i in taken for word in lines[i].split())
        numbered = numbered or (len(taken) == 1 and {"chutri", "phoihop"} <= found)
        if found & {"chutri", "phoihop"} and len(found) >= 4 and (numbered or short) and (len(taken) <= 3 or short):
            last = place
            for following in range(place + 1, min(len(lines), place + 6)):
                if not lines[following].strip():
                    continue
                if not (_is_head_rest(lines[following], found) or _is_head_alone(lines[following])):
                    break
                last = following
            return last
    return None


def _is_head_rest(line: str, found: set[str]) -> bool:
    more = heads_in(line)
    return len(line.strip()) < 45 and bool(more - found) and not any(char.isdigit() for char in line)


def is_furniture(line: str) -> bool:
    """Whether a line repeats the table's head on a new page, or marks the page's end."""
    if re.match(r"^\W*(?:page break|trang \d+)\W*$", line, re.I):
        return True
    return len(line) < 130 and not _SENTENCE.search(line) and {"chutri", "phoihop"} <= heads_in(line)


def _is_head_alone(line: str) -> bool:
    """Whether a line is a whole head of a column: «Thời gian thực hiện»; or what is left of «STT» broken in two."""
    words = line.split()
    return (len(words) == 1 and fold(line) in ("t", "tt", "stt")) or (len(words) <= 5 and role_of(line) is not None)


def heads_in(line: str) -> set[str]:
    """Which words of a table's head a text holds."""
    text, bare = letters(line), bones(line)
    found = {
        head
        for head in _HEADS
        if len(text) >= len(head) - 1 and fuzz.partial_ratio(head, text) + fuzz.partial_ratio(bones(head), bare) >= 160
    }
    return found | ({"stt"} if any(fold(word) in ("stt", "tt") for word in line.split()) else set())


def _is_running_text(line: str) -> bool:
    """Whether a line is an item or part of a sentence («phối hợp với các cơ quan, đơn vị liên quan,»), no head."""
    if _LIST_ITEM.match(line):
        return True
    return re.search(r"phoi hop (?:chat che )?(?:voi|cung)", fold(line)) is not None or line.rstrip().endswith(
        (",", ";")
    )
