"""The periods a form may be opened for. No Django."""

from __future__ import annotations

import datetime as dt

from mangnon.indicators.rules.periods import Period, period_of, period_words

YEARS_BACK = 3
_PARTS = ("H2", "H1", "M9", "Q4", "Q3", "Q2", "Q1")


def periods_until(today: dt.date) -> dict[str, list[Period]]:
    """Periods that have begun, of this year and some before, newest first, by what kind they are (its Vietnamese name).

    The windows from the 15th to the 14th are those of NĐ 09/2019 art. 12; the window of January begins in December.
    """
    whole: list[Period] = []
    months: list[Period] = []
    windows: list[Period] = []
    for year in range(today.year + 1, today.year - YEARS_BACK, -1):
        parts = [str(year), *(f"{year}{part}" for part in _PARTS)]
        each_month = [f"{year}-{month:02d}" for month in range(12, 0, -1)]
        whole += [period_of(code) for code in (*parts, f"{year - 1}-{year}")]
        months += [period_of(code) for code in each_month]
        windows += [period_of(f"{code}W") for code in (*parts, *each_month)]
    kinds = {"Năm, nửa năm, quý, năm học": whole, "Tháng": months, "Từ ngày 15 đến ngày 14": windows}
    return {name: [each for each in found if each.starts_on <= today] for name, found in kinds.items()}


def period_choices(today: dt.date) -> list[tuple[str, list[tuple[str, str]]]]:
    """The same for a box to choose from: kinds with codes and words."""
    return [
        (name, [(each.code, _capital(period_words(each))) for each in found])
        for name, found in periods_until(today).items()
    ]


def likely_period(today: dt.date, *, since: dt.date | None, until: dt.date | None) -> Period | None:
    """The year, half-year, nine months or school year that is told about now: it ends nearest to today, the longest of
    those that end together. `since`, `until`: the days of the unit, which must be there on the period's last day."""
    whole = [each for each in next(iter(periods_until(today).values())) if "Q" not in each.code]
    there = [
        each for each in whole if (since is None or since <= each.ends_on) and (until is None or each.ends_on <= until)
    ]
    return min(there, key=lambda each: (abs(each.ends_on - today), -each.days, each.code), default=None)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
