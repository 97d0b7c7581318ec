"""The door of `outgoing`."""

from mangnon.outgoing.drafting import (
    PaperFacts,
    Source,
    change_draft,
    document_of,
    draft_paper,
    drop_draft,
    facts_of_document,
)
from mangnon.outgoing.models import OutgoingPaper, PaperFile, Register
from mangnon.outgoing.policies import can_keep_papers, can_see_outgoing
from mangnon.outgoing.registering import begin_year, close_register, number_paper, open_register
from mangnon.outgoing.selectors import paper_about, paper_by_id, papers, register_faults, register_of_kind

__all__ = [
    "OutgoingPaper",
    "PaperFacts",
    "PaperFile",
    "Register",
    "Source",
    "begin_year",
    "can_keep_papers",
    "can_see_outgoing",
    "change_draft",
    "close_register",
    "document_of",
    "draft_paper",
    "drop_draft",
    "facts_of_document",
    "number_paper",
    "open_register",
    "paper_about",
    "paper_by_id",
    "papers",
    "register_faults",
    "register_of_kind",
]
