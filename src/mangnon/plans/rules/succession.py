"""Who carries on what after a succession event: nothing lost, nothing doubled. Bodies are known by a number.

The rules and what was weighed against them: docs/decisions/0014-assignments-in-time.md.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

LEAD, COORDINATOR = "lead", "coordinator"
_FINISHED = ("reported_complete", "complete")


@dataclass(frozen=True, slots=True)
class Part:
    """What a source hands to a target: a function, or (empty) everything not named otherwise. None: nobody known."""

    target: int | None
    function: str = ""
    is_verified: bool = True


@dataclass(frozen=True, slots=True)
class Destination:
    """Where an assignment goes: `targets` and why (`because`, a MoveBasis), or why nobody is known (`undecided`)."""

    targets: tuple[int, ...] = ()
    because: str = ""
    function: str = ""
    undecided: str = ""


def needs_function(parts: Sequence[Part]) -> bool:
    """Whether it matters which function an assignment draws on: the parts lead to different places by function."""
    return any(part.function for part in parts)


def decided_function(*, stored: str, of_plan: str, carried: Collection[str], of_words: str | None) -> tuple[str, str]:
    """`(function, why)` of an assignment: recorded before, else the plan's if the body carried it, else clear from
    the task's words; two empty words when it is not known."""
    if stored:
        return stored, "recorded"
    if of_plan and of_plan in carried:
        return of_plan, "plan"
    return (of_words, "words") if of_words else ("", "")


def destination(
    parts: Sequence[Part],
    *,
    source_ends: bool,
    function: str = "",
    function_because: str = "",
    chosen: int | None = None,
    one_only: bool = False,
) -> Destination | None:
    """Where an event leads an assignment of a source with these parts; None: it stays with the source.

    `chosen`: what a person decided. `one_only`: a lead, of which a task has one. What is verified wins over what is
    not; two that are not verified are a person's choice. Every assignment of a source that ends goes somewhere or is
    undecided.
    """
    if chosen is not None:
        return Destination((chosen,), "chosen", function)
    named = [part for part in parts if part.function]
    rest = [part for part in parts if not part.function]
    mine = [part for part in named if function and part.function == function]
    if not source_ends:
        return _among(mine, function_because, function, one_only) if mine else None
    if mine:
        return _among(mine, function_because, function, one_only)
    if rest:
        return _among(rest, "rest" if named else "", function, one_only)
    targets = {part.target for part in named}
    if len(targets) == 1:
        return _among(named[:1], "", function, one_only)
    unclear = "nobody_known" if function or not named else "function_unclear"
    return Destination(function=function, undecided=unclear)


def _among(parts: Sequence[Part], because: str, function: str, one_only: bool) -> Destination:
    verified = tuple(dict.fromkeys(part.target for part in parts if part.is_verified and part.target is not None))
    targets = verified or tuple(dict.fromkeys(part.target for part in parts if part.target is not None))
    if not targets:
        return Destination(function=function, undecided="nobody_known")
    if len(targets) == 1:
        return Destination(targets, because or "only", function)
    if not verified:
        return Destination(function=function, undecided="not_verified")
    if one_only:
        return Destination(function=function, undecided="several")
    return Destination(targets, because or "every", function)


@dataclass(frozen=True, slots=True)
class State:
    """What goes over from one assignment to the next: role, progress, deadline, and the words it came from."""

    role: str
    execution: str = "not_received"
    progress: int = 0
    due_on: dt.date | None = None
    accepted_at: dt.datetime | None = None
    accepted_by: int | None = None
    completed_at: dt.datetime | None = None
    class_words: str = ""
    review: str = "none"
    original_due_on: dt.date | None = None

    @property
    def is_finished(self) -> bool:
        """Whether the agency has said that it is done."""
        return self.execution in _FINISHED


def share_of(state: State) -> State:
    """What each of several successors gets: the same duty, which it has yet to take on."""
    return replace(
        state,
        execution="not_received",
        review="none",
        progress=0,
        accepted_at=None,
        accepted_by=None,
        completed_at=None,
    )


def fold(own: State | None, carried: Sequence[State], shares: Sequence[State] = ()) -> State:
    """The one assignment that carries on a body's own, those handed to it whole, and shares of divided ones.

    The lead's state wins, so that a plan's figures are the same before and after. Else what is not finished comes
    before what is, so that open work never hides behind finished work; else its own, then what was handed over first.
    """
    every = [*([own] if own else []), *carried, *shares]
    lead = next((state for state in every if state.role == LEAD), None)
    if lead is not None:
        return lead
    return next((state for state in every if not state.is_finished), every[0])


def holders_on(
    named: Iterable[int], successions: Iterable[tuple[int, int | None, dt.date]], *, on: dt.date
) -> frozenset[int]:
    """Who does a duty on a day: the bodies the paper named, then `(source, target, began_on)` in their order.

    Where nobody is known to have taken over (target None) the source stays: reported elsewhere, never guessed.
    """
    holders = set(named)
    for source, target, began_on in successions:
        if target is not None and began_on <= on:
            holders.discard(source)
            holders.add(target)
    return frozenset(holders)
