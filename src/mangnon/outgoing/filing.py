"""The files of a paper: written here from its words once it has a number, or made elsewhere and added."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import IO, Any

import pypdfium2
from django.core.files.base import File
from django.db import transaction

from mangnon.accounts.public import Actor
from mangnon.audit.public import record
from mangnon.documents.official import write_docx, write_pdf
from mangnon.files.public import StoredFile, StoreFull, clean_name, content_of, store_file
from mangnon.files.terms import FileKind
from mangnon.kernel import clock
from mangnon.kernel.text import fold
from mangnon.outgoing.drafting import document_of
from mangnon.outgoing.errors import NOTHING_CHANGED, BadPaper, WrongState
from mangnon.outgoing.models import OutgoingPaper, PaperFile
from mangnon.outgoing.policies import check_keep_papers
from mangnon.outgoing.terms import FileRole, PaperState

# Which files may be added by hand, and while the paper is in which states.
ADDED: dict[str, frozenset[str]] = {
    FileRole.DRAFT: frozenset({PaperState.DRAFT}),
    FileRole.EDITABLE: frozenset({PaperState.NUMBERED}),
    FileRole.FINAL: frozenset({PaperState.NUMBERED}),
    FileRole.ANNEX: frozenset({PaperState.DRAFT, PaperState.NUMBERED}),
}


def file_name(paper: OutgoingPaper, ending: str, what: str = "") -> str:
    """«05-bc-syt.pdf», «05-bc-syt-da-ky.pdf»; a draft is named by its number here."""
    base = "-".join(fold(f"{paper.full_symbol if paper.number else f'du thao {paper.pk}'} {what}").split())
    return f"{base}.{ending}"


@transaction.atomic
def write_files(*, actor: Actor, paper_id: int) -> list[PaperFile]:
    """Write the Word and the PDF file of a numbered paper from its words; once: what is there is given back.

    Empty for a paper whose file is made elsewhere. Raises NotAllowed, WrongState, StoreFull.
    """
    paper = _locked(actor, paper_id)
    if paper.number is None:
        raise WrongState(f"Văn bản chưa có số nên chưa tạo tệp trình ký. {NOTHING_CHANGED}")
    there = list(paper.files.filter(role__in=(FileRole.FINAL, FileRole.EDITABLE)))
    document = document_of(paper)
    if document is None or there:
        return there
    pdf = write_pdf(document)
    made = [
        _keep(actor, paper, write_docx(document), FileRole.EDITABLE, file_name(paper, "docx")),
        _keep(actor, paper, pdf, FileRole.FINAL, file_name(paper, "pdf")),
    ]
    paper.page_count = page_count(pdf)
    paper.save(update_fields=["page_count"])
    record(
        actor=actor,
        act="write_paper_files",
        object_type="OutgoingPaper",
        object_id=paper.pk,
        details={"number": paper.full_symbol},
    )
    return made


def write_files_of_numbered(*, actor: Actor, papers: Sequence[OutgoingPaper]) -> str:
    """Write the files of papers that were just numbered. Answers "" or, where there is no room, what to tell: the
    numbers stand whatever happens to the files. Raises NotAllowed, WrongState."""
    for paper in papers:
        try:
            write_files(actor=actor, paper_id=paper.pk)
        except StoreFull:
            return (
                f"Đã cấp số {paper.full_symbol} nhưng máy chủ đã hết chỗ lưu tệp nên chưa tạo được bản trình ký. Số và "
                "nội dung không mất, không cấp lại. Hãy báo người quản trị; khi có chỗ, mở trang văn bản và bấm «Tạo "
                "bản trình ký»."
            )
    return ""


@transaction.atomic
def add_file(*, actor: Actor, paper_id: int, content: bytes | File[Any] | IO[bytes], role: str, name: str) -> PaperFile:
    """Add a file that was made elsewhere, before any signature: what is signed is signed with its annexes. The one to
    be signed (`FINAL`) is a PDF.

    Raises NotAllowed, WrongState, BadPaper, FileRefused, StoreFull.
    """
    paper = _locked(actor, paper_id)
    if role not in ADDED or paper.state not in ADDED[role]:
        state = PaperState(paper.state).label
        raise WrongState(f"Văn bản đang ở trạng thái «{state}» nên không thêm được tệp này. {NOTHING_CHANGED}")
    if paper.signatures.exists():
        raise WrongState(
            "Văn bản đã có chữ ký nên không thêm, không thay tệp được nữa: người ký chưa xem tệp này. "
            f"{NOTHING_CHANGED} Nếu cần thêm phụ lục, hãy hủy số rồi lập lại văn bản."
        )
    stored = store_file(actor=actor, content=content)
    if role == FileRole.FINAL and stored.kind != FileKind.PDF:
        raise BadPaper(f"Bản trình ký phải là tệp PDF. {NOTHING_CHANGED} Hãy lưu văn bản thành PDF.", code="not_pdf")
    made = _attach(actor, paper, stored, role, clean_name(name, stored.kind))
    if role == FileRole.FINAL:
        paper.page_count = page_count(content_of(stored.sha256))
        paper.save(update_fields=["page_count"])
    record(
        actor=actor,
        act="add_paper_file",
        object_type="OutgoingPaper",
        object_id=paper.pk,
        details={"role": FileRole(role).label, "sha256": stored.sha256, "number": paper.full_symbol},
    )
    return made


def signable_file(paper: OutgoingPaper) -> PaperFile | None:
    """The PDF that the next signature goes on: the last signed one, else the one to be signed."""
    found = list(paper.files.filter(role__in=(FileRole.FINAL, FileRole.SIGNED)).select_related("file").order_by("pk"))
    signed = [each for each in found if each.role == FileRole.SIGNED]
    return (signed or found)[-1] if found else None


def sent_files(paper: OutgoingPaper) -> list[PaperFile]:
    """What a receiver gets: the paper as it was signed (the scan of a signed sheet before a file) and its annexes."""
    main = paper.files.filter(role=FileRole.SCAN).select_related("file").order_by("pk").last() or signable_file(paper)
    annexes = paper.files.filter(role=FileRole.ANNEX).select_related("file").order_by("pk")
    return [*([main] if main else []), *annexes]


def keep_signed(actor: Actor, paper: OutgoingPaper, content: bytes) -> PaperFile:
    """Attach a signed file, in the caller's transaction."""
    return _keep(actor, paper, content, FileRole.SIGNED, file_name(paper, "pdf", "đã ký"))


