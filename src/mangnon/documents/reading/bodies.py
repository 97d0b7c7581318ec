"""Recognising who a text speaks of: names of bodies at the beginning of a sentence, lists of them, their roles."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mangnon.documents.reading.body_names import lists_after_colon, name_ends_at
from mangnon.documents.reading.body_words import BODY_START, CAPITALS, CLASS_START, NOT_BODIES
from mangnon.kernel.text import one_line

_ASKED = re.compile(
    r"^(?:(?:(?:Trân trọng |Kính )?(?:Đề nghị|Kiến nghị)|Giao(?: nhiệm vụ)?(?: cho)?|Yêu cầu|Phân công|"
    r"Ủy quyền(?: cho)?|(?:Trách nhiệm|Nhiệm vụ)(?: cụ thể)? của|Đối với|Về phía)(?:\s*:)?\s+)+",
    re.IGNORECASE,
)
_LONGEST_LIST = 260
# Who gives orders may stand before the order: «UBND tỉnh giao Sở …».
_ORDERING = re.compile(
    r"^(?:(?:Thường trực |Chủ tịch |Phó Chủ tịch |Ban Thường vụ )?(?:Ủy ban nhân dân|Uỷ ban nhân dân|UBND|Tỉnh ủy|"
    r"Thành ủy|Huyện ủy|Đảng ủy|HĐND|Hội đồng nhân dân)(?: (?:tỉnh|thành phố|Thành phố|huyện|xã|phường|đặc khu|"
    rf"thị xã|quận)(?: [{CAPITALS}]\S*){{0,4}})?|Thủ tướng Chính phủ|"
    r"(?:Bộ trưởng|Ban Chỉ đạo|Sở|Bộ|Tổng cục|Cục|Ban|Văn phòng)(?: [^,.;:]{1,50}?)?)(?<![Nn]goại)\s+"
    r"(?=(?:giao|đề nghị|yêu cầu|phân công|kính đề nghị|trân trọng đề nghị)(?![\wà-ỹ]))"
)
_ROLE_LEAD = re.compile(r"^(?:là cơ quan [^,;.]*, |có trách nhiệm:? )?chủ trì(?![\wà-ỹ])", re.IGNORECASE)
_ROLE_WITH = re.compile(
    r"^(?:có trách nhiệm:? )?(?:chủ động |tích cực |thường xuyên )?phối hợp(?![\wà-ỹ])", re.IGNORECASE
)
# Words up to the end of the clause; a colon belongs to them where it introduces names («các Bộ: A, B»).
_CLAUSE = r"(?:[^:;.]|(?<=các Bộ):|(?<=các Sở):|(?<=như):|(?<=TP)\.)*"
_WITH = re.compile(
    r"(?:chủ trì|chủ động|chịu trách nhiệm),?\s*(?:và\s+)?(?:thực hiện,?\s*)?phối hợp\s*(?:chặt chẽ\s*)?(?:,\s*)?"
    rf"(?:với\s+|cùng\s+(?:với\s+)?)?(?P<led>{_CLAUSE})"
    r"|(?:^|[;.,]\s+|(?:đồng thời|có trách nhiệm|tích cực|thường xuyên|tiếp tục|chủ động|kịp thời|và|thực hiện),?\s+)"
    rf"phối hợp\s*(?:chặt chẽ\s*)?,?\s*(?:với|cùng(?:\s+với)?)\s+(?P<joined>{_CLAUSE})",
    re.IGNORECASE,
)


# "Sở" is three strokes to a scanner and comes out as "50", "S&", "Sé"; the word after it tells.
_DEPARTMENT = re.compile(
    r"(?<![\wà-ỹ])(?:50|5[oơở]|S[oôơóòốồổỗộớờợởéèeêí06&¢0])(?=\s+(?:Xây dựng|Tài (?:chính|nguyên)|Nội vụ|Tư pháp|Y tế|"
    r"Giáo dục|Khoa học|Công [Tt]hương|Nông nghiệp|Văn hóa|Lao động|Thông tin|Kế hoạch|Ngoại vụ|Du lịch|"
    r"Dân tộc|Giao thông))"
)


def mend_departments(line: str) -> str:
    """A repaired line with what is left of "Sở" before a department's name put right."""
    return re.sub(r"\bGiáo (?=Sở )", "Giao ", _DEPARTMENT.sub("Sở", line))


@dataclass(frozen=True, slots=True)
class Role:
    """What a sentence says of the body it is addressed to: it leads, it joins, or nothing is said; and with whom."""

    leads: bool
    joins: bool
    others: tuple[str, ...]


