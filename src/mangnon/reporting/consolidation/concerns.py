"""What a person must have seen before a consolidation is put forward for signing and before it gets its number.

Each is a sentence with names. None of them stops the paper: who signs may know of it. Numbers are not told here, for
the list is kept in the evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from mangnon.documents.reading.records import UNREADABLE
from mangnon.reporting.consolidation import prose
from mangnon.reporting.consolidation.counting import counts_of
from mangnon.reporting.consolidation.figures import FigureBook, FigureLine
from mangnon.reporting.consolidation.giveaways import beside_other_papers, in_words
from mangnon.reporting.consolidation.reading import Consolidated, read_consolidation
from mangnon.reporting.consolidation.reckoning import CHOSEN, SetAside
from mangnon.reporting.models import Consolidation

_MOST_NAMES = 8
# Marks between letters that no Vietnamese word has and scans leave behind: «t%lanl», «IU.E:là», «'uyefl».
_DOUBTFUL = re.compile(r"[^\W\d_][%$^~|{}\\<>=*#!?:][^\W\d_]|(?<!\w)['`´][^\W\d_]")
_CUT = re.compile(r"(…|\.\.\.)[\s.;,]*$")


@dataclass(frozen=True, slots=True)
class Concerns:
    """What must be seen, a sentence each. `needs_reason`: the paper and one that already has a number, taken from each
    other, may tell a small number: who lets it go on says why."""

    sentences: list[str]
    needs_reason: bool


def concerns_of(consolidation: Consolidation) -> list[str]:
    """What must be seen of a consolidation as it stands now; empty for nothing. Constant queries."""
    return concerns_in(read_consolidation(consolidation))


def concerns_in(found: Consolidated) -> list[str]:
    """`concerns_of` a consolidation that was read."""
    return concerns_with_reason(found).sentences


def concerns_with_reason(found: Consolidated) -> Concerns:
    """`concerns_in`, and whether a reason is needed to let the paper go on."""
    own = found.consolidation
    seen = [*_of_bodies(found), *_of_words(found), *_of_figures(found.figures), *in_words(own, found.kept)]
    given_away = list(beside_other_papers(own))
    return Concerns([*seen, *given_away], needs_reason=bool(given_away))


def _of_bodies(found: Consolidated) -> Iterable[str]:
    counts = counts_of(found.consolidation.summary)
    if counts.own is not None and counts.is_own_missing:
        yield f"Phần việc của chính {counts.own['name']} chưa có trong báo cáo."
    for rows, what in (
        (counts.not_sent, "chưa gửi báo cáo"),
        (counts.sent_not_accepted, "đã gửi nhưng báo cáo chưa được đưa vào tổng hợp"),
    ):
        if rows:
            yield f"{_bodies([row['name'] for row in rows])} {what}."


def _bodies(names: list[str]) -> str:
    shown = prose.listed(names[:_MOST_NAMES]) if len(names) <= _MOST_NAMES else f"{', '.join(names[:_MOST_NAMES])}, …"
    return f"{prose.counted(len(names))} cơ quan, đơn vị ({shown})"


def _of_words(found: Consolidated) -> Iterable[str]:
    groups = {task.group_id: task.group for task in found.tasks}
    titles = [(f"nhóm nhiệm vụ {number}", found.title_of(group)) for number, group in enumerate(groups.values(), 1)]
    titles += [(f"nhiệm vụ {task.code}", found.title_of(task)) for task in found.tasks]
    unsure = [where for where, title in titles if UNREADABLE in title or _DOUBTFUL.search(title)]
    if unsure:
        yield f"Tên của {prose.listed(unsure)} còn chữ không đọc được hoặc nghi sai do quét."
    if cut := [where for where, title in titles if _CUT.search(title)]:
        yield f"Tên của {prose.listed(cut)} bị viết tắt bằng dấu «…»."
    plan = found.consolidation.period.regime.plan
    if plan is not None and (UNREADABLE in plan.directive.title or _DOUBTFUL.search(plan.directive.title)):
        yield "Tên của kế hoạch còn chữ không đọc được hoặc nghi sai do quét."
    if marked := [p for p in found.kept if UNREADABLE in p.text]:
        where = prose.once(f"nhiệm vụ {p.task.code}" if p.task else "nội dung chung" for p in marked)
        yield f"{prose.counted(len(marked))} đoạn còn chữ «{UNREADABLE}» ({prose.listed(where)})."
    if changed := [p for p in found.kept if p.source_before]:
        where = prose.once(f"nhiệm vụ {p.task.code}" if p.task else "nội dung chung" for p in changed)
        yield f"{prose.counted(len(changed))} đoạn đã sửa mà báo cáo nguồn nay viết khác ({prose.listed(where)})."


def _of_figures(book: FigureBook) -> Iterable[str]:
    for line in book.lines:
        name = f"Chỉ tiêu {line.indicator.code}"
        rivals = [each for each in line.whole.aside if each.differs and each.used.rank != CHOSEN]
        for used in dict.fromkeys(each.used for each in rivals):
            others = [book.agencies[each.row.agency].name for each in rivals if each.used == used]
            yield (
                f"{name}: {prose.listed(others)} báo khác {book.agencies[used.agency].name} về cùng địa bàn, chưa có "
                "ai chọn số."
            )
        yield from _too_small(line, book, name)


def _too_small(line: FigureLine, book: FigureBook, name: str) -> Iterable[str]:
    """Who told less of a whole than the bodies within or below it, whose numbers are not added, told together."""
    by_used: dict[int, list[SetAside]] = {}
    for each in line.whole.inside:
        if each.row.cell.adds is not None and each.used.cell.adds is not None:
            by_used.setdefault(each.used.figure, []).append(each)
    for within in by_used.values():
        used = within[0].used
        outermost = _outermost(within, book.around, book.above)
        total = sum((Fraction(each.row.cell.adds or 0) for each in outermost), Fraction(0))
        if total > Fraction(used.cell.adds or 0):
            names = [book.agencies[each.row.agency].name for each in outermost]
            yield (
                f"{name}: {book.agencies[used.agency].name} báo ít hơn tổng số của cơ quan, đơn vị bên trong; số không "
                f"được cộng thêm là của {_bodies(names)}."
            )


def _outermost(
    within: list[SetAside], around: Mapping[int, tuple[int, ...]], above: Mapping[int, int]
) -> list[SetAside]:
    """Those that no other of them holds: by place, or by the body their report rises to."""
    units, bodies = {each.row.unit for each in within}, {each.row.agency for each in within}
    used_unit = within[0].used.unit
    return [
        each
        for each in within
        if not (set(around.get(each.row.unit, ())) & units - {used_unit, each.row.unit})
        and above.get(each.row.agency) not in bodies - {each.row.agency}
    ]
