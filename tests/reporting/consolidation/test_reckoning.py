"""Adding what bodies told: each place once, whatever the order; the sum of parts; what is missing is named."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from mangnon.indicators.public import Cell, combine
from mangnon.indicators.terms import FigureState, Unknown
from mangnon.reporting.consolidation.reckoning import Aside, ToldRow, reckon

PROVINCE, AROUND = 1, dict.fromkeys(range(2, 12), (1,))


def _cell(above: int | None, below: int | None = None, state: FigureState | None = None) -> Cell:
    if above is None:
        return Cell(state or FigureState.NOT_COLLECTED)
    return Cell(FigureState.VALUE, Decimal(above), None if below is None else Decimal(below))


def _row(unit: int, cell: Cell, agency: int | None = None, rank: int = 1) -> ToldRow:
    body = agency if agency is not None else unit
    return ToldRow(100 * body + unit, unit, body, f"A{body:03d}", body, cell, rank)


CELLS = st.one_of(
    st.integers(0, 9999).map(_cell),
    st.tuples(st.integers(0, 50), st.integers(0, 90)).map(lambda pair: _cell(*pair)),
    st.sampled_from([_cell(None), _cell(None, state=FigureState.NONE)]),
)
ROWS = st.dictionaries(st.tuples(st.integers(1, 11), st.integers(1, 14)), CELLS, max_size=14).map(
    lambda found: [_row(unit, cell, agency) for (unit, agency), cell in found.items()]
)


@given(rows=ROWS, own=st.booleans(), data=st.data())
def test_the_order_of_arrival_never_matters(rows: list[ToldRow], own: bool, data: st.DataObject) -> None:
    asked = {agency: min(agency, 11) for agency in range(1, 15)}
    shuffled = data.draw(st.permutations(rows))
    one = reckon(rows, asked=asked, around=AROUND, is_own_share=own)
    other = reckon(shuffled, asked=asked, around=AROUND, is_own_share=own)
    assert one == other
    assert {each.figure for each in one.rows} | {each.row.figure for each in one.aside} == {r.figure for r in rows}


@given(cells=st.dictionaries(st.integers(2, 11), CELLS, min_size=1), cut=st.integers(0, 10))
def test_the_whole_equals_the_sum_of_its_parts(cells: dict[int, Cell], cut: int) -> None:
    rows = [_row(unit, cell) for unit, cell in cells.items()]
    asked = {unit: unit for unit in cells}

    def part(keys: set[int]) -> object:
        return reckon([row for row in rows if row.agency in keys], asked={k: k for k in keys}, around=AROUND).sum

    first = {key for key in cells if key <= cut}
    whole = reckon(rows, asked=asked, around=AROUND).sum
    halves = combine([part(first), part(set(cells) - first)])  # type: ignore[list-item]
    assert (whole.count, whole.numerator, whole.denominator, whole.counted) == (
        halves.count,
        halves.numerator,
        halves.denominator,
        halves.counted,
    )
    assert set(whole.missing) == set(halves.missing)


@given(rows=ROWS, cell=CELLS)
def test_amending_and_going_back_is_as_before(rows: list[ToldRow], cell: Cell) -> None:
    asked = {agency: min(agency, 11) for agency in range(1, 15)}
    before = reckon(rows, asked=asked, around=AROUND)
    amended = [ToldRow(*(r.figure, r.unit, r.agency, r.code, r.version + 1, cell, r.rank)) for r in rows]
    reckon(amended, asked=asked, around=AROUND)
    assert reckon(rows, asked=asked, around=AROUND) == before


def test_a_place_is_counted_once_and_the_other_is_told() -> None:
    rows = [_row(PROVINCE, _cell(12), 21), _row(PROVINCE, _cell(9), 20), _row(2, _cell(5)), _row(3, _cell(None))]
    found = reckon(rows, asked={}, around=AROUND)
    assert [row.agency for row in found.rows] == [20]
    assert found.sum.count == 9
    assert {(each.row.agency, each.why) for each in found.aside} == {
        (21, Aside.SAME_PLACE),
        (2, Aside.INSIDE),
        (3, Aside.INSIDE),
    }
    assert found.is_disputed
    led = [_row(PROVINCE, _cell(12), 21, rank=0), *rows[1:]]
    assert reckon(led, asked={}, around=AROUND).sum.count == 12


def test_a_whole_nobody_counted_gives_way_to_its_parts() -> None:
    rows = [_row(PROVINCE, _cell(None)), _row(2, _cell(5)), _row(3, _cell(7))]
    found = reckon(rows, asked={2: 2, 3: 3}, around=AROUND)
    assert (found.sum.count, found.sum.missing) == (12, ())
    assert [each.row.unit for each in found.aside] == [PROVINCE]


def test_a_whole_nobody_counted_with_one_place_told_is_at_least_so_much() -> None:
    """Nobody counted the province, one commune told 5: that is not the province's number."""
    rows = [_row(PROVINCE, _cell(None), agency=20), _row(2, _cell(5), agency=21)]
    found = reckon(rows, asked={20: PROVINCE, 21: PROVINCE}, around=AROUND)
    assert found.sum.count == 5
    assert [(each.part, each.why) for each in found.sum.missing] == [(20, Unknown.NOT_COLLECTED)]
    assert found.sum.told("count", None).is_partial
    around_it = [_row(PROVINCE, _cell(9), agency=20), _row(2, _cell(None), agency=21)]
    assert reckon(around_it, asked={20: PROVINCE, 21: PROVINCE}, around=AROUND).sum.missing == ()


