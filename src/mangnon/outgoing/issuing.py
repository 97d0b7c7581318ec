"""From the number to the post: signatures, issue, and what ends a paper (NĐ 30/2020/NĐ-CP, Articles 13-18)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import IO, Any

from django.core.files.base import File
from django.db import transaction

from mangnon.accounts.public import Actor
from mangnon.audit.public import record
from mangnon.documents.official import signing_place, write_pdf
from mangnon.files.public import content_of
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.kernel.refusals import Stale
from mangnon.kernel.text import nfc
from mangnon.outgoing.drafting import document_of, reason_of
from mangnon.outgoing.errors import NOTHING_CHANGED, BadPaper, SigningRefused, WrongState
from mangnon.outgoing.filing import keep_scan, keep_signed, signable_file, write_files
from mangnon.outgoing.models import OutgoingPaper, PaperFile, PaperSignature
from mangnon.outgoing.policies import check_finish_papers, check_keep_papers
from mangnon.outgoing.rules import (
    MOVES,
    counted_instant,
    doubts_of,
    doubts_of_instant,
    is_fully_signed,
    may_move,
    why_not,
)
from mangnon.outgoing.signing.keys import seal_of, trusted_roots
from mangnon.outgoing.signing.pades import SignatureFinding, check_adds_signatures_only, read_signatures, sign_pdf
from mangnon.outgoing.signing.port import SigningKey
from mangnon.outgoing.signing.seen import Seen, seen_of_agency, seen_of_person
from mangnon.outgoing.signing.stamping import time_stamps
from mangnon.outgoing.templating import places_of
from mangnon.outgoing.terms import PaperState, Relation, SignatureKind
from mangnon.ui.wording import instant_words

_FIELDS = {SignatureKind.PERSON: "NguoiKy", SignatureKind.AGENCY: "CoQuan"}
_LARGEST_SIGNED = 30 * 1024 * 1024


def sign_with_key(
    *, actor: Actor, paper_id: int, kind: str, key: SigningKey, version: int | None = None
) -> OutgoingPaper:
    """Sign a paper's PDF with a key of this site, check the signature, and keep the signed file.

    The person signs before the body. The key may be slow (a phone is asked): nothing is locked meanwhile, and a paper
    that changed meanwhile is not touched. Raises NotAllowed, Stale, WrongState, SigningRefused.
    """
    paper = OutgoingPaper.objects.select_related("agency").get(pk=paper_id)
    check_keep_papers(actor, agency_id=paper.agency_id)
    _check(paper, "sign", version)
    if kind not in _FIELDS:
        raise BadPaper(f"Loại chữ ký không biết. {NOTHING_CHANGED}", code="unknown")
    _check_order(paper, kind)
    write_files(actor=actor, paper_id=paper.pk)
    source = _file_to_sign(paper)
    before = content_of(source.file.sha256)
    reason = "Ký ban hành văn bản" if kind == SignatureKind.PERSON else "Chữ ký số của cơ quan"
    signed = sign_pdf(
        before,
        key,
        field=_FIELDS[SignatureKind(kind)],
        reason=reason,
        stamps=time_stamps(),
        seen=_seen(paper, before, kind, key),
    )
    return _keep_signatures(actor, paper.pk, signed, source, SignatureKind(kind))


def _seen(paper: OutgoingPaper, before: bytes, kind: str, key: SigningKey) -> Seen | None:
    """What is seen of a signature: only on a PDF written here, where the place for it is known."""
    document = document_of(paper) if paper.content else None
    # The same document gives the same bytes: a file that was added by hand is told from ours.
    if document is None or not before.startswith(write_pdf(document)):
        return None
    place = signing_place(document)
    if kind == SignatureKind.PERSON:
        return seen_of_person(place, paper.signer_name or key.label, dt.datetime.now(dt.UTC))
    return seen_of_agency(place, paper.agency.name, dt.datetime.now(dt.UTC), seal_of(paper.agency.code))


def receive_signed_file(
    *,
    actor: Actor,
    paper_id: int,
    content: bytes | File[Any] | IO[bytes],
    kind: str = SignatureKind.PERSON,
    reason: str = "",
    version: int | None = None,
) -> OutgoingPaper:
    """Take the PDF that somebody signed with their own tool (a token, a phone): the very file that was given out, with
    nothing but signatures after its last byte. `kind`: whose the first new signature is; a second new one is the
    body's. `reason`: why a signature that is whole is taken although its certificate comes from no authority that the
    site knows, or names somebody else, or its time cannot be; it stays on record beside the signature.

    Raises NotAllowed, Stale, WrongState, SigningRefused (`another_file`, `changed_file`, `no_signature`,
    `broken_signature`, `doubtful_signature`).
    """
    paper = OutgoingPaper.objects.select_related("agency").get(pk=paper_id)
    check_keep_papers(actor, agency_id=paper.agency_id)
    _check(paper, "sign", version)
    if kind not in _FIELDS:
        raise BadPaper(f"Loại chữ ký không biết. {NOTHING_CHANGED}", code="unknown")
    _check_order(paper, kind)
    data = content if isinstance(content, bytes) else content.read(_LARGEST_SIGNED + 1)
    if len(data) > _LARGEST_SIGNED:
        raise SigningRefused(f"Tệp lớn hơn 30 MB. {NOTHING_CHANGED}", code="too_large")
    why = " ".join(nfc(reason).split())[:500]
    return _keep_signatures(actor, paper.pk, data, _file_to_sign(paper), SignatureKind(kind), why)


@transaction.atomic
def record_hand_signature(
    *,
    actor: Actor,
    paper_id: int,
    signed_on: dt.date | None = None,
    scan: bytes | File[Any] | IO[bytes] | None = None,
    version: int | None = None,
) -> OutgoingPaper:
    """Put on record that a paper was signed by hand and sealed, with its scan if there is one.

    Raises NotAllowed, Stale, WrongState, BadPaper, FileRefused.
    """
    paper = _locked(actor, paper_id, "sign", version)
    today = clock.today()
    day = signed_on or today
    if not (paper.issued_on or today) <= day <= today:
        written = vn_date(paper.issued_on or today)
        raise BadPaper(
            f"Ngày ký phải từ ngày ghi trên văn bản ({written}) đến hôm nay. {NOTHING_CHANGED}",
            code="bad_day",
        )
    last_day = paper.agency.valid_to
    if last_day is not None and day > last_day:
        raise BadPaper(
            f"«{paper.agency.name}» kết thúc ngày {vn_date(last_day)} nên không thể ký sau ngày ấy. {NOTHING_CHANGED} "
            "Hãy ghi đúng ngày đã ký, hoặc hủy số rồi lập văn bản của cơ quan kế tục.",
            code="bad_day",
        )
    kept = None if scan is None else keep_scan(actor, paper, scan)
    at = clock.now() if day == today else clock.at(day, 12)
    PaperSignature.objects.create(
        paper=paper,
        kind=SignatureKind.PAPER,
        file=kept,
        signed_at=at,
        subject=paper.signer_name,
        recorded_at=clock.now(),
        recorded_by_id=actor.user_id,
    )
    _after_signature(actor, paper, SignatureKind.PAPER, at)
    return paper


@transaction.atomic
def issue_paper(*, actor: Actor, paper_id: int, version: int | None = None) -> OutgoingPaper:
    """Send the signed paper out; one that withdraws an earlier paper ends that one in the same moment.

    Raises NotAllowed, Stale, WrongState.
    """
    paper = _locked(actor, paper_id, "issue", version)
    if paper.relation == Relation.WITHDRAWS and paper.replaces_id is not None:
        _end(actor, paper.replaces_id, "withdraw", "withdraw_paper", f"Thu hồi theo văn bản {paper.full_symbol}", None)
    paper.state, paper.issued_at, paper.issued_by_id = PaperState.ISSUED, clock.now(), actor.user_id
    paper.version += 1
    paper.save(update_fields=["state", "issued_at", "issued_by", "version"])
    record(
        actor=actor,
        act="issue_paper",
        object_type="OutgoingPaper",
        object_id=paper.pk,
        details={"number": paper.full_symbol, "addresses": paper.addresses.count()},
    )
    return paper


def cancel_number(*, actor: Actor, paper_id: int, reason: str, version: int | None = None) -> OutgoingPaper:
    """Give up a numbered paper before it is issued. Its number stays with it and is never used again.

    Raises NotAllowed, Stale, WrongState, BadPaper (`no_reason`).
    """
    return _end(actor, paper_id, "cancel", "cancel_number", reason, version)


def withdraw_paper(*, actor: Actor, paper_id: int, reason: str, version: int | None = None) -> OutgoingPaper:
    """Take an issued paper back; it stays on record. Raises as `cancel_number`."""
    return _end(actor, paper_id, "withdraw", "withdraw_paper", reason, version)


@transaction.atomic
def _end(actor: Actor, paper_id: int, move: str, act: str, reason: str, version: int | None) -> OutgoingPaper:
    paper = _locked(actor, paper_id, move, version)
    words = reason_of(reason)
    paper.state, paper.end_reason = MOVES[move][1], words
    paper.ended_at, paper.ended_by_id = clock.now(), actor.user_id
    paper.version += 1
    paper.save(update_fields=["state", "end_reason", "ended_at", "ended_by", "version"])
    record(
        actor=actor,
        act=act,
        object_type="OutgoingPaper",
        object_id=paper.pk,
        reason=words,
        details={"number": paper.full_symbol},
    )
    return paper


def _file_to_sign(paper: OutgoingPaper) -> PaperFile:
    found = signable_file(paper)
    if found is None:
        raise WrongState(f"Văn bản chưa có bản trình ký (PDF). {NOTHING_CHANGED} Hãy tạo hoặc gửi tệp PDF trước.")
    return found


def _check_order(paper: OutgoingPaper, kind: str) -> None:
    there = set(paper.signatures.values_list("kind", flat=True))
    if kind in there:
        raise WrongState(f"Văn bản đã có «{SignatureKind(kind).label}». {NOTHING_CHANGED}")
    if kind == SignatureKind.AGENCY and SignatureKind.PERSON not in there:
        raise WrongState(f"Người có thẩm quyền ký trước, cơ quan ký số sau. {NOTHING_CHANGED}")


@transaction.atomic
def _keep_signatures(
    actor: Actor, paper_id: int, signed: bytes, source: PaperFile, kind: SignatureKind, reason: str | None = None
) -> OutgoingPaper:
    """`reason`: why a doubtful signature is taken; None for a key of this site, which its administrator has placed:
    nobody is asked, and the doubts stand on the paper."""
    paper = _locked(actor, paper_id, "sign", None)
    _check_order(paper, kind)
    if _file_to_sign(paper).pk != source.pk:
        raise Stale(f"Văn bản vừa được người khác ký. {NOTHING_CHANGED} Hãy tải lại trang.")
    before = content_of(source.file.sha256)
    added = _new_signatures(before, signed)
    kept = keep_signed(actor, paper, signed)
    kinds = [kind, SignatureKind.AGENCY] if kind == SignatureKind.PERSON else [kind]
    doubts = _doubts(paper, added, kinds, is_laid_down=reason is None)
    if reason is not None and not reason and any(doubts):
        raise SigningRefused(
            f"{' '.join(words for found in doubts for words in found)} {NOTHING_CHANGED} "
            "Nếu vẫn đúng người ký và đúng thẩm quyền, hãy chọn lại tệp, ghi lý do nhận rồi gửi lại.",
            code="doubtful_signature",
        )
    for each, whose, found in zip(added, kinds, doubts, strict=False):
        PaperSignature.objects.create(
            paper=paper,
            kind=whose,
            file=kept,
            signed_at=each.signed_at or clock.now(),
            subject=each.subject,
            issuer=each.issuer,
            fingerprint=each.fingerprint,
            valid_from=each.valid_from,
            valid_to=each.valid_to,
            trust=each.trust,
            doubts=" ".join(found)[:1000],
            taken_because=(reason or "") if found else "",
            stamped_at=each.stamped_at,
            stamped_by=each.stamped_by,
            recorded_at=clock.now(),
            recorded_by_id=actor.user_id,
        )
        at = counted_instant(_instant(each), given=_given(paper), taken=clock.now())
        _after_signature(actor, paper, whose, at, (reason or "") if found else "")
    return paper


def _doubts(
    paper: OutgoingPaper, added: Sequence[SignatureFinding], kinds: Sequence[SignatureKind], *, is_laid_down: bool
) -> list[list[str]]:
    """What speaks against each of the new signatures. `is_laid_down`: by a key of this site, whoever certified it."""
    persons = set(paper.signatures.filter(kind=SignatureKind.PERSON).values_list("fingerprint", flat=True))
    doubts, places = [], places_of(paper.agency)
    for found, kind in zip(added, kinds, strict=False):
        of_whom = doubts_of(
            subject=found.subject,
            names=found.names,
            signer=paper.signer_name,
            body=paper.agency.name,
            places=places,
            trust="chain" if is_laid_down else found.trust,
            is_body_s=kind == SignatureKind.AGENCY,
            is_person_s_too=found.fingerprint in persons,
        )
        told = _told(found)
        of_when = doubts_of_instant(
            _instant(found),
            told=instant_words(told) if told else "",
            given=_given(paper),
            taken=clock.now(),
            is_stamped=told is not None and told == found.stamped_at,
        )
        doubts.append([*of_whom, *of_when])
        if kind == SignatureKind.PERSON:
            persons.add(found.fingerprint)
    return doubts


def _told(found: SignatureFinding) -> dt.datetime | None:
    """When it was made by its time stamp, unless a stranger's, or else by its signer's clock."""
    return found.stamped_at if found.stamped_at and found.stamp_trust != "broken" else found.signed_at


def _instant(found: SignatureFinding) -> dt.datetime | None:
    """The same as this site's clock shows it."""
    at = _told(found)
    return None if at is None else clock.shown_at(at)


