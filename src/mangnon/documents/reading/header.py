"""The head of a directive: kind, number, date, place, issuer, subject.

Digits of the number and the date are damaged most and matter most. A directive says its own number and date more
than once (head, annexes); all mentions are read together: the value is the one that explains every mention with the
fewest confusions of signs. When two values explain them equally well, the value is unknown.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mangnon.documents.reading.headdates import (
    DatedLine,
    confusions,
    date_at_end,
    find_date,
    own_mentions,
    reconcile_date,
)
from mangnon.documents.reading.issuers import nation_line, provinces, read_issuer, top_lines, units_of
from mangnon.documents.reading.paragraphs import plain
from mangnon.documents.reading.symbols import (
    Numbered,
    agrees_with_issuer,
    agrees_with_kind,
    agrees_with_unit,
    find_number,
    initials,
)
from mangnon.documents.reading.titles import find_kind, letter_subject, stray_subject, title_below
from mangnon.kernel.text import fold, without_marks

__all__ = ["Header", "is_city", "provinces", "read_header", "reconcile_date"]

_HEAD_LINES = 60
_ABOVE = 8
_BODY = re.compile(r"^(?:kinh gui|can cu |dieu 1 |noi nhan|i [a-z])")


@dataclass(frozen=True, slots=True)
class Header:
    """What the head says; None is unknown. `body_from` is the first line (1-based) after the head."""

    doc_type: str | None
    number: str | None
    date: dt.date | None
    place: str | None
    issuer: str | None
    title: str | None
    body_from: int
    warnings: tuple[str, ...]


def read_header(lines: Sequence[str], raw: Sequence[str]) -> Header:
    """Read the head from repaired `lines`; `raw` are the same lines as scanned (for digits)."""
    warnings: list[str] = []
    plains = [plain(line) for line in lines]
    first = _first_line(plains)
    head = plains[: first + _HEAD_LINES + 30]
    last = _last_line(head, first)
    scanned = [plain(line) for line in raw[: len(head)]]
    numbered = find_number(head, first, last, scanned)
    dated = find_date(head, raw, first, last) or date_at_end(plains)
    place = dated.place if dated else None
    kind, kind_at, rest_at = find_kind(head, first, last, numbered.kind if numbered else None)
    subject, subject_end = letter_subject(head, first, last, number_at=numbered.line if numbered else -1)
    ends = [at for at in (numbered.line if numbered else -1, kind_at, _subject_line(head, first, last)) if at >= first]
    top_end = min(ends, default=first)
    units = units_of(top_lines(head, first, top_end))
    issuer = read_issuer(
        units, numbered.mark if numbered else None, place, units_of(top_lines(scanned, first, top_end))
    )
    if kind_at < 0 and (subject is not None or _is_letter(head, first, numbered)):
        named = numbered.kind if numbered and not _is_below_number(head, numbered, subject_end) else None
        kind = named or "Công văn"
    own = own_mentions(
        plains[first:],
        numbered.mark if numbered else None,
        kind if kind != "Công văn" else None,
        initials(issuer) if issuer else "",
    )
    if numbered is not None and kind_at >= 0:
        numbered = replace(numbered, mark=agrees_with_kind(numbered.mark, kind))
    if numbered is not None:
        numbered = replace(numbered, mark=agrees_with_unit(numbered.mark, plains))
    number = _settled_number(numbered, own, issuer, warnings)
    date = _settled_date(dated, own, warnings)
    if kind != "Công văn" and kind_at >= 0:
        title, after = title_below(head, kind_at, rest_at, issuer)
    elif subject is not None:
        title, after = subject, subject_end
    else:
        subject = stray_subject(plains, last) if kind == "Công văn" else None
        title, after = subject, max(numbered.line if numbered else 0, 0) + 1
    if issuer is None:
        warnings.append("Không đọc được tên cơ quan ban hành; cần xem bản giấy.")
    return Header(kind, number, date, place, issuer, title, after + 1, tuple(warnings))


def _first_line(plains: Sequence[str]) -> int:
    """The line (0-based) where the head begins: the issuer's lines beside or above the name of the state.

    What stands before it is not the document (a site's menu); a form in an annex with the name of the state is not
    its head.
    """
    anchor = nation_line(plains)
    if anchor is None:
        return 0
    if anchor > 40:
        before = find_number(plains, 0, anchor)
        has_body = sum(bool(_BODY.match(fold(line))) for line in plains[:anchor]) >= 2
        if (before is not None and before.line < anchor - 12) or has_body:
            return 0
    first = anchor
    for index in range(anchor - 1, max(-1, anchor - _ABOVE - 6), -1):
        line = plains[index]
        if not line:
            above = next((plains[i] for i in range(index - 1, max(-1, index - 3), -1) if plains[i]), "")
            if not _is_capital(above) or len(above) > 70:
                break
            continue
        if any(char.isalpha() for char in line) and not _is_capital(line) and not line.startswith(("UBND", "Số")):
            break
        first = index
    return first


def _is_capital(text: str) -> bool:
    bare = without_marks(text)
    return sum(char.isupper() for char in bare) >= 0.7 * max(1, sum(char.isalpha() for char in bare))


def _last_line(head: Sequence[str], first: int) -> int:
    """The line (0-based) where the head must have ended: an address, a basis, the first part."""
    for index in range(first + 1, len(head)):
        flat = fold(head[index])
        if _BODY.match(flat) and not (flat.startswith("can cu") and len(head[index]) < 12):
            return index
    return min(len(head), first + 45)


def _subject_line(head: Sequence[str], first: int, last: int) -> int:
    begins = re.compile(r"V\s?/\s?v|kính g", re.I)
    return next((i for i in range(first, min(last + 1, len(head))) if begins.match(head[i])), -1)


def _is_letter(head: Sequence[str], first: int, numbered: Numbered | None) -> bool:
    """An official letter: no kind is named, and it is addressed or its symbol is one of letters."""
    if any(fold(line).startswith("kinh gui") for line in head[first : first + _HEAD_LINES]):
        return True
    return numbered is not None and numbered.kind is None


def _is_below_number(head: Sequence[str], numbered: Numbered, subject_end: int) -> bool:
    """Whether the subject stands right below the number, as in letters only; an issuer can be called as a kind."""
    below = next((line for line in head[numbered.line + 1 : numbered.line + 4] if line), "")
    return numbered.line < subject_end and re.match(r"V\s?/\s?v|Về việc", below, re.I) is not None


def _settled_number(
    numbered: Numbered | None, own: Sequence[re.Match[str]], issuer: str | None, warnings: list[str]
) -> str | None:
    """The number over all mentions; None with a warning where the paper leaves it open or it cannot be told."""
    others = [mention.group("no") for mention in own if re.search(r"\d", mention.group("no"))]
    clear = [shown for shown in others if shown.isdigit()]
    if numbered is None:
        if own and clear:
            mention = next(mention for mention in own if mention.group("no").isdigit())
            warnings.append("Số, ký hiệu không đọc được ở đầu văn bản, lấy từ phụ lục; cần xem bản giấy.")
            return f"{mention.group('no')}{mention.group('sep')}{mention.group('mark').rstrip('-/')}"
        warnings.append("Không đọc được số, ký hiệu văn bản; cần xem bản giấy.")
        return None
    numbered = replace(numbered, mark=agrees_with_issuer(numbered.mark, issuer))
    if numbered.digits is None:
        if clear:
            warnings.append("Số văn bản để trống ở đầu văn bản, lấy từ phụ lục; cần xem bản giấy.")
            return replace(numbered, digits=clear[0]).text
        warnings.append("Số văn bản để trống hoặc không đọc được (chỉ còn ký hiệu); cần xem bản giấy.")
        return None
    if numbered.is_sure:
        return numbered.text
    agreed = next((shown for shown in clear if confusions(numbered.shown, shown) < 10), None)
    if agreed is not None:
        warnings.append(f"Số văn bản suy ra từ chỗ bị mờ «{numbered.shown}» và phụ lục; cần xem bản giấy.")
        return replace(numbered, digits=agreed).text
    warnings.append(f"Số văn bản đọc không chắc chắn «{numbered.shown}»; cần xem bản giấy.")
    return None if re.search(r"[/|!]", numbered.shown) else numbered.text


def _settled_date(dated: DatedLine | None, own: Sequence[re.Match[str]], warnings: list[str]) -> dt.date | None:
    mentions = [(mention.group("d"), mention.group("m"), mention.group("y")) for mention in own]
    if dated is not None and not dated.is_blank:
        mentions.insert(0, (dated.day, dated.month, dated.year))
    elif dated is not None:
        month = f" tháng {dated.month}" if re.search(r"\d", dated.month) else ""
        said = f" (chỉ có{month} năm {dated.year})" if dated.year else ""
        warnings.append(f"Ngày ban hành để trống trên văn bản{said}; cần xem bản giấy.")
    if not mentions:
        if dated is None:
            warnings.append("Không đọc được ngày ban hành; cần xem bản giấy.")
        return None
    day, doubts = reconcile_date(mentions)
    if day is None and len(mentions) > 1 and dated is not None and not dated.is_blank:
        # A mention that cannot be made to agree is another document's: the head alone decides.
        day, doubts = reconcile_date(mentions[:1])
    if day is None:
        warnings.append("Ngày ban hành đọc không chắc chắn, để trống; cần xem bản giấy.")
    elif doubts:
        read = "; ".join("/".join(mention) for mention in mentions)
        warnings.append(f"Ngày ban hành suy ra từ các chỗ bị mờ «{read}»; cần xem bản giấy.")
    return day


def is_city(issuer: str | None) -> bool:
    """Whether an issuer is of a centrally run city, whose bodies are named for the city and not the province."""
    return issuer is not None and "thành phố" in issuer.lower()
