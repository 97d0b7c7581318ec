"""What this app refuses. Every refusal is one Vietnamese message; nothing is half-written."""

from __future__ import annotations

from mangnon.kernel.refusals import Refusal

NOTHING_CHANGED = "Chưa có gì bị thay đổi."


class UnknownProvince(Refusal):
    """No province has the code on the day."""

    code = "unknown_province"


class EventsRefused(Refusal):
    """Succession events that cannot be: a malformed file, a closed source, a contradiction. Codes: see raisers."""

    code = "events_refused"


class AlreadyApplied(EventsRefused):
    """The same events stand already for one of the provinces."""

    code = "already_applied"


class UndoRefused(EventsRefused):
    """A reorganisation on which something rests, or that was undone before."""

    code = "undo_refused"


class PostRefused(Refusal):
    """A post that cannot be: overlapping, clashing, at a body that is not in force."""

    code = "post_refused"