def _given(paper: OutgoingPaper) -> dt.datetime:
    """When the number was given; a training clock that was turned back since puts no paper into the future."""
    return min(paper.numbered_at or clock.now(), clock.now())


def _new_signatures(before: bytes, signed: bytes) -> list[SignatureFinding]:
    """The signatures that a file has more than the one it was made of, one or two. Raises SigningRefused."""
    if not signed.startswith(before) or len(signed) == len(before):
        raise SigningRefused(
            f"Tệp gửi lên không phải là bản trình ký đã tải về có thêm chữ ký. {NOTHING_CHANGED} "
            "Hãy tải bản trình ký tại trang này, ký đúng tệp ấy rồi gửi lại.",
            code="another_file",
        )
    found = read_signatures(signed, roots=trusted_roots())
    added = found[len(read_signatures(before)) :]
    if not 1 <= len(added) <= 2:
        raise SigningRefused(
            f"Tệp không có thêm chữ ký nào, hoặc có nhiều hơn hai. {NOTHING_CHANGED}", code="no_signature"
        )
    if not all(each.holds for each in found):
        raise SigningRefused(
            f"Chữ ký trên tệp không còn nguyên vẹn, không phủ hết tệp, hoặc chứng thư đã hết hạn khi ký. "
            f"{NOTHING_CHANGED} Hãy ký lại.",
            code="broken_signature",
        )
    check_adds_signatures_only(before, signed)
    return added


