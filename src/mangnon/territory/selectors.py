"""Reads of units as they were on a day. Units are public."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Case, F, Q, QuerySet, Value, When

from mangnon.kernel.text import fold
from mangnon.territory.errors import UnknownUnit
from mangnon.territory.models import EventPart, ParentEdge, Unit, UnitQuerySet, valid_on
from mangnon.territory.terms import Level


def province_named(name: str, *, on: dt.date) -> Unit | None:
    """The province valid on a day whose proper name is in `name`, accents apart; None if none or several."""
    words = f" {fold(name)} "
    found = [
        unit
        for unit in Unit.objects.on(on).filter(level=Level.PROVINCE)
        if f" {fold(unit.proper_name)} " in words or fold(unit.name) == words.strip()
    ]
    if len(found) > 1:  # «Hà Nam» inside «Hà Nam Ninh»: the longest name wins, a tie is nobody
        found.sort(key=lambda unit: len(unit.proper_name), reverse=True)
        if len(found[0].proper_name) == len(found[1].proper_name):
            return None
    return found[0] if found else None


def province(code: str, *, on: dt.date) -> Unit | None:
    """The province with a code, valid on a day."""
    return unit_of(Level.PROVINCE, code, on=on)


def unit_of(level: Level, code: str, *, on: dt.date) -> Unit | None:
    """The unit of a level with a code, valid on a day."""
    return Unit.objects.on(on).filter(level=level, code=code).first()


def unit_with_code(code: str, *, on: dt.date, level: Level | None = None) -> Unit:
    """The one unit with a code on a day. Codes of different levels may coincide: then `level` must say which.

    Raises UnknownUnit (`unknown_unit`, `ambiguous_code`).
    """
    found = list(Unit.objects.on(on).filter(code=code, **({"level": level} if level else {})).order_by("level", "pk"))
    if len(found) == 1:
        return found[0]
    if found:
        levels = ", ".join(f"{unit.name} ({Level(unit.level).label.lower()})" for unit in found)
        raise UnknownUnit(
            f"Mã «{code}» ngày {on:%d/%m/%Y} là của nhiều đơn vị: {levels}. Không có gì bị thay đổi. "
            "Hãy nói rõ cấp (province, district hoặc commune).",
            code="ambiguous_code",
        )
    place = f" ở {Level(level).label.lower()}" if level else ""
    raise UnknownUnit(
        f"Không có đơn vị hành chính mang mã «{code}»{place} vào ngày {on:%d/%m/%Y}. Không có gì bị thay đổi. "
        + ("Hãy kiểm tra mã và ngày." if Unit.objects.exists() else "Hãy nạp danh mục: mangnon territory load.")
    )


def districts_of(unit: Unit, *, on: dt.date) -> list[Unit]:
    """The districts of a province on a day, by code; empty from 1 July 2025."""
    return list(units_on(Level.DISTRICT, on, within=unit))


def communes_of(unit: Unit, on: dt.date) -> list[Unit]:
    """The communes of a province (or district) on a day, by code."""
    return list(units_on(Level.COMMUNE, on, within=unit))


def units_on(level: Level, on: dt.date, within: Unit | None = None) -> UnitQuerySet:
    """The units of a level on a day, by code; `within`: only those that belonged to it on that day, at any depth.

    A unit that was not valid on the day holds nothing on it. One query when read.
    """
    found = Unit.objects.on(on).filter(level=level)
    if within is not None:
        found = found.filter(_inside(within, on))
    return found.order_by("code", "pk")


def descendants(unit: Unit, on: dt.date) -> UnitQuerySet:
    """Everything inside a unit on a day, at every depth, without the unit itself. One query when read."""
    return Unit.objects.on(on).filter(_inside(unit, on)).order_by("level", "code", "pk")


def parents_on(units: Iterable[int], on: dt.date) -> dict[int, int]:
    """Which units lie directly in some units on a day, by key: child to parent. One query."""
    found = ParentEdge.objects.filter(valid_on(on), valid_on(on, "child__"), valid_on(on, "parent__"))
    return dict(found.filter(parent__in=list(units)).order_by().values_list("child_id", "parent_id"))


def _edges(parents: Iterable[int], on: dt.date) -> QuerySet[ParentEdge, int]:
    return ParentEdge.objects.filter(valid_on(on), valid_on(on, "parent__"), parent__in=parents).values_list(
        "child_id", flat=True
    )


def _inside(unit: Unit, on: dt.date) -> Q:
    """Below a unit on a day: children, and children's children (there are three levels)."""
    children = _edges([unit.pk], on)
    return Q(pk__in=children) | Q(pk__in=_edges(children, on))


