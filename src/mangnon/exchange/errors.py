"""Refusals of exchange."""

from mangnon.kernel.refusals import Refusal


class BadToken(Refusal):
    """A key that cannot be made or revoked so."""

    code = "bad_token"


class KeyUsedOtherwise(Refusal):
    """The key of a request was used for another one."""

    code = "key_used_otherwise"
