"""A form of figures as its page shows it: rows of boxes, what is wrong with which, what a colleague wrote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from mangnon.indicators.filling import Filled, Told
from mangnon.indicators.models import Figure
from mangnon.indicators.rules.entry import write_cell
from mangnon.indicators.rules.grid import CellAt, name_of, pack_seen
from mangnon.indicators.selectors import cell_of
from mangnon.indicators.sheets import EntrySheet
from mangnon.indicators.terms import IndicatorKind
from mangnon.kernel import clock


def rows_of(
    sheet: EntrySheet, *, told: Iterable[Told], filled: Filled | None = None, typed: Mapping[CellAt, str] | None = None
) -> list[dict[str, Any]]:
    """Every row: its boxes by column (None where the indicator is not divided so) and what is to be told below it.

    A cell that was not written keeps what was typed.
    """
    left = filled.left if filled else set()
    notes = _notes(told, filled)
    rows: list[dict[str, Any]] = []
    group, group_number = None, 0
    for row in sheet.rows:
        key = row.indicator.pk
        boxes: list[dict[str, Any] | None] = []
        for number, column in enumerate(sheet.columns):
            at = (key, column.key)
            if column.key not in row.keys:
                boxes.append(None)
                continue
            figure = sheet.figures.get(at)
            text = (
                typed[at] if typed and at in left and at in typed else write_cell(cell_of(figure) if figure else None)
            )
            box = {"name": name_of(at), "text": text, "column": number, "label": column.label}
            boxes.append({**box, "is_wrong": at in left})
        own = [note for at in [(key, column.key) for column in sheet.columns] for note in notes.get(at, ())]
        group_number += bool(row.indicator.group and row.indicator.group != group)
        rows.append(
            {
                "indicator": row.indicator,
                "group_number": group_number,
                "group": row.indicator.group if row.indicator.group != group else "",
                "is_rate": row.indicator.kind == IndicatorKind.RATE,
                "boxes": boxes,
                "notes": own,
            }
        )
        group = row.indicator.group
    return rows


def _notes(told: Iterable[Told], filled: Filled | None) -> dict[CellAt, list[dict[str, Any]]]:
    """What is told, each at the first of its cells."""
    found: dict[CellAt, list[dict[str, Any]]] = {}
    for at, why in (filled.unread if filled else {}).items():
        found.setdefault(at, []).append({"words": f"Chưa ghi: {why}.", "is_error": True, "at": at})
    for at, stands in (filled.conflicts if filled else {}).items():
        found.setdefault(at, []).append({"words": conflict_words(stands), "is_error": True, "at": at})
    for each in told:
        if each.cells:
            words = f"Chưa ghi: {each.words}" if each.is_error else each.words
            found.setdefault(each.cells[0], []).append({"words": words, "is_error": each.is_error, "at": each.cells[0]})
    return found


def conflict_words(stands: Figure | None) -> str:
    """What a colleague did to a cell meanwhile, and what to do."""
    if stands is None:
        return "Chưa ghi: ô này vừa được người khác rút lại. Số của bạn còn trong ô; ghi lần nữa để giữ số của bạn."
    who = stands.entered_by.full_name if stands.entered_by else "Hệ thống"
    at = f"{stands.entered_at.astimezone(clock.VIETNAM):%H:%M ngày %d/%m/%Y}"
    return (
        f"Chưa ghi: {who} vừa ghi «{write_cell(cell_of(stands))}» lúc {at}. Số của bạn còn trong ô; "
        "ghi lần nữa để giữ số của bạn, hoặc gõ lại số kia."
    )


def seen_of(sheet: EntrySheet) -> str:
    """The hidden box that says which version of each cell the page shows."""
    return pack_seen(sheet.seen)


def autosave_answer(sheet: EntrySheet, filled: Filled, typed: Mapping[CellAt, str]) -> dict[str, Any]:
    """What a page that saves itself is told of the cells it sent: `cells` as they stand (text and version), `wrong` and
    `notes` (cells, words), `conflicts` with what stands."""
    stands = sheet.figures
    fine = [at for at in typed if at not in filled.left]
    return {
        "saved_at": f"{clock.now().astimezone(clock.VIETNAM):%H:%M}",
        "written": len(filled.changed),
        "cells": {
            name_of(at): {
                "text": write_cell(cell_of(stands[at])) if at in stands else "",
                "version": stands[at].version if at in stands else 0,
            }
            for at in fine
        },
        "unread": {name_of(at): f"Chưa ghi: {why}." for at, why in filled.unread.items()},
        "conflicts": {
            name_of(at): {
                "words": conflict_words(figure),
                "text": write_cell(cell_of(figure)) if figure else "",
                "version": figure.version if figure else 0,
            }
            for at, figure in filled.conflicts.items()
        },
        "told": [
            {"words": each.words, "is_error": each.is_error, "cells": [name_of(at) for at in each.cells]}
            for each in filled.told
        ],
    }
