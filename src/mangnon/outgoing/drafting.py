"""Papers before they have a number: drafted from words or from another room, changed, dropped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency, Post
from mangnon.audit.public import changes_of, record
from mangnon.documents.official import (
    OfficialDocument,
    Signer,
    document_data,
    document_from_data,
    document_kind,
    signing_faults,
    signing_lines,
)
from mangnon.kernel import clock
from mangnon.kernel.refusals import Stale
from mangnon.kernel.text import fold, nfc, one_line
from mangnon.outgoing.errors import NOTHING_CHANGED, BadPaper, WrongState
from mangnon.outgoing.models import OutgoingPaper, PaperAddress
from mangnon.outgoing.policies import check_keep_papers
from mangnon.outgoing.rules import may_move, number_text, why_not
from mangnon.outgoing.terms import AddressRole, Capacity, PaperState, Urgency

MOST_ADDRESSES = 400
_CHANGING = ("kind", "symbol", "subject", "urgency", "capacity", "signer_title", "signer_name", "delegation")


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """What a paper is, without its words. `addressees` (Kính gửi) and `recipients` (Nơi nhận) are one line each.

    An empty signer is dots, to be filled in by hand.
    """

    kind: str
    symbol: str
    subject: str
    addressees: Sequence[str] = ()
    recipients: Sequence[str] = ()
    capacity: str = Capacity.HEAD
    signer_name: str = ""
    signer_title: str = ""
    signer_post_id: int | None = None
    delegation: str = ""
    urgency: str = Urgency.NORMAL
    replaces_id: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """What a paper was made of in another room."""

    kind: str = ""
    key: str = ""
    template_id: int | None = field(default=None)


@transaction.atomic
def draft_paper(
    *,
    actor: Actor,
    agency_id: int,
    facts: PaperFacts,
    document: OfficialDocument | None = None,
    source: Source | None = None,
) -> OutgoingPaper:
    """Enter a draft. With `document` its files are written here once it has a number; without, somebody adds them.

    Kind, symbol, subject, addressees, recipients and signer are those of `facts`; the document's own are set to them.
    Raises NotAllowed, BadPaper.
    """
    check_keep_papers(actor, agency_id=agency_id)
    agency = Agency.objects.get(pk=agency_id)
    values = _values(agency, facts)
    source = source or Source()
    paper = OutgoingPaper.objects.create(
        agency=agency,
        **values,
        content=document_data(document) if document else {},
        source_kind=source.kind,
        source_key=source.key,
        template_id=source.template_id,
        drafted_at=clock.now(),
        drafted_by_id=actor.user_id,
    )
    _address(paper, facts)
    record(
        actor=actor,
        act="draft_paper",
        object_type="OutgoingPaper",
        object_id=paper.pk,
        details={"kind": document_kind(paper.kind).name, "source": source.kind},
    )
    return paper


def facts_of_document(document: OfficialDocument, **more: Any) -> PaperFacts:
    """The facts a ready document tells of itself; what it cannot tell (capacity, signer's title) comes in `more`."""
    return PaperFacts(
        kind=document.kind.code,
        symbol=document.symbol,
        subject=document.subject,
        addressees=document.addressees,
        recipients=document.recipients,
        signer_name=document.signer.name or "",
        **more,
    )


@transaction.atomic
def change_draft(
    *,
    actor: Actor,
    paper_id: int,
    facts: PaperFacts,
    version: int,
    document: OfficialDocument | None = None,
) -> OutgoingPaper:
    """Change a draft. `document`: its new words; without, they stay. Raises NotAllowed, Stale, WrongState, BadPaper."""
    paper = _locked(actor, paper_id, "edit", version)
    values = _values(paper.agency, facts)
    before = {name: getattr(paper, name) for name in _CHANGING}
    for name, value in values.items():
        setattr(paper, name, value)
    if document is not None:
        paper.content = document_data(document)
    paper.version += 1
    paper.save()
    paper.addresses.all().delete()
    _address(paper, facts)
    old, new = changes_of(paper, before)
    record(actor=actor, act="change_draft", object_type="OutgoingPaper", object_id=paper.pk, before=old, after=new)
    return paper


@transaction.atomic
def drop_draft(*, actor: Actor, paper_id: int, reason: str, version: int) -> OutgoingPaper:
    """Give a draft up; it stays on record. Raises NotAllowed, Stale, WrongState, BadPaper."""
    paper = _locked(actor, paper_id, "drop", version)
    words = reason_of(reason)
    paper.state, paper.end_reason = PaperState.DROPPED, words
    paper.ended_at, paper.ended_by_id = clock.now(), actor.user_id
    paper.version += 1
    paper.save(update_fields=["state", "end_reason", "ended_at", "ended_by", "version"])
    record(actor=actor, act="drop_draft", object_type="OutgoingPaper", object_id=paper.pk, reason=words)
    return paper


def reason_of(text: str) -> str:
    """A reason as it is kept. Raises BadPaper (`no_reason`)."""
    words = one_line(nfc(text))[:500]
    if not words:
        raise BadPaper(f"Chưa nêu lý do. {NOTHING_CHANGED} Hãy ghi ít nhất một câu.", code="no_reason")
    return words


def _locked(actor: Actor, paper_id: int, act: str, version: int) -> OutgoingPaper:
    paper = OutgoingPaper.objects.select_for_update(of=("self",)).select_related("agency").get(pk=paper_id)
    check_keep_papers(actor, agency_id=paper.agency_id)
    if paper.version != version:
        raise Stale(f"Người khác vừa cập nhật văn bản này. {NOTHING_CHANGED} Hãy xem bản mới rồi làm lại.")
    if not may_move(paper.state, act):
        raise WrongState(f"{why_not(paper.state, act)} {NOTHING_CHANGED}")
    return paper


def _values(agency: Agency, facts: PaperFacts) -> dict[str, Any]:
    """The facts as they are kept. Raises BadPaper with what is wrong."""
    try:
        document_kind(facts.kind)
        capacity, urgency = Capacity(facts.capacity), Urgency(facts.urgency)
    except (KeyError, ValueError) as error:
        raise BadPaper(f"Loại văn bản hoặc thẩm quyền ký không biết. {NOTHING_CHANGED}", code="unknown") from error
    symbol, subject = one_line(nfc(facts.symbol)), one_line(nfc(facts.subject))
    if not subject or not symbol or len(symbol) > 80 or len(subject) > 1000:
        raise BadPaper(
            f"Phải có trích yếu (nhiều nhất 1000 chữ cái), ký hiệu (nhiều nhất 80). {NOTHING_CHANGED}",
            code="no_subject",
        )
    faults = signing_faults(agency.name, capacity, facts.signer_title, delegation=facts.delegation)
    if faults:
        raise BadPaper(f"{' '.join(faults)} {NOTHING_CHANGED}", code="wrong_capacity")
    post = Post.objects.filter(pk=facts.signer_post_id, agency=agency).first() if facts.signer_post_id else None
    return {
        "kind": facts.kind,
        "symbol": symbol,
        "subject": subject,
        "urgency": urgency,
        "capacity": capacity,
        "signer_name": one_line(nfc(facts.signer_name))[:120],
        "signer_title": one_line(nfc(facts.signer_title))[:160],
        "signer_post": post,
        "delegation": one_line(nfc(facts.delegation))[:200] if capacity == Capacity.DELEGATED else "",
        "replaces": _replaced(agency, facts.replaces_id),
    }


def _replaced(agency: Agency, pk: int | None) -> OutgoingPaper | None:
    if pk is None:
        return None
    found = OutgoingPaper.objects.filter(pk=pk, agency=agency).exclude(number=None).first()
    if found is None:
        raise BadPaper(f"Không có văn bản được thay thế trong sổ của cơ quan. {NOTHING_CHANGED}", code="unknown_paper")
    return found


def _address(paper: OutgoingPaper, facts: PaperFacts) -> None:
    wanted = [(AddressRole.ADDRESSEE, facts.addressees), (AddressRole.RECIPIENT, facts.recipients)]
    rows = [(role, tidy) for role, lines in wanted for line in lines if (tidy := one_line(nfc(line)).strip("-;. "))]
    if len(rows) > MOST_ADDRESSES:
        raise BadPaper(f"Nhiều hơn {MOST_ADDRESSES} nơi nhận. {NOTHING_CHANGED} Hãy gộp lại.", code="too_many")
    province = paper.agency.code.partition(".")[0]
    today = clock.today()
    bodies = {
        fold(agency.name): agency
        for agency in Agency.objects.on(today).filter(code__startswith=f"{province}.").order_by("-code")
    }
    PaperAddress.objects.bulk_create(
        PaperAddress(paper=paper, order=order, role=role, words=words[:400], agency=bodies.get(fold(words)))
        for order, (role, words) in enumerate(rows, 1)
    )


def document_of(paper: OutgoingPaper) -> OfficialDocument | None:
    """The official document as it stands: with the paper's own facts, and its number and day once it has them.

    None for a paper whose file was written elsewhere.
    """
    if not paper.content:
        return None
    document = document_from_data(paper.content)
    lines: dict[str, list[str]] = {AddressRole.ADDRESSEE: [], AddressRole.RECIPIENT: []}
    for address in paper.addresses.order_by("order"):
        lines[address.role].append(address.words)
    return replace(
        document,
        kind=document_kind(paper.kind),
        symbol=paper.symbol,
        subject=paper.subject,
        addressees=tuple(lines[AddressRole.ADDRESSEE]),
        recipients=tuple(lines[AddressRole.RECIPIENT]),
        signer=Signer(signing_lines(paper.agency.name, paper.capacity, paper.signer_title), paper.signer_name or None),
        number=number_text(paper.number) if paper.number else None,
        issued_on=paper.issued_on,
        draft=paper.number is None,
    )
