"""Recording figures: one transaction, every version kept, one row of evidence."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency
from mangnon.audit.public import record
from mangnon.indicators.checking import Cells, bases_of, entered, sheet_findings
from mangnon.indicators.choosing import WhoCounts, moved_on, reason_words
from mangnon.indicators.errors import NOTHING_WRITTEN, BadBreakdown, FiguresRefused
from mangnon.indicators.models import (
    Breakdown,
    BreakdownPart,
    Category,
    Figure,
    Indicator,
    IndicatorDimension,
)
from mangnon.indicators.places import check_unit_on, is_place_of
from mangnon.indicators.policies import check_enter_figures
from mangnon.indicators.rules.breakdowns import key_of, parts_of_key
from mangnon.indicators.rules.cells import Cell
from mangnon.indicators.rules.checks import Finding
from mangnon.indicators.rules.denominators import followed, with_denominators
from mangnon.indicators.rules.periods import Period, period_words
from mangnon.indicators.selectors import cell_of
from mangnon.indicators.shipped import WHOLE_LABEL
from mangnon.indicators.terms import Concept, Severity, SourceKind
from mangnon.kernel import clock
from mangnon.territory.public import Unit

MOST_CELLS = 5000
RETYPED = "Nhập lại trong biểu"
CellAt = tuple[int, str]  # key of the indicator, key of the breakdown


class ContradictoryFigures(FiguresRefused):
    """Figures that cannot be true; `findings` says which and why."""

    code = "contradictory_figures"

    def __init__(self, found: list[Finding]) -> None:
        self.findings = found
        errors = [each for each in found if each.severity == Severity.ERROR]
        more = f" Còn {len(errors) - 1} chỗ khác." if len(errors) > 1 else ""
        super().__init__(f"{errors[0].words}{more} {NOTHING_WRITTEN} Hãy sửa các ô được đánh dấu rồi ghi lại.")


@dataclass(slots=True)
class Recorded:
    """How many cells were new, changed, taken back, as before; and what the checks ask to look at again."""

    new: int = 0
    changed: int = 0
    withdrawn: int = 0
    unchanged: int = 0
    findings: list[Finding] = field(default_factory=list)

    def __add__(self, other: Recorded) -> Recorded:
        """Both together."""
        return Recorded(
            self.new + other.new,
            self.changed + other.changed,
            self.withdrawn + other.withdrawn,
            self.unchanged + other.unchanged,
            [*self.findings, *other.findings],
        )


def record_figures(
    *,
    actor: Actor,
    unit: Unit,
    agency: Agency,
    period: Period,
    cells: Cells,
    source_kind: SourceKind = SourceKind.FORM,
    source_key: str = "",
    reason: str = "",
    seen: Mapping[CellAt, int] | None = None,
) -> Recorded:
    """Record what an agency says of a unit in a period: cells by indicator and breakdown; None takes a cell back.

    All or nothing. A cell that differs is a further version (its reason: `reason`, or that it was typed again); the
    same again changes nothing. Another agency's figure of a cell stands beside this one; which of them counts is asked
    of a rule (rules.reporters), never of the order in which they came, unless a person chose.
    A rate without a denominator gets the number the same body told for its base (rules.denominators), also where it was
    told before the base was, from the same source.
    `seen`: the version each cell had when the form was opened (0: none); one that moved on meanwhile raises Stale.
    Raises NotAllowed, FiguresRefused, ContradictoryFigures (with findings), BadBreakdown, Stale.
    """
    check_enter_figures(actor, agency_id=agency.pk, is_own_place=is_place_of(agency, unit, period.ends_on))
    check_unit_on(unit, period.ends_on)
    if period.starts_on > clock.today():
        raise FiguresRefused(
            f"Kỳ {period_words(period)} chưa bắt đầu nên chưa có số liệu. {NOTHING_WRITTEN} Hãy chọn lại kỳ.",
            code="not_begun",
        )
    if len(cells) > MOST_CELLS:
        raise FiguresRefused(f"Một lần ghi tối đa {MOST_CELLS} ô. {NOTHING_WRITTEN} Hãy ghi từng phần.")
    cells = {(key, key_of(parts_of_key(part))): cell for (key, part), cell in cells.items()}
    _check_indicators(cells)
    try:
        with transaction.atomic():
            # Two colleagues who write the whole and its parts at once are checked one after the other.
            Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
            cells = _completed(cells, unit, agency, period, (str(source_kind), source_key[:120]))
            found = sheet_findings(unit=unit, agency=agency, period=period, cells=cells)
            if any(each.severity == Severity.ERROR for each in found):
                raise ContradictoryFigures(found)
            writing = _Writing(actor, unit, agency, period, source_kind, source_key, reason_words(reason))
            done = writing.write(cells, seen)
            done.findings = found
            if done.new or done.changed or done.withdrawn:
                _record(writing, done, reason)
    except IntegrityError as error:
        raise moved_on() from error
    return done


def _completed(cells: Cells, unit: Unit, agency: Agency, period: Period, source: tuple[str, str]) -> Cells:
    """The cells to record with their denominators, and those of the same source that get one now. Two queries."""
    bases = bases_of(key for key, _ in cells)
    if not bases:
        return cells
    there = entered(unit, agency, period.code)
    said = {at: cell_of(each) for at, each in there.items()}
    # A denominator that was its base's number follows the base when that is corrected.
    freed = {at: followed(cell, said, cells, (bases[at[0]], at[1])) for at, cell in said.items() if at[0] in bases}
    whole = with_denominators({**said, **freed, **cells}, bases)
    own = {at for at, each in there.items() if (each.source_kind, each.source_key) == source}
    return {at: cell for at, cell in whole.items() if at in cells or (at in own and cell != said[at])}


def correct_figure(*, actor: Actor, figure: Figure, cell: Cell | None, reason: str) -> Recorded:
    """Correct one figure, or take it back (`cell` None), with a reason that stays to be read. Raises as above."""
    if not reason.strip():
        raise FiguresRefused(f"Chưa có lý do điều chỉnh. {NOTHING_WRITTEN} Hãy ghi vì sao số liệu thay đổi.")
    at = (figure.indicator_id, figure.breakdown.key)
    return record_figures(
        actor=actor,
        unit=figure.unit,
        agency=figure.agency,
        period=Period(figure.starts_on, figure.ends_on, figure.period_code),
        cells={at: cell},
        source_kind=SourceKind.FORM,
        reason=reason,
        seen={at: figure.version},
    )


@dataclass(slots=True)
class _Writing:
    actor: Actor
    unit: Unit
    agency: Agency
    period: Period
    source_kind: SourceKind
    source_key: str
    reason: str

    def write(self, cells: Cells, seen: Mapping[CellAt, int] | None) -> Recorded:
        done = Recorded()
        there = self._there(cells)
        _check_seen(there, cells, seen, self.agency.pk)
        breakdowns = _ensure_breakdowns({part for (_, part), cell in cells.items() if cell is not None})
        counting = WhoCounts.of(self.unit, self.period, {key for key, _ in cells})
        old: list[Figure] = []
        rows: list[Figure] = []
        losing: list[Figure] = []
        freed: list[Figure] = []
        for at, cell in cells.items():
            versions = there.get(at, [])
            current = next((each for each in versions if each.is_current and each.agency_id == self.agency.pk), None)
            if current is None and cell is None:
                continue
            if current is not None and cell is not None and _says(current) == cell:
                done.unchanged += 1
                continue
            if current is not None:
                old.append(current)
            others = [each for each in versions if each.is_current and each.agency_id != self.agency.pk]
            told = [(each.agency, each.state) for each in others]
            told += [(self.agency, cell.state)] if cell is not None else []
            counts = counting.agency(at, told)
            losing.extend(each for each in others if each.is_counted and each.agency_id != counts)
            freed.extend(each for each in others if not each.is_counted and each.agency_id == counts)
            if cell is None:
                done.withdrawn += 1
                continue
            done.changed, done.new = done.changed + (current is not None), done.new + (current is None)
            rows.append(self._row(at, cell, versions, breakdowns[at[1]], is_counted=counts == self.agency.pk))
        Figure.objects.filter(pk__in=[each.pk for each in old]).update(is_current=False, is_counted=False)
        Figure.objects.filter(pk__in=[each.pk for each in losing]).update(is_counted=False)
        Figure.objects.filter(pk__in=[each.pk for each in freed]).update(is_counted=True)
        Figure.objects.bulk_create(rows, batch_size=500)
        return done

    def _there(self, cells: Cells) -> dict[CellAt, list[Figure]]:
        """Every version of the cells, of this agency and of others; the current ones locked."""
        found: dict[CellAt, list[Figure]] = {}
        rows = Figure.objects.select_for_update(of=("self",)).filter(
            unit=self.unit, period_code=self.period.code, indicator__in={key for key, _ in cells}
        )
        for row in rows.select_related("breakdown", "agency").order_by("pk"):
            found.setdefault((row.indicator_id, row.breakdown.key), []).append(row)
        return found

    def _row(self, at: CellAt, cell: Cell, versions: list[Figure], breakdown: Breakdown, *, is_counted: bool) -> Figure:
        own = [each.version for each in versions if each.agency_id == self.agency.pk]
        return Figure(
            indicator_id=at[0],
            unit=self.unit,
            agency=self.agency,
            period_code=self.period.code,
            starts_on=self.period.starts_on,
            ends_on=self.period.ends_on,
            breakdown=breakdown,
            state=cell.state,
            numerator=cell.numerator,
            denominator=cell.denominator,
            version=max(own, default=0) + 1,
            is_counted=is_counted,
            source_kind=self.source_kind,
            source_key=self.source_key[:120],
            reason=(self.reason or RETYPED) if own else "",
            entered_at=clock.now(),
            entered_by_id=self.actor.user_id,
        )


def _says(figure: Figure) -> Cell:
    return Cell(figure.state, figure.numerator, figure.denominator)  # type: ignore[arg-type]


def _check_seen(
    there: Mapping[CellAt, list[Figure]], cells: Cells, seen: Mapping[CellAt, int] | None, agency_id: int
) -> None:
    """What another agency says of the same cell stands beside one's own and is no conflict with it."""
    for at in cells if seen is not None else ():
        current = [each.version for each in there.get(at, ()) if each.is_current and each.agency_id == agency_id]
        if seen is not None and at in seen and seen[at] not in (current or [0]):
            raise moved_on()


