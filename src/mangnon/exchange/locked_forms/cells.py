"""What may stand in a cell to fill in, whatever program saved it. Pure."""

from __future__ import annotations

import datetime as dt
from typing import Any

from mangnon.kernel.text import fold, nfc


def words_of(value: Any) -> str:
    """Words of a cell: lines kept, blanks at the ends not; a number as it is read, a day as 17/02/2025."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, dt.datetime | dt.date):
        value = f"{value:%d/%m/%Y}"
    return "\n".join(line.strip() for line in nfc(str(value)).splitlines()).strip()


def is_marked(value: Any, word: str) -> bool | None:
    """Whether a cell to mark is marked, by `word`, a cross or the like; None for anything else."""
    text = fold(words_of(value))
    if not text:
        return False
    return True if text in (fold(word), "x", "co", "roi", "true", "1") else None
