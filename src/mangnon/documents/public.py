"""The door of `documents`."""

from mangnon.documents.drafting import AnnexFile, AnnexRow, BadAnnexFile, CellFault, empty_annex, read_annex
from mangnon.documents.drafts import AnnexFaults, Taken, take_annex, with_header
from mangnon.documents.gold_export import gold_files
from mangnon.documents.links import KnownPaper, known_of
from mangnon.documents.models import DirectiveReading
from mangnon.documents.policies import can_review_documents, can_see_documents
from mangnon.documents.receiving import (
    HANDLER,
    READ_DOCUMENT,
    Receipt,
    receive_and_read,
    receive_document,
)
from mangnon.documents.references import meant, number_key
from mangnon.documents.selectors import listed_readings, reading_by_id, readings
from mangnon.documents.services import (
    AlreadyAdopted,
    confirm_item,
    correct_field,
    correct_fields,
    lock_reading_for_adoption,
    mark_adopted,
)
from mangnon.documents.tables import table_answer

__all__ = [
    "HANDLER",
    "READ_DOCUMENT",
    "AlreadyAdopted",
    "AnnexFaults",
    "AnnexFile",
    "AnnexRow",
    "BadAnnexFile",
    "CellFault",
    "DirectiveReading",
    "KnownPaper",
    "Receipt",
    "Taken",
    "can_review_documents",
    "can_see_documents",
    "confirm_item",
    "correct_field",
    "correct_fields",
    "empty_annex",
    "gold_files",
    "known_of",
    "listed_readings",
    "lock_reading_for_adoption",
    "mark_adopted",
    "meant",
    "number_key",
    "read_annex",
    "reading_by_id",
    "readings",
    "receive_and_read",
    "receive_document",
    "table_answer",
    "take_annex",
    "with_header",
]