def _check_indicators(cells: Cells) -> None:
    """Whether figures are kept under every indicator, and each is divided so."""
    keys = {key for key, _ in cells}
    rows = {row.pk: row for row in Indicator.objects.filter(pk__in=keys)}
    for key in keys:
        row = rows.get(key)
        if row is None or not row.keeps_figures:
            name = f"«{row.code} {row.name}»" if row else "này"
            raise FiguresRefused(
                f"Chỉ tiêu {name} không nhập trực tiếp: số liệu được tính hoặc lấy từ chỉ tiêu khác. {NOTHING_WRITTEN} "
                "Hãy nhập vào chỉ tiêu gốc.",
                code="keeps_no_figures",
            )
    allowed = _divisible_by(keys)
    groups = _groups(part for _, part in cells)
    for key, part in cells:
        for dimension, group in parts_of_key(part).items():
            found = groups.get((dimension, group))
            if found is None or not _is_allowed(found, allowed.get(key, ())):
                raise BadBreakdown(
                    f"Chỉ tiêu «{rows[key].code}» không phân tổ theo «{dimension}: {group}». {NOTHING_WRITTEN} "
                    "Hãy chọn phân tổ có trong danh mục."
                )
        _check_concepts(part, groups)


def _divisible_by(keys: Collection[int]) -> dict[int, list[IndicatorDimension]]:
    found: dict[int, list[IndicatorDimension]] = {}
    for row in IndicatorDimension.objects.filter(indicator__in=keys).select_related("dimension").order_by("pk"):
        found.setdefault(row.indicator_id, []).append(row)
    return found


