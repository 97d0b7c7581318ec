"""Where chains of events lead, whatever the history."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from mangnon.agencies.rules.succession import Chain, Graph, Part, Reason, Span

_START = dt.date(2025, 1, 1)
_FUNCTIONS = ("a", "b", "c")


def _day(number: int) -> dt.date:
    return _START + dt.timedelta(days=number)


_maybe_day = st.none() | st.integers(0, 30).map(_day)


@st.composite
def _any_data(draw: st.DrawFn) -> Graph:
    """Bodies and parts without any order: circles, ends before beginnings, parts of bodies that never ended."""
    count = draw(st.integers(1, 6))
    spans = {
        body: Span(draw(_maybe_day), draw(_maybe_day), draw(st.none() | st.integers(1, 8))) for body in range(count)
    }
    events = {number: _day(draw(st.integers(0, 30))) for number in range(1, 9)}
    bodies = st.integers(0, count - 1)
    parts = [
        Part(
            number,
            event := draw(st.integers(1, 8)),
            events[event],
            draw(bodies),
            draw(st.none() | bodies),
            draw(st.sampled_from(("", *_FUNCTIONS))),
        )
        for number in range(draw(st.integers(0, 14)))
    ]
    graph = Graph(spans, parts)
    graph.test_spans = spans  # type: ignore[attr-defined]
    return graph


@given(_any_data(), st.integers(0, 5), st.sampled_from(("", *_FUNCTIONS)), st.integers(0, 31).map(_day))
def test_chains_end_and_answer_only_bodies_in_force(graph: Graph, body: int, function: str, on: dt.date) -> None:
    spans: dict[int, Span] = graph.test_spans  # type: ignore[attr-defined]
    if body not in spans:
        return
    chain = graph.follow(body, function=function, on=on)
    assert chain.ends or chain.losses
    for end in chain.ends:
        assert spans[end.body].holds(on)
    for branch in (*chain.ends, *chain.losses):
        instants = [part.instant for part in branch.path]
        assert instants == sorted(set(instants)), "each step is a later event"
        assert all(part.on <= on for part in branch.path)


class _History:
    """A sound history: what each body carries is known at every moment."""

    def __init__(self, count: int) -> None:
        self.spans = {0: Span(None, None)}
        self.parts: list[Part] = []
        self.carried: dict[str, int | None] = dict.fromkeys(_FUNCTIONS, 0)
        for _ in range(count - 1):
            self.begin(None)

    def begin(self, day: dt.date | None) -> int:
        body = len(self.spans)
        self.spans[body] = Span(day, None)
        return body

    def open(self, day: dt.date) -> list[int]:
        return [b for b, span in self.spans.items() if span.valid_to is None and (span.valid_from or dt.date.min) < day]

    def hand(self, event: int, day: dt.date, source: int, function: str, target: int | None) -> None:
        self.parts.append(Part(len(self.parts), event, day, source, target, function))


@st.composite
def _sound(draw: st.DrawFn) -> _History:
    history = _History(draw(st.integers(1, 3)))
    for event in range(1, draw(st.integers(1, 6)) + 1):
        day = _day(event * 3)
        here = history.open(day)
        if not here:
            break
        source = draw(st.sampled_from(here))
        others = [body for body in here if body != source] + [history.begin(day)]
        carried = [f for f, body in history.carried.items() if body == source]
        if draw(st.booleans()):  # a transfer of one function, both go on
            if carried:
                function, target = draw(st.sampled_from(carried)), draw(st.sampled_from(others))
                history.hand(event, day, source, function, target)
                history.carried[function] = target
            continue
        span = history.spans[source]
        history.spans[source] = Span(span.valid_from, day - dt.timedelta(days=1), event)
        rest = draw(st.none() | st.sampled_from(others))
        if rest is not None:
            history.hand(event, day, source, "", rest)
        for function in carried:
            target = draw(st.sampled_from([*others, None, rest]))
            if target != rest or rest is None:
                history.hand(event, day, source, function, target)
            history.carried[function] = target
    return history


@given(_sound())
def test_every_function_is_where_the_history_put_it_or_is_reported(history: _History) -> None:
    graph = Graph(history.spans, history.parts)
    on = _day(60)
    for function, carrier in history.carried.items():
        chain = graph.follow(0, function=function, on=on)
        if carrier is None:
            assert not chain.ends
            assert chain.losses
        else:
            assert {end.body for end in chain.ends} == {carrier}
            assert not chain.losses


@given(_sound(), st.integers(0, 25))
def test_what_comes_after_the_day_does_not_count(history: _History, number: int) -> None:
    on = _day(number)
    earlier = [part for part in history.parts if part.on <= on]
    for function in ("", *_FUNCTIONS):
        whole = Graph(history.spans, history.parts).follow(0, function=function, on=on)
        assert whole == Graph(history.spans, earlier).follow(0, function=function, on=on)


def _follow(spans: dict[int, Span], parts: list[Part], function: str, on: dt.date) -> Chain:
    return Graph(spans, parts).follow(0, function=function, on=on)


def test_a_function_that_went_away_and_came_back_is_followed_there_and_back() -> None:
    spans = {0: Span(None, None), 1: Span(None, None)}
    parts = [Part(1, 1, _day(1), 0, 1, "a"), Part(2, 2, _day(5), 1, 0, "a")]
    assert [end.body for end in _follow(spans, parts, "a", _day(3)).ends] == [1]
    (back,) = _follow(spans, parts, "a", _day(9)).ends
    assert (back.body, len(back.path)) == (0, 2)
    assert [end.body for end in _follow(spans, parts, "", _day(9)).ends] == [0]


def test_a_body_that_has_not_begun_and_one_that_ended_without_heir_are_told_apart() -> None:
    assert _follow({0: Span(_day(5), None)}, [], "", _day(1)).losses[0].reason == Reason.NOT_YET
    assert _follow({0: Span(None, _day(5))}, [], "", _day(9)).losses[0].reason == Reason.NO_SUCCESSOR
    ended = {0: Span(None, _day(5), 1)}
    lost = _follow(ended, [Part(1, 1, _day(6), 0, None, "a")], "a", _day(9)).losses
    assert [loss.reason for loss in lost] == [Reason.NOBODY_KNOWN]