def keep_scan(actor: Actor, paper: OutgoingPaper, content: bytes | File[Any] | IO[bytes]) -> PaperFile:
    """Attach the scan of a paper signed by hand, in the caller's transaction. Raises BadPaper, FileRefused."""
    stored = store_file(actor=actor, content=content)
    if stored.kind not in (FileKind.PDF, FileKind.PNG, FileKind.JPEG):
        raise BadPaper(f"Bản chụp phải là PDF hoặc ảnh. {NOTHING_CHANGED}", code="not_a_scan")
    return _attach(
        actor, paper, stored, FileRole.SCAN, clean_name(file_name(paper, stored.kind, "bản chụp"), stored.kind)
    )


def page_count(content: bytes) -> int | None:
    """How many pages a PDF has; None where it cannot be told."""
    try:
        document = pypdfium2.PdfDocument(BytesIO(content))
    except pypdfium2.PdfiumError:
        return None
    try:
        return len(document)
    finally:
        document.close()


def _keep(actor: Actor, paper: OutgoingPaper, content: bytes, role: FileRole, name: str) -> PaperFile:
    return _attach(actor, paper, store_file(actor=actor, content=content), role, name)


def _attach(actor: Actor, paper: OutgoingPaper, stored: StoredFile, role: str, name: str) -> PaperFile:
    return PaperFile.objects.create(
        paper=paper, file=stored, role=role, name=name[:200], added_at=clock.now(), added_by_id=actor.user_id
    )


def _locked(actor: Actor, paper_id: int) -> OutgoingPaper:
    paper = OutgoingPaper.objects.select_for_update(of=("self",)).select_related("agency").get(pk=paper_id)
    check_keep_papers(actor, agency_id=paper.agency_id)
    return paper
