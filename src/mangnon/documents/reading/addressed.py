"""Whom a letter or a dispatch is sent to: the lines after «Kính gửi:», or after «… điện:» of an official dispatch."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mangnon.documents.reading.bodies import starts_with_body
from mangnon.documents.reading.paragraphs import plain
from mangnon.documents.reading.titles import ends_title
from mangnon.kernel.text import fold, without_marks

_HEAD_LINES = 70
_LIST_LINES = 25
_TO = re.compile(r"^kinh gu?r?i\b")
_WIRE = re.compile(r"^(?P<who>.{4,80}?)\s+(?:điện|ĐIỆN|dien|DIEN)\s*:?\s*$")
_BULLET = re.compile(r"^[-–—~•+*]\s*(?=\S)")


def addressees_of(lines: Sequence[str]) -> tuple[str, ...]:
    """The addressees in the order of the page, without dashes and stops; empty where there are none.

    Table bars may stand before the list; a bar after it, or a line that begins the body, ends it.
    """
    texts = [plain(line) for line in lines[:_HEAD_LINES]]
    for index, text in enumerate(texts):
        if not (_TO.match(fold(text)) or _is_wire(text)):
            continue
        found = _list(text.partition(":")[2].strip(), texts[index + 1 : index + _LIST_LINES])
        if found:
            return found
    return ()


def _is_wire(text: str) -> bool:
    """«CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH … điện:»: who sends it is in capitals, unlike the kind «CÔNG ĐIỆN»."""
    found = _WIRE.match(text)
    if found is None or fold(found["who"]) == "cong":
        return False
    who = without_marks(found["who"])
    return sum(char.isupper() for char in who) > 2 * sum(char.islower() for char in who)


def _list(rest: str, following: Sequence[str]) -> tuple[str, ...]:
    found = [_BULLET.sub("", part) for part in re.split(r";\s+(?=[-–+]\s)", rest)] if rest else []
    for text in following:
        if _BULLET.match(text):
            found.append(_BULLET.sub("", text))
        elif not any(char.isalpha() for char in text):
            if found and (text == "|" or found[-1].endswith(".")):
                break
        elif not found and (ends_title(text) or not starts_with_body(text)):
            break
        elif not found or (found[-1].endswith(";") and starts_with_body(text) and len(text) < 120):
            found.append(text)
        elif not found[-1].endswith((".", ";")) and not ends_title(text):
            found[-1] = f"{found[-1]} {text}"
        else:
            break
    return tuple(item.rstrip(" ;.") for item in found if item.strip(" -;."))
