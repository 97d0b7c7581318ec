"""The one source of time.

Instants are UTC and aware; a *day* is always the day in Viet Nam (Asia/Ho_Chi_Minh). Rules take a day or an instant
as an argument; only services and pages ask this module what time it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

_shift: ContextVar[dt.timedelta | None] = ContextVar("mangnon_clock_shift", default=None)
_frozen: ContextVar[dt.datetime | None] = ContextVar("mangnon_clock_frozen", default=None)
_actual: ContextVar[dt.datetime | None] = ContextVar("mangnon_clock_actual", default=None)
_process_shift = dt.timedelta(0)


def now() -> dt.datetime:
    """The present instant, aware, in UTC. Moved by a training clock or by `frozen`."""
    frozen_at = _frozen.get()
    if frozen_at is not None:
        return frozen_at
    shift = _shift.get()
    return dt.datetime.now(dt.UTC) + (_process_shift if shift is None else shift)


def actual_now() -> dt.datetime:
    """The present instant of the world, aware, in UTC: for sign-in, sessions and codes that another device counts too.

    No training clock moves it, nor does `frozen`; only `actual_frozen` does.
    """
    return _actual.get() or dt.datetime.now(dt.UTC)


def real_now() -> dt.datetime:
    """The instant by the machine's own clock, in UTC, whatever a training clock says. For evidence only."""
    return dt.datetime.now(dt.UTC)


def shown_at(instant: dt.datetime) -> dt.datetime:
    """What `now` says at an instant of the world: the instant itself but under a training clock or `frozen`. For what
    other machines' clocks tell. Raises ValueError for a naive instant."""
    if instant.tzinfo is None:
        raise ValueError("an instant must carry its time zone")
    return instant + (now() - actual_now()) if is_moved() else instant


def is_moved() -> bool:
    """Whether `now` differs from the machine's clock: a training site, the demonstration, a test."""
    return _frozen.get() is not None or bool(_shift.get() or _process_shift)


def today() -> dt.date:
    """The present day in Viet Nam."""
    return local_day(now())


def local_day(instant: dt.datetime) -> dt.date:
    """The day in Viet Nam on which an aware instant falls. Raises ValueError for a naive one."""
    if instant.tzinfo is None:
        raise ValueError("an instant must carry its time zone")
    return instant.astimezone(VIETNAM).date()


def last_minute(day: dt.date) -> dt.datetime:
    """The last instant of a day in Viet Nam: a due day is on time to this instant (domain.md, 4)."""
    return dt.datetime.combine(day, dt.time(23, 59, 59, 999999), tzinfo=VIETNAM).astimezone(dt.UTC)


def at(day: dt.date, hour: int = 8, minute: int = 0) -> dt.datetime:
    """The instant of a wall-clock time in Viet Nam."""
    return dt.datetime.combine(day, dt.time(hour, minute), tzinfo=VIETNAM).astimezone(dt.UTC)


@contextmanager
def frozen(instant: dt.datetime) -> Iterator[None]:
    """Within the block it is always `instant` (tests, and the headless demonstration)."""
    if instant.tzinfo is None:
        raise ValueError("an instant must carry its time zone")
    token = _frozen.set(instant.astimezone(dt.UTC))
    try:
        yield
    finally:
        _frozen.reset(token)


@contextmanager
def actual_frozen(instant: dt.datetime) -> Iterator[None]:
    """Within the block `actual_now` is always `instant` (tests)."""
    if instant.tzinfo is None:
        raise ValueError("an instant must carry its time zone")
    token = _actual.set(instant.astimezone(dt.UTC))
    try:
        yield
    finally:
        _actual.reset(token)


def set_training_shift(shift: dt.timedelta) -> None:
    """Move the whole process's clock: sample data lives in its own year. Pages must say so (`training_shift`)."""
    global _process_shift
    _process_shift = shift


def training_shift() -> dt.timedelta:
    """How far the process's clock is moved; zero in real use."""
    return _process_shift
