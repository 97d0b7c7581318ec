"""The form of one unit and period as it stands: which cells there are and what they hold. First argument `viewer`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency
from mangnon.indicators.errors import FiguresRefused
from mangnon.indicators.models import Category, Figure, Indicator, IndicatorDimension, IndicatorSet
from mangnon.indicators.places import check_unit_on, is_place_of
from mangnon.indicators.policies import check_enter_figures
from mangnon.indicators.rules.grid import CellAt, Divided, GridColumn, columns_of, common_divisions
from mangnon.indicators.rules.periods import Period
from mangnon.indicators.selectors import dictionary, sets
from mangnon.territory.public import Unit

MOST_BOXES = 1500


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One indicator with the breakdowns it has a cell for."""

    indicator: Indicator
    keys: frozenset[str]


@dataclass(frozen=True, slots=True)
class EntrySheet:
    """The form. `figures`: what the agency has entered, by cell; `others`: ways of dividing that have a page of their
    own (code, name); `division`: the one this page is of, empty for the first page."""

    unit: Unit
    agency: Agency
    period: Period
    set: IndicatorSet
    rows: tuple[SheetRow, ...]
    columns: tuple[GridColumn, ...]
    figures: Mapping[CellAt, Figure]
    others: tuple[tuple[str, str], ...]
    division: str

    @property
    def cells(self) -> list[CellAt]:
        """Every cell of the form, row by row."""
        return [
            (row.indicator.pk, column.key) for row in self.rows for column in self.columns if column.key in row.keys
        ]

    @property
    def seen(self) -> dict[CellAt, int]:
        """The version of each cell that holds something."""
        return {at: figure.version for at, figure in self.figures.items()}


def entry_sheet(
    viewer: Actor,
    *,
    unit: Unit,
    agency: Agency,
    period: Period,
    set_code: str,
    division: str = "",
    most: int = MOST_BOXES,
) -> EntrySheet:
    """The form an agency fills in about a unit and period: the indicators of a set that keep figures and are in force.

    `most`: cells that it may hold. Constant queries. Raises NotAllowed; FiguresRefused for a unit of other days, an
    unknown set or division, or a form too large.
    """
    check_enter_figures(viewer, agency_id=agency.pk, is_own_place=is_place_of(agency, unit, period.ends_on))
    check_unit_on(unit, period.ends_on)
    chosen = sets(viewer).filter(code=set_code).first()
    if chosen is None:
        raise FiguresRefused("Không có bộ chỉ tiêu này. Không có gì bị thay đổi. Hãy chọn bộ có trong danh mục.")
    kept = [row for row in dictionary(viewer, set_code=set_code, on=period.ends_on) if row.keeps_figures]
    divisions = divisions_of(row.pk for row in kept)
    common = common_divisions(divisions, len(kept))
    others = [each for each in divisions if each not in common and each.groups]
    shown = common if not division else [each for each in others if each.code == division]
    if division and not shown:
        raise FiguresRefused("Bộ chỉ tiêu này không phân tổ như vậy. Không có gì bị thay đổi. Hãy chọn lại phân tổ.")
    columns = columns_of(shown)
    rows = [_row(indicator, columns, shown) for indicator in kept]
    rows = [row for row in rows if not division or len(row.keys) > 1]
    if sum(len(row.keys) for row in rows) > most:
        other = "biểu Excel" if most == MOST_BOXES else "phân tổ khác"
        raise FiguresRefused(
            f"Biểu này có quá {most} ô nên không mở được. Không có gì bị thay đổi. Hãy dùng {other}.",
            code="form_too_large",
        )
    return EntrySheet(
        unit=unit,
        agency=agency,
        period=period,
        set=chosen,
        rows=tuple(rows),
        columns=tuple(columns),
        figures=entered(unit, agency, period, [row.indicator for row in rows]),
        others=tuple((each.code, each.name) for each in others),
        division=division,
    )


def entered(unit: Unit, agency: Agency, period: Period, indicators: Iterable[Indicator]) -> dict[CellAt, Figure]:
    """What an agency has entered, with who did; for whoever has asked the rights. One query."""
    rows = Figure.objects.current().filter(
        unit=unit, agency=agency, period_code=period.code, indicator__in=[each.pk for each in indicators]
    )
    return {(row.indicator_id, row.breakdown.key): row for row in rows.select_related("breakdown", "entered_by")}


def divisions_of(indicators: Iterable[int]) -> list[Divided]:
    """By what some indicators are divided, in order of the dimensions; top groups only. Two queries."""
    users: dict[int, set[int]] = {}
    named = {}
    rows = IndicatorDimension.objects.filter(indicator__in=list(indicators)).select_related("dimension")
    for row in rows.order_by("dimension__position", "dimension__code", "pk"):
        users.setdefault(row.dimension_id, set()).add(row.indicator_id)
        named[row.dimension_id] = row.dimension
    groups: dict[int, dict[str, str]] = {}
    top = Category.objects.filter(dimension__in=named, parent__isnull=True).order_by("position", "code")
    for group in top:
        groups.setdefault(group.dimension_id, {})[group.code] = group.name
    return [Divided(each.code, each.name, groups.get(key, {}), frozenset(users[key])) for key, each in named.items()]


def _row(indicator: Indicator, columns: Iterable[GridColumn], shown: Iterable[Divided]) -> SheetRow:
    own = {each.code for each in shown if indicator.pk in each.indicators}
    return SheetRow(indicator, frozenset(each.key for each in columns if not each.dimension or each.dimension in own))
