"""Sums over units and over time."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.indicators.rules.cells import Cell, Told
from mangnon.indicators.rules.periods import Period, period_of
from mangnon.indicators.rules.totals import Missing, Sum, add_over_time, add_over_units, combine, sum_of_cell
from mangnon.indicators.terms import FigureState, IndicatorKind, Nature, Unknown

RATE, COUNT = IndicatorKind.RATE, IndicatorKind.COUNT
NUMBERS = st.integers(0, 10**6).map(Decimal)
CELLS = st.one_of(
    st.none(),
    st.builds(Cell, st.sampled_from([FigureState.NONE, FigureState.NOT_COLLECTED, FigureState.SUPPRESSED])),
    st.builds(Cell, st.just(FigureState.VALUE), NUMBERS, st.one_of(st.none(), NUMBERS)),
)
H1, H2, YEAR = period_of("2025H1"), period_of("2025H2"), period_of("2025")


def count(number: int, below: int | None = None) -> Cell:
    return Cell(FigureState.VALUE, Decimal(number), None if below is None else Decimal(below))


@given(st.dictionaries(st.integers(0, 30), CELLS, max_size=12), st.randoms())
def test_the_order_in_which_parts_arrive_never_matters(parts: dict[int, Cell | None], random: object) -> None:
    keys = list(parts)
    random.shuffle(keys)  # type: ignore[attr-defined]
    one, other = add_over_units(parts), add_over_units({key: parts[key] for key in keys})
    assert (one.count, one.numerator, one.denominator, one.counted) == (
        other.count,
        other.numerator,
        other.denominator,
        other.counted,
    )
    assert set(one.missing) == set(other.missing)


@given(st.dictionaries(st.integers(0, 30), CELLS, max_size=12), st.integers(0, 30))
def test_a_whole_is_the_sum_of_its_parts_however_they_are_grouped(parts: dict[int, Cell | None], cut: int) -> None:
    below = add_over_units({key: cell for key, cell in parts.items() if key < cut})
    above = add_over_units({key: cell for key, cell in parts.items() if key >= cut})
    whole, grouped = add_over_units(parts), combine([below, above])
    assert (whole.count, whole.numerator, whole.denominator) == (grouped.count, grouped.numerator, grouped.denominator)
    assert set(whole.without_rate) == set(grouped.without_rate)


@given(st.dictionaries(st.integers(), st.tuples(st.integers(0, 500), st.integers(1, 1000)), min_size=1, max_size=10))
def test_a_rate_is_recomputed_and_never_averaged(pairs: dict[int, tuple[int, int]]) -> None:
    found = add_over_units({key: count(*pair) for key, pair in pairs.items()}).told(RATE, 100)
    above, below = sum(pair[0] for pair in pairs.values()), sum(pair[1] for pair in pairs.values())
    assert found == Told(Fraction(above * 100, below))


def test_nothing_of_the_kind_adds_nothing_and_is_not_missing() -> None:
    found = add_over_units({1: count(7), 2: Cell(FigureState.NONE), 3: count(0)})
    assert found.told(COUNT, None) == Told(Fraction(7))
    assert found.missing == ()


def test_what_was_not_collected_makes_a_sum_at_least() -> None:
    parts = {1: count(7, 10), 2: Cell(FigureState.NOT_COLLECTED), 3: None, 4: Cell(FigureState.SUPPRESSED), 5: count(1)}
    found = add_over_units(parts)
    assert found.told(COUNT, None) == Told(Fraction(8), is_partial=True)
    assert found.missing == (
        Missing(2, Unknown.NOT_COLLECTED),
        Missing(3, Unknown.NOT_ENTERED),
        Missing(4, Unknown.SUPPRESSED),
    )
    assert found.told(RATE, 100) == Told(Fraction(70), is_partial=True)
    assert found.without_rate[-1] == Missing(5, Unknown.NO_DENOMINATOR)


def test_a_sum_of_nothing_says_why() -> None:
    same = add_over_units({1: Cell(FigureState.NOT_COLLECTED), 2: Cell(FigureState.NOT_COLLECTED)})
    assert same.told(COUNT, None) == Told(unknown=Unknown.NOT_COLLECTED)
    assert (
        add_over_units({1: None, 2: Cell(FigureState.SUPPRESSED)}).told(COUNT, None).unknown == Unknown.NOTHING_TO_ADD
    )
    assert add_over_units({}).told(RATE, 100).unknown == Unknown.NOTHING_TO_ADD
    assert add_over_units({1: count(0, 0)}).told(RATE, 100).unknown == Unknown.ZERO_DENOMINATOR


def test_a_share_of_a_divided_unit_is_an_estimate_and_an_unknown_share_is_missing() -> None:
    half = sum_of_cell(1, count(10, 100), Fraction(1, 2))
    assert half == Sum(Fraction(5), Fraction(5), Fraction(50), 1, is_estimate=True)
    assert sum_of_cell(1, count(10), None).missing == (Missing(1, Unknown.UNKNOWN_SHARE),)
    assert combine([half, sum_of_cell(2, count(1, 1))]).told(RATE, 100).is_estimate


@given(st.fractions(0, 1), NUMBERS, NUMBERS)
def test_shares_of_a_unit_add_up_to_it(share: Fraction, above: Decimal, below: Decimal) -> None:
    cell = Cell(FigureState.VALUE, above, below)
    found = combine([sum_of_cell(1, cell, share), sum_of_cell(1, cell, 1 - share)])
    assert (found.count, found.denominator) == (Fraction(above), Fraction(below))


def over(nature: Nature, *cells: tuple[Period, Cell | None], below: Nature | None = None) -> Sum:
    return add_over_time(YEAR, {period: sum_of_cell(1, cell) for period, cell in cells}, nature, below)


def test_flows_add_over_time_and_stocks_are_those_of_the_last_day() -> None:
    halves = ((H1, count(10, 1000)), (H2, count(4, 1200)))
    assert over(Nature.FLOW, *halves).count == 14
    assert over(Nature.STOCK, *halves).count == 4
    assert over(Nature.FLOW, *halves, below=Nature.STOCK).told(RATE, 100_000) == Told(Fraction(14 * 100_000, 1200))


def test_people_counted_in_each_half_are_not_added() -> None:
    found = over(Nature.PERSONS, (H1, count(10)), (H2, count(4)))
    assert found.told(COUNT, None) == Told(unknown=Unknown.NOT_ADDITIVE)
    assert over(Nature.PERSONS, (YEAR, count(12)), (H1, count(10))).count == 12


def test_a_figure_of_the_whole_period_is_taken_as_it_is() -> None:
    assert over(Nature.FLOW, (YEAR, count(15)), (H1, count(10)), (H2, count(4))).count == 15
    missing = over(Nature.FLOW, (YEAR, Cell(FigureState.NOT_COLLECTED)), (H1, count(10)), (H2, count(4)))
    assert missing.told(COUNT, None) == Told(unknown=Unknown.NOT_COLLECTED)
    assert over(Nature.FLOW, (YEAR, None), (H1, count(10)), (H2, count(4))).count == 14


def test_a_gap_in_time_is_named() -> None:
    found = over(Nature.FLOW, (H1, count(10)))
    assert found.told(COUNT, None) == Told(Fraction(10), is_partial=True)
    assert [(each.part.starts_on, each.why) for each in found.missing if isinstance(each.part, Period)] == [
        (H2.starts_on, Unknown.NOT_ENTERED)
    ]
    assert over(Nature.STOCK, (H1, count(10))).told(COUNT, None) == Told(unknown=Unknown.NOT_ENTERED)
    assert over(Nature.FLOW, (YEAR, None)).told(COUNT, None) == Told(unknown=Unknown.NOT_ENTERED)


@given(
    st.lists(
        st.tuples(st.sampled_from([f"2025-{month:02d}" for month in range(1, 13)]), NUMBERS), unique_by=lambda p: p[0]
    )
)
def test_months_and_quarters_give_the_same_year(months: list[tuple[str, Decimal]]) -> None:
    told = {period_of(code): sum_of_cell(1, Cell(FigureState.VALUE, number)) for code, number in months}
    year = add_over_time(YEAR, told, Nature.FLOW)
    quarters = {
        quarter: add_over_time(quarter, told, Nature.FLOW)
        for quarter in (period_of(f"2025Q{each}") for each in range(1, 5))
    }
    again = add_over_time(YEAR, quarters, Nature.FLOW)
    assert (year.count or 0) == (again.count or 0)
    assert bool(year.missing) == bool(again.missing) == (len(months) < 12)


@pytest.mark.parametrize("nature", [Nature.FLOW, Nature.STOCK])
def test_a_period_that_covers_less_never_pushes_out_those_that_cover_all(nature: Nature) -> None:
    """Nine months begin where the first half begins and are longer; the two halves are the year."""
    nine = period_of("2025M9")
    found = over(nature, (nine, count(9)), (H1, count(10)), (H2, count(4)))
    assert found.told(COUNT, None) == Told(Fraction(14 if nature == Nature.FLOW else 4))
    # The last day is told by a period that overlaps a longer one.
    assert over(Nature.STOCK, (nine, count(9)), (H2, count(4))).told(COUNT, None) == Told(Fraction(4))


@pytest.mark.parametrize("nature", [Nature.FLOW, Nature.STOCK])
def test_periods_in_which_others_told_take_nothing_away(nature: Nature) -> None:
    """This unit told its quarters, another one its halves: the empty halves are not this unit's."""
    quarters = [(period_of(f"2025Q{number}"), count(10)) for number in range(1, 5)]
    found = over(nature, *quarters, (H1, None), (H2, None), (period_of("2025M9"), None))
    assert found.told(COUNT, None) == Told(Fraction(40 if nature == Nature.FLOW else 10))


