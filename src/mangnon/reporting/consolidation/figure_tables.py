"""The figures of a consolidation as tables: by indicator, by body, by division; and what is said of them in words."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from mangnon.documents.official import Block, CellValue, Column, Paragraph, Row, RowStyle, Sheet, Table
from mangnon.indicators.public import (
    Cell,
    Indicator,
    Target,
    Told,
    breakdowns,
    full_code,
    goal_of,
    parts_of_key,
    state_within,
    write_cell,
)
from mangnon.indicators.terms import FigureState, IndicatorKind, TargetState, Unknown
from mangnon.reporting.consolidation import prose
from mangnon.reporting.consolidation.figures import FigureBook, FigureLine
from mangnon.reporting.consolidation.reckoning import Aside, Reckoned, ToldRow
from mangnon.ui.charts import Mark, Reading
from mangnon.ui.wording import number_words

_MOST_NAMES = 8
MOST_ROWS_ON_PAPER = 1500  # about forty pages
WITHHELD = "giữ kín"
_MARKS = {Unknown.SUPPRESSED: Mark.SUPPRESSED, Unknown.NOT_COLLECTED: Mark.NOT_COLLECTED}
Marks = Callable[[list[int]], tuple[str, ...]]


def reading_of(indicator: Indicator, told: Told) -> Reading:
    """What a chart draws and a table says of a value; what is not known is never zero."""
    if told.value is None:
        return Reading(mark=_MARKS.get(told.unknown or Unknown.NOT_ENTERED, Mark.NOT_ENTERED))
    is_count = indicator.kind == IndicatorKind.COUNT
    return Reading(
        float(told.value),
        estimated=told.is_estimate,
        partial=told.is_partial and is_count,
        of_known=told.is_partial and not is_count,
    )


def told_words(indicator: Indicator, told: Told | None) -> str:
    """«12,5», «ít nhất 40», «không thu thập»; dots where nothing at all is known."""
    if told is None:
        return "…"
    if told.value is None:
        if told.unknown in (None, Unknown.NOT_ENTERED, Unknown.NOTHING_TO_ADD):
            return "…"
        return Unknown(told.unknown).label.lower()
    return reading_of(indicator, told).said()


def value_words(line: FigureLine) -> str:
    """The value of a line. Where every body says «nothing of the kind», that; zero is another thing."""
    rows = line.whole.rows
    if line.whole.is_withheld:
        return WITHHELD
    if rows and not line.whole.sum.missing and all(each.cell.state == FigureState.NONE for each in rows):
        return "không phát sinh"
    return told_words(line.indicator, line.told)


def exact(number: Fraction | None) -> str:
    """A number of a sum; empty for none."""
    return "" if number is None else number_words(float(number))


def above_and_below(found: Reckoned) -> str:
    """«120/480» behind a rate; empty where there is none."""
    if found.sum.numerator is None or not found.sum.denominator:
        return ""
    return f"{exact(found.sum.numerator)}/{exact(found.sum.denominator)}"


def target_words(target: Target | None) -> str:
    """«≥ 90 (2025)» in the words of its paper; empty without one."""
    if target is None:
        return ""
    if target.words:
        return f"{target.words} ({target.year})"
    ends = [number_words(end) for end in (target.low, target.high) if end is not None]
    return f"{target.get_comparison_display()}: {' – '.join(ends)} ({target.year})"


def judged(line: FigureLine) -> TargetState:
    """Whether the value meets the target; a partial value, or one of a part of the year, only where more could not
    change it: what half a year counted is never «not met» before the year ends."""
    goal = goal_of(line.target) if line.target is not None else None
    return state_within(line.told, goal, line.indicator, is_of_part=line.is_of_part_of_year)


def goal_words(line: FigureLine) -> str:
    """The target, with the code of the indicator it was set for where that is another one; of what grows over the year
    and was told of a part of it, that the target is the whole year's."""
    words = target_words(line.target)
    if line.target_of:
        words += f", chỉ tiêu {line.target_of}"
    return f"{words}, so với cả năm" if line.is_of_part_of_year else words


def missing_names(line: FigureLine, book: FigureBook) -> list[tuple[str, list[str]]]:
    """Who is not in the sum, by reason: «Chưa có số liệu» → names."""
    is_rate = line.indicator.kind == IndicatorKind.RATE
    by_reason: dict[str, list[object]] = {}
    for each in line.whole.sum.without_rate if is_rate else line.whole.sum.missing:
        by_reason.setdefault(Unknown(each.why).label, []).append(each.part)
    return [(why, book.names_of(keys)) for why, keys in sorted(by_reason.items())]


