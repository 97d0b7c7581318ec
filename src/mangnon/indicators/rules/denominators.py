"""Denominators that a body has already told as another indicator's number. No Django."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from mangnon.indicators.rules.cells import Cell, unknown_of

_At = tuple[int, str]  # key of the indicator, key of the breakdown


def with_denominators(cells: Mapping[_At, Cell | None], bases: Mapping[int, int]) -> dict[_At, Cell | None]:
    """The cells of one body, unit and period, where a rate without a denominator gets the number of its base.

    `bases`: by key of a rate, whose number its denominator is. «Nothing of the kind» gets it too: none of so many; left
    without, a unit where nothing happened would fall out of the rate of all units and make it too high.
    """
    found = dict(cells)
    for (key, part), cell in cells.items():
        if key not in bases or cell is None or unknown_of(cell) is not None or cell.denominator is not None:
            continue
        base = cells.get((bases[key], part))
        if base is not None and base.adds is not None:
            found[key, part] = replace(cell, denominator=base.adds)
    return found


def followed(cell: Cell, before: Mapping[_At, Cell], now: Mapping[_At, Cell | None], base: _At) -> Cell:
    """A rate's cell without its denominator where that was its base's number and the base is told anew."""
    old, new = before.get(base), now.get(base)
    is_base_s = old is not None and cell.denominator is not None and cell.denominator == old.adds
    return replace(cell, denominator=None) if is_base_s and new is not None and new.adds is not None else cell
