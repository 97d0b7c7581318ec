"""The end of a directive: whom it goes to, and who signs in what capacity."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mangnon.agencies.matching import likeness
from mangnon.documents.reading.paragraphs import is_page_number, plain
from mangnon.documents.reading.records import Signer
from mangnon.documents.reading.signatures import Signature, beside, is_capacity, signature_below, signature_beside
from mangnon.kernel.text import fold

_BULLET = re.compile(r"^[-–—~_+•·*●▪]\s*(?=\S)")
_AS_ABOVE = re.compile(r"^(?:nhu (?:tren|kinh gui|dieu \d)\b|luu ?:? ?(?:vt|van thu)\b)")
_SUBHEAD = re.compile(r"^[^.;]{3,24}:$")
_FAR = 45


@dataclass(frozen=True, slots=True)
class Ending:
    """Recipients, signer, and the first line (1-based) of the ending (None: not found)."""

    recipients: tuple[str, ...]
    signer: Signer | None
    first: int | None
    last: int | None


def read_ending(lines: Sequence[str]) -> Ending:
    """Read the ending from repaired lines: the first «Nơi nhận» that a list follows, or a list as «- Như trên; …»."""
    texts = [plain(line) for line in lines]
    spaced = [line.replace("*", "") for line in lines]
    heads = [index for index, text in enumerate(texts) if is_recipients_head(text)]
    for index in [*heads, *_headless(texts)]:
        is_head = index in heads
        recipients, after = _recipients(texts, index + 1 if is_head else index, texts[index] if is_head else "")
        if not recipients:
            continue
        found = signature_beside(spaced, index, after - 1) or signature_below(texts, after)
        if found is None:  # the cell of the signature can come first when a table is taken apart
            before = signature_below(texts[:index], max(0, index - 12))
            found = Signature(before.signer, after) if before else None
        return Ending(
            tuple(recipients), found.signer if found else None, index + 1, (found.last if found else after) + 1
        )
    found = _signature_at_end(texts)
    return Ending((), found.signer if found else None, None, found.last + 1 if found else None)


def _headless(texts: Sequence[str]) -> list[int]:
    """Where a list of recipients begins whose «Nơi nhận» is lost: «- Như trên;» among the last lines."""
    begins = [
        index
        for index in range(max(0, len(texts) - _FAR), len(texts))
        if _BULLET.match(texts[index]) and _AS_ABOVE.match(fold(_BULLET.sub("", texts[index])))
    ]
    return begins[:1]


def _signature_at_end(texts: Sequence[str]) -> Signature | None:
    read = [index for index, text in enumerate(texts) if text]
    first = read[-12] if len(read) >= 12 else 0
    return signature_below(texts, first)


def is_recipients_head(text: str) -> bool:
    """Whether a line is «Nơi nhận:», damaged or not; what the scanner put beside it does not matter."""
    start = " ".join(text.split()[:2]).rstrip(":")
    return len(start) >= 6 and likeness(start, "Nơi nhận") >= 0.8 and (":" in text or len(text) < 14)


def _recipients(texts: Sequence[str], first: int, head: str) -> tuple[list[str], int]:
    """The entries of the list from line `first` (0-based) on, below its `head`, and the line after them."""
    found: list[str] = []
    place = first
    misses = 0
    rest = beside(head)[0].partition(":")[2].strip()
    if _BULLET.match(rest):  # an entry on the line of the head itself
        found.append(_BULLET.sub("", rest))
    is_bare = not found and _is_list_without_marks(texts[place : place + 16])
    while place < len(texts) and misses < 3:
        text = beside(texts[place])[0] if not is_capacity(texts[place]) else texts[place]
        if text == "|" or is_capacity(text):
            break
        if _BULLET.match(text) or (is_bare and text):
            found.append(_BULLET.sub("", text))
            misses = 0
            if fold(found[-1]).startswith("luu") and not _has_more(texts, place):
                place += 1
                break
        elif _SUBHEAD.match(text) and found:
            misses = 0
        elif text and found and not is_page_number(text) and found[-1][-1:] not in ";.":
            found[-1] = f"{found[-1]} {text}"
        elif text:
            misses += 1
        place += 1
    return [item.rstrip(" ;.,") for item in found if len(item) > 2], place


def _is_list_without_marks(texts: Sequence[str]) -> bool:
    """Whether entries stand below the head without dashes: short lines that end in «;», the last is «Lưu …»."""
    entries = [text for text in texts if text]
    for count, text in enumerate(entries):
        if _BULLET.match(text) or len(text) > 90:
            return False
        if fold(text).startswith("luu"):
            return True
        if not text.endswith((";", ",")) and count:
            return False
    return False


def _has_more(texts: Sequence[str], place: int) -> bool:
    """Whether the list goes on after «Lưu» below a heading of its own («Bản điện tử:»)."""
    following = [text for text in texts[place + 1 : place + 8] if text][:2]
    return len(following) == 2 and bool(_SUBHEAD.match(following[0])) and bool(_BULLET.match(following[1]))
