"""What directives say of each other: the plans they continue, and which replaced or amended which. Reads only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from mangnon.accounts.public import Actor
from mangnon.documents.public import DirectiveReading, KnownPaper, can_see_documents, known_of, meant
from mangnon.documents.terms import CitationKind
from mangnon.kernel.text import collation_key, fold
from mangnon.plans.models import DirectiveRelation, Plan
from mangnon.plans.rules import period_state
from mangnon.plans.selectors import plans
from mangnon.plans.terms import PeriodState

CHANGES = (CitationKind.REPLACES.value, CitationKind.AMENDS.value)


@dataclass(frozen=True, slots=True)
class Related:
    """What a directive says of another document, with the received paper and the plan it means, where there are."""

    relation: DirectiveRelation
    paper: KnownPaper | None
    plan: Plan | None

    def state(self, on: dt.date) -> PeriodState:
        """Where a day stands to the document's period."""
        return period_state(self.relation.from_year, self.relation.to_year, on)


@dataclass(frozen=True, slots=True)
class Continued:
    """One document that goes on being carried out, and the plans whose directives say so, the newest first.

    `changed`: what adopted directives say to have replaced or amended it, each with that directive's plan.
    """

    related: Related
    by: list[Plan] = field(default_factory=list)
    changed: list[DirectiveRelation] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Known:
    """A plan's own paper, comparable with a citation."""

    plan: Plan
    reading_id: int
    number_key: str
    issued_on: dt.date | None
    issuer: str
    territory_code: str
    is_adopted: bool = True


def _plans_numbered(viewer: Actor, keys: set[str]) -> list[_Known]:
    """The plans of directives with some number keys that the viewer may see. One query."""
    found = plans(viewer).filter(directive__reading__number_key__in=keys).order_by("pk")
    rows = found.select_related("directive__reading__source").defer(
        *(f"directive__reading__{name}" for name in ("lines", "boxes", "doubts", "first_result", "result"))
    )
    return [
        _Known(
            plan=plan,
            reading_id=plan.directive.reading_id,
            number_key=plan.directive.reading.number_key,
            issued_on=plan.directive.issued_on,
            issuer=plan.directive.issuer,
            territory_code=plan.directive.reading.source.territory_code,
        )
        for plan in (rows if keys else ())
    ]


def _relations(viewer: Actor) -> QuerySet[DirectiveRelation]:
    seen = plans(viewer).order_by()
    return DirectiveRelation.objects.filter(directive__plan__in=seen).select_related("directive__plan__directive")


def _own_number(plan: Plan) -> tuple[str, str]:
    """The number key of a plan's paper, and the province that received it; without loading the paper."""
    found = Plan.objects.filter(pk=plan.pk).values_list(
        "directive__reading__number_key", "directive__reading__source__territory_code"
    )
    key, home = found.get()
    return str(key), str(home)


def related_of(viewer: Actor, plan: Plan) -> list[Related]:
    """What a plan's directive says of other documents, in the paper's order. Four queries at most, however many."""
    rows = list(_relations(viewer).filter(directive__plan=plan).order_by("order"))
    _, home = _own_number(plan)
    return _resolved(viewer, rows, home=home, but=plan.directive.reading_id)


def _resolved(viewer: Actor, rows: Sequence[DirectiveRelation], *, home: str, but: int | None = None) -> list[Related]:
    own = _plans_numbered(viewer, {row.number_key for row in rows if row.number_key})
    others = [known for known in own if known.reading_id != but]
    papers = known_of(viewer, rows, home=home, but=but) if can_see_documents(viewer) else [None] * len(rows)
    found = []
    for row, paper in zip(rows, papers, strict=True):
        same = next(iter(meant(row, others, home=home)), None)
        found.append(Related(row, paper, same.plan if same else None))
    return found


