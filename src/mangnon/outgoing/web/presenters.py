"""What the pages of outgoing papers show, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from mangnon.accounts.public import Actor
from mangnon.audit.public import history_of, sentence_of
from mangnon.documents.official import KINDS, LETTER, CellValue, Column, Row, Sheet, Table, document_kind, signing_lines
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.kernel.text import capitalise_first
from mangnon.kernel.working_days import WorkingDays
from mangnon.outgoing.drafting import reference_to
from mangnon.outgoing.models import OutgoingPaper, PaperAddress
from mangnon.outgoing.owners import Origin, owner_of
from mangnon.outgoing.rules import LEEWAY, latest_issue_day, names_nobody
from mangnon.outgoing.selectors import PaperFilter, papers
from mangnon.outgoing.signing.judging import DocumentStamp
from mangnon.outgoing.signing.pades import SignatureFinding
from mangnon.outgoing.terms import AddressRole, PaperState, Relation
from mangnon.outgoing.web.finding import number
from mangnon.ui.wording import instant_words

TONES = {
    PaperState.DRAFT: "neutral",
    PaperState.NUMBERED: "wait",
    PaperState.SIGNED: "progress",
    PaperState.ISSUED: "good",
    PaperState.CANCELLED: "closed",
    PaperState.WITHDRAWN: "closed",
    PaperState.DROPPED: "closed",
}
COLUMNS = [
    {"label": "Số, ký hiệu"},
    {"label": "Ngày"},
    {"label": "Tên loại và trích yếu"},
    {"label": "Người ký"},
    {"label": "Nơi nhận"},
    {"label": "Trạng thái"},
]
_SHEET = (
    Column("Số, ký hiệu", weight=1.4),
    Column("Ngày ban hành", weight=1.1, align="center"),
    Column("Tên loại và trích yếu", weight=4),
    Column("Người ký", weight=1.6),
    Column("Nơi nhận văn bản", weight=2.4),
    Column("Số trang", weight=0.7, align="right"),
    Column("Trạng thái", weight=1.2),
    Column("Ghi chú", weight=2),
)
STATE_CHOICES = [(state.value, state.label) for state in PaperState]
KIND_WORDS = {kind.code: kind.name for kind in KINDS}


def asked(request: HttpRequest) -> PaperFilter:
    """The filter of an address; the year is this year unless another, or «tat-ca», is asked for."""
    year = request.GET.get("nam", "")
    return PaperFilter(
        year=None if year == "tat-ca" else number(year) or clock.today().year,
        register_id=number(request.GET.get("so")),
        kind=request.GET.get("loai", "") if request.GET.get("loai", "") in KIND_WORDS else "",
        state=request.GET.get("trang-thai", "") if request.GET.get("trang-thai", "") in PaperState.values else "",
        words=request.GET.get("tim", "")[:100],
    )


def title_of(paper: OutgoingPaper) -> str:
    """«Báo cáo Kết quả …»."""
    return f"{KIND_WORDS.get(paper.kind, paper.kind)} {paper.subject}"


def signer_of(paper: OutgoingPaper) -> str:
    """The signer as the register names them."""
    return ", ".join(part for part in (paper.signer_name, paper.signer_title) if part)


def receivers_of(addresses: Iterable[PaperAddress]) -> str:
    """Who gets it, in one line; «Như trên» and where it is kept are no receivers."""
    words = [
        each.words
        for each in sorted(addresses, key=lambda each: (each.role != AddressRole.ADDRESSEE, each.order))
        if not names_nobody(each.words)
    ]
    return "; ".join(dict.fromkeys(words))


def rows_of(papers: Iterable[OutgoingPaper]) -> list[dict[str, Any]]:
    """The rows of a register's page."""
    return [
        {
            "paper": paper,
            "title": title_of(paper),
            "signer": signer_of(paper),
            "receivers": receivers_of(paper.addresses.all()),
            "tone": TONES[PaperState(paper.state)],
            "word": paper.get_state_display(),
            "is_ended": paper.state in (PaperState.CANCELLED, PaperState.WITHDRAWN),
        }
        for paper in papers
    ]


