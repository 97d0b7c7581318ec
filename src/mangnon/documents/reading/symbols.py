"""The number and symbol of a document, as Decree 30/2020/NĐ-CP and the Party's rules write it, clean or damaged.

«Số: 45/KH-UBND», «Số: 15/2024/QĐ-UBND», «Số 05-KH/TU», «Số: 1234/SYT-NVY», «Số:      /KH-UBND» (not numbered yet).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mangnon.agencies.matching import letters
from mangnon.kernel.text import fold, without_marks

# Abbreviations of kinds: Decree 30/2020/NĐ-CP, annex III; laws, circulars and the Party's kinds beside them.
KINDS = {
    "NQ": "Nghị quyết", "QĐ": "Quyết định", "CT": "Chỉ thị", "QC": "Quy chế", "QyĐ": "Quy định", "TC": "Thông cáo",
    "TB": "Thông báo", "HD": "Hướng dẫn", "CTr": "Chương trình", "KH": "Kế hoạch", "PA": "Phương án", "ĐA": "Đề án",
    "DA": "Dự án", "BC": "Báo cáo", "BB": "Biên bản", "TTr": "Tờ trình", "HĐ": "Hợp đồng", "CĐ": "Công điện",
    "BGN": "Bản ghi nhớ", "BTT": "Bản thỏa thuận", "GUQ": "Giấy ủy quyền", "GM": "Giấy mời", "GGT": "Giấy giới thiệu",
    "GNP": "Giấy nghỉ phép", "PG": "Phiếu gửi", "PC": "Phiếu chuyển", "PB": "Phiếu báo", "KL": "Kết luận",
    "QĐi": "Quy định", "NĐ": "Nghị định", "TT": "Thông tư", "TTLT": "Thông tư liên tịch",
    "NQLT": "Nghị quyết liên tịch",
    "KHLT": "Kế hoạch liên tịch", "KHPH": "Kế hoạch phối hợp", "CTHĐ": "Chương trình hành động", "CV": "Công văn",
    "CTrHĐ": "Chương trình hành động", "CTPH": "Chương trình phối hợp", "L": "Lệnh",
}  # fmt: skip
_KNOWN_ISSUERS = ("UBND", "TTg", "HĐND", "CP", "TU", "TW", "BCĐ", "VPCP", "MTTQ", "BTV")
_SHOWN_FOR = {
    "O": "0", "o": "0", "Q": "0", "D": "0", "l": "1", "I": "1", "|": "1", "!": "1", "i": "1", "S": "5", "s": "5",
    "B": "8", "Z": "2", "z": "2", "b": "6", "q": "9", "g": "9",
}  # fmt: skip
_LABEL = r"(?:S[ốồổỗộôoóòọớởơ6086&¢éèêe]{0,2}(?:\s*(?:hiệu|ký hiệu))?\s*[:.;]?|S\S{0,2}\s?:)\s*"
_SIGN = "A-ZĐÀ-Ỹa-zà-ỹđ&¢0-9Ð"
_TOKEN = rf"[A-ZĐÐÀ-Ỹ][{_SIGN}]{{0,21}}"
_MARK = rf"(?P<mark>{_TOKEN}(?:\s?[-–/&]\s?(?:{_TOKEN}|[1-9]\d?))*)"
_NUMBERED = re.compile(
    rf"^\W{{0,3}}(?P<label>{_LABEL})?(?P<no>[0-9OolISBZ|!/]{{0,4}}[0-9OolI|!][a-z]?)\s*"
    rf"(?:[/]\s*(?P<year>(?:19|20)\d\d)\s*)?(?P<sep>/{{1,2}}|\s?[-–])\s*{_MARK}",
    re.IGNORECASE,
)
_BLANK = re.compile(rf"^\W{{0,3}}S[ốo6ôóộ0]{{0,2}}\s*[:.]?[\s.…_·]*(?P<sep>[/\-–])\s*{_MARK}")
_TORN = re.compile(rf"^\W{{0,3}}S[ốo6ôóộ0]{{0,2}}\s*[:;.]\s*(?P<no>[^/]{{1,8}})/\s*{_MARK}")
_GLUED = re.compile(rf"^({'|'.join(sorted(KINDS, key=len, reverse=True))})({'|'.join(_KNOWN_ISSUERS)})$")
_TONED = re.compile(r"[À-ỸĂÂÊÔƠƯà-ỹăâêôơư]")
_QUOTED = re.compile(
    r"\b(?:kem theo|quyet dinh|ke hoach|chi thi|van ban|cong van|nghi quyet|thong tu|nghi dinh|ket luan|thong bao|luat)"
    r" (?:so|s6|50)\b"
)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A number and symbol on a line (0-based): `digits` is None where the place for it was left empty."""

    digits: str | None
    year: str | None
    separator: str
    mark: str
    line: int
    shown: str = ""
    is_sure: bool = True

    @property
    def text(self) -> str | None:
        """«45/KH-UBND»; None without digits."""
        if self.digits is None:
            return None
        return f"{self.digits}{f'/{self.year}' if self.year else ''}{self.separator}{self.mark}"

    @property
    def kind(self) -> str | None:
        """The kind of document the symbol names, None for the symbol of an official letter."""
        parts = re.split(r"[-/]", self.mark)
        found = KINDS.get(parts[0])
        return found if found and len(parts) > 1 else None