def test_who_is_silent_is_named_where_another_period_told() -> None:
    found = over(Nature.FLOW, (H1, count(10)), (H2, None))
    assert found.missing == (Missing(1, Unknown.NOT_ENTERED),)


def test_nothing_of_the_kind_has_no_denominator() -> None:
    """One in a hundred of 1,000 and none of nobody knows how many: the rate is of a part only."""
    found = add_over_units({1: count(10, 1000), 2: Cell(FigureState.NONE)})
    assert found.told(RATE, 100) == Told(Fraction(1), is_partial=True)
    assert found.told(COUNT, None) == Told(Fraction(10))
    halves = over(Nature.FLOW, (H1, count(5, 1000)), (H2, Cell(FigureState.NONE)), below=Nature.STOCK)
    assert halves.told(RATE, 100) == Told(unknown=Unknown.NO_DENOMINATOR)
    assert halves.told(COUNT, None) == Told(Fraction(5))


def over_stock(**sums: Cell | None) -> Sum:
    """A year of what happened among those who are there at its end, from halves."""
    periods = {"h1": H1, "h2": H2, "year": YEAR}
    told = {periods[name]: sum_of_cell("S", cell) for name, cell in sums.items()}
    return add_over_time(YEAR, told, Nature.FLOW, Nature.STOCK)


