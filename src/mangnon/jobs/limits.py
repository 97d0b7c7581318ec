"""The numbers of the queue, from the settings (docs/deployment.md)."""

from __future__ import annotations

import datetime as dt

from django.conf import settings


def lease() -> dt.timedelta:
    """How long a worker may be silent before its job is given to another."""
    return dt.timedelta(seconds=settings.JOBS["lease_seconds"])


def step_seconds() -> float:
    """How long one step of a job may take before its process is ended."""
    return float(settings.JOBS["step_seconds"])


def most_losses() -> int:
    """How many workers a job may cost before a person must decide."""
    return int(settings.JOBS["most_losses"])
