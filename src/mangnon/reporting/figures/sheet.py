"""The figures of one report: what stands in its boxes now, what each sending carried, what was corrected since."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from mangnon.agencies.public import Agency
from mangnon.indicators.public import Cell, Figure, Indicator, places_of, sheet_findings, write_cell
from mangnon.indicators.public import Period as Window
from mangnon.indicators.terms import FigureState, Severity
from mangnon.reporting.duties.lineage import lineage_of
from mangnon.reporting.errors import NotComplete
from mangnon.reporting.figures.asking import asked_of
from mangnon.reporting.models import Period, PeriodIndicator, Report, ReportVersion, SentFigure
from mangnon.territory.public import Unit

CellKey = tuple[int, int, str]  # keys of indicator and unit, key of the breakdown
BoxKey = int | tuple[int, int]  # key of the asked indicator; with the unit's, where a body tells of several
_FIGURE = ("breakdown", "unit", "agency", "indicator__set")


def window_of(period: Period) -> Window:
    """A reporting period as figures know it: its days and its code."""
    return Window(period.starts_on, period.ends_on, period.code)


def cell_of(figure: Figure) -> Cell:
    """A figure as the value that sums take."""
    return Cell(FigureState(figure.state), figure.numerator, figure.denominator)


def key_of_cell(figure: Figure) -> CellKey:
    """Which cell a figure is of."""
    return figure.indicator_id, figure.unit_id, figure.breakdown.key


@dataclass(slots=True)
class FigureLine:
    """One asked indicator of a report: the box as it stands now, what was sent last, the same of the period before.

    `unit`: of which the box tells; one line for each where the body's place was formed after the period
    (`is_one_of_several`).
    """

    asked: PeriodIndicator
    unit: Unit
    is_one_of_several: bool = False
    figure: Figure | None = None
    sent: Figure | None = None
    before: Figure | None = None
    divided: int = 0

    @property
    def indicator(self) -> Indicator:
        """The indicator."""
        return self.asked.indicator

    @property
    def key(self) -> BoxKey:
        """By which the box is named."""
        return (self.asked.pk, self.unit.pk) if self.is_one_of_several else self.asked.pk

    @property
    def box(self) -> str:
        """What stands in the box, with the yearbook's signs."""
        return write_cell(cell_of(self.figure)) if self.figure is not None else ""

    @property
    def is_told(self) -> bool:
        """Whether anything is told: a number, nothing of the kind, or that it was not collected."""
        return self.figure is not None or self.divided > 0


def current_figures(period: Period, agency: Agency, asked: Collection[PeriodIndicator]) -> list[Figure]:
    """What a body, or who it took over from, tells now of the asked indicators, whole and divided; own cells first.

    Of an indicator that it tells itself, for its own place and the whole period, nothing of the bodies before it stands
    beside: they are in it. Of one cell that it and a body before it tell, its own stands; of two bodies before it the
    first, where bodies tell the place, and both, where each tells its part. Queries do not grow with indicators.
    """
    bodies = lineage_of(agency.pk, on=period.cut_off_on) | {agency.pk}
    rows = Figure.objects.current().filter(
        agency__in=bodies, period_code=period.code, indicator__in=[row.indicator_id for row in asked]
    )
    shares = {row.indicator_id for row in asked if row.is_own_share}
    found: dict[tuple[CellKey, int], Figure] = {}
    for row in sorted(rows.select_related(*_FIGURE), key=lambda each: (each.agency_id != agency.pk, each.pk)):
        key = key_of_cell(row)
        if (key, agency.pk) not in found:
            # Parts that two bodies told before they became one are two parts, also of the same place.
            found.setdefault((key, row.agency_id if row.indicator_id in shares else agency.pk), row)
    told = [row for row in found.values() if row.agency_id == agency.pk and not row.breakdown.key]
    of_place = {row.indicator_id for row in told if row.unit_id == agency.territory_id}
    of_units = {(row.indicator_id, row.unit_id) for row in told}  # a place formed since tells of each
    return [
        row
        for row in found.values()
        if row.agency_id == agency.pk
        or (row.indicator_id not in of_place and (row.indicator_id, row.unit_id) not in of_units)
    ]