def _after_signature(
    actor: Actor, paper: OutgoingPaper, kind: SignatureKind, at: dt.datetime, reason: str = ""
) -> None:
    record(
        actor=actor,
        act="sign_paper",
        object_type="OutgoingPaper",
        object_id=paper.pk,
        details={"kind": kind.label, "number": paper.full_symbol},
        reason=reason,
    )
    paper.version += 1
    if is_fully_signed(set(paper.signatures.values_list("kind", flat=True))):
        paper.state, paper.signed_at = PaperState.SIGNED, at
    paper.save(update_fields=["state", "signed_at", "version"])


def _check(paper: OutgoingPaper, act: str, version: int | None) -> None:
    if version is not None and paper.version != version:
        raise Stale(f"Người khác vừa cập nhật văn bản này. {NOTHING_CHANGED} Hãy xem bản mới rồi làm lại.")
    if not may_move(paper.state, act):
        raise WrongState(f"{why_not(paper.state, act)} {NOTHING_CHANGED}")


def _locked(actor: Actor, paper_id: int, act: str, version: int | None) -> OutgoingPaper:
    paper = OutgoingPaper.objects.select_for_update(of=("self",)).select_related("agency").get(pk=paper_id)
    check_finish_papers(actor, agency_id=paper.agency_id, on=clock.today())
    _check(paper, act, version)
    return paper
