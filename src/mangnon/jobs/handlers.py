"""What a kind of job is, as the app that owns it tells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db import transaction

from mangnon.jobs.services import Turn

# Told after every step: the work may go on. Raises TurnEnded when the process is to end.
Step = Callable[[], None]
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Handler:
    """How a kind of job is done.

    `run(turn, step)` does it, calls `step` after each part it has stored, and ends the turn itself (`finish`, or
    `refuse` and then the Refusal raised again). `lost(turn)` is told of a turn whose process died: it counts the loss
    and tells, in one transaction, what a stopped job means.
    """

    run: Callable[[Turn, Step], None]
    lost: Callable[[Turn], None]


def one_after_another(
    turn: Turn, step: Step, left: Sequence[Item], do: Callable[[Item], object], *, total: int
) -> None:
    """Do what is left of a job's items, each stored with its progress before the next, and finish: another process goes
    on where one stopped. `total`: with what was done before."""
    for number, item in enumerate(left, start=total - len(left) + 1):
        with transaction.atomic():
            turn.progress(done=number, total=total)
            do(item)
        step()
    turn.finish()