def sent_figures(report_id: int, number: int) -> list[Figure]:
    """The figures that a sending of a report carried; one query."""
    rows = SentFigure.objects.filter(version__report=report_id, version__number=number)
    return [row.figure for row in rows.select_related(*(f"figure__{name}" for name in _FIGURE)).order_by("figure")]


def figure_lines(period: Period, agency: Agency, report: Report | None) -> list[FigureLine]:
    """The asked indicators of a body with what is told now, was sent last, and was told of the period before.

    One line an indicator; where the body's place was formed after the period, one for each unit it was formed from.
    Constant queries; none of figures where the period asks for no indicator.
    """
    asked = asked_of(period, agency)
    if not asked:
        return []
    places = places_of(agency, period.ends_on)
    lines = {(row.indicator_id, unit.pk): FigureLine(row, unit, len(places) > 1) for row in asked for unit in places}

    def line_of(figure: Figure) -> FigureLine | None:
        """The line a figure stands in: that of its unit, for a unit within or around the place the first."""
        exact = lines.get((figure.indicator_id, figure.unit_id))
        return exact or lines.get((figure.indicator_id, places[0].pk))

    for figure in current_figures(period, agency, asked):
        line = line_of(figure)
        if line is None:  # pragma: no cover - only asked indicators are looked for
            continue
        if figure.breakdown.key:
            line.divided += 1
        elif line.figure is None or figure.unit_id == line.unit.pk:
            line.figure = figure
    if report is not None and report.version:
        for figure in sent_figures(report.pk, report.version):
            line = line_of(figure)
            if line is not None and not figure.breakdown.key and (line.sent is None or figure.unit_id == line.unit.pk):
                line.sent = figure
    for key, figure in _of_period_before(period, agency, [row.indicator_id for row in asked], places).items():
        lines[key].before = figure
    return list(lines.values())


def _of_period_before(
    period: Period, agency: Agency, keys: Iterable[int], places: Collection[Unit]
) -> dict[tuple[int, int], Figure]:
    """By keys of indicator and unit."""
    earlier = period_before(period)
    if earlier is None:
        return {}
    bodies = lineage_of(agency.pk, on=period.cut_off_on) | {agency.pk}
    rows = Figure.objects.current().filter(
        agency__in=bodies,
        unit__in=[unit.pk for unit in places],
        period_code=earlier.code,
        indicator__in=list(keys),
        breakdown__key="",
    )
    own_last = sorted(rows.select_related(*_FIGURE), key=lambda each: (each.agency_id == agency.pk, each.pk))
    return {(row.indicator_id, row.unit_id): row for row in own_last}


def period_before(period: Period) -> Period | None:
    """The regime's period that ended last before this one began; one query."""
    found = Period.objects.filter(regime=period.regime_id, ends_on__lt=period.starts_on)
    return found.select_related("regime").order_by("-ends_on", "-pk").first()


def check_told(report: Report) -> None:
    """Raises NotComplete naming the asked indicators of which nothing is told, not even that nobody counted."""
    lines = figure_lines(report.period, report.agency, None)
    silent = [name_of_line(line) for line in lines if not line.is_told]
    if silent:
        raise NotComplete(
            f"Chưa gửi được: còn {len(silent)} chỉ tiêu chưa có số liệu ({', '.join(silent)}). Nội dung đã nhập vẫn "
            "còn. Hãy nhập ở phần Số liệu; không phát sinh thì ghi «-», chưa thu thập được thì ghi «...».",
            code="figures_missing",
        )


