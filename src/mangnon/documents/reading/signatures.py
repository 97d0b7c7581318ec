"""Who signs and in what capacity: the lines of a signature, below the recipients, beside them, or before them.

Decree 30/2020/NĐ-CP: the capacity in capitals (TM., KT., TL., TUQ., Q. and the posts), then room for the signature and
the stamp, then the name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mangnon.documents.reading.records import Signer
from mangnon.kernel.text import fold, without_marks

_FOR = r"(?:T\s?/?\s?M|K\s?/?\s?T|T\s?/?\s?L|T\s?/?\s?U\s?/?\s?Q|Q)"
_POSTS = (
    "chu tich", "giam doc", "tong giam doc", "thu tuong", "bo truong", "thu truong", "chanh", "cuc truong",
    "chi cuc truong", "tong cuc truong", "vu truong", "vien truong", "truong phong", "truong ban", "truong doan",
    "truong", "hieu truong", "bi thu", "thuong truc", "chu nhiem", "tong bien tap", "tong thanh tra", "thong doc",
    "tu lenh", "chi huy truong", "tong thu ky", "to truong", "quyen",
)  # fmt: skip
_POST = rf"(?:ph[o06] (?:tong )?)?(?:{'|'.join(_POSTS)})"
_FOR_WHOM = re.compile(rf"^{_FOR}(?:[.\s/]+[^\W\d]{{2,}}|$)")
_FOR_BODY = re.compile(rf"^(?:t m|tm|kt|k t|tl|t l|tuq|q)\b\s*(?:{_POST}|uy ban|ubnd|ban |hoi dong|hdnd|bo |chinh phu)")
_IS_POST = re.compile(rf"^{_POST}\b")
_LETTERS = "A-ZĐÀ-ÖØ-ÝĂĐĨŨƠƯẠ-Ỹ"
_WORD = rf"[{_LETTERS}][a-zà-ỹđ]{{0,7}}"
_RANK = re.compile(
    r"^(?:(?:PGS|GS|TS|ThS|Th\.S|BS|BSCK\S*|CN|KS|LS)\.?[\s,]\s*)+|"
    r"^(?:Đại|Thượng|Trung|Thiếu)\s(?:tướng|tá|úy|uý)\s+",
    re.I,
)
_NAME = re.compile(rf"^{_WORD}(?:\s{_WORD}){{1,4}}$")
_NAME_AT_END = re.compile(rf"(?:[.;,:)]|\s{{3,}}|\t)\s*(?P<name>{_WORD}(?:\s{_WORD}){{1,4}})$")
_ONE_WORD = re.compile(r"^[A-ZĐÀ-Ỹ][a-zà-ỹđ]{1,6}$")
_FAMILIES = frozenset([
    "nguyen", "tran", "le", "pham", "hoang", "huynh", "phan", "vu", "vo", "dang", "bui", "do", "ho", "ngo", "duong",
    "ly", "dao", "dinh", "mai", "truong", "trinh", "ha", "lam", "luong", "to", "luu", "tang", "cao", "chu", "thai",
    "ta", "quach", "dam", "nong", "giang", "ma", "lo", "cam", "quang", "than", "kieu", "doan", "la", "trieu", "vi",
])  # fmt: skip
_SIGNED = re.compile(r"^\W*(?:da ky|ky ten|ky ten dong dau|da ky ten)(?:\s(?:va )?dong dau)?\W*$")
_ENDS_SEARCH = re.compile(r"^(?:phu luc|ke hoach$|chuong trinh$|de an$|danh sach|bieu mau|mau so|\(?kem theo|dieu 1\b)")
_READ_LINES = 14
_FAR = 60
_STRAY = 2


@dataclass(frozen=True, slots=True)
class Signature:
    """A signer, and the last line (0-based) the signature takes."""

    signer: Signer
    last: int


def is_capacity(text: str) -> bool:
    """Whether a line says in what capacity somebody signs («TM. ỦY BAN NHÂN DÂN», «PHÓ GIÁM ĐỐC», «- BỘ TRƯỞNG»)."""
    text = _bare(text)
    if _FOR_WHOM.match(text):
        return text[:1].isupper() and len(text) < 90
    return _is_capital(text) and bool(_IS_POST.match(fold(text)))


def beside(line: str) -> tuple[str, str]:
    """A line of two columns taken apart: what stands on the left, and a capacity on the right («» for none).

    >>> beside("- Như trên; KT. GIÁM ĐỐC")
    ('- Như trên;', 'KT. GIÁM ĐỐC')
    """
    words = line.split()
    start = len(words)
    while start > 1 and not any(char.islower() or char.isdigit() for char in words[start - 1]):
        start -= 1
    for place in range(start, len(words) - 1):
        right = " ".join(words[place:])
        flat = fold(right)
        if _FOR_BODY.match(flat) or (_IS_POST.match(flat) and right[:1].isalpha()):
            return " ".join(words[:place]).rstrip("-–— "), right
    return line, ""


def signature_below(lines: Sequence[str], first: int) -> Signature | None:
    """The signature in lines from `first` (0-based) on; empty lines, «(đã ký)» and a stray line may stand between.

    `lines` are without marks of emphasis.
    """
    capacity: list[str] = []
    name: str | None = None
    last, read, stray = first, 0, 0
    for place in range(first, min(len(lines), first + _FAR)):
        text = _bare(lines[place])
        if not text or text == "|":
            if name:
                break
            continue
        if read >= _READ_LINES or stray > _STRAY or _ENDS_SEARCH.match(fold(text)):
            break
        read += 1
        is_next = bool(capacity) and name is None and place == last + 1
        if name is None and is_capacity(text):
            capacity.append(text)
            last = place
        elif is_next and _is_capital(text) and not (_is_family(text) and len(text.split()) > 2):
            capacity[-1] = f"{capacity[-1]} {text}"
            last = place
        elif capacity and (said := _name(text)) is not None:
            name = f"{name or ''} {said}".strip()
            last = place
            if len(name.split()) >= 3 or not _goes_on(lines, place):
                break
        elif name:
            break
        elif capacity and not _SIGNED.match(fold(text)):
            stray += 1
            if len(text) > 60:
                break
    if not capacity:
        return None
    return Signature(Signer(_words(capacity), name if name and len(name.split()) >= 2 else None), last)


def signature_beside(lines: Sequence[str], first: int, last: int) -> Signature | None:
    """The signature that stands on the same lines (first..last, 0-based) as the recipients, and goes on below them.

    `lines` keep their blanks: columns are known by them.
    """
    right: list[str] = []
    seen = -1
    for place in range(first, min(last + 1, len(lines))):
        left, capacity = beside(lines[place])
        if capacity:
            right.append(capacity)
            seen = place
            continue
        if not right:
            continue
        parts = re.split(r"\s{3,}|\t+", lines[place].strip())
        if len(parts) > 1 and (_is_capital(parts[-1]) or _name(parts[-1])):
            right.append(parts[-1])
        elif (found := _NAME_AT_END.search(left)) is not None and fold(found["name"]).split()[0] in _FAMILIES:
            right.append(found["name"])
        seen = place
    if not right:
        return None
    found_here = signature_below(right, 0)
    if found_here is None:
        return None
    if found_here.signer.name is None:
        below = signature_below([*right, *lines[last + 1 : last + 1 + _FAR]], 0)
        if below is not None and below.signer.name is not None:
            taken = below.last - len(right)
            return Signature(below.signer, last + 1 + taken if taken >= 0 else seen)
        return Signature((below or found_here).signer, max(seen, last))
    return Signature(found_here.signer, seen)


def _bare(text: str) -> str:
    return re.sub(r"^[-–—~•.:\s|]+(?=[^\W\d])", "", text.strip().strip("|").strip())


def _is_capital(text: str) -> bool:
    bare = without_marks(text)
    letters = sum(char.isalpha() for char in bare)
    return letters > 1 and sum(char.isupper() for char in bare) >= 0.85 * letters


def _is_family(text: str) -> bool:
    """Whether a text in capitals is a person's name: it begins with a family name and names no post."""
    words = fold(text).split()
    return 2 <= len(words) <= 5 and words[0] in _FAMILIES - {"truong", "chu"} and not _IS_POST.match(fold(text))


def _name(text: str) -> str | None:
    text = _RANK.sub("", text.strip(" .,;*"))
    if _NAME.match(text):
        return text
    if _is_capital(text) and _is_family(text):
        return text
    return text if _ONE_WORD.match(text) else None


def _goes_on(lines: Sequence[str], place: int) -> bool:
    following = lines[place + 1].strip() if place + 1 < len(lines) else ""
    return bool(following) and _name(following) is not None


def _words(capacity: Sequence[str]) -> str:
    return ", ".join(_tidy(text) for text in capacity)


def _tidy(text: str) -> str:
    return re.sub(r"^(TM|KT|TL|TUQ|Q)[\s.]+", r"\1. ", text.strip(" .,"))
