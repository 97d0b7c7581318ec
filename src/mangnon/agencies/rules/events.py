"""Succession events as values, and what contradicts itself among them. Where they come from: `event_file`.

Expressions stand where the bodies are not named but follow from territory (docs/decisions/0013-succession.md).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property

from mangnon.agencies.catalogue import CatalogueAgency, load_catalogue
from mangnon.agencies.errors import NOTHING_CHANGED, EventsRefused
from mangnon.agencies.terms import EventKind, FactTag

BODIES_OF_MERGED_PROVINCES = "every_body_of_merged_provinces"
SAME_BODY = "same_body_of_new_province"
COMMITTEES_OF_LEVEL = "every_committee_of_the_level"
COMMITTEES_OF_COMMUNES = "committees_of_communes_formed_from_district"
TARGET_OF = {BODIES_OF_MERGED_PROVINCES: SAME_BODY, COMMITTEES_OF_LEVEL: COMMITTEES_OF_COMMUNES}
_VERIFIED = (FactTag.VERIFIED, FactTag.SECONDARY)
_ENDS_SOURCES = frozenset(set(EventKind) - {EventKind.TRANSFER})


@dataclass(frozen=True, slots=True)
class TargetSpec:
    """Who takes over what. `functions` empty: everything that no other target names. `body` None: nobody is known.

    `key` names the target when it is only a possibility (tag R or D) that a person may choose.
    """

    body: str | None
    functions: tuple[str, ...]
    tag: FactTag
    note: str
    key: str

    @property
    def is_verified(self) -> bool:
        """Whether the fact stands on a text or a secondary source."""
        return self.tag in _VERIFIED


@dataclass(frozen=True, slots=True)
class EventSpec:
    """One event. `applies_to`: province codes, or None for every province; `level` for an abolished level.

    `requires`: kinds of bodies the province must have had the day before, or the event does not concern it.
    """

    key: str
    kind: EventKind
    effective_on: dt.date
    document_number: str
    basis: str
    tag: FactTag
    note: str
    applies_to: frozenset[str] | None
    level: str
    requires: tuple[str, ...]
    sources: tuple[str, ...]
    targets: tuple[TargetSpec, ...]

    @property
    def is_verified(self) -> bool:
        """Whether the event stands on a text or a secondary source; otherwise it waits to be chosen."""
        return self.tag in _VERIFIED

    @property
    def ends_sources(self) -> bool:
        """Whether the sources end; by a transfer they go on."""
        return self.kind in _ENDS_SOURCES


@dataclass(frozen=True)
class EventFile:
    """Events that are applied together. `bodies` describes bodies that the catalogue does not have."""

    code: str
    title: str
    source: str
    events: tuple[EventSpec, ...]
    bodies: tuple[CatalogueAgency, ...]
    digest: str

    @cached_property
    def options(self) -> tuple[str, ...]:
        """Keys of everything not verified (R, D): never applied unless a person chooses it."""
        events = [event.key for event in self.events if not event.is_verified]
        targets = [
            target.key
            for event in self.events
            if event.is_verified
            for target in event.targets
            if not target.is_verified
        ]
        return (*events, *targets)

    def body(self, code: str) -> CatalogueAgency | None:
        """A kind of body by its code, of this file or of the catalogue."""
        own = next((item for item in self.bodies if item.code == code), None)
        return own or load_catalogue().agency(code)

    def chosen(self, keys: Collection[str]) -> EventFile:
        """The file with only what is verified and what was chosen. Raises EventsRefused for an unknown key."""
        for key in keys:
            if key not in self.options:
                raise refused("unknown_choice", f"Tệp «{self.title}» không có lựa chọn mang mã «{key}»")
        events = tuple(
            replace(event, targets=_targets_taken(event, keys))
            for event in self.events
            if event.is_verified or event.key in keys
        )
        return replace(self, events=events)


def _targets_taken(event: EventSpec, keys: Collection[str]) -> tuple[TargetSpec, ...]:
    """A chosen possibility takes its functions from whoever else was to have them."""
    if not event.is_verified:
        return event.targets
    won = {f for target in event.targets if target.key in keys and not target.is_verified for f in target.functions}
    taken = []
    for target in event.targets:
        if target.is_verified:
            left = tuple(f for f in target.functions if f not in won)
            if left or not target.functions:
                taken.append(replace(target, functions=left))
        elif target.key in keys:
            taken.append(target)
    return tuple(taken)


def refused(code: str, what: str, then: str = "Hãy sửa tệp sự kiện rồi áp dụng lại.") -> EventsRefused:
    """One refusal in the house's form: what is wrong, that nothing changed, what to do."""
    return EventsRefused(f"{what}. {NOTHING_CHANGED} {then}", code=code)


def check_same_day(events: Collection[EventSpec]) -> None:
    """Refuse events of one day that contradict each other: a body that ends and takes over, or ends twice.

    This is also what makes a circle of bodies impossible: chains of different days only lead forward in time.
    """
    ended: dict[tuple[dt.date, str], EventSpec] = {}
    for event in events:
        if not event.ends_sources or not event.is_verified:
            continue
        for source in event.sources:
            if source in TARGET_OF:
                continue
            key = (event.effective_on, source)
            other = ended.get(key)
            if other is not None and _meet(event, other):
                raise refused(
                    "contradiction",
                    f"Ngày {event.effective_on:%d/%m/%Y} cơ quan «{source}» kết thúc trong hai sự kiện",
                )
            ended[key] = event
    for event in events:
        for body in {target.body for target in event.targets if target.body is not None}:
            other = ended.get((event.effective_on, body))
            if other is not None and other is not event and _meet(event, other):
                raise refused(
                    "contradiction",
                    f"Ngày {event.effective_on:%d/%m/%Y} cơ quan «{body}» vừa kết thúc vừa nhận nhiệm vụ, "
                    "các sự kiện thành vòng hoặc mâu thuẫn",
                )


def _meet(one: EventSpec, other: EventSpec) -> bool:
    """Whether two events can concern the same province."""
    return one.applies_to is None or other.applies_to is None or bool(one.applies_to & other.applies_to)