def changed_by(viewer: Actor, plan: Plan) -> list[DirectiveRelation]:
    """Which adopted directives say that they replace or amend this one, the newest first. Three queries.

    Each with its directive and that one's plan.
    """
    key, home = _own_number(plan)
    rows = list(_relations(viewer).filter(number_key=key, kind__in=CHANGES).exclude(directive=plan.directive_id))
    if not key or not rows:
        return []
    known = _plans_numbered(viewer, {key})
    found = [row for row in rows if any(each.plan.pk == plan.pk for each in meant(row, known, home=home))]
    return sorted(found, key=lambda row: (row.directive.issued_on or dt.date.min, row.pk), reverse=True)


def continued_plans(viewer: Actor) -> list[Continued]:
    """Every document that the viewer's plans continue, each once, by the end of its period and its number; beside them
    those to be carried out that name a period of their own (the guidance for a year).

    Seven queries at most, however many. Empty for who may not see plans.
    """
    rows = list(
        _relations(viewer)
        .filter(Q(kind=CitationKind.CONTINUES) | Q(kind=CitationKind.IMPLEMENTS, to_year__isnull=False))
        .select_related("directive__plan__territory", "directive__reading__source")
        .defer(*(f"directive__reading__{name}" for name in ("lines", "boxes", "doubts", "first_result", "result")))
        .order_by("-directive__issued_on", "-directive", "order")
    )
    groups: dict[tuple[str, ...], list[DirectiveRelation]] = {}
    for row in rows:
        home = row.directive.reading.source.territory_code
        what = row.number_key or fold(row.title)
        groups.setdefault((home, what, str(row.issued_on or "")), []).append(row)
    keys = {row.number_key for row in rows if row.number_key}
    changes = list(_relations(viewer).filter(number_key__in=keys, kind__in=CHANGES)) if keys else []
    found: list[Continued] = []
    for home in sorted({key[0] for key in groups}):
        each = [group for key, group in groups.items() if key[0] == home]
        for related, group in zip(_resolved(viewer, [group[0] for group in each], home=home), each, strict=True):
            found.append(Continued(related, [row.directive.plan for row in group], _changes_of(group[0], changes)))
    return sorted(found, key=_order)


def _changes_of(row: DirectiveRelation, changes: Sequence[DirectiveRelation]) -> list[DirectiveRelation]:
    """What others say to have changed of the document that a relation names: the same number, of the same day where
    both say one."""
    return [
        each
        for each in changes
        if row.number_key
        and each.number_key == row.number_key
        and (each.issued_on is None or row.issued_on is None or each.issued_on == row.issued_on)
        and each.directive_id != row.directive_id
    ]


def _order(each: Continued) -> tuple[int, int, object]:
    row = each.related.relation
    return -(row.to_year or 0), -(row.from_year or 0), collation_key(row.number or row.title)


def plans_changed_by(viewer: Actor, reading: DirectiveReading) -> list[Related]:
    """The plans that a reading in review says to replace or amend, in the paper's order. Two queries.

    Each with an unsaved relation: nothing is adopted yet.
    """
    cited = [row for row in reading.cited_papers.order_by("order") if row.kind in CHANGES]
    home = reading.source.territory_code
    known = _plans_numbered(viewer, {row.number_key for row in cited if row.number_key})
    found = []
    for row in cited:
        same = next(iter(meant(row, known, home=home)), None)
        if same is not None:
            relation = DirectiveRelation(order=row.order, kind=row.kind, number=row.number, issued_on=row.issued_on)
            found.append(Related(relation, None, same.plan))
    return found


@dataclass(frozen=True, slots=True)
class CitedBy:
    """A plan whose directive says something of a document: in which words (a CitationKind) and of which day."""

    plan: Plan
    kind: str
    number_key: str
    issued_on: dt.date | None


def plans_that_name(viewer: Actor, keys: Iterable[str]) -> list[CitedBy]:
    """The viewer's plans whose directives rest on, implement or name documents with some number keys, the newest
    first. One query. Day and issuer are the caller's to compare."""
    wanted = {key for key in keys if key}
    if not wanted:
        return []
    rows = _relations(viewer).filter(number_key__in=wanted).select_related("directive__plan__territory")
    found = [CitedBy(row.directive.plan, row.kind, row.number_key, row.issued_on) for row in rows]
    return sorted(found, key=lambda each: (each.plan.adopted_at, each.plan.pk), reverse=True)
