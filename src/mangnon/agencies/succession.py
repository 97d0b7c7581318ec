"""Questions about succession: who carries on, who is responsible, whose past a body may see. Bodies are public."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import connection

from mangnon.agencies.catalogue import load_catalogue
from mangnon.agencies.functions import function_names
from mangnon.agencies.making import of_provinces
from mangnon.agencies.models import Agency, AgencyFunction, SuccessionEvent, SuccessionPart
from mangnon.agencies.rules.succession import BEFORE_EVERYTHING, Chain, Graph, Part, Reason, Span
from mangnon.kernel.dates import vn_date
from mangnon.territory.public import Level, Unit, province, province_of, scope_codes

_REASONS = {
    Reason.NOBODY_KNOWN: "chưa biết cơ quan nào nhận",
    Reason.NO_SUCCESSOR: "cơ quan đã kết thúc mà không ghi nhận cơ quan kế tiếp",
    Reason.NOT_YET: "cơ quan chưa hình thành vào ngày này",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a chain: by which event what went from whom to whom. `target` None: nobody is known."""

    event: SuccessionEvent
    source: Agency
    target: Agency | None
    function: str
    is_verified: bool

    def __str__(self) -> str:
        what = f" nhiệm vụ {function_names().get(self.function, self.function).lower()}" if self.function else ""
        basis = self.event.document_number or self.event.basis
        day = vn_date(self.event.effective_on)
        if self.target is None:
            return f"{day}: {self.source.name} chuyển{what}, chưa biết cơ quan nào nhận, theo {basis}"
        moved = self.source.territory_id != self.target.territory_id and self.target.level == "province"
        source = f"{self.source.name} ({self.source.territory.name})" if moved else self.source.name
        target = f"{self.target.name} ({self.target.territory.name})" if moved else self.target.name
        tail = "" if self.is_verified else " (chưa kiểm chứng)"
        return f"{day}: {source} chuyển{what} về {target} theo {basis}{tail}"


@dataclass(frozen=True, slots=True)
class Successor:
    """A body in force that carries on; `functions` with which it was reached (empty: with everything)."""

    agency: Agency
    steps: tuple[Step, ...]
    functions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unresolved:
    """What nobody is known to carry: of which body, which function (empty: everything), why, and how it came there."""

    agency: Agency
    function: str
    reason: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Succession:
    """Everything a body's matter became on a day."""

    successors: tuple[Successor, ...]
    unresolved: tuple[Unresolved, ...]


@dataclass(frozen=True, slots=True)
class Responsible:
    """Who carries a function in a province on a day, since when, and by which steps it came there (oldest first).

    `agency` None: nobody, or not one alone; `unresolved` says why. `is_verified`: whether the carrying itself is known.
    """

    agency: Agency | None
    since: dt.date | None
    because: tuple[Step, ...]
    unresolved: str = ""
    is_verified: bool = False


class Lineage:
    """The part of the history that some bodies can reach, loaded once: questions about them cost no further query."""

    def __init__(self, starts: Collection[int], *, on: dt.date) -> None:
        """Queries: one for each event of the longest chain, and two more, whatever the number of bodies."""
        self._on = on
        self._parts = {part.pk: part for part in _parts_from(starts, on)}
        ids = set(starts) | {part.source_id for part in self._parts.values()}
        ids |= {part.target_id for part in self._parts.values() if part.target_id is not None}
        self._agencies = Agency.objects.select_related("territory").in_bulk(ids)
        self._graph = Graph(
            {pk: Span(each.valid_from, each.valid_to, each.ended_by_id) for pk, each in self._agencies.items()},
            [
                Part(part.pk, part.event_id, part.event.effective_on, part.source_id, part.target_id, part.function)
                for part in self._parts.values()
            ],
        )

    def successors(self, agency_id: int, *, function: str = "", since: dt.date | None = None) -> Succession:
        """Who carries on what a body had of a function (empty: all) on the day; `since`: only events after that day."""
        instant = BEFORE_EVERYTHING if since is None else (since + dt.timedelta(days=1), 0)
        return self._told(self._graph.follow(agency_id, function=function, on=self._on, since=instant))

    def _told(self, chain: Chain) -> Succession:
        successors: dict[int, Successor] = {}
        for end in chain.ends:
            first = successors.get(end.body)
            if first is None:
                functions = (end.function,) if end.function else ()
                successors[end.body] = Successor(self._agencies[end.body], self._steps(end.path), functions)
            elif end.function and end.function not in first.functions:
                successors[end.body] = Successor(first.agency, first.steps, (*first.functions, end.function))
        return Succession(
            tuple(successors.values()),
            tuple(
                Unresolved(self._agencies[loss.body], loss.function, _REASONS[loss.reason], self._steps(loss.path))
                for loss in chain.losses
            ),
        )

    def _steps(self, path: Iterable[Part]) -> tuple[Step, ...]:
        return tuple(self._step(self._parts[part.id]) for part in path)

    def _step(self, part: SuccessionPart) -> Step:
        target = self._agencies[part.target_id] if part.target_id is not None else None
        return Step(part.event, self._agencies[part.source_id], target, part.function, part.is_verified)


def _parts_from(starts: Collection[int], on: dt.date) -> Iterable[SuccessionPart]:
    seen, frontier = set(starts), set(starts)
    while frontier:
        found = list(
            SuccessionPart.objects.filter(source__in=frontier, event__effective_on__lte=on).select_related("event")
        )
        yield from found
        frontier = {part.target_id for part in found if part.target_id is not None} - seen
        seen |= frontier


