"""What a door is: who is let in and what everybody else is answered, by hand and apart from the policies.

Everything belongs to the first province; people of the second must not learn even that it is there (404). A new address
is entered in one of `tests.journeys.rooms`: who may open it? `test_rights_matrix` walks through every door as everybody
and writes docs/rights.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.journeys.provinces import POSTS, World

OWN = {person for person, (province, _, _) in POSTS.items() if province == "90"}
ELSEWHERE = set(POSTS) - OWN
REVIEWERS = {"lead", "administrator"}
WRITERS = {"lead", "colleague", "department", "local"}
READERS_OF_TOTALS = {"lead", "colleague", "leader", "case_worker", "supervisor", "inspector"}
IN_PAPERS = OWN - {"reader", "auditor"}
IN_PLANS = OWN - {"auditor"}
AUDITORS = {"auditor", "other_auditor"}
Data = Callable[[World], dict[str, Any]]


@dataclass(frozen=True)
class Door:
    """Who passes, and what they are answered. `elsewhere` is the answer to the other province, 0: as at home."""

    allowed: set[str]
    ok: int = 200
    data: Data | None = None
    refused: int = 403
    elsewhere: int = 404
    special: dict[str, int] = field(default_factory=dict)
    args: Callable[[World], list[Any]] = lambda found: []
    is_act: bool = True
    # Most rooms are closed to auditors as a whole; they are told so before anything is looked for.
    to_auditors: bool = False
    # One's own sign-in: everybody with an account, in a post or not.
    to_everybody: bool = False


EVERYBODY = {*POSTS, "without_post"}
# Pages that show somebody else's account: that they were read is evidence.
READ_AS_EVIDENCE = {"person", "person_sign_in", "person_keys"}


def expected(door: Door, person: str) -> int:
    if door.to_everybody:
        return door.ok
    if person == "without_post":
        return 403
    if person in AUDITORS and not door.to_auditors:
        return 403
    if person in door.special:
        return door.special[person]
    if person in door.allowed or (person in ELSEWHERE and door.elsewhere == 0):
        return door.ok
    return door.elsewhere if person in ELSEWHERE else door.refused
