"""Papers that name each other: stored as a reading says it, resolved to received papers when somebody asks.

A paper that arrives later is found without anything being written, and nobody learns of another province's papers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from django.db.models import QuerySet
from django.db.models.fields.json import KeyTextTransform

from mangnon.accounts.public import Actor
from mangnon.documents.models import CitedPaper, DirectiveReading
from mangnon.documents.policies import is_of_province
from mangnon.documents.references import CitedLike, cited_in, meant
from mangnon.documents.selectors import readings
from mangnon.documents.terms import ReadingState

_LONGEST_LIST = 200


@dataclass(frozen=True, slots=True)
class KnownPaper:
    """A received paper, as far as a link to it shows it. `territory_code` is empty for a paper of no province."""

    reading_id: int
    doc_type: str
    number: str
    number_key: str
    issued_on: dt.date | None
    issuer: str
    title: str
    territory_code: str
    is_adopted: bool


@dataclass(frozen=True, slots=True)
class Link:
    """What a paper says of another, and the received paper it means; None when the viewer knows of none.

    `is_by_day` False: number and issuer agree, but the paper that cites gives no day to make sure.
    """

    cited: CitedPaper
    known: KnownPaper | None

    @property
    def is_by_day(self) -> bool:
        """Whether the day agreed too."""
        return self.cited.issued_on is not None


@dataclass(frozen=True, slots=True)
class Mention:
    """Where another received paper says something of this one."""

    cited: CitedPaper
    by: KnownPaper


def write_cited_papers(reading: DirectiveReading) -> None:
    """Store what a reading now says of other papers, in place of what it said. In the caller's transaction."""
    reading.cited_papers.all().delete()
    CitedPaper.objects.bulk_create(CitedPaper(reading=reading, **asdict(cited)) for cited in cited_in(reading.result))


def known_papers(viewer: Actor, keys: Iterable[str]) -> list[KnownPaper]:
    """The received papers with some number keys that the viewer may see. One query. Raises NotAllowed."""
    wanted = {key for key in keys if key}
    return _known(readings(viewer).filter(number_key__in=wanted)) if wanted else []


def _known(found: QuerySet[DirectiveReading]) -> list[KnownPaper]:
    words = {name: KeyTextTransform(name, "result") for name in ("doc_type", "number", "issuer", "title")}
    rows = found.select_related(None).order_by("pk").annotate(**{f"read_{name}": each for name, each in words.items()})
    values = rows.values_list(
        "pk",
        *(f"read_{name}" for name in words),
        "number_key",
        "issued_on",
        "source__territory_code",
        "state",
    )
    return [
        KnownPaper(
            reading_id=pk,
            doc_type=doc_type or "",
            number=number or "",
            number_key=key,
            issued_on=issued_on,
            issuer=issuer or "",
            title=title or "",
            territory_code=territory,
            is_adopted=state == ReadingState.ADOPTED,
        )
        for pk, doc_type, number, issuer, title, key, issued_on, territory, state in values
    ]


def known_of(
    viewer: Actor, cited: Sequence[CitedLike], *, home: str, but: int | None = None
) -> list[KnownPaper | None]:
    """For each citation of a paper of province `home` the received paper it means, or None. One query.

    `but`: the citing paper's own reading, which it never means. Raises NotAllowed.
    """
    papers = [paper for paper in known_papers(viewer, (row.number_key for row in cited)) if paper.reading_id != but]
    return [next(iter(meant(row, papers, home=home)), None) for row in cited]


def links_of(viewer: Actor, reading: DirectiveReading) -> list[Link]:
    """What a reading says of other papers, in its order, each with the received paper it means. Two queries.

    Empty for a reading that the viewer may not see. Raises NotAllowed.
    """
    home = reading.source.territory_code
    if not is_of_province(viewer, territory_code=home):
        return []
    rows = list(reading.cited_papers.order_by("order"))
    known = known_of(viewer, rows, home=home, but=reading.pk)
    return [Link(row, paper) for row, paper in zip(rows, known, strict=True)]


def cited_by(viewer: Actor, reading: DirectiveReading) -> list[Mention]:
    """Which other received papers say something of this one, the newest first. Three queries however many.

    Only papers that the viewer may see, and only where they mean this one and no other. Raises NotAllowed.
    """
    seen = readings(viewer)
    if not reading.number_key or not is_of_province(viewer, territory_code=reading.source.territory_code):
        return []
    rows = list(
        CitedPaper.objects.filter(number_key=reading.number_key, reading__in=seen.order_by())
        .exclude(reading=reading)
        .order_by("reading", "order")[:_LONGEST_LIST]
    )
    if not rows:
        return []
    alike = known_papers(viewer, [reading.number_key])
    by = {paper.reading_id: paper for paper in _known(seen.filter(pk__in={row.reading_id for row in rows}))}
    found = [
        Mention(row, by[row.reading_id])
        for row in rows
        if any(paper.reading_id == reading.pk for paper in meant(row, alike, home=by[row.reading_id].territory_code))
    ]
    return sorted(found, key=lambda each: (each.by.issued_on or dt.date.min, each.by.reading_id), reverse=True)
