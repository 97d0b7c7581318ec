"""The rows of a plan under its filters as a table for files: the list, or the matrix with a column for each agency."""

from __future__ import annotations

import datetime as dt
from typing import Any

from mangnon.documents.official import CellValue, Column, Row, Sheet, Table
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.plans.figures.matrix import Matrix, MatrixRow
from mangnon.plans.models import Plan
from mangnon.plans.rules import FourCells
from mangnon.plans.terms import AssignmentRole
from mangnon.plans.web.matrix_presenters import list_row
from mangnon.plans.web.presenters import period_words, tone_and_word

_LIST = (
    Column("Mã", weight=0.7),
    Column("Nhóm", weight=1.5),
    Column("Nội dung nhiệm vụ", weight=4),
    Column("Kỳ", weight=0.9),
    Column("Cơ quan chủ trì", weight=1.8),
    Column("Tình trạng", weight=1.3),
    Column("Tiến độ (%)", weight=0.7, align="right"),
    Column("Thời hạn", weight=1.2),
    Column("Hạn", weight=0.9, align="center"),
    Column("Hạn ban đầu", weight=0.9, align="center"),
    Column("Ngày hoàn thành", weight=0.9, align="center"),
    Column("Phối hợp", weight=0.7, align="right"),
    Column("Đã tiếp nhận", weight=0.7, align="right"),
)


def results_sheet(
    plan: Plan, rows: list[MatrixRow], shown: Matrix, *, as_matrix: bool, day: dt.date | None, notice: str | None
) -> Sheet:
    """The rows in the order of the screen, all pages of them; `as_matrix` adds what each agency's cell says."""
    names = {agency.pk: agency.name for agency in shown.agencies}
    agencies = shown.agencies if as_matrix else []
    columns = (*_LIST, *(Column(agency.short_name, weight=0.8, group="Theo cơ quan") for agency in agencies))
    table = Table(columns, tuple(Row((*_cells(row, names), *_states(row, agencies))) for row in rows))
    title = (f"NHIỆM VỤ CỦA KẾ HOẠCH {plan.code}", _as_of(day))
    return Sheet("Nhiem vu", title, table, sample_notice=notice)


def _as_of(day: dt.date | None) -> str:
    return f"(Tình trạng đến hết ngày {vn_date(day or clock.today())})"


def _cells(row: MatrixRow, names: dict[int, str]) -> tuple[CellValue, ...]:
    told: dict[str, Any] = list_row(row, names)
    done = told["completed_at"]
    return (
        row.task.code,
        str(row.task.group),
        row.task.text,
        period_words(row.period) if row.period else None,
        told["lead"] or None,
        told["word"] if told["lead"] else None,
        told["progress"] if told["lead"] else None,
        row.task.time_frame_text or None,
        told["due_on"],
        told["original_due_on"],
        clock.local_day(done) if done else None,
        told["coordinators"],
        told["accepted"],
    )


def _states(row: MatrixRow, agencies: list[Any]) -> tuple[CellValue, ...]:
    found: list[CellValue] = []
    for agency in agencies:
        cell = row.cells.get(agency.pk)
        if cell is None:
            found.append(None)
            continue
        _, word = tone_and_word(cell)
        found.append(f"Chủ trì: {word.lower()}" if cell.role == AssignmentRole.LEAD else word)
    return tuple(found)


def plans_sheet(rows: list[dict[str, Any]], *, notice: str | None) -> Sheet:
    """Every plan with its official cells and both overdue rates, each with both its numbers."""
    heads = (
        ("Mã kế hoạch", 1.2),
        ("Trích yếu", 3.0),
        ("Cơ quan đầu mối", 1.6),
        ("Nhiệm vụ", 0.8),
        ("Xong đúng hạn", 0.8),
        ("Xong quá hạn", 0.8),
        ("Còn trong hạn", 0.8),
        ("Đã quá hạn", 0.8),
        ("Không có hạn cụ thể", 0.8),
        ("Số đến hạn", 0.8),
        ("Quá hạn trên số đến hạn (%)", 1.0),
        ("Quá hạn trên tổng số (%)", 1.0),
    )
    columns = tuple(
        Column(title, weight=weight, align="left" if place < 3 else "right", decimals=2 if place > 9 else None)
        for place, (title, weight) in enumerate(heads)
    )
    lines = []
    for row in rows:
        cells: FourCells = row["cells"]
        counts = (
            cells.total,
            cells.done_on_time,
            cells.done_late,
            cells.not_done_in_time,
            cells.not_done_overdue,
            cells.no_deadline,
            cells.fallen_due,
        )
        rates = (cells.overdue_of_due.percent, cells.overdue_of_all.percent)
        lines.append(Row((row["plan"].code, row["plan"].directive.title, row["lead"].name, *counts, *rates)))
    title = ("CÁC KẾ HOẠCH", _as_of(None))
    return Sheet("Ke hoach", title, Table(columns, tuple(lines)), sample_notice=notice)
