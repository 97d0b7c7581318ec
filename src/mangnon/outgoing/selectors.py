"""Reads of registers and outgoing papers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency, Post, lineage_ids
from mangnon.kernel import clock
from mangnon.outgoing.models import OutgoingPaper, PaperTemplate, Register, RegisterYear, TemplateVersion
from mangnon.outgoing.policies import can_see_every_body, can_see_outgoing
from mangnon.outgoing.rules import RegisterFault, faults_of, register_for
from mangnon.outgoing.terms import PaperState


def bodies_seen(viewer: Actor) -> Q:
    """Which bodies' papers the viewer sees: their own with those it took over from, or every body of the province."""
    if can_see_every_body(viewer):
        codes = sorted(viewer.territory_codes)
        found = Q(pk__in=[]) if codes else Q()
        for code in codes:
            found |= Q(code__startswith=f"{code}.")
        return found
    if not can_see_outgoing(viewer) or viewer.agency_id is None:
        return Q(pk__in=[])
    return Q(pk__in=lineage_ids(viewer.agency_id, on=clock.today()))


def _carried_on(agency_id: int) -> list[int]:
    """A body and those that ended and that it took over from: what was sent to them is for it to answer."""
    today = clock.today()
    before = lineage_ids(agency_id, on=today)
    return [agency_id, *Agency.objects.filter(pk__in=before, valid_to__lt=today).values_list("pk", flat=True)]


def papers(viewer: Actor) -> QuerySet[OutgoingPaper]:
    """The papers the viewer sees: of their bodies; issued ones that are addressed to their own body."""
    if not can_see_outgoing(viewer) and not viewer.is_system:
        return OutgoingPaper.objects.none()
    found = OutgoingPaper.objects.select_related("agency", "register")
    seen = Q(agency__in=Agency.objects.filter(bodies_seen(viewer)).values("pk"))
    if viewer.agency_id is not None:
        sent = OutgoingPaper.objects.filter(
            state__in=(PaperState.ISSUED, PaperState.WITHDRAWN), addresses__agency__in=_carried_on(viewer.agency_id)
        )
        seen |= Q(pk__in=sent.values("pk"))
    return found.filter(seen)


def sees_inside(viewer: Actor, paper: OutgoingPaper) -> bool:
    """Whether the viewer reads how a paper was made: drafts, earlier files, doubts, history. Who only received it reads
    what was sent."""
    return Agency.objects.filter(bodies_seen(viewer), pk=paper.agency_id).exists()


def paper_by_id(viewer: Actor, pk: int) -> OutgoingPaper | None:
    """The paper, or None also when it is there but not the viewer's to see."""
    return papers(viewer).filter(pk=pk).first()


def paper_about(viewer: Actor, *, source_kind: str, source_key: str) -> OutgoingPaper | None:
    """The paper that was made of something in another room, newest first; dropped drafts do not count."""
    found = papers(viewer).filter(source_kind=source_kind, source_key=source_key)
    return found.exclude(state=PaperState.DROPPED).order_by("-pk").first()


def papers_about(viewer: Actor, *, source_kind: str, source_keys: Iterable[str]) -> dict[str, OutgoingPaper]:
    """`paper_about` for many at once, by key. One query."""
    found = papers(viewer).filter(source_kind=source_kind, source_key__in=list(source_keys))
    return {paper.source_key: paper for paper in found.exclude(state=PaperState.DROPPED).order_by("pk")}


def frozen_by(*, source_kind: str, source_key: str) -> OutgoingPaper | None:
    """The paper with a number that froze the words of a source, whoever asks; one that was given up does not count."""
    found = OutgoingPaper.objects.filter(source_kind=source_kind, source_key=source_key, number__isnull=False)
    return found.exclude(state=PaperState.CANCELLED).order_by("-pk").first()


def numbered_papers(*, source_kinds: Iterable[str], source_keys: Iterable[str]) -> list[OutgoingPaper]:
    """The papers with a number made of some sources, whoever asks, in order; those given up are left out: they never
    left. One query."""
    found = OutgoingPaper.objects.filter(
        source_kind__in=list(source_kinds), source_key__in=list(source_keys), number__isnull=False
    )
    return list(found.exclude(state=PaperState.CANCELLED).order_by("pk"))


