"""Which communes told a year of an indicator, however they told it. First argument `viewer`.

No numbers are told here, only who said something: whoever sees the place sees it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from mangnon.accounts.public import Actor
from mangnon.indicators.computing import rested_on
from mangnon.indicators.frames import Frame
from mangnon.indicators.hiding import day_of
from mangnon.indicators.models import Figure, Indicator
from mangnon.indicators.outermost import district_ids
from mangnon.indicators.reading import check_sees
from mangnon.indicators.rules.periods import Period, period_of
from mangnon.indicators.rules.years import natures_of, whole_years
from mangnon.indicators.selectors import source_of
from mangnon.indicators.terms import FigureState, Nature
from mangnon.territory.public import Level, Unit, parents_on

At = tuple[int, str]  # key of the indicator, key of the breakdown
_NUMBERS = (FigureState.VALUE, FigureState.NONE)


@dataclass(frozen=True, slots=True)
class YearTold:
    """How many communes there are; of how many the year was told by numbers or «nothing», by them or for them; how many
    said that they do not know or do not say. `period`: the window by which most told it themselves, `by_communes`
    how many did so in any, `otherwise` in another one."""

    communes: int
    reported: int
    unknown: int
    period: Period
    by_communes: int = 0
    otherwise: int = 0

    @property
    def missing(self) -> int:
        """Communes that told neither a figure of the year nor that they have none."""
        return self.communes - self.reported - self.unknown


def told_of_year(viewer: Actor, indicators: Sequence[Indicator], year: int, *, within: Unit) -> dict[int, YearTold]:
    """Of each indicator, how many communes of a place told a year, each in its own windows; by key of the indicator.

    Figures kept under another indicator count for it; a computed one was told by whoever told all it rests on in that
    year. What a district told counts for its communes, what the place itself told for all of them; what communes told
    that merged or were divided counts for their heirs once all of them told. Communes are those of the year's last day.
    Constant queries for each day on which periods end, one for each step of computed indicators. Raises NotAllowed.
    """
    check_sees(viewer, within)
    rested = rested_on(indicators)
    needed = {each.pk: [source_of(one) for one in rested.get(each.pk, (each,))] for each in indicators}
    known = _Year.of(year, {(source.pk, key) for each in needed.values() for source, key in each}, within)
    return {pk: known.told([((one.pk, key), _natures(one)) for one, key in each]) for pk, each in needed.items()}


def _natures(indicator: Indicator) -> tuple[Nature, ...]:
    return natures_of(indicator.kind, indicator.nature, indicator.denominator_nature)


@dataclass(slots=True)
class _Said:
    """The periods of which a unit told a number, and those of which it told anything."""

    numbers: set[Period] = field(default_factory=set)
    anything: set[Period] = field(default_factory=set)

    def add(self, other: _Said) -> None:
        self.numbers |= other.numbers
        self.anything |= other.anything


_ByUnit = dict[int, _Said]
_Told = tuple[dict[int, Period], set[int], bool]  # windows by commune, who does not know, whether the place told


@dataclass(slots=True)
class _Year:
    """What was said in a year by the communes of a frame, their districts and the place itself."""

    year: int
    communes: Frame
    place: Frame
    said: Mapping[At, _ByUnit]
    above: Mapping[dt.date, Mapping[int, int]]  # by day: commune to district, of districts that said anything
    _windows: dict[tuple[frozenset[Period], tuple[Nature, ...]], Period | None] = field(default_factory=dict)
    _known: dict[tuple[At, tuple[Nature, ...]], _Told] = field(default_factory=dict)

    @classmethod
    def of(cls, year: int, sources: set[At], within: Unit) -> _Year:
        """Constant queries for each day on which periods end."""
        last = day_of(within, dt.date(year, 12, 31))
        communes, place = Frame.of(Level.COMMUNE, last, within), Frame.of(Level(within.level), last, within)
        window = Period(dt.date(year - 1, 1, 1), dt.date(year, 12, 31), "")
        ids = {*(communes.ids(window) or ()), *(place.ids(window) or ())}
        districts = {
            pk for day in (window.starts_on, window.ends_on) for pk in district_ids(within, communes.day, day)
        } - ids
        said = _said(year, sources, ids | districts)
        days: dict[dt.date, set[int]] = {}
        for by_unit in said.values():
            for pk in districts & by_unit.keys():
                for period in by_unit[pk].anything:
                    days.setdefault(period.ends_on, set()).add(pk)
        return cls(year, communes, place, said, {day: parents_on(keys, day) for day, keys in sorted(days.items())})

    def told(self, needed: Sequence[tuple[At, tuple[Nature, ...]]]) -> YearTold:
        """Who told all that an indicator needs."""
        units = {unit.pk for unit in self.communes.units}
        known, covered, own = set(units), set(units), set(units)
        windows: dict[int, Period] = {}
        for at, natures in needed:
            if (at, natures) not in self._known:
                self._known[at, natures] = self._told_of(at, natures)
            windows, unknown, is_whole = self._known[at, natures]
            own &= windows.keys()
            if not is_whole:
                covered &= windows.keys()
                known &= windows.keys() | unknown
        calendar = period_of(str(self.year))
        counted = Counter(windows[pk] for pk in own)
        most = max(counted, key=lambda each: (counted[each], each == calendar, each.code), default=calendar)
        return YearTold(len(units), len(covered), len(known - covered), most, len(own), len(own) - counted[most])

    def _told_of(self, at: At, natures: tuple[Nature, ...]) -> _Told:
        """By commune, the window in which it told the year by numbers; those that said something of all of it; whether
        the place itself told the year."""
        said = self.said.get(at, {})
        if not said:
            return {}, set(), False
        own = _followed(said, self.place).get(self.communes.within.pk) if self.communes.within else None
        inner = {**said}
        for day, above in self.above.items():
            for commune, district in above.items():
                if district in said:
                    inner[commune] = _joined((inner.get(commune, _Said()), _of_day(said[district], day)))
        windows: dict[int, Period] = {}
        unknown: set[int] = set()
        for pk, each in _followed(inner, self.communes).items():
            if whole := self._window(each.numbers, natures):
                windows[pk] = whole
            elif self._window(each.anything, natures):
                unknown.add(pk)
        return windows, unknown, own is not None and self._window(own.numbers, natures) is not None

    def _window(self, periods: Iterable[Period], natures: tuple[Nature, ...]) -> Period | None:
        key = (frozenset(periods), natures)
        if key not in self._windows:
            self._windows[key] = whole_years(key[0], natures).get(self.year)
        return self._windows[key]


def _said(year: int, sources: set[At], ids: set[int]) -> dict[At, _ByUnit]:
    """What was said of some indicators by some units in periods that end in a year. One query."""
    rows = Figure.objects.counted().filter(
        indicator__in={pk for pk, _ in sources},
        breakdown__key__in={key for _, key in sources},
        unit__in=ids,
        ends_on__gte=dt.date(year, 1, 1),
        ends_on__lte=dt.date(year, 12, 31),
    )
    found: dict[At, _ByUnit] = {}
    fields = ("indicator_id", "breakdown__key", "unit_id", "starts_on", "ends_on", "period_code", "state")
    for pk, key, unit, starts, ends, code, state in rows.order_by().values_list(*fields):
        said = found.setdefault((pk, key), {}).setdefault(unit, _Said())
        period = Period(starts, ends, code)
        said.anything.add(period)
        if state in _NUMBERS:
            said.numbers.add(period)
    return found


def _followed(said: _ByUnit, frame: Frame) -> _ByUnit:
    """What was said under the units of other days, under those of the frame: said by all that one was formed from."""
    days = {period.ends_on for each in said.values() for period in each.anything}
    found: _ByUnit = {}
    stays = {day: frame.stayed(day) for day in sorted(days)}
    if all(len(stayed) == len(frame.units) for stayed in stays.values()):
        return {unit.pk: said[unit.pk] for unit in frame.units if unit.pk in said}
    for day, stayed in stays.items():
        for pk in stayed & said.keys():
            found.setdefault(pk, _Said()).add(_of_day(said[pk], day))
        if len(stayed) == len(frame.units):
            continue
        formed: dict[int, list[_Said]] = {}
        for pk, shares in frame.places(day).items():
            for target in shares:
                formed.setdefault(target, []).append(_of_day(said.get(pk, _Said()), day))
        for target, parts in formed.items():
            found.setdefault(target, _Said()).add(
                _Said(
                    set.intersection(*(each.numbers for each in parts)),
                    set.intersection(*(each.anything for each in parts)),
                )
            )
    return found


def _of_day(said: _Said, day: dt.date) -> _Said:
    return _Said(
        {each for each in said.numbers if each.ends_on == day}, {each for each in said.anything if each.ends_on == day}
    )


def _joined(said: Iterable[_Said]) -> _Said:
    found = _Said()
    for each in said:
        found.add(each)
    return found
