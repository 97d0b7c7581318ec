"""What recorded activities say in the words of a report. Sentences are put together from what was recorded and from
nothing else; each names the rows it tells. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from mangnon.kernel.dates import vn_date
from mangnon.kernel.text import fold, one_line

_VERBS = (
    "tổ chức", "mở", "triển khai", "thực hiện", "phối hợp", "ban hành", "xây dựng", "tham mưu", "tuyên truyền",
    "truyền thông", "tập huấn", "hỗ trợ", "cấp", "phát", "trao", "tặng", "in", "biên soạn", "kiểm tra", "giám sát",
    "thanh tra", "khảo sát", "rà soát", "đánh giá", "khám", "tư vấn", "thăm", "vận động", "duy trì", "thành lập",
    "củng cố", "lắp đặt", "sửa chữa", "hướng dẫn", "chỉ đạo", "phát động", "đăng tải", "phát sóng", "sản xuất",
    "thăm hỏi", "tiếp nhận", "xử lý", "can thiệp", "lồng ghép", "bồi dưỡng", "đào tạo", "dạy", "cung cấp",
)  # fmt: skip
_EVENTS = (
    "hội nghị", "hội thảo", "lớp tập huấn", "lớp", "buổi", "cuộc", "đợt", "khóa", "diễn đàn", "hội thi", "chương trình",
    "chiến dịch", "đoàn kiểm tra", "đoàn", "phiên họp", "mô hình", "câu lạc bộ", "tin", "bài", "phóng sự", "văn bản",
)  # fmt: skip
_OPENING = r"(?:trong kỳ\s*,?\s*)?(?:đã\s+)?"
_COUNTED = re.compile(
    rf"^{_OPENING}(?P<verb>tổ chức|mở|phát động|xây dựng|ban hành|thành lập)\s+(?:được\s+)?"
    rf"(?P<number>\d{{1,3}}(?:\.\d{{3}})+|\d{{1,5}})\s+(?P<noun>{'|'.join(_EVENTS)})\b(?P<rest>[^\n]*)$",
    re.IGNORECASE,
)
_LIKE_ONE = 90.0


@dataclass(frozen=True, slots=True)
class Work:
    """An activity as it stood at the end of a period. `done_on` is None while it is running; `progress` in percent."""

    id: int
    text: str
    results: str = ""
    done_on: dt.date | None = None
    progress: int = 0
    as_of: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, the rows it tells, and what a reader should look at before believing it."""

    text: str
    ids: tuple[int, ...]
    caution: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """How many of something were done: «tổ chức», 7, «hội nghị», « tuyên truyền …»."""

    verb: str
    number: int
    noun: str
    rest: str

    @property
    def kind(self) -> tuple[str, str]:
        """What may be added to what."""
        return self.verb, self.noun


def two_digits(number: int) -> str:
    """A count as official papers write it: 07, 12, 1.250."""
    return f"{number:02d}" if number < 10 else f"{number:,}".replace(",", ".")


def sentence(text: str) -> str:
    """The text with a full stop where it has no end of its own."""
    tidy = text.strip()
    return tidy if not tidy or tidy[-1] in ".!?…;:" else f"{tidy}."


def count_in(text: str) -> Count | None:
    """How many events a text says were held: «Tổ chức 07 hội nghị …» is seven.

    None where no number can be read without guessing: «tổ chức hội nghị» may be one or many, several kinds stand in one
    text, or it has more than one line or sentence.
    """
    line = text.strip().rstrip(".")
    found = _COUNTED.match(line)
    if found is None or ". " in line:
        return None
    rest = found["rest"].rstrip()
    another = re.search(rf"\d+\s+(?:{'|'.join(_EVENTS)})\b", rest, re.IGNORECASE)
    if another or not re.match(r"^(?:[\s,;:(]|$)", rest):
        return None
    number = int(found["number"].replace(".", ""))
    return Count(found["verb"].lower(), number, found["noun"].lower(), rest) if number else None


def starts_with_verb(text: str) -> bool:
    """Whether «Đã …» and «Đang …» can stand before the text."""
    words = text.strip().lower()
    return any(words == verb or words.startswith(f"{verb} ") for verb in _VERBS)


