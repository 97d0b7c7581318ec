"""What is wrong, or unlikely, about the figures of one unit and period, in words that say why. No Django.

Errors are figures that cannot be true; warnings ask to look again and may be answered with a reason. The numbers by
which something is unlikely are data (data/publication.json) and the product's own (D).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from statistics import median

from mangnon.indicators.rules.breakdowns import key_of, parts_of_key
from mangnon.indicators.rules.cells import Cell, value_of
from mangnon.indicators.rules.entry import write_number
from mangnon.indicators.rules.periods import Period, period_words, tile
from mangnon.indicators.terms import FigureState, IndicatorKind, Nature, Severity
from mangnon.kernel.dates import vn_date
from mangnon.kernel.text import capitalise_first

ABSURD = Decimal(2_000_000_000)
CellKey = tuple[str, str]  # full code of the indicator, key of the breakdown


@dataclass(frozen=True, slots=True)
class Subject:
    """What the checks must know of an indicator. `code` is the full one. `is_whole`: it counts things, not shares of
    them. `denominator_from`: whose number the denominator is. The natures: how both numbers add up over time."""

    code: str
    name: str
    kind: str
    multiplier: Decimal | None = None
    may_exceed: bool = False
    denominator_from: str = ""
    is_whole: bool = True
    nature: str = Nature.STOCK
    denominator_nature: str = ""


@dataclass(frozen=True, slots=True)
class Division:
    """One dimension: its top groups (code → name). `is_partition`: they add up to the whole."""

    code: str
    name: str
    groups: Mapping[str, str]
    is_partition: bool


@dataclass(frozen=True, slots=True)
class Limits:
    """By which figures are unlikely."""

    percent: int = 50
    least_change: int = 20
    robust_z: float = 3.5
    least_peers: int = 8


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. `code` is stable; `words` are shown; `cells` are marked."""

    severity: Severity
    code: str
    words: str
    cells: tuple[CellKey, ...]


@dataclass(slots=True)
class Sheet:
    """The cells of one unit and period. `last`: of the period before; `peers`: rates of comparable units in the same
    period, by indicator, without this unit; `nested`: of the periods that lie in this one, or around it."""

    cells: Mapping[CellKey, Cell]
    subjects: Mapping[str, Subject]
    divisions: Sequence[Division] = ()
    last: Mapping[CellKey, Cell] = field(default_factory=dict)
    peers: Mapping[str, Sequence[Fraction]] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    period: Period | None = None
    nested: Mapping[Period, Mapping[CellKey, Cell]] = field(default_factory=dict)


def check_sheet(sheet: Sheet) -> list[Finding]:
    """All findings, errors first; the same whatever the order of the cells."""
    found = [
        *(finding for key in sorted(sheet.cells) for finding in _of_cell(key, sheet)),
        *_of_sums(sheet),
        *_of_denominators(sheet),
        *_against_last(sheet),
        *_against_nested(sheet),
        *_against_peers(sheet),
    ]
    return sorted(found, key=lambda each: (each.severity != Severity.ERROR, each.cells, each.code))


def _of_cell(key: CellKey, sheet: Sheet) -> Iterator[Finding]:
    cell, subject = sheet.cells[key], sheet.subjects[key[0]]
    error = Severity.ERROR
    for number, name in ((cell.numerator, "Số liệu"), (cell.denominator, "Mẫu số")):
        if number is None:
            continue
        if number < 0:
            yield Finding(error, "negative", f"{name} là số âm ({write_number(-number)} dưới 0).", (key,))
        elif number > ABSURD:
            yield Finding(
                error, "absurd", f"{name} {write_number(number)} lớn hơn dân số cả nước; hãy kiểm tra lại.", (key,)
            )
        if subject.is_whole and number != number.to_integral_value():
            yield Finding(error, "not_whole", f"{name} {write_number(number)} phải là số nguyên.", (key,))
    if cell.state == FigureState.VALUE and cell.numerator is None:
        yield Finding(error, "no_number", "Ô ghi là có số liệu nhưng chưa có số.", (key,))
    if subject.kind != IndicatorKind.RATE or cell.adds is None:
        return
    if cell.denominator is None:
        words = "Có tử số nhưng chưa có mẫu số nên chưa tính được tỷ lệ."
        if cell.state == FigureState.NONE:
            words = "Ghi không phát sinh nhưng chưa có mẫu số nên không vào tỷ lệ chung; hãy ghi cả mẫu số («-/340»)."
        yield Finding(Severity.WARNING, "no_denominator", words, (key,))
    elif cell.denominator == 0 and cell.adds > 0:
        yield Finding(error, "zero_denominator", "Mẫu số bằng 0 trong khi tử số lớn hơn 0.", (key,))
    elif cell.adds > cell.denominator and not subject.may_exceed:
        words = f"Tử số {write_number(cell.adds)} lớn hơn mẫu số {write_number(cell.denominator)}."
        yield Finding(error, "above_whole", words, (key,))


