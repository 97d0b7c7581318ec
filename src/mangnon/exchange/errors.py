"""Refusals of exchange."""

from mangnon.kernel.refusals import Refusal


class BadToken(Refusal):
    """A key that cannot be made or revoked so."""

    code = "bad_token"


class KeyUsedOtherwise(Refusal):
    """The key of a request was used for another one."""

    code = "key_used_otherwise"


class BadWorkbookReturn(Refusal):
    """A workbook that came back and cannot be taken."""

    code = "bad_workbook_return"


class BadIssue(Refusal):
    """A workbook that cannot be given out."""

    code = "bad_issue"
