"""Receiving paper, correcting what was read."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from mangnon.accounts.public import Actor
from mangnon.audit.public import record
from mangnon.documents.models import Correction, DirectiveReading, SourceFile
from mangnon.documents.policies import check_of_province, check_review_documents
from mangnon.documents.reading import read_directive
from mangnon.documents.reading.repair import load_repairer
from mangnon.documents.reading.repairing import RepairedLike, RepairerLike
from mangnon.documents.reading.sources import load_lines
from mangnon.documents.rules import DOUBT_THRESHOLD, BadCorrection, corrected, items_of, same_elsewhere
from mangnon.documents.selectors import readings
from mangnon.documents.terms import ReadingState
from mangnon.kernel import clock
from mangnon.kernel.refusals import Refusal, Stale
from mangnon.territory.public import province_named

# Pages read from their pictures while a person waits: some seconds each (docs/decisions/0011).
MOST_PICTURES = 10


class AlreadyAdopted(Refusal):
    """The reading has become a plan; it is evidence now."""

    code = "already_adopted"


@dataclass(frozen=True, slots=True)
class Receipt:
    """A received file: its reading, and whether it was new."""

    reading: DirectiveReading
    is_new: bool


def stored_path(sha256: str) -> str:
    """Where a file's bytes are, below the storage's root."""
    return f"sources/{sha256[:2]}/{sha256}"


class _Remembering:
    """A repairer that does the same work once: the reader and the marking of doubts ask for the same lines."""

    def __init__(self, repairer: RepairerLike) -> None:
        self._repairer = repairer
        self._known: dict[tuple[str, ...], Sequence[RepairedLike]] = {}

    def repair_lines(self, lines: Sequence[str], /) -> Sequence[RepairedLike]:
        """Each line repaired; the longest passage asked for is remembered."""
        key = tuple(lines)
        if key not in self._known:
            found = self._repairer.repair_lines(lines)
            if all(len(key) > len(other) for other in self._known):
                self._known = {key: found}
            return found
        return self._known[key]

    def repair_text(self, text: str, /) -> RepairedLike:
        """One passage repaired."""
        return self._repairer.repair_text(text)


def _doubts(text: Sequence[str], lines: Sequence[RepairedLike]) -> dict[str, list[list[Any]]]:
    """The doubtful words of each line, by place in the text as it was read; a word the reader replaced is none."""
    found: dict[str, list[list[Any]]] = {}
    for number, (line, repaired) in enumerate(zip(text, lines, strict=False), start=1):
        words = line.split()
        doubtful = [
            [place, round(word.confidence, 2)]
            for place, word in enumerate(repaired.words)
            if word.confidence < DOUBT_THRESHOLD and words[place : place + 1] == [word.text]
        ]
        if doubtful:
            found[str(number)] = doubtful
    return found


def receive_document(*, actor: Actor, name: str, content: bytes) -> Receipt:
    """Store a file once, read it, and put the reading up for review by the actor's province.

    The same bytes again in one province give the reading that is already there; another province has its own.
    A command receives for the province that the paper names. Raises NotAllowed and the reader's refusals (nothing is
    stored then).
    """
    check_review_documents(actor)
    digest = hashlib.sha256(content).hexdigest()
    existing = _received_before(actor, digest)
    if existing is not None:
        return Receipt(existing, is_new=False)
    source = load_lines(content, name, most_pictures=None if actor.is_system else MOST_PICTURES)
    repairer = _Remembering(load_repairer())
    result = read_directive(source.lines, file=name, repairer=repairer).to_json()
    result["warnings"] = [*source.warnings, *result["warnings"]]
    doubts = _doubts(result["text"].split("\n"), repairer.repair_lines(source.lines))
    path = stored_path(digest)
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(content))
    try:
        return Receipt(
            _store_reading(actor, digest, name, source.kind, content, list(source.lines), doubts, result), True
        )
    except IntegrityError:  # somebody sent the same bytes in the same second: theirs stands
        existing = _received_before(actor, digest)
        if existing is None:
            raise
        return Receipt(existing, is_new=False)


def _received_before(actor: Actor, digest: str) -> DirectiveReading | None:
    """The reading of the same bytes that the actor may see; that of the actor's own province first."""
    return readings(actor).filter(source__sha256=digest).order_by("-source__territory_code", "pk").first()


def _province_of(actor: Actor, result: Mapping[str, Any]) -> str:
    if not actor.is_system:
        return actor.territory_code
    if not result["date"]:
        return ""
    words = f"{result['issuer'] or ''} {result['place'] or ''}"
    unit = province_named(words, on=dt.date.fromisoformat(result["date"]))
    return unit.code if unit else ""


@transaction.atomic
def _store_reading(
    actor: Actor,
    digest: str,
    name: str,
    kind: str,
    content: bytes,
    lines: list[str],
    doubts: dict[str, Any],
    result: dict[str, Any],
) -> DirectiveReading:
    now = clock.now()
    source = SourceFile.objects.create(
        sha256=digest,
        territory_code=_province_of(actor, result),
        name=name[:200],
        kind=kind,
        size=len(content),
        received_at=now,
        received_by_id=actor.user_id,
    )
    reading = DirectiveReading.objects.create(
        source=source, lines=lines, doubts=doubts, first_result=result, result=result, read_at=now
    )
    record(
        actor=actor,
        act="receive_document",
        object_type="DirectiveReading",
        object_id=reading.pk,
        details={"sha256": digest, "tasks": len(result["tasks"])},
    )
    return reading


