"""The dictionary, targets and single figures. Sums of figures: reading.py. First argument `viewer`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from django.db.models import F, Prefetch, Q, QuerySet

from mangnon.accounts.public import Actor
from mangnon.indicators.models import (
    Breakdown,
    Category,
    Dimension,
    Figure,
    Indicator,
    IndicatorDimension,
    IndicatorSet,
    Target,
)
from mangnon.indicators.places import chain_of, province_codes_of
from mangnon.indicators.policies import check_see_figures, check_sees_place
from mangnon.indicators.rules.cells import Cell
from mangnon.indicators.rules.periods import Period
from mangnon.indicators.rules.targets import Goal, goal_for
from mangnon.indicators.terms import Comparison, FigureState
from mangnon.kernel.text import fold
from mangnon.territory.public import Unit


def sets(viewer: Actor) -> QuerySet[IndicatorSet]:
    """The sets the viewer sees: the national ones and those of the own province. Raises NotAllowed."""
    check_see_figures(viewer)
    found = IndicatorSet.objects.all()
    if viewer.is_system:
        return found
    return found.filter(Q(owner__isnull=True) | Q(owner__code__in=sorted(viewer.territory_codes)))


def dictionary(
    viewer: Actor, *, set_code: str = "", group: str = "", query: str = "", on: dt.date | None = None
) -> list[Indicator]:
    """Indicators in order of their sets, with `set`, `part_of`, `same_as` loaded; four queries.

    `query`: words of name or code, accents apart; all must be found. `on`: only those in force on a day.
    """
    found = Indicator.objects.filter(set__in=sets(viewer)).select_related(
        "set", "part_of", "same_as__set", "same_breakdown", "related_to__set", "denominator_from__set"
    )
    if set_code:
        found = found.filter(set__code=set_code)
    if group:
        found = found.filter(group=group)
    if on is not None:
        found = found.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=on))
        found = found.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on))
    rows = list(found.order_by("set__position", "set__code", "position", "code"))
    words = fold(query).split()
    return [row for row in rows if all(word in fold(f"{row.code} {row.name}") for word in words)]


def indicator_of(viewer: Actor, set_code: str, code: str) -> Indicator | None:
    """One indicator with what it leads to and its dimensions and groups; constant queries. Raises NotAllowed."""
    groups = Category.objects.order_by("position", "code")
    divided = IndicatorDimension.objects.select_related("dimension").prefetch_related(
        Prefetch("dimension__categories", queryset=groups)
    )
    return (
        Indicator.objects.filter(set__in=sets(viewer), set__code=set_code, code=code)
        .select_related(
            "set", "part_of__set", "same_as__set", "same_breakdown", "related_to__set", "denominator_from__set"
        )
        .prefetch_related(Prefetch("dimensions", queryset=divided.order_by("position", "pk")), "parts")
        .first()
    )


def dimensions(viewer: Actor) -> list[Dimension]:
    """All dimensions with their groups in order; two queries. Raises NotAllowed."""
    check_see_figures(viewer)
    groups = Category.objects.order_by("position", "code")
    return list(Dimension.objects.prefetch_related(Prefetch("categories", queryset=groups)).order_by("position"))


def source_of(indicator: Indicator) -> tuple[Indicator, str]:
    """Under which indicator and breakdown its figures are kept: its own, or those it is the same as."""
    if indicator.same_as is not None:
        return indicator.same_as, indicator.same_breakdown.key if indicator.same_breakdown else ""
    return indicator, ""


def told_window(indicator: Indicator, unit: Unit, code: str) -> Period | None:
    """The window that a code names in what was told of a unit; None where nothing was."""
    source, _ = source_of(indicator)
    told = Figure.objects.filter(indicator=source, unit=unit, period_code=code)
    days = told.values_list("starts_on", "ends_on").order_by("pk").last()
    return Period(*days, code) if days else None


def targets_in_force(viewer: Actor, indicators: Iterable[Indicator]) -> QuerySet[Target]:
    """The targets that stand, of the nation and of the viewer's province; by year."""
    check_see_figures(viewer)
    found = Target.objects.filter(indicator__in=list(indicators), withdrawn_at__isnull=True).select_related("unit")
    if not viewer.is_system:
        found = found.filter(Q(unit__isnull=True) | Q(unit__code__in=sorted(viewer.territory_codes)))
    return found.order_by("indicator", "year", "pk")


