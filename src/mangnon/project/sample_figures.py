"""Invented figures for the sample site: of communes, told by the districts' committees, and of the province, told by
departments. Drawn by a fixed rule from the codes, so that every site says the same; each says that it is not real.

Two years of communes and three of the province: enough for a trend, a map and a comparison of units. Some communes tell
nothing, one has not counted, so that gaps are seen too.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from typing import Final

from mangnon.agencies.models import Agency
from mangnon.indicators.public import Cell, Indicator, SourceKind, full_code, period_of, record_figures
from mangnon.indicators.terms import FigureState
from mangnon.kernel import clock
from mangnon.project.synthetic import WRITER, Story
from mangnon.territory.public import Level, Unit, parents_on, units_on

SOURCE: Final = "Số liệu mẫu do máy tạo, không có thật"
PROVINCE_YEARS: Final = (2022, 2023, 2024)
COMMUNE_YEARS: Final = (2023, 2024)
CHILDREN: Final = "TT13-2021/I-0101"
NEEDY: Final = "TT13-2021/I-0301"
HELPED: Final = "TT13-2021/I-0302"
EARLY_MARRIAGES: Final = "NPA-2021-2030/13a"
_UNDER_FIVE, _OF_FIVE = "under five", "of five"
# Indicator, of whom, the lowest and highest share in a hundred in the first year, the change of a year.
_SHARES: Final = (
    ("TT13-2021/I-0204a", _UNDER_FIVE, 8, 18, -0.6),
    ("TT13-2021/I-0204b", _UNDER_FIVE, 14, 30, -0.9),
    ("TT13-2021/I-0323", _UNDER_FIVE, 93, 98, 0.5),
    ("TT13-2021/I-0403", _OF_FIVE, 95, 99, 0.4),
    (NEEDY, CHILDREN, 3, 9, -0.2),
)
# By department: indicator, of how many, how many in a thousand of them in the first year, the change of a year.
_PROVINCE: Final = {
    "SO_YT": (
        ("TT13-2021/I-0203", 11_200, 15.1, -0.7),
        ("TT13-2021/I-0202", 11_200, 21.4, -0.9),
        ("TT13-2021/I-0206", 11_000, 938.0, 11.0),
    ),
    "SO_GDDT": (
        ("TT13-2021/I-0406c", 11_900, 972.0, 6.0),
        ("TT13-2021/I-0408b", 9_800, 861.0, -4.0),
    ),
}


def tell_figures(story: Story, *, opens_on: dt.date) -> None:
    """Add the invented figures to a story: everything is entered some weeks before the sample site opens."""
    story.at(clock.at(opens_on - dt.timedelta(days=43), 9), partial(_of_province, story.plan.territory))
    story.at(clock.at(opens_on - dt.timedelta(days=42), 9), partial(_of_communes, story.plan.territory))


def _indicators() -> dict[str, int]:
    return {full_code(row): row.pk for row in Indicator.objects.select_related("set")}


def _record(agency: Agency, unit: Unit, year: int, cells: Mapping[str, Cell], keys: Mapping[str, int]) -> None:
    record_figures(
        actor=WRITER,
        unit=unit,
        agency=agency,
        period=period_of(str(year)),
        cells={(keys[code], ""): cell for code, cell in cells.items()},
        source_kind=SourceKind.DOCUMENT,
        source_key=SOURCE,
    )


def _of_province(province: Unit) -> None:
    """What the departments tell of the whole province."""
    keys = _indicators()
    bodies = {row.catalogue_code: row for row in Agency.objects.filter(territory=province, level="province")}
    for department, told in _PROVINCE.items():
        for past, year in enumerate(PROVINCE_YEARS):
            cells = {
                code: _value(round(many * (share + change * past) / 1000), many) for code, many, share, change in told
            }
            _record(bodies[department], province, year, cells, keys)


def _of_communes(province: Unit) -> None:
    """What the districts' committees tell of their communes: 2 of 25 communes tell nothing, the first has not counted
    how many were helped."""
    keys = _indicators()
    districts = {
        row.territory_id: row
        for row in Agency.objects.filter(territory__parent=province, kind="peoples_committee").exclude(level="province")
    }
    for year in COMMUNE_YEARS:
        day = period_of(str(year)).ends_on
        units = list(units_on(Level.COMMUNE, day, within=province).order_by("code"))
        above = parents_on(districts, day)
        for number, unit in enumerate(units):
            district = districts.get(above.get(unit.pk, 0))
            if district is None or number % 25 in (7, 19):
                continue
            cells = commune_cells(unit.code, year)
            if number == 0:
                cells[HELPED] = Cell(FigureState.NOT_COLLECTED)
            _record(district, unit, year, cells, keys)


def commune_cells(code: str, year: int) -> dict[str, Cell]:
    """The invented figures of one commune and year, by indicator; the same for the same code and year."""
    chance = random.Random(f"figures/{code}")  # noqa: S311 - sample figures, not secrets
    past = year - COMMUNE_YEARS[0]
    children = round(chance.randint(450, 2600) * 1.012**past)
    many = {CHILDREN: children, _UNDER_FIVE: round(children * 0.31), _OF_FIVE: round(children * 0.065)}
    cells = {CHILDREN: _value(children)}
    for indicator, whom, low, high, change in _SHARES:
        share = min(chance.uniform(low, high) + change * past, 100.0)
        cells[indicator] = _value(round(many[whom] * share / 100), many[whom])
    needy = int(cells[NEEDY].numerator or 0)
    cells[HELPED] = _value(round(needy * chance.uniform(0.78, 0.97)), needy)
    cells[EARLY_MARRIAGES] = _value(max(chance.randint(0, 9) - past, 0))
    return cells


def _value(numerator: int, denominator: int | None = None) -> Cell:
    return Cell(FigureState.VALUE, Decimal(numerator), None if denominator is None else Decimal(denominator))