def _locked(actor: Actor, reading_id: int, version: int) -> DirectiveReading:
    reading = DirectiveReading.objects.select_for_update(of=("self",)).select_related("source").get(pk=reading_id)
    check_of_province(actor, territory_code=reading.source.territory_code)
    if reading.state == ReadingState.ADOPTED:
        raise AlreadyAdopted(
            "Văn bản này đã được duyệt thành kế hoạch nên bản đọc không sửa được nữa. Không có gì bị mất. "
            "Hãy điều chỉnh ngay trong kế hoạch."
        )
    if reading.version != version:
        raise Stale(
            "Người khác vừa sửa bản đọc này. Nội dung bạn nhập chưa được lưu và vẫn còn trên màn hình; "
            "hãy tải lại trang để xem bản mới rồi sửa tiếp."
        )
    return reading


def correct_field(*, actor: Actor, reading_id: int, version: int, path: str, value: str) -> DirectiveReading:
    """Change one field of a reading, and keep what it was. Raises NotAllowed, Stale, AlreadyAdopted, BadCorrection."""
    return correct_fields(actor=actor, reading_id=reading_id, version=version, changes={path: value}).reading


@dataclass(frozen=True, slots=True)
class Corrected:
    """A reading after a person's changes, and the corrections that were really made (none when all was so already)."""

    reading: DirectiveReading
    corrections: list[Correction]


@transaction.atomic
def correct_fields(*, actor: Actor, reading_id: int, version: int, changes: Mapping[str, str]) -> Corrected:
    """Change several fields of a reading as one act: all or none, one new version.

    Raises NotAllowed, Stale, AlreadyAdopted, BadCorrection.
    """
    check_review_documents(actor)
    reading = _locked(actor, reading_id, version)
    return Corrected(reading, _correct(actor, reading, changes))


@transaction.atomic
def apply_correction_elsewhere(*, actor: Actor, reading_id: int, version: int, correction_id: int) -> Corrected:
    """Correct in every other item what one correction corrected in its own (`rules.same_elsewhere`).

    Raises NotAllowed, Stale, AlreadyAdopted, BadCorrection (also when nothing is left to correct).
    """
    check_review_documents(actor)
    reading = _locked(actor, reading_id, version)
    correction = reading.corrections.filter(pk=correction_id).first()
    places = same_elsewhere(reading.result, correction.field, correction.before, correction.after) if correction else []
    if not places:
        raise BadCorrection(
            "Không còn mục nào khác có nội dung giống như vậy. Không có gì bị thay đổi.", code="nothing_alike"
        )
    return Corrected(reading, _correct(actor, reading, {place.path: place.after for place in places}))


def _correct(actor: Actor, reading: DirectiveReading, changes: Mapping[str, str]) -> list[Correction]:
    made: list[Correction] = []
    for path, value in changes.items():
        result, before, after = corrected(reading.result, path, value)
        if before != after:
            reading.result = result
            made.append(
                Correction(
                    reading=reading,
                    field=path,
                    before=before,
                    after=after,
                    corrected_at=clock.now(),
                    corrected_by_id=actor.user_id,
                )
            )
    if not made:
        return made
    reading.version += 1
    reading.save(update_fields=["result", "version"])
    for correction in made:
        correction.save()
    record(
        actor=actor,
        act="correct_field",
        object_type="DirectiveReading",
        object_id=reading.pk,
        details={"changes": [{"field": row.field, "before": row.before, "after": row.after} for row in made]},
    )
    return made


@transaction.atomic
def confirm_item(
    *, actor: Actor, reading_id: int, version: int, item: str, is_confirmed: bool = True
) -> DirectiveReading:
    """Say that an item («header» or «tasks.<index>») is right as it stands, or take that back.

    Raises NotAllowed, Stale, AlreadyAdopted, BadCorrection.
    """
    check_review_documents(actor)
    reading = _locked(actor, reading_id, version)
    if item not in items_of(reading.result):
        raise BadCorrection(
            "Không có mục này trong bản đọc. Không có gì bị thay đổi. Hãy tải lại trang.", code="no_field"
        )
    items = [other for other in reading.confirmed if other != item]
    reading.confirmed = sorted([*items, item]) if is_confirmed else items
    reading.version += 1
    reading.save(update_fields=["confirmed", "version"])
    record(
        actor=actor,
        act="confirm_item",
        object_type="DirectiveReading",
        object_id=reading.pk,
        details={"item": item, "confirmed": is_confirmed},
    )
    return reading


def lock_reading_for_adoption(*, actor: Actor, reading_id: int, version: int) -> DirectiveReading:
    """The reading, locked until the caller's transaction ends. Raises NotAllowed, Stale, AlreadyAdopted."""
    check_review_documents(actor)
    return _locked(actor, reading_id, version)


def mark_adopted(*, actor: Actor, reading: DirectiveReading) -> None:
    """Close a locked reading: it has become a plan. The caller audits the adoption."""
    reading.state = ReadingState.ADOPTED
    reading.adopted_at = clock.now()
    reading.adopted_by_id = actor.user_id
    reading.version += 1
    reading.save(update_fields=["state", "adopted_at", "adopted_by", "version"])
