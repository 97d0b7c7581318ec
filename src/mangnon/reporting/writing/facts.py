"""What was recorded in a period and can be told in a report: activities with money and evidence, and figures.

Reads only; as many queries for fifty tasks as for one.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from mangnon.accounts.public import Actor
from mangnon.activities.public import (
    Activity,
    BudgetLine,
    DoubleVerdict,
    Evidence,
    activities,
    can_see_money,
    counted_once,
    evidence,
)
from mangnon.indicators.public import Cell, Figure, can_see_figures, write_cell
from mangnon.indicators.terms import FigureState
from mangnon.kernel import clock
from mangnon.kernel.text import one_line
from mangnon.reporting.models import Period
from mangnon.reporting.rules.telling import Work
from mangnon.reporting.terms import FactKind

_MOST_FIGURES = 60


@dataclass(frozen=True, slots=True)
class Fact:
    """One recorded fact: what names it, what it is called on the page, and a mark of what it says now."""

    kind: FactKind
    ref: int
    label: str
    digest: str

    @property
    def key(self) -> tuple[str, int]:
        """What names it among the facts of a report."""
        return str(self.kind), self.ref


@dataclass(slots=True)
class DoneWork:
    """An activity of the period as the writer sees it. `state`: done, running or next.

    `told_at`: the code of the task where it is told, when that is another one («lồng ghép»); `same_as` is set when
    people judged it to be one with another activity, which is the one told.
    """

    activity: Activity
    state: str
    work: Work
    fact: Fact
    told_at: str = ""
    same_as: bool = False
    lines: list[BudgetLine] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)

    @property
    def is_told(self) -> bool:
        """Whether it belongs into the words of this task."""
        return not self.told_at and not self.same_as


@dataclass(frozen=True, slots=True)
class RecordedFigure:
    """A figure the agency recorded of the period, in words: «I-0105. Tỷ lệ …: 97,5 %»."""

    name: str
    value: str
    fact: Fact


def digest(*parts: object) -> str:
    """A mark of what a record says; another one means that it says something else."""
    return hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()[:32]


def works_of(viewer: Actor, period: Period, rows: dict[int, frozenset[int]]) -> dict[int, list[DoneWork]]:
    """The activities of a period by task (`rows`: task → the assignments it is answered by), and those of one task that
    serve another: there they are named, not told. Seven queries."""
    task_of = {row: task for task, each in rows.items() for row in each}
    found = list(activities(viewer).filter(assignment__in=task_of).prefetch_related("notes", "served__task"))
    states = {each.pk: state_of(each, period) for each in found}
    shown = [each for each in found if states[each.pk]]
    verdicts = DoubleVerdict.objects.filter(first__in=[each.pk for each in shown], verdict="same")
    counts_as = counted_once(
        (each.pk for each in shown), ((verdict.first_id, verdict.second_id) for verdict in verdicts)
    )
    lines = _lines(viewer, period, shown)
    files = _files(viewer, period, rows, shown)
    by_task: dict[int, list[DoneWork]] = {}
    for each in shown:
        own = task_of[each.assignment_id]
        for task in (own, *(served.task_id for served in each.served.all() if served.task_id in rows)):
            by_task.setdefault(task, []).append(
                DoneWork(
                    each,
                    states[each.pk],
                    _work(each, period),
                    fact_of(each),
                    told_at="" if task == own else each.assignment.task.code,
                    same_as=counts_as[each.pk] != each.pk,
                    lines=lines.get(each.pk, []),
                    evidence=files.get(each.pk, []),
                )
            )
    return by_task


def state_of(activity: Activity, period: Period) -> str:
    """«done» in the period, «running» in it, «next» after it; empty when it is no matter of the period."""
    start, end = period.starts_on, period.ends_on
    if activity.state == "dropped":
        return ""
    if activity.done_on is not None and activity.done_on <= end:
        return "done" if activity.done_on >= start else ""
    noted = [clock.local_day(note.noted_at) for note in activity.notes.all()]
    if any(start <= day <= end for day in noted):
        return "running"
    begins = activity.starts_on or activity.due_on
    return "next" if activity.done_on is None and begins is not None and begins > end else ""


def _work(activity: Activity, period: Period) -> Work:
    notes = [note for note in activity.notes.all() if clock.local_day(note.noted_at) <= period.ends_on]
    last = max(notes, key=lambda note: (note.noted_at, note.pk), default=None)
    is_done = activity.done_on is not None and activity.done_on <= period.ends_on
    return Work(
        activity.pk,
        activity.text,
        activity.results if is_done else "",
        activity.done_on if is_done else None,
        last.progress if last is not None else activity.progress,
        clock.local_day(last.noted_at) if last is not None else None,
    )


def fact_of(activity: Activity) -> Fact:
    """An activity as a source."""
    said = (activity.text, activity.results, activity.state, activity.progress, activity.done_on)
    label = f"hoạt động «{one_line(activity.text)[:120]}»"
    return Fact(FactKind.ACTIVITY, activity.pk, label, digest(*said))


def line_fact(line: BudgetLine) -> Fact:
    """A line of money as a source."""
    label = f"dòng kinh phí {line.get_source_display().lower()} năm {line.year}"
    return Fact(FactKind.BUDGET, line.pk, label, digest(line.source, line.year, line.spent))


def _lines(viewer: Actor, period: Period, shown: Collection[Activity]) -> dict[int, list[BudgetLine]]:
    """Money of the period's years, for who may see money."""
    if not shown or not can_see_money(viewer):
        return {}
    years = range(period.starts_on.year, period.ends_on.year + 1)
    found: dict[int, list[BudgetLine]] = {}
    rows = BudgetLine.objects.filter(activity__in=shown, year__in=years)
    for line in rows.order_by("year", "source", "pk"):
        found.setdefault(line.activity_id, []).append(line)
    return found