def split_addressee(text: str) -> tuple[tuple[str, ...], str] | None:
    """The bodies a paragraph begins with, and the rest; None when it does not begin with bodies.

    "Đề nghị Tòa án nhân dân tỉnh: Tăng cường …" gives (("Tòa án nhân dân tỉnh",), "Tăng cường …").
    """
    bare = asked_of(text)[1]
    if not starts_with_body(bare):
        return None
    bare = _without_note(bare)
    colon = bare.find(":")
    if colon >= 0 and lists_after_colon(bare, colon):
        colon = bare.find(":", colon + 1)
    end = name_ends_at(bare)
    if colon >= 0 and (end is None or colon <= end):
        return _names(bare[:colon]), bare[colon + 1 :].strip()
    if end is None:
        return (_names(bare), "") if len(bare) <= _LONGEST_LIST and not bare.endswith(".") else None
    head = bare[:end].strip(" ,;")
    return (_names(head), bare[end:].strip()) if head and len(head) <= _LONGEST_LIST else None


def _without_note(bare: str) -> str:
    """A text without what brackets say of the body it begins with: «Sở Y tế (cơ quan thường trực) chủ trì»."""
    noted = re.match(r"([^():.;]{3,140}?)\s*\([^()]{3,160}\)", bare)
    return noted[1] + bare[noted.end() :] if noted and name_ends_at(noted[1]) is None else bare


def asked_of(text: str) -> tuple[str, str]:
    """What asks a body at the beginning ("Giao ", "UBND tỉnh yêu cầu "), maybe empty, and the text after it."""
    ordering = _ORDERING.match(text)
    start = ordering.end() if ordering else 0
    asked = _ASKED.match(text[start:])
    return (text[: start + asked.end()], text[start + asked.end() :]) if asked else ("", text)


def _names(head: str) -> tuple[str, ...]:
    """The bodies of a heading, without what brackets say of them, and without «có trách nhiệm»."""
    bare = re.sub(r"\s*\([^()]*\)", "", one_line(head))
    return split_bodies(re.sub(r"\s+(?:có trách nhiệm|chịu trách nhiệm)\b.*$", "", bare))


def starts_with_body(text: str) -> bool:
    """Whether a text begins as the name of a body does."""
    start = one_line(text[:80]).lower()
    return not NOT_BODIES.match(start) and bool(BODY_START.match(start) or CLASS_START.match(start))


def split_bodies(text: str) -> tuple[str, ...]:
    """A list of bodies as it is divided on paper: by semicolons; by commas where each part is a body of its own.

    "A và các …" stays together, and so do the words of a class ("các sở, ban, ngành"): they are kept as they stand.
    Only in a list of three or more the last is divided at its «và».
    """
    parts: list[str] = []
    for piece in re.split(r";", one_line(text)):
        own = _comma_bodies(re.sub(r"\s+cùng\s+(?=các )", ", ", piece))
        parts.extend((*own[:-1], *_last_of_list(own[-1])) if len(own) > 1 and ":" not in own[-1] else own)
    return tuple(part for part in parts if part)


def _last_of_list(words: str) -> tuple[str, ...]:
    """The last part of a list, divided at the «và» that stands between two bodies and inside no name."""
    for found in re.finditer(rf"\s+và\s+(?=[{CAPITALS}]|các\s)", words):
        one, other = words[: found.start()], words[found.end() :]
        if not one.startswith(("Văn phòng", "VP")) and starts_with_body(one) and starts_with_body(other):
            return one, other
    return (words,)


def role_of(text: str) -> Role:
    """What a duty's text says of the role of its addressee."""
    bare = text.lstrip("-–+ ")
    others: tuple[str, ...] = ()
    for found in _WITH.finditer(bare):
        named = re.sub(r"\s*\([^()]*\)", "", found.group("led") or found.group("joined") or "")
        end = name_ends_at(named, duty_follows=True)
        words = named[:end].strip(" ,;") if end is not None else named.strip(" ,;")
        if words and starts_with_body(words) and len(words) < _LONGEST_LIST:
            others = split_bodies(words)
            break
    return Role(bool(_ROLE_LEAD.match(bare)), bool(_ROLE_WITH.match(bare)), others)


def _comma_bodies(words: str) -> tuple[str, ...]:
    """Names divided at commas before a capital or before "các", inside class words not."""
    parts: list[str] = []
    for piece in re.split(r",\s+", words):
        is_own = starts_with_body(piece) and (piece[:1].isupper() or piece.startswith("các "))
        if parts and (":" in parts[-1] or not (is_own or _goes_with(parts[-1], piece))):
            parts[-1] = f"{parts[-1]}, {piece}"
        else:
            parts.append(piece)
    return tuple(part.strip(" ,.:") for part in parts if part.strip(" ,.:"))


def _goes_with(before: str, piece: str) -> bool:
    """Whether a part in small letters is a body of its own beside a class: «các trường …, trung tâm …»."""
    return len(before.split()) > 3 and bool(
        re.match(r"(?:trung tâm|bệnh viện|trường|ủy ban|doanh nghiệp)\s\S+\s\S", piece)
    )
