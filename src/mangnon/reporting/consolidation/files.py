"""A consolidation as files: Word to edit, PDF to send, Excel annexes, provenance."""

from __future__ import annotations

import json
import os
from pathlib import Path

from mangnon.accounts.public import Actor
from mangnon.documents.official import write_docx, write_pdf, write_workbook
from mangnon.kernel import clock
from mangnon.reporting.consolidation.child_rights import build_child_rights_report, child_rights_sheets
from mangnon.reporting.consolidation.official import build_annex_sheets, build_official_report
from mangnon.reporting.consolidation.provenance import provenance
from mangnon.reporting.duties.lineage import recipient_of
from mangnon.reporting.errors import CannotConsolidate
from mangnon.reporting.models import Consolidation
from mangnon.reporting.policies import check_read_consolidation


def consolidation_file_name(consolidation: Consolidation, ending: str) -> str:
    """«bao-cao-tong-hop-2025H1.docx»; the sources are «nguon-bao-cao-tong-hop-2025H1.json»."""
    beginning = "nguon-" if ending == "json" else ""
    return f"{beginning}bao-cao-tong-hop-{consolidation.period.code}.{ending}"


def consolidation_file(
    consolidation: Consolidation, ending: str, *, sample_notice: str | None = None, with_sources: bool = True
) -> bytes:
    """One file of a consolidation: `ending` is docx, pdf, xlsx or json. Raises KeyError for another.

    `with_sources`: the copy that stays inside. Without, the copy for sending: small numbers of persons are withheld.
    """
    if ending == "xlsx":
        sheets = build_annex_sheets(consolidation, sample_notice=sample_notice, is_sent=not with_sources)
        return write_workbook(sheets)
    if ending == "json":
        found = provenance(consolidation, is_sent=not with_sources)
        return (json.dumps(found, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
    write = {"docx": write_docx, "pdf": write_pdf}[ending]
    return write(build_official_report(consolidation, sample_notice=sample_notice, with_sources=with_sources))


def child_rights_file(consolidation: Consolidation, ending: str, *, sample_notice: str | None = None) -> bytes:
    """The yearly child-rights report made of a consolidation: docx, pdf, xlsx, json. Raises KeyError for another."""
    if ending == "xlsx":
        return write_workbook(child_rights_sheets(consolidation, sample_notice=sample_notice))
    if ending == "json":
        return consolidation_file(consolidation, ending, with_sources=False)
    write = {"docx": write_docx, "pdf": write_pdf}[ending]
    return write(build_child_rights_report(consolidation, sample_notice=sample_notice, with_sources=False))


def write_consolidation_files(
    *, actor: Actor, consolidation: Consolidation, out: Path, sample_notice: str | None = None
) -> dict[str, Path]:
    """Write the four files into `out` (made if absent) and give their paths by ending. Raises NotAllowed,
    CannotConsolidate (a file could not be written; none is left half-written)."""
    check_read_consolidation(actor, recipient_id=recipient_of(consolidation.period.regime, clock.today()).pk)
    out.mkdir(parents=True, exist_ok=True)
    paths = {}
    for ending in ("docx", "pdf", "xlsx", "json"):
        path = out / consolidation_file_name(consolidation, ending)
        write_whole(path, consolidation_file(consolidation, ending, sample_notice=sample_notice))
        paths[ending] = path
    return paths


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; what stood there stays. Raises CannotConsolidate (disk full, no right)."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise CannotConsolidate(
            f"Không ghi được tệp {path.name}: ổ đĩa đã đầy hoặc không có quyền ghi. Báo cáo tổng hợp vẫn còn nguyên "
            "trên hệ thống và không có tệp dở dang. Hãy dọn ổ đĩa rồi chạy lại.",
            code="cannot_write",
        ) from error
