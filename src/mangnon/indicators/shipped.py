"""The dictionary delivered with the product: read from the package, entered where it is not there yet."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from importlib import resources
from typing import Any

from mangnon.indicators.rules.breakdowns import key_of, parts_of_key

SETS = ("tt13_2021.json", "npa_2021_2030.json")
_LINKS = ("part_of", "same_as", "related_to", "denominator_from")
_ELSEWHERE = frozenset({*_LINKS, "same_breakdown", "dimensions", "targets"})
WHOLE_LABEL = "Tổng số"


@dataclass(frozen=True, slots=True)
class Models:
    """The records to write to: the app's own, or those of a migration's state."""

    indicator_set: Any
    indicator: Any
    indicator_dimension: Any
    dimension: Any
    category: Any
    breakdown: Any
    breakdown_part: Any
    target: Any


@dataclass(slots=True)
class Entered:
    """How many rows were made, and how many facts were put right."""

    new: int = 0
    changed: int = 0


def read(name: str) -> dict[str, Any]:
    """One file of `data/`; its form is told in its own «about»."""
    told: dict[str, Any] = json.loads(
        resources.files("mangnon.indicators").joinpath("data", name).read_text(encoding="utf-8")
    )
    return told


def enter_shipped(models: Models, *, now: dt.datetime) -> Entered:
    """Enter what is delivered and not there, and put right delivered facts that a later version tells better.

    A target that anybody set or withdrew for the nation and year stays as it is; what offices added stays.
    Idempotent. Statements: constant for what is there already.
    """
    done = Entered()
    _enter_dimensions(models, done)
    for name in SETS:
        _enter_set(models, read(name), done)
    _enter_links(models, done)
    for name in SETS:
        _enter_targets(models, read(name), now, done)
    return done


def _put(found: Any, facts: dict[str, Any], done: Entered) -> None:
    """Write facts into a row that is there, if any differs."""
    differing = [name for name, value in facts.items() if getattr(found, name) != value]
    if differing:
        for name in differing:
            setattr(found, name, facts[name])
        found.save(update_fields=differing)
        done.changed += 1


def _make(model: Any, rows: Iterable[Any], done: Entered) -> None:
    done.new += len(model.objects.bulk_create(rows))


def _enter_dimensions(models: Models, done: Entered) -> None:
    told = read("dimensions.json")["dimensions"]
    there = {row.code: row for row in models.dimension.objects.all()}
    rows = []
    for position, each in enumerate(told, 1):
        facts = {name: each[name] for name in ("name", "concept", "is_partition", "words", "tag")}
        facts["position"] = position
        if each["code"] in there:
            _put(there[each["code"]], facts, done)
        else:
            rows.append(models.dimension(code=each["code"], **facts))
    _make(models.dimension, rows, done)
    dimensions = {row.code: row for row in models.dimension.objects.all()}
    for level in (False, True):  # groups before the parts of groups
        _enter_categories(models, told, dimensions, level, done)
    if not models.breakdown.objects.filter(key="").exists():
        _make(models.breakdown, [models.breakdown(key="", label=WHOLE_LABEL)], done)


def _enter_categories(
    models: Models, told: list[dict[str, Any]], dimensions: dict[str, Any], has_parent: bool, done: Entered
) -> None:
    there = {(row.dimension_id, row.code): row for row in models.category.objects.all()}
    rows = []
    for each in told:
        dimension = dimensions[each["code"]]
        for position, group in enumerate(each["categories"], 1):
            if bool(group.get("parent")) != has_parent:
                continue
            parent = there[dimension.pk, group["parent"]] if has_parent else None
            facts = {
                "name": group["name"],
                "tag": group["tag"],
                "low_age": group.get("low_age"),
                "high_age": group.get("high_age"),
                "parent_id": parent.pk if parent else None,
                "position": position,
            }
            found = there.get((dimension.pk, group["code"]))
            if found is not None:
                _put(found, facts, done)
            else:
                rows.append(models.category(dimension=dimension, code=group["code"], **facts))
    _make(models.category, rows, done)


def _enter_set(models: Models, told: dict[str, Any], done: Entered) -> None:
    facts = dict(told["set"])
    for name in ("valid_from", "valid_to"):
        facts[name] = _day(facts.get(name))
    row = models.indicator_set.objects.filter(code=facts["code"]).first()
    if row is None:
        row = models.indicator_set.objects.create(**facts)
        done.new += 1
    else:
        _put(row, facts, done)
    there = {each.code: each for each in models.indicator.objects.filter(set=row)}
    known = {
        field.name for field in models.indicator._meta.get_fields()
    }  # a migration knows what there was at its time
    rows = []
    for each in told["indicators"]:
        own = {name: value for name, value in each.items() if name in known - _ELSEWHERE}
        own["valid_from"] = _day(own.get("valid_from"))
        if own.get("multiplier") is not None:
            own["multiplier"] = Decimal(own["multiplier"])
        if own["code"] in there:
            _put(there[own["code"]], own, done)
        else:
            rows.append(models.indicator(set=row, **own))
    _make(models.indicator, rows, done)


def _enter_links(models: Models, done: Entered) -> None:
    """What leads from one indicator to another, and by what each is divided."""
    indicators = {(row.set.code, row.code): row for row in models.indicator.objects.select_related("set")}
    dimensions = {row.code: row for row in models.dimension.objects.all()}
    divided = set(models.indicator_dimension.objects.values_list("indicator_id", "dimension_id"))
    rows = []
    for set_code, each in _indicators():
        row = indicators[set_code, each["code"]]
        links: dict[str, Any] = {}
        for name in _LINKS:
            target = each.get(name)
            near = tuple(target.split("/", 1)) if target and "/" in target else (set_code, target)
            links[f"{name}_id"] = indicators[near].pk if target else None
        same = each.get("same_breakdown")
        links["same_breakdown_id"] = _breakdown(models, same, done).pk if same else None
        _put(row, links, done)
        for position, by in enumerate(each["dimensions"], 1):
            dimension = dimensions[by["dimension"]]
            if (row.pk, dimension.pk) not in divided:
                facts = {"words": by["words"], "tag": by["tag"], "position": position}
                rows.append(models.indicator_dimension(indicator=row, dimension=dimension, **facts))
    _make(models.indicator_dimension, rows, done)


def _breakdown(models: Models, key: str, done: Entered) -> Any:
    found = models.breakdown.objects.filter(key=key).first()
    if found is not None:
        return found
    parts = parts_of_key(key)
    groups = {
        (row.dimension.code, row.code): row
        for row in models.category.objects.filter(dimension__code__in=parts).select_related("dimension")
    }
    chosen = [groups[part] for part in sorted(parts.items())]
    found = models.breakdown.objects.create(key=key_of(parts), label="; ".join(row.name for row in chosen))
    _make(
        models.breakdown_part,
        [models.breakdown_part(breakdown=found, dimension=row.dimension, category=row) for row in chosen],
        done,
    )
    done.new += 1
    return found


def _enter_targets(models: Models, told: dict[str, Any], now: dt.datetime, done: Entered) -> None:
    indicators = {row.code: row for row in models.indicator.objects.filter(set__code=told["set"]["code"])}
    there = set(models.target.objects.filter(unit__isnull=True).values_list("indicator_id", "year"))
    rows = []
    for each in told["indicators"]:
        row = indicators[each["code"]]
        for target in each.get("targets", ()):
            if (row.pk, target["year"]) in there:
                continue
            ends = {name: Decimal(target[name]) if name in target else None for name in ("low", "high")}
            facts = {name: target[name] for name in ("year", "comparison", "words", "source", "tag")}
            rows.append(models.target(indicator=row, entered_at=now, **facts, **ends))
    _make(models.target, rows, done)


def _indicators() -> Iterator[tuple[str, dict[str, Any]]]:
    for name in SETS:
        told = read(name)
        for each in told["indicators"]:
            yield told["set"]["code"], each


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