def notes_of(line: FigureLine, book: FigureBook) -> str:
    """What must be said beside a value: who is missing, who tells otherwise, what places within tell together."""
    notes = []
    for why, names in missing_names(line, book):
        shown = prose.listed(names) if len(names) <= _MOST_NAMES else f"{prose.counted(len(names))} cơ quan, đơn vị"
        notes.append(f"{why}: {shown}.")
    for each in line.whole.aside:
        if each.differs:
            other, used = book.agencies[each.row.agency].name, book.agencies[each.used.agency].name
            said = "" if each.row.is_withheld else f" ({write_cell(each.row.cell)})"
            notes.append(f"{other} báo khác{said}; dùng số của {used}.")
    told = (each for each in line.whole.inside if each.row.cell.state == FigureState.VALUE or each.row.is_withheld)
    inside = list(told)
    if inside:
        names = book.names_of([each.row.agency for each in inside])
        more = f" và {prose.counted(len(names) - _MOST_NAMES)} cơ quan, đơn vị khác" if len(names) > _MOST_NAMES else ""
        within = "cơ quan cấp trên" if inside[0].why == Aside.RISEN else "địa bàn chung"
        shown = f"{', '.join(names[:_MOST_NAMES])}{more}" if more else prose.listed(names)
        notes.append(f"Không cộng thêm số của {shown}: đã nằm trong số của {within}.")
    return " ".join(notes)


def indicator_table(book: FigureBook, marks: Marks | None = None) -> Table:
    """Each indicator: value, the numbers behind it, the period before, the target, what must be said."""
    rows = []
    for number, line in enumerate(book.lines, 1):
        rows.append(
            Row(
                (
                    number,
                    f"{line.indicator.code}. {line.indicator.name}",
                    line.indicator.unit_words,
                    value_words(line),
                    above_and_below(line.whole) if line.indicator.kind == IndicatorKind.RATE else "",
                    told_words(line.indicator, line.before),
                    goal_words(line) or "…",
                    notes_of(line, book),
                ),
                source_marks=marks(line.versions) if marks is not None else (),
                marked_cell=3 if marks is not None else None,
            )
        )
    columns = (
        Column("STT", 0.5, "center"),
        Column("Chỉ tiêu", 3.4, "left"),
        Column("Đơn vị tính", 0.9, "center"),
        Column("Thực hiện", 1.1, "right"),
        Column("Tử số/mẫu số", 1.1, "right"),
        Column("Kỳ trước", 0.9, "right"),
        Column("Mức phải đạt", 1.2, "left"),
        Column("Ghi chú", 2.6, "left"),
    )
    return Table(columns, tuple(rows))


def cell_value(row: ToldRow) -> CellValue:
    """What a body told: a count as a number, anything else as it is written in a form; of a withheld number, that."""
    if row.is_withheld:
        return WITHHELD
    is_number = row.cell.state == FigureState.VALUE and row.cell.denominator is None
    return row.cell.numerator if is_number else write_cell(row.cell)


def has_bodies(book: FigureBook) -> bool:
    """Whether this copy tells of any indicator what each body told."""
    return any(not line.is_whole_alone for line in book.lines)


def with_notes(book: FigureBook, *blocks: Block) -> tuple[Block, ...]:
    """Tables of figures, and under them what the copy says of what is not in it."""
    return (*blocks, *map(Paragraph, book.notes))


def body_table(book: FigureBook) -> Table:
    """Each indicator body by body: every asked body has its row, also who told nothing."""
    rows: list[Row] = []
    for line in book.lines:
        rows.append(
            Row((f"{line.indicator.code}. {line.indicator.name} ({line.indicator.unit_words})",), RowStyle.GROUP)
        )
        if line.is_whole_alone:
            rows.append(Row(("Toàn bộ", "", value_words(line), ""), RowStyle.TOTAL))
            continue
        told = [*line.whole.rows, *(aside.row for aside in line.whole.aside)]
        used = {each.figure for each in line.whole.rows}
        # A body may tell of several units: each has its row, so that the rows add up to the whole.
        lines = [(book.agencies[each.agency].code, book.units[each.unit].name, each) for each in told]
        silent = {each.part for each in line.whole.sum.missing if isinstance(each.part, int)}
        silent -= {each.agency for each in told}
        for _, place, row in sorted(lines, key=lambda each: each[:2]):
            note = "" if row.figure in used else "không cộng"
            rows.append(Row((book.agencies[row.agency].name, place, cell_value(row), note)))
        for key in sorted(silent, key=lambda each: book.agencies[each].code):
            rows.append(Row((book.agencies[key].name, "", "…", "")))
        rows.append(Row(("Toàn bộ", "", value_words(line), ""), RowStyle.TOTAL))
    columns = (
        Column("Cơ quan, đơn vị", 3.6, "left"),
        Column("Địa bàn", 2.0, "left"),
        Column("Số liệu", 1.2, "right"),
        Column("Ghi chú", 1.2, "left"),
    )
    return Table(columns, tuple(rows))


