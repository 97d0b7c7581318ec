"""What this app refuses. Every refusal is one Vietnamese message; nothing is half-written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mangnon.kernel.refusals import Refusal, Stale

if TYPE_CHECKING:
    from mangnon.reorganisation.outcome import Outcome


class BadEventFile(Refusal):
    """An uploaded file that cannot be kept."""

    code = "bad_event_file"


class CannotUndo(Refusal):
    """Something rests on the reorganisation. `reasons` are sentences."""

    code = "cannot_undo"

    def __init__(self, message: str, *, reasons: list[str]) -> None:
        super().__init__(message)
        self.reasons = reasons


class WorldChanged(Stale):
    """What was previewed is not what would happen now. `outcome` is what would."""

    code = "world_changed"

    def __init__(self, message: str, *, outcome: Outcome) -> None:
        super().__init__(message)
        self.outcome = outcome


class UnknownReorganisation(Refusal):
    """No reorganisation of the actor's province has the number or code."""

    code = "unknown_reorganisation"


class NothingChosen(Refusal):
    """A choice of successor that names no duty or no agency."""

    code = "nothing_chosen"