def successors_of(agency: Agency, *, function: str = "", on: dt.date, since: dt.date | None = None) -> Succession:
    """Who carries on what a body had, on a day, along any chain of events; a body still in force answers itself.

    `function` empty asks for all the body had; several successors are possible. `since`: what the body had after that
    day (later events only). Never answers a body that is not in force on the day; what nobody is known to carry is in
    `unresolved`. For many bodies at once use `Lineage`.
    """
    return Lineage([agency.pk], on=on).successors(agency.pk, function=function, since=since)


def successors_in_bulk(wanted: Collection[tuple[int, str]], *, on: dt.date) -> dict[tuple[int, str], Succession]:
    """`successors_of` for many (agency id, function) at once; queries do not grow with their number."""
    lineage = Lineage({agency_id for agency_id, _ in wanted}, on=on)
    return {(agency_id, function): lineage.successors(agency_id, function=function) for agency_id, function in wanted}


_LINEAGE = """
WITH RECURSIVE past(id) AS (
    SELECT CAST(%s AS bigint)
    UNION
    SELECT part.source_id FROM agencies_successionpart part
    JOIN past ON part.target_id = past.id
    JOIN agencies_successionevent event ON event.id = part.event_id
    WHERE event.effective_on <= %s
) SELECT id FROM past
"""


def lineage_ids(agency_id: int, *, on: dt.date) -> frozenset[int]:
    """The agency and every body it took something over from until a day: whose past it may see. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_LINEAGE, [agency_id, on])
        return frozenset(row[0] for row in cursor.fetchall())


def responsible_agency(*, function: str, province_code: str, on: dt.date) -> Responsible:
    """Who carries a function in a province on a day. A body that only some provinces have wins over one that all have.

    The code of a province that ended stands for its successor. Nobody or several: `agency` None and the reason, never a
    guess. Queries: constant, whatever the number of bodies.
    """
    code, codes = _province_on(province_code, on)
    rows = list(
        AgencyFunction.objects.filter(of_provinces(codes, "agency__code"), function=function, agency__level="province")
        .select_related("agency__territory", "began_by", "ended_by")
        .order_by("agency__code", "pk")
    )
    now = [row for row in rows if _holds(row, on) and _holds(row.agency, on)]
    if now:
        return _among([row for row in now if row.agency.code.startswith(f"{code}.")] or now, function, on)
    past = [row for row in rows if row.valid_to is not None and row.valid_to < on]
    if not past:
        return Responsible(None, None, (), "Chưa ghi nhận cơ quan nào của tỉnh đảm nhận nhiệm vụ này vào ngày đó.")
    last_day = max(row.valid_to for row in past if row.valid_to is not None)
    last = next(row for row in past if row.valid_to == last_day)
    lost = Lineage([last.agency_id], on=on).successors(last.agency_id, function=function).unresolved
    reason = lost[0].reason if lost else "không còn cơ quan nào được ghi nhận đảm nhận"
    name = function_names().get(function, function)
    return Responsible(None, None, lost[0].steps if lost else (), f"{name}: {reason}.")


def _province_on(code: str, on: dt.date) -> tuple[str, frozenset[str]]:
    """The code of the province that answers for another on a day, and of everything it was formed from."""
    unit = province(code, on=on)
    if unit is None:
        ended = Unit.objects.filter(level=Level.PROVINCE, code=code, valid_to__lt=on).order_by("-valid_to").first()
        unit = province_of(ended, on) if ended else None
    return (unit.code, scope_codes(unit, on) | {code}) if unit else (code, frozenset({code}))


def _holds(row: Agency | AgencyFunction, on: dt.date) -> bool:
    return Span(row.valid_from, row.valid_to).holds(on)


def _among(rows: list[AgencyFunction], function: str, on: dt.date) -> Responsible:
    if len(rows) > 1:
        uniform = {item.code for item in load_catalogue().agencies if item.uniform}
        rows = [row for row in rows if row.agency.catalogue_code not in uniform] or rows
    if len(rows) > 1:
        names = ", ".join(sorted(row.agency.name for row in rows))
        return Responsible(None, None, (), f"Nhiều cơ quan cùng đảm nhận: {names}.")
    row = rows[0]
    return Responsible(
        row.agency, row.valid_from or row.agency.valid_from, _came_by(row, function, on), "", row.is_verified
    )


def _came_by(row: AgencyFunction, function: str, on: dt.date) -> tuple[Step, ...]:
    """The steps by which a function came to its carrier, oldest first. Of several sources the first by code."""
    past = lineage_ids(row.agency_id, on=on)
    parts = list(
        SuccessionPart.objects.filter(target__in=past, source__in=past, event__effective_on__lte=on)
        .filter(function__in=(function, ""))
        .select_related("event", "source__territory", "target__territory")
        .order_by("source__code", "pk")
    )
    carried = set(AgencyFunction.objects.filter(agency__in=past, function=function).values_list("agency_id", flat=True))
    steps: list[Step] = []
    here, event_id = row.agency_id, row.began_by_id
    while event_id is not None:
        part = next(
            (p for p in parts if p.target_id == here and p.event_id == event_id and p.source_id in carried), None
        )
        if part is None:
            break
        steps.insert(0, Step(part.event, part.source, part.target, part.function, part.is_verified))
        here = part.source_id
        earlier = AgencyFunction.objects.filter(agency=here, function=function, valid_to__lt=part.event.effective_on)
        before = earlier.order_by("-valid_to").first()
        event_id = before.began_by_id if before else None
    return tuple(steps)
