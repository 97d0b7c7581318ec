"""What a reorganisation does, as plain values: the same for a preview and for the act itself."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Place:
    """A body as an outcome names it: its code, and its name with its province."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event, with its source."""

    kind: str
    effective_on: dt.date
    document: str
    basis: str
    tag: str
    note: str


@dataclass(frozen=True, slots=True)
class PartLine:
    """What goes from whom to whom; `target` None: nobody is known. No functions: everything not named otherwise."""

    event: int
    source: Place
    target: Place | None
    functions: tuple[str, ...]
    is_verified: bool
    note: str


@dataclass(frozen=True, slots=True)
class PostLine:
    """A person's post and where it goes; `target` None: it ends, and the person needs another post.

    `key` names it in the choices; `candidates` are the bodies among which a person may choose.
    """

    key: str
    person: str
    role: str
    source: Place
    target: Place | None
    why: str = ""
    candidates: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A duty that goes on at other bodies.

    `role`: lead, coordinator; «plan» for leading the plan itself; «duty» for the n-th duty of its paper.
    """

    plan: str
    task: str
    role: str
    source: Place
    targets: tuple[Place, ...]
    because: str


@dataclass(frozen=True, slots=True)
class OpenDuty:
    """A duty nobody is known to carry on. `key` names it in the choices; `candidates` are who could be chosen."""

    key: str
    plan: str
    task: str
    role: str
    text: str
    source: Place
    why: str
    candidates: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class ReportLine:
    """What happens to one report that is owed; `fate` is reporting's word for it."""

    fate: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything a reorganisation does. Equal outcomes have equal digests; no number of a record is in it.

    `reorganisation_id` is None for a preview.
    """

    code: str
    title: str
    source: str
    provinces: tuple[str, ...]
    events: tuple[EventLine, ...]
    began: tuple[Place, ...]
    ended: tuple[Place, ...]
    parts: tuple[PartLine, ...]
    posts: tuple[PostLine, ...]
    duties: tuple[DutyLine, ...]
    undecided: tuple[OpenDuty, ...]
    reports: tuple[ReportLine, ...]
    reorganisation_id: int | None = None

    @property
    def effective_days(self) -> tuple[dt.date, ...]:
        """The days on which something happens, in order."""
        return tuple(sorted({event.effective_on for event in self.events}))

    @property
    def homeless_posts(self) -> tuple[PostLine, ...]:
        """The posts that end without another place."""
        return tuple(post for post in self.posts if post.target is None)

    def facts(self) -> dict[str, Any]:
        """The outcome as plain JSON values."""
        found = dataclasses.asdict(self)
        del found["reorganisation_id"]
        for event in found["events"]:
            event["effective_on"] = event["effective_on"].isoformat()
        return found

    @property
    def digest(self) -> str:
        """SHA-256 of everything it says: two previews of the same world have the same."""
        canonical = json.dumps(self.facts(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()
