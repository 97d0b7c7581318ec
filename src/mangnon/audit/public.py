"""The door of `audit`."""

from mangnon.audit.selectors import history_of
from mangnon.audit.services import Verdict, record, verify_chain

__all__ = ["Verdict", "history_of", "record", "verify_chain"]
