"""Papers before they have a number: drafted from words or from another room, changed, dropped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency, Post
from mangnon.audit.public import changes_of, record
from mangnon.documents.official import (
    OfficialDocument,
    Paragraph,
    Signer,
    document_data,
    document_from_data,
    document_kind,
    signing_faults,
    signing_lines,
)
from mangnon.kernel import clock
from mangnon.kernel.dates import long_date
from mangnon.kernel.refusals import Stale
from mangnon.kernel.text import fold, nfc, one_line, same_name
from mangnon.outgoing.errors import NOTHING_CHANGED, BadPaper, WrongState
from mangnon.outgoing.models import ALIVE, OutgoingPaper, PaperAddress
from mangnon.outgoing.owners import owner_of
from mangnon.outgoing.policies import check_finish_papers, check_keep_papers
from mangnon.outgoing.rules import may_move, number_text, why_not
from mangnon.outgoing.terms import AddressRole, Capacity, PaperState, Relation, Urgency

UNIT_DOTS = "-......"  # behind the letters of a body, where the drafting unit is not known
MOST_ADDRESSES = 400
_SIGNING = ("capacity", "signer_title", "signer_name", "delegation")
_CHANGING = ("kind", "symbol", "subject", "urgency", "relation", *_SIGNING)


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """What a paper is, without its words. `addressees` (Kính gửi) and `recipients` (Nơi nhận) are one line each.

    An empty signer is dots, to be filled in by hand. `relation`: what it does to the paper `replaces_id`.
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
    relation: str = ""


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
    confirmed: Sequence[str] = (),
    reason: str = "",
) -> OutgoingPaper:
    """Enter a draft. With `document` its files are written here once it has a number; without, somebody adds them.

    `confirmed`: what its owner had to say of it and the actor has seen, for the record; `reason`: why it goes on.

    Kind, symbol, subject, addressees, recipients and signer are those of `facts`; the document's own are set to them.
    A source with an owner (`owners`) writes its own words; it has one living paper at a time.
    Raises NotAllowed, BadPaper (`has_paper`).
    """
    check_keep_papers(actor, agency_id=agency_id)
    source = source or Source()
    # Two who press at once: the body's row makes the second wait and see the first's paper.
    agency = Agency.objects.select_for_update(of=("self",)).get(pk=agency_id)
    if source.kind:
        _refuse_second(source)
    values = _values(agency, facts)
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
        reason=reason,
        details={"kind": document_kind(paper.kind).name, "source": source.kind} | _seen(confirmed),
    )
    return paper


def _seen(confirmed: Sequence[str]) -> dict[str, Any]:
    return {"confirmed": list(confirmed)} if confirmed else {}


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
def name_unit(*, actor: Actor, papers: Sequence[OutgoingPaper], unit: str) -> list[OutgoingPaper]:
    """Put the letters of the drafting unit where the symbols of some drafts left dots («SYT-......»); without letters
    the dots go («SYT»). Papers without such dots stay as they are. Raises NotAllowed."""
    named = []
    for paper in papers:
        base = paper.symbol.removesuffix(UNIT_DOTS)
        if base != paper.symbol:
            check_keep_papers(actor, agency_id=paper.agency_id)
            paper.symbol = "-".join(part for part in (base, one_line(nfc(unit))[:20]) if part)
            paper.save(update_fields=["symbol"])
        named.append(paper)
    return named


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
    if act == "drop":
        check_finish_papers(actor, agency_id=paper.agency_id, on=clock.today())
    else:
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
        "relation": _relation(facts),
    }


def _relation(facts: PaperFacts) -> str:
    if facts.replaces_id is None:
        return ""
    try:
        return Relation(facts.relation or Relation.REPLACES)
    except ValueError as error:
        raise BadPaper(f"Quan hệ với văn bản trước không biết. {NOTHING_CHANGED}", code="unknown") from error


def _refuse_second(source: Source) -> None:
    found = OutgoingPaper.objects.filter(source_kind=source.kind, source_key=source.key, state__in=ALIVE).first()
    if found is not None:
        raise BadPaper(
            f"Đã có văn bản {found.full_symbol} ({found.get_state_display().lower()}) lập từ nội dung này. "
            f"{NOTHING_CHANGED} Hãy mở văn bản ấy.",
            code="has_paper",
        )


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
    bodies = _BodiesByName(Agency.objects.on(clock.today()).filter(code__startswith=f"{province}.").order_by("code"))
    PaperAddress.objects.bulk_create(
        PaperAddress(paper=paper, order=order, role=role, words=words[:400], agency=bodies.find(words))
        for order, (role, words) in enumerate(rows, 1)
    )


class _BodiesByName:
    """The bodies that a line of receivers names: by the name as it is written, else, where only one is meant, by its
    letters without marks. A paper must not go to xã Sơn Hà that is for xã Sơn Hạ."""

    def __init__(self, bodies: Iterable[Agency]) -> None:
        self._exact: dict[str, list[Agency]] = {}
        self._folded: dict[str, list[Agency]] = {}
        for body in bodies:
            self._exact.setdefault(same_name(body.name), []).append(body)
            self._folded.setdefault(fold(body.name), []).append(body)

    def find(self, words: str) -> Agency | None:
        """The body, or None where nobody or several are meant."""
        found = self._exact.get(same_name(words)) or self._folded.get(fold(words), [])
        return found[0] if len(found) == 1 else None


def document_of(paper: OutgoingPaper) -> OfficialDocument | None:
    """The official document as it stands: with the paper's own facts, and its number and day once it has them.

    None for a paper whose file was written elsewhere.
    """
    document = _words_of(paper)
    if document is None:
        return None
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
        urgency="" if paper.urgency == Urgency.NORMAL else Urgency(paper.urgency).label,
    )


def _words_of(paper: OutgoingPaper, *, lock: bool = False) -> OfficialDocument | None:
    """The owner's words while it is a draft; what was frozen from its number on."""
    owner = owner_of(paper.source_kind) if paper.state == PaperState.DRAFT else None
    if owner is None:
        return document_from_data(paper.content) if paper.content else None
    words = owner.document(paper.source_key, lock=lock)
    if paper.replaces is None or paper.relation != Relation.REPLACES:
        return words
    # Ahead of the closing sentence, which ends with «./.».
    return replace(words, body=(*words.body[:-1], Paragraph(replacing_sentence(paper)), *words.body[-1:]))


def replacing_sentence(paper: OutgoingPaper) -> str:
    """«Báo cáo này thay thế Báo cáo số 05/BC-SYT ngày 05 tháng 6 năm 2025 của Sở Y tế.»; a paper that replaces one."""
    return f"{document_kind(paper.kind).name} này thay thế {reference_to(paper.replaces)}." if paper.replaces else ""


def reference_to(paper: OutgoingPaper) -> str:
    """«Báo cáo số 05/BC-SYT ngày 05 tháng 6 năm 2025 của Sở Y tế»."""
    day = f" {long_date(paper.issued_on)}" if paper.issued_on else ""
    return f"{document_kind(paper.kind).name} số {paper.full_symbol}{day} của {paper.agency.name}"


def freeze_words(paper: OutgoingPaper) -> None:
    """Take the owner's words down as data, in the caller's transaction; nothing for a paper without an owner."""
    if owner_of(paper.source_kind) is None:
        return
    words = _words_of(paper, lock=True)
    paper.content = document_data(words) if words else {}
