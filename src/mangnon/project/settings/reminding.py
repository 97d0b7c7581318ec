"""Settings of reminding, each from one environment variable (docs/deployment.md; docs/decisions/0032 says why so many).

The numbers are the product's own arrangement, not rules of law: a site sets those of its working regulations.
"""

from __future__ import annotations

import os

# name → (variable, what stands without it, least, most)
_NUMBERS = {
    # Working days after its due day on which the leader of the same body is told of an open task.
    "escalate_days": ("MANGNON_ESCALATE_DAYS", 5, 1, 250),
    # Working days after which the leader of the body that gave it is told.
    "escalate_further_days": ("MANGNON_ESCALATE_FURTHER_DAYS", 10, 1, 250),
    # Working days in which a request, a difficulty or a sent report is to be answered.
    "answer_days": ("MANGNON_ANSWER_DAYS", 5, 1, 250),
    # Working days in which the body above is to answer a difficulty passed on to it.
    "answer_above_days": ("MANGNON_ANSWER_ABOVE_DAYS", 10, 1, 250),
    # How often a message is tried, and how many seconds lie between two tries (the second pause is twice as long).
    "mail_tries": ("MANGNON_MAIL_TRIES", 3, 1, 10),
    "mail_pause_seconds": ("MANGNON_MAIL_PAUSE_SECONDS", 5, 0, 600),
}


def numbers() -> dict[str, int]:
    """Every number, from the environment or as above. Raises SystemExit for what is none or out of bounds."""
    found = {}
    for name, (variable, default, least, most) in _NUMBERS.items():
        given = os.environ.get(variable, "")
        if given and not (given.isascii() and given.isdigit() and least <= int(given) <= most):
            raise SystemExit(f"mangnon: {variable} phải là một số nguyên từ {least} đến {most}, không phải «{given}».")
        found[name] = int(given) if given else default
    return found


def site_address(origins: list[str]) -> str:
    """The address that a message may name: MANGNON_ADDRESS, else the first origin; empty: no link is written."""
    return (os.environ.get("MANGNON_ADDRESS", "") or next(iter(origins), "")).rstrip("/")
