"""The words of a printed table's line as a scanner gave them: how wide they were, and what column they sound like.

Widths are those of the letters in the types officials must use (NĐ 30/2020: Times New Roman), in thousandths of the
type's size: with them a cell's lines can be told by where they had to break.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from mangnon.agencies.matching import bones, letters
from mangnon.documents.reading.lexicon import Lexicon
from mangnon.documents.reading.segments import words_of
from mangnon.documents.reading.table_cells import NAME_HEADS
from mangnon.documents.reading.vocabulary import is_junk
from mangnon.kernel.text import fold, without_marks

SPACE = 250
_WIDE = {
    **dict.fromkeys("iljt/|!'.,;:", 278), **dict.fromkeys("frsI()-", 333), **dict.fromkeys("aceyzvkxj", 444),
    **dict.fromkeys("bdghnopqu0123456789", 500), **dict.fromkeys("mM", 800), "w": 722, "W": 944,
    **dict.fromkeys("ABCDEFGHKLNOPQRSTUVXYZ", 660), "&": 778,
}  # fmt: skip
_NUMERIC = re.compile(r"^\W*\d[\d/.\-–]*\W*$")
_ROMAN_DATE = re.compile(r"^\W*[IVXTLl1]{1,4}[/\-]\d{2,4}\W*$")
_FIT = 78.0


@dataclass(frozen=True, slots=True)
class Token:
    """A word: what it is worth as part of a column of bodies or of times (text of a task: 0), and its width.

    `as_name` and `as_time` are the letters of the known word it is nearest to, or its own.
    """

    text: str
    bar: bool
    width: int
    body: float
    time: float
    is_upper: bool
    as_name: str
    as_time: str


@dataclass(frozen=True, slots=True)
class Pairs:
    """Words that stand side by side in known phrases, by their letters and by their consonants."""

    exact: frozenset[tuple[str, str]]
    near: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, pairs: frozenset[tuple[str, str]]) -> Pairs:
        """Of pairs of letters."""
        return cls(pairs, frozenset((bones(one), bones(other)) for one, other in pairs))

    def likeness(self, one: str, other: str) -> float:
        """1 for a known pair, less for one that only sounds alike, 0 for none."""
        if not one or not other:
            return 0.0
        if (one, other) in self.exact:
            return 1.0
        return 0.4 if len(one) + len(other) > 6 and (bones(one), bones(other)) in self.near else 0.0


class Ear:
    """How words sound: like names of bodies or like times, by a lexicon. Remembers every word it heard."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._names, self._times = sorted(lexicon.name_words), sorted(lexicon.time_words)
        self._name_set, self._time_set = lexicon.name_words, lexicon.time_words
        self.names, self.times = Pairs.of(lexicon.name_pairs), Pairs.of(lexicon.time_pairs)
        self.name_ends, self.time_ends = lexicon.name_ends, lexicon.time_ends
        self._heard: dict[str, Token] = {}

    def tokens(self, line: str) -> list[Token]:
        """The words of a line."""
        return [self._token(word.text, word.bar) for word in words_of(line)]

    def _token(self, text: str, bar: bool) -> Token:
        if text not in self._heard:
            self._heard[text] = self._hear(text)
        known = self._heard[text]
        return Token(text, True, *_rest(known)) if bar else known

    def _hear(self, text: str) -> Token:
        kept, upper = letters(text), text.strip("“\"'([")[:1].isupper()
        width = sum(_WIDE.get(char, 480) for char in without_marks(text))
        if _NUMERIC.match(text) or _ROMAN_DATE.match(text):
            return Token(text, False, width, -1.2, 1.4, upper, "", "")
        if is_junk(text):
            return Token(text, False, width, -0.1, -0.1, upper, "", "")
        size = min(max(len(kept), 2), 6)
        name, time = _nearest(kept, self._names, self._name_set), _nearest(kept, self._times, self._time_set)
        body = 0.06 * size if name else -0.22 * size
        worth = 0.1 * size if time else -0.3 * size
        return Token(text, False, width, body, worth, upper, name or kept, time or kept)


def _rest(token: Token) -> tuple[int, float, float, bool, str, str]:
    return token.width, token.body, token.time, token.is_upper, token.as_name, token.as_time


