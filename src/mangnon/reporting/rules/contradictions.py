"""Numbers in the words of a report beside the numbers that were recorded: pointed out, never refused. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NUMBER = r"\d{1,3}(?:\.\d{3})+|\d+"
_COUNTED = re.compile(
    rf"(?<![\d.,/])(?P<number>{_NUMBER})(?![\d]|[.,]\d|\s*%)\s+"
    r"(?P<noun>hội nghị|hội thảo|lớp|buổi|cuộc|đợt|khóa|diễn đàn|hội thi|mô hình|câu lạc bộ|trẻ em|trẻ|học sinh|"
    r"người|lượt người|lượt|suất|xã|phường|trường|đồng)\b",
    re.IGNORECASE,
)
_PROGRESS = re.compile(r"tiến độ[^.\n%]{0,60}?(?P<number>\d{1,3})\s*%", re.IGNORECASE)


def counted_in(text: str) -> dict[str, set[int]]:
    """What a text counts: {«hội nghị»: {7, 4, 3}}; «tiến độ» for a progress in percent."""
    found: dict[str, set[int]] = {}
    for each in _COUNTED.finditer(text):
        found.setdefault(each["noun"].lower(), set()).add(int(each["number"].replace(".", "")))
    for each in _PROGRESS.finditer(text):
        found.setdefault("tiến độ", set()).add(int(each["number"]))
    return found


def unlike(text: str, recorded: Iterable[str]) -> list[tuple[str, int, tuple[int, ...]]]:
    """Numbers of a text that the recorded words count otherwise: (what, in the text, recorded), by what.

    Only what both count is compared; a number that is among the recorded ones, or is the sum of all of them, agrees.
    """
    known: dict[str, set[int]] = {}
    for words in recorded:
        for noun, numbers in counted_in(words).items():
            known.setdefault(noun, set()).update(numbers)
    found = []
    for noun, numbers in sorted(counted_in(text).items()):
        if noun not in known:
            continue
        there = known[noun]
        found += [(noun, each, tuple(sorted(there))) for each in sorted(numbers) if each not in {*there, sum(there)}]
    return found