def find_number(head: Sequence[str], first: int, last: int, raw: Sequence[str] | None = None) -> Numbered | None:
    """The document's own number among the lines first..last (0-based, last not included).

    Where repair made words of a symbol it does not know («SYT» is no syllable), the symbol of the `raw` line counts.
    """
    found = _find_number(head, first, last)
    if found is None or raw is None or not _TONED.search(found.mark):
        return found
    scanned = _find_number(raw, found.line, found.line + 1)
    return scanned if scanned is not None and scanned.digits == found.digits else found


def _find_number(head: Sequence[str], first: int, last: int) -> Numbered | None:
    bare: Numbered | None = None
    for index in range(first, min(last, len(head))):
        line = head[index]
        if _QUOTED.search(fold(line)):
            continue
        if index + 1 < len(head) and re.search(r"\d\s*[/\-–].*[/\-–&]\s*$", line):
            line = f"{line}{head[index + 1]}"
        blank = _BLANK.match(line)
        if blank and _is_symbol(_until_words(blank.group("mark"))):
            return Numbered(None, None, _separator(blank), _tidy(_until_words(blank.group("mark"))), index)
        found = _NUMBERED.match(line)
        if found is None:
            torn = _TORN.match(line)
            if torn and bare is None and _is_symbol(_until_words(torn.group("mark"))):
                mark = _tidy(_until_words(torn.group("mark")))
                bare = Numbered(None, None, "/", mark, index, torn.group("no").strip())
            continue
        numbered = _numbered(found, index)
        if numbered is None:
            continue
        if found.group("label"):
            return numbered
        bare = bare or numbered
    return bare


def _numbered(found: re.Match[str], index: int) -> Numbered | None:
    mark = _until_words(found.group("mark"))
    if not _is_symbol(mark):
        return None
    shown = found.group("no").strip("/") or found.group("no")
    digits = read_digits(shown)
    if digits is None:
        return None
    return Numbered(
        digits,
        found.group("year"),
        _separator(found),
        _tidy(mark),
        index,
        found.group("no"),
        found.group("no").isdigit(),
    )


def read_digits(shown: str) -> str | None:
    """Digits, with the letters and signs that scanners put for them; None when one cannot be a digit."""
    kept = "".join(char if char.isdigit() else _SHOWN_FOR.get(char, "" if char == "/" else "?") for char in shown)
    return kept if kept.isdigit() else None


def _separator(found: re.Match[str]) -> str:
    return "/" if "/" in found.group("sep") else "-"


def _until_words(mark: str) -> str:
    """The symbol without the words that stand to its right («… Hà Nội, ngày», «… V/v …»)."""
    mark = re.split(r"\s+(?=[Vv]\s?/\s?v\b|Về việc)", mark)[0]
    mark = re.sub(r"\s*([-–/])\s*(?=\S)", r"\1", mark) if not re.search(r"\s[-–]\s", mark) else mark
    parts = mark.split()
    kept = parts[0] if parts else ""
    for part in parts[1:]:
        if part[:1] in "-–/&" or kept[-1:] in "-–/&":
            kept += part
        else:
            break
    return kept.replace("–", "-").strip("-/&., ")


def _is_symbol(mark: str) -> bool:
    """Whether a text looks like a symbol: mostly capitals, of two parts or a known kind."""
    plain = without_marks(mark)
    capitals = sum(char.isupper() for char in plain)
    small = sum(char.islower() for char in plain)
    return capitals >= 2 and capitals >= small and (bool(re.search(r"[-/]", mark)) or small == 0)


