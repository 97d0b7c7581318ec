"""How complete a report is and what in it deserves a second look: each finding says why and leads to its box.

What must be done is what `submit_report` refuses; everything else is advice and can be sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from mangnon.reporting import rules
from mangnon.reporting.figures.sheet import figure_lines, name_of_line
from mangnon.reporting.rules.contradictions import unlike
from mangnon.reporting.rules.telling import dong, two_digits
from mangnon.reporting.successions.carrying import fields_of
from mangnon.reporting.terms import EntryVerdict
from mangnon.reporting.writing.met_entries import last_sent, plain
from mangnon.reporting.writing.page import WritingItem, WritingSheet

_TASK = "Nhiệm vụ "
_SEVERAL = 3  # from so many on the same advice is one line
_LABELS = {
    "results": "Kết quả thực hiện",
    "difficulties": "Khó khăn, vướng mắc",
    "proposals": "Đề xuất, kiến nghị",
    "next_period": "Nhiệm vụ kỳ tới",
}


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to do or to look at. `anchor`: the box on the writer's page; empty for what stands on another one."""

    about: str
    words: str
    anchor: str
    must: bool = False


@dataclass(frozen=True, slots=True)
class Completeness:
    """What a report still needs. `asked` counts required boxes (led tasks and asked figures), `told` those filled."""

    asked: int
    told: int
    points: tuple[Point, ...]

    @property
    def must(self) -> list[Point]:
        """What stands in the way of sending."""
        return [point for point in self.points if point.must]

    @property
    def advice(self) -> list[Point]:
        """What can be sent as it is, and should be read again first."""
        return [point for point in self.points if not point.must]


def completeness(sheet: WritingSheet) -> Completeness:
    """How far a report is. Two queries more than its sheet, however many tasks."""
    missing, asked = _figures(sheet)
    before = last_sent(sheet.report) if sheet.report is not None and _is_judged(sheet) else {}
    points = [point for item in sheet.items for point in _points(item, before)]
    return Completeness(
        len(sheet.led) + asked,
        sheet.answered + asked - len(missing),
        (*gathered(points), *missing),
    )


def gathered(points: list[Point]) -> list[Point]:
    """The same advice on several tasks is told once, with their numbers, where the first of them stands. What must be
    done stays by itself: each leads to its own box."""
    alike: dict[str, list[Point]] = {}
    for point in points:
        if not point.must and point.about.startswith(_TASK):
            alike.setdefault(point.words, []).append(point)
    found = []
    for point in points:
        together = alike.get(point.words, [point])
        if point.must or len(together) < _SEVERAL or point not in together:
            found.append(point)
        elif point is together[0]:
            codes = ", ".join(each.about.removeprefix(_TASK) for each in together)
            found.append(replace(point, about=f"{two_digits(len(together))} nhiệm vụ {codes}"))
    return found


def _is_judged(sheet: WritingSheet) -> bool:
    return any(item.verdict is not None for item in sheet.items)


def _points(item: WritingItem, before: dict[int | None, dict[str, object]]) -> Iterator[Point]:
    if item.why_locked:
        return
    about = f"{_TASK}{item.task.code}" if item.task else "Nội dung chung"
    box = f"muc-{item.key}-results"
    fields = fields_of(item.entry)
    if item.is_lead and not item.is_answered:
        words = "chủ trì nhưng chưa có kết quả: ghi kết quả, hoặc đánh dấu «Không phát sinh trong kỳ»"
        yield Point(about, words, box, must=True)
    if rules.contradicts(fields):
        words = "vừa ghi kết quả vừa đánh dấu «Không phát sinh trong kỳ»: bỏ đánh dấu hoặc xóa kết quả"
        yield Point(about, words, box, must=item.is_lead)
    if item.task and not item.is_lead and not item.has_words:
        recorded = " dù đã ghi nhận việc trong kỳ" if item.suggestions else ""
        words = f"phối hợp nhưng chưa nói gì{recorded}: viết vài dòng, hoặc đánh dấu «Không phát sinh trong kỳ»"
        yield Point(about, words, box)
    if (
        item.verdict is not None
        and item.verdict.verdict == EntryVerdict.MEND
        and plain(fields) == plain(before.get(item.key or None, {}))
    ):
        yield Point(about, "cơ quan nhận yêu cầu bổ sung nhưng nội dung chưa đổi", box)
    yield from _sources(item, about)
    yield from _numbers(item, about)


def _sources(item: WritingItem, about: str) -> Iterator[Point]:
    for used in item.used:
        if used.is_changed:
            anchor = f"muc-{item.key}-{used.source.box}"
            yield Point(about, f"nguồn đã thay đổi sau khi đưa vào ô: {used.source.label}", anchor)
    told = {used.source.ref for used in item.used if used.source.kind == "activity"}
    left = [work for work in item.works if work.is_told and work.state == "done" and work.work.id not in told]
    unsaid = [work for work in left if (work.work.results or work.work.text).strip()[:60] not in item.entry.results]
    if unsaid and item.is_answered and not item.entry.is_nil:
        words = f"có {two_digits(len(unsaid))} hoạt động đã hoàn thành trong kỳ chưa đưa vào kết quả"
        yield Point(about, words, f"muc-{item.key}-results")


def _numbers(item: WritingItem, about: str) -> Iterator[Point]:
    """Numbers in the words unlike those recorded of this entry."""
    recorded = [line.text for part in item.suggestions if part.kind != "ky-truoc" for line in part.lines]
    recorded += [note.text for note in item.notes]
    recorded += [work.work.results or work.work.text for work in item.works if work.is_told and work.state == "done"]
    for name in rules.TEXT_FIELDS:
        for noun, number, known in unlike(str(getattr(item.entry, name)), recorded):
            if noun == "tiến độ":
                said, there = f"tiến độ {number}%", f"{known[-1]}%"
            elif noun == "đồng":
                said, there = dong(number), dong(known[-1])
            else:
                said = f"{two_digits(number)} {noun}"
                there = " hoặc ".join(two_digits(each) for each in known[:3]) + f" {noun}"
            words = f"ô «{_LABELS[name]}» ghi {said}, đã ghi nhận {there}: hãy kiểm tra số nào đúng"
            yield Point(about, words, f"muc-{item.key}-{name}")


def _figures(sheet: WritingSheet) -> tuple[list[Point], int]:
    """Asked figures of which nothing is told, and how many are asked: what `figures.sheet.check_told` refuses."""
    lines = figure_lines(sheet.period, sheet.agency, None)
    silent = [line for line in lines if not line.is_told]
    words = "chưa có số liệu: nhập ở phần Số liệu, ghi «-» nếu không có, «...» nếu chưa thu thập được"
    return [Point(f"Chỉ tiêu {name_of_line(line)}", words, "", must=True) for line in silent], len(lines)
