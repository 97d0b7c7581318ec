"""What gives small numbers of persons away beside the tables of one paper: free words, and another paper of the period.

`withholding` makes each paper safe by itself. Two papers of one period can still be taken from each other, and nobody
searched the words for small counts (docs/decisions/0062). Both are told to a person, without the numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from mangnon.indicators.public import counts_persons, small_numbers
from mangnon.outgoing.public import OutgoingPaper, numbered_papers
from mangnon.reporting.consolidation import prose
from mangnon.reporting.consolidation.figures import FigureLine
from mangnon.reporting.consolidation.reckoning import Reckoned
from mangnon.reporting.consolidation.section_words import sections, words_of_sections
from mangnon.reporting.consolidation.withholding import sent_book
from mangnon.reporting.models import Consolidation, Passage
from mangnon.reporting.rules.small_counts import small_counts

SOURCES = ("consolidation", "child_rights_report")
"""The kinds of papers that are made of consolidations."""


@dataclass(frozen=True, slots=True)
class ToldInWords:
    """A sentence of a paper that tells few children, and where it stands there."""

    where: str
    sentence: str


def sentences_to_see(consolidation: Consolidation, passages: Iterable[Passage]) -> list[ToldInWords]:
    """The sentences that `in_words` speaks of, for who decides about them. They hold the numbers: they are shown on the
    page and kept nowhere. One query."""
    least = small_numbers().threshold
    parts = [(f"Nhiệm vụ {each.task.code}" if each.task else "Nội dung chung", each.text) for each in passages]
    named = sections()
    own = sorted(words_of_sections(consolidation).items())
    parts += [(f"Báo cáo quyền trẻ em, phần «{named.get(key, key)}»", row.text) for key, row in own]
    return [ToldInWords(where, sentence) for where, text in parts for sentence in small_counts(text, least)]


def in_words(consolidation: Consolidation, passages: Iterable[Passage]) -> Iterator[str]:
    """Where the words of a paper tell so few children that readers may know who they are. One query."""
    least = small_numbers().threshold
    found = [(each, len(small_counts(each.text, least))) for each in passages]
    told = [(passage, count) for passage, count in found if count]
    if told:
        where = prose.once(f"nhiệm vụ {each.task.code}" if each.task else "nội dung chung" for each, _ in told)
        total = sum(count for _, count in told)
        yield (
            f"{prose.counted(total)} câu ({prose.listed(where)}) nêu số trẻ em hoặc số vụ việc dưới {least}: người đọc "
            "có thể nhận ra trẻ em."
        )
    named = sections()
    own = [
        named.get(key, key) for key, row in words_of_sections(consolidation).items() if small_counts(row.text, least)
    ]
    if own:
        yield (
            f"Lời tự viết ở phần {prose.listed([f'«{each}»' for each in sorted(own)])} của báo cáo quyền trẻ em nêu số "
            f"trẻ em hoặc số vụ việc dưới {least}: người đọc có thể nhận ra trẻ em."
        )


def beside_other_papers(consolidation: Consolidation) -> Iterator[str]:
    """Indicators of which this copy and a paper of the same period that already has a number, taken from each other,
    tell a small number. Queries: two, and those of `sent_book` for each such consolidation and this one."""
    earlier = _papers_beside(consolidation)
    if not earlier:
        return
    now, least = sent_book(consolidation, divided="all"), small_numbers().threshold
    for other, papers in earlier:
        then = sent_book(other, divided="all")
        symbols = prose.listed([paper.full_symbol for paper in papers])
        by_change, by_hiding = [], []
        for line in now.lines:
            before = then.line(line.indicator.pk)
            if before is None or not counts_persons(line.indicator):
                continue
            change, hiding = taken_apart(line, before, least)
            by_change += [line.indicator.code] if change else []
            by_hiding += [line.indicator.code] if hiding else []
        if by_change:
            yield (
                f"Chỉ tiêu {prose.listed(by_change)}: số trong bản này và trong văn bản {symbols} trừ cho nhau ra số "
                f"người dưới {least}."
            )
        if by_hiding:
            yield (
                f"Chỉ tiêu {prose.listed(by_hiding)}: có số giữ kín ở một bản mà bản kia nêu (bản này và văn bản "
                f"{symbols}); so hai bản có thể tính ra số nhỏ."
            )


def taken_apart(now: FigureLine, then: FigureLine, least: int) -> tuple[bool, bool]:
    """Whether two published copies of one indicator differ by a small number somewhere; and whether one tells what the
    other withholds. What is in neither is no matter: there is nothing to take it from."""
    change = hiding = False
    before = dict(_published(then))
    for key, (number, is_withheld) in _published(now):
        if key not in before:
            continue
        earlier, was_withheld = before[key]
        if number is not None and earlier is not None:
            change = change or 0 < abs(number - earlier) < least
        elif (is_withheld and earlier is not None) or (was_withheld and number is not None):
            hiding = True
    return change, hiding


def _published(line: FigureLine) -> Iterator[tuple[object, tuple[Fraction | None, bool]]]:
    """Each number of a copy: the whole, its parts, what each body told; None where there is none, and whether one is
    withheld."""
    cells: dict[str, Reckoned] = {"": line.whole, **line.parts}
    for key, found in cells.items():
        yield key, (None if found.is_withheld else found.sum.count, found.is_withheld)
    if line.is_whole_alone:
        return
    for row in line.whole.rows:
        adds = None if row.is_withheld else row.cell.adds
        yield (row.agency, row.unit), (None if adds is None else Fraction(adds), row.is_withheld)


def _papers_beside(consolidation: Consolidation) -> list[tuple[Consolidation, list[OutgoingPaper]]]:
    """The other consolidations of the period that became papers with a number, and those papers. Two queries."""
    others = {
        str(each.pk): each
        for each in Consolidation.objects.filter(period=consolidation.period)
        .exclude(pk=consolidation.pk)
        .select_related("period__regime__plan__territory")
        .order_by("number")
    }
    found: dict[str, list[OutgoingPaper]] = {}
    # Its own too, which nobody asks for here: so the first consolidation costs as many queries as the third.
    for paper in numbered_papers(source_kinds=SOURCES, source_keys=[*others, str(consolidation.pk)]):
        found.setdefault(paper.source_key, []).append(paper)
    return [(others[key], found[key]) for key in others if key in found]
