"""The door of `documents`."""

from mangnon.documents.models import DirectiveReading
from mangnon.documents.policies import can_review_documents, can_see_documents
from mangnon.documents.selectors import listed_readings, reading_by_id, readings
from mangnon.documents.services import (
    AlreadyAdopted,
    Receipt,
    confirm_item,
    correct_field,
    lock_reading_for_adoption,
    mark_adopted,
    receive_document,
)

__all__ = [
    "AlreadyAdopted",
    "DirectiveReading",
    "Receipt",
    "can_review_documents",
    "can_see_documents",
    "confirm_item",
    "correct_field",
    "listed_readings",
    "lock_reading_for_adoption",
    "mark_adopted",
    "reading_by_id",
    "readings",
    "receive_document",
]
