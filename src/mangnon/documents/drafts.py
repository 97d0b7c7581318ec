"""A reading that begins without a scan: from the form, or from an Excel annex. Reviewed and adopted like any other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from mangnon.accounts.public import Actor
from mangnon.audit.public import record
from mangnon.documents.drafting import AnnexFile, BadAnnexFile, read_annex
from mangnon.documents.links import write_cited_papers
from mangnon.documents.models import DirectiveReading, SourceFile
from mangnon.documents.policies import check_review_documents
from mangnon.documents.reading.records import Reading
from mangnon.documents.receiving import stored_path
from mangnon.documents.rules import HEADER_FIELDS, BadCorrection, corrected
from mangnon.documents.selectors import readings
from mangnon.kernel import clock


class AnnexFaults(BadAnnexFile):
    """The annex was understood, and some of its cells cannot be taken; `found` holds them."""

    code = "annex_faults"

    def __init__(self, found: AnnexFile) -> None:
        count = len(found.faults)
        super().__init__(
            f"Phụ lục có {count} ô cần sửa (danh sách bên dưới). Chưa có gì được lưu. "
            "Hãy sửa trong tệp Excel rồi gửi lại."
        )
        self.found = found


@dataclass(frozen=True, slots=True)
class Taken:
    """The reading of an annex, and whether the file was new."""

    reading: DirectiveReading
    is_new: bool


def take_annex(*, actor: Actor, name: str, content: bytes, header: Mapping[str, str] | None = None) -> Taken:
    """Put the tasks of an Excel annex up for review. The same file again gives the reading that is already there.

    `header`: what a person says of the document (fields of `rules.HEADER_FIELDS` as typed) where the file is silent or
    says otherwise. Raises NotAllowed, BadAnnexFile, BadCorrection, and AnnexFaults, which tells every cell; nothing is
    stored then.
    """
    check_review_documents(actor)
    digest = sha256(content).hexdigest()
    existing = _taken_before(actor, digest)
    if existing is not None:
        return Taken(existing, is_new=False)
    found = read_annex(content, name)
    if found.faults:
        raise AnnexFaults(found)
    result = with_header(found.reading.to_json(), header or {})
    try:
        return Taken(_store(actor, name, "xlsx", content, found.lines, result, "take_annex"), True)
    except IntegrityError:  # somebody sent the same bytes in the same second: theirs stands
        existing = _taken_before(actor, digest)
        if existing is None:
            raise
        return Taken(existing, is_new=False)


def with_header(result: dict[str, Any], header: Mapping[str, str]) -> dict[str, Any]:
    """A reading in the contract's shape with the fields of its head that somebody typed. Raises BadCorrection."""
    for field in HEADER_FIELDS:
        if header.get(field, "").strip():
            result, _, _ = corrected(result, field, header[field])
    return result


def _taken_before(actor: Actor, digest: str) -> DirectiveReading | None:
    return readings(actor).filter(source__sha256=digest).order_by("-source__territory_code", "pk").first()


def start_draft(*, actor: Actor, header: Mapping[str, str]) -> DirectiveReading:
    """An empty reading with the typed head, to be filled task by task. What was typed is its source.

    `header` has the fields of `rules.HEADER_FIELDS` as typed; the title is needed. Raises NotAllowed, BadCorrection.
    """
    check_review_documents(actor)
    if not header.get("title", "").strip():
        raise BadCorrection("Chưa có trích yếu. Chưa có gì được lưu. Hãy ghi văn bản nói về việc gì.", code="no_title")
    now = clock.now()
    result = Reading(file="").to_json()
    for field in HEADER_FIELDS:
        result, _, _ = corrected(result, field, header.get(field, ""))
    lines = tuple(f"{field}: {result[field]}" for field in HEADER_FIELDS if result[field])
    name = f"Soạn trực tiếp: {result['title']}"[:200]
    # The instant makes two drafts of the same words two sources.
    content = "\n".join((now.isoformat(timespec="microseconds"), *lines)).encode()
    shown = tuple(str(result[field]) for field in HEADER_FIELDS if result[field])
    return _store(
        actor, name, "form", content, shown, {**result, "file": name, "text": "\n".join(shown)}, "start_draft"
    )


@transaction.atomic
def _store(
    actor: Actor, name: str, kind: str, content: bytes, lines: tuple[str, ...], result: dict[str, Any], act: str
) -> DirectiveReading:
    digest, now = sha256(content).hexdigest(), clock.now()
    path = stored_path(digest)
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(content))
    source = SourceFile.objects.create(
        sha256=digest,
        territory_code=actor.territory_code,
        name=name[:200],
        kind=kind,
        size=len(content),
        received_at=now,
        received_by_id=actor.user_id,
    )
    reading = DirectiveReading.objects.create(
        source=source, lines=list(lines), first_result=result, result=result, read_at=now
    )
    write_cited_papers(reading)
    record(
        actor=actor,
        act=act,
        object_type="DirectiveReading",
        object_id=reading.pk,
        details={"sha256": digest, "tasks": len(result["tasks"])},
    )
    return reading
