"""What the checks say of figures before they are recorded, and of those that are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction

from django.db.models import Q

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency
from mangnon.indicators.errors import BadPeriod
from mangnon.indicators.limits import limits
from mangnon.indicators.models import Dimension, Figure, Indicator
from mangnon.indicators.places import province_codes_of, units_of
from mangnon.indicators.policies import check_sees_place
from mangnon.indicators.rules.breakdowns import parts_of_key
from mangnon.indicators.rules.cells import Cell, value_of
from mangnon.indicators.rules.checks import CellKey, Division, Finding, Sheet, Subject, check_sheet
from mangnon.indicators.rules.denominators import with_denominators
from mangnon.indicators.rules.periods import Period, previous
from mangnon.indicators.selectors import cell_of
from mangnon.indicators.terms import IndicatorKind
from mangnon.territory.public import Level, Unit, ancestors

Cells = Mapping[tuple[int, str], Cell | None]  # by indicator and breakdown key; None: taken back


def full_code(indicator: Indicator) -> str:
    """«TT13-2021/I-0101»; `set` must be loaded."""
    return f"{indicator.set.code}/{indicator.code}"


def findings(viewer: Actor, *, unit: Unit, agency: Agency, period: Period, cells: Cells) -> list[Finding]:
    """What is wrong or unlikely about cells that are to be recorded, together with those that are. Raises NotAllowed.

    Finding.cells name «set/code» and breakdown key. Constant queries.
    """
    check_sees_place(viewer, province_codes_of(unit))
    return sheet_findings(unit=unit, agency=agency, period=period, cells=cells)


def sheet_findings(*, unit: Unit, agency: Agency, period: Period, cells: Cells) -> list[Finding]:
    """As `findings`, for whoever has asked the rights."""
    there = {at: cell_of(each) for at, each in entered(unit, agency, period.code).items()}
    now = with_denominators({**there, **cells}, bases_of(key for key, _ in cells))
    indicators = _indicators({key for key, _ in now} | {key for key, _ in cells})
    earlier = entered(unit, agency, _code_before(period)).items()
    before = {at: cell_of(each) for at, each in earlier}
    names = {key: full_code(row) for key, row in indicators.items()}
    sheet = Sheet(
        cells=_named(now, names),
        subjects={names[key]: _subject(row) for key, row in indicators.items()},
        divisions=_divisions(breakdown for _, breakdown in now),
        last=_named(before, names),
        peers=_peers(unit, period, indicators),
        limits=limits(),
        period=period,
        nested={other: _named(told, names) for other, told in _nested(unit, agency, period, set(indicators)).items()},
    )
    touched = {(names[key], breakdown) for key, breakdown in cells}
    return [each for each in check_sheet(sheet) if touched & set(each.cells)]


def _named(cells: Mapping[tuple[int, str], Cell | None], names: Mapping[int, str]) -> dict[CellKey, Cell]:
    return {(names[key], part): cell for (key, part), cell in cells.items() if cell is not None and key in names}


def entered(unit: Unit, agency: Agency, period_code: str) -> dict[tuple[int, str], Figure]:
    """What a body says of a unit in a period now, by indicator and breakdown. One query."""
    found = Figure.objects.current().filter(unit=unit, agency=agency, period_code=period_code)
    return {(each.indicator_id, each.breakdown.key): each for each in found.select_related("breakdown")}


def bases_of(indicators: Iterable[int]) -> dict[int, int]:
    """By key of a rate, whose number its denominator is: of the given rates, and of those that rest on the given
    indicators. One query."""
    keys = set(indicators)
    rows = Indicator.objects.filter(Q(pk__in=keys) | Q(denominator_from__in=keys), denominator_from__isnull=False)
    return {pk: base for pk, base in rows.values_list("pk", "denominator_from_id") if base is not None}


def _nested(
    unit: Unit, agency: Agency, period: Period, indicators: Collection[int]
) -> dict[Period, dict[tuple[int, str], Cell | None]]:
    """What the body told of other periods that lie in this one or around it. One query."""
    inside = Q(starts_on__gte=period.starts_on, ends_on__lte=period.ends_on)
    around = Q(starts_on__lte=period.starts_on, ends_on__gte=period.ends_on)
    rows = Figure.objects.current().filter(inside | around, unit=unit, agency=agency, indicator__in=indicators)
    found: dict[Period, dict[tuple[int, str], Cell | None]] = {}
    for each in rows.exclude(period_code=period.code).select_related("breakdown").order_by("pk"):
        other = Period(each.starts_on, each.ends_on, each.period_code)
        found.setdefault(other, {})[each.indicator_id, each.breakdown.key] = cell_of(each)
    return found


def _code_before(period: Period) -> str:
    try:
        return previous(period.code)
    except BadPeriod:  # a window of its own has none before it
        return ""


def _indicators(keys: set[int]) -> dict[int, Indicator]:
    return {row.pk: row for row in Indicator.objects.filter(pk__in=keys).select_related("set", "denominator_from__set")}


def _subject(row: Indicator) -> Subject:
    return Subject(
        code=full_code(row),
        name=row.name,
        kind=row.kind,
        multiplier=row.multiplier,
        may_exceed=row.may_exceed,
        nature=row.nature,
        denominator_nature=row.denominator_nature,
        denominator_from="" if row.denominator_from is None else full_code(row.denominator_from),
    )


def _divisions(keys: Iterable[str]) -> list[Division]:
    codes = {code for key in keys for code in parts_of_key(key)}
    rows = Dimension.objects.filter(code__in=codes).prefetch_related("categories") if codes else ()
    return [
        Division(
            row.code,
            row.name,
            {each.code: each.name for each in sorted(row.categories.all(), key=_place) if each.parent_id is None},
            row.is_partition,
        )
        for row in sorted(rows, key=lambda each: each.position)
    ]


def _place(category: object) -> tuple[int, str]:
    return getattr(category, "position", 0), getattr(category, "code", "")


def _peers(unit: Unit, period: Period, indicators: Mapping[int, Indicator]) -> dict[str, list[Fraction]]:
    """The rates of the other units of the level beside it, in the same period."""
    rates = {key: row for key, row in indicators.items() if row.kind == IndicatorKind.RATE}
    above = ancestors(unit, period.ends_on)
    if not rates or not above:
        return {}
    beside = [each.pk for each in units_of(Level(unit.level), period.ends_on, above[-1]) if each.pk != unit.pk]
    found = Figure.objects.counted().filter(
        indicator__in=rates, unit__in=beside, period_code=period.code, breakdown__key=""
    )
    peers: dict[str, list[Fraction]] = {}
    for figure in found.order_by("pk"):
        row = rates[figure.indicator_id]
        told = value_of(cell_of(figure), row.kind, row.multiplier)
        if told.value is not None:
            peers.setdefault(full_code(row), []).append(told.value)
    return peers
