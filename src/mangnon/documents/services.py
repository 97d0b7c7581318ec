"""Correcting what was read, confirming it, closing it for adoption."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from mangnon.accounts.public import Actor
from mangnon.audit.public import record
from mangnon.documents.learning import learn_from
from mangnon.documents.links import write_cited_papers
from mangnon.documents.models import Correction, DirectiveReading
from mangnon.documents.policies import check_of_province, check_review_documents
from mangnon.documents.rules import BadCorrection, corrected, items_of, same_elsewhere
from mangnon.documents.terms import ReadingState
from mangnon.kernel import clock
from mangnon.kernel.refusals import Refusal, Stale


class AlreadyAdopted(Refusal):
    """The reading has become a plan; it is evidence now."""

    code = "already_adopted"


def lock_for_review(actor: Actor, reading_id: int, version: int) -> DirectiveReading:
    """The reading, locked until the caller's transaction ends. Raises NotAllowed, Stale, AlreadyAdopted."""
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
    reading = lock_for_review(actor, reading_id, version)
    return Corrected(reading, _correct(actor, reading, changes))


@transaction.atomic
def apply_correction_elsewhere(*, actor: Actor, reading_id: int, version: int, correction_id: int) -> Corrected:
    """Correct in every other item what one correction corrected in its own (`rules.same_elsewhere`).

    Raises NotAllowed, Stale, AlreadyAdopted, BadCorrection (also when nothing is left to correct).
    """
    check_review_documents(actor)
    reading = lock_for_review(actor, reading_id, version)
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
    write_cited_papers(reading)
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
    reading = lock_for_review(actor, reading_id, version)
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
    return lock_for_review(actor, reading_id, version)


def mark_adopted(*, actor: Actor, reading: DirectiveReading) -> None:
    """Close a locked reading: it has become a plan, and the reader learns from it. The caller audits the adoption."""
    reading.state = ReadingState.ADOPTED
    reading.adopted_at = clock.now()
    reading.adopted_by_id = actor.user_id
    reading.version += 1
    reading.save(update_fields=["state", "adopted_at", "adopted_by", "version"])
    learn_from(reading)