def targets_told(viewer: Actor, indicator: Indicator) -> QuerySet[Target]:
    """Every target of an indicator that the viewer sees, those withdrawn too, with who set and who withdrew it; by
    year, the standing ones first. Raises NotAllowed."""
    check_see_figures(viewer)
    found = Target.objects.filter(indicator=indicator).select_related("unit", "entered_by", "withdrawn_by")
    if not viewer.is_system:
        found = found.filter(Q(unit__isnull=True) | Q(unit__code__in=sorted(viewer.territory_codes)))
    return found.order_by(F("withdrawn_at").asc(nulls_first=True), "year", "pk")


def goal_of(target: Target) -> Goal:
    """A target as the value that rules take."""
    return Goal(target.year, Comparison(target.comparison), target.low, target.high, target.unit_id, target.pk)


def goals_for(
    viewer: Actor,
    indicators: Sequence[Indicator],
    *,
    year: int,
    unit: Unit | None,
    on: dt.date,
    years: Mapping[int, int] = MappingProxyType({}),
) -> dict[int, Target]:
    """The target that counts for each indicator in a year and place; one query and the place's parents.

    `years`: by key of the indicator, another year than `year`: a value is held against the target of its own year, not
    of the year in which it is read.
    """
    units = () if unit is None else chain_of(unit, on)
    rows: dict[int, list[Target]] = {}
    for target in targets_in_force(viewer, indicators).filter(is_baseline=False):
        rows.setdefault(target.indicator_id, []).append(target)
    found: dict[int, Target] = {}
    for key, targets in rows.items():
        goal = goal_for([goal_of(each) for each in targets], years.get(key, year), units)
        if goal is not None:
            found[key] = next(each for each in targets if each.pk == goal.key)
    return found


@dataclass(frozen=True, slots=True)
class History:
    """Every version of what all agencies said of one cell, the last first, and which one counts."""

    figures: tuple[Figure, ...]

    @property
    def counted(self) -> Figure | None:
        """The figure that is shown and added."""
        return next((each for each in self.figures if each.is_counted), None)

    @property
    def is_disputed(self) -> bool:
        """Whether agencies tell different numbers."""
        told = {(each.state, each.numerator, each.denominator) for each in self.figures if each.is_current}
        return len(told) > 1


def history(viewer: Actor, *, indicator: Indicator, unit: Unit, period_code: str, breakdown_key: str = "") -> History:
    """Who said what of one cell, and when; one query beside the rights. Raises NotAllowed."""
    check_sees_place(viewer, province_codes_of(unit))
    source, key = source_of(indicator)
    found = Figure.objects.filter(
        indicator=source, unit=unit, period_code=period_code, breakdown__key=key or breakdown_key
    ).select_related("agency", "entered_by", "breakdown", "unit", "indicator__set")
    return History(tuple(found.order_by("-entered_at", "-version", "-pk")))


def cell_of(figure: Figure) -> Cell:
    """A figure as the value that rules take."""
    return Cell(FigureState(figure.state), figure.numerator, figure.denominator)


def form(
    viewer: Actor, *, unit: Unit, agency_id: int, period: Period, indicators: Iterable[Indicator]
) -> dict[tuple[int, str], Figure]:
    """What an agency has entered about a unit and period, by indicator and breakdown; one query. Raises NotAllowed."""
    check_sees_place(viewer, province_codes_of(unit))
    found = (
        Figure.objects.current()
        .filter(unit=unit, agency_id=agency_id, period_code=period.code, indicator__in=[each.pk for each in indicators])
        .select_related("breakdown")
    )
    return {(figure.indicator_id, figure.breakdown.key): figure for figure in found}


def breakdowns(keys: Iterable[str]) -> dict[str, Breakdown]:
    """The combinations that exist among some keys; one query."""
    return {row.key: row for row in Breakdown.objects.filter(key__in=set(keys))}
