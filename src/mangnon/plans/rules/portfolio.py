"""The period a document is made for, read out of its title, and where a day stands to it. Pure."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from mangnon.plans.terms import PeriodState

_FIRST, _LAST = 1990, 2100
_YEAR = r"(?:19|20)\d\d"
_TO = r"(?:\s*[-–—]+\s*|\s+(?:đến|tới)(?:\s+hết)?\s+(?:năm\s+)?)"
_SPAN = re.compile(
    rf"(?:giai\s+đoạn|thời\s+kỳ|nhiệm\s+kỳ|các\s+năm)\s*:?\s*(?:từ\s+)?(?:năm\s+)?(?P<a>{_YEAR}){_TO}(?P<b>{_YEAR})",
    re.IGNORECASE,
)
_FROM_TO = re.compile(rf"(?<!\w)từ\s+(?:năm\s+)?(?P<a>{_YEAR}){_TO}(?P<b>{_YEAR})", re.IGNORECASE)
_UNTIL = re.compile(
    rf"(?<!tầm nhìn )(?<!hướng )(?:đến|tới)\s+(?:hết\s+)?(?:năm\s+)?(?P<b>{_YEAR})(?!\s*[-–—/]\s*\d)", re.IGNORECASE
)
_ONE = re.compile(rf"(?<!\w)(?<!đến )(?<!tới )(?<!hết )năm\s+(?P<a>{_YEAR})\s*[.”\"»]*\s*$", re.IGNORECASE)
_LAW = re.compile(r"(?:luật|pháp lệnh|hiến pháp|nghị quyết|nghị định)[^,;]*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Period:
    """Years, both included; None where the title names none."""

    from_year: int | None = None
    to_year: int | None = None


def period_of(title: str) -> Period:
    """The period a title names: «giai đoạn 2016-2020», «từ năm 2021 đến năm 2025», «đến năm 2030», «năm 2020».

    Of several the last: what stands further inside belongs to the document that the title itself names. «tầm nhìn đến
    năm 2045» is no period, and the year of a law is none.

    >>> period_of("Chương trình bảo vệ trẻ em giai đoạn 2016 -2020")
    Period(from_year=2016, to_year=2020)
    """
    for pattern in (_SPAN, _FROM_TO):
        spans = [(int(found["a"]), int(found["b"])) for found in pattern.finditer(title)]
        spans = [(first, last) for first, last in spans if _FIRST <= first <= last <= _LAST]
        if spans:
            return Period(*spans[-1])
    until = [int(found["b"]) for found in _UNTIL.finditer(title)]
    if until:
        return Period(None, until[-1])
    one = _ONE.search(title)
    if one and not _LAW.search(title[: one.start()]):
        return Period(int(one["a"]), int(one["a"]))
    return Period()


def period_state(from_year: int | None, to_year: int | None, on: dt.date) -> PeriodState:
    """Where a day stands to a period; never stored."""
    if from_year is None and to_year is None:
        return PeriodState.UNKNOWN
    if from_year is not None and on.year < from_year:
        return PeriodState.NOT_BEGUN
    if to_year is not None and on.year > to_year:
        return PeriodState.OVER
    return PeriodState.RUNNING