def _groups(keys: Iterable[str]) -> dict[tuple[str, str], Category]:
    codes = {code for key in keys for code in parts_of_key(key)}
    rows = Category.objects.filter(dimension__code__in=codes).select_related("dimension") if codes else ()
    return {(row.dimension.code, row.code): row for row in rows}


def _is_allowed(group: Category, allowed: Collection[IndicatorDimension]) -> bool:
    """By a dimension the indicator names, or by another of its concept (other age bands)."""
    own = group.dimension
    same = own.concept != Concept.OTHER and any(each.dimension.concept == own.concept for each in allowed)
    return same or any(each.dimension_id == own.pk for each in allowed)


def _check_concepts(key: str, groups: Mapping[tuple[str, str], Category]) -> None:
    concepts = [groups[part].dimension.concept for part in parts_of_key(key).items()]
    told = [each for each in concepts if each != Concept.OTHER]
    if len(told) != len(set(told)):
        raise BadBreakdown(f"Một ô không phân theo hai cách chia tuổi cùng lúc. {NOTHING_WRITTEN} Hãy chọn một cách.")


def _ensure_breakdowns(keys: Collection[str]) -> dict[str, Breakdown]:
    """The rows of some combinations, made where nobody used them before."""
    found = {row.key: row for row in Breakdown.objects.filter(key__in=keys)}
    missing = sorted(set(keys) - found.keys())
    if not missing:
        return found
    groups = _groups(missing)
    labels = {key: "; ".join(groups[part].name for part in sorted(parts_of_key(key).items())) for key in missing}
    Breakdown.objects.bulk_create(
        [Breakdown(key=key, label=labels[key] or WHOLE_LABEL) for key in missing], ignore_conflicts=True
    )
    made = {row.key: row for row in Breakdown.objects.filter(key__in=missing)}
    BreakdownPart.objects.bulk_create(
        [
            BreakdownPart(breakdown=made[key], dimension=groups[part].dimension, category=groups[part])
            for key in missing
            for part in sorted(parts_of_key(key).items())
        ],
        ignore_conflicts=True,
    )
    return found | made


def _record(writing: _Writing, done: Recorded, reason: str) -> None:
    counts = {"new": done.new, "changed": done.changed, "withdrawn": done.withdrawn}
    record(
        actor=writing.actor,
        act="record_figures",
        object_type="Figure",
        object_id=f"{writing.unit.code}/{writing.period.code}",
        details={
            "unit": writing.unit.name,
            "period": writing.period.code,
            "agency": writing.agency.code,
            "source": str(SourceKind(writing.source_kind).label),
            **{name: str(count) for name, count in counts.items() if count},
        },
        reason=reason_words(reason),
    )