def _of_sums(sheet: Sheet) -> Iterator[Finding]:
    """Groups against their whole, in every context: sexes of all children, sexes of those aged 5-9."""
    for division in sheet.divisions:
        wholes = {
            (code, key_of(_without(breakdown, division.code)))
            for code, breakdown in sheet.cells
            if division.code in parts_of_key(breakdown)
        }
        for code, context in sorted(wholes):
            for is_denominator in (False, True):
                yield from _of_sum(sheet, division, code, context, is_denominator)


def _of_sum(sheet: Sheet, division: Division, code: str, context: str, is_denominator: bool) -> Iterator[Finding]:
    whole_key = (code, context)
    keys = {group: (code, key_of({**parts_of_key(context), division.code: group})) for group in division.groups}
    numbers = {group: _number(sheet.cells.get(key), is_denominator) for group, key in keys.items()}
    whole = _number(sheet.cells.get(whole_key), is_denominator)
    known = {group: number for group, number in numbers.items() if number is not None}
    if whole is None or not known:
        return
    if is_denominator and set(known.values()) == {whole}:  # shares of one whole: each group over all
        return
    what = "mẫu số" if is_denominator else "số"
    cells = (whole_key, *(keys[group] for group in known))
    total = sum(known.values(), Decimal(0))
    listed = " + ".join(f"{division.groups[group]} {write_number(number)}" for group, number in known.items())
    if division.is_partition and len(known) == len(numbers) and total != whole:
        words = (
            f"{division.name}: {listed} = {write_number(total)}, khác {what} chung {write_number(whole)} "
            f"({_difference(total, whole)})."
        )
        yield Finding(Severity.ERROR, "sum_differs", words, cells)
    elif division.is_partition and total > whole:
        words = f"{division.name}: {listed} = {write_number(total)}, lớn hơn {what} chung {write_number(whole)}."
        yield Finding(Severity.ERROR, "parts_above_whole", words, cells)
    elif not division.is_partition:
        for group, number in known.items():
            if number > whole:
                words = f"{division.groups[group]}: {write_number(number)} lớn hơn {what} chung {write_number(whole)}."
                yield Finding(Severity.ERROR, "part_above_whole", words, (whole_key, keys[group]))


def _of_denominators(sheet: Sheet) -> Iterator[Finding]:
    """A denominator against the number of the indicator that it is."""
    for key, cell in sorted(sheet.cells.items()):
        subject = sheet.subjects[key[0]]
        other_key = (subject.denominator_from, key[1])
        other = _number(sheet.cells.get(other_key), False) if subject.denominator_from else None
        if cell.denominator is None or other is None or cell.denominator == other:
            continue
        name = sheet.subjects[subject.denominator_from].name
        words = (
            f"Mẫu số {write_number(cell.denominator)} khác «{name}» đã nhập {write_number(other)} "
            f"({_difference(cell.denominator, other)})."
        )
        yield Finding(Severity.WARNING, "denominator_differs", words, (key, other_key))


def _against_last(sheet: Sheet) -> Iterator[Finding]:
    for key, cell in sorted(sheet.cells.items()):
        now, before = _number(cell, False), _number(sheet.last.get(key), False)
        if now is None or before is None:
            continue
        change = abs(now - before)
        if change < sheet.limits.least_change or change * 100 <= before * sheet.limits.percent:
            continue
        way = "tăng" if now > before else "giảm"
        percent = f" ({way} {write_number((change * 100 / before).quantize(Decimal(1)))} %)" if before else ""
        words = f"Kỳ trước {write_number(before)}, kỳ này {write_number(now)}{percent}. Nếu đúng, hãy ghi lý do."
        yield Finding(Severity.WARNING, "far_from_last", words, (key,))


