"""Forms of figures that come back: what can be written is written at once, every other cell is told with its reason.

The rules are those of the page (`indicators.filling`): a cell left as it was given out is not touched, one changed on
the site since then is a conflict. Sent again, the same form changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency
from mangnon.exchange.errors import BadWorkbookReturn
from mangnon.exchange.indicator_forms.issuing import MOST_CELLS, writer_for
from mangnon.exchange.indicator_forms.rules import shape_of, spoiled, typed_of
from mangnon.exchange.indicator_forms.signing import Marks, opened
from mangnon.exchange.locked_forms.reading import CellFault, RawRow, fault_at, read_form, read_marks
from mangnon.exchange.locked_forms.results import RowResult, RowState, count_rows
from mangnon.exchange.locked_forms.shape import Shape
from mangnon.exchange.report_forms.issuing import digest_of
from mangnon.indicators.public import (
    CellAt,
    EntrySheet,
    Figure,
    Filled,
    Period,
    SourceKind,
    cell_of,
    entry_sheet,
    fill_sheet,
    period_of,
    write_cell,
)
from mangnon.kernel.refusals import Refusal
from mangnon.kernel.text import one_line
from mangnon.territory.public import Unit

_NOTHING = "Chưa có gì được nhập."


@dataclass(frozen=True, slots=True)
class ReceivedFigures:
    """A form with its rows. `written`: cells that became versions (in a trial: that would); `left`: that did not."""

    agency: Agency
    unit: Unit
    period: Period
    rows: tuple[RowResult, ...]
    written: int
    left: int

    def count(self, state: RowState) -> int:
        """How many rows ended so."""
        return count_rows(self.rows, state)


def receive_indicator_form(*, actor: Actor, content: bytes, is_trial: bool = False) -> ReceivedFigures:
    """Write what a form says. `is_trial`: told what would be written, and nothing is.

    Raises BadWorkbookReturn for a file that cannot be taken at all, NotAllowed, FiguresRefused (unit of other days).
    """
    marks = read_marks(content, opened)
    agency, unit, period = _place_of(marks)
    writer = writer_for(actor, agency)
    sheet = _sheet(writer, agency, unit, period, marks)
    shape = shape_of(marks.labels)
    marks, raw = read_form(content, shape, opened)
    taken = [_Taken.of(row, own, digest, marks, shape) for row, (_, own, digest) in zip(raw, marks.rows, strict=True)]
    typed = {at: text for each in taken for at, text in each.typed.items()}
    filled = fill_sheet(
        actor=writer,
        unit=unit,
        agency=agency,
        period=period,
        typed=typed,
        seen=marks.seen,
        reason="Theo biểu Excel của cơ quan",
        source_kind=SourceKind.WORKBOOK,
        source_key=marks.nonce,
        is_trial=is_trial,
    )
    at_cell = {(key, column): f"c{place}" for key in marks.keys for place, (column, _) in enumerate(marks.columns)}
    rows = tuple(each.result(filled, sheet, shape, at_cell, marks) for each in taken)
    left = len(filled.left) + sum(len(each.faults) for each in taken)
    return ReceivedFigures(agency, unit, period, rows, len(filled.changed), left)


def _place_of(marks: Marks) -> tuple[Agency, Unit, Period]:
    agency = Agency.objects.select_related("territory").filter(code=marks.agency).first()
    unit = Unit.objects.filter(pk=marks.unit).first()
    if agency is None or unit is None:
        raise BadWorkbookReturn(
            f"Không có cơ quan hoặc địa bàn nào ứng với biểu này. {_NOTHING} Hãy kiểm tra lại tệp, hoặc phát hành biểu "
            "mới.",
            code="unknown_issue",
        )
    return agency, unit, period_of(marks.period)


def _sheet(writer: Actor, agency: Agency, unit: Unit, period: Period, marks: Marks) -> EntrySheet:
    """The form as it is now; refused where it no longer has the cells that were given out."""
    try:
        sheet = entry_sheet(
            writer,
            unit=unit,
            agency=agency,
            period=period,
            set_code=marks.set_code,
            division=marks.division,
            most=MOST_CELLS,
        )
        known = set(sheet.cells)
    except Refusal as refusal:
        if refusal.code != "figures_refused":
            raise
        known = set()
    given = {(key, marks.columns[place][0]) for key, own, _ in marks.rows for place in own}
    if not given <= known:
        raise BadWorkbookReturn(
            f"Danh mục chỉ tiêu đã thay đổi sau khi phát hành biểu này nên biểu không còn dùng được. {_NOTHING} "
            "Hãy tải biểu mới rồi chép số liệu sang.",
            code="old_form",
        )
    return sheet


@dataclass(frozen=True, slots=True)
class _Taken:
    """A row as it came back: the cells to be read, and what is wrong with it before any is."""

    row: RawRow
    typed: Mapping[CellAt, str]
    faults: tuple[CellFault, ...]

    @classmethod
    def of(cls, row: RawRow, own: Sequence[int], digest: str, marks: Marks, shape: Shape) -> _Taken:
        if digest_of(row.given) != digest:
            told = "các ô nền xám của dòng này đã bị sửa; hãy tải biểu mới rồi chép số liệu sang"
            return cls(row, {}, (fault_at(shape, row.number, "text", told),))
        typed, faults = {}, []
        for place, (column, _) in enumerate(marks.columns):
            value = row.filled[f"c{place}"]
            if place not in own:
                if typed_of(value):
                    told = "chỉ tiêu này không phân tổ như vậy; hãy xóa ô này"
                    faults.append(fault_at(shape, row.number, f"c{place}", told))
            elif told := spoiled(value):
                faults.append(fault_at(shape, row.number, f"c{place}", told))
            else:
                typed[row.key, column] = one_line(typed_of(value))
        return cls(row, typed, tuple(faults))

    def result(
        self, filled: Filled, sheet: EntrySheet, shape: Shape, at_cell: Mapping[CellAt, str], marks: Marks
    ) -> RowResult:
        """What became of the row."""
        number, code, text = self.row.number, self.row.given[1], self.row.given[2]
        own = [at for at in self.typed if at in filled.left]
        faults = list(self.faults)
        faults += [fault_at(shape, number, at_cell[at], filled.unread[at]) for at in own if at in filled.unread]
        wrong, reasons = self._told(filled, shape, at_cell)
        faults += wrong
        is_contradicting = any(at in filled.contradicting for at in own)
        if is_contradicting and not faults and not reasons:
            reasons.append("Chưa ghi: mâu thuẫn với số nêu ở dòng khác.")
        standing = {at: filled.conflicts[at] for at in own if at in filled.conflicts}
        clashes = [fault_at(shape, number, at_cell[at], _clash(figure)) for at, figure in standing.items()]
        state = RowState.NOTHING_NEW
        if faults or is_contradicting:
            state = RowState.REFUSED
        elif clashes:
            state = RowState.CONFLICT
        elif any(at in filled.changed for at in self.typed):
            state = RowState.MERGED
        reasons += self._kept(sheet, marks)
        return RowResult(number, code, text, state, faults + clashes, " ".join(reasons))

    def _told(self, filled: Filled, shape: Shape, at_cell: Mapping[CellAt, str]) -> tuple[list[CellFault], list[str]]:
        """What the checks say of the row: at its first cell where it was not written, else in words."""
        faults, reasons = [], []
        for told in filled.told:
            if not told.cells or told.cells[0][0] != self.row.key:
                continue
            first = next((at for at in told.cells if at in at_cell and at in self.typed), None)
            if told.is_error and first is not None:
                faults.append(fault_at(shape, self.row.number, at_cell[first], told.words.rstrip(".")))
            else:
                reasons.append(("Chưa ghi: " if told.is_error else "Cần xem lại: ") + told.words)
        return faults, reasons

    def _kept(self, sheet: EntrySheet, marks: Marks) -> list[str]:
        """Cells that this very form filled before and that came back empty: what was received is kept, and told."""
        kept = [
            write_cell(cell_of(figure))
            for at, text in self.typed.items()
            if not text and at not in marks.seen and (figure := sheet.figures.get(at)) is not None
            if figure.source_key == marks.nonce
        ]
        told = ", ".join(f"«{each}»" for each in kept)
        return [f"Ô để trống; số đã nhận trước đó ({told}) được giữ."] if kept else []


def _clash(stands: Figure | None) -> str:
    if stands is None:
        return "số này đã được rút lại trên hệ thống sau khi phát hành biểu nên chưa ghi số của biểu"
    told = write_cell(cell_of(stands))
    return f"trên hệ thống đã ghi «{told}» sau khi phát hành biểu; số đó được giữ, số của biểu chưa ghi"
