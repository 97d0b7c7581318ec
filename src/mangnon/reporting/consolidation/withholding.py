"""The figures of a consolidation as they leave the house: small numbers of persons are not in the copy for sending.

The rule is that of `indicators` (docs/decisions/0042): the same threshold, the same sums that readers can form, and of
parts of a year nothing by body and nothing divided. What is withheld is taken out of the book itself, so that no table,
sentence, chart or file made of it can tell it; the copy that stays inside is made of the whole book.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from mangnon.indicators.public import (
    Cell,
    Partition,
    counts_persons,
    denominator_counts_persons,
    hidden_keys,
    is_part_of_year,
    partitions,
    small_numbers,
)
from mangnon.indicators.terms import FigureState, IndicatorKind
from mangnon.reporting.consolidation.figures import Divided, FigureBook, FigureLine, book_before, figure_book
from mangnon.reporting.consolidation.reckoning import Reckoned, SetAside, ToldRow
from mangnon.reporting.figures.sheet import window_of
from mangnon.reporting.models import Consolidation, Period

_ROW = "#"  # begins the key of a body's row; no key of a breakdown does


def sent_book(consolidation: Consolidation, *, divided: Divided = ()) -> FigureBook:
    """The figures of a consolidation for the copy that leaves, the same in each of its files. `divided`: as of
    `figure_book`; of a whole year every division is read, since it bears on what else may leave."""
    period = consolidation.period
    needed: Divided = divided if is_part_of_year(window_of(period)) else "all"
    return book_for_sending(figure_book(consolidation, divided=needed), period)


def book_for_sending(book: FigureBook, period: Period) -> FigureBook:
    """The book without the numbers that may not leave; `book` stays as it is. Of a whole year it has every division.

    Numbers of persons that are not in a sum (another body's of the same place, those of places within) are withheld
    whatever they are: they are no part of what is published. Queries: those of the period before, read whole, and two.
    """
    is_part = is_part_of_year(window_of(period))
    parted = partitions({key for line in book.lines for key in line.parts})
    lines = [_line(line, parted, is_part) for line in book.lines]
    sent = replace(book, lines=lines, notes=_notes(lines))
    if any(each.before is not None for each in book.lines):
        earlier = book_before(period, divided=() if is_part else "all")
        sent.set_before(book_for_sending(earlier, _period_of(earlier, period)) if earlier is not None else None)
    return sent


def _period_of(earlier: FigureBook, period: Period) -> Period:
    return earlier.lines[0].asked.period if earlier.lines else period


def _notes(lines: Collection[FigureLine]) -> tuple[str, ...]:
    notes = []
    least = small_numbers().threshold
    if any(_is_any_withheld(line) for line in lines):
        notes.append(
            f"Ghi chú: số nhỏ được giữ kín. Số người từ 1 đến {least - 1}, và số khác mà từ đó tính ngược ra được các "
            "số ấy, ghi là «giữ kín»; cơ quan tổng hợp lưu đủ số liệu."
        )
    if any(line.is_whole_alone for line in lines):
        notes.append(
            "Kỳ báo cáo ngắn hơn một năm: số người theo từng cơ quan, địa bàn và theo phân tổ được giữ kín, chỉ nêu số "
            "toàn bộ, vì lấy số cả năm trừ đi thì tính ra được số nhỏ."
        )
    return tuple(notes)


def _is_any_withheld(line: FigureLine) -> bool:
    if line.whole.is_withheld or any(each.is_withheld for each in line.parts.values()):
        return True
    return not line.is_whole_alone and any(row.is_withheld for row in line.whole.rows)


def _line(line: FigureLine, parted: list[Partition], is_part: bool) -> FigureLine:
    if not counts_persons(line.indicator):
        return replace(line)
    if is_part:
        # Beside it stands nothing that it could be taken from: it is judged alone.
        told = {"": line.whole.sum.count, "rate": line.whole.sum.numerator}
        if denominator_counts_persons(line.indicator):
            told["below"] = line.whole.sum.denominator
        whole = _withheld(line.whole, is_hidden=bool(hidden_keys(told, ())), rows=None)
        return replace(line, whole=whole, parts={}, is_whole_alone=True)
    hidden = _hidden(line, parted)
    whole = _withheld(line.whole, is_hidden="" in hidden, rows=hidden)
    parts = {key: _withheld(part, is_hidden=key in hidden, rows=None) for key, part in line.parts.items()}
    return replace(line, whole=whole, parts=parts)


def _hidden(line: FigureLine, parted: list[Partition]) -> frozenset[str]:
    cells = {"": line.whole, **line.parts}
    counts = {key: found.sum.count for key, found in cells.items()}
    rows = {f"{_ROW}{row.figure}": _count(row) for row in line.whole.rows}
    hidden = hidden_keys(counts, parted, beside=rows)
    if denominator_counts_persons(line.indicator):
        below = {key: found.sum.denominator for key, found in cells.items()}
        rows_below = {f"{_ROW}{row.figure}": _fraction(row.cell.denominator) for row in line.whole.rows}
        hidden |= hidden_keys(below, parted, beside=rows_below)
    # A rate over fewer bodies than its count makes two totals: then one hidden number hides all (as in the tables).
    is_rate = line.indicator.kind == IndicatorKind.RATE
    if hidden and is_rate and any(found.sum.numerator != found.sum.count for found in cells.values()):
        return frozenset({*counts, *rows})
    return hidden


def _count(row: ToldRow) -> Fraction | None:
    return _fraction(row.cell.adds)


def _fraction(number: Decimal | None) -> Fraction | None:
    return None if number is None else Fraction(number)


def _withheld(found: Reckoned, *, is_hidden: bool, rows: Collection[str] | None) -> Reckoned:
    """A reckoned cell without its sum (`is_hidden`) and without its rows: those named in `rows`, None for all."""
    used = tuple(_taken_out(row) if rows is None or f"{_ROW}{row.figure}" in rows else row for row in found.rows)
    kept = {row.figure: row for row in used}
    aside = tuple(
        SetAside(_taken_out(each.row), each.why, kept.get(each.used.figure, _taken_out(each.used)), each.differs)
        for each in found.aside
    )
    total = replace(found.sum, count=None, numerator=None, denominator=None) if is_hidden else found.sum
    return Reckoned(used, aside, total, is_withheld=is_hidden and found.sum.count is not None)


def _taken_out(row: ToldRow) -> ToldRow:
    if row.cell.state not in (FigureState.VALUE, FigureState.NONE):
        return row
    return replace(row, cell=Cell(FigureState.SUPPRESSED), is_withheld=True)
