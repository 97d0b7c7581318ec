"""Who may see what was told. What is told to a person only that person sees."""

from __future__ import annotations

from mangnon.accounts.public import Actor, Permission


def can_see_reminders(actor: Actor) -> bool:
    """The log of a province: who urges, who oversees, who inspects."""
    return any(actor.may(each) for each in (Permission.DIRECT_TASKS, Permission.OVERSEE, Permission.INSPECT))
