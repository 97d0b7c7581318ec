"""Which tone (colour and shape) a state code takes. Words come from the app that owns the state. No Django."""

from __future__ import annotations

TONES = ("neutral", "progress", "good", "wait", "soon", "late", "closed", "none")

# State codes of domain.md, 4 and 5. An app with a state of its own passes `tone=` instead of adding a line here.
_TONE_OF_STATE = {
    "not_received": "neutral",
    "in_progress": "progress",
    "reported_complete": "wait",
    "complete": "good",
    "recalled": "closed",
    "none": "none",
    "waiting": "wait",
    "met": "good",
    "not_met": "late",
    "asked": "wait",
    "granted": "good",
    "refused": "closed",
    "no_deadline": "neutral",
    "not_due": "progress",
    "not_yet_due": "progress",
    "due_soon": "soon",
    "overdue": "late",
    "on_time": "good",
    "late": "late",
    "done_on_time": "good",
    "done_late": "soon",
    "not_done_in_time": "progress",
    "not_done_overdue": "late",
    "not_started": "neutral",
    "draft": "progress",
    "submitted": "wait",
    "returned": "late",
    "accepted": "good",
    "consolidated": "good",
    "missing": "late",
    "open": "progress",
    "answered": "good",
    "escalated": "wait",
    "closed": "closed",
    "live": "good",
    "reading": "progress",
    "read": "wait",
    "reviewed": "good",
    "adopted": "good",
    "failed": "late",
}


def tone_of(state: str) -> str:
    """The tone of a state code; a tone's own name is itself, an unknown code is neutral.

    >>> tone_of("in_progress"), tone_of("late"), tone_of("something new")
    ('progress', 'late', 'neutral')
    """
    if state in TONES:
        return _TONE_OF_STATE.get(state, state)
    return _TONE_OF_STATE.get(state, "neutral")