def ancestors(unit: Unit, on: dt.date) -> list[Unit]:
    """The units a unit belonged to on a day, nearest first: district and province, or province. At most two queries."""
    found: list[Unit] = []
    below = unit
    while True:
        edge = (
            ParentEdge.objects.filter(valid_on(on), valid_on(on, "child__"), child=below).select_related("parent")
        ).first()
        if edge is None:
            return found
        below = edge.parent
        found.append(below)
        if below.level == Level.PROVINCE:
            return found


def province_codes_of(unit: Unit) -> frozenset[str]:
    """The codes of the provinces to which a unit ever belonged; a province's own. At most three queries."""
    codes, frontier = ({unit.code} if unit.level == Level.PROVINCE else set()), {unit.pk}
    while frontier:
        above = ParentEdge.objects.filter(child__in=frontier).values_list("parent_id", "parent__code", "parent__level")
        found = list(above)
        codes |= {code for _, code, level in found if level == Level.PROVINCE}
        frontier = {pk for pk, _, level in found if level != Level.PROVINCE}
    return frozenset(codes)


def divided_parts(unit: Unit) -> list[EventPart]:
    """The parts into which a unit was divided, each with its target and the shares given for it. Two queries."""
    parts = EventPart.objects.filter(source=unit, is_divided=True, target__isnull=False)
    return list(parts.select_related("target").prefetch_related("weights").order_by("target__code", "pk"))


def validity_text(unit: Unit) -> str:
    """The unit's validity in words."""
    if unit.valid_from and unit.valid_to:
        return f"từ {unit.valid_from:%d/%m/%Y} đến hết {unit.valid_to:%d/%m/%Y}"
    if unit.valid_from:
        return f"từ {unit.valid_from:%d/%m/%Y}"
    return f"đến hết {unit.valid_to:%d/%m/%Y}" if unit.valid_to else "trước và sau 01/7/2025"


def unit_nearest(level: Level, code: str, *, on: dt.date) -> Unit | None:
    """The unit of a code on a day, or the one of the nearest other day; None when there never was one."""
    rows = list(Unit.objects.filter(level=level, code=code))
    return min(rows, key=lambda unit: _distance(unit, on), default=None)


def _distance(unit: Unit, on: dt.date) -> int:
    if unit.valid_from is not None and on < unit.valid_from:
        return (unit.valid_from - on).days
    if unit.valid_to is not None and on > unit.valid_to:
        return (on - unit.valid_to).days
    return 0


def units_named(text: str) -> UnitQuerySet:
    """Units of any day whose name has these words, accents apart; those that have the accents too come first."""
    folded = fold(text)
    if not folded:
        return Unit.objects.none()
    exact = Case(When(name__icontains=text.strip(), then=Value(0)), default=Value(1))
    whole = Case(When(folded_name__endswith=f" {folded}", then=Value(0)), default=Value(1))
    ranks = Case(When(level=Level.PROVINCE, then=Value(0)), When(level=Level.DISTRICT, then=Value(1)), default=Value(2))
    found = Unit.objects.filter(folded_name__contains=folded).select_related("parent")
    return found.order_by(exact, whole, ranks, F("valid_to").desc(nulls_first=True), "code", "pk")