def body_blocks(book: FigureBook) -> tuple[Block, ...]:
    """`body_table` as it stands on paper; where it would fill a hundred pages, where it is found instead."""
    table = body_table(book)
    if len(table.rows) <= MOST_ROWS_ON_PAPER:
        return with_notes(book, table)
    rows = prose.counted(len(table.rows))
    return (
        Paragraph(
            f"Bảng số liệu của {prose.counted(len(book.lines))} chỉ tiêu theo từng cơ quan, đơn vị có {rows} dòng, gửi "
            "kèm bằng tệp Excel (trang «Số liệu theo cơ quan»)."
        ),
    )


def division_table(book: FigureBook) -> Table | None:
    """Each indicator by its divisions; None where no sending carried a divided figure."""
    keys = {key for line in book.lines for key in line.parts}
    if not keys:
        return None
    words = {key: row.label for key, row in breakdowns(keys).items()}
    rows: list[Row] = []
    for line in book.lines:
        if not line.parts:
            continue
        rows.append(
            Row((f"{line.indicator.code}. {line.indicator.name} ({line.indicator.unit_words})",), RowStyle.GROUP)
        )
        for key, part in line.parts.items():
            told = WITHHELD if part.is_withheld else told_words(line.indicator, part.told(line.indicator))
            rows.append(Row((words.get(key, key), told, above_and_below(part))))
    columns = (Column("Phân tổ", 4.0), Column("Số liệu", 1.4, "right"), Column("Tử số/mẫu số", 1.4, "right"))
    return Table(columns, tuple(rows))


def figure_sheets(book: FigureBook, *, subtitle: str, sample_notice: str | None, first: int) -> list[Sheet]:
    """The figures as sheets of the annex workbook, numbered from `first` as the annexes of the paper are; what is in
    the workbook alone has no number."""
    if not book.lines:
        return []
    label = f"PHỤ LỤC {ROMAN[first]}"
    titles = [("Số liệu", (label, "Số liệu theo chỉ tiêu"), indicator_table(book))]
    if has_bodies(book):
        label = f"PHỤ LỤC {ROMAN[first + 1]}"
        titles.append(("Số liệu theo cơ quan", (label, "Số liệu theo cơ quan, đơn vị"), body_table(book)))
    divided = division_table(book)
    if divided is not None:
        titles.append(("Phân tổ", ("SỐ LIỆU PHÂN TỔ", f"Bảng kèm theo {label.capitalize()[:8]}{label[8:]}"), divided))
    return [Sheet(name, (*title, subtitle), table, book.notes, sample_notice) for name, title, table in titles]


ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII")


def figure_of_provenance(line: FigureLine, book: FigureBook) -> dict[str, object]:
    """One indicator with every number it rests on: report, sending, body, place, figure; and who is missing."""
    return {
        "indicator": full_code(line.indicator),
        "unit_words": line.indicator.unit_words,
        "told": value_words(line),
        "is_withheld": line.whole.is_withheld,
        "numerator": _plain(line.whole.sum.numerator),
        "denominator": _plain(line.whole.sum.denominator),
        "count": _plain(line.whole.sum.count),
        "is_partial": line.told.is_partial,
        "is_estimate": line.told.is_estimate,
        "rows": _rows(line.whole, book),
        "not_added": [
            {**row, "why": str(each.why), "used_figure": each.used.figure}
            for each in line.whole.aside
            for row in [_row(each.row, book)]
        ],
        "missing": [{"why": why, "agencies": names} for why, names in missing_names(line, book)],
        "divisions": {
            key: {"parts": parts_of_key(key), "count": _plain(part.sum.count), "rows": _rows(part, book)}
            for key, part in line.parts.items()
        },
    }


def _rows(found: Reckoned, book: FigureBook) -> list[dict[str, object]]:
    return [_row(each, book) for each in found.rows]


def _row(each: ToldRow, book: FigureBook) -> dict[str, object]:
    version = book.versions[each.version]
    return {
        "figure": each.figure,
        "report": version.report_id,
        "version": version.number,
        "agency": each.code,
        "unit": book.units[each.unit].code,
        "state": each.cell.state,
        "numerator": _text(each.cell),
        "denominator": None if each.cell.denominator is None else f"{each.cell.denominator:f}",
    }


def _text(cell: Cell) -> str | None:
    return None if cell.numerator is None else f"{cell.numerator:f}"


def _plain(number: Fraction | None) -> str | None:
    """An exact number of a sum: «12», «25/2»."""
    return None if number is None else str(number)
