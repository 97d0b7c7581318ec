"""The training clock: a sample site lives in the year of its sample document (docs/decisions/0005)."""

from __future__ import annotations

import datetime as dt

from mangnon.kernel import clock
from mangnon.project.home import save_training_state, training_state


def start_training_clock() -> None:
    """Shift this process's clock as the sample site remembers; nothing happens on a real site."""
    state = training_state()
    if "shift_seconds" in state:
        clock.set_training_shift(dt.timedelta(seconds=int(state["shift_seconds"])))


def remember_training_clock(starts_at: dt.datetime) -> None:
    """From now on this home's clock reads `starts_at`, and goes on from there."""
    shift = starts_at - dt.datetime.now(dt.UTC)
    save_training_state({**training_state(), "shift_seconds": str(int(shift.total_seconds()))})
    start_training_clock()
