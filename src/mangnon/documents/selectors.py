"""Reads of documents."""

from __future__ import annotations

from django.db.models import QuerySet

from mangnon.accounts.public import Actor
from mangnon.documents.models import DirectiveReading
from mangnon.documents.policies import can_see_documents
from mangnon.kernel.refusals import NotAllowed


def readings(viewer: Actor) -> QuerySet[DirectiveReading]:
    """The readings a person may see, newest first, with their files. Raises NotAllowed."""
    if not can_see_documents(viewer):
        raise NotAllowed("Tài khoản của bạn không có quyền xem văn bản. Không có dữ liệu nào bị thay đổi.")
    return DirectiveReading.objects.select_related("source").order_by("-read_at", "-pk")
