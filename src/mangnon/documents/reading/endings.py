"""The end of a directive: whom it goes to, and who signs in what capacity."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mangnon.agencies.matching import likeness
from mangnon.documents.reading.paragraphs import is_page_number, plain
from mangnon.documents.reading.records import Signer
from mangnon.kernel.text import fold

_CAPACITY = re.compile(
    r"^(?:TM|KT|TL|TUQ|Q)\b[.\s]|^(?:PHÓ\s)?(?:CHỦ TỊCH|GIÁM ĐỐC|THỦ TƯỚNG|BỘ TRƯỞNG|CHÁNH|CỤC TRƯỞNG)", re.I
)
_NAME = re.compile(r"^(?:[A-ZĐÀ-Ỹ][a-zà-ỹđ]{1,7}\s?){2,5}$")


@dataclass(frozen=True, slots=True)
class Ending:
    """Recipients, signer, and the first line (1-based) of the ending (None: not found)."""

    recipients: tuple[str, ...]
    signer: Signer | None
    first: int | None
    last: int | None


def read_ending(lines: Sequence[str]) -> Ending:
    """Read the ending from repaired lines: the first «Nơi nhận» that a list follows."""
    texts = [plain(line) for line in lines]
    for index, text in enumerate(texts):
        if not is_recipients_head(text):
            continue
        recipients, after = _recipients(texts, index)
        if not recipients:
            continue
        signer, last = _signer(texts, index, after)
        if signer is None:  # the cell of the signature can come first when a table is taken apart
            signer, _ = _signer(texts[:index], max(0, index - 12), max(0, index - 12))
        return Ending(tuple(recipients), signer, index + 1, last + 1)
    signer, last = _signer(texts, max(0, len(texts) - 12), max(0, len(texts) - 12))
    return Ending((), signer, None, last + 1 if signer else None)


def is_recipients_head(text: str) -> bool:
    """Whether a line is «Nơi nhận:», damaged or not; what the scanner put beside it does not matter."""
    start = " ".join(text.split()[:2]).rstrip(":")
    return len(start) >= 6 and likeness(start, "Nơi nhận") >= 0.8 and (":" in text or len(text) < 14)


def _recipients(texts: Sequence[str], index: int) -> tuple[list[str], int]:
    found: list[str] = []
    place = index + 1
    misses = 0
    while place < len(texts) and misses < 3:
        text = texts[place]
        if text == "|" or _is_capacity(text):
            break
        if re.match(r"^[-–+]\s*\S", text):
            found.append(text.lstrip("-–+ "))
            misses = 0
            if fold(text).startswith("luu"):
                place += 1
                break
        elif text and found and not is_page_number(text) and found[-1][-1:] not in ";.":
            found[-1] = f"{found[-1]} {text}"
        elif text:
            misses += 1
        place += 1
    return [item.rstrip(" ;.,") for item in found if len(item) > 2], place


def _is_capacity(text: str) -> bool:
    return bool(_CAPACITY.match(text)) and (text.isupper() or text[:2].isupper())


def _signer(texts: Sequence[str], first: int, after: int) -> tuple[Signer | None, int]:
    """The capacity is the run of lines in capitals (TM., KT., the posts); the name the first line of a name below."""
    capacity: list[str] = []
    last = after
    own = re.search(r"\s((?:TM|KT|TL|TUQ)\.?\s.*)$", texts[first])
    if own:
        capacity.append(own.group(1))
    name = None
    for place in range(after, min(len(texts), after + 14)):
        text = texts[place]
        if not text or text == "|":
            if name:
                break
            continue
        if _is_capacity(text) or (capacity and text.isupper() and place == last + 1):
            joined = f"{capacity[-1]} {text}" if capacity and not _is_capacity(text) else None
            if joined:
                capacity[-1] = joined
            else:
                capacity.append(text)
            last = place
            continue
        if capacity and (_NAME.match(text) or (name is None and re.fullmatch(r"[A-ZĐÀ-Ỹ][a-zà-ỹđ]{1,6}", text))):
            name = f"{name or ''} {text}".strip()
            last = place
            if len(name.split()) >= 3:
                break
            following = texts[place + 1] if place + 1 < len(texts) else ""
            if not _NAME.match(following):
                break
            continue
        if capacity:
            break
    if not capacity:
        return None, after
    words = ", ".join(_tidy(text) for text in capacity)
    return Signer(words, name if name and len(name.split()) >= 2 else None), last


def _tidy(text: str) -> str:
    return re.sub(r"^(TM|KT|TL|TUQ|Q)[\s.]+", r"\1. ", text.strip(" .,"))
