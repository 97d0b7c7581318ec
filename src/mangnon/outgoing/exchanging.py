"""Papers as envelopes for other bodies' systems, and the codes by which bodies are known there."""

from __future__ import annotations

import re

from django.db import transaction

from mangnon.accounts.public import Actor
from mangnon.audit.public import record
from mangnon.documents.official import document_kind, signing_forms, signing_lines
from mangnon.files.public import content_of
from mangnon.files.terms import MEDIA_TYPES, FileKind
from mangnon.kernel import clock
from mangnon.kernel.text import capitalise_first, one_line
from mangnon.outgoing.confirming import check_confirmed
from mangnon.outgoing.drafting import reference_to
from mangnon.outgoing.edxml import Attachment, Business, Envelope, Organ, document_id, write_envelope
from mangnon.outgoing.errors import NOTHING_CHANGED, EnvelopeRefused, WrongState
from mangnon.outgoing.filing import sent_files
from mangnon.outgoing.models import ExchangeCode, OutgoingPaper, PaperAddress
from mangnon.outgoing.policies import check_keep_papers
from mangnon.outgoing.rules import names_nobody, number_text
from mangnon.outgoing.templating import place_of
from mangnon.outgoing.terms import AddressRole, FileRole, PaperState, Relation, SignatureKind

# «H37.02.02» (QĐ 20/2020/QĐ-TTg): a letter, two digits, up to four further parts of two.
_CODE = re.compile(r"[A-Z]\d{2}(?:\.\d{2,3}){0,4}")


@transaction.atomic
def keep_exchange_code(*, actor: Actor, agency_id: int, code: str, basis: str) -> ExchangeCode:
    """Write down a body's identification code, with where it is laid down. An officer writes their own body's.

    Raises NotAllowed, EnvelopeRefused (`bad_code`, `code_taken`).
    """
    check_keep_papers(actor, agency_id=agency_id)
    tidy, words = one_line(code).upper(), one_line(basis)
    if not _CODE.fullmatch(tidy) or not words:
        raise EnvelopeRefused(f"Mã định danh viết như H37.02.02 và phải có căn cứ. {NOTHING_CHANGED}", code="bad_code")
    if ExchangeCode.objects.filter(code=tidy).exclude(agency_id=agency_id).exists():
        raise EnvelopeRefused(f"Mã này đã ghi cho cơ quan khác. {NOTHING_CHANGED}", code="code_taken")
    kept, _ = ExchangeCode.objects.update_or_create(
        agency_id=agency_id,
        defaults={"code": tidy, "basis": words[:300], "kept_at": clock.now(), "kept_by_id": actor.user_id},
    )
    record(actor=actor, act="keep_exchange_code", object_type="ExchangeCode", object_id=kept.pk, details={"code": tidy})
    return kept


def left_out(paper: OutgoingPaper) -> tuple[str, ...]:
    """Which lines of receivers an envelope of the paper would not reach, each with why."""
    found = []
    for each in _lines(paper):
        if each.agency is None:
            found.append(f"«{each.words}» không ứng với một cơ quan nào trong danh mục.")
        elif not hasattr(each.agency, "exchange_code"):
            found.append(f"«{each.words}» chưa có mã định danh điện tử.")
    return tuple(found)


@transaction.atomic
def export_envelope(*, actor: Actor, paper_id: int, confirmed: str = "") -> bytes:
    """A signed or issued paper as an edXML file, to those of its receivers whose codes are known. `confirmed`: the seal
    of who is left out (`confirming`), which the actor has seen; it is kept on record.

    Raises NotAllowed, WrongState, BadPaper (`unconfirmed`), EnvelopeRefused.
    """
    paper = OutgoingPaper.objects.select_related("agency__territory", "replaces__agency").get(pk=paper_id)
    check_keep_papers(actor, agency_id=paper.agency_id)
    if paper.state not in (PaperState.SIGNED, PaperState.ISSUED) or paper.issued_on is None or paper.number is None:
        raise WrongState(f"Chỉ văn bản đã ký hoặc đã ban hành mới xuất được gói trao đổi. {NOTHING_CHANGED}")
    receivers = {
        each.agency.exchange_code.code: each.agency.name
        for each in _lines(paper)
        if each.agency is not None and hasattr(each.agency, "exchange_code")
    }
    sender = ExchangeCode.objects.filter(agency=paper.agency).first()
    content = write_envelope(
        Envelope(
            sender=Organ(sender.code if sender else "", paper.agency.name),
            receivers=[Organ(code, name) for code, name in receivers.items()],
            number=number_text(paper.number),
            notation=paper.symbol,
            place=place_of(paper.agency),
            issued_on=paper.issued_on,
            kind_code=document_kind(paper.kind).abbreviation or "CV",
            kind_name=document_kind(paper.kind).name,
            subject=paper.subject,
            competence=signing_forms()[paper.capacity].prefix,
            position=_position(paper),
            signer=_signer(paper),
            places=[each.words for each in paper.addresses.filter(role=AddressRole.RECIPIENT).order_by("order")]
            or [paper.agency.name],
            urgency=paper.urgency,
            page_count=paper.page_count,
            sent_at=clock.now(),
            attachments=_attachments(paper),
            business=_business(paper, sender.code if sender else ""),
        )
    )
    missing = left_out(paper)
    check_confirmed(missing, confirmed)
    record(
        actor=actor,
        act="export_paper",
        object_type="OutgoingPaper",
        object_id=paper.pk,
        details={"number": paper.full_symbol, "receivers": len(receivers), "left_out": len(missing)},
    )
    return content


def _lines(paper: OutgoingPaper) -> list[PaperAddress]:
    """Who is to get the paper, by its words; «Như trên» and where it is kept are nobody."""
    found = paper.addresses.select_related("agency__exchange_code").order_by("order")
    return [each for each in found if not names_nobody(each.words)]


def _position(paper: OutgoingPaper) -> str:
    """«Phó Giám đốc», without the capacity, which has its own place; empty while it is not known."""
    line = paper.signer_title or signing_lines(paper.agency.name, paper.capacity)[-1]
    own = line.removeprefix(signing_forms()[paper.capacity].prefix).strip()
    return capitalise_first(own.lower() if own.isupper() else own) if own.strip(".… ") else ""


def _signer(paper: OutgoingPaper) -> str:
    """The signer, or else whom the person's certificate names; empty while neither is known. Dots are for paper."""
    if paper.signer_name:
        return paper.signer_name
    signature = paper.signatures.filter(kind=SignatureKind.PERSON).first()
    return signature.subject.partition(",")[0] if signature else ""


def _business(paper: OutgoingPaper, sender: str) -> Business:
    """What the paper does to an earlier one of its body; new where it does nothing, or only puts right."""
    earlier = paper.replaces
    if earlier is None or earlier.issued_on is None or paper.relation not in (Relation.REPLACES, Relation.WITHDRAWS):
        return Business()
    return Business(
        kind="replaces" if paper.relation == Relation.REPLACES else "withdraws",
        reason=f"{Relation(paper.relation).label} {reference_to(earlier)}",
        document_id=document_id(sender, earlier.issued_on, earlier.full_symbol),
    )


def _attachments(paper: OutgoingPaper) -> list[Attachment]:
    return [
        Attachment(
            name=each.name,
            media_type=MEDIA_TYPES[FileKind(each.file.kind)].partition(";")[0],
            description=FileRole(each.role).label,
            content=content_of(each.file.sha256),
        )
        for each in sent_files(paper)
    ]
