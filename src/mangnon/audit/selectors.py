"""Reads of the evidence."""

from __future__ import annotations

from django.db.models import QuerySet

from mangnon.accounts.public import Actor
from mangnon.audit.models import AuditRow


def history_of(viewer: Actor, *, object_type: str, object_ids: list[str]) -> QuerySet[AuditRow]:
    """The acts on some objects, newest first. Who may see the object may see its history: the caller has checked."""
    return AuditRow.objects.filter(object_type=object_type, object_id__in=object_ids).order_by("-id")
