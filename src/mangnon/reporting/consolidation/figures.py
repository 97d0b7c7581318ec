"""The figures of a consolidation, recomputed from what the consolidated sendings carried: nothing is stored twice.

A sending's figures are versions that never change (`SentFigure`), and the consolidation's summary names the sendings it
was made of; so the same consolidation tells the same figures for ever, whatever is corrected later.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from django.db.models import Q, QuerySet

from mangnon.accounts.public import SYSTEM
from mangnon.agencies.public import Agency
from mangnon.indicators.public import Cell, Indicator, Target, Told, aims_for, grows_over_year, is_part_of_year
from mangnon.indicators.terms import FigureState
from mangnon.reporting.consolidation.reckoning import CHOSEN, LEADS, TELLS, Reckoned, ToldRow, reckon
from mangnon.reporting.figures.asking import asked_in, asks
from mangnon.reporting.figures.sheet import period_before, window_of
from mangnon.reporting.models import Consolidation, FigureChoice, Period, PeriodIndicator, ReportVersion, SentFigure
from mangnon.reporting.terms import Stage
from mangnon.territory.public import Level, Unit, descendants

Divided: TypeAlias = Collection[int] | Literal["all"]
Cells: TypeAlias = dict[tuple[int, str], list[ToldRow]]
_FIELDS = (
    "version_id",
    "figure_id",
    "figure__indicator_id",
    "figure__breakdown__key",
    "figure__unit_id",
    "figure__agency_id",
    "figure__state",
    "figure__numerator",
    "figure__denominator",
)


@dataclass(slots=True)
class FigureLine:
    """One asked indicator over all reports: the whole, its divisions by key, the time before, the target.

    `target_of`: the code of the indicator the target was set for, where that is another one with the same value.
    `is_of_part_of_year`: a value that grows over the year was told of a part of it, and the target is the whole year's.
    `is_whole_alone`: what bodies and divisions tell of it is not in this copy.
    """

    asked: PeriodIndicator
    whole: Reckoned
    parts: dict[str, Reckoned] = field(default_factory=dict)
    before: Told | None = None
    target: Target | None = None
    target_of: str = ""
    is_of_part_of_year: bool = False
    is_whole_alone: bool = False

    @property
    def indicator(self) -> Indicator:
        """The indicator."""
        return self.asked.indicator

    @property
    def told(self) -> Told:
        """The value of the whole: counts added, rates from added numerators and denominators."""
        return self.whole.told(self.indicator)

    @property
    def versions(self) -> list[int]:
        """Keys of the sendings that the value rests on, each once."""
        return list(dict.fromkeys(row.version for row in self.whole.rows))


@dataclass(slots=True)
class FigureBook:
    """All figures of a consolidation. `agencies`: the bodies that were asked or told, by key. `around`: the told places
    around a place, `above`: the body that took a body's report in, by key. `notes`: what this copy says of itself."""

    lines: list[FigureLine] = field(default_factory=list)
    agencies: dict[int, Agency] = field(default_factory=dict)
    units: dict[int, Unit] = field(default_factory=dict)
    versions: dict[int, ReportVersion] = field(default_factory=dict)
    around: dict[int, tuple[int, ...]] = field(default_factory=dict)
    above: dict[int, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def line(self, indicator_id: int) -> FigureLine | None:
        """The line of an indicator."""
        return next((each for each in self.lines if each.indicator.pk == indicator_id), None)

    def names_of(self, keys: Iterable[object]) -> list[str]:
        """Names of bodies by key, in the order of their codes."""
        found = [self.agencies[key] for key in keys if isinstance(key, int) and key in self.agencies]
        return [each.name for each in sorted(found, key=lambda body: body.code)]

    def set_before(self, earlier: FigureBook | None) -> None:
        """Put the values of the period before beside these."""
        before = {each.indicator.pk: each.told for each in earlier.lines} if earlier is not None else {}
        for line in self.lines:
            line.before = before.get(line.indicator.pk)

    @property
    def disputed(self) -> list[FigureLine]:
        """The indicators of which two bodies tell one place differently."""
        return [each for each in self.lines if each.whole.is_disputed]


def figure_book(consolidation: Consolidation, *, with_before: bool = True, divided: Divided = ()) -> FigureBook:
    """Every asked indicator with its value, sources, missing bodies, the time before and the target.

    `divided`: the indicators whose `parts` are read too; they are many times as many figures, and few pages show them.

    Queries do not grow with reports or figures; one more for each place with places in it. Without indicators in the
    period: one query and an empty book.
    """
    period = consolidation.period
    asked = asked_in(period)
    if not asked:
        return FigureBook()
    book = FigureBook(versions=_versions(consolidation))
    codes = {row["code"]: row for row in consolidation.summary["rows"]}
    bodies = {each.pk: each for each in Agency.objects.filter(code__in=codes).select_related("territory")}
    found = _sent(book.versions, divided)
    cells = read_cells(found, book.versions, _leads(consolidation, asked), _chosen(consolidation))
    units = {row.unit for rows in cells.values() for row in rows} | {each.territory_id for each in bodies.values()}
    book.agencies = bodies
    book.units = Unit.objects.in_bulk(units)
    book.around = around = _around(book.units, period)
    by_code = {each.code: each.pk for each in bodies.values()}
    above = {by_code[code]: by_code[row["above"]] for code, row in codes.items() if row.get("above") in by_code}
    book.above = above
    keys: dict[int, list[str]] = {}
    for indicator, key in sorted(cells):
        if key:
            keys.setdefault(indicator, []).append(key)
    for row in asked:
        wanted = {pk: body.territory_id for pk, body in bodies.items() if asks(row, body)}
        book.lines.append(_line(row, cells, above, keys.get(row.indicator_id, []), wanted, around))
    _add_targets(book, consolidation)
    if with_before:
        book.set_before(book_before(period))
    return book


def _line(
    row: PeriodIndicator,
    cells: Cells,
    above: Mapping[int, int],
    keys: Iterable[str],
    wanted: Mapping[int, int],
    around: Mapping[int, tuple[int, ...]],
) -> FigureLine:
    def told(key: str) -> Reckoned:
        rows = cells.get((row.indicator_id, key), [])
        return reckon(rows, asked=wanted, around=around, is_own_share=row.is_own_share, above=above)

    return FigureLine(row, told(""), {key: told(key) for key in keys})


def _versions(consolidation: Consolidation) -> dict[int, ReportVersion]:
    """The sendings a consolidation was made of; one query."""
    used = [row for row in consolidation.summary["rows"] if row["report"] and row["stage"] == Stage.ACCEPTED]
    wanted = Q(pk__in=[])
    by_number: dict[int, list[int]] = {}
    for row in used:
        by_number.setdefault(row["version"], []).append(row["report"])
    for number, reports in by_number.items():
        wanted |= Q(number=number, report__in=reports)
    rows = ReportVersion.objects.filter(wanted).select_related("report__agency")
    return {each.pk: each for each in rows.order_by("report__agency__code")}


def _sent(versions: Mapping[int, ReportVersion], divided: Divided) -> QuerySet[SentFigure]:
    """What some sendings carried: the whole of each indicator, and of some the divisions."""
    found = SentFigure.objects.filter(version__in=list(versions)).order_by()
    if divided == "all":
        return found
    return found.filter(Q(figure__breakdown__key="") | Q(figure__indicator__in=list(divided)))


def read_cells(
    sent: QuerySet[SentFigure],
    versions: Mapping[int, ReportVersion],
    leads: Mapping[int, str],
    chosen: Collection[int],
) -> Cells:
    """What some sendings carried, by indicator and breakdown; one query.

    A figure that a body carried on from one that ended is told by the body whose report carried it.
    """
    found: Cells = {}
    for version, figure, indicator, key, unit, _, state, above, below in sent.values_list(*_FIELDS).iterator(
        chunk_size=5000
    ):
        agency = versions[version].report.agency
        rank = CHOSEN if figure in chosen else LEADS if leads.get(indicator) == agency.code else TELLS
        cell = Cell(FigureState(state), above, below)
        told = ToldRow(figure, unit, agency.pk, agency.code, version, cell, rank)
        found.setdefault((indicator, key), []).append(told)
    return found


def _leads(consolidation: Consolidation, asked: Iterable[PeriodIndicator]) -> dict[int, str]:
    """The code of the body that leads the task of each indicator, as of the snapshot."""
    tasks = consolidation.summary["tasks"]
    return {row.indicator_id: tasks[str(row.task_id)]["lead_code"] for row in asked if str(row.task_id) in tasks}


def _chosen(consolidation: Consolidation) -> dict[int, str]:
    return dict(FigureChoice.objects.filter(consolidation=consolidation).values_list("figure_id", "reason"))


def _around(units: Mapping[int, Unit], period: Period) -> dict[int, tuple[int, ...]]:
    """The told places around each told place on the period's last day, by key."""
    found: dict[int, list[int]] = {}
    for outer in sorted(units.values(), key=lambda each: each.pk):
        if outer.level == Level.COMMUNE:
            continue
        for inner in descendants(outer, period.ends_on):
            if inner.pk in units:
                found.setdefault(inner.pk, []).append(outer.pk)
    return {pk: tuple(places) for pk, places in found.items()}


def _add_targets(book: FigureBook, consolidation: Consolidation) -> None:
    period = consolidation.period
    plan = period.regime.plan
    place = plan.territory if plan is not None else period.regime.territory
    indicators = [each.indicator for each in book.lines]
    aims = aims_for(SYSTEM, indicators, year=period.ends_on.year, unit=place, on=period.ends_on)
    for line in book.lines:
        row = line.indicator
        if aim := aims.get(row.pk):
            line.target, line.target_of = aim.target, aim.indicator.code if aim.indicator != row else ""
        grows = grows_over_year(row.kind, row.nature, row.denominator_nature)
        line.is_of_part_of_year = grows and line.target is not None and is_part_of_year(window_of(period))


def book_before(period: Period, *, divided: Divided = ()) -> FigureBook | None:
    """What the last consolidation of the period before told; None where there is none."""
    earlier = period_before(period)
    made = (
        Consolidation.objects.filter(period=earlier)
        .select_related("period__regime__plan__territory")
        .order_by("-number")
        if earlier is not None
        else Consolidation.objects.none()
    ).first()
    return figure_book(made, with_before=False, divided=divided) if made is not None else None


@dataclass(frozen=True, slots=True)
class LineChange:
    """An indicator of which two consolidations of a period tell different values."""

    line: FigureLine
    before: Told


def figure_changes_since_last(consolidation: Consolidation, book: FigureBook) -> list[LineChange]:
    """The indicators whose value is another than at the consolidation before; empty for the first."""
    earlier = Consolidation.objects.filter(period=consolidation.period, number=consolidation.number - 1)
    last = earlier.select_related("period__regime__plan__territory").first()
    if last is None or not book.lines:
        return []
    before = {each.indicator.pk: each.told for each in figure_book(last, with_before=False).lines}
    return [
        LineChange(line, before[line.indicator.pk])
        for line in book.lines
        if line.indicator.pk in before and before[line.indicator.pk] != line.told
    ]
