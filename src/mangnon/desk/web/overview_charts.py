"""The charts of the overviews, from counts and comparisons."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from mangnon.desk.overviews.comparing import Compared, UnitLine
from mangnon.desk.overviews.judging import AGES, by_age
from mangnon.desk.overviews.told_indicators import IndicatorLine, counted_views, target_words
from mangnon.desk.overviews.told_reports import PeriodPicture
from mangnon.desk.terms import Completeness, TargetView
from mangnon.indicators.public import Aim, period_words
from mangnon.kernel.dates import vn_date
from mangnon.plans.public import FourCells
from mangnon.ui.charts import (
    Bar,
    Chart,
    Line,
    Mark,
    Part,
    Reading,
    Tile,
    Whole,
    bar_chart,
    line_chart,
    parts_chart,
    tile_map,
)

MOST_BARS = 30
VIEW_TONES = {
    TargetView.MET: "good",
    TargetView.NEAR: "soon",
    TargetView.NOT_MET: "late",
    TargetView.PARTIAL: "wait",
    TargetView.UNKNOWN: "neutral",
}
_COMPLETENESS_TONES = {
    Completeness.FULL: "good",
    Completeness.PARTIAL: "progress",
    Completeness.EMPTY: "soon",
    Completeness.MISSING: "late",
}
_AGE_TONES = ("good", "progress", "soon", "late")
CELLS = (
    ("done_on_time", "xong-dung-han", "Xong đúng hạn", "good"),
    ("done_late", "xong-qua-han", "Xong quá hạn", "soon"),
    ("not_done_in_time", "trong-han", "Chưa xong, trong hạn", "progress"),
    ("not_done_overdue", "qua-han", "Chưa xong, quá hạn", "late"),
)


def of_cells(named: Sequence[tuple[str, FourCells]]) -> Chart:
    """The four cells of some wholes."""
    wholes = [
        Whole(name, tuple(Part(word, Reading(float(getattr(cells, cell))), tone) for cell, _, word, tone in CELLS))
        for name, cells in named
    ]
    return parts_chart("bon-o", "Bốn ô theo thời gian", wholes, unit="nhiệm vụ")


def of_completeness(picture: PeriodPicture) -> Chart:
    """Each group of bodies: how much of what was asked they sent."""
    wholes = [
        Whole(
            str(group.label),
            tuple(
                Part(str(each.label), Reading(float(counts.completeness[each])), _COMPLETENESS_TONES[each])
                for each in Completeness
            ),
        )
        for group, counts in picture.groups
    ]
    return parts_chart("day-du", "Mức đầy đủ của báo cáo theo nhóm cơ quan", wholes, unit="cơ quan")


def of_course(course: Sequence[PeriodPicture]) -> Chart:
    """On time and full over the periods, as shares of who owed."""

    def share(part: int, whole: int) -> Reading:
        return Reading(round(100 * part / whole, 1)) if whole else Reading(mark=Mark.NOT_ENTERED)

    lines = [
        Line("Gửi đúng hạn", tuple(share(each.whole.on_time, each.whole.owed) for each in course)),
        Line("Đủ nội dung", tuple(share(each.whole.full, each.whole.owed) for each in course)),
    ]
    names = [_short(each) for each in course]
    return line_chart("qua-cac-ky", "Đúng hạn và đủ nội dung qua các kỳ", names, lines, unit="%")


def _short(picture: PeriodPicture) -> str:
    """«6T 2025», «2025»: a name that fits under an axis."""
    code = picture.period.code
    year, _, half = code.partition("H")
    return f"{half}/{year}" if half else code


def of_views(lines: Sequence[IndicatorLine]) -> Chart:
    """How the indicators with targets stand."""
    counts = counted_views(lines)
    parts = tuple(Part(str(view.label), Reading(float(counts[view])), VIEW_TONES[view]) for view in TargetView)
    return parts_chart("chi-tieu", "Chỉ tiêu so với mức được giao", [Whole("Tất cả", parts)], unit="chỉ tiêu")


def of_ages(kinds: Sequence[tuple[str, Sequence[int]]]) -> Chart:
    """How long each kind of matter waits."""
    wholes = [
        Whole(
            word,
            tuple(
                Part(name, Reading(float(n)), tone)
                for (name, _, _), n, tone in zip(AGES, by_age(days), _AGE_TONES, strict=True)
            ),
        )
        for word, days in kinds
        if days
    ]
    return parts_chart("cho-bao-lau", "Chờ bao lâu", wholes, unit="việc")


def unit_url(found: Compared, line: UnitLine) -> str:
    """Where a unit's figure opens; a figure kept under another day's unit, or hidden, opens nowhere here."""
    table = found.table
    if table.boundary_on != table.period.ends_on or line.reading.value is None:
        return ""
    return reverse("figure", args=[table.indicator.set.code, table.indicator.code, line.unit.pk, table.period.code])


def map_of(found: Compared) -> Chart:
    """Tiles of the communes."""
    table = found.table
    return tile_map(
        "ban-do-o",
        f"{table.indicator.name}, {period_words(table.period)}",
        [Tile(line.unit.name, line.reading, url=unit_url(found, line)) for line in found.lines],
        unit=table.indicator.unit_words,
        note=f"Theo địa giới ngày {vn_date(table.boundary_on)}.",
    )


def bars_of(found: Compared, aims: Sequence[Aim] = ()) -> Chart:
    """The communes with their intervals: those that part from the whole first, each side by value; the whole among
    them, and the first of the targets as a line. At most MOST_BARS; all are in the table."""
    table = found.table
    shown = [line for line in found.lines if line.reading.value is not None]
    shown.sort(key=lambda line: (line.side not in ("above", "below"), -(line.reading.value or 0), line.unit.code))
    bars = [Bar(line.unit.name, line.reading, line.interval, url=unit_url(found, line)) for line in shown[:MOST_BARS]]
    bars.insert(0, Bar("Toàn tỉnh", found.whole, own=True))
    left = len(shown) - MOST_BARS
    note = "Vạch ngang là khoảng tin cậy 95 %."
    if left > 0:
        note += f" Hình vẽ {MOST_BARS} đơn vị; {left} đơn vị nữa ở bảng dưới."
    title = f"So sánh các đơn vị, {period_words(table.period)}"
    ends = [end for each in aims[:1] for end in (each.target.low, each.target.high) if end is not None]
    return bar_chart(
        "so-sanh-don-vi",
        title,
        bars,
        unit=table.indicator.unit_words,
        goal=float(ends[0]) if len(ends) == 1 else None,
        goal_words=f"mức được giao: {target_words(aims[0].target)}" if len(ends) == 1 else "",
        note=note,
    )
