"""Lists of one body's work as files, the rows and the order of the page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from mangnon.agencies.public import Agency
from mangnon.documents.official import Column, Row, Sheet, Table
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.kernel.training import sample_notice
from mangnon.plans.public import Assignment, FourCells

_COLUMNS = (
    Column("Kế hoạch", 2),
    Column("Mã"),
    Column("Nhiệm vụ", 6),
    Column("Vai trò", 1.5),
    Column("Kỳ"),
    Column("Tình trạng", 2),
    Column("Tiến độ (%)", align="right"),
    Column("Hạn ban đầu", 1.5),
    Column("Hạn", 1.5),
)


def work_sheet(rows: Iterable[Assignment], agency: str) -> Sheet:
    """One line for each assignment."""
    lines = tuple(
        Row(
            (
                row.task.plan.code,
                row.task.code,
                row.task.text,
                str(row.get_role_display()),
                row.instance.period if row.instance else None,
                str(row.get_execution_display()),
                row.progress,
                row.original_due_on,
                row.due_on,
            )
        )
        for row in rows
    )
    title = ("VIỆC CỦA CƠ QUAN", agency, f"Đến ngày {vn_date(clock.today())}, {len(lines)} phân công")
    return Sheet(name="Việc", title=title, table=Table(_COLUMNS, lines), sample_notice=sample_notice())


_FIGURES = ("Chưa xong, quá hạn", "Xong quá hạn", "Xong đúng hạn", "Còn trong hạn", "Không có hạn", "Tất cả")


def _numbers(cells: FourCells) -> tuple[int, ...]:
    """The cells in the order of their headings."""
    return (
        cells.not_done_overdue,
        cells.done_late,
        cells.done_on_time,
        cells.not_done_in_time,
        cells.no_deadline,
        cells.total,
    )


def agency_sheet(rows: Iterable[tuple[str, FourCells]], agency: str, on: dt.date) -> Sheet:
    """How one body stood at the end of a day, a line for each role."""
    columns = (Column("Vai trò", 3), *(Column(title, align="right") for title in _FIGURES))
    lines = tuple(Row((label, *_numbers(cells))) for label, cells in rows)
    title = ("KẾT QUẢ THỰC HIỆN CỦA CƠ QUAN", agency, f"Đến hết ngày {vn_date(on)}")
    return Sheet(name="Số liệu", title=title, table=Table(columns, lines), sample_notice=sample_notice())


def late_sheet(rows: Iterable[tuple[Agency, FourCells]], plan: str) -> Sheet:
    """One line for each body, most overdue first."""
    columns = (Column("Cơ quan chủ trì", 5), *(Column(title, align="right") for title in _FIGURES))
    lines = tuple(Row((agency.name, *_numbers(cells))) for agency, cells in rows)
    title = ("CƠ QUAN CHỦ TRÌ VÀ VIỆC QUÁ HẠN", plan or "Mọi kế hoạch", f"Đến ngày {vn_date(clock.today())}")
    return Sheet(name="Cơ quan", title=title, table=Table(columns, lines), sample_notice=sample_notice())
