"""When a job counts as lost, how often it may be, and how long the rest will take. No Django."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence


def is_silent(heartbeat_at: dt.datetime | None, *, now: dt.datetime, lease: dt.timedelta) -> bool:
    """Whether who should give signs of life has given none for a lease (never one: silent)."""
    return heartbeat_at is None or now - heartbeat_at > lease


def is_to_be_stopped(losses: int, *, most: int) -> bool:
    """Whether a job that ended `losses` workers is left to a person instead of being tried again."""
    return losses >= most


def seconds_left(measured: Sequence[float], steps_left: int) -> float | None:
    """How long the steps that are left will take, by those measured so far; None while fewer than two are.

    The middle value stands for a step: one slow page among twenty quick ones says little of the rest.
    """
    if len(measured) < 2 or steps_left < 0:
        return None
    ordered = sorted(measured)
    middle = len(ordered) // 2
    typical = ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
    return typical * steps_left
