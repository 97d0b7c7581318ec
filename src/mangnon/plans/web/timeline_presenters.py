"""The rows of a plan along time: a drawing made here, so that it prints; the table behind it says the same in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.plans.figures.matrix import Matrix, MatrixRow
from mangnon.plans.models import Plan
from mangnon.plans.web.matrix_presenters import list_row

LABEL, WIDTH, ROW, HEAD = 90, 1000, 22, 26
_MOST_MARKS = 14
_STEPS = (1, 2, 3, 6, 12, 24, 60)  # months between marks


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: from its first day to its deadline, and the day it was done."""

    code: str
    y: int
    x: int
    width: int
    tone: str
    title: str
    done_x: int | None


@dataclass(frozen=True, slots=True)
class Mark:
    """A month on the axis."""

    x: int
    words: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """What the template draws, in the units of its view box; `without` rows have no day to be drawn at."""

    width: int
    height: int
    bars: list[Bar]
    marks: list[Mark]
    today_x: int
    without: int


def drawn(matrix: Matrix, plan: Plan, today: dt.date) -> Drawing | None:
    """The rows that have a deadline, by deadline; None when none has."""
    names = {agency.pk: agency.name for agency in matrix.agencies}
    begin = plan.directive.issued_on or clock.local_day(plan.adopted_at)
    spans = [(row, *_span(row, begin)) for row in matrix.rows if row.lead and row.lead[1].due_on]
    if not spans:
        return None
    spans.sort(key=lambda each: (each[2], each[0].task.order, each[0].period))
    first = min([today, *(start for _, start, _ in spans)]).replace(day=1)
    last = max([today, *(due for _, _, due in spans), *(done for row, _, _ in spans if (done := _done_on(row)))])
    days = max(1, (last - first).days + 5)

    def place(day: dt.date) -> int:
        return LABEL + round((day - first).days * (WIDTH - LABEL) / days)

    bars = []
    for number, (row, start, due) in enumerate(spans):
        told, done = list_row(row, names), _done_on(row)
        words = f"{row.task.code}. {told['word']}, hạn {vn_date(due)}" + (f", xong {vn_date(done)}" if done else "")
        bars.append(
            Bar(
                code=f"{row.task.code} {row.period}".strip(),
                y=HEAD + number * ROW,
                x=place(start),
                width=max(4, place(due) - place(start)),
                tone=str(told["tone"]),
                title=f"{words}. {told['lead']}",
                done_x=place(done) if done else None,
            )
        )
    height = HEAD + len(bars) * ROW + 6
    return Drawing(WIDTH, height, bars, _marks(first, last, place), place(today), len(matrix.rows) - len(bars))


def _span(row: MatrixRow, begin: dt.date) -> tuple[dt.date, dt.date]:
    assert row.lead is not None  # noqa: S101 - chosen so
    due = row.lead[1].due_on
    assert due is not None  # noqa: S101 - chosen so
    return min(row.starts_on or begin, due), due


def _done_on(row: MatrixRow) -> dt.date | None:
    done = row.lead[1].completed_at if row.lead else None
    return clock.local_day(done) if done else None


def _marks(first: dt.date, last: dt.date, place: Callable[[dt.date], int]) -> list[Mark]:
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    step = next((each for each in _STEPS if months / each <= _MOST_MARKS), _STEPS[-1])
    found = []
    for count in range(0, months, step):
        year, month = divmod(first.month - 1 + count, 12)
        day = dt.date(first.year + year, month + 1, 1)
        found.append(Mark(place(day), f"{day:%m/%Y}"))
    return found
