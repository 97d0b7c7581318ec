"""Duties in the body: who is told to do what, under headings that name bodies, in single items and in running text.

Where there is no annex, these are the tasks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from mangnon.documents.reading.addressees import Address, address_of, is_carrying_out
from mangnon.documents.reading.bodies import role_of
from mangnon.documents.reading.body_words import CAPITALS
from mangnon.documents.reading.deadlines import deadline_in, without_deadline
from mangnon.documents.reading.outline import Item, outline_of, walk
from mangnon.documents.reading.paragraphs import Paragraph
from mangnon.documents.reading.records import Duty, ReadTask, SourceLines

_NO_BODY = "Văn bản không nêu cơ quan chủ trì cho nội dung này."
_COMMAND = re.compile(
    r"(?:yêu cầu|đề nghị|chỉ đạo|ý kiến|kết luận|nhiệm vụ|nội dung|giải pháp|công việc|cụ thể|như sau|sau đây|sau|việc)"
    r"[^:]{0,60}:$|(?:yêu cầu|đề nghị)(?: [^.;:]{3,160})?:$|[.,] Cụ thể[.:]$|sau\s*[.:]$",
    re.IGNORECASE,
)
_ISSUES_PLAN = re.compile(
    r"(?:kế hoạch|chương trình|đề án|quy chế|phương án)[^.;:]{0,80}(?:như sau|sau đây)\s*:$", re.I
)
# Praise, agreement, a report of what was: no order.
_NO_ORDER = re.compile(
    r"^(?:hoan nghênh|đánh giá cao|biểu dương|ghi nhận|cơ bản|thống nhất|nhất trí|đồng ý|chấp thuận|cho phép|"
    r"về (?:kết quả|tình hình)|trong thời gian qua|thời gian qua|tuy nhiên|bên cạnh|nhìn chung|qua báo cáo|"
    r"trân trọng)\b",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"^(?:luu y|trong qua trinh|can cu|uy ban nhan dan .{0,60}(?:giao|yeu cau|de nghi|thong bao)|"
    r"ubnd .{0,40}(?:giao|yeu cau|de nghi)|yeu cau|truong hop|tren day|noi nhan|phu luc|chu tich uy ban|de nghi|"
    r"nhan duoc|van phong .{0,60}thong bao|so .{3,60}(?:yeu cau|de nghi|thong bao)|tran trong|neu co|ke hoach nay|"
    r"cac (?:so|don vi|co quan|dia phuong).{0,200}bao cao|chi tiet|moi (?:thong tin|vuong mac|chi tiet)|kinh phi|"
    r"thu truong|giam doc cac|chi thi nay|cong (?:dien|van) nay)"
)
_REPORT_ONLY = re.compile(
    r"^(?:-\s*)?(?:tổng hợp|báo cáo|gửi|định kỳ|hằng|hàng|mỗi|trước|chậm nhất|vào|kết quả|"
    r"thực hiện (?:chế độ|nghiêm chế độ))"
    r"(?!.*(?:tổ chức|xây dựng|rà soát|kiểm tra|tham mưu|đánh giá|đôn đốc))[^.;]*?"
    r"(?:báo cáo|gửi (?:số liệu|kết quả))[^.;]*[.;/]*$",
    re.IGNORECASE,
)
_REGULAR = re.compile(
    r"định kỳ|(?:hằng|hàng|mỗi) (?:tháng|quý|tuần|năm|ngày)|0?6 tháng|chế độ|\d{1,2}/\d{1,2}", re.IGNORECASE
)
_SENTENCE = re.compile(rf"(?<=[^\W\d][.;])\s+(?=[{CAPITALS}])|(?<=\d[.;])\s+(?=[{CAPITALS}][^\W\d])")
_LONG_ITEM = 160
_LIST_WORDS = 60
_LONGEST_HEAD = 30


@dataclass(frozen=True, slots=True)
class BodyDuties:
    """Duties by agency and the tasks they make."""

    duties: tuple[Duty, ...]
    tasks: tuple[ReadTask, ...]


@dataclass(slots=True)
class _Reading:
    """What has been read so far."""

    duties: list[Duty] = field(default_factory=list)
    tasks: list[ReadTask] = field(default_factory=list)
    codes: set[str] = field(default_factory=set)
    is_marked: bool = False

    def code(self, wanted: str, section: str) -> str:
        code = wanted
        for prefix in (section, *(f"{section}({n})" for n in range(2, 999))):
            if code not in self.codes:
                break
            code = f"{prefix}.{wanted}" if prefix else wanted
        self.codes.add(code)
        return code


@dataclass(frozen=True, slots=True)
class _Told:
    """One thing told: an item, its words, whether the words above make its bodies lead, whom they must work with."""

    item: Item
    text: str
    path: tuple[str, ...]
    leads: bool = False
    others: tuple[str, ...] = ()
    last: int = 0
    own: bool = False


def body_duties(paragraphs: Sequence[Paragraph], *, is_command: bool = False, restart_at: int = 0) -> BodyDuties:
    """The duties of a text, in order.

    An item is addressed when it begins with bodies; what stands below it is theirs. `is_command`: the text is a letter,
    a notice or an urgent message, where what follows a line of command is an order even where no body is named.
    `restart_at`: as in `outline_of`.
    """
    roots = outline_of(_after_head(paragraphs), restart_at=restart_at)
    reading = _Reading()
    section = ""
    started = not is_command
    last_marked = max((item.paragraph.first for item in walk(roots) if item.kind != "plain"), default=0)
    for item, address in _outermost(roots, is_command=is_command):
        if item.kind in ("roman", "upper", "part", "article") and address is None:
            section = (item.paragraph.mark or section).removeprefix("Điều ")
        is_after = item.kind == "plain" and bool(reading.tasks) and item.paragraph.first > last_marked
        if is_after and _CLOSING.match(item.paragraph.folded):
            continue
        if address is not None:
            started = True
            _take_address(reading, item, address, section, is_command=is_command)
        elif is_command and started and _is_unaddressed_order(item):
            _take_unaddressed(reading, item, section)
        elif is_command and not started:
            started = _announces(item)
    if is_command and not reading.is_marked:
        return BodyDuties(tuple(reading.duties), _plain_commands(roots))
    return BodyDuties(tuple(reading.duties), tuple(reading.tasks))


def _after_head(paragraphs: Sequence[Paragraph]) -> Sequence[Paragraph]:
    """The paragraphs after the motto and after the list of those a letter goes to."""
    start = 0
    for place, paragraph in enumerate(paragraphs[:_LONGEST_HEAD]):
        if re.search(r"kinh gui|cong hoa xa hoi chu nghia|doc lap tu do hanh phuc", paragraph.folded[:400]):
            start = place + 1
    while 0 < start < len(paragraphs) and paragraphs[start].rank == 5:
        start += 1
    return paragraphs[start:]


def _outermost(roots: Sequence[Item], *, is_command: bool) -> Iterator[tuple[Item, Address | None]]:
    """The items in order with their addresses; below an addressed item, its own walk goes on."""
    stack = list(reversed(roots))
    while stack:
        item = stack.pop()
        address = address_of(item, within=None, is_command=is_command)
        if address is not None and is_carrying_out(address.rest) and not item.marked:
            continue
        if address is not None and _is_heading_of_addresses(item, address, is_command=is_command):
            address = None
        yield item, address
        if address is None:
            stack.extend(reversed(item.children))


def _is_heading_of_addresses(item: Item, address: Address, *, is_command: bool) -> bool:
    """Whether an item such as «Trách nhiệm của các cơ quan» only stands over items that name their own bodies."""
    if address.rest or not address.is_class or len(item.marked) < 2:
        return False
    named = sum(address_of(child, within=None, is_command=is_command) is not None for child in item.marked)
    return named * 2 > len(item.marked)


def _take_address(
    reading: _Reading, item: Item, address: Address, section: str, *, is_command: bool, number: str | None = None
) -> None:
    number = number or _number(item, len(reading.duties) + 1)
    below = [child for child in item.children if child.kind != "plain"]
    own = address.rest and not (item.children and _only_announces(address, below))
    role = role_of(address.rest) if address.rest else None
    if own:
        full = item.kind in ("letter", "paren", "dash", "plus", "star", "bullet", "plain") and not address.colon
        text = item.paragraph.text if full or address.opening else address.rest
        told = _Told(item, text, (number,), leads=_says_itself(item, address), own=True)
        _add(reading, told, address, section)
    leads = bool(role and role.leads and address.rest.endswith(":"))
    others = role.others if role and not own else ()
    for child, nested in _below(item, address, is_command=is_command):
        order = item.children.index(child) + 1
        if own and child.kind == "plain" and nested is None:
            continue  # what follows a duty unmarked explains it
        if nested is not None:
            mark = _mark(child, order)
            inner = mark if mark.startswith(f"{number}.") else _joined((number, mark))
            _take_address(reading, child, nested, section, is_command=is_command, number=inner)
            continue
        for told in _things_told(child, (number,), leads=leads, others=others, order=order):
            _add(reading, told, address, section)


def _says_itself(item: Item, address: Address) -> bool:
    """Whether a sentence has its body as its subject («Sở X phối hợp với Sở Y …»): then it answers for it."""
    return not address.colon and bool(address.rest) and address.rest[:1].islower()


def _only_announces(address: Address, below: Sequence[Item]) -> bool:
    if not below:
        return False
    return address.rest.endswith(":") or bool(re.search(r"(?:sau|sau đây|như sau|cụ thể)\s*[:.]$", address.rest))


def _below(item: Item, address: Address, *, is_command: bool) -> Iterator[tuple[Item, Address | None]]:
    """What stands below an addressed item, as far as it is told to the same bodies, with other bodies named in it."""
    seen = bool(address.rest)
    for child in item.children:
        nested = address_of(child, within=address, is_command=is_command)
        if (
            child.kind == "plain"
            and seen
            and not (nested is not None and child.paragraph.text.startswith("Giao "))
            and (_CLOSING.match(child.paragraph.folded) or (child is item.children[-1] and item.marked))
        ):
            return
        if nested is not None and nested.agencies == address.agencies and not nested.opening:
            nested = None
        if nested is not None and is_carrying_out(nested.rest):
            continue
        seen = True
        yield child, nested


def _things_told(
    item: Item, path: tuple[str, ...], *, leads: bool, others: tuple[str, ...], order: int
) -> Iterator[_Told]:
    """What an item without a body of its own tells: itself, or what stands below it where it is only a heading."""
    path = (*path, _mark(item, order))
    below = item.marked
    if below and _is_group(item, below):
        role = role_of(item.paragraph.text)
        leads = leads or (role.leads and item.paragraph.text.endswith(":"))
        for place, child in enumerate(item.children, start=1):
            yield from _things_told(child, path, leads=leads, others=role.others or others, order=place)
        return
    merged = [child for child in walk(item.children) if _is_part(item, child)]
    text = " ".join([item.paragraph.text, *(f"{_sign(child)}{child.paragraph.text}" for child in merged)])
    last = max([item.paragraph.last, *(child.paragraph.last for child in merged)])
    yield _Told(item, text, path, leads, others, last)
    for place, child in enumerate(item.children, start=1):
        if child not in merged:
            yield from _things_told(child, path, leads=leads, others=others, order=place)


def _is_part(item: Item, child: Item) -> bool:
    """Whether an item only goes on the sentence above it: points of a list, not duties of their own."""
    return child.kind == "plus" or item.paragraph.text.endswith((":", ","))


def _sign(child: Item) -> str:
    return f"{child.paragraph.mark} " if child.paragraph.mark in ("+", "-") else ""


def _is_group(item: Item, below: Sequence[Item]) -> bool:
    """Whether an item is only a heading: short, or a clause that announces whole sentences."""
    text = item.paragraph.text
    if all(child.kind == "plus" for child in below) and item.kind in ("dash", "bullet"):
        return False
    if text.endswith(":"):
        longest = max(len(child.paragraph.text) for child in below)
        return len(text) <= _LONG_ITEM or longest > _LIST_WORDS
    return len(text) <= _LONG_ITEM and not text.endswith((".", ";", ","))


def _add(reading: _Reading, told: _Told, address: Address, section: str) -> None:
    text = told.text
    if is_report_only(text):
        return
    paragraph = told.item.paragraph
    reading.is_marked = reading.is_marked or told.item.kind != "plain"
    source = SourceLines(paragraph.first, told.last or paragraph.last)
    role = role_of(address.rest if told.own else text)
    lead = address.agencies if told.leads or not role.joins else ()
    title = "; ".join(address.agencies)
    reading.duties.append(Duty(address.agencies, text, source))
    reading.tasks.append(
        ReadTask(
            code=reading.code(_joined(told.path), section),
            text=without_deadline(text),
            lead=lead,
            coordinating=role.others or told.others,
            due=deadline_in(text),
            group=title,
            group_no=None,
            group_title=title,
            source=source,
            confidence=0.85 if told.item.kind != "plain" or not address.opening else 0.75,
        )
    )


def _is_unaddressed_order(item: Item) -> bool:
    text = item.paragraph.text
    return (
        item.kind not in ("plain", "title", "roman", "upper", "part", "article")
        and item.scope != "none"
        and not item.paragraph.in_cell
        and not _NO_ORDER.match(text)
        and not (item.marked and _is_group(item, item.marked))
        and not is_report_only(text)
        and len(text) > 12
    )


def _take_unaddressed(reading: _Reading, item: Item, section: str) -> None:
    """An order of a letter that names no body: it is for all whom the letter is addressed to."""
    text = item.paragraph.text
    role = role_of(text)
    reading.is_marked = True
    reading.tasks.append(
        ReadTask(
            code=reading.code(_number(item, len(reading.tasks) + 1), section),
            text=without_deadline(text),
            coordinating=role.others,
            due=deadline_in(text),
            source=SourceLines(item.paragraph.first, item.paragraph.last),
            confidence=0.7,
            warnings=(_NO_BODY,),
        )
    )


def is_report_only(text: str) -> bool:
    """Whether a text asks for nothing but a regular report: that is a reporting duty, not a task."""
    return len(text) < 260 and bool(_REPORT_ONLY.match(text)) and bool(_REGULAR.search(text))


def _announces(item: Item) -> bool:
    """Whether a line says that orders follow («… có ý kiến chỉ đạo như sau:»)."""
    text = item.paragraph.text
    return bool(_COMMAND.search(text)) and not _ISSUES_PLAN.search(text)


def _number(item: Item, order: int) -> str:
    mark = (item.paragraph.mark or "").strip("()").removeprefix("Điều ")
    return mark if re.fullmatch(r"[\w.]+", mark) else str(order)


def _mark(item: Item, order: int) -> str:
    mark = (item.paragraph.mark or "").strip("()")
    return mark if re.fullmatch(r"[a-zđ]{1,2}|\d{1,2}(?:\.\d{1,2})*", mark) else str(order)


def _joined(path: Sequence[str]) -> str:
    code = path[0]
    for part in path[1:]:
        code = f"{code}{part}" if re.fullmatch(r"[a-zđ]{1,2}", part) and code[-1:].isdigit() else f"{code}.{part}"
    return code


def _plain_commands(roots: Sequence[Item]) -> tuple[ReadTask, ...]:
    """The orders of a short letter that is all running text: «Giao Sở X …», «UBND … đề nghị các cơ quan …»."""
    tasks: list[ReadTask] = []
    for item in roots:
        paragraph = item.paragraph
        address = _commanding_sentence(item) if item.kind == "plain" else None
        if address is None:
            continue
        tasks.append(
            ReadTask(
                code=str(len(tasks) + 1),
                text=paragraph.text,
                lead=address.agencies,
                coordinating=role_of(address.rest).others,
                due=deadline_in(paragraph.text),
                source=SourceLines(paragraph.first, paragraph.last),
                confidence=0.65,
                warnings=("Nhiệm vụ nêu trong câu văn, không đánh số; cần xem lại cơ quan thực hiện.",),
            )
        )
    return tuple(tasks)


def _commanding_sentence(item: Item) -> Address | None:
    """Whom the first sentence of a paragraph that gives an order is addressed to."""
    for sentence in _SENTENCE.split(item.paragraph.text):
        own = Item(replace(item.paragraph, text=sentence), "plain", None)
        address = address_of(own, within=None, is_command=True)
        if address is None or not address.rest or is_carrying_out(address.rest) or is_report_only(address.rest):
            continue
        if address.asked or address.has_role:
            return address
    return None
