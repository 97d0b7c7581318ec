"""What this app refuses."""

from __future__ import annotations

from mangnon.kernel.refusals import Refusal


class TerritoryRefused(Refusal):
    """A unit, an event or a weight that cannot be. Nothing was written."""

    code = "territory_refused"


class UnknownUnit(TerritoryRefused):
    """No unit answers to a code, or several do."""

    code = "unknown_unit"
