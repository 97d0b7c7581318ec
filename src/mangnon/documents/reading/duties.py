"""Duties in the body: lists of duties under the name of a body, and tasks followed by labelled lines.

Where there is no annex, these are the tasks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mangnon.documents.reading.bodies import role_of, split_addressee
from mangnon.documents.reading.names import cell_bodies, known_body
from mangnon.documents.reading.paragraphs import Paragraph
from mangnon.documents.reading.records import Duty, ReadTask, SourceLines, TimeFrame
from mangnon.documents.reading.timeframes import read_time_frame
from mangnon.kernel.text import fold

_LABEL = re.compile(r"^(?:don vi|co quan|thoi gian|thoi han|tien do|san pham|chu tri|phoi hop)(?: [a-z]+){0,6}?$")
_DEADLINE = re.compile(
    r"(?:hoàn thành\s+(?:xong\s+)?)?(?:xong\s+)?(?:trước|chậm nhất(?: là)?|trong)\s+(?:ngày\s+)?"
    r"(?:\d{1,2}\s*/\s*\d{1,2}\s*/\s*\d{4}|\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}|tháng\s+\d{1,2}(?:\s*/\s*|\s+năm\s+)\d{4})",
    re.I,
)
_EVERY_YEAR = re.compile(r"^(?:Hằng|Hàng) (?:năm|quý|tháng)(?=,)")
_DUTY_SECTION = re.compile(r"to chuc thuc hien|phan cong|trach nhiem|nhiem vu cu the|to chuc trien khai")


@dataclass(frozen=True, slots=True)
class BodyDuties:
    """Duties by agency and the tasks they make."""

    duties: tuple[Duty, ...]
    tasks: tuple[ReadTask, ...]


def labelled_tasks(paragraphs: Sequence[Paragraph]) -> tuple[ReadTask, ...]:
    """Tasks that are followed by lines such as «Đơn vị chủ trì: …», «Đơn vị phối hợp: …», «Thời gian thực hiện: …»."""
    tasks: list[ReadTask] = []
    group: Paragraph | None = None
    pending: list[Paragraph] = []
    fields: dict[str, tuple[str, int]] = {}

    def close() -> None:
        if pending and "lead" in fields:
            tasks.append(_labelled(pending, fields, group, len(tasks) + 1))
            pending.clear()
        fields.clear()

    for paragraph in paragraphs:
        label = _label(paragraph)
        if label is not None:
            fields[label[0]] = (label[1], paragraph.last)
            continue
        if fields and paragraph.rank == 9 and paragraph.text[:1].islower():
            name = next(reversed(fields))
            fields[name] = (f"{fields[name][0]} {paragraph.text}", paragraph.last)
            continue
        if fields:
            close()
        if paragraph.rank <= 3:
            pending.clear()
            group = paragraph
        else:
            pending.append(paragraph)
    close()
    return tuple(tasks)


def _label(paragraph: Paragraph) -> tuple[str, str] | None:
    head, colon, rest = paragraph.text.partition(":")
    flat = fold(head)
    if not colon or len(flat) > 48 or not _LABEL.match(flat) or paragraph.rank <= 3:
        return None
    if flat.startswith(("thoi", "tien do")):
        return "time", rest.strip(" .")
    if "phoi hop" in flat and "chu tri" not in flat:
        return "coordinating", rest.strip(" .")
    if flat.startswith(("don vi", "co quan", "chu tri")):
        return "lead", rest.strip(" .")
    return "other", rest


def _labelled(
    pending: Sequence[Paragraph], fields: dict[str, tuple[str, int]], group: Paragraph | None, order: int
) -> ReadTask:
    text = " ".join((f"- {p.text}" if i and p.rank == 5 else p.text) for i, p in enumerate(pending))
    time = fields.get("time")
    title = group.text if group else None
    return ReadTask(
        code=str(order),
        text=text,
        lead=cell_bodies(fields["lead"][0]),
        coordinating=cell_bodies(fields["coordinating"][0]) if "coordinating" in fields else (),
        due=read_time_frame(time[0]) if time and time[0] else None,
        group=f"{group.mark}. {title}" if group else None,
        group_no=group.mark if group else None,
        group_title=title,
        source=SourceLines(pending[0].first, max(line for _, line in fields.values())),
        confidence=0.9,
    )


def body_duties(paragraphs: Sequence[Paragraph]) -> BodyDuties:
    """The duties under headings that name bodies.

    A heading is a numbered paragraph that begins with bodies. What follows until the next of its rank or higher is
    theirs; the duty may also stand in the heading itself, after a colon or a verb.
    """
    duties: list[Duty] = []
    tasks: list[ReadTask] = []
    section: Paragraph | None = None
    place = 0
    while place < len(paragraphs):
        paragraph = paragraphs[place]
        if paragraph.rank == 1:
            section = paragraph
        split = _heading(paragraph, section)
        if split is None:
            place += 1
            continue
        agencies, rest = split
        children, place = _children(paragraphs, place)
        own = [paragraph] if rest and not (children and rest.endswith(":")) and not _announces(rest) else []
        leads_all = rest.lower().startswith("chủ trì") and rest.endswith(":")
        number = paragraph.mark or str(len(duties) + 1)
        for index, item in enumerate([*own, *children]):
            text = rest if item is paragraph else item.text
            duties.append(Duty(agencies, text, SourceLines(item.first, item.last)))
            code = number if item is paragraph else _code(number, item, index + 1 - len(own))
            tasks.append(_duty_task(code, text, agencies, item, leads_all=leads_all))
    return BodyDuties(tuple(duties), tuple(tasks))


def _heading(paragraph: Paragraph, section: Paragraph | None) -> tuple[tuple[str, ...], str] | None:
    if paragraph.in_cell:
        return None
    given = re.match(r"(?:Giao|Đề nghị|Yêu cầu)\b", paragraph.text) is not None
    own = paragraph.rank == 5 and re.search(r"chủ trì, phối hợp", paragraph.text[:160]) is not None
    if paragraph.rank not in (2, 3) and not (paragraph.rank in (4, 5) and (given or own)):
        return None
    split = split_addressee(paragraph.text) or (_led_within(paragraph.text) if own else None)
    if split is None:
        split = _damaged_name(paragraph)
    if split is None:
        return None
    if _bare(paragraph.raw) != paragraph.text:
        split = (tuple(known_body(name, name) for name in split[0]), split[1])
    in_section = section is None or _DUTY_SECTION.search(fold(section.text)) is not None
    return split if in_section or given or split[1][:1].islower() or not split[1] else None


def _bare(raw: str) -> str:
    return re.sub(r"^(?:\d{1,2}(?:\.\d{1,2})?\.?|[-–])\s*", "", raw).strip()


def _damaged_name(paragraph: Paragraph) -> tuple[tuple[str, ...], str] | None:
    """A short heading that is one known body, though its first word was lost."""
    bare = _bare(paragraph.raw)
    if len(bare) > 90 or bare.endswith((".", ";")):
        return None
    name = known_body("", bare)
    return ((name,), "") if name else None


def _led_within(text: str) -> tuple[tuple[str, ...], str] | None:
    """Bodies named as leading after an opening clause: "Trên cơ sở …, Sở Xây dựng chủ trì, phối hợp …"."""
    for found in re.finditer(r",\s+(?=[A-ZĐÀ-Ỹ])", text[: text.find("chủ trì")]):
        split = split_addressee(text[found.end() :])
        if split is not None and split[1].startswith("chủ trì"):
            return split[0], text
    return None


def _children(paragraphs: Sequence[Paragraph], place: int) -> tuple[list[Paragraph], int]:
    head = paragraphs[place]
    found: list[Paragraph] = []
    place += 1
    while place < len(paragraphs):
        paragraph = paragraphs[place]
        if paragraph.in_cell or paragraph.rank <= head.rank or paragraph.rank in (1, 2):
            break
        if _closes(paragraph):
            break
        if paragraph.rank == 9 and found and not paragraph.text[:1].isupper():
            found[-1] = replace(found[-1], text=f"{found[-1].text} {paragraph.text}", last=paragraph.last)
        elif paragraph.rank == 6 and found:
            found[-1] = replace(found[-1], text=f"{found[-1].text} + {paragraph.text}", last=paragraph.last)
        elif paragraph.rank == 9 and found:
            if found[-1].rank != 9 and not found[-1].text.endswith((":", ",")):
                found[-1] = replace(found[-1], text=f"{found[-1].text} {paragraph.text}", last=paragraph.last)
            else:
                break
        else:
            found.append(paragraph)
        place += 1
    return found, place


def _closes(paragraph: Paragraph) -> bool:
    """A plain paragraph that ends the list: it speaks of the whole, or of all bodies."""
    if paragraph.rank != 9:
        return False
    return bool(
        re.match(
            r"(?:luu y|trong qua trinh|can cu|uy ban nhan dan .{0,60} (?:giao|yeu cau|de nghi)|yeu cau|truong hop|"
            r"tren day|noi nhan|phu luc|chu tich uy ban|de nghi cac|nhan duoc|truong hop)",
            paragraph.folded,
        )
    )


def _announces(rest: str) -> bool:
    """Whether a heading's own words only announce the list below ("… một số nhiệm vụ sau:")."""
    return bool(re.search(r"(?:sau|sau đây|như sau|cụ thể)\s*:$", rest))


