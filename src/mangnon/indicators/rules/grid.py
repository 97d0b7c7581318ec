"""The grid of a form: one row for each indicator, one column for each group it is divided by. No Django.

A cell is named «7.sex=female» on the page: the key of the indicator, a dot, the key of the breakdown («7.»: the whole).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mangnon.indicators.rules.breakdowns import key_of, parts_of_key

CellAt = tuple[int, str]
_NAME = re.compile(r"([0-9]{1,9})\.(\S{0,300})", re.ASCII)
_SEEN = re.compile(r"([0-9]{1,9}\.\S{0,300}):([0-9]{1,5})", re.ASCII)
_MOST_GROUPS = 6


@dataclass(frozen=True, slots=True)
class Divided:
    """A dimension as the grid sees it: its groups (code → name, in order) and the indicators it divides."""

    code: str
    name: str
    groups: Mapping[str, str]
    indicators: frozenset[int]


@dataclass(frozen=True, slots=True)
class GridColumn:
    """One column: the key of the breakdown, its label, the dimension it belongs to (empty for the whole)."""

    key: str
    label: str
    dimension: str = ""


def name_of(at: CellAt) -> str:
    """The name of a cell on the page."""
    return f"{at[0]}.{at[1]}"


def at_of(name: str) -> CellAt | None:
    """The cell a name means; None for a name that is none. Raises BadBreakdown for a breakdown that is none."""
    found = _NAME.fullmatch(name)
    return (int(found[1]), key_of(parts_of_key(found[2]))) if found else None


def pack_seen(seen: Mapping[CellAt, int]) -> str:
    """Which version of each cell a page showed, in one word for each cell that has one."""
    return " ".join(f"{name_of(at)}:{version}" for at, version in seen.items() if version)


def unpack_seen(text: str) -> dict[CellAt, int]:
    """What `pack_seen` packed; words that are none of it are passed over, so that their cells count as new."""
    found: dict[CellAt, int] = {}
    for word in text.split():
        match = _SEEN.fullmatch(word)
        at = at_of(match[1]) if match else None
        if match and at:
            found[at] = int(match[2])
    return found


def common_divisions(divisions: Iterable[Divided], indicators: int) -> list[Divided]:
    """The dimensions that stand side by side on the first page of a form: few groups, shared by many indicators."""
    least = max(3, indicators // 10)
    return [each for each in divisions if 0 < len(each.groups) <= _MOST_GROUPS and len(each.indicators) >= least]


def columns_of(divisions: Iterable[Divided]) -> list[GridColumn]:
    """The whole, then the groups of each dimension."""
    found = [GridColumn("", "Chung")]
    for each in divisions:
        found += [GridColumn(key_of({each.code: group}), name, each.code) for group, name in each.groups.items()]
    return found
