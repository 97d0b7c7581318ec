"""Doing what waits, in the test's own process and transaction: the same code the worker runs."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from mangnon.documents.receiving import HANDLER, READ_DOCUMENT
from mangnon.jobs.services import take_next
from mangnon.kernel.refusals import Refusal


def read_waiting(step: Callable[[], None] = lambda: None) -> int:
    """Read every file that waits; the answer is how many were read or refused."""
    count = 0
    while (turn := take_next(held_by="thử", kinds=[READ_DOCUMENT])) is not None:
        with contextlib.suppress(Refusal):
            HANDLER.run(turn, step)
        count += 1
    return count