def _against_nested(sheet: Sheet) -> Iterator[Finding]:
    """Against what the same body told of parts of the period, and of longer periods around it."""
    if sheet.period is None:
        return
    for key, cell in sorted(sheet.cells.items()):
        subject = sheet.subjects[key[0]]
        natures = (subject.nature, subject.denominator_nature or subject.nature)
        for is_denominator, nature in enumerate(natures):
            now = _number(cell, bool(is_denominator))
            others = {period: _number(cells.get(key), bool(is_denominator)) for period, cells in sheet.nested.items()}
            told = {period: number for period, number in others.items() if number is not None}
            if now is None or not told:
                continue
            words = _nested_words(sheet.period, now, told, nature)
            if words:
                what = "Mẫu số: " if is_denominator else ""
                words = f"{what}{words} Hãy kiểm tra cả hai. Nếu đúng, hãy ghi lý do."
                yield Finding(Severity.WARNING, "differs_from_nested", words, (key,))


def _nested_words(period: Period, now: Decimal, told: Mapping[Period, Decimal], nature: str) -> str:
    """How a number contradicts those of other periods; empty when it does not."""
    name = capitalise_first(period_words(period))
    for other, number in sorted(told.items(), key=lambda each: (-each[0].days, each[0])):
        where = f"{period_words(other)} đã báo cáo {write_number(number)}"
        if nature == Nature.STOCK:
            if other.ends_on == period.ends_on and number != now:
                return f"{name}: {write_number(now)}, còn {where} dù cùng là số của ngày {vn_date(other.ends_on)}."
        elif period.holds(other) and number > now:
            return f"{name}: {write_number(now)}, nhỏ hơn {where}."
        elif other.holds(period) and number < now:
            return f"{name}: {write_number(now)}, lớn hơn {where}."
    parts = tile(period, [each for each in told if period.holds(each)])
    total = sum((told[each] for each in parts.periods), Decimal(0))
    if nature == Nature.FLOW and not parts.gaps and total != now:
        listed = " + ".join(f"{period_words(each)} {write_number(told[each])}" for each in parts.periods)
        return f"{name}: {write_number(now)}, còn {listed} = {write_number(total)}."
    return ""


def _against_peers(sheet: Sheet) -> Iterator[Finding]:
    """Only rates are held against other units: a count depends on how large a unit is."""
    for code, peers in sorted(sheet.peers.items()):
        subject, key = sheet.subjects[code], (code, "")
        told = value_of(sheet.cells.get(key), subject.kind, subject.multiplier)
        if subject.kind != IndicatorKind.RATE or told.value is None or len(peers) < sheet.limits.least_peers:
            continue
        score = robust_z(told.value, peers)
        if score is None or abs(score) <= sheet.limits.robust_z:
            continue
        middle = Fraction(median(peers))
        way = "cao" if told.value > middle else "thấp"
        words = (
            f"{_rounded(told.value)} {way} khác hẳn {len(peers)} đơn vị cùng cấp (mức giữa {_rounded(middle)}). "
            "Nếu đúng, hãy ghi lý do."
        )
        yield Finding(Severity.WARNING, "far_from_peers", words, (key,))


def robust_z(value: Fraction, peers: Iterable[Fraction]) -> float | None:
    """How far a value lies from the median of others, in units of their median absolute deviation (× 0.6745, so that it
    reads like a z-score); None when more than half of the others are the same."""
    others = list(peers)
    middle = median(others)
    spread = median(abs(each - middle) for each in others)
    return None if spread == 0 else float(Fraction(6745, 10000) * (value - middle) / spread)


def _number(cell: Cell | None, is_denominator: bool) -> Decimal | None:
    if cell is None:
        return None
    return cell.denominator if is_denominator else cell.adds


def _without(breakdown: str, dimension: str) -> dict[str, str]:
    return {name: group for name, group in parts_of_key(breakdown).items() if name != dimension}


def _difference(one: Decimal, other: Decimal) -> str:
    return f"{'thừa' if one > other else 'thiếu'} {write_number(abs(one - other))}"


def _rounded(value: Fraction) -> str:
    return write_number((Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.1")))
