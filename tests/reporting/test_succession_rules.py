"""Whatever is reorganised: no duty to report is lost, none is doubled, no words disappear."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.reporting.rules import TEXT_FIELDS, succession
from mangnon.reporting.rules.succession import Fate, Passing

CUT_OFF = dt.date(2025, 6, 5)
BODIES = st.integers(1, 9)
STATES = st.sampled_from(["", "draft", "submitted", "returned", "accepted"])
WORDS = st.text(alphabet="abc đ\n", max_size=12)
ENTRIES = st.fixed_dictionaries({**dict.fromkeys(TEXT_FIELDS, WORDS), "is_nil": st.booleans()})


@st.composite
def reorganisations(draw: st.DrawFn) -> tuple[set[int], dict[int, str], dict[int, set[int]]]:
    """Who owes, what each has sent, and where the tasks of some of them went: only to bodies that stay."""
    owed = draw(st.sets(BODIES, min_size=1))
    states = {agency: draw(STATES) for agency in owed}
    touched = draw(st.sets(st.sampled_from(sorted(owed))))
    heirs = {agency: draw(st.sets(BODIES, max_size=4)) for agency in touched}
    return owed, states, heirs


def _decide(
    owed: set[int], states: dict[int, str], heirs: dict[int, set[int]], *, effective_on: dt.date = CUT_OFF
) -> tuple[dict[int, Fate], Passing]:
    fates = {
        agency: succession.fate(
            effective_on=effective_on,
            cut_off_on=CUT_OFF,
            is_consolidated=False,
            agency=agency,
            heirs=given_heirs,
            states=states,
        )
        for agency, given_heirs in heirs.items()
    }
    return fates, succession.pass_on(owed=owed, fates=fates, heirs=heirs)


@given(reorganisations())
def test_every_duty_ends_at_somebody_who_owes(case: tuple[set[int], dict[int, str], dict[int, set[int]]]) -> None:
    owed, states, heirs = case
    _, passing = _decide(owed, states, heirs)
    after = (owed - passing.ended.keys()) | passing.begun.keys()
    assert after, "somebody reports"
    for agency in owed:
        assert agency in after or passing.ended[agency] & after
        assert agency in after or passing.ended[agency] <= after, "no heir is forgotten"
    for heirs_of in passing.ended.values():
        assert heirs_of, "a duty that ends names who has it now"


@given(reorganisations())
def test_nobody_owes_twice_and_nobody_new_without_a_reason(
    case: tuple[set[int], dict[int, str], dict[int, set[int]]],
) -> None:
    owed, states, heirs = case
    _, passing = _decide(owed, states, heirs)
    assert not passing.begun.keys() & owed, "who owes already joins, and does not begin a second time"
    assert passing.joined.keys() <= owed - passing.ended.keys()
    assert not passing.begun.keys() & passing.joined.keys()
    for sources in (*passing.begun.values(), *passing.joined.values()):
        assert sources
        assert sources <= heirs.keys()


@given(reorganisations())
def test_what_was_sent_stays_where_it_is_and_is_not_asked_again(
    case: tuple[set[int], dict[int, str], dict[int, set[int]]],
) -> None:
    owed, states, heirs = case
    fates, passing = _decide(owed, states, heirs)
    sent = {agency for agency, state in states.items() if succession.was_sent(state)}
    assert not passing.ended.keys() & sent
    frozen = {agency for agency, each in fates.items() if each == Fate.FROZEN}
    assert not any(sources & frozen for sources in passing.begun.values())
    for agency, others in passing.ended.items():
        assert not others & sent, f"the words of {agency} would find a report that is closed"


@given(reorganisations(), st.dates(CUT_OFF + dt.timedelta(days=1), dt.date(2030, 1, 1)))
def test_an_event_after_the_cut_off_changes_nothing(
    case: tuple[set[int], dict[int, str], dict[int, set[int]]], effective_on: dt.date
) -> None:
    fates, passing = _decide(*case, effective_on=effective_on)
    assert set(fates.values()) <= {Fate.UNTOUCHED}
    assert passing == Passing()


@given(reorganisations())
def test_entering_an_event_twice_changes_nothing_more(
    case: tuple[set[int], dict[int, str], dict[int, set[int]]],
) -> None:
    owed, states, given_heirs = case
    # As in the records: who holds tasks on the cut-off day has not handed them on.
    heirs = {agency: {h for h in each if h == agency or h not in given_heirs} for agency, each in given_heirs.items()}
    _, first = _decide(owed, states, heirs)
    after = (owed - first.ended.keys()) | first.begun.keys()
    _, again = _decide(after, {agency: states.get(agency, "") for agency in after}, heirs)
    assert not again.ended
    assert not again.begun


@pytest.mark.parametrize(
    ("effective_on", "is_consolidated", "states", "heirs", "expected"),
    [
        (dt.date(2025, 3, 1), False, {}, {2}, Fate.PASSED),
        (dt.date(2025, 3, 1), False, {1: "draft"}, {2, 3}, Fate.PASSED),
        (dt.date(2025, 6, 5), False, {}, {2}, Fate.PASSED),
        (dt.date(2025, 6, 6), False, {}, {2}, Fate.UNTOUCHED),
        (dt.date(2025, 3, 1), True, {}, {2}, Fate.UNTOUCHED),
        (dt.date(2025, 3, 1), False, {1: "submitted"}, {2}, Fate.FROZEN),
        (dt.date(2025, 3, 1), False, {1: "returned"}, {2}, Fate.FROZEN),
        (dt.date(2025, 3, 1), False, {1: "accepted"}, {2}, Fate.FROZEN),
        (dt.date(2025, 3, 1), False, {1: "draft", 2: "accepted"}, {2}, Fate.KEPT),
        (dt.date(2025, 3, 1), False, {}, {1, 2}, Fate.STAYS),
        (dt.date(2025, 3, 1), False, {}, set(), Fate.STAYS),
    ],
)
def test_what_becomes_of_one_report(
    effective_on: dt.date, is_consolidated: bool, states: dict[int, str], heirs: set[int], expected: Fate
) -> None:
    found = succession.fate(
        effective_on=effective_on,
        cut_off_on=CUT_OFF,
        is_consolidated=is_consolidated,
        agency=1,
        heirs=heirs,
        states=states,
    )
    assert found == expected


@given(ENTRIES, ENTRIES)
def test_both_texts_are_kept(own: dict[str, object], carried: dict[str, object]) -> None:
    made = succession.joined_entry(own, carried, source="Sở Mẫu", longest=20_000)
    assert made is not None
    for name in TEXT_FIELDS:
        assert str(own[name]).strip() in str(made[name])
        assert str(carried[name]).strip() in str(made[name])
        if str(own[name]).strip() and str(carried[name]).strip() not in str(own[name]).strip():
            assert "Sở Mẫu" in str(made[name]), "the words say whose they were"
    said = [entry for entry in (own, carried) if any(str(entry[name]).strip() for name in TEXT_FIELDS)]
    if any(not entry["is_nil"] for entry in said):
        assert not made["is_nil"]


@given(ENTRIES, ENTRIES)
def test_carrying_twice_is_carrying_once(own: dict[str, object], carried: dict[str, object]) -> None:
    once = succession.joined_entry(own, carried, source="Sở Mẫu", longest=20_000)
    assert once is not None
    again = succession.joined_entry(once, carried, source="Sở Mẫu", longest=20_000)
    assert again is not None
    assert {name: again[name] for name in TEXT_FIELDS} == {name: once[name] for name in TEXT_FIELDS}


def test_what_does_not_fit_stays_beside() -> None:
    own, carried = {"results": "a" * 90}, {"results": "b" * 90}
    assert succession.joined_entry(own, carried, source="Sở Mẫu", longest=100) is None
    assert succession.joined_entry({}, carried, source="Sở Mẫu", longest=50) is None


@given(st.dictionaries(BODIES, st.sets(BODIES, max_size=3)), BODIES)
def test_chains_end_and_circles_do_not_hang(onward: dict[int, set[int]], start: int) -> None:
    final = succession.final_holders([start], onward)
    assert all(not onward.get(row) for row in final)
    back: dict[int, set[int]] = {}
    for row, nexts in onward.items():
        for each in nexts:
            back.setdefault(each, set()).add(row)
    for row in final:
        assert start in succession.all_before([row], back)
