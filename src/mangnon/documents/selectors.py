"""Reads of documents."""

from __future__ import annotations

from django.db.models import QuerySet

from mangnon.accounts.public import Actor
from mangnon.documents.models import Correction, DirectiveReading
from mangnon.documents.policies import can_see_documents
from mangnon.documents.rules import Change, same_elsewhere
from mangnon.documents.terms import ReadingState
from mangnon.kernel.refusals import NotAllowed


def readings(viewer: Actor) -> QuerySet[DirectiveReading]:
    """The readings of the viewer's province and of no province, newest first, with their files. Raises NotAllowed."""
    if not can_see_documents(viewer):
        raise NotAllowed("Tài khoản của bạn không có quyền xem văn bản. Không có dữ liệu nào bị thay đổi.")
    found = DirectiveReading.objects.select_related("source__received_by").order_by("-read_at", "-pk")
    return found if viewer.is_system else found.filter(source__territory_code__in=["", *viewer.territory_codes])


def listed_readings(viewer: Actor) -> QuerySet[DirectiveReading]:
    """The same for lists: without the lines of the paper, where they stand, and the first result, which are heavy."""
    return readings(viewer).defer("lines", "page_of", "boxes", "turns", "first_result")


def reading_by_id(viewer: Actor, reading_id: int) -> DirectiveReading | None:
    """One reading, whole; None when there is none. Raises NotAllowed."""
    return readings(viewer).filter(pk=reading_id).first()


def places_like(viewer: Actor, reading: DirectiveReading, correction_id: int) -> list[Change]:
    """Where else in the reading stands what a correction corrected; empty for an unknown correction."""
    if not can_see_documents(viewer) or reading.state != ReadingState.IN_REVIEW:
        return []
    correction = Correction.objects.filter(reading=reading, pk=correction_id).first()
    if correction is None:
        return []
    return same_elsewhere(reading.result, correction.field, correction.before, correction.after)


def removed_item(viewer: Actor, reading: DirectiveReading, correction_id: int) -> Correction | None:
    """The removal of an item that can still be undone; None for an unknown or undone one."""
    if not correction_id or not can_see_documents(viewer) or reading.state != ReadingState.IN_REVIEW:
        return None
    removal = Correction.objects.filter(
        reading=reading, pk=correction_id, after__isnull=True, before__isnull=False
    ).first()
    if removal is None or was_put_back(reading, removal):
        return None
    return removal


def was_put_back(reading: DirectiveReading, removal: Correction) -> bool:
    """Whether a later act put the very same thing in again (the last removal of it decides)."""
    later = Correction.objects.filter(reading=reading, pk__gt=removal.pk, before__isnull=True)
    return any(row.after == removal.before for row in later)
