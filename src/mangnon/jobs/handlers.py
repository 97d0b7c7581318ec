"""What a kind of job is, as the app that owns it tells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mangnon.jobs.services import Turn

# Told after every step: the work may go on. Raises TurnEnded when the process is to end.
Step = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Handler:
    """How a kind of job is done.

    `run(turn, step)` does it, calls `step` after each part it has stored, and ends the turn itself (`finish`, or
    `refuse` and then the Refusal raised again). `lost(turn)` is told of a turn whose process died: it counts the loss
    and tells, in one transaction, what a stopped job means.
    """

    run: Callable[[Turn, Step], None]
    lost: Callable[[Turn], None]
