"""Units, their past and their future, in words and rows for the page."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse

from mangnon.accounts.public import Actor
from mangnon.kernel.dates import typed_day, vn_date
from mangnon.territory.models import EventPart, ParentEdge, Unit, UnitQuerySet, valid_on
from mangnon.territory.policies import can_give_weights, is_of_own_province
from mangnon.territory.selectors import divided_parts, province_codes_of, units_on, validity_text
from mangnon.territory.terms import Level, Measure
from mangnon.territory.tracing import MappedUnit

SLUGS = {"tinh": Level.PROVINCE, "huyen": Level.DISTRICT, "xa": Level.COMMUNE}
_SLUG_OF = {level: slug for slug, level in SLUGS.items()}
_UNVERIFIED = "chưa kiểm chứng"
FOUND_COLUMNS = [{"label": label} for label in ("Tên", "Mã", "Cấp", "Thuộc", "Hiệu lực")]
PROVINCE_COLUMNS = [
    {"label": "Tên"},
    {"label": "Mã"},
    {"label": "Đơn vị cấp xã", "numeric": True},
    {"label": "Hình thành từ"},
]


def day_asked(text: str) -> tuple[dt.date | None, bool]:
    """The day typed as 01/07/2025 (or 2025-07-01), and whether what was typed is no day."""
    day = typed_day(text)
    return day, day is None and bool(text.strip())


def address(unit: Unit, on: dt.date | None = None) -> str:
    """The page of a unit; without a day of its own to show, the day it was last there."""
    day = on
    if day is None or (unit.valid_to and day > unit.valid_to):
        day = unit.valid_to or day
    if unit.valid_from and (day is None or day < unit.valid_from):
        day = unit.valid_from
    page = reverse("territory_unit", args=[_SLUG_OF[Level(unit.level)], unit.code])
    return f"{page}?ngay={vn_date(day)}" if day else page


def link(unit: Unit, on: dt.date | None = None) -> dict[str, str]:
    """A unit's name, code and page."""
    return {"name": unit.name, "code": unit.code, "url": address(unit, on)}


def found_rows(units: Iterable[Unit]) -> list[dict[str, Any]]:
    """What a search found: each unit with its level, its (last) parent and its validity."""
    return [
        {
            **link(unit),
            "level": Level(unit.level).label,
            "parent": unit.parent.name if unit.parent else "",
            "validity": validity_text(unit),
            "is_open": unit.valid_to is None,
        }
        for unit in units
    ]


def province_rows(on: dt.date) -> list[dict[str, Any]]:
    """The provinces of a day, with what each was formed from and how many communes it has."""
    formed = Prefetch("came_from", EventPart.objects.select_related("source").order_by("source__code"))
    provinces = list(units_on(Level.PROVINCE, on).prefetch_related(formed))
    above = {
        edge["child_id"]: edge["parent_id"]
        for edge in ParentEdge.objects.filter(valid_on(on), valid_on(on, "child__")).values("child_id", "parent_id")
    }
    communes = units_on(Level.COMMUNE, on).order_by().values_list("pk", flat=True)
    counts: Counter[int | None] = Counter(above.get(above.get(pk, 0), above.get(pk)) for pk in communes)
    return [
        {
            **link(unit, on),
            "kind": unit.kind,
            "communes": counts[unit.pk],
            "formed": [link(part.source) for part in unit.came_from.all() if part.source],
        }
        for unit in provinces
    ]


def inside(unit: Unit, on: dt.date) -> UnitQuerySet:
    """What the page of a unit lists: districts and communes of a province before July 2025, communes otherwise."""
    formed = Prefetch("came_from", EventPart.objects.select_related("source").order_by("source__code", "pk"))
    became = Prefetch("became", EventPart.objects.select_related("target").order_by("target__code", "pk"))
    above = Prefetch("parent_edges", ParentEdge.objects.filter(valid_on(on)).select_related("parent"), "edges_on_day")
    return units_on(Level.COMMUNE, on, within=unit).prefetch_related(formed, became, above)


def inside_rows(units: Iterable[Unit], unit: Unit) -> list[dict[str, Any]]:
    """One row for each commune: its district of the day, what it was formed from, what it became."""
    rows = []
    for commune in units:
        edges: list[ParentEdge] = commune.edges_on_day  # type: ignore[attr-defined]
        between = edges[0].parent if edges and edges[0].parent_id != unit.pk else None
        rows.append(
            {
                **link(commune, commune.valid_to or commune.valid_from),
                "kind": commune.kind,
                "district": link(between) if between else None,
                "formed": parts(commune.came_from.all(), "source"),
                "became": parts(commune.became.all(), "target"),
                "is_open": commune.valid_to is None,
            }
        )
    return rows


