"""The HTTP status of a refusal that is told on the page where the user typed."""

from __future__ import annotations

from mangnon.documents.public import AlreadyAdopted
from mangnon.kernel.refusals import NotAllowed, Refusal, Stale


def status_of(refusal: Refusal) -> int:
    """403 for a missing right, 409 when somebody was first, 422 for all else."""
    if isinstance(refusal, NotAllowed):
        return 403
    return 409 if isinstance(refusal, Stale | AlreadyAdopted) else 422
