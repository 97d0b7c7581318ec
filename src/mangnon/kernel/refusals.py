"""How a service says no: a typed refusal with a stable code and one clear Vietnamese sentence."""

from __future__ import annotations


class Refusal(Exception):
    """A request that is understood and not carried out. Nothing was changed.

    `code` is stable and machine-readable; `message` is Vietnamese: what happened, that nothing was lost, what to do.
    """

    code = "refused"

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if code is not None:
            self.code = code


class NotAllowed(Refusal):
    """The actor has not the right. Becomes 403 on the web."""

    code = "not_allowed"


class Stale(Refusal):
    """Somebody else changed the thing first. Becomes 409 on the web; the user's own text is shown again."""

    code = "stale"
