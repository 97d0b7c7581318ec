"""Reads of the organisation in time: the bodies of the viewer's province, with what they came from and became."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from mangnon.accounts.public import Actor
from mangnon.agencies.catalogue import load_catalogue
from mangnon.agencies.public import Agency, members_of_class
from mangnon.kernel.text import collation_key, fold
from mangnon.reorganisation.policies import can_see_organisation
from mangnon.reorganisation.rules import Span, Standing, axis_span, standing


def bodies(viewer: Actor) -> QuerySet[Agency]:
    """Every body, of any time, of the viewer's province and of those it was formed from."""
    found = Agency.objects.select_related("territory", "ended_by", "began_by")
    if viewer.is_system:
        return found
    if not can_see_organisation(viewer):
        return found.none()
    mine = Q(pk__in=())
    for code in viewer.territory_codes:
        mine |= Q(code__startswith=f"{code}.")
    return found.filter(mine)


@dataclass(frozen=True, slots=True)
class AxisRow:
    """One body on the axis. `is_former` marks a body listed under the one that took it over."""

    agency: Agency
    standing: Standing
    is_former: bool


@dataclass(frozen=True, slots=True)
class Axis:
    """Bodies in their order, the stretch of time they are shown in, and the days on which something changed."""

    rows: Sequence[AxisRow]
    span: Span
    turns: Sequence[dt.date]
    total: int


@dataclass(frozen=True, slots=True)
class AxisFilter:
    """What is asked for; empty leaves out nothing. `only_in_force` keeps the bodies of the day alone."""

    on: dt.date
    level: str = ""
    function: str = ""
    text: str = ""
    only_in_force: bool = False


def agency_axis(viewer: Actor, wanted: AxisFilter) -> Axis:
    """The bodies on a time axis, each ended one under the body of its level that took over most of it.

    The number of queries does not depend on how many bodies there are.
    """
    everything = bodies(viewer)
    if wanted.level:
        everything = everything.filter(level=wanted.level)
    found = list(everything.prefetch_related("functions", "handed_on"))
    by_id = {agency.pk: agency for agency in found}
    shown = [agency for agency in found if _is_wanted(agency, wanted)]
    heirs = {agency.pk: _last_heir(agency, by_id) for agency in shown}
    shown.sort(key=lambda agency: _place(agency, by_id[heirs[agency.pk]]))
    present = {agency.pk for agency in shown}
    turns = sorted({day for agency in found for day in _turns_of(agency)})
    return Axis(
        rows=[
            AxisRow(
                agency,
                standing(agency.valid_from, agency.valid_to, on=wanted.on),
                heirs[agency.pk] != agency.pk and heirs[agency.pk] in present,
            )
            for agency in shown
        ],
        span=axis_span(turns, on=wanted.on),
        turns=turns,
        total=len(found),
    )


def _turns_of(agency: Agency) -> list[dt.date]:
    """The days on which a body began, and on which it was gone."""
    days = [] if agency.valid_from is None else [agency.valid_from]
    return days if agency.valid_to is None else [*days, agency.valid_to + dt.timedelta(days=1)]


def _is_wanted(agency: Agency, wanted: AxisFilter) -> bool:
    if wanted.only_in_force and standing(agency.valid_from, agency.valid_to, on=wanted.on) is not Standing.IN_FORCE:
        return False
    if wanted.function and wanted.function not in {each.function for each in agency.functions.all()}:
        return False
    if not wanted.text:
        return True
    names = [agency.name, agency.short_name, agency.code, *agency.aliases]
    return any(fold(wanted.text) in fold(str(name)) for name in names)


def _last_heir(agency: Agency, by_id: dict[int, Agency]) -> int:
    """The body that took over most of it, as far as that can be followed among the bodies at hand."""
    here, seen = agency, {agency.pk}
    while True:
        following = _main_heir(here, by_id)
        if following is None or following.pk in seen:
            return here.pk
        seen.add(following.pk)
        here = following


def _main_heir(agency: Agency, by_id: dict[int, Agency]) -> Agency | None:
    """Who took over everything, or the most functions, of a body that has ended."""
    if agency.valid_to is None:
        return None
    counts: dict[int, int] = {}
    for part in agency.handed_on.all():
        if part.target_id is not None and part.target_id in by_id:
            counts[part.target_id] = counts.get(part.target_id, 0) + (1 if part.function else 1000)
    return by_id[max(counts, key=lambda pk: (counts[pk], -pk))] if counts else None


_LEVELS = {"province": 0, "district": 1, "commune": 2}


def _place(agency: Agency, heir: Agency) -> tuple[object, ...]:
    """Level, then the living body by its name, then what came before it, latest first."""
    began = agency.valid_from or dt.date.min
    return (
        _LEVELS.get(agency.level, 9),
        collation_key(heir.name),
        heir.code,
        agency.pk != heir.pk,
        -began.toordinal(),
        agency.code,
    )


def functions_on_record(viewer: Actor) -> list[str]:
    """The codes of the functions that the viewer's bodies carry or carried."""
    carried = Agency.objects.filter(pk__in=bodies(viewer)).exclude(functions=None)
    return sorted(set(carried.values_list("functions__function", flat=True)))


@dataclass(frozen=True, slots=True)
class WordsForClass:
    """Words by which papers name several bodies, until when they are so used, and whom they mean on a day."""

    words: str
    last_day: dt.date | None
    continued_as: str
    members: Sequence[Agency]


def words_for_classes(viewer: Actor, on: dt.date) -> list[WordsForClass]:
    """The classes of bodies that can be listed, with their members in the viewer's province on a day. One query."""
    found = list(bodies(viewer).filter(pk__in=Agency.objects.on(on)).order_by("code"))
    classes = {item.code: item for item in load_catalogue().classes}
    told = []
    for item in classes.values():
        members = members_of_class(item, found, on=on)
        if members:
            heir = classes.get(item.continued_as)
            told.append(WordsForClass(item.words[0], item.valid_to, heir.words[0] if heir else "", members))
    return told