def _files(
    viewer: Actor, period: Period, rows: dict[int, frozenset[int]], shown: Collection[Activity]
) -> dict[int, list[Evidence]]:
    """Evidence of the activities that was not withdrawn, of the period's end or before, oldest first."""
    found: dict[int, list[Evidence]] = {}
    known = {each.pk for each in shown}
    chosen = evidence(viewer).filter(activity__in=known, withdrawn_at__isnull=True) if known else []
    for row in sorted(chosen, key=lambda each: (evidence_day(each), each.pk)):
        found.setdefault(row.activity_id or 0, []).append(row)
    return found


def evidence_of(viewer: Actor, period: Period, rows: dict[int, frozenset[int]]) -> dict[int, list[Evidence]]:
    """Evidence of the assignments themselves and of their notes, of the period, by task: one query."""
    task_of = {row: task for task, each in rows.items() for row in each}
    found: dict[int, list[Evidence]] = {}
    chosen = evidence(viewer).filter(assignment__in=task_of, activity__isnull=True, withdrawn_at__isnull=True)
    for row in sorted(chosen, key=lambda each: (evidence_day(each), each.pk)):
        if period.starts_on <= evidence_day(row) <= period.ends_on:
            found.setdefault(task_of[row.assignment_id], []).append(row)
    return found


def evidence_day(row: Evidence) -> dt.date:
    """The day on the evidence, or that on which it was sent."""
    return row.evidence_on or clock.local_day(row.added_at)


def figures_of(viewer: Actor, period: Period, agency_ids: Iterable[int]) -> list[RecordedFigure]:
    """The figures that the agency, or those it took over from, recorded of this very period as a whole; one query."""
    if not can_see_figures(viewer):
        return []
    rows = Figure.objects.current().filter(
        agency__in=list(agency_ids),
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        breakdown__key="",
    )
    rows = rows.select_related("indicator__set", "unit").order_by(
        "indicator__set__position", "indicator__position", "unit__code", "pk"
    )
    return [_figure(row) for row in rows[:_MOST_FIGURES]]


def _figure(row: Figure) -> RecordedFigure:
    cell = write_cell(Cell(FigureState(row.state), row.numerator, row.denominator))
    words = {"none": "không có", "not_collected": "chưa thu thập được", "suppressed": "không công bố"}
    value = words.get(row.state, "")
    if not value:
        value = cell.replace("/", " trên ")
        if row.denominator and row.indicator.multiplier and row.numerator is not None:
            share = row.numerator * row.indicator.multiplier / row.denominator
            value = f"{share:.1f}".replace(".", ",") + f" {row.indicator.unit_words} ({value})"
        elif not row.denominator:
            value = f"{value} {row.indicator.unit_words}".strip()
    name = f"{row.indicator.name} ({row.unit.name})"
    said = (row.state, row.numerator, row.denominator)
    return RecordedFigure(
        name, value, Fact(FactKind.FIGURE, row.pk, f"số liệu {row.indicator.code}, {row.unit.name}", digest(*said))
    )
