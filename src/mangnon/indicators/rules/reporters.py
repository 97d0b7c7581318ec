"""Whose figure of one cell counts where several agencies tell it; never who came first. No Django."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from mangnon.indicators.terms import FigureState
from mangnon.kernel.text import fold

_SAYS = (FigureState.VALUE, FigureState.NONE)
_KIND = re.compile(r"^(so|bo) ")
_OF_PLACE = re.compile(r" (tinh|thanh pho) .*$")


@dataclass(frozen=True, slots=True)
class Reporter:
    """One agency that tells a cell. `is_committee`: the People's Committee of a unit of the cell's level; `is_own`:
    whose territory is the very unit; `name`: as the agency is called; `is_chosen`: a person chose it."""

    agency: int
    code: str
    name: str
    state: str
    is_committee: bool = False
    is_own: bool = False
    is_chosen: bool = False


def counting(told: Iterable[Reporter], responsible: str) -> int | None:
    """The key of the agency whose figure is shown and added; None of nobody. The order given never matters.

    The one a person chose; else one that says something before one that nobody counted; then the unit's own People's
    Committee, that of a unit it went into, the body of the sector that leads the indicator («Chủ trì: Bộ Y tế» is Sở Y
    tế), one that takes part, any other; then by code. `responsible`: the dictionary's words for who is responsible.
    """
    rows = sorted(told, key=lambda each: (each.code, each.agency))
    if not rows:
        return None
    return min(rows, key=lambda each: (not each.is_chosen, each.state not in _SAYS, _place(each, responsible))).agency


def _place(reporter: Reporter, responsible: str) -> int:
    if reporter.is_committee:
        return 0 if reporter.is_own else 1
    leads, _, takes_part = fold(responsible).partition("phoi hop")
    sector = _OF_PLACE.sub("", _KIND.sub("", fold(reporter.name))).strip()
    for place, words in ((2, leads), (3, takes_part)):
        if sector and f" bo {sector} " in f" {words} ":
            return place
    return 4