def register_sheet(agency_name: str, wanted: PaperFilter, papers: QuerySet[OutgoingPaper]) -> Sheet:
    """The register as a table for a file (the columns of the register of NĐ 30/2020/NĐ-CP, Appendix IV, as far as
    they are known here)."""
    rows = []
    for paper in papers:
        cells: tuple[CellValue, ...] = (
            paper.full_symbol,
            paper.issued_on,
            title_of(paper),
            signer_of(paper),
            receivers_of(paper.addresses.all()),
            paper.page_count,
            paper.get_state_display(),
            paper.end_reason,
        )
        rows.append(Row(cells))
    year = f" NĂM {wanted.year}" if wanted.year else ""
    title = (f"SỔ ĐĂNG KÝ VĂN BẢN ĐI{year}", agency_name)
    return Sheet("Sổ văn bản đi", title, Table(_SHEET, tuple(rows)))


def capacity_lines(paper: OutgoingPaper) -> tuple[str, ...]:
    """The lines above the signature."""
    return signing_lines(paper.agency.name, paper.capacity, paper.signer_title)


def issue_note(paper: OutgoingPaper, days: WorkingDays, today: dt.date) -> dict[str, str] | None:
    """What Article 18 asks of a signed paper: sent the same day, at the latest the next working day."""
    if paper.signed_at is None or paper.state not in (PaperState.SIGNED, PaperState.ISSUED):
        return None
    last = latest_issue_day(clock.local_day(paper.signed_at), days)
    if paper.issued_at is not None:
        if clock.local_day(paper.issued_at) <= last:
            return None
        return {"tone": "warning", "words": f"Phát hành chậm: hạn là {vn_date(last)} (Nghị định 30/2020, Điều 18)."}
    words = f"Phát hành trong ngày ký, chậm nhất {vn_date(last)} (Nghị định 30/2020, Điều 18)."
    return {"tone": "warning" if today > last else "info", "words": words}


def history(viewer: Actor, paper: OutgoingPaper, *, sent_only: bool = False) -> list[dict[str, Any]]:
    """What was done, newest first. `sent_only`: that it was issued or withdrawn, without how it was made."""
    rows = history_of(viewer, object_type="OutgoingPaper", object_ids=[str(paper.pk)])
    if sent_only:
        rows = rows.filter(act__in=("issue_paper", "withdraw_paper"))
    return [
        {
            "sentence": f"{row.actor_label}: {capitalise_first(sentence_of(row))}",
            "at": row.at,
            "note": row.reason,
        }
        for row in rows
    ]


def finding_rows(found: Sequence[SignatureFinding]) -> list[dict[str, Any]]:
    """What each signature of a file proves, in sentences for who is no expert: a verdict first, then its reasons."""
    rows = []
    for each in found:
        tone, word = _verdict(each)
        rows.append({"finding": each, "tone": tone, "word": word, "points": list(_points(each))})
    return rows


def _verdict(found: SignatureFinding) -> tuple[str, str]:
    if not found.is_intact:
        return "late", "Không hợp lệ: nội dung không còn như khi ký"
    if not found.covers_all or found.was_changed:
        return "late", "Không hợp lệ: tệp bị sửa sau khi ký"
    if found.was_valid_then is False:
        return "late", "Không hợp lệ: chứng thư không có hiệu lực khi ký"
    return {
        "broken": ("soon", "Chữ ký nguyên vẹn, chứng thư không thuộc tổ chức tin cậy"),
        "unknown": ("soon", "Chữ ký nguyên vẹn, chưa kiểm tra được chứng thư"),
        "chain": ("good", "Chữ ký nguyên vẹn"),
    }[found.trust]