def papers_to_follow(agency_id: int) -> QuerySet[OutgoingPaper]:
    """The issued papers of a body that a later one can replace, correct or withdraw, newest first."""
    return OutgoingPaper.objects.filter(agency_id=agency_id, state=PaperState.ISSUED).order_by(
        "-year", "-number", "-pk"
    )


def registers(viewer: Actor, *, agency_id: int) -> QuerySet[Register]:
    """The registers of a body the viewer sees, open ones first."""
    bodies = Agency.objects.filter(bodies_seen(viewer)).values("pk")
    found = Register.objects.filter(agency__in=bodies, agency_id=agency_id).select_related("agency")
    return found.order_by("closed_at", "code")


def agencies_with_papers(viewer: Actor) -> list[Agency]:
    """The bodies whose registers the viewer may open, that have one or a paper; their own always first."""
    used = Q(registers__isnull=False) | Q(outgoing_papers__isnull=False) | Q(pk=viewer.agency_id)
    found = list(Agency.objects.filter(bodies_seen(viewer)).filter(used).distinct().order_by("code"))
    return sorted(found, key=lambda agency: agency.pk != viewer.agency_id)


@dataclass(frozen=True, slots=True)
class PaperFilter:
    """What of a body's papers is asked for; empty means all. Drafts have no year: they are always there."""

    year: int | None = None
    register_id: int | None = None
    kind: str = ""
    state: str = ""
    words: str = ""
    since: dt.date | None = None
    until: dt.date | None = None


def papers_of(viewer: Actor, *, agency_id: int, wanted: PaperFilter) -> QuerySet[OutgoingPaper]:
    """The papers of one body, numbers downward, drafts on top."""
    found = papers(viewer).filter(agency_id=agency_id).exclude(state=PaperState.DROPPED)
    if wanted.state:
        found = papers(viewer).filter(agency_id=agency_id, state=wanted.state)
    if wanted.year:
        found = found.filter(Q(year=wanted.year) | Q(year__isnull=True))
    if wanted.register_id:
        found = found.filter(register_id=wanted.register_id)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.since:
        found = found.filter(issued_on__gte=wanted.since)
    if wanted.until:
        found = found.filter(issued_on__lte=wanted.until)
    words = wanted.words.strip()
    if words:
        by_words = Q(subject__icontains=words) | Q(symbol__icontains=words) | Q(signer_name__icontains=words)
        begun = words.partition("/")[0]
        if begun.isdecimal() and len(begun) < 7:
            by_words |= Q(number=int(begun))
        found = found.filter(by_words)
    return found.order_by("-year", "register", "-number", "-pk")


def register_of_kind(agency_id: int, kind: str) -> Register | None:
    """The open register of a body that takes a kind of paper."""
    rows = list(Register.objects.filter(agency_id=agency_id, closed_at__isnull=True).order_by("pk"))
    pk = register_for(kind, [(row.pk, row.kinds) for row in rows])
    return next((row for row in rows if row.pk == pk), None)


def register_faults(register_year: RegisterYear) -> list[RegisterFault]:
    """Gaps and doubles in a year of a register; empty while nothing is wrong."""
    rows = OutgoingPaper.objects.filter(
        register_id=register_year.register_id, year=register_year.year, number__isnull=False
    ).order_by("number")
    return faults_of(
        [row.number or 0 for row in rows.only("number")],
        first=register_year.first_number,
        last=register_year.last_number,
    )


def templates_of(viewer: Actor, *, agency_id: int, retired: bool = False) -> QuerySet[PaperTemplate]:
    """The templates of a body."""
    bodies = Agency.objects.filter(bodies_seen(viewer)).values("pk")
    found = PaperTemplate.objects.filter(agency__in=bodies, agency_id=agency_id).select_related("agency")
    return found if retired else found.filter(retired_at__isnull=True)


def version_in_use(template: PaperTemplate) -> TemplateVersion:
    """What a template says now."""
    return template.versions.order_by("-number")[0]


def signers_of(agency_id: int, *, on: dt.date) -> Sequence[Post]:
    """Posts of a body on a day that have a title, by the person's name: who may be chosen as signer."""
    found = Post.objects.on(on).filter(agency_id=agency_id).exclude(title="").select_related("user")
    return list(found.order_by("user__full_name", "pk"))
