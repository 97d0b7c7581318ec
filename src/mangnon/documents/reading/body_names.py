"""Where the name of a body ends, by the grammar of such names: a kind, a field, a place.

What must be done follows the name. Most duties begin with a word that is known to begin duties; this is for the rest.
"""

from __future__ import annotations

import itertools
import re
from functools import lru_cache

from mangnon.agencies.catalogue import load_catalogue
from mangnon.documents.reading.body_words import BODY_START, CAPITALS, NAME_PAIRS, NAME_WORDS
from mangnon.documents.reading.duty_words import duty_starts_at

_WORD = re.compile(r"[^\s,;:()]+")
_LEVEL_AT_END = re.compile(
    rf"(?<![\wà-ỹ])(?:tỉnh|thành phố|huyện|xã|phường|khu vực|trung ương|liên quan|[{CAPITALS}]\S*)\s*$"
)
_FEW_WORDS = 9
_PLACE_NAMES = re.compile(rf"\s*(?:[{CAPITALS}][^:;.,]{{0,45}},\s*)")
# «cấp» is a level before these, otherwise it is «to issue».
_LEVEL = re.compile(r"cấp\s+(?:tỉnh|huyện|xã|cơ sở|trên|dưới|ủy|thành|phường|trung|quận|ngành|chính quyền|học|có)")
_PLURAL_HEAD = re.compile(
    r"(?:(?:các|những)\s+\S+(?:\s+\S+){0,2}|Giám đốc|Thủ trưởng|Chủ tịch|Bộ trưởng|Bí thư)\s*$", re.IGNORECASE
)


def name_ends_at(text: str, *, duty_follows: bool = False) -> int | None:
    """Where a list of names at the beginning of a text ends and a duty begins; None when it is all names.

    `duty_follows`: the text is a sentence, so that something must be done in it.

    >>> text = "Sở Y tế mở đường dây nóng"
    >>> text[name_ends_at(text):]
    'mở đường dây nóng'
    """
    known = duty_starts_at(text)
    stranger = _first_stranger(text)
    if stranger is None or (known is not None and known <= stranger):
        return known
    between = text[stranger:known] if known is not None else text[stranger:]
    if known is not None and any(BODY_START.match(part.lower()) for part in between.split(", ")[1:]):
        return known  # the list of bodies goes on: the strange word is a damaged one
    if known is not None:
        return known if _LEVEL_AT_END.search(between.rstrip(" ,")) and len(between.split()) < _FEW_WORDS else stranger
    if duty_follows and not _LEVEL_AT_END.search(between.rstrip(" ,.;")):
        return stranger
    return None if len(text.split()) <= _FEW_WORDS and not re.search(r"[.,;]", between) else stranger


def lists_after_colon(text: str, colon: int) -> bool:
    """Whether a colon only introduces the names that a plural stands for: «các tỉnh: A, B và C tiếp tục …»."""
    after = text[colon + 1 :]
    if not _PLURAL_HEAD.search(text[:colon]) or not _PLACE_NAMES.match(after):
        return False
    first = after.split(",")[0].strip()
    return duty_starts_at(f"xxx {first}") is None and first[:1].isupper()


def _first_stranger(text: str) -> int | None:
    """The first word in small letters that is of no name, after at least two words."""
    found = list(_WORD.finditer(text))
    words = [item.group().strip(".-–") for item in found]
    for place in range(2, len(words)):
        word, after = words[place], words[place + 1] if place + 1 < len(words) else ""
        before = words[place - 1] if _is_next(text, found[place - 1], found[place]) else ""
        first = words[place - 2] if before and _is_next(text, found[place - 2], found[place - 1]) else ""
        if not word[:1].islower():
            continue
        if word == "cấp" and before.lower() != "các" and not _LEVEL.match(text, found[place].start()):
            return found[place].start()
        if not _is_of_name(before.lower(), word, after.lower()) and not _completes(first, before, word):
            return found[place].start()
    return None


def _is_next(text: str, one: re.Match[str], other: re.Match[str]) -> bool:
    """Whether two words stand together, with no mark between them."""
    return text[one.end() : other.start()].isspace()


def _is_of_name(before: str, word: str, after: str) -> bool:
    pairs = _pairs()
    return word in NAME_WORDS or (before, word) in pairs or (word, after) in pairs


def _completes(first: str, before: str, word: str) -> bool:
    """Whether a small word is the second syllable of a word with a capital («Giáo dục», «Đào tạo»).

    After two capitals («Nam Định») it is not: that is the name of a place.
    """
    if not (before[:1].isupper() and before[1:].islower() and word.isalpha()) or before in _WHOLE:
        return False
    return not first[:1].isupper() or first in _KIND


_KIND = frozenset(
    (
        "Sở", "Bộ", "Ban", "Cục", "Vụ", "Viện", "Hội", "Đoàn", "Phòng", "Trường", "Báo", "Đài", "Quỹ", "Tổ", "Đội",
        "Trạm", "Tòa", "Thuế", "Đảng", "Khu", "Hạt", "Trung", "Công", "Liên",
    )
)  # fmt: skip
# Words of one syllable after which a small word begins something new.
_WHOLE = frozenset({"Sở", "Bộ", "Ban", "Nam", "Lai", "Lắk", "Nội", "Trị", "Thọ", "Giang", "Định", "An", "Tum"})


@lru_cache(maxsize=1)
def _pairs() -> frozenset[tuple[str, ...]]:
    catalogue = load_catalogue()
    names = [form for agency in catalogue.agencies for form in (agency.name, *agency.aliases)]
    classes = [words for item in catalogue.classes for words in item.words]
    lists = [[word.strip(",.;-()").lower() for word in text.split()] for text in (*names, *classes)]
    return NAME_PAIRS | {pair for words in lists for pair in itertools.pairwise(words)}
