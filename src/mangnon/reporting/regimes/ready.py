"""Ready regimes: what laws and the known plans ask for, delivered as data for a province to take over and change."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from mangnon.reporting.rules.periods import DueRule, Schedule


@dataclass(frozen=True, slots=True)
class ReadyTier:
    """One step of a ready regime's way up."""

    level: str
    recipient_words: str
    due: DueRule


@dataclass(frozen=True, slots=True)
class ReadyRegime:
    """A regime as it was found. `tag` says how well the report is known, `days_tag` the days the paper leaves open."""

    code: str
    name: str
    basis: str
    tag: str
    days_tag: str
    frequency: str
    is_fifteenth: bool
    due: DueRule
    reporters: str
    classes: tuple[str, ...]
    recipient_words: str
    content: str
    tiers: tuple[ReadyTier, ...]

    @property
    def schedule(self) -> Schedule:
        """When it asks, as a plain value."""
        return Schedule(self.frequency, self.due, is_fifteenth=self.is_fifteenth)


@cache
def ready_regimes() -> tuple[ReadyRegime, ...]:
    """Every ready regime, in the order of the data."""
    text = resources.files("mangnon.reporting").joinpath("data/ready_regimes.json").read_text(encoding="utf-8")
    return tuple(_regime(row) for row in json.loads(text)["regimes"])


def ready_regime(code: str) -> ReadyRegime | None:
    """One of them, by code."""
    return next((regime for regime in ready_regimes() if regime.code == code), None)


def _due(row: dict[str, Any]) -> DueRule:
    return DueRule(row["kind"], row.get("day"), row.get("month"), row.get("offset"))


def _regime(row: dict[str, Any]) -> ReadyRegime:
    return ReadyRegime(
        code=row["code"],
        name=row["name"],
        basis=row["basis"],
        tag=row["tag"],
        days_tag=row["days_tag"],
        frequency=row["frequency"],
        is_fifteenth=row["window"] == "fifteenth",
        due=_due(row["due"]),
        reporters=row["reporters"],
        classes=tuple(row["classes"]),
        recipient_words=row["to"],
        content=row["content"],
        tiers=tuple(ReadyTier(tier["level"], tier["to"], _due(tier["due"])) for tier in row["tiers"]),
    )
