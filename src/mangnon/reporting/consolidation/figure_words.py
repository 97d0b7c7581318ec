"""The figures of a consolidation in the words of an official report."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from mangnon.documents.official import Block, Bullet, Paragraph
from mangnon.reporting.consolidation import prose
from mangnon.reporting.consolidation.figure_tables import goal_words, has_bodies, judged, told_words, value_words
from mangnon.reporting.consolidation.figures import FigureBook, FigureLine


def line_words(line: FigureLine) -> str:
    """«Số trẻ em …: 120 (người); kỳ trước 110; mức phải đạt …: đạt.» Dots for what is not known."""
    words = f"{line.indicator.name}: {value_words(line)}"
    if line.told.value is not None:
        words += f" ({line.indicator.unit_words})"
    if line.before is not None and line.before.value is not None:
        words += f"; kỳ trước {told_words(line.indicator, line.before)}"
    if line.target is not None:
        words += f"; mức phải đạt {prose.lower_first(goal_words(line))}: {judged(line).label.lower()}"
    return f"{words}."


def figure_blocks(book: FigureBook, marks: Callable[[Iterable[int]], tuple[str, ...]]) -> Iterable[Block]:
    """One line for each indicator; what it rests on and who is missing stands in the annexes."""
    asked = prose.counted(len(book.lines))
    where = (
        "ghi chú và số liệu từng cơ quan tại Phụ lục III, Phụ lục IV" if has_bodies(book) else "ghi chú tại Phụ lục III"
    )
    yield Paragraph(f"Kỳ báo cáo có {asked} chỉ tiêu ({where}):")
    for line in book.lines:
        yield Bullet(line_words(line), marks(line.versions))
