"""The charts of a consolidated report, each with the table behind it: how reports came in, what groups of tasks tell,
figures against their targets. What is not known is never drawn as zero."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from mangnon.agencies.public import Agency
from mangnon.documents.official import Block, Column, Picture, Row, Table
from mangnon.indicators.terms import IndicatorKind, TargetState
from mangnon.plans.public import Task
from mangnon.reporting.consolidation import prose
from mangnon.reporting.consolidation.counting import counts_of
from mangnon.reporting.consolidation.figure_tables import judged, reading_of
from mangnon.reporting.consolidation.figures import FigureBook, FigureLine
from mangnon.reporting.consolidation.reading import Consolidated
from mangnon.reporting.terms import PassageKind
from mangnon.ui.charts import Bar, Chart, Part, Reading, Whole, bar_chart, paper_svg, parts_chart

_SHARE = re.compile(r" · (.+)$")  # «34 · 77,3 %» of the screen is «34 (77,3 %)» on paper
_MOST_BARS, _MOST_RATES = 12, 24
_LEVELS = (("province", "Cấp tỉnh"), ("district", "Cấp huyện"), ("commune", "Cấp xã"))
_PERCENT = 100
# Units of a drawing across the text: its letters then print at about ten points; below 500 names stand above the bars.
_WIDTH, _NAMES_ABOVE = 560, 490


def chart_blocks(found: Consolidated) -> tuple[Block, ...]:
    """Each chart with its caption and its table; the charts of a report without figures leave those out. One query."""
    charts = [(sending_chart(found), _WIDTH), (results_chart(found), _WIDTH)]
    if found.figures.lines:
        charts.append((target_chart(found.figures), _WIDTH))
        charts += [(each, _NAMES_ABOVE) for each in rate_charts(found.figures)]
    blocks: list[Block] = []
    shown = [(chart, width) for chart, width in charts if chart is not None and not chart.is_empty]
    for number, (chart, width) in enumerate(shown, 1):
        words = prose.sentence(f"{chart.title}. {chart.summary}")
        blocks += [Picture(paper_svg(chart, width), words, f"Biểu đồ {number}. {chart.title}"), _table(chart)]
    return tuple(blocks)


def _table(chart: Chart) -> Table:
    columns = tuple(
        Column(each.label or "Nội dung", 1.2 if each.numeric else 2.6, "right" if each.numeric else "left")
        for each in chart.columns
    )
    return Table(columns, tuple(Row(tuple(_SHARE.sub(r" (\1)", cell.text) for cell in row)) for row in chart.rows))


def _whole(name: str, parts: Iterable[tuple[str, int]]) -> Whole:
    return Whole(name, tuple(Part(part, Reading(float(count))) for part, count in parts))


def sending_chart(found: Consolidated) -> Chart | None:
    """Who sent in time, late, not at all: a bar for each tier. None where nobody was expected."""
    rows = counts_of(found.consolidation.summary).expected
    level_of = dict(Agency.objects.filter(code__in=[row["code"] for row in rows]).values_list("code", "level"))
    counts: Counter[tuple[str, str]] = Counter()
    for row in rows:
        how = "none" if not row["first_submitted_at"] else "late" if row["timeliness"] == "late" else "in_time"
        counts[level_of.get(row["code"], ""), how] += 1
    known = {level for level, _ in _LEVELS}
    rest = (("", "Cơ quan, đơn vị khác"),) if any(level not in known for level, _ in counts) else ()
    wholes = []
    for level, name in (*_LEVELS, *rest):
        of = [(key, number) for key, number in counts.items() if key[0] == level or (not level and key[0] not in known)]
        if of:
            told = {how: sum(number for key, number in of if key[1] == how) for how in ("in_time", "late", "none")}
            names = ("Gửi đúng hạn", "Gửi quá hạn", "Chưa gửi")
            wholes.append(_whole(name, zip(names, told.values(), strict=True)))
    if not wholes:
        return None
    return parts_chart("gui-bao-cao", "Tình hình gửi báo cáo theo cấp", wholes, unit="báo cáo")


def results_chart(found: Consolidated) -> Chart | None:
    """Of how many tasks of each group the lead told a result, or others alone, or nobody. None without a plan."""
    groups: dict[int, list[Task]] = {}
    for task in found.tasks:
        groups.setdefault(task.group_id, []).append(task)
    wholes = []
    for number, tasks in enumerate(groups.values(), 1):
        told = Counter(_told_by(found, task) for task in tasks)
        title = prose.short_title(found.title_of(tasks[0].group) or "Nhiệm vụ của kế hoạch", longest=70)
        names = (("Cơ quan chủ trì có kết quả", "lead"), ("Chỉ cơ quan phối hợp có", "others"), ("Chưa có", "nobody"))
        wholes.append(_whole(f"{number}. {title}", [(name, told[key]) for name, key in names]))
    if not wholes:
        return None
    return parts_chart("ket-qua", "Nhiệm vụ có kết quả theo nhóm", wholes, unit="nhiệm vụ")


def _told_by(found: Consolidated, task: Task) -> str:
    passages = [each for each in found.of(PassageKind.RESULT, task.pk) if not each.is_left_out]
    if any(found.is_of_lead(each) for each in passages):
        return "lead"
    return "others" if passages else "nobody"


def target_chart(book: FigureBook) -> Chart | None:
    """How many indicators meet their target; None where none has one."""
    states = Counter(judged(line) for line in book.lines if line.target is not None)
    if not states:
        return None
    parts = [(str(state.label), states[state]) for state in (TargetState.MET, TargetState.NOT_MET, TargetState.UNKNOWN)]
    return parts_chart(
        "muc-phai-dat", "Chỉ tiêu so với mức phải đạt", [_whole("Chỉ tiêu có mức phải đạt", parts)], unit="chỉ tiêu"
    )


def rate_charts(book: FigureBook) -> Iterable[Chart]:
    """The rates in per cent beside each other, as many in a chart as can be read; what is not known says why.

    Where there are very many, those with a target alone: the others stand in the annex of figures.
    """
    lines = [line for line in book.lines if _is_percent(line)]
    if len(lines) > _MOST_RATES:
        lines = [line for line in lines if line.target is not None]
    if not any(line.told.value is not None for line in lines):
        return
    many = len(lines) > _MOST_BARS
    for start in range(0, len(lines), _MOST_BARS):
        some = lines[start : start + _MOST_BARS]
        bars = [
            Bar(f"{line.indicator.code}. {line.indicator.name}", reading_of(line.indicator, line.told)) for line in some
        ]
        part = f" ({start + 1}–{start + len(some)})" if many else ""
        yield bar_chart(f"ty-le-{start}", f"Chỉ tiêu tính bằng tỷ lệ{part}", bars, unit="%", name_label="Chỉ tiêu")


def _is_percent(line: FigureLine) -> bool:
    return line.indicator.kind == IndicatorKind.RATE and line.indicator.multiplier == _PERCENT
