"""What a later paper changes of a plan, and what the plan said on any day. Pure.

A plan is a mapping of task ids to what the paper says of each (`TaskFacts`); a version is a list of steps, each of one
task before and after it. Steps done in order, or undone from the last, give the plan of any day.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from difflib import SequenceMatcher
from typing import Any

from mangnon.kernel.text import fold

_SAME_TEXT = 0.75
# A row of the same number may be worded anew, but not be about something else.
_SAME_NUMBER = 0.45
_WITHDRAWN = re.compile(
    r"(?:bãi bỏ|hủy bỏ|huỷ bỏ|bỏ|không thực hiện)\s+(?:các\s+)?nhiệm vụ\b([^;\n]{1,120})", re.IGNORECASE
)
_CODE = re.compile(r"(?<![\w.])(?:[IVX]{1,5}(?:\.\d{1,3}){1,2}|\d{1,3}(?:\.\d{1,3}){0,2})(?![\w])")


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """What a plan says of one task. `due_on` is ISO or empty."""

    code: str = ""
    text: str = ""
    group: str = ""
    lead: tuple[str, ...] = ()
    coordinating: tuple[str, ...] = ()
    due_text: str = ""
    due_kind: str = ""
    due_on: str = ""

    def to_json(self) -> dict[str, Any]:
        """Plain values, as they are stored."""
        return {**asdict(self), "lead": list(self.lead), "coordinating": list(self.coordinating)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> TaskFacts:
        """The reverse of `to_json`; what is not known is empty."""
        known = {each.name for each in fields(cls)}
        values = {name: value for name, value in data.items() if name in known}
        for name in ("lead", "coordinating"):
            values[name] = tuple(values.get(name) or ())
        return cls(**values)

    @property
    def due_day(self) -> dt.date | None:
        """The deadline as a day."""
        return dt.date.fromisoformat(self.due_on) if self.due_on else None


@dataclass(frozen=True, slots=True)
class Step:
    """What a version did to one task: `before` None when it was added, `after` None when it was withdrawn."""

    task_id: int
    before: TaskFacts | None
    after: TaskFacts | None


State = Mapping[int, TaskFacts]


def done(state: State, steps: Iterable[Step]) -> dict[int, TaskFacts]:
    """The plan after a version's steps."""
    found = dict(state)
    for step in steps:
        if step.after is None:
            found.pop(step.task_id, None)
        else:
            found[step.task_id] = step.after
    return found


def undone(state: State, steps: Iterable[Step]) -> dict[int, TaskFacts]:
    """The plan before them."""
    return done(state, [Step(step.task_id, step.after, step.before) for step in steps])


def changed_fields(before: TaskFacts, after: TaskFacts) -> tuple[str, ...]:
    """Which facts differ in what they say; letter case, marks and blanks alone are no change."""
    return tuple(
        each.name for each in fields(TaskFacts) if _said(getattr(before, each.name)) != _said(getattr(after, each.name))
    )


def _said(value: object) -> object:
    return tuple(fold(str(each)) for each in value) if isinstance(value, tuple) else fold(str(value))


def matches(own: Sequence[tuple[int, str, str]], read: Sequence[tuple[str, str]]) -> dict[int, int]:
    """Which read task (its place) is which of the plan's (its id): `own` are (id, code, text), `read` (code, text).

    The same number with a text that is not quite another, else the text that is most alike. Each is met once.
    """
    found: dict[int, int] = {}
    taken: set[int] = set()
    folded = {pk: fold(text) for pk, _, text in own}
    by_code = {fold(code): pk for pk, code, _ in own}
    for place, (code, text) in enumerate(read):
        pk = by_code.get(fold(code))
        if pk is not None and pk not in taken and _likeness(folded[pk], fold(text)) >= _SAME_NUMBER:
            found[place] = pk
            taken.add(pk)
    for place, (_, text) in enumerate(read):
        if place in found:
            continue
        wanted = fold(text)
        best = max(((_likeness(words, wanted), -pk) for pk, words in folded.items() if pk not in taken), default=None)
        if best is not None and best[0] >= _SAME_TEXT:
            found[place] = -best[1]
            taken.add(-best[1])
    return found


def _likeness(one: str, other: str) -> float:
    if one == other:
        return 1.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= _SAME_NUMBER else 0.0


def withdrawn_codes(text: str) -> frozenset[str]:
    """Numbers of tasks that words of a paper take out («bãi bỏ nhiệm vụ II.3, IV.1»), folded.

    >>> sorted(withdrawn_codes("Bãi bỏ các nhiệm vụ II.3 và IV.1 tại Phụ lục."))
    ['ii 3', 'iv 1']
    """
    return frozenset(fold(code) for part in _WITHDRAWN.findall(text) for code in _CODE.findall(part))


def due_below(own: dt.date | None, above: dt.date | None) -> dt.date | None:
    """The deadline of a part that was given on, once the deadline above it is another: never later than that one."""
    if own is None or above is None:
        return own
    return min(own, above)


def is_overtaken(wanted_on: dt.date, due_on: dt.date | None) -> bool:
    """Whether a request for a later day has nothing left to ask for under a new deadline."""
    return due_on is None or wanted_on <= due_on
