"""The place and day of issue, and numbers and days settled over all the places that a document names itself in."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mangnon.agencies.matching import likeness
from mangnon.documents.reading.issuers import is_place, provinces
from mangnon.documents.reading.paragraphs import plain
from mangnon.kernel.text import fold, one_line

DAY_WORD = r"ng\S{1,2}y"
_DATE_WORDS = re.compile(
    rf"(?P<place>.*?)[,.;:]?\s*(?<![\wà-ỹ]){DAY_WORD}\s*(?P<d>\S{{0,3}}?)\s*th\S{{1,2}}n[gq]\s*(?P<m>\S{{0,3}}?)\s*"
    rf"n\S{{1,2}}m\s*(?P<y>[\dOolISB?]{{4}})",
    re.IGNORECASE,
)
_DATE_SIGNS = re.compile(
    rf"^(?P<place>[^,]{{3,30}}),\s*(?:{DAY_WORD}\s*)?(?P<d>\d{{1,2}})\s*[/.\-]\s*(?P<m>\d{{1,2}})\s*[/.\-]\s*(?P<y>\d{{4}})"
    r"\s*\.?$",
    re.IGNORECASE,
)
_DATE_OPEN = re.compile(
    rf"^(?P<place>[^,]{{3,40}}),\s*{DAY_WORD}[\s.…]*(?P<d>)th\S{{1,2}}ng[\s.…]*(?P<m>)n\S{{1,2}}m(?P<y>)[\s.…]*$",
    re.IGNORECASE,
)
_OF_ANOTHER = re.compile(
    r"(?:quyết định|kế hoạch|chỉ thị|nghị quyết|công văn|văn bản|thông tư|nghị định|luật|tờ trình|kết luận|thông báo)"
    r"(?:\s+số|\s+\S*\d|$)|số\s+\d\S*$|kèm theo",
    re.IGNORECASE,
)
# «trước ngày …», «đến hết ngày …»: a day within a sentence.
_IN_SENTENCE = re.compile(
    r"(?<![\wà-ỹ])(?:trước|từ|đến|hết|sau|vào|trong|là|kể|qua|hoặc|lúc|giờ|phút|nhất|tối|sáng|chiều|mỗi)\s*$"
)
_GOES_ON = re.compile(r"^\s*(?:của|về|và|;|\)|thì|theo|đến)(?![\wà-ỹ])", re.IGNORECASE)
OWN_MENTION = re.compile(
    r"(?P<how>(?:ban hành\s+)?kèm theo|ban hành theo|thuộc)\s+(?P<kind>[A-ZĐa-zà-ỹđ]+(?:\s+[a-zà-ỹđ]+){0,2}?)\s+"
    r"(?:s\S{0,2}\s*[:.;]\s*|\S{1,2}\s+)?"
    rf"(?P<no>\S{{0,16}}?)\s*(?P<sep>[/\-])\s*(?P<mark>[A-ZĐÐ][A-Za-zĐÐđ\d/&\-–]{{1,22}})\s*,?\s+{DAY_WORD}\s*(?P<d>\S{{1,3}})"
    r"(?:\s*/\s*|\s*th\S{1,2}ng\s*)(?P<m>\S{1,2})(?:\s*/\s*|\s*n\S{1,2}m\s*)(?P<y>\d\S{3})",
    re.IGNORECASE,
)
_CAPITAL = "A-ZĐÀ-ÖØ-ÝĂĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
_PLACE = re.compile(rf"(?<![^\s(*])((?:[{_CAPITAL}][a-zà-ỹđ]+(?:\s?[-–]\s?[{_CAPITAL}][a-zà-ỹđ]+)*\s*){{1,5}}),?\s*$")
_CONFUSED = {
    "0": "OoDQ6869Cc", "1": "lI|/!7iítj", "2": "zZ7", "3": "8B5", "4": "A9", "5": "Ss63", "6": "b0G8", "7": "1/?T2",
    "8": "B3069", "9": "g4q0",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DatedLine:
    """The line of place and day (0-based): day, month and year as read ("" where left empty), and the place."""

    day: str
    month: str
    year: str
    place: str | None
    line: int

    @property
    def is_blank(self) -> bool:
        """Whether the day or the month was left open on paper («ngày    tháng 5 năm 2025»)."""
        return not (re.search(r"\w|[/|?!]", self.day) and re.search(r"\w|[/|?!]", self.month))


def find_date(head: Sequence[str], raw: Sequence[str], first: int, last: int) -> DatedLine | None:
    """The line of place and day among lines first..last (0-based, last not included): the one that names a place."""
    best: tuple[float, DatedLine] | None = None
    for index in range(first, min(last, len(head))):
        joined = one_line(" ".join(head[index : index + 3]))
        found = _DATE_OPEN.match(head[index]) or _DATE_SIGNS.match(head[index]) or _DATE_WORDS.search(joined)
        if found is None or found.start("y") > len(joined) or found.start("d") > len(head[index]) + 12:
            continue
        words = found.group("place")
        if _OF_ANOTHER.search(words) or _IN_SENTENCE.search(words) or _goes_on(head, index, joined, found.end()):
            continue
        before = head[index - 1] if index else ""
        if not words.strip() and _OF_ANOTHER.search(before[-40:]):
            continue
        scanned = raw[index] if index < len(raw) else ""
        place = _place(words, before, scanned)
        other = None if place else _other_place(words, before)
        if place and plain(scanned) == plain(head[index]) and (written := _other_place(words, before)) is not None:
            # A name the scanner did not damage stays as it is written, unless it is that province.
            place, other = (place, None) if _names(written, place) else (None, written)
        score = (2.0 if place else 0.0) + (0.5 if len(words) < 40 else 0.0) - 0.01 * index
        line = DatedLine(found.group("d"), found.group("m"), found.group("y"), place or other, index)
        if best is None or score > best[0]:
            best = (score, line)
    return best[1] if best else None


def date_at_end(plains: Sequence[str]) -> DatedLine | None:
    """The place and day that stand below the text, on a line of their own, where the head has none."""
    for index in range(len(plains) - 1, max(-1, len(plains) - 60), -1):
        found = _DATE_WORDS.match(plains[index])
        if found and found.end() == len(plains[index].rstrip(" .")) and "," in plains[index]:
            place = _other_place(found.group("place"))
            if place is not None and fold(found.group("place")) == fold(place):
                return DatedLine(found.group("d"), found.group("m"), found.group("y"), place, index)
    return None


def _goes_on(head: Sequence[str], index: int, joined: str, end: int) -> bool:
    """Whether a day is the day of a document that is named: «ngày … của …»."""
    rest = joined[end:]
    if end >= len(head[index]):  # the next line is another part of the head, unless it says whose document it was
        return bool(re.match(r"^\s*(?:của|;|\))(?![\wà-ỹ])", rest, re.I))
    return bool(_GOES_ON.match(rest))


def reconcile_date(mentions: Sequence[tuple[str, str, str]]) -> tuple[dt.date | None, bool]:
    """The date that explains all mentions (day, month, year as read) with the fewest confusions; and if any were.

    None when no date explains them or two do equally well.

    >>> reconcile_date([("/7", "02", "2025"), ("77", "02", "2025")])
    (datetime.date(2025, 2, 17), True)
    """
    fields = tuple(zip(*mentions, strict=True))
    day, day_cost = _field(fields[0], range(1, 32))
    month, month_cost = _field(fields[1], range(1, 13))
    year, year_cost = _field(fields[2], range(1990, 2061))
    if day is None or month is None or year is None:
        return None, True
    try:
        return dt.date(year, month, day), day_cost + month_cost + year_cost > 0
    except ValueError:
        return None, True


def _field(read: Sequence[str], values: Iterable[int]) -> tuple[int | None, float]:
    costs = sorted((sum(_cost(text, value) for text in read), value) for value in values)
    if costs[0][0] >= 10 * len(read) or (len(costs) > 1 and costs[1][0] - costs[0][0] < 0.5):
        return None, costs[0][0]
    return costs[0][1], costs[0][0]


def _cost(text: str, value: int) -> float:
    text = text.strip(".,;:")
    best = 10.0
    for written in {str(value), f"{value:02d}"}:
        best = min(best, confusions(text, written))
    return best


def confusions(shown: str, real: str) -> float:
    """How many signs of `shown` are known confusions of the digits `real`; 10 for each that is not, or other length."""
    if len(shown) != len(real):
        return 10.0
    return sum(0.0 if a == b else 1.0 if a in _CONFUSED.get(b, "") else 10.0 for a, b in zip(shown, real, strict=True))


def _place(text: str, before: str, raw: str) -> str | None:
    """The province or city before the day; None for other places."""
    words = one_line(f"{before} {text}" if len(text) < 4 else text).split()
    found = re.match(r"(.*?)[,.;]?\s*ng\S{1,3}y?\s", raw)
    tails = [" ".join(words[-count:]) for count in (4, 3, 2, 1) if len(words) >= count]
    if found:
        kept = plain(found.group(1)).split()
        tails += [" ".join(kept[-count:]) for count in (4, 3, 2, 1) if len(kept) >= count]
    scored = [(likeness(tail, name), name) for tail in tails for name in provinces() if len(tail) > 3]
    if not scored:
        return None
    score, name = max(scored)
    if score < 0.72 or (score < 0.9 and any(is_place(tail) for tail in tails)):
        return None
    is_city = re.search(r"th\S{1,3}nh\s+ph\S{1,2}\s+" + re.escape(name.split()[0]), f"{before} {text}", re.I)
    return f"Thành phố {name}" if is_city else name


def _other_place(words: str, before: str = "") -> str | None:
    """The place as it is written: the words with capitals right before the day; the first can end the line above."""
    found = _PLACE.search(words)
    if found is None or len(found.group(1)) <= 2:
        return None
    name = str(found.group(1)).strip()
    above = _PLACE.search(before) if name == words.strip(" ,.") and " " not in name else None
    whole = f"{above.group(1).split()[-1]} {name}" if above else name
    return whole if whole in provinces() or is_place(whole) else name


def _names(written: str, province: str) -> bool:
    """Whether a place as written is that province, said with its class or not («TP. Cần Thơ»)."""
    return f" {fold(written)}".endswith(f" {fold(province.removeprefix('Thành phố '))}")


def own_mentions(
    lines: Sequence[str], mark: str | None, kind: str | None, letters_of_issuer: str = ""
) -> list[re.Match[str]]:
    """Where the document names itself («Kèm theo Kế hoạch số … ngày …»): of the same symbol and kind.

    Annexes, decrees and forms of others are named with the same words; they have another symbol. A damaged symbol
    counts as the same when it ends in the letters of the issuer.
    """
    whole = one_line(" ".join(plain(line) for line in lines))
    found: list[re.Match[str]] = []
    for mention in OWN_MENTION.finditer(whole):
        shown = mention.group("mark").rstrip("-/")
        is_issuer = len(letters_of_issuer) > 2 and fold(shown).endswith(fold(letters_of_issuer))
        if mark is not None and likeness(shown, mark) < (0.5 if is_issuer else 0.8):
            continue
        if (
            kind is not None
            and likeness(mention.group("kind"), kind) < 0.7
            and fold(mention.group("kind")) != "van ban"
        ):
            continue
        found.append(mention)
    return found
