"""Pure decisions of notices: how a digest is cut, what a message says, what becomes of one that failed. No Django."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mangnon.kernel.dates import vn_date
from mangnon.notices.terms import DeliveryState, Section

MOST_LINES = 20  # of a section are kept word by word; all are counted


@dataclass(frozen=True, slots=True)
class Line:
    """One thing in a digest: safe words, an address of this site, the day it is about, and a few words beside it."""

    words: str
    address: str
    due: dt.date | None = None
    note: str = ""

    def plain(self) -> dict[str, str]:
        """As it is stored."""
        return {
            "words": self.words,
            "address": self.address,
            "due": self.due.isoformat() if self.due else "",
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class Content:
    """What one person is told on a day."""

    counts: dict[str, int]
    lines: dict[str, list[dict[str, str]]]

    @property
    def is_empty(self) -> bool:
        """Nothing to tell: no digest is made."""
        return not self.counts


def content_of(lines: Mapping[Section, Sequence[Line]]) -> Content:
    """All counted, the first of each section kept: the longest overdue and the next due first."""
    kept = {section: list(lines.get(section, ())) for section in Section}
    return Content(
        {section.value: len(found) for section, found in kept.items() if found},
        {section.value: [line.plain() for line in found[:MOST_LINES]] for section, found in kept.items() if found},
    )


def section_of(due_on: dt.date | None, *, on: dt.date, soon_days: int) -> Section | None:
    """Where an open thing with a due day belongs in the digest of a day; None: not yet, or no day."""
    if due_on is None or (due_on - on).days > soon_days:
        return None
    if due_on < on:
        return Section.OVERDUE
    return Section.TODAY if due_on == on else Section.SOON


def message_of(counts: Mapping[str, int], *, on: dt.date, address: str) -> tuple[str, str]:
    """Subject and text of the e-mail: how many of what, and a link; no name, no task, nothing of any person."""
    told = [f"- {section.label}: {counts[section.value]}" for section in Section if counts.get(section.value)]
    where = f"Xem chi tiết: {address}" if address else "Hãy mở Măng Non, mục «Nhắc việc», để xem chi tiết."
    text = "\n".join(
        [
            f"Việc của bạn trên Măng Non, ngày {vn_date(on)}:",
            "",
            *told,
            "",
            where,
            "",
            "Thư tự động; mỗi ngày làm việc nhiều nhất một thư. Có thể tắt thư ở mục «Nhắc việc».",
        ]
    )
    return f"Măng Non: nhắc việc ngày {vn_date(on)}", text + "\n"


def after_failure(*, tries: int, most: int, is_final: bool, was_taken: bool) -> DeliveryState:
    """What becomes of a message that was not confirmed: `was_taken`: the server had the text when the line broke;
    `is_final`: it said that it never will take it."""
    if was_taken:
        return DeliveryState.UNSURE
    return DeliveryState.FAILED if is_final or tries >= most else DeliveryState.WAITING


def total(counts: Mapping[str, Any]) -> int:
    """How many things a digest tells of."""
    return sum(int(value) for value in counts.values())
