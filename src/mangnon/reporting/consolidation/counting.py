"""Who sent, in time or not, of those who report to the body that issues a consolidation; one count for every exit.

The body that issues it may lead tasks too, and then stands on the list of the period. It does not report to itself: its
own part is in the report or it is not, and nowhere is it counted among who sent or did not send.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows of a consolidation's summary: who was expected, who sent first in time or late, who is in it, who is not.

    `own`: the row of the body that issues it, None where it is on no list (or in consolidations made before 0.8.0).
    """

    expected: list[dict[str, Any]]
    own: dict[str, Any] | None

    @property
    def sent(self) -> list[dict[str, Any]]:
        """Those that sent at all."""
        return [row for row in self.expected if row["first_submitted_at"]]

    @property
    def on_time(self) -> list[dict[str, Any]]:
        """Those whose first sending came in time."""
        return [row for row in self.expected if row["timeliness"] == "on_time"]

    @property
    def late(self) -> list[dict[str, Any]]:
        """Those whose first sending came late."""
        return [row for row in self.expected if row["timeliness"] == "late"]

    @property
    def accepted(self) -> list[dict[str, Any]]:
        """Those whose report is in the consolidation."""
        return [row for row in self.expected if row["stage"] == "accepted"]

    @property
    def not_sent(self) -> list[dict[str, Any]]:
        """Those that sent nothing."""
        return [row for row in self.expected if not row["first_submitted_at"]]

    @property
    def sent_not_accepted(self) -> list[dict[str, Any]]:
        """Those whose report came and is not in the consolidation."""
        return [row for row in self.sent if row["stage"] != "accepted"]

    @property
    def is_own_missing(self) -> bool:
        """Whether the body that issues it has a part of its own, which is not in it."""
        return self.own is not None and self.own["stage"] != "accepted"


def counts_of(summary: dict[str, Any]) -> Counts:
    """The counts of a consolidation by its summary."""
    issuer = summary.get("issuer")
    rows = summary["rows"]
    own = next((row for row in rows if issuer and row["code"] == issuer), None)
    return Counts([row for row in rows if row is not own], own)