def _tidy(mark: str) -> str:
    mark = _GLUED.sub(r"\1-\2", mark.replace("Ð", "Đ"))
    parts = re.split(r"([-/])", mark)
    parts[0] = _nearest_kind(parts[0], parts[2] if len(parts) > 2 else "")
    return "".join(_nearest_issuer(part) if i and part not in "-/" else part for i, part in enumerate(parts))


def _nearest_kind(part: str, following: str) -> str:
    exact = {without_marks(key).upper(): key for key in ("CTr", "TTr", "QyĐ", "QĐi", "QĐ", "NĐ", "CĐ", "ĐA", "HĐ")}
    if not following:
        return part
    if part.upper() in exact and part not in KINDS:
        return exact[part.upper()]
    if part[0].upper() == "C" and _nearest_issuer(following) not in _KNOWN_ISSUERS:
        return part  # «CP-…» is the Government; only before an issuer is it a damaged «CĐ»
    if len(part) == 2 and part[0].upper() in "QCN0O" and part[1] in "PpbDdB0Đ" and part not in KINDS:
        return {"Q": "QĐ", "0": "QĐ", "O": "QĐ", "C": "CĐ", "N": "NĐ"}[part[0].upper()]
    return part


def _nearest_issuer(part: str) -> str:
    shown = letters(part).replace("p", "d") if len(part) == 3 else letters(part)
    return next((known for known in _KNOWN_ISSUERS if shown == letters(known)), part)


def agrees_with_kind(mark: str, kind: str | None) -> str:
    """A symbol with the abbreviation of the kind the document names, where scanners can make the shown one of it."""
    parts = re.split(r"([-/])", mark)
    if kind is None or len(parts) < 3 or KINDS.get(parts[0]) == kind:
        return mark
    for short, name in KINDS.items():
        if name == kind and len(short) == len(parts[0]) and _shape(short) == _shape(parts[0]):
            return "".join([short, *parts[1:]])
    return mark


def _shape(text: str) -> str:
    return without_marks(text).upper().replace("P", "D").replace("0", "Q").replace("O", "Q").replace("B", "D")


_LOST_MARKS = (("I", "T"), ("D", "Đ"), ("P", "Đ"), ("5", "S"), ("B", "Đ"))


def initials(name: str) -> str:
    """The letters a body's name has in symbols: «Sở Giáo dục và Đào tạo» is SGDĐT."""
    words = [word for word in re.split(r"[\s,\-–]+", name) if word.lower() not in ("và", "")]
    return "".join(word[0].upper() for word in words)


def agrees_with_issuer(mark: str, issuer: str | None) -> str:
    """A symbol whose first or last part is the issuer's letters but for lost marks, with the marks put right."""
    if not issuer:
        return mark
    bare = initials(re.split(r"\s+(?:tỉnh|thành phố|Thành phố|huyện|quận|thị xã|xã|phường)\s", issuer)[0])
    parts = re.split(r"([-/])", mark)
    for place in (0, len(parts) - 1):
        shown = parts[place]
        if 2 < len(shown) <= len(bare) and shown != bare[: len(shown)]:
            bare = bare[: len(shown)]
            differing = [(a, b) for a, b in zip(shown, bare, strict=True) if a != b]
            if len(differing) <= 2 and all(pair in _LOST_MARKS for pair in differing):
                parts[place] = bare
    return "".join(parts)


def agrees_with_unit(mark: str, lines: Sequence[str]) -> str:
    """A symbol whose last part is the drafting unit's letters as the line «Lưu: VT, …» has them, but for a lost Đ."""
    parts = re.split(r"([-/])", mark)
    kept = next((line for line in reversed(lines) if re.match(r"^[-–\s]*l[ưu]{1,2}\s*:?\s*v", line, re.I)), "")
    units = re.findall(r"[A-ZĐ]{2,8}", kept)
    if len(parts) < 3 or "P" not in parts[-1] or parts[-1] in units:
        return mark
    like = next((unit for unit in units if len(unit) == len(parts[-1]) and _shape(unit) == _shape(parts[-1])), None)
    if like is None:
        return mark
    put_right = "".join("Đ" if {a, b} & {"P"} and a != b else b for a, b in zip(parts[-1], like, strict=True))
    return "".join([*parts[:-1], put_right])