def _points(found: SignatureFinding) -> Iterable[str]:
    yield (
        "Nội dung đã ký còn nguyên vẹn."
        if found.is_intact
        else "Nội dung đã bị sửa sau khi ký, hoặc chữ ký không phải của nội dung này. Hãy lấy lại tệp từ nơi gửi."
    )
    if not found.covers_all:
        yield "Chữ ký không phủ hết tệp: có phần nằm ngoài chữ ký. Hãy lấy lại tệp từ nơi gửi."
    if found.was_changed:
        yield "Sau khi ký, tệp đã bị sửa thêm ngoài việc thêm chữ ký. Hãy lấy lại tệp từ nơi gửi."
    if found.covers_all and not found.was_changed:
        yield _after(found)
    yield from _certificate_points(found)
    yield from _stamp_points(found)


def _after(found: SignatureFinding) -> str:
    if not found.is_followed:
        return "Chữ ký phủ hết tệp."
    if found.is_last:
        return "Sau chữ ký này chỉ có thêm dữ liệu để kiểm tra lâu dài (chứng thư, dấu thời gian), không đổi nội dung."
    return "Sau chữ ký này chỉ có thêm chữ ký khác hoặc dữ liệu để kiểm tra lâu dài."


def stamp_rows(stamps: Iterable[DocumentStamp]) -> list[dict[str, str]]:
    """What each time stamp over the whole file says."""
    rows = []
    for each in stamps:
        told = f"{instant_words(each.at)}, do {each.by} cấp"
        if not (each.is_good and each.is_whole):
            why = "Tệp bị sửa sau dấu này." if each.is_good else "Dấu này không phải của tệp này."
            rows.append({"tone": "late", "word": "Không hợp lệ", "words": f"{told}. {why}"})
            continue
        tone, word = {
            "broken": ("soon", "Nguyên vẹn, tổ chức cấp không được tin cậy"),
            "unknown": ("soon", "Nguyên vẹn, chưa kiểm tra được tổ chức cấp"),
            "chain": ("good", "Nguyên vẹn"),
        }[each.trust]
        rows.append({"tone": tone, "word": word, "words": f"{told}. Tệp đã có như vậy vào lúc đó."})
    return rows


def _certificate_points(found: SignatureFinding) -> Iterable[str]:
    at = found.stamped_at or found.signed_at
    if at is not None and clock.shown_at(at) > clock.now() + LEEWAY:
        yield "Giờ ký ghi trong chữ ký muộn hơn giờ của máy chủ: đồng hồ của máy ký sai. Hãy hỏi lại nơi gửi."
    if at is not None and at > found.valid_to:
        yield f"Chứng thư đã hết hiệu lực từ {instant_words(found.valid_to)}, trước khi ký. Hãy hỏi lại nơi gửi."
    elif at is not None and at < found.valid_from:
        yield f"Chứng thư chỉ có hiệu lực từ {instant_words(found.valid_from)}, sau khi ký. Hãy hỏi lại nơi gửi."
    elif clock.now() > found.valid_to:
        yield "Khi ký, chứng thư còn hiệu lực; nay chứng thư đã hết hiệu lực." + (
            "" if found.stamped_at else " Giờ ký chỉ theo máy của người ký, không có gì chứng minh."
        )
    yield {
        "unknown": "Chưa kiểm tra được chứng thư: máy chủ chưa có chứng thư gốc để đối chiếu.",
        "chain": "Chứng thư do tổ chức mà máy chủ này tin cậy cấp. Chưa kiểm tra việc thu hồi chứng thư.",
        "broken": "Chứng thư không do tổ chức mà máy chủ này tin cậy cấp: chưa xác nhận được người ký là ai. "
        "Nếu biết tổ chức cấp, hãy nhờ người quản trị thêm chứng thư gốc của tổ chức ấy.",
    }[found.trust]


