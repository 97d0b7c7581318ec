"""The tables of the overviews as files; what is hidden on a page is hidden in its file."""

from __future__ import annotations

from collections.abc import Sequence

from mangnon.desk.overviews.comparing import Compared, UnitLine
from mangnon.desk.overviews.for_lead import WaitingLine
from mangnon.desk.overviews.for_leader import BehindLine, PlanLine
from mangnon.desk.overviews.told_indicators import IndicatorLine, reading_of, target_words
from mangnon.desk.overviews.told_reports import BodyReport, PeriodPicture
from mangnon.desk.web.overview_charts import CELLS
from mangnon.documents.official import CellValue, Column, Row, Sheet, Table
from mangnon.indicators.public import period_words
from mangnon.kernel.dates import vn_date
from mangnon.kernel.training import sample_notice
from mangnon.plans.public import Assignment
from mangnon.reporting.public import period_words as report_period_words
from mangnon.ui.wording import number_words

WAITING_WORDS = {
    "return": "Đề nghị trả lại nhiệm vụ",
    "extension": "Xin gia hạn",
    "result": "Kết quả chờ nghiệm thu",
    "difficulty": "Khó khăn, vướng mắc chờ trả lời",
    "above": "Khó khăn, vướng mắc chuyển cấp trên",
    "report": "Báo cáo chờ xem xét",
    "owed": "Báo cáo quá hạn chưa gửi",
}


def sheet(name: str, title: Sequence[str], heads: Sequence[str], rows: Sequence[Sequence[CellValue]]) -> Sheet:
    """A table as a file."""
    columns = tuple(Column(head, weight=3.0 if place == 0 else 1.5) for place, head in enumerate(heads))
    table = Table(columns, tuple(Row(tuple(row)) for row in rows))
    return Sheet(name, tuple(title), table, sample_notice=sample_notice())


def plans_sheet(lines: Sequence[PlanLine]) -> Sheet:
    """The plans with their cells and both rates, each with its denominator."""
    heads = ["Kế hoạch", *(word for _, _, word, _ in CELLS), "Không có hạn", "Số đến hạn", "Tổng số"]
    heads += ["Quá hạn trên số đến hạn (%)", "Quá hạn trên tổng số (%)"]
    rows: list[list[CellValue]] = [
        [
            line.plan.code,
            *(getattr(line.now, cell) for cell, _, _, _ in CELLS),
            line.now.no_deadline,
            line.now.fallen_due,
            line.now.total,
            _percent(line.now.overdue_of_due.percent),
            _percent(line.now.overdue_of_all.percent),
        ]
        for line in lines
    ]
    return sheet("Bon o", ["TÌNH HÌNH THỰC HIỆN NHIỆM VỤ"], heads, rows)


def _percent(value: float | None) -> str:
    return "" if value is None else number_words(float(value))


def behind_sheet(lines: Sequence[BehindLine]) -> Sheet:
    """The bodies that are far behind."""
    rows: list[list[CellValue]] = [
        [line.agency.name, line.plan.code, line.cells.not_done_overdue, line.cells.fallen_due, line.cells.total]
        for line in lines
    ]
    heads = ["Cơ quan chủ trì", "Kế hoạch", "Chưa xong, quá hạn", "Số đến hạn", "Tổng số"]
    return sheet("Cham nhieu", ["CƠ QUAN CHẬM NHIỀU"], heads, rows)


def reports_sheet(picture: PeriodPicture, rows: Sequence[BodyReport]) -> Sheet:
    """The bodies of a period that the page shows."""
    lines: list[list[CellValue]] = [
        [
            row.standing.agency.name,
            str(row.group.label),
            str(row.completeness.label),
            str(row.timeliness.label),
            vn_date(row.standing.due_on),
        ]
        for row in rows
    ]
    title = ["TÌNH HÌNH GỬI BÁO CÁO", f"{picture.period.regime.name}, kỳ {picture.period.words}"]
    return sheet("Bao cao", title, ["Cơ quan", "Nhóm", "Nội dung", "Thời hạn", "Hạn gửi"], lines)


def indicators_sheet(lines: Sequence[IndicatorLine], place: str) -> Sheet:
    """The indicators that the page shows."""
    rows: list[list[CellValue]] = [
        [
            f"{line.indicator.code} {line.indicator.name}",
            line.indicator.unit_words,
            str(line.year or ""),
            reading_of(line.indicator, line.told).said(),
            reading_of(line.indicator, line.before).said(),
            target_words(line.target),
            str(line.view.label) + (", xấu đi" if line.worse else ""),
        ]
        for line in lines
    ]
    heads = ["Chỉ tiêu", "Đơn vị tính", "Năm", "Giá trị", "Năm trước", "Mức được giao", "Đánh giá"]
    return sheet("Chi tieu", ["CHỈ TIÊU SO VỚI MỨC ĐƯỢC GIAO", place], heads, rows)


def waiting_sheet(lines: Sequence[WaitingLine]) -> Sheet:
    """Who waits for whom."""
    rows: list[list[CellValue]] = [
        [line.for_body.name, WAITING_WORDS.get(line.kind, line.kind), line.from_words, _about(line), line.days]
        for line in lines
    ]
    heads = ["Đến lượt", "Việc", "Ai đang chờ", "Về", "Số ngày"]
    return sheet("Ai cho ai", ["AI ĐANG CHỜ AI"], heads, rows)


def _about(line: WaitingLine) -> str:
    return f"{line.plan_code} {line.task_code}".strip() or report_period_words(line.period_code)


SIDES = {"above": "cao hơn toàn tỉnh", "below": "thấp hơn toàn tỉnh", "same": "chưa phân biệt được với toàn tỉnh"}


def rank_words(line: UnitLine) -> str:
    """«3», «từ 2 đến 9», or why there is none."""
    if line.rank is None:
        return line.reading.said() if line.reading.value is None else ""
    best, worst = line.rank
    return str(best) if best == worst else f"từ {best} đến {worst}"


def units_sheet(found: Compared, place: str) -> Sheet:
    """The communes beside each other."""
    rows: list[list[CellValue]] = [
        [
            line.unit.name,
            line.reading.said(),
            "" if line.numerator is None else number_words(float(line.numerator)),
            "" if line.denominator is None else number_words(float(line.denominator)),
            interval_words(line),
            rank_words(line) if line.rank else "",
            SIDES.get(line.side, ""),
        ]
        for line in found.lines
    ]
    indicator = found.table.indicator
    title = [
        f"{indicator.name} ({indicator.unit_words})",
        f"{place}, {period_words(found.table.period)}, theo địa giới ngày {vn_date(found.table.boundary_on)}",
    ]
    heads = ["Đơn vị", "Giá trị", "Tử số, số lượng", "Mẫu số", "Khoảng tin cậy 95 %", "Hạng", "So với toàn tỉnh"]
    return sheet("So sanh", title, heads, rows)


def interval_words(line: UnitLine) -> str:
    """«3,1 – 5,2»; empty without one."""
    if line.interval is None:
        return ""
    return f"{number_words(line.interval.low, 1)} – {number_words(line.interval.high, 1)}"


def work_sheet(rows: Sequence[Assignment], name: str) -> Sheet:
    """The open work shown, the nearest day first."""
    lines: list[list[CellValue]] = [
        [
            f"{row.task.code} {row.task.text}",
            row.task.plan.code,
            str(row.get_role_display()),
            vn_date(row.due_on) if row.due_on else "",
        ]
        for row in rows
    ]
    return sheet("Viec", ["VIỆC CHƯA XONG", name], ["Nhiệm vụ", "Kế hoạch", "Vai trò", "Hạn"], lines)
