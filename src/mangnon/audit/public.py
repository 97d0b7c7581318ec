"""The door of `audit`."""

from mangnon.audit.acts import sentence_of
from mangnon.audit.anchors import anchor_chain
from mangnon.audit.anchors import line_of as anchor_line
from mangnon.audit.anchors import points_of as anchors_in
from mangnon.audit.archive import archive_rows, open_archive, remove_restored, restore_rows, verify_archive
from mangnon.audit.guards import install as install_guards
from mangnon.audit.guards import missing_guards
from mangnon.audit.policies import may_read_audit
from mangnon.audit.privacy import changes_of, proves
from mangnon.audit.selectors import history_of
from mangnon.audit.services import record, record_read
from mangnon.audit.verification import Verdict, check_chain, verify_chain

__all__ = [
    "Verdict",
    "anchor_chain",
    "anchor_line",
    "anchors_in",
    "archive_rows",
    "changes_of",
    "check_chain",
    "history_of",
    "install_guards",
    "may_read_audit",
    "missing_guards",
    "open_archive",
    "proves",
    "record",
    "record_read",
    "remove_restored",
    "restore_rows",
    "sentence_of",
    "verify_archive",
    "verify_chain",
]