def tell_done(works: Sequence[Work]) -> list[Sentence]:
    """What was done, one sentence a kind of event and one for everything else, in the order of days.

    Events of one kind are added («Trong kỳ, đã tổ chức 07 hội nghị, gồm: …»), each with its own words and day. What a
    result says goes before what the plan of the activity said: eight of ten classes are eight. Two rows nearly alike
    are not added: a person has to say first whether they are one.
    """
    ordered = sorted(works, key=lambda work: (work.done_on or dt.date.max, work.id))
    groups: dict[tuple[str, str], list[tuple[Work, Count]]] = {}
    for work in ordered:
        count = count_in(work.results or work.text)
        if count is not None:
            groups.setdefault(count.kind, []).append((work, count))
    told: list[Sentence] = []
    done: set[int] = set()
    for work in ordered:
        if work.id in done:
            continue
        count = count_in(work.results or work.text)
        group = groups[count.kind] if count is not None else []
        if len(group) > 1 and not _alike([each for each, _ in group]):
            told.append(_added(group))
            done |= {each.id for each, _ in group}
            continue
        caution = "Có hoạt động gần giống nhau nên chưa cộng: hãy kiểm tra có phải là một." if len(group) > 1 else ""
        told.append(Sentence(_one(work, count), (work.id,), caution))
        done.add(work.id)
    return told


def tell_running(works: Iterable[Work]) -> list[Sentence]:
    """What was going on at the end of the period, with how far it was."""
    told = []
    for work in works:
        words = one_line(work.results or work.text).rstrip(".")
        if not work.results:
            words = f"Đang {_lower(words)}" if starts_with_verb(words) else f"Đang triển khai: {words}"
        day = f" đến ngày {vn_date(work.as_of)}" if work.as_of else ""
        told.append(Sentence(f"{words} (tiến độ{day}: {work.progress}%).", (work.id,)))
    return told


def tell_next(works: Iterable[tuple[Work, dt.date | None]]) -> list[Sentence]:
    """What goes on or begins after the period, with the day it is due."""
    told = []
    for work, due_on in works:
        words = one_line(work.text).rstrip(".")
        if work.progress:
            words = f"Tiếp tục {_lower(words)}" if starts_with_verb(words) else f"Tiếp tục thực hiện: {words}"
        told.append(Sentence(f"{words}{f' (đến ngày {vn_date(due_on)})' if due_on else ''}.", (work.id,)))
    return told


def tell_money(spent: Sequence[tuple[str, int | None]], *, years: str, ids: Sequence[int]) -> Sentence | None:
    """What was spent, by source (`spent`: the source's words, whole đồng, None for not known); None when nothing is."""
    known: dict[str, int] = {}
    for source, amount in spent:
        if amount is not None:
            known[source] = known.get(source, 0) + amount
    if not known:
        return None
    unknown = sum(amount is None for _, amount in spent)
    parts = "; ".join(f"{source[:1].lower()}{source[1:]} {dong(amount)}" for source, amount in known.items())
    words = f"Kinh phí đã chi ghi nhận trong năm {years} cho các hoạt động nêu trên: {dong(sum(known.values()))}"
    words += f" ({parts})" if len(known) > 1 else f", từ {parts.rsplit(' ', 2)[0]}"
    caution = f"Còn {two_digits(unknown)} dòng kinh phí chưa ghi số đã chi, chưa có trong tổng." if unknown else ""
    return Sentence(f"{words}.", tuple(ids), caution)


def dong(amount: int) -> str:
    """Whole đồng with points: «12.500.000 đồng»."""
    return f"{amount:,} đồng".replace(",", ".")


def _added(group: Sequence[tuple[Work, Count]]) -> Sentence:
    _, first = group[0]
    total = sum(count.number for _, count in group)
    parts = [f"{two_digits(count.number)} {count.noun}{count.rest}{_day(work)}" for work, count in group]
    words = f"Trong kỳ, đã {first.verb} {two_digits(total)} {first.noun}, gồm: {'; '.join(parts)}."
    return Sentence(words, tuple(work.id for work, _ in group))


def _one(work: Work, count: Count | None) -> str:
    if count is not None:
        return f"Trong kỳ, đã {count.verb} {two_digits(count.number)} {count.noun}{count.rest}{_day(work)}."
    words = (work.results or work.text).strip().rstrip(".")
    if work.results:
        return sentence(words) if "\n" in words else f"{words}{_day(work)}."
    words = one_line(words)
    return f"Đã {_lower(words)}{_day(work)}." if starts_with_verb(words) else f"Đã thực hiện: {words}{_day(work)}."


def _day(work: Work) -> str:
    """« (ngày 12/03/2025)», where the words do not name that day themselves."""
    if work.done_on is None:
        return ""
    day = vn_date(work.done_on)
    return "" if day in (work.results or work.text) else f" (ngày {day})"


def _lower(words: str) -> str:
    return f"{words[:1].lower()}{words[1:]}"


def _alike(works: Sequence[Work]) -> bool:
    words = [fold(work.results or work.text) for work in works]
    return any(
        fuzz.token_sort_ratio(one, other) >= _LIKE_ONE and re.findall(r"\d+", one) == re.findall(r"\d+", other)
        for number, one in enumerate(words)
        for other in words[:number]
    )
