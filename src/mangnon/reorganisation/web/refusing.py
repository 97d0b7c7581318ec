"""The HTTP status of a refusal that is told on the page where the user acted."""

from __future__ import annotations

from mangnon.kernel.refusals import NotAllowed, Refusal, Stale


def status_of(refusal: Refusal) -> int:
    """403 for a missing right, 409 when the world has changed, 422 for all else."""
    if isinstance(refusal, NotAllowed):
        return 403
    return 409 if isinstance(refusal, Stale) else 422
