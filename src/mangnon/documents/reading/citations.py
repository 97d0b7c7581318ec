"""Documents named in running text: kind, number and symbol, day, issuer and title, as official style writes them.

The form is that of Decree 30/2020/NĐ-CP (a first mention gives kind, number, symbol, day, issuer and subject), with
the Party's symbols («20-CT/TW»), laws named by day or year, and what scanners leave of «số».
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

from mangnon.kernel.text import one_line

KIND_WORDS = (
    "Bộ luật", "Luật", "Pháp lệnh", "Nghị định", "Nghị quyết liên tịch", "Nghị quyết", "Quyết định", "Chỉ thị",
    "Thông tư liên tịch", "Thông tư", "Kế hoạch liên tịch", "Kế hoạch phối hợp", "Kế hoạch hành động", "Kế hoạch",
    "Chương trình hành động", "Chương trình phối hợp", "Chương trình", "Đề án", "Dự án", "Phương án", "Công điện",
    "Công văn", "Văn bản", "Thông báo", "Kết luận", "Hướng dẫn liên ngành", "Hướng dẫn", "Báo cáo", "Tờ trình",
    "Quy chế", "Quy định", "Lệnh", "Điện", "Thư", "Giấy mời", "Biên bản", "Đề cương", "Thông cáo", "Phiếu chuyển",
    "Phiếu gửi", "Sắc lệnh",
)  # fmt: skip
KINDS_ALTERNATIVES = "|".join(
    rf"[{word[0]}{word[0].lower()}]{re.escape(word[1:])}" for word in sorted(KIND_WORDS, key=len, reverse=True)
).replace(r"\ ", r"\s+")
_UPPER = "A-ZĐÐ"
_TOKEN = rf"[{_UPPER}][{_UPPER}a-zđ0-9]*(?![à-ỹÀ-Ỹ])"
NUMBER = (
    rf"[0-9][0-9OolI]{{0,4}}[a-zA-Z]?(?:/(?:19|20)\d\d)?(?:\s?[/\-–]|[/\-–]\s)"
    rf"(?:{_TOKEN})(?:(?:[/\-–&]|\s[/&]|[/\-–]\s(?=[{_UPPER}]{{2}})|&\s){_TOKEN}){{0,4}}"
)
DAY = (
    r"ng\S{1,2}y\s+(?P<d>\d{1,2})(?:\s*[/.\-]\s*|\s+th\S{1,2}ng\s+)(?P<m>\d{1,2})"
    r"(?:\s*[/.\-]\s*|\s+n\S{1,2}m\s+)(?P<y>\d{4})"
)
_CITED = re.compile(
    rf"(?:(?P<kind>(?<![\wà-ỹ])(?:{KINDS_ALTERNATIVES}))\s*:?\s+(?:[^\s;,]{{1,2}}\s+)??)?"
    r"(?:(?<![\wà-ỹ])(?P<label>[Ss](?:ố|6|ô|é|0|ó|ồ|ổ|ỗ|ộ|o)?|50)\s*[:.]?\s*)?"
    rf"(?<![\w/.\-–])(?P<no>{NUMBER})"
)
_TAIL_DAY = re.compile(rf"\s*[,(]?\s*(?:ban hành\s+|ký\s+|ra\s+)?{DAY}\s*\)?", re.I)
_TAIL_ISSUER = re.compile(r"\s*,?\s*của\s+(?=\S)")
_SPOKEN_AT = re.compile(
    r"(?:đề nghị|báo cáo|đề xuất|ý kiến|chỉ đạo|yêu cầu|thông báo|hướng dẫn)(?:,? \S+){0,3} của "
    r"(?P<by>[^;,:“\"]{3,70}?),? tại(?: các)?\s*$",
    re.I,
)
_LAW = re.compile(
    r"(?P<title>(?<![\wà-ỹ])(?:Bộ luật|Luật|Pháp lệnh|Hiến pháp)"
    r"(?:\s+(?:[^;:,.“\"]|,\s+(?:bổ sung|chống)\b){2,90}?|))\s*,?\s+"
    rf"(?:số\s+(?P<no>\d{{1,3}}/\d{{4}}/[A-Z]+\d{{0,2}})|(?={DAY})|năm\s+(?P<year>(?:19|20)\d\d))"
)
_END_OF_ISSUER = re.compile(
    rf",?\s+và\s+(?:(?![A-ZĐ])|các\b|Sở|Bộ|Ủy ban|UBND|Thủ tướng|Chính phủ|Hội đồng|HĐND|(?:{KINDS_ALTERNATIVES}))"
    r"|,?\s+(?:về|ban hành|phê duyệt|quy định|thực hiện|triển khai|hướng dẫn|sửa đổi|tại|trên|cho|có|nhằm|để|hết|"
    r"phát động|thay thế|bổ sung|kèm|theo|đối với|là|được|trong|phù hợp|phối hợp|thành lập|giao|tăng cường|bãi bỏ|"
    r"kể từ|giai đoạn|năm \d{4}|liên quan|\(sau đây)\b"
    r"|\s+[“\"(]|[.:](?:\s|$|/)|\.\.|[.,]\s+(?!Thương binh|Thể thao|Du lịch|Truyền hình)"
)
TITLE_VERB = re.compile(
    r"^[\s,(]*(?:được|v[ềéẽèeêế]|ban hành|phê duyệt|quy định|thực hiện|triển khai|"
    r"hướng dẫn|sửa đổi|thay thế|bổ sung|phát động|thành lập|giao|tăng cường|công bố|bãi bỏ|hỗ trợ|quy hoạch|"
    r"điều chỉnh|đính chính|gia hạn)(?![\wà-ỹ])|^\s*[“\"]"
)
_CLAUSE_END = re.compile(r";|[^\W\d]{2}\.(?:\s|\.|/|$)|\d{4}\.\s|:\s*(?:[-–]\s*)?$")
_BESIDE = re.compile(r"^\s*(?:\(\S[^()]{0,60}\)\s*)?(?:,|và|hoặc|cùng(?: với)?|,\s*và|\))?\s*(?:các\s+)?$")
_ISSUER_OF_MARK = (("-TTg", "Thủ tướng Chính phủ"), ("NĐ-CP", "Chính phủ"), ("NQ-CP", "Chính phủ"))


@dataclass(frozen=True, slots=True)
class Citation:
    """One document named in a text, from `start` to `end` (after day and issuer); `number` is None for most laws.

    `depth` is 0 for what the text itself names and more for what stands in the title of another («Kế hoạch số … về
    thực hiện Chỉ thị số …»: the directive has depth 1).
    """

    kind: str | None
    number: str | None
    date: dt.date | None
    issuer: str | None
    title: str | None
    start: int
    end: int
    depth: int = 0


def citations_in(text: str) -> tuple[Citation, ...]:
    """All documents a text names by number (or, laws, by day or year), in order."""
    laws = [_law(text, match) for match in _LAW.finditer(text)]
    taken = [(law.start, law.end) for law in laws]
    found = laws + [
        _cited(text, match)
        for match in _CITED.finditer(text)
        if _is_citation(match) and not any(start < match.end() and match.start() < end for start, end in taken)
    ]
    found.sort(key=lambda item: item.start)
    nested = _with_depths(text, found)
    return tuple(
        replace(item, title=item.title or _title(text[item.end : _next_beside(nested, place, text)]))
        for place, item in enumerate(nested)
    )


def _with_depths(text: str, found: list[Citation]) -> list[Citation]:
    """Each document with how deep it lies: 0 named by the text itself, 1 in the title of one named, and so on."""
    nested: list[Citation] = []
    for item in found:
        depth = 0
        if nested:
            before = nested[-1]
            gap = text[before.end : item.start]
            if _CLAUSE_END.search(gap):
                depth = 0
            elif _BESIDE.match(gap):
                depth = before.depth
            elif TITLE_VERB.match(gap):
                depth = before.depth if re.search(r"(?:,|\bvà|\bcùng|\bvới)\s*(?:các\s+)?$", gap) else before.depth + 1
        nested.append(replace(item, depth=depth))
    return nested


def _next_beside(found: list[Citation], place: int, text: str) -> int:
    return next((item.start for item in found[place + 1 :] if item.depth <= found[place].depth), len(text))


def _is_citation(match: re.Match[str]) -> bool:
    # «3/B» is no symbol: without «số» or a kind before it, a symbol has two parts.
    return bool(match.group("kind") or match.group("label") or re.search(r"[A-Za-zĐ]\S*[-–]", match.group("no")))


def _cited(text: str, match: re.Match[str]) -> Citation:
    number = tidy_number(match.group("no"))
    kind = one_line(match.group("kind")) if match.group("kind") else None
    day, issuer, end = _tail(text, match.end())
    spoken = _SPOKEN_AT.search(text[max(0, match.start() - 120) : match.start()]) if issuer is None else None
    if spoken:
        issuer = tidy_issuer(spoken.group("by"))
    if issuer is None:
        issuer = next((name for mark, name in _ISSUER_OF_MARK if number.endswith(mark)), None)
    start = match.start("no") if kind is None and match.group("label") is None else match.start()
    return Citation(kind[:1].upper() + kind[1:] if kind else None, number, day, issuer, None, start, end)


def _tail(text: str, at: int) -> tuple[dt.date | None, str | None, int]:
    """The day and the issuer that follow a number, and where they end."""
    day = None
    found = _TAIL_DAY.match(text, at)
    if found:
        day, at = _day(found), found.end()
    owner = _TAIL_ISSUER.match(text, at)
    if owner is None:
        return day, None, at
    rest = text[owner.end() : owner.end() + 160]
    stop = re.search(r"[;“\"]", rest)
    rest = rest[: stop.start()] if stop else rest
    cut = _END_OF_ISSUER.search(rest)
    words = rest[: cut.start()] if cut else rest
    issuer = tidy_issuer(words)
    return day, issuer, owner.end() + len(words) if issuer else at


def _law(text: str, match: re.Match[str]) -> Citation:
    number = match.group("no")
    day, _, end = _tail(text, match.end()) if match.group("year") is None else (None, None, match.end())
    title = one_line(match.group("title"))
    year = match.group("year")
    issuer = "Quốc hội" if number and "QH" in number else None
    title = f"{title} năm {year}" if year else title
    return Citation(title.split()[0], number, day, issuer, title, match.start(), end)


def tidy_number(text: str) -> str:
    """A number and symbol without stray blanks, with the marks of Vietnamese letters that scanners take off."""
    text = re.sub(r"\s*([/\-–&])\s*", r"\1", one_line(text)).replace("–", "-").replace("Ð", "Đ")
    digits = re.match(r"[0-9OolI]+", text)
    if digits:
        plain = digits.group().replace("O", "0").replace("o", "0").replace("l", "1").replace("I", "1")
        text = plain + text[digits.end() :]
    text = re.sub(r"(?<=[/\-])(?:Q[PDbp0]|0[DĐ])(?=-)", "QĐ", text)
    text = re.sub(r"(?<=/)N[PD](?=-)", "NĐ", text)
    text = re.sub(r"(?<=/)C[PD](?=-TTg)", "CĐ", text)
    text = re.sub(r"(?<=[/\-])CTR(?=[/\-])", "CTr", text)
    return re.sub(r"-T[TI][gG]$", "-TTg", text)


def tidy_issuer(words: str) -> str | None:
    """The name of an issuer as it stands after «của», without stray signs; None for what is no name."""
    issuer = one_line(re.sub(r"(?<=\w)[)(](?=\s|$)", "", words)).strip(" .,;:(")
    return issuer if 2 < len(issuer) <= 90 and issuer[0].isalpha() else None


def _title(rest: str) -> str | None:
    """What a document is about: the words after it that begin as a subject does, to the end of the clause."""
    if not TITLE_VERB.match(rest):
        return None
    end = re.search(r";|\.(?:\s|\.|/|$)|\s\((?:sau đây|gọi tắt)|:\s|,?\s+(?:như sau|cụ thể)", rest)
    words = one_line(rest[: end.start()] if end else rest)
    words = re.sub(r",?\s+(?:và|của|số|tại|theo|cùng|với)$", "", words).strip(" ,(")
    return words if len(words) > 6 else None


def _day(found: re.Match[str]) -> dt.date | None:
    try:
        return dt.date(int(found.group("y")), int(found.group("m")), int(found.group("d")))
    except ValueError:
        return None
