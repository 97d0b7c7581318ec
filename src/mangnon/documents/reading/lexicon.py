"""What is known of the words in the right-hand columns of an annex: bodies, classes of bodies, phrases of time.

It ships with the catalogue and the formulae of the officials' language; readings that a person confirmed add to it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from rapidfuzz import fuzz

from mangnon.agencies.matching import letters, match_agency, match_class, names_of_bodies, names_of_classes
from mangnon.documents.reading.vocabulary import TIME_PHRASES
from mangnon.kernel.text import fold, one_line

_NEAR = 84.0
_LEAST = 45.0
_ALL = ("province", "district", "commune", "central")
_NUMBER = re.compile(r"\d[\d/.\-–]*|\b[IVX]{1,4}\b(?=\s*[-/ ]\s*(?:năm\s*)?\d)")
_CLASS = re.compile(r"^(?:các|những|ubnd các|ủy ban nhân dân các|toàn)\b", re.I)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(one_line(part) for part in text.split(";"))


_TIME_WORDS = _listed(
    """
    Đầu năm; Cuối năm; Tuần thứ #; Mùa mưa bão; Năm học #; Học kỳ; Liên tục; Ngay sau khi; Kể từ ngày; Thực hiện;
    Hoàn thành; Chậm nhất; Ngày #; Hằng tuần; Hàng năm; Hàng quý; Hàng tháng; Đột xuất; Khi phát sinh; Theo tiến độ;
    Theo lộ trình; Sau khi được phê duyệt; 6 tháng đầu năm; Dịp hè; Trong nhiệm kỳ; Những năm tiếp theo; Theo chỉ đạo;
    Trước mùa; Sơ kết; Tổng kết; Khai giảng; Khi có hướng dẫn của Bộ, ngành Trung ương; Thường xuyên, liên tục;
    Tháng # hằng năm; Trước ngày # hằng năm; Quý # hằng năm; Trong quý; Trong tháng; Trong năm; Ngay sau khi ban hành
    """
)
# Words that names of bodies are made of, beyond those of the bodies the catalogue has.
_NAME_WORDS = _listed(
    """
    Chi cục; Trường; Bệnh viện đa khoa; Trung tâm kiểm soát bệnh tật; Công ty cổ phần; Tổng công ty; Bưu điện tỉnh;
    Công ty trách nhiệm hữu hạn một thành viên; Viễn thông; Công ty điện lực; Cấp nước; Quỹ bảo vệ và phát triển rừng;
    Quỹ đầu tư phát triển; Ban quản lý dự án đầu tư xây dựng; Ban chỉ đạo; Thường trực; Ngân hàng chính sách xã hội chi
    nhánh tỉnh; Hội người cao tuổi; Hội khuyến học; Hội luật gia; Đoàn luật sư; Hội văn học nghệ thuật; Thư viện;
    Liên hiệp các hội khoa học và kỹ thuật; Bảo tàng; Nhà thiếu nhi; Trạm y tế; Phòng văn hóa - xã hội; Phòng kinh tế;
    Phòng kinh tế, hạ tầng và đô thị; Trung tâm phục vụ hành chính công; Đại học; Trường cao đẳng; Trường trung cấp;
    Học viện; Chi cục kiểm lâm; Chi cục thủy lợi; Trung tâm khuyến nông; Trung tâm dịch vụ việc làm; Hải quan;
    Cục quản lý thị trường; Trường chính trị tỉnh; Chủ đầu tư; Doanh nghiệp viễn thông; trên địa bàn tỉnh; có liên quan;
    cơ sở; trực thuộc; địa phương; Cảnh sát; Phòng giáo dục và đào tạo; Trung tâm hỗ trợ; Công đoàn; Đảng ủy;
    Các trường học; Các cơ sở giáo dục; Các cơ sở khám bệnh, chữa bệnh; Các tổ chức, cá nhân; Các hội, đoàn thể;
    Các khu phố, thôn, bản; Hội đồng nhân dân; Hợp tác xã; Bảo hiểm xã hội; Kho bạc nhà nước; Trung tâm dịch vụ công;
    Bộ Chỉ huy quân sự; Đồn biên phòng; Các ban quản lý; Vườn quốc gia; Khu bảo tồn; Hạt kiểm lâm
    """
)


@dataclass(frozen=True)
class Lexicon:
    """Names of bodies, words for classes of bodies, and phrases of time ("#" stands for a number or a date)."""

    bodies: frozenset[str]
    classes: frozenset[str]
    time_phrases: frozenset[str]

    def learn(self, golds: Iterable[Mapping[str, Any]]) -> Lexicon:
        """With the names and phrases of confirmed readings.

        A reading is a mapping with `tasks`, each with `lead` and `coordinating` (a list, or one text divided at
        semicolons) and `due` (a text, or a mapping with `text`). What is already known adds nothing.
        """
        bodies, classes, times = set(self.bodies), set(self.classes), set(self.time_phrases)
        for gold in golds:
            for task in gold.get("tasks") or ():
                for name in (*_names(task.get("lead")), *_names(task.get("coordinating"))):
                    (classes if _CLASS.match(name) else bodies).add(name)
                due = task.get("due")
                words = due.get("text") if isinstance(due, Mapping) else due
                if words:
                    times.add(_NUMBER.sub("#", one_line(str(words))))
        return Lexicon(frozenset(bodies), frozenset(classes), frozenset(times))

    @cached_property
    def name_words(self) -> frozenset[str]:
        """The letters of every word that a body column may hold."""
        return _words_in((*self.bodies, *self.classes, *_NAME_WORDS))

    @cached_property
    def name_pairs(self) -> frozenset[tuple[str, str]]:
        """Neighbouring words of names."""
        return _pairs_in((*self.bodies, *self.classes, *_NAME_WORDS))

    @cached_property
    def name_ends(self) -> frozenset[str]:
        """The letters of words that names end with."""
        return _ends_of((*self.bodies, *self.classes, *_NAME_WORDS))

    @cached_property
    def time_ends(self) -> frozenset[str]:
        """The letters of words that phrases of time end with."""
        return _ends_of((*self.time_phrases, *_TIME_WORDS))

    @cached_property
    def time_words(self) -> frozenset[str]:
        """The letters of every word that a time column may hold."""
        return _words_in((*self.time_phrases, *_TIME_WORDS))

    @cached_property
    def time_pairs(self) -> frozenset[tuple[str, str]]:
        """Neighbouring words of phrases of time."""
        return _pairs_in((*self.time_phrases, *_TIME_WORDS))

    def written(self, mended: str, raw: str) -> str:
        """A damaged list of names, divided by commas or not, with each known name as it is written.

        `raw` is the same text as scanned. What is near no known name stays as it was mended.
        """
        whole = self._nearest(mended) or self._nearest(raw)
        if whole is not None:
            return whole
        parts, sources = mended.split(","), raw.split(",")
        if len(parts) == 1:
            return mended
        found: list[str] = []
        start = 0
        while start < len(parts):
            for end in range(len(parts), start, -1):
                texts = [",".join(parts[start:end])]
                texts += [",".join(sources[start:end])] if len(sources) == len(parts) else []
                name = next((name for text in texts if (name := self._nearest(text.strip()))), None)
                if name is not None or end == start + 1:
                    found.append(name or parts[start].strip())
                    start = end
                    break
        return ", ".join(found)

    def time_written(self, mended: str) -> str:
        """A phrase of time whose words a scan put in another order, as it is known; else as it is."""
        kept = sorted(letters(word) for word in mended.split() if letters(word))
        if len(kept) < 3 or any(char.isdigit() for char in mended):
            return mended
        for phrase in sorted(self.time_phrases):
            words = [letters(word) for word in phrase.split() if letters(word)]
            if len(words) == len(kept) and sorted(words) == kept and "#" not in phrase:
                return phrase
        return mended

    def _nearest(self, text: str) -> str | None:
        """The known name of as many words that a text is near to, word by word."""
        words = [kept for word in text.split() if (kept := letters(word))]
        best: tuple[float, str | None] = (_NEAR, None)
        for form, split in self._forms.get(len(words), ()):
            near = [fuzz.ratio(one, other) for one, other in zip(words, split, strict=True)]
            if min(near) >= _LEAST and (total := sum(near) / len(near)) > best[0]:
                best = (total, form)
        return best[1]

    @cached_property
    def _forms(self) -> dict[int, list[tuple[str, list[str]]]]:
        found: dict[int, list[tuple[str, list[str]]]] = {}
        for form in sorted((*self.bodies, *self.classes)):
            split = [kept for word in form.split() if (kept := letters(word))]
            found.setdefault(len(split), []).append((form, split))
        return found

    def knows(self, name: str) -> bool:
        """Whether a name is a known body or class, as it is written or by the catalogue."""
        if name in self.bodies or name in self.classes:
            return True
        agency, several = match_agency(name), match_class(name)
        return (agency is not None and agency.how == "exact") or (several is not None and several.how == "exact")


@lru_cache(maxsize=1)
def shipped_lexicon() -> Lexicon:
    """What the package knows without having learned: the catalogue of bodies and the formulae of time."""
    return Lexicon(
        frozenset(names_of_bodies(levels=_ALL)), frozenset(names_of_classes()), frozenset((*TIME_PHRASES, *_TIME_WORDS))
    )


def _names(value: Any) -> list[str]:
    parts = value if isinstance(value, list | tuple) else str(value or "").split(";")
    return [name for part in parts if (name := one_line(str(part)).strip(" .;,"))]


def _words_in(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(kept for text in texts for word in _split(text) if (kept := letters(word)))


def _pairs_in(texts: Iterable[str]) -> frozenset[tuple[str, str]]:
    return frozenset(
        pair for text in texts for pair in itertools.pairwise([letters(word) for word in _split(text) if letters(word)])
    )


def _ends_of(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(kept for text in texts if (kept := letters(_split(text)[-1])))


def _split(text: str) -> list[str]:
    return re.split(r"[\s,;]+", fold(text))