def commune_table(units: Iterable[Unit], unit: Unit) -> dict[str, Any]:
    """Columns and rows of the communes of a day: forward to what they became, if they ended, else back."""
    rows = inside_rows(units, unit)
    has_ended = any(not row["is_open"] for row in rows)
    label = "Nay là" if has_ended else "Hình thành từ"
    for row in rows:
        row["others"] = row["became"] if has_ended else row["formed"]
        row["none"] = "giữ nguyên" if row["is_open"] else "danh mục không ghi"
    has_districts = unit.level == Level.PROVINCE and any(row["district"] for row in rows)
    names = ["Tên", "Mã", *(["Cấp huyện"] if has_districts else []), label]
    return {
        "rows": rows,
        "other_label": label,
        "has_districts": has_districts,
        "commune_columns": [{"label": name} for name in names],
    }


def parts(given: Iterable[EventPart], end: str) -> list[dict[str, Any]]:
    """The other ends of some parts: name, page, whether whole or a part, and what the list does not hold."""
    found = []
    for part in given:
        other: Unit | None = getattr(part, end)
        if other is None and end == "target":
            continue
        words = link(other) if other else {"name": f"đơn vị mang mã {part.unknown_code}", "code": "", "url": ""}
        found.append({**words, "is_divided": part.is_divided, "is_unknown": other is None})
    return found


def history(unit: Unit, *, forward: bool) -> list[dict[str, Any]]:
    """The events that made a unit (or, forward, ended it): day, document, words, and the other units."""
    given = unit.became if forward else unit.came_from
    chosen = given.select_related("event", "source", "target").order_by("event__effective_on", "event__code", "pk")
    events: dict[int, dict[str, Any]] = {}
    for part in chosen:
        event = events.setdefault(
            part.event_id,
            {
                "kind": part.event.get_kind_display(),
                "on": part.event.effective_on,
                "document": part.event.document_number,
                "title": part.event.title,
                "doubt": "" if part.event.is_verified else _UNVERIFIED,
                "parts": [],
            },
        )
        event["parts"] += parts([part], "target" if forward else "source")
    return list(events.values())


def parents(unit: Unit) -> list[dict[str, Any]]:
    """The units a unit belonged to, one after the other."""
    edges = unit.parent_edges.select_related("parent").order_by("valid_from", "pk")
    return [
        {
            **link(edge.parent, edge.valid_to),
            "since": edge.valid_from,
            "until": edge.valid_to,
            "basis": edge.legal_basis,
        }
        for edge in edges
    ]


def mapped_words(mapped: MappedUnit, on: dt.date) -> dict[str, Any]:
    """Where a unit that is not there on a day lies on it: units, shares in words, and why something is missing."""
    return {
        "on": on,
        "units": [{**link(share.unit, on), "is_whole": share.weight == 1} for share in mapped],
        "is_ambiguous": mapped.is_ambiguous,
        "lost": mapped.lost.label if mapped.lost else "",
    }


def kinds(units: UnitQuerySet) -> Mapping[str, int]:
    """How many units there are of each kind, the most frequent first."""
    return dict(Counter(units.order_by().values_list("kind", flat=True)).most_common())


def shares(viewer: Actor, unit: Unit, asked: Mapping[str, str]) -> dict[str, Any] | None:
    """The shares given for a divided unit by measure, and the form to give some; None when it is not divided.

    `asked`: what somebody typed (name of the field → words). A share is shown and typed in per cent.
    """
    found = divided_parts(unit)
    if len(found) < 2:
        return None
    targets = [part.target for part in found if part.target]
    given = []
    for measure in Measure:
        rows = [(part.target, row) for part in found for row in part.weights.all() if row.measure == measure]
        if rows:
            words = [{**link(target), "share": percent(row.weight)} for target, row in rows if target]
            given.append({"label": measure.label, "rows": words, "basis": rows[0][1].basis})
    return {
        "given": given,
        "may_give": can_give_weights(viewer) and is_of_own_province(viewer, province_codes_of(unit)),
        "measures": [(measure.value, measure.label) for measure in Measure],
        "targets": [{**link(each), "typed": asked.get(f"phan-{each.code}", "")} for each in targets],
        "measure": asked.get("so-do", ""),
        "basis": asked.get("can-cu", ""),
    }


def percent(weight: Decimal) -> str:
    """«37,5 %»."""
    return f"{(weight * 100).normalize():f} %".replace(".", ",")