def check_agree(report: Report) -> None:
    """Raises NotComplete naming the figures that cannot be true together, as recording them would refuse: figures of a
    body before this one, or told elsewhere since, may contradict what was true when it was typed."""
    asked = asked_of(report.period, report.agency)
    if not asked:
        return
    by_place: dict[tuple[int, int], list[Figure]] = {}
    for figure in current_figures(report.period, report.agency, asked):
        by_place.setdefault((figure.unit_id, figure.agency_id), []).append(figure)
    found = [
        finding
        for told in by_place.values()
        for finding in sheet_findings(
            unit=told[0].unit,
            agency=told[0].agency,
            period=window_of(report.period),
            cells={(each.indicator_id, each.breakdown.key): cell_of(each) for each in told},
        )
        if finding.severity == Severity.ERROR
    ]
    if found:
        words = list(dict.fromkeys(finding.words for finding in found))
        more = f" Còn {len(words) - 3} chỗ khác." if len(words) > 3 else ""
        raise NotComplete(
            f"Chưa gửi được: số liệu mâu thuẫn. {' '.join(words[:3])}{more} Nội dung đã nhập vẫn còn. Hãy sửa ở "
            "phần Số liệu rồi gửi lại.",
            code="figures_contradict",
        )


def name_of_line(line: FigureLine) -> str:
    """«I-0101»; «I-0101 (Xã A)» where the body tells of several units."""
    return f"{line.indicator.code} ({line.unit.name})" if line.is_one_of_several else line.indicator.code


def freeze_figures(version: ReportVersion) -> int:
    """Keep with a sending the versions of the figures that stand now; how many. In the sending's transaction."""
    report = version.report
    asked = asked_of(report.period, report.agency)
    if not asked:
        return 0
    found = current_figures(report.period, report.agency, asked)
    return len(SentFigure.objects.bulk_create(SentFigure(version=version, figure=each) for each in found))


def figures_differ(report: Report) -> bool:
    """Whether the figures that stand now are others than those of the accepted sending."""
    asked = asked_of(report.period, report.agency)
    if not asked:
        return False
    return _says(current_figures(report.period, report.agency, asked)) != _says(
        sent_figures(report.pk, report.accepted_version)
    )


def _says(figures: Iterable[Figure]) -> dict[CellKey, Cell]:
    return {key_of_cell(each): cell_of(each) for each in figures}


@dataclass(frozen=True, slots=True)
class FigureChange:
    """One cell that two lists of figures tell differently; None where one of them does not tell it."""

    before: Figure | None
    after: Figure | None

    @property
    def figure(self) -> Figure:
        """The cell's figure, the later one if there is one."""
        found = self.after or self.before
        if found is None:  # pragma: no cover - a change has one side at least
            raise ValueError("a change of nothing")
        return found

    @property
    def words(self) -> tuple[str, str]:
        """Both sides as they stand in a box; «…» for what was not told."""
        return tuple(  # type: ignore[return-value]
            write_cell(cell_of(each)) if each is not None else "…" for each in (self.before, self.after)
        )


def figure_changes(before: Iterable[Figure], after: Iterable[Figure]) -> list[FigureChange]:
    """The cells that differ, by indicator, unit and breakdown."""
    old = {key_of_cell(each): each for each in before}
    new = {key_of_cell(each): each for each in after}
    return [
        FigureChange(old.get(key), new.get(key))
        for key in sorted({*old, *new})
        if key not in old or key not in new or cell_of(old[key]) != cell_of(new[key])
    ]


@dataclass(slots=True)
class SentFigures:
    """The figures of one sending, for who reads it: what changed since the sending before, and since it was sent."""

    figures: list[Figure] = field(default_factory=list)
    changes: list[FigureChange] = field(default_factory=list)
    corrected: list[FigureChange] = field(default_factory=list)


def sent_sheet_figures(version: ReportVersion, *, is_last: bool) -> SentFigures:
    """What a sending carried. `is_last`: corrections since then are told too. Constant queries."""
    report = version.report
    figures = sent_figures(report.pk, version.number)
    before = sent_figures(report.pk, version.number - 1) if version.number > 1 else []
    found = SentFigures(figures, figure_changes(before, figures) if version.number > 1 else [])
    asked = asked_of(report.period, report.agency) if is_last else []
    if asked:
        found.corrected = figure_changes(figures, current_figures(report.period, report.agency, asked))
    return found
