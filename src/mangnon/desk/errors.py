"""Refusals of desk."""

from __future__ import annotations

from mangnon.kernel.refusals import Refusal


class BulkRefused(Refusal):
    """Some of the rows cannot take the act, so none did. `rows`: what was said, by assignment id."""

    code = "bulk_refused"

    def __init__(self, message: str, *, rows: dict[int, str] | None = None, code: str | None = None) -> None:
        super().__init__(message, code=code)
        self.rows = rows or {}


class CannotUndoBulk(Refusal):
    """It is too late, somebody else's, or somebody has built on it."""

    code = "cannot_undo_bulk"


class BadFilter(Refusal):
    """A filter that cannot be kept."""

    code = "bad_filter"