def _stamp_points(found: SignatureFinding) -> Iterable[str]:
    if found.has_bad_stamp:
        yield "Có dấu thời gian nhưng dấu ấy không đúng với chữ ký này nên không được tính."
    elif found.stamped_at is None:
        yield "Chưa có dấu thời gian: giờ ký là giờ máy của người ký."
    else:
        yield f"Dấu thời gian: {instant_words(found.stamped_at)}, do {found.stamped_by} cấp." + (
            " Máy chủ này không tin cậy tổ chức cấp dấu ấy." if found.stamp_trust == "broken" else ""
        )


def crumbs(*items: tuple[str, str]) -> list[dict[str, str]]:
    """The way to a page, from the register on."""
    return [
        {"label": "Văn bản đi", "url": reverse("outgoing")},
        *({"label": label, "url": url} for label, url in items),
    ]


def following(paper: OutgoingPaper, relation: str) -> dict[str, Any]:
    """What a form begins with for a paper that replaces, corrects or withdraws an issued one (Article 18): a paper of
    the same kind for its content, a công văn for its form; withdrawing by a công văn is the product's own choice."""
    if relation not in Relation.values:
        return {}
    addresses = list(paper.addresses.order_by("order"))
    lines = {role: "\n".join(each.words for each in addresses if each.role == role) for role in AddressRole.values}
    about = reference_to(paper)
    common = {"relation": relation, "replaces": str(paper.pk), "recipients": lines[AddressRole.RECIPIENT]}
    if relation == Relation.REPLACES:
        body = f"{kind_name(paper.kind)} này thay thế {about}."
        return {
            **common,
            **{name: getattr(paper, name) for name in ("kind", "symbol", "subject", "capacity", "signer_title")},
            "signer_name": paper.signer_name,
            "addressees": lines[AddressRole.ADDRESSEE],
            "body": body,
        }
    verb = Relation(relation).label.lower()
    asks = (
        f"{paper.agency.name} đính chính {about} như sau:\n- Tại …… đã in: «……»; nay sửa là: «……».\nCác nội dung khác "
        "giữ nguyên./."
        if relation == Relation.CORRECTS
        else f"{paper.agency.name} thu hồi {about}.\nLý do: ……\nĐề nghị các cơ quan, đơn vị đã nhận văn bản không sử "
        "dụng văn bản nêu trên./."
    )
    return {
        **common,
        "kind": LETTER.code,
        "subject": f"{verb} {about}",
        "addressees": lines[AddressRole.ADDRESSEE] or receivers_of(addresses).replace("; ", "\n"),
        "body": asks,
    }


def follow_links(paper: OutgoingPaper) -> list[dict[str, str]]:
    """The ways on from an issued paper that another made wrong."""
    if paper.state != PaperState.ISSUED:
        return []
    begin = f"{reverse('draft_outgoing')}?sau={paper.pk}"
    return [{"label": f"Lập văn bản {each.label.lower()}", "url": f"{begin}&cach={each.value}"} for each in Relation]


def later_papers(viewer: Actor, paper: OutgoingPaper) -> list[dict[str, Any]]:
    """The papers that replace, correct or withdraw this one, with what they do; drafts only for who sees them."""
    words = {
        Relation.REPLACES: "Đã có văn bản thay thế",
        Relation.CORRECTS: "Đã có văn bản đính chính",
        Relation.WITHDRAWS: "Đã có văn bản thu hồi",
    }
    found = papers(viewer).filter(replaces=paper, number__isnull=False).exclude(state=PaperState.CANCELLED)
    return [{"paper": each, "title": words[Relation(each.relation or Relation.REPLACES)]} for each in found]


def origin_of(viewer: Actor, paper: OutgoingPaper) -> Origin | None:
    """Where its words come from in another room."""
    owner = owner_of(paper.source_kind)
    return owner.origin(viewer, paper.source_key) if owner else None


def kind_name(code: str) -> str:
    """The name of a kind."""
    return document_kind(code).name
