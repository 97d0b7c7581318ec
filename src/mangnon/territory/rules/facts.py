"""A set of units, edges and events as plain values, and what makes such a set impossible. Pure."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from mangnon.territory.errors import TerritoryRefused
from mangnon.territory.terms import BasisTag, Level, UnitChange

NOTHING_WRITTEN = "Chưa có gì được ghi."
_DAY = dt.timedelta(days=1)
_RANK = {Level.PROVINCE: 0, Level.DISTRICT: 1, Level.COMMUNE: 2}


@dataclass(frozen=True, slots=True)
class Key:
    """What names one validity of one unit. `since` None: from before the first list."""

    level: Level
    code: str
    since: dt.date | None = None

    def __str__(self) -> str:
        return f"{self.level.label} mã {self.code}"


@dataclass(frozen=True, slots=True)
class UnitFact:
    """One unit during one validity. `until` is the last day."""

    key: Key
    name: str
    kind: str
    until: dt.date | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True)
class EdgeFact:
    """A unit belongs to a parent from a day to a last day."""

    child: Key
    parent: Key
    since: dt.date | None = None
    until: dt.date | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True)
class PartFact:
    """One source going to one target. `unknown_code`: the list names a source that it does not hold."""

    source: Key | None
    target: Key | None
    is_divided: bool = False
    unknown_code: str = ""


@dataclass(frozen=True, slots=True)
class EventFact:
    """One event with its document and its parts. `code` names it for good: loading it again changes nothing."""

    code: str
    kind: UnitChange
    effective_on: dt.date
    document_number: str
    title: str
    tag: BasisTag
    source: str
    parts: tuple[PartFact, ...] = ()


@dataclass(slots=True)
class FactSet:
    """Everything that is loaded together."""

    units: dict[Key, UnitFact] = field(default_factory=dict)
    edges: list[EdgeFact] = field(default_factory=list)
    events: list[EventFact] = field(default_factory=list)

    def add(self, unit: UnitFact) -> None:
        """Add a unit. Raises TerritoryRefused when its key is there already."""
        if unit.key in self.units:
            raise TerritoryRefused(_overlap(unit.key), code="overlap")
        self.units[unit.key] = unit


def _overlap(key: Key) -> str:
    return (
        f"{key} có hai thời kỳ hiệu lực trùng nhau. {NOTHING_WRITTEN} "
        "Hãy sửa ngày bắt đầu hoặc ngày kết thúc để mỗi ngày chỉ có một đơn vị mang mã này."
    )


def check_facts(facts: FactSet) -> None:
    """Raise TerritoryRefused for the first thing that cannot be. In this order: validity, edges, events.

    Codes: `order`, `overlap`, `unknown_unit`, `cycle`, `edge_overlap`, `edge_validity`, `source_closed`,
    `target_not_valid`, `empty_event`.
    """
    _check_validity(facts.units.values())
    _check_edges(facts)
    for event in facts.events:
        check_event(event, facts.units)


def _check_validity(units: Iterable[UnitFact]) -> None:
    by_code: dict[tuple[Level, str], list[UnitFact]] = defaultdict(list)
    for unit in units:
        if unit.key.since and unit.until and unit.until < unit.key.since:
            raise TerritoryRefused(
                f"{unit.key} kết thúc trước khi bắt đầu. {NOTHING_WRITTEN} Hãy sửa lại ngày.", code="order"
            )
        by_code[unit.key.level, unit.key.code].append(unit)
    for same in by_code.values():
        same.sort(key=lambda unit: unit.key.since or dt.date.min)
        for earlier, later in pairwise(same):
            if earlier.until is None or later.key.since is None or later.key.since <= earlier.until:
                raise TerritoryRefused(_overlap(later.key), code="overlap")


def _check_edges(facts: FactSet) -> None:
    by_child: dict[Key, list[EdgeFact]] = defaultdict(list)
    for edge in facts.edges:
        for key in (edge.child, edge.parent):
            if key not in facts.units:
                raise unknown_unit(str(key))
        if _RANK[edge.parent.level] >= _RANK[edge.child.level]:
            raise TerritoryRefused(
                f"{edge.child} không thể thuộc {edge.parent}: quan hệ trên dưới sẽ thành vòng. {NOTHING_WRITTEN} "
                "Hãy chọn đơn vị cấp trên khác.",
                code="cycle",
            )
        for key in (edge.child, edge.parent):
            if not _within(edge, facts.units[key]):
                raise TerritoryRefused(
                    f"Quan hệ giữa {edge.child} và {edge.parent} vượt ra ngoài thời kỳ hiệu lực của {key}. "
                    f"{NOTHING_WRITTEN} Hãy sửa lại ngày.",
                    code="edge_validity",
                )
        by_child[edge.child].append(edge)
    for child, edges in by_child.items():
        edges.sort(key=lambda edge: edge.since or dt.date.min)
        for earlier, later in pairwise(edges):
            if earlier.until is None or later.since is None or later.since <= earlier.until:
                raise TerritoryRefused(
                    f"{child} thuộc hai đơn vị cấp trên trong cùng một ngày. {NOTHING_WRITTEN} Hãy sửa lại ngày.",
                    code="edge_overlap",
                )


def _within(edge: EdgeFact, unit: UnitFact) -> bool:
    starts = unit.key.since is None or (edge.since is not None and edge.since >= unit.key.since)
    ends = unit.until is None or (edge.until is not None and edge.until <= unit.until)
    return starts and ends


def check_event(event: EventFact, units: dict[Key, UnitFact]) -> None:
    """Raise TerritoryRefused when an event's sources do not end, or its targets do not begin, with the event."""
    if not event.parts and event.kind != UnitChange.TRANSFER:  # a transfer is told by the edges it changes
        raise empty_event(event)
    for part in event.parts:
        for key in (part.source, part.target):
            if key is not None and key not in units:
                raise unknown_unit(str(key))
        if part.source is None and not part.unknown_code:
            raise unknown_unit("không có mã")
        if part.source is not None:
            source = units[part.source]
            if source.until != event.effective_on - _DAY:
                raise closed_source(str(part.source), source.until, event.effective_on)
        if part.target is not None and part.target.since != event.effective_on:
            raise TerritoryRefused(
                f"{part.target} không bắt đầu vào ngày {event.effective_on:%d/%m/%Y} của sự kiện «{event.title}». "
                f"{NOTHING_WRITTEN} Hãy kiểm tra ngày hiệu lực và đơn vị mới.",
                code="target_not_valid",
            )


def empty_event(event: EventFact) -> TerritoryRefused:
    """The refusal of an event about nothing."""
    return TerritoryRefused(
        f"Sự kiện «{event.title}» không nêu đơn vị nào. {NOTHING_WRITTEN} Hãy thêm đơn vị.", code="empty_event"
    )


def closed_source(name: str, until: dt.date | None, on: dt.date) -> TerritoryRefused:
    """The refusal of an event whose source does not end the day before it."""
    state = f"đã kết thúc từ ngày {until:%d/%m/%Y}" if until else "chưa kết thúc"
    return TerritoryRefused(
        f"{name} {state}, nên không thể là đơn vị nguồn của sự kiện ngày {on:%d/%m/%Y}. {NOTHING_WRITTEN} "
        "Hãy kiểm tra mã đơn vị và ngày hiệu lực.",
        code="source_closed",
    )


def unknown_unit(what: str) -> TerritoryRefused:
    """The refusal of a unit that is not there."""
    return TerritoryRefused(
        f"Không có đơn vị hành chính: {what}. {NOTHING_WRITTEN} Hãy kiểm tra mã.", code="unknown_unit"
    )
