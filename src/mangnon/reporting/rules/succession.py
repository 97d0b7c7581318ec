"""What becomes of owed reports and of drafts when bodies of state are reorganised. No Django.

The rule in one sentence: of a period whose data are cut off on or after the event, the duty to report goes where the
tasks went; what was sent stays with who sent it (docs/decisions/0015).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from mangnon.reporting.rules import TEXT_FIELDS

# A report that was sent at least once; what was sent is a fact and stays with its body.
_WAS_SENT = frozenset({"submitted", "returned", "accepted", "amending"})


class Fate(StrEnum):
    """What an event does to one owed report."""

    UNTOUCHED = "untouched"  # the period's data were cut off before the event: the old body reports, the old name stays
    FROZEN = "frozen"  # it was sent before the event was entered: what was sent is never taken from its body
    KEPT = "kept"  # an heir has sent its own report already: the heirs finish this one, under the old name
    STAYS = "stays"  # the body still holds tasks of the plan, or nobody is known to have taken them over
    PASSED = "passed"  # the duty goes on to the heirs


def is_after_cut_off(*, effective_on: dt.date, cut_off_on: dt.date) -> bool:
    """Whether an event leaves a period alone. An event takes effect as its day begins: on the cut-off day it counts."""
    return effective_on > cut_off_on


def fate(
    *,
    effective_on: dt.date,
    cut_off_on: dt.date,
    is_consolidated: bool,
    agency: int,
    heirs: Collection[int],
    states: Mapping[int, str],
) -> Fate:
    """What an event does to the report an agency owes.

    `heirs` are the bodies that hold the agency's tasks on the cut-off day, the agency itself among them while it keeps
    some; `states` the state of each body's report in the period («» or absent without one).
    """
    if is_after_cut_off(effective_on=effective_on, cut_off_on=cut_off_on) or is_consolidated:
        return Fate.UNTOUCHED
    if was_sent(states.get(agency, "")):
        return Fate.FROZEN
    if agency in heirs or not heirs:
        return Fate.STAYS
    return Fate.KEPT if any(was_sent(states.get(heir, "")) for heir in heirs) else Fate.PASSED


def was_sent(state: str) -> bool:
    """Whether a report in this state was sent at least once: then its words are a fact of the body that sent it."""
    return state in _WAS_SENT


@dataclass(frozen=True, slots=True)
class Passing:
    """What changes among those who owe a report in one period.

    `ended` maps a body that owes no more to its heirs; `begun` a body that owes from now on, and `joined` one that owed
    already, to those whose duty it took over.
    """

    ended: dict[int, frozenset[int]] = field(default_factory=dict)
    begun: dict[int, frozenset[int]] = field(default_factory=dict)
    joined: dict[int, frozenset[int]] = field(default_factory=dict)


def pass_on(*, owed: Collection[int], fates: Mapping[int, Fate], heirs: Mapping[int, Collection[int]]) -> Passing:
    """Who owes after the events. `owed`: who owes now; `fates` and `heirs` of those the events touch.

    Every duty ends at somebody who owes, nobody owes twice, and nothing sent is asked for again: the heirs of a frozen
    report owe nothing for it. A body that stays and gave some tasks away shares: who took them owes too.
    """
    passed = {agency: heirs[agency] for agency in owed if fates.get(agency) == Fate.PASSED}
    ended: dict[int, frozenset[int]] = {}
    taken: dict[int, set[int]] = {}
    for agency in sorted(owed):
        if fates.get(agency) not in (Fate.PASSED, Fate.STAYS):
            continue
        # An heir that passed its own duty on leads to its heirs: the duty ends where it stays.
        others = final_holders(frozenset(heirs.get(agency, ())) - {agency}, passed) - {agency}
        if fates[agency] == Fate.PASSED and not others:
            continue
        if fates[agency] == Fate.PASSED:
            ended[agency] = others
        for heir in others:
            taken.setdefault(heir, set()).add(agency)
    begun = {heir: frozenset(sources) for heir, sources in taken.items() if heir not in owed}
    joined = {heir: frozenset(sources) for heir, sources in taken.items() if heir in owed}
    return Passing(ended, begun, joined)


def joined_words(own: str, carried: str, *, source: str, longest: int) -> str | None:
    """Both texts in one box, the carried one under the name of who wrote it; None when the box cannot hold both."""
    mine, theirs = own.strip(), carried.strip()
    if not theirs or theirs in mine:
        return mine
    if not mine:
        return theirs if len(theirs) <= longest else None
    both = f"{mine}\n\n{source} đã viết trước khi sắp xếp:\n{theirs}"
    return both if len(both) <= longest else None


def joined_entry(
    own: Mapping[str, object], carried: Mapping[str, object], *, source: str, longest: int
) -> dict[str, object] | None:
    """An entry with what was carried into it; None when a box cannot hold both. Nothing either said is lost.

    «Nothing this period» stands only where neither says that there was something.
    """
    made: dict[str, object] = {}
    for name in TEXT_FIELDS:
        words = joined_words(str(own.get(name) or ""), str(carried.get(name) or ""), source=source, longest=longest)
        if words is None:
            return None
        made[name] = words
    says = [entry for entry in (own, carried) if entry.get("is_nil") or _has_text(entry)]
    made["is_nil"] = bool(says) and all(bool(entry.get("is_nil")) for entry in says)
    return made


def _has_text(entry: Mapping[str, object]) -> bool:
    return any(str(entry.get(name) or "").strip() for name in TEXT_FIELDS)


def final_holders(start: Iterable[int], onward: Mapping[int, Collection[int]]) -> frozenset[int]:
    """Where a chain of hand-overs ends: what is reached from `start` and not handed on. A circle is passed once."""
    seen: set[int] = set()
    waiting = list(start)
    while waiting:
        row = waiting.pop()
        if row not in seen:
            seen.add(row)
            waiting.extend(onward.get(row, ()))
    return frozenset(row for row in seen if not onward.get(row))


def all_before(start: Iterable[int], back: Mapping[int, Collection[int]]) -> frozenset[int]:
    """Every row from which those of `start` were handed on, themselves among them."""
    seen: set[int] = set()
    waiting = list(start)
    while waiting:
        row = waiting.pop()
        if row not in seen:
            seen.add(row)
            waiting.extend(back.get(row, ()))
    return frozenset(seen)
