"""Tasks that are followed by labels: «Đơn vị chủ trì: …; đơn vị phối hợp: …; thời gian hoàn thành: …».

The labels stand on lines of their own, or at the end of the task's own paragraph, or in brackets there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from mangnon.documents.reading.deadlines import deadline_in
from mangnon.documents.reading.names import cell_bodies
from mangnon.documents.reading.paragraphs import Paragraph
from mangnon.documents.reading.records import ReadTask, SourceLines
from mangnon.documents.reading.timeframes import read_time_frame
from mangnon.kernel.text import fold

_LABEL = re.compile(
    r"^(?:(?:don vi|co quan|phong|bo phan|to chuc|ca nhan|nguoi)(?: [a-z]+){0,7}|(?:thoi gian|thoi han|tien do|"
    r"thoi diem)(?: [a-z]+){0,5}|(?:san pham|ket qua|dau ra|kinh phi|hinh thuc|dia diem|doi tuong|"
    r"nguon kinh phi)(?: [a-z]+){0,5}|"
    r"(?:chu tri|phoi hop|hoan thanh|phan cong|thuc hien|trach nhiem)(?: [a-z]+){0,5})$"
)
_LEADS = re.compile(
    r"chu tri|thuc hien|dau moi|chiu trach nhiem|trach nhiem|tham muu|phan cong|duoc giao|phu trach|chu quan"
)
# A label inside a paragraph begins a clause and ends in a colon.
_INLINE = re.compile(
    r"(?:(?<=[.;])\s+|[.;]?\s*[(\[–-]\s*|^)"
    r"(?P<label>(?:Đơn vị|Cơ quan|Thời gian|Thời hạn|Tiến độ|Sản phẩm|Kết quả|Chủ trì|Phối hợp|Hoàn thành|Phân công|"
    r"đơn vị|cơ quan|thời gian|thời hạn|tiến độ|sản phẩm|kết quả|chủ trì|phối hợp|hoàn thành)"
    r"(?:\s+[^\s:;.()]+){0,6}?)\s*:\s*"
)
_BRACKETS = re.compile(r"[\s)\].;,]+$")


@dataclass(slots=True)
class _Pending:
    """The paragraphs of a task whose labels have not been met yet, and the labels that have."""

    group: Paragraph | None = None
    items: list[Paragraph] = field(default_factory=list)
    fields: dict[str, tuple[str, int]] = field(default_factory=dict)


def labelled_tasks(paragraphs: Sequence[Paragraph]) -> tuple[ReadTask, ...]:
    """The tasks that labelled lines follow, in order."""
    tasks: list[ReadTask] = []
    pending = _Pending()
    for paragraph in paragraphs:
        text, labels = _labels_of(paragraph)
        if labels and not text:
            for name, words in labels:
                if name == "lead" and "lead" in pending.fields:
                    _close(pending, tasks)
                pending.fields[name] = (words, paragraph.last)
            continue
        if pending.fields and paragraph.rank == 9 and paragraph.text[:1].islower():
            name = next(reversed(pending.fields))
            pending.fields[name] = (f"{pending.fields[name][0]} {paragraph.text}", paragraph.last)
            continue
        if pending.fields:
            _close(pending, tasks)
        if paragraph.rank <= 3:
            pending.items.clear()
            pending.group = paragraph
        if labels:
            own = Paragraph(paragraph.mark, paragraph.rank, text, paragraph.first, paragraph.last)
            pending.items = [own] if paragraph.rank <= 3 else [*pending.items, own]
            pending.fields = {name: (words, paragraph.last) for name, words in labels}
            _close(pending, tasks)
        elif paragraph.rank > 3:
            pending.items.append(paragraph)
    _close(pending, tasks)
    return tuple(tasks)


def _close(pending: _Pending, tasks: list[ReadTask]) -> None:
    if not pending.items and pending.group is not None and _is_task(pending.group):
        pending.items.append(pending.group)
    if pending.items and "lead" in pending.fields:
        tasks.append(_task(pending, len(tasks) + 1))
        pending.items.clear()
    pending.fields.clear()


def _is_task(group: Paragraph) -> bool:
    """Whether a numbered paragraph with labels below is the task itself, not the title of a group."""
    return group.rank in (2, 3) and len(group.text) > 20


def _labels_of(paragraph: Paragraph) -> tuple[str, list[tuple[str, str]]]:
    """The text before the first label, and the labels of a paragraph with their words."""
    if paragraph.in_cell:
        return paragraph.text, []
    starts = [
        (found, name)
        for found in _INLINE.finditer(paragraph.text)
        if (name := _name_of(found.group("label"))) is not None
    ]
    if starts and starts[0][0].start() > 0 and not {name for _, name in starts} & {"lead"}:
        return paragraph.text, []
    if not starts:
        whole = _whole_label(paragraph)
        return ("", [whole]) if whole else (paragraph.text, [])
    if starts[0][0].start() == 0 and paragraph.rank <= 3:
        return paragraph.text, []
    text = paragraph.text[: starts[0][0].start()].strip()
    labels = []
    for place, (found, name) in enumerate(starts):
        end = starts[place + 1][0].start() if place + 1 < len(starts) else len(paragraph.text)
        words = _BRACKETS.sub("", paragraph.text[found.end() : end].strip())
        if words and name != "other":
            labels.append((name, words))
    return text, labels or [("other", "")]


def _whole_label(paragraph: Paragraph) -> tuple[str, str] | None:
    head, colon, rest = paragraph.text.partition(":")
    if not colon or paragraph.rank <= 3:
        return None
    name = _name_of(head)
    return (name, rest.strip(" .")) if name else None


def _name_of(label: str) -> str | None:
    flat = fold(label)
    if len(flat) > 48 or not _LABEL.match(flat):
        return None
    if flat.startswith(("thoi", "tien do", "hoan thanh")):
        return "time"
    if "phoi hop" in flat and "chu tri" not in flat:
        return "coordinating"
    if flat.startswith(("san pham", "ket qua", "dau ra", "kinh phi", "hinh thuc", "dia diem", "doi tuong", "nguon")):
        return "other"
    return "lead" if _LEADS.search(flat) or flat in ("don vi", "co quan") else None


def _task(pending: _Pending, order: int) -> ReadTask:
    items, fields, group = pending.items, pending.fields, pending.group
    text = " ".join((f"- {p.text}" if i and p.rank == 5 else p.text) for i, p in enumerate(items))
    time = fields.get("time")
    is_own = group is not None and group.first == items[0].first
    title = group.text if group and not is_own else None
    return ReadTask(
        code=(group.mark if is_own and group and group.mark else str(order)),
        text=text,
        lead=cell_bodies(fields["lead"][0]),
        coordinating=cell_bodies(fields["coordinating"][0]) if "coordinating" in fields else (),
        due=read_time_frame(time[0]) if time and time[0] else deadline_in(text),
        group=f"{group.mark}. {title}" if group and title else None,
        group_no=group.mark if group and title else None,
        group_title=title,
        source=SourceLines(items[0].first, max(line for _, line in fields.values())),
        confidence=0.9,
    )