def test_own_shares_add_up_though_they_are_of_one_place() -> None:
    rows = [_row(PROVINCE, _cell(12), 21), _row(PROVINCE, _cell(9), 20), _row(2, _cell(5))]
    found = reckon(rows, asked={21: 1, 20: 1, 2: 2, 22: 1}, around=AROUND, is_own_share=True)
    assert found.sum.count == 26
    assert [(each.part, each.why) for each in found.sum.missing] == [(22, Unknown.NOT_ENTERED)]
    assert found.aside == ()


def test_rates_come_from_sums_never_from_averages() -> None:
    rows = [_row(2, _cell(1, 2)), _row(3, _cell(0, 98))]
    told = reckon(rows, asked={2: 2, 3: 3, 4: 4}, around=AROUND).sum.told("rate", 100)
    assert told.value == Fraction(1)
    assert told.is_partial
    whole = reckon(rows, asked={2: 2, 3: 3}, around=AROUND).sum.told("rate", 100)
    assert not whole.is_partial


def test_zero_none_and_not_collected_are_told_apart() -> None:
    zero = reckon([_row(2, _cell(0))], asked={2: 2}, around={}).sum
    none = reckon([_row(2, _cell(None, state=FigureState.NONE))], asked={2: 2}, around={}).sum
    unknown = reckon([_row(2, _cell(None))], asked={2: 2}, around={}).sum
    assert (zero.count, none.count, unknown.count) == (0, 0, None)
    assert [each.why for each in unknown.missing] == [Unknown.NOT_COLLECTED]


def test_what_rose_through_the_body_above_is_not_added_again() -> None:
    above = {3: 2, 4: 2}
    rows = [_row(1, _cell(10), agency=2), _row(3, _cell(4), agency=3), _row(5, _cell(7), agency=5)]
    asked = {2: 1, 3: 3, 4: 4, 5: 5}
    told = reckon(rows, asked=asked, around={}, is_own_share=True, above=above)
    assert told.sum.count == 17
    assert [(each.row.agency, each.why, each.used.agency) for each in told.aside] == [(3, Aside.RISEN, 2)]
    assert not told.sum.missing, "who is silent is told by the body above"
    silent = [_row(1, _cell(None), agency=2), *rows[1:]]
    told = reckon(silent, asked=asked, around={}, is_own_share=True, above=above)
    assert told.sum.count == 11, "a body above that says nothing stands in nobody's place"
    assert {each.part for each in told.sum.missing} == {2, 4}


@given(rows=ROWS, above=st.dictionaries(st.integers(1, 14), st.integers(1, 14)), data=st.data())
def test_rising_loses_no_row_ends_in_a_circle_too_and_no_order_matters(
    rows: list[ToldRow], above: dict[int, int], data: st.DataObject
) -> None:
    one = reckon(rows, asked={}, around={}, is_own_share=True, above=above)
    assert one == reckon(data.draw(st.permutations(rows)), asked={}, around={}, is_own_share=True, above=above)
    assert {each.figure for each in one.rows} | {each.row.figure for each in one.aside} == {r.figure for r in rows}