def _code(number: str, item: Paragraph, order: int) -> str:
    mark = (item.mark or "").strip("()")
    if re.fullmatch(r"[a-zđ]{1,2}", mark):
        return f"{number}{mark}"
    return f"{number}.{mark if mark.isdigit() else order}"


def _duty_task(code: str, text: str, agencies: tuple[str, ...], item: Paragraph, *, leads_all: bool) -> ReadTask:
    role = role_of(text)
    lead = agencies if leads_all or not role.joins else ()
    title = "; ".join(agencies)
    return ReadTask(
        code=code,
        text=text,
        lead=lead,
        coordinating=role.others,
        due=deadline_in(text),
        group=title,
        group_no=None,
        group_title=title,
        source=SourceLines(item.first, item.last),
        confidence=0.85,
    )


def deadline_in(text: str) -> TimeFrame | None:
    """The deadline a duty's text states, or None. Of several, all words, with the last as the due day."""
    found = []
    for match in _DEADLINE.finditer(text):
        words = match.group()
        if re.search(r"thời gian(?: thực hiện)?\s*$", text[: match.start()], re.I):
            words = re.sub(r"^hoàn thành\s+(?:xong\s+)?", "", words)
        if not re.search(r"(?:kèm theo|văn bản|quyết định số|trên)\s*$", text[: match.start()], re.I):
            found.append(words)
    if found:
        frames = [read_time_frame(words) for words in found]
        return TimeFrame("; ".join(found), frames[-1].kind, frames[-1].due_on)
    yearly = _EVERY_YEAR.match(text)
    return read_time_frame(yearly.group()) if yearly else None


def plain_directives(paragraphs: Sequence[Paragraph], body_from: int) -> tuple[ReadTask, ...]:
    """What an official letter asks of all its addressees, naming no body for it: its dashed or numbered items."""
    items: list[ReadTask] = []
    started = False
    for paragraph in paragraphs:
        if paragraph.last < body_from or paragraph.in_cell:
            continue
        if not started:
            started = bool(re.search(r"(?:sau|cụ thể|nội dung)\s*(?:như sau|sau)?\s*[:.]\s*$", paragraph.text, re.I))
            continue
        if paragraph.rank in (2, 4, 5):
            items.append(
                ReadTask(
                    code=str(len(items) + 1),
                    text=paragraph.text,
                    due=deadline_in(paragraph.text),
                    source=SourceLines(paragraph.first, paragraph.last),
                    confidence=0.7,
                    warnings=("Văn bản không nêu cơ quan chủ trì cho nội dung này.",),
                )
            )
        elif items and _closes_letter(paragraph):
            break
    return tuple(items)


def _closes_letter(paragraph: Paragraph) -> bool:
    return paragraph.rank == 9 and paragraph.text[:1].isupper()
