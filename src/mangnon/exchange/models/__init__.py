"""Records of exchange."""

from mangnon.exchange.models.tokens import ApiToken, StoredAnswer

__all__ = ["ApiToken", "StoredAnswer"]
