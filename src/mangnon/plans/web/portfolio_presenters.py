"""What pages show of documents that directives continue, replace or amend."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from mangnon.documents.terms import CitationKind
from mangnon.plans.terms import PeriodState
from mangnon.plans.versions.portfolio import CHANGES, Continued, Related

TONES = {
    PeriodState.NOT_BEGUN: "wait",
    PeriodState.RUNNING: "progress",
    PeriodState.OVER: "closed",
    PeriodState.UNKNOWN: "neutral",
}
COLUMNS = [
    {"label": "Văn bản"},
    {"label": "Trích yếu"},
    {"label": "Giai đoạn"},
    {"label": "Tình trạng"},
]


def row_of(related: Related, on: dt.date) -> dict[str, Any]:
    """One document: words, period, state on a day, addresses of the plan and the paper where they are known."""
    relation, state = related.relation, related.state(on)
    return {
        "relation": relation,
        "plan": related.plan,
        "paper": related.paper,
        "period": period_words(relation.from_year, relation.to_year),
        "state": state,
        "tone": TONES[state],
        "word": state.label,
    }


def period_words(from_year: int | None, to_year: int | None) -> str:
    """«2016–2020», «năm 2020», «đến năm 2030»; empty for none."""
    if from_year and to_year:
        return f"năm {to_year}" if from_year == to_year else f"{from_year}–{to_year}"
    if to_year:
        return f"đến năm {to_year}"
    return f"từ năm {from_year}" if from_year else ""


def rows_of_kind(related: Iterable[Related], kind: CitationKind, on: dt.date) -> list[dict[str, Any]]:
    """The documents that a directive continues (or implements), in the paper's order."""
    return [row_of(each, on) for each in related if each.relation.kind == kind]


def changes(related: Iterable[Related]) -> list[Related]:
    """The documents that a directive replaces or amends."""
    return [each for each in related if each.relation.kind in CHANGES]


def addresses(related: Iterable[Related]) -> dict[str, str]:
    """Addresses of known papers by number as the directive writes it."""
    return {
        each.relation.number: reverse("document", args=[each.paper.reading_id])
        for each in related
        if each.paper is not None and each.relation.number
    }


def portfolio_rows(found: Iterable[Continued], on: dt.date) -> list[dict[str, Any]]:
    """The whole portfolio: each document once, with the plans whose directives continue it."""
    return [{**row_of(each.related, on), "by": each.by, "changed": each.changed} for each in found]
