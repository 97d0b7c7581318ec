"""The kind of a document and its subject: the name of the kind in capitals with the subject below, or «V/v …»."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mangnon.agencies.matching import letters, likeness
from mangnon.documents.reading.headdates import DAY_WORD
from mangnon.documents.reading.issuers import is_right_side, provinces
from mangnon.documents.reading.report_fragments import is_report_fragment, is_sure_fragment
from mangnon.documents.reading.symbols import KINDS
from mangnon.kernel.text import fold, one_line, without_marks

_NAMES = tuple(dict.fromkeys(name for key, name in KINDS.items() if key != "CV"))
_SUBJECT = re.compile(r"^[\"“*('’\s]*V\s?[/lI1|]?\s?[vyV]\b\s*[:.]?\s*", re.IGNORECASE)
_SUBJECT_INSIDE = re.compile(r"(?<!\S)V\s?/\s?v\b", re.IGNORECASE)
_ABOUT = re.compile(r"^(?:về việc|v\S việc)\b", re.IGNORECASE)
_DATE_RIGHT = re.compile(
    rf"[A-ZĐÀ-Ỹ][^,]{{1,30}},\s*{DAY_WORD}\s*\S{{0,3}}\s*th\S{{1,2}}ng\b.*$|"
    rf"{DAY_WORD}\s*\S{{0,3}}\s*th\S{{1,2}}ng\s\S+\sn\S{{1,2}}m\s\d{{4}}\s*$"
)
_BEGINS_BODY = re.compile(
    r"^(?:kinh gui|can cu |theo de nghi|xet |noi nhan|thuc hien (?:quyet dinh|ke hoach|chi thi|nghi quyet|cong van|"
    r"chuong trinh|van ban|luat|thong bao|ket luan|cong dien)|"
    r"trien khai (?:thuc hien )?(?:quyet dinh|chi thi|cong van)|"
    r"kem theo|ban hanh kem theo|de trien khai|nham |thuc hien chi dao)"
)
_IS_SUBJECT = re.compile(r"^(?:thực hiện|triển khai)", re.IGNORECASE)
_ISSUING = re.compile(
    r"^(?:CHỦ TỊCH|THỦ TƯỚNG|BỘ TRƯỞNG|GIÁM ĐỐC|ỦY BAN|UỶ BAN|HỘI ĐỒNG|QUYẾT ĐỊNH\s*:|QUYẾT NGHỊ|TỔNG GIÁM|CỤC TRƯỞNG|"
    r"CHÁNH|VIỆN TRƯỞNG|TRƯỞNG BAN|BAN THƯỜNG VỤ|HIỆU TRƯỞNG|CHÍNH PHỦ$|QUỐC HỘI)"
)
_MARK = re.compile(r"^(?:[IVX]{1,4}\s?[.)]|\d{1,2}\s?[.)]|[-–+•]\s|Điều\s+\d|Phần\s|PHẦN\s|Chương\s|CHƯƠNG\s)")
_JUNK = re.compile(r"^.*[:_¬|~=»«;]\s*(?=[A-ZĐÀ-Ỹ])")
_RULE = re.compile(r"[-–—|_=*\s.]+")


def find_kind(head: Sequence[str], first: int, last: int, by_symbol: str | None) -> tuple[str | None, int, int]:
    """The kind of document, its line (0-based, -1 none) and where on that line the subject begins (0: below it)."""
    best: tuple[float, str, int, int] | None = None
    for index in range(first, min(last, len(head))):
        line = head[index].strip(" :.*")
        if not line or not line[0].isalpha() or (index > first and is_right_side(line)):
            continue
        scored = _kind_of_line(line, by_symbol)
        if scored is None:
            continue
        score = scored[0] + (0.1 if scored[1] == by_symbol else 0.0) - 0.002 * (index - first)
        if best is None or score > best[0]:
            best = (score, scored[1], index, scored[2])
    if by_symbol is not None and (best is None or (best[1] != by_symbol and best[0] < 0.93)):
        return by_symbol, -1, 0
    if best is not None:
        return best[1], best[2], best[3]
    return None, -1, 0


def _kind_of_line(line: str, by_symbol: str | None) -> tuple[float, str, int] | None:
    """How much a line is the name of a kind: (likeness, kind, where its subject begins on the same line or 0)."""
    best: tuple[float, str, int] | None = None
    torn = _JUNK.match(line)
    if torn and len(line) <= 40:  # what a stamp left stands before the kind
        line = line[torn.end() :].strip() or line
    is_capital = _is_capital(line)
    if len(line) <= 34:
        for name in _NAMES:
            if abs(len(letters(line)) - len(letters(name))) <= 2:
                score = likeness(line, name) - (0.0 if is_capital else 0.12)
                if score >= (0.8 if len(letters(name)) > 6 else 0.93) and (best is None or score > best[0]):
                    best = (score, name, 0)
    if best is not None:
        return best
    words = line.split()
    for name in sorted(_NAMES, key=len, reverse=True):
        count = len(name.split())
        head = " ".join(words[:count])
        if len(words) <= count or not _is_capital(head) or likeness(head, name) < 0.86:
            continue
        rest = " ".join(words[count:])
        if name == by_symbol or (is_capital and fold(rest).startswith(("hanh dong", "tong the", "chi tiet"))):
            return 0.84, name, 0 if fold(rest) in ("hanh dong", "tong the", "chi tiet", "cong tac") else len(head) + 1
    return None


def _is_capital(text: str) -> bool:
    bare = without_marks(text)
    capitals = sum(char.isupper() for char in bare)
    return capitals > 2 * sum(char.islower() for char in bare)


def letter_subject(head: Sequence[str], first: int, last: int, *, number_at: int) -> tuple[str | None, int]:
    """«V/v …» of an official letter (or «Về việc …» below its number), and the line (0-based) after it."""
    for index in range(first, min(last, len(head))):
        line = head[index]
        inside = _SUBJECT_INSIDE.search(line)
        is_about = _ABOUT.match(line) and number_at >= 0 and 0 < index - number_at <= 3
        if not (_SUBJECT.match(line) or inside or is_about):
            continue
        if inside and inside.start() > 0 and not _SUBJECT.match(line):
            line = line[inside.start() :]
        parts = [_left_of_date(line)]
        index += 1
        while index < min(len(head), last + 12) and _goes_on(parts, head[index]):
            parts.append(_left_of_date(head[index]))
            index += 1
        text = one_line(" ".join(part for part in parts if part))
        return in_sentence(_SUBJECT.sub("V/v ", text) if not is_about else text), index
    return None, -1


def stray_subject(plains: Sequence[str], first: int) -> str | None:
    """«V/v …» at the beginning of a line after the head: cells of a head can come last when a file is taken apart."""
    for index in range(first, len(plains)):
        if not re.match(r"V\s?/\s?v\s", plains[index], re.I):
            continue
        parts = [plains[index]]
        for line in plains[index + 1 : index + 6]:
            if not line or line[:1].isupper() or not _goes_on(parts, line):
                break
            parts.append(line)
        return in_sentence(_SUBJECT.sub("V/v ", one_line(" ".join(parts))))
    return None


def _left_of_date(line: str) -> str:
    return _DATE_RIGHT.sub("", line).strip()


def _goes_on(parts: Sequence[str], line: str) -> bool:
    if not line or line == "|" or _RULE.fullmatch(line) or ends_title(line) or is_right_side(line):
        return False
    if parts[-1].endswith(".") and line[:1].isupper():
        return False
    return not (_MARK.match(line) and len(parts) >= 1 and not line[:1].isdigit())


def title_below(head: Sequence[str], kind_at: int, rest_at: int, issuer: str | None) -> tuple[str | None, int]:
    """The subject below the name of the kind, and the line (0-based) after it."""
    parts: list[str] = []
    if rest_at:
        parts.append(head[kind_at].strip(" :.*")[rest_at:].strip())
    index = kind_at + 1
    blanks = 0
    while index < len(head) and index < kind_at + 24:
        line = head[index]
        if not line or _RULE.fullmatch(line):
            if parts and line == "|":
                break
            if parts and line and not re.fullmatch(r"[|\s]*", line):
                break
            blanks += 1
            index += 1
            continue
        if (
            _MARK.match(line)
            or _is_issuer(line, issuer, parts)
            or (ends_title(line) and (parts or not _IS_SUBJECT.match(line)))
            or (parts and is_sure_fragment(line))
        ):
            break
        if parts and blanks and not _goes_on_over_blank(parts, line, blanks):
            break
        if parts and not blanks and _changes_case(parts, line):
            break
        parts.append(re.sub(r"^.{0,20}\|\s*(?=\S{2})", "", line) if not parts else line)
        blanks = 0
        index += 1
    if not parts:
        return None, kind_at + 1
    while index > kind_at + 1 and not head[index - 1]:
        index -= 1
    return in_sentence(" ".join(parts)), index


def _goes_on_over_blank(parts: Sequence[str], line: str, blanks: int) -> bool:
    if blanks > 2 or len(line) > 110 or is_report_fragment(line):
        return False
    if _is_capital(parts[-1]):
        return _is_capital(line)
    return line[:1].islower() and not parts[-1].endswith((".", ":", ";"))


def _changes_case(parts: Sequence[str], line: str) -> bool:
    """A subject in capitals ends where running text begins."""
    if not _is_capital(" ".join(parts)) or _is_capital(line) or not line[:1].isupper():
        return False
    return len(line) > 30 or bool(re.match(r"(?:Thực hiện|Triển khai|Căn cứ|Theo|Nhằm|Để)\s", line))


def _is_issuer(line: str, issuer: str | None, parts: Sequence[str]) -> bool:
    if not parts or not _is_capital(line):
        return False
    if issuer and likeness(line, issuer) > 0.85:
        return True
    return bool(_ISSUING.match(line)) and (not _is_capital(parts[-1]) or len(line) < 50)


def ends_title(line: str) -> bool:
    """Whether a line is no more of the subject: the day, an address, the first basis, a remark in brackets."""
    flat = fold(line)
    if (
        re.search(rf"{DAY_WORD}\s*\S{{0,3}}\s*th\S{{1,2}}ng\s*\S{{0,3}}\s*n\S{{1,2}}m\s*\d{{4}}\W*$", line, re.I)
        and len(line) < 60
        and not re.search(r"số|kèm|của", line, re.I)
    ):
        return True
    if line.startswith("(") and flat.startswith(
        ("kem theo", "ban hanh", "thuc hien", "trien khai", "dinh kem", "theo")
    ):
        return True
    return bool(_BEGINS_BODY.match(flat)) or bool(re.match(r"(?:[^a-zà-ỹ]{6,}) điện:", line))


def in_sentence(text: str) -> str:
    """A text in capitals as a sentence: names of provinces and bodies keep their capitals."""
    text = re.sub(r"\b(?:50|s6|S6) (?=\d+/)", "số ", one_line(text))
    capitals = sum(char.isupper() for char in text)
    small = sum(char.islower() for char in text)
    if capitals <= small:
        return text
    lowered = text.lower()
    for name in (*provinces(), "Thủ tướng Chính phủ", "Chính phủ", "Việt Nam", "Liên hợp quốc", "Nhân dân"):
        lowered = re.sub(rf"(?<!\w){re.escape(name.lower())}(?!\w)", name, lowered)
    lowered = re.sub(
        r"\b(\d+)((?:/\d{4})?[/-])([a-zđ]+)([-/])([a-zđ]+)",
        lambda m: f"{m[1]}{m[2]}{m[3].upper()}{m[4]}{m[5].upper()}",
        lowered,
    )
    lowered = lowered.replace("-TTG", "-TTg").replace("CTR/", "CTr/").replace("v/v", "V/v")
    return lowered[:1].upper() + lowered[1:]
