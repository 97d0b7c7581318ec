"""Which indicators count persons: only of those a small number can tell of somebody. No Django."""

from __future__ import annotations

import re
from typing import Protocol

from mangnon.indicators.terms import Counts, IndicatorKind

# A small number of these tells nothing of a person. What begins the same may: «số trường hợp», «số xã viên», «số lớp
# trưởng» are persons or their cases.
_THINGS = re.compile(
    r"(?:tổng )?(?:kinh phí|ngân sách|số tiền"
    r"|số (?:lượng )?(?:xã(?! viên| đội)|phường(?! đội)|thị trấn|đặc khu|thôn(?! trưởng| đội)|cơ sở|trường(?! hợp| ban)"
    r"|lớp(?! trưởng)|mô hình|câu lạc bộ|văn bản|kế hoạch|tin(?:,| và)? bài|bài (?:viết|báo|tuyên truyền)"
    r"|điểm (?:vui chơi|truy cập|tư vấn)))\b",
    re.IGNORECASE,
)
# Persons and their cases, whatever unit stands beside them: «số tin báo» in «tin».
_PERSONS = re.compile(
    r"(?:tổng )?số (?:lượng )?(?:lượt|ca|cuộc|vụ|tin báo|tin nhắn|đơn|trường hợp|trẻ|em|bé|người|học sinh|nạn nhân"
    r"|đối tượng|bà mẹ|phụ nữ|cha mẹ|cán bộ|cộng tác viên|hộ|gia đình|(?:xã|phường|thôn|lớp) (?:viên|đội|trưởng))\b",
    re.IGNORECASE,
)
_UNITS_OF_THINGS = re.compile(
    r"(?:nghìn |triệu |tỷ )?đồng|triệu|tỷ|mô hình|câu lạc bộ|lớp(?: tập huấn)?|buổi|văn bản|kế hoạch|tài liệu|tờ rơi"
    r"|tin(?:,? bài)?|bài|điểm(?: vui chơi)?|trường|cơ sở|xã|phường|thị trấn|đặc khu|thôn|tổ dân phố",
    re.IGNORECASE,
)


class Named(Protocol):
    """What is counted, in words, and what was said of it."""

    @property
    def name(self) -> str:
        """The indicator's name."""
        ...

    @property
    def numerator_words(self) -> str:
        """What stands above the line, where it is a rate."""
        ...

    @property
    def unit_words(self) -> str:
        """In what it is counted."""
        ...

    @property
    def kind(self) -> str:
        """Count, rate or computed."""
        ...

    @property
    def counts(self) -> str:
        """Persons or things, where somebody said so."""
        ...


class Rated(Named, Protocol):
    """What stands below the line too."""

    @property
    def denominator_words(self) -> str:
        """What is counted below the line, where it is a rate."""
        ...


def counts_persons(indicator: Named) -> bool:
    """Whether a small number could tell of a person: as it was said, else by the words for what is counted and its
    unit, in doubt yes. A computed one always may: what it rests on decides."""
    if indicator.kind == IndicatorKind.COMPUTED:
        return True
    if indicator.counts:
        return indicator.counts == Counts.PERSONS
    words = " ".join((indicator.numerator_words or indicator.name).split())
    if _THINGS.match(words):
        return False
    is_unit_of_things = _UNITS_OF_THINGS.fullmatch(" ".join(indicator.unit_words.split())) is not None
    return _PERSONS.match(words) is not None or not is_unit_of_things


def shows_more(before: Named, after: Named) -> bool:
    """Whether what was hidden as numbers of persons would be shown as numbers of things."""
    return counts_persons(before) and not counts_persons(after)


def denominator_counts_persons(indicator: Rated) -> bool:
    """Whether the number below the line could tell of a person too: «0 trên 3» tells of three."""
    words = indicator.denominator_words
    return indicator.kind == IndicatorKind.RATE and counts_persons(indicator) and not (words and _THINGS.match(words))
