"""The door of `outgoing`."""

from mangnon.outgoing.confirming import check_confirmed, concerns_of_paper, seal_of
from mangnon.outgoing.drafting import (
    PaperFacts,
    Source,
    change_draft,
    document_of,
    draft_paper,
    drop_draft,
    facts_of_document,
    name_unit,
)
from mangnon.outgoing.filing import add_file, signable_file, write_files, write_files_of_numbered
from mangnon.outgoing.issuing import (
    cancel_number,
    issue_paper,
    receive_signed_file,
    record_hand_signature,
    sign_with_key,
    withdraw_paper,
)
from mangnon.outgoing.models import OutgoingPaper, PaperFile, PaperTemplate, Register
from mangnon.outgoing.owners import Origin
from mangnon.outgoing.policies import can_keep_papers, can_see_outgoing
from mangnon.outgoing.registering import begin_year, close_register, number_paper, open_register
from mangnon.outgoing.selectors import (
    frozen_by,
    numbered_papers,
    paper_about,
    paper_by_id,
    papers,
    papers_about,
    register_faults,
    register_of_kind,
    templates_of,
)
from mangnon.outgoing.templating import document_by_template

__all__ = [
    "Origin",
    "OutgoingPaper",
    "PaperFacts",
    "PaperFile",
    "PaperTemplate",
    "Register",
    "Source",
    "add_file",
    "begin_year",
    "can_keep_papers",
    "can_see_outgoing",
    "cancel_number",
    "change_draft",
    "check_confirmed",
    "close_register",
    "concerns_of_paper",
    "document_by_template",
    "document_of",
    "draft_paper",
    "drop_draft",
    "facts_of_document",
    "frozen_by",
    "issue_paper",
    "name_unit",
    "number_paper",
    "numbered_papers",
    "open_register",
    "paper_about",
    "paper_by_id",
    "papers",
    "papers_about",
    "receive_signed_file",
    "record_hand_signature",
    "register_faults",
    "register_of_kind",
    "seal_of",
    "sign_with_key",
    "signable_file",
    "templates_of",
    "withdraw_paper",
    "write_files",
    "write_files_of_numbered",
]
