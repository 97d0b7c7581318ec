"""Where assignments go: total, never two leads, nothing hidden behind what is finished."""

from __future__ import annotations

import datetime as dt

from hypothesis import assume, given
from hypothesis import strategies as st

from mangnon.plans.rules import (
    Part,
    State,
    decided_function,
    destination,
    fold,
    holders_on,
    share_of,
)
from mangnon.plans.terms import Execution, MoveBasis, Undecided

FUNCTIONS = ("child_affairs", "labour", "press")
BECAUSE = {basis.value for basis in MoveBasis}
WHY_NOT = {reason.value for reason in Undecided}

parts_ = st.lists(
    st.builds(
        Part,
        target=st.one_of(st.none(), st.integers(1, 4)),
        function=st.sampled_from(("", *FUNCTIONS)),
        is_verified=st.booleans(),
    ),
    max_size=6,
)
functions_ = st.sampled_from(("", *FUNCTIONS))


@given(parts=parts_, function=functions_, one_only=st.booleans(), ends=st.booleans())
def test_every_assignment_of_a_body_that_ends_goes_somewhere_or_says_why_not(
    parts: list[Part], function: str, one_only: bool, ends: bool
) -> None:
    because = "words" if function else ""
    found = destination(parts, source_ends=ends, function=function, function_because=because, one_only=one_only)
    if found is None:
        assert not ends
        return
    assert bool(found.targets) != bool(found.undecided)
    assert set(found.targets) <= {part.target for part in parts}
    assert len(set(found.targets)) == len(found.targets)
    assert not (one_only and len(found.targets) > 1)
    assert found.because in BECAUSE if found.targets else found.undecided in WHY_NOT
    if not ends:
        assert function
        assert any(part.function == function for part in parts)


@given(parts=parts_, function=functions_)
def test_what_is_verified_wins_over_what_is_not(parts: list[Part], function: str) -> None:
    found = destination(parts, source_ends=True, function=function, function_because="words")
    assert found is not None
    mine = [part for part in parts if function and part.function == function]
    mine = mine or [part for part in parts if not part.function]
    verified = {part.target for part in mine if part.is_verified and part.target is not None}
    if verified:
        assert set(found.targets) == verified


@given(parts=parts_, ends=st.booleans(), chosen=st.integers(1, 9))
def test_a_persons_choice_is_followed(parts: list[Part], ends: bool, chosen: int) -> None:
    found = destination(parts, source_ends=ends, chosen=chosen)
    assert found is not None
    assert (found.targets, found.because) == ((chosen,), "chosen")


def test_the_split_of_the_labour_department() -> None:
    parts = [Part(1, "child_affairs"), Part(2, "labour")]

    def led(function: str, because: str = "plan") -> object:
        return destination(parts, source_ends=True, function=function, function_because=because)

    assert led("child_affairs").targets == (1,)  # type: ignore[attr-defined]
    assert led("labour").because == "plan"  # type: ignore[attr-defined]
    assert led("", "").undecided == "function_unclear"  # type: ignore[attr-defined]
    assert led("press").undecided == "nobody_known"  # type: ignore[attr-defined]


def test_a_transfer_takes_only_what_is_clearly_of_the_function() -> None:
    parts = [Part(1, "press")]
    assert destination(parts, source_ends=False, function="press", function_because="words") is not None
    assert destination(parts, source_ends=False, function="labour", function_because="words") is None
    assert destination(parts, source_ends=False) is None


def test_what_is_not_named_goes_to_who_takes_the_rest() -> None:
    parts = [Part(1), Part(2, "press")]
    found = destination(parts, source_ends=True)
    assert found is not None
    assert (found.targets, found.because) == ((1,), "rest")


def test_two_that_are_not_verified_are_a_persons_choice() -> None:
    parts = [Part(1, "press", is_verified=False), Part(2, "press", is_verified=False)]
    found = destination(parts, source_ends=True, function="press", function_because="words")
    assert found is not None
    assert found.undecided == "not_verified"


def test_a_lead_is_not_given_to_several() -> None:
    parts = [Part(1), Part(2)]
    lead = destination(parts, source_ends=True, one_only=True)
    coordinator = destination(parts, source_ends=True)
    assert lead is not None
    assert coordinator is not None
    assert lead.undecided == "several"
    assert (coordinator.targets, coordinator.because) == ((1, 2), "every")


@given(
    stored=functions_, of_plan=functions_, carried=st.sets(st.sampled_from(FUNCTIONS)), words=st.sampled_from(FUNCTIONS)
)
def test_which_function_it_draws_on(stored: str, of_plan: str, carried: set[str], words: str) -> None:
    function, why = decided_function(stored=stored, of_plan=of_plan, carried=carried, of_words=words)
    if stored:
        assert (function, why) == (stored, "recorded")
    elif of_plan in carried:
        assert (function, why) == (of_plan, "plan")
    else:
        assert (function, why) == (words, "words")
    assert decided_function(stored="", of_plan="", carried=carried, of_words=None) == ("", "")


states_ = st.builds(
    State,
    role=st.just("coordinator"),
    execution=st.sampled_from([execution.value for execution in Execution]),
    progress=st.integers(0, 100),
)


@given(own=st.none() | states_, carried=st.lists(states_, max_size=3), shares=st.lists(states_, max_size=3))
def test_open_work_never_hides_behind_finished_work(
    own: State | None, carried: list[State], shares: list[State]
) -> None:
    assume(own is not None or carried or shares)
    given_out = [share_of(state) for state in shares]
    state = fold(own, carried, given_out)
    every = [*([own] if own else []), *carried, *given_out]
    assert state in every
    assert state.is_finished == all(each.is_finished for each in every)


@given(own=st.none() | states_, carried=st.lists(states_, max_size=3), lead=states_, at=st.integers(0, 3))
def test_the_leads_state_wins_so_that_figures_stay(
    own: State | None, carried: list[State], lead: State, at: int
) -> None:
    leading = State("lead", lead.execution, lead.progress)
    assert fold(own, [*carried[:at], leading, *carried[at:]]) == leading
    assert fold(leading, carried) == leading


@given(state=states_)
def test_a_share_has_yet_to_be_taken_on(state: State) -> None:
    share = share_of(state)
    assert (share.execution, share.progress, share.accepted_at, share.completed_at) == ("not_received", 0, None, None)
    assert (share.role, share.due_on, share.class_words) == (state.role, state.due_on, state.class_words)


DAYS = st.dates(dt.date(2025, 1, 1), dt.date(2025, 12, 31))


@given(named=st.sets(st.integers(1, 5)), on=DAYS)
def test_without_events_the_paper_holds(named: set[int], on: dt.date) -> None:
    assert holders_on(named, [], on=on) == named


def test_holders_follow_every_step_up_to_the_day() -> None:
    steps = [
        (1, 2, dt.date(2025, 3, 1)),
        (2, 3, dt.date(2025, 7, 1)),
        (2, 4, dt.date(2025, 7, 1)),
        (9, None, dt.date(2025, 7, 1)),
    ]
    assert holders_on([1, 9], steps, on=dt.date(2025, 2, 28)) == {1, 9}
    assert holders_on([1, 9], steps, on=dt.date(2025, 3, 1)) == {2, 9}
    assert holders_on([1, 9], steps, on=dt.date(2025, 7, 1)) == {3, 4, 9}