def _nearest(kept: str, words: list[str], known: frozenset[str]) -> str:
    if kept in known:
        return kept
    if len(kept) < 2:
        return ""
    found = process.extractOne(kept, words, scorer=fuzz.ratio, score_cutoff=66.0)
    if found is None:
        return ""
    near = 0.6 * found[1] + 0.4 * fuzz.ratio(bones(kept), bones(found[0]))
    return str(found[0]) if near >= (_FIT if len(kept) > 3 else 82.0) else ""


_HEADS = tuple(dict.fromkeys(letters(fold(head)) for head in NAME_HEADS))
_TIME_HEADS = tuple(
    letters(word)
    for word in (
        "thường", "hằng", "hàng", "theo", "tháng", "quý", "năm", "từ", "trước", "giai", "khi", "sau", "định", "hoàn",
        "đến", "trong", "đầu", "cuối", "tuần", "ngày", "chậm", "cả", "kể", "ngay", "xong", "dự", "đột", "mỗi",
    )
)  # fmt: skip
_SHORT_TIME_HEADS = frozenset(bones(head) for head in ("tu", "nam", "quy", "den", "khi", "sau"))
_AFTER_TIME_HEADS = frozenset(
    bones(word) for word in ("nam", "ngay", "thang", "quy", "cuoi", "dau", "het", "hoc", "nay")
)


@lru_cache(maxsize=8192)
def begins_name(first: str, second: str) -> bool:
    """Whether the first two words of a cell begin a body's name, as far as damage lets see."""
    one, two = letters(first), letters(first) + letters(second)
    for head in _HEADS:
        for kept in (one, two):
            if kept == head or (len(head) >= 3 and len(kept) >= 3 and fuzz.ratio(kept, head) >= 84.0):
                return True
    return len(one) == 2 and one[0] == "s" and first[:1] in "S$§5"


_CLEAR_HEADS = tuple(
    letters(head)
    for head in (
        "sở", "các", "ubnd", "hội", "công an", "ban", "trung tâm", "văn phòng", "tỉnh đoàn", "báo", "chi cục", "ủy ban",
        "bộ chỉ huy", "ngân hàng", "thanh tra", "hội đồng", "liên đoàn", "bưu điện", "trường", "đài", "công ty",
        "phòng", "bảo hiểm", "viện", "tòa án", "cục", "đoàn",
    )
)  # fmt: skip


@lru_cache(maxsize=8192)
def begins_clearly(first: str, second: str) -> bool:
    """Whether two words can hardly stand inside a name: a new one begins with them."""
    if not first[:1].isupper() and first[:1] not in "S$§":
        return False
    one, two = letters(first), letters(first) + letters(second)
    return any(
        kept == head or (len(head) >= 5 and len(kept) >= 4 and fuzz.ratio(kept, head) >= 88.0)
        for head in _CLEAR_HEADS
        for kept in (one, two)
    ) or (len(one) == 2 and one[0] == "s" and len(first) <= 3)


_PRODUCTS = frozenset(
    letters(word)
    for word in (
        "kế", "hoạch", "báo", "cáo", "quyết", "định", "tờ", "trình", "văn", "bản", "đề", "án", "hồ", "sơ", "danh",
        "mục", "nghị", "quyết", "hội", "chương", "công", "phần", "mềm", "tài", "liệu", "sổ", "tay", "thông", "biên",
    )
)  # fmt: skip


def names_product(text: str) -> bool:
    """Whether a word is one of those by which products of tasks are named: reports, plans, decisions."""
    return letters(text) in _PRODUCTS


@lru_cache(maxsize=8192)
def begins_time(first: str, second: str) -> bool:
    """Whether the first two words of a cell begin a time frame."""
    if _NUMERIC.match(first) or _ROMAN_DATE.match(first):
        return True
    kept, after = letters(first), letters(second)
    if len(kept) <= 3 and bones(kept) in _SHORT_TIME_HEADS:
        dated = bool(_NUMERIC.match(second) or _ROMAN_DATE.match(second) or re.match(r"[IVX]{1,3}\b", second))
        return first[:1].isupper() and (dated or bones(after) in _AFTER_TIME_HEADS or kept in ("quy", "sau", "khi"))
    return any(kept == head or (len(kept) > 3 and fuzz.ratio(kept, head) >= 80.0) for head in _TIME_HEADS)
