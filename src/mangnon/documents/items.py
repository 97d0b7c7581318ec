"""Putting in what the reader missed, taking out what it invented: tasks, reports, links of a reading under review."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from mangnon.accounts.public import Actor
from mangnon.audit.public import record
from mangnon.documents import item_rules
from mangnon.documents.links import write_cited_papers
from mangnon.documents.models import Correction, DirectiveReading
from mangnon.documents.policies import check_review_documents
from mangnon.documents.rules import BadCorrection
from mangnon.documents.selectors import was_put_back
from mangnon.documents.services import Corrected, lock_for_review
from mangnon.kernel import clock


@transaction.atomic
def add_task(*, actor: Actor, reading_id: int, version: int, place: int, values: Mapping[str, str]) -> Corrected:
    """Put a task in at an index, with its fields as typed. Raises NotAllowed, Stale, AlreadyAdopted, BadCorrection."""
    check_review_documents(actor)
    reading = lock_for_review(actor, reading_id, version)
    place = max(0, min(place, len(reading.result["tasks"])))
    item = f"tasks.{place}"
    result = item_rules.with_task(reading.result, place, values)
    confirmed = item_rules.moved(reading.confirmed, item, 1)
    return _store(actor, reading, result, confirmed, item, None, result["tasks"][place])


@transaction.atomic
def add_report(*, actor: Actor, reading_id: int, version: int, values: Mapping[str, str]) -> Corrected:
    """Put a report in at the end. Raises NotAllowed, Stale, AlreadyAdopted, BadCorrection."""
    check_review_documents(actor)
    reading = lock_for_review(actor, reading_id, version)
    result = item_rules.with_report(reading.result, values)
    place = len(result["reporting"]) - 1
    return _store(actor, reading, result, reading.confirmed, f"reporting.{place}", None, result["reporting"][place])


@transaction.atomic
def correct_report(*, actor: Actor, reading_id: int, version: int, item: str, values: Mapping[str, str]) -> Corrected:
    """Change fields of a report. Raises NotAllowed, Stale, AlreadyAdopted, BadCorrection."""
    check_review_documents(actor)
    reading = lock_for_review(actor, reading_id, version)
    kind, index = item_rules.place_of(item)
    before = item_rules.item_at(reading.result, item)
    if kind != "reporting":
        raise BadCorrection("Mục này không phải là báo cáo. Không có gì bị thay đổi.", code="no_field")
    after = item_rules.report_with(before, values)
    if after == before:
        return Corrected(reading, [])
    rows = [*reading.result["reporting"]]
    rows[index] = after
    return _store(actor, reading, {**reading.result, "reporting": rows}, reading.confirmed, item, before, after)


@transaction.atomic
def remove_item(*, actor: Actor, reading_id: int, version: int, item: str) -> Corrected:
    """Take a task, report or link out; it can be put back. Raises NotAllowed, Stale, AlreadyAdopted, BadCorrection."""
    check_review_documents(actor)
    reading = lock_for_review(actor, reading_id, version)
    before = item_rules.item_at(reading.result, item)
    result = item_rules.without(reading.result, item)
    return _store(actor, reading, result, item_rules.moved(reading.confirmed, item, -1), item, before, None)


@transaction.atomic
def put_back(*, actor: Actor, reading_id: int, version: int, correction_id: int) -> Corrected:
    """Undo one removal. Raises NotAllowed, Stale, AlreadyAdopted, BadCorrection (also when it was undone before)."""
    check_review_documents(actor)
    reading = lock_for_review(actor, reading_id, version)
    removal = reading.corrections.filter(pk=correction_id, after__isnull=True, before__isnull=False).first()
    if removal is None or removal.before is None or was_put_back(reading, removal):
        raise BadCorrection(
            "Mục này đã được khôi phục hoặc không có lần bỏ nào như vậy. Không có gì bị thay đổi.",
            code="nothing_removed",
        )
    bases = reading.first_result.get("legal_bases") or []
    result = item_rules.with_item_back(reading.result, removal.field, removal.before, bases=bases)
    kind, index = item_rules.place_of(removal.field)
    item = f"{kind}.{min(index, len(result[kind]) - 1)}"
    confirmed = item_rules.moved(reading.confirmed, item, 1)
    return _store(actor, reading, result, confirmed, item, None, removal.before)


def _store(
    actor: Actor,
    reading: DirectiveReading,
    result: dict[str, Any],
    confirmed: list[str],
    item: str,
    before: Any,
    after: Any,
) -> Corrected:
    reading.result, reading.confirmed = result, confirmed
    reading.version += 1
    reading.save(update_fields=["result", "confirmed", "version"])
    if item_rules.place_of(item)[0] == "links":
        write_cited_papers(reading)
    correction = Correction.objects.create(
        reading=reading,
        field=item,
        before=before,
        after=after,
        corrected_at=clock.now(),
        corrected_by_id=actor.user_id,
    )
    acts = {(True, False): "add_item", (False, True): "remove_item"}
    record(
        actor=actor,
        act=acts.get((before is None, after is None), "correct_field"),
        object_type="DirectiveReading",
        object_id=reading.pk,
        details={"changes": [{"field": item, "before": before, "after": after}]},
    )
    return Corrected(reading, [correction])