def test_half_of_what_happened_over_all_who_are_there_is_no_rate() -> None:
    alone = over_stock(h2=count(4, 1000))
    assert (alone.count, alone.numerator, alone.denominator) == (4, None, None)
    assert [each.part for each in alone.without_rate] == [Period(H1.starts_on, H1.ends_on, "")]
    whole = over_stock(h1=count(4, 990), h2=count(4, 1000))
    assert whole.told(RATE, 100_000) == Told(Fraction(800))
    together = combine([alone, whole])
    assert together.told(RATE, 100_000) == Told(Fraction(800), is_partial=True), "the rate of those who told the year"


def test_a_denominator_is_needed_at_the_end_only() -> None:
    assert over_stock(h1=count(4), h2=count(4, 1000)).told(RATE, 100_000) == Told(Fraction(800))
    assert over_stock(h1=count(4, 990), h2=count(4)).told(RATE, 1).value is None


def test_none_of_so_many_is_in_the_rate() -> None:
    cells = {"A": count(1, 1000), "B": Cell(FigureState.NONE, None, Decimal(3000)), "C": Cell(FigureState.NONE)}
    found = add_over_units(cells)
    assert found.told(RATE, 100_000) == Told(Fraction(25), is_partial=True)
    assert [each.part for each in found.without_rate] == ["C"]
