"""The catalogue: which bodies of state a province has, as data with source and validity. No Django here.

It is a template for any province; a province's own agencies are rows made from it. What the data says of a body is
as good as its `tag`: V the name stands in the text named by `source`, S a secondary source, R recalled and not
verified, D inferred. `basis_tag` says the same of the legal basis.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class CatalogueFunction:
    """A function that a kind of body carries; `valid_from` None: from the beginning. `tag` as for a body."""

    code: str
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    tag: str = "D"

    @property
    def is_verified(self) -> bool:
        """Whether a text or a secondary source says so; the rest is inferred from the body's name."""
        return self.tag in ("V", "S")


@dataclass(frozen=True, slots=True)
class CatalogueAgency:
    """A body of state as the catalogue describes it. `valid_to` is its last day; None is open or not known.

    `uniform` says that every province has one; False that only some do.
    """

    code: str
    name: str
    short: str
    kind: str
    level: str
    aliases: tuple[str, ...]
    functions: tuple[CatalogueFunction, ...]
    valid_from: dt.date | None
    valid_to: dt.date | None
    basis: str | None
    basis_tag: str | None
    source: str | None
    tag: str
    uniform: bool = True
    abbreviations: tuple[str, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """Every way the name is written out, for comparing by likeness; `abbreviations` are met exactly only."""
        return (self.name, self.short, *self.aliases)

    def is_valid_on(self, on: dt.date) -> bool:
        """Whether the body exists on a day, as far as the catalogue knows."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)

    def functions_on(self, on: dt.date) -> tuple[CatalogueFunction, ...]:
        """What such a body carries on a day where no event says otherwise."""
        return tuple(
            item
            for item in self.functions
            if (item.valid_from is None or item.valid_from <= on) and (item.valid_to is None or on <= item.valid_to)
        )


@dataclass(frozen=True, slots=True)
class AgencyClass:
    """Words that stand for several bodies ("các sở, ban, ngành"), and the expression that names its members.

    The expression is `field:value|value` parts joined by blanks; `scope:concerned` marks «liên quan»: the members
    are an upper bound, the words decide. `continued_as`: the class its words stand for after its last day.
    """

    code: str
    words: tuple[str, ...]
    members: str
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    tag: str = "R"
    continued_as: str = ""

    def covers(self, *, kind: str, level: str) -> bool:
        """Whether a body of a kind and level is (possibly) a member."""
        wanted = dict(part.split(":", 1) for part in self.members.split() if ":" in part)
        if "kind" not in wanted:
            return False
        levels = wanted.get("level")
        return kind in wanted["kind"].split("|") and (levels is None or level in levels.split("|"))

    def is_valid_on(self, on: dt.date) -> bool:
        """Whether the class has members on a day."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The whole catalogue, in its own order."""

    agencies: tuple[CatalogueAgency, ...]
    classes: tuple[AgencyClass, ...]

    def agency(self, code: str) -> CatalogueAgency | None:
        """The body with a code, or None."""
        return next((item for item in self.agencies if item.code == code), None)


@lru_cache(maxsize=1)
def load_catalogue() -> Catalogue:
    """The catalogue delivered with the product, read once."""
    path = resources.files("mangnon.agencies") / "data" / "catalogue.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    return Catalogue(
        agencies=tuple(_agency(item) for item in data["agencies"]),
        classes=tuple(_class(item) for item in data["classes"]),
    )


_COMMITTEES = {"district": "UBND_HUYEN", "commune": "UBND_XA"}


def kind_of_body(catalogue_code: str, level: str) -> CatalogueAgency | None:
    """The catalogue's description of a kind of body; committees below the province have one for each level."""
    return load_catalogue().agency(_COMMITTEES.get(level, catalogue_code))


def first_functions(bodies: Sequence[tuple[str, str]]) -> list[tuple[CatalogueFunction, ...]]:
    """What each of a province's open bodies, given as (catalogue code, level), carries before any event.

    The day is the last one on which all of them exist by the catalogue: a province set up in February 2025 has bodies
    that end in February, so its functions are February's.
    """
    entries = [kind_of_body(code, level) for code, level in bodies]
    ends = [
        e.valid_to for e, (_, level) in zip(entries, bodies, strict=True) if e and e.valid_to and level == "province"
    ]
    day = min(ends, default=dt.date.max)
    return [entry.functions_on(day) if entry else () for entry in entries]


def _agency(item: dict[str, Any]) -> CatalogueAgency:
    return CatalogueAgency(
        code=item["code"],
        name=item["name"],
        short=item["short"],
        kind=item["kind"],
        level=item["level"],
        aliases=tuple(item["aliases"]),
        functions=tuple(_function(function) for function in item["functions"]),
        valid_from=_day(item["valid_from"]),
        valid_to=_day(item["valid_to"]),
        basis=item["basis"],
        basis_tag=item["basis_tag"],
        source=item["source"],
        tag=item["tag"],
        uniform=item["uniform"],
        abbreviations=tuple(item.get("abbreviations", ())),
    )


def _function(item: str | dict[str, str]) -> CatalogueFunction:
    if isinstance(item, str):
        return CatalogueFunction(item)
    return CatalogueFunction(item["code"], _day(item.get("from")), _day(item.get("to")), item["tag"])


def _class(item: dict[str, Any]) -> AgencyClass:
    return AgencyClass(
        code=item["code"],
        words=tuple(item["words"]),
        members=item["members"],
        valid_from=_day(item["valid_from"]),
        valid_to=_day(item["valid_to"]),
        tag=item["tag"],
        continued_as=item.get("continued_as", ""),
    )


def _day(value: str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None
