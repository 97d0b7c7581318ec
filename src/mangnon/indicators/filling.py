"""Filling in a form of figures: what can be written is written at once, what cannot is told cell by cell.

A form holds hundreds of cells, so one wrong cell must not cost the others. In one transaction everything that can be
read, contradicts nothing and was not changed by a colleague meanwhile becomes versions; every other cell comes back
with its reason, as it was typed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency
from mangnon.indicators.checking import bases_of, full_code, sheet_findings
from mangnon.indicators.models import Figure, Indicator
from mangnon.indicators.places import check_unit_on, is_place_of
from mangnon.indicators.policies import check_enter_figures
from mangnon.indicators.recording import Recorded, record_figures
from mangnon.indicators.rules.cells import Cell
from mangnon.indicators.rules.checks import Finding
from mangnon.indicators.rules.denominators import with_denominators
from mangnon.indicators.rules.entry import read_cell
from mangnon.indicators.rules.grid import CellAt
from mangnon.indicators.rules.periods import Period
from mangnon.indicators.selectors import cell_of
from mangnon.indicators.terms import IndicatorKind, Severity, SourceKind
from mangnon.kernel.refusals import Stale
from mangnon.territory.public import Unit

_ROUNDS = 6
_TRIES = 3
_SENT_IN = "Số này đã ghi trong báo cáo của cơ quan. Muốn sửa, hãy ghi lý do ở cuối biểu rồi lưu lại."


@dataclass(frozen=True, slots=True)
class Told:
    """A finding of the checks at the cells of a form. `is_error`: its cells were not written."""

    words: str
    cells: tuple[CellAt, ...]
    is_error: bool


@dataclass(slots=True)
class Filled:
    """What became of a form: what was written (`changed`), what could not be read (`unread`: why), what a colleague
    changed meanwhile (`conflicts`: the figure that stands, None where it was taken back), what cannot be true together
    (`contradicting`), what the checks say."""

    recorded: Recorded = field(default_factory=Recorded)
    changed: set[CellAt] = field(default_factory=set)
    unread: dict[CellAt, str] = field(default_factory=dict)
    conflicts: dict[CellAt, Figure | None] = field(default_factory=dict)
    contradicting: set[CellAt] = field(default_factory=set)
    told: list[Told] = field(default_factory=list)

    @property
    def left(self) -> set[CellAt]:
        """Every typed cell that was not written."""
        return {*self.unread, *self.conflicts, *self.contradicting}


def fill_sheet(
    *,
    actor: Actor,
    unit: Unit,
    agency: Agency,
    period: Period,
    typed: Mapping[CellAt, str],
    seen: Mapping[CellAt, int],
    reason: str = "",
    source_kind: SourceKind = SourceKind.FORM,
    source_key: str = "",
    is_trial: bool = False,
) -> Filled:
    """Write the cells of a form that differ from what the form showed (`seen`: versions by cell, 0 or absent: none).

    A figure that was told in a report is changed only with a `reason`: who accepted the report must learn why it no
    longer says the same. A cell left as it was shown is not touched, whatever a colleague wrote in it since. Nor does
    what an earlier sending of the same form wrote (`source_kind`, `source_key`) stand against it. `is_trial`: tell,
    write nothing.
    Raises NotAllowed, FiguresRefused (unit of other days, indicator that keeps no figures), BadBreakdown, Stale (after
    several tries).
    """
    check_enter_figures(actor, agency_id=agency.pk, is_own_place=is_place_of(agency, unit, period.ends_on))
    check_unit_on(unit, period.ends_on)
    indicators = Indicator.objects.select_related("set").in_bulk({key for key, _ in typed})
    source = (str(source_kind), source_key[:120])
    needs_reason = source_kind != SourceKind.REPORT and not reason.strip()
    for turn in range(_TRIES):
        filled, changes, current = _sorted_out(
            unit, agency, period, typed, seen, indicators, source, needs_reason=needs_reason
        )
        written = _without_errors(unit, agency, period, changes, filled, indicators)
        if is_trial or not written:
            filled.changed = set(written)
            return filled
        try:
            filled.recorded = record_figures(
                actor=actor,
                unit=unit,
                agency=agency,
                period=period,
                cells=written,
                source_kind=source_kind,
                source_key=source_key,
                reason=reason,
                seen={at: current[at].version if at in current else 0 for at in written},
            )
        except Stale:
            if turn == _TRIES - 1:
                raise
            continue
        break
    filled.changed = set(written)
    return filled


def findings_of(
    *, unit: Unit, agency: Agency, period: Period, cells: Mapping[CellAt, Cell | None], indicators: Iterable[Indicator]
) -> list[Told]:
    """What the checks say of cells, placed on the form; for whoever has asked the rights."""
    named = {full_code(each): each.pk for each in indicators}
    return _placed(sheet_findings(unit=unit, agency=agency, period=period, cells=cells), named)


def _sorted_out(
    unit: Unit,
    agency: Agency,
    period: Period,
    typed: Mapping[CellAt, str],
    seen: Mapping[CellAt, int],
    indicators: Mapping[int, Indicator],
    source: tuple[str, str],
    *,
    needs_reason: bool,
) -> tuple[Filled, dict[CellAt, Cell | None], dict[CellAt, Figure]]:
    """What was typed, apart: what cannot be read, what clashes, what is to be written; and what stands."""
    versions: dict[CellAt, dict[int, Figure]] = {}
    current: dict[CellAt, Figure] = {}
    rows = Figure.objects.filter(unit=unit, agency=agency, period_code=period.code, indicator__in=list(indicators))
    for row in rows.select_related("breakdown", "entered_by").order_by("pk"):
        at = (row.indicator_id, row.breakdown.key)
        versions.setdefault(at, {})[row.version] = row
        if row.is_current:
            current[at] = row
    filled = Filled()
    changes: dict[CellAt, Cell | None] = {}
    read: dict[CellAt, Cell | None] = {}
    for at, text in typed.items():
        indicator = indicators.get(at[0])
        found = read_cell(text, is_rate=indicator is not None and indicator.kind == IndicatorKind.RATE)
        if found.problem is not None:
            filled.unread[at] = found.problem
        else:
            read[at] = found.cell
    said: dict[CellAt, Cell | None] = {at: cell_of(row) for at, row in current.items()}
    whole = with_denominators({**said, **read}, bases_of(key for key, _ in read))  # as they would be recorded
    for at in read:
        cell = whole[at]
        shown = versions.get(at, {}).get(seen.get(at, 0))
        if cell == (None if shown is None else cell_of(shown)):
            continue
        stands = current.get(at)
        if cell == (None if stands is None else cell_of(stands)):
            continue
        is_own = stands is not None and bool(source[1]) and (stands.source_kind, stands.source_key) == source
        if not is_own and (0 if stands is None else stands.version) != seen.get(at, 0):
            filled.conflicts[at] = stands
            continue
        if needs_reason and stands is not None and stands.source_kind == SourceKind.REPORT:
            filled.unread[at] = _SENT_IN
            continue
        changes[at] = cell
    return filled, changes, current


def _without_errors(
    unit: Unit,
    agency: Agency,
    period: Period,
    changes: Mapping[CellAt, Cell | None],
    filled: Filled,
    indicators: Mapping[int, Indicator],
) -> dict[CellAt, Cell | None]:
    """The changes that contradict nothing. Leaving some out can set others against what stands: so again, till none."""
    named = {full_code(each): each.pk for each in indicators.values()}
    left = dict(changes)
    for _ in range(_ROUNDS):
        if not left:
            return left
        found = _placed(sheet_findings(unit=unit, agency=agency, period=period, cells=left), named)
        errors = [each for each in found if each.is_error]
        if not errors:
            filled.told += found
            return left
        filled.told += errors
        bad = {at for each in errors for at in each.cells} & left.keys()
        filled.contradicting |= bad
        left = {at: cell for at, cell in left.items() if at not in bad}
    words = "Các ô này mâu thuẫn với nhau nên chưa ghi được; hãy sửa những ô được nêu ở trên trước."
    filled.told.append(Told(words, tuple(left), is_error=True))
    filled.contradicting |= left.keys()
    return {}


def _placed(found: Iterable[Finding], named: Mapping[str, int]) -> list[Told]:
    return [
        Told(
            each.words,
            tuple((named[code], key) for code, key in each.cells if code in named),
            each.severity == Severity.ERROR,
        )
        for each in found
    ]
