"""The door of `audit`."""

from mangnon.audit.privacy import changes_of, proves
from mangnon.audit.selectors import history_of
from mangnon.audit.services import record, record_read
from mangnon.audit.verification import Verdict, check_chain, verify_chain

__all__ = [
    "Verdict",
    "changes_of",
    "check_chain",
    "history_of",
    "proves",
    "record",
    "record_read",
    "verify_chain",
]
