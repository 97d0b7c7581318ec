"""Who issued a document: the lines at its top left, and the body's name put together from them.

Decree 30/2020/NĐ-CP: the body that stands above is named first, the issuing body below it, both in capitals; the name
of the state (or of the Party) stands to the right.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources

from mangnon.agencies.catalogue import load_catalogue
from mangnon.agencies.matching import letters, likeness, match_agency
from mangnon.kernel.text import fold, one_line, without_marks

_RIGHT = (
    ("CỘNG", "HÒA", "XÃ", "HỘI", "CHỦ", "NGHĨA", "VIỆT", "NAM"),
    ("ĐỘC", "LẬP", "TỰ", "DO", "HẠNH", "PHÚC"),
    ("ĐẢNG", "CỘNG", "SẢN", "VIỆT", "NAM"),
)
_STAMPS = re.compile(
    r"^(?:hoa toc|khan$|thuong khan$|mat$|toi mat|tuyet mat|du thao|ban sao|sao y|sao luc|cong van den|den$|"
    r"den (?:so|gio|ngay)|gio \d|ngay \d|phu luc|"
    r"ky boi|nguoi ky|email|co quan \S+$|thoi gian ky|trang \d|lan \d|so den|chuyen$|"
    r"luu ho so|signature|digitally)\b"
)
_BODIES = (
    "ủy ban", "uỷ ban", "ubnd", "hội đồng", "hđnd", "sở", "bộ", "ban", "thanh tra", "văn phòng", "vp",
    "tỉnh ủy", "tỉnh uỷ", "thành ủy", "thành uỷ", "huyện ủy", "huyện uỷ", "đảng ủy", "đảng uỷ", "đảng bộ",
    "quận ủy", "quận uỷ", "thị ủy", "công an", "tòa án", "toà án", "viện", "tổng cục", "tổng công ty",
    "tổng liên", "liên đoàn", "liên minh", "liên hiệp", "hội", "đoàn", "trung ương", "tw", "cục", "chi cục",
    "thuế", "kho bạc", "ngân hàng", "bảo hiểm", "tập đoàn", "công ty", "trường", "đại học", "trung tâm",
    "bệnh viện", "quốc hội", "chính phủ", "thủ tướng", "chủ tịch", "mặt trận", "tỉnh đoàn", "thành đoàn",
    "hiệp hội", "quân khu", "bộ tư lệnh", "đài", "báo", "vụ", "phòng giáo", "phòng y tế", "phòng tài",
    "phòng nội", "phòng lao", "phòng văn", "phòng kinh", "phòng tư", "phòng nông", "phòng quản lý",
    "phòng công", "phòng dân tộc", "tổ công tác", "quỹ", "kiểm toán", "chủ nhiệm", "học viện",
)  # fmt: skip
_STARTS = re.compile(rf"^(?:{'|'.join(_BODIES)})(?![\wà-ỹ])")
_STARTS_BARE = re.compile(rf"^(?:{'|'.join(sorted({fold(word) for word in _BODIES}))})\b")
# Without their marks these begin other names too («VÂN PHONG», «XÃ HỘI»).
_AMBIGUOUS = {"van phong", "vien", "hoi", "doan", "bao", "dai", "quy", "vu", "ban", "so", "bo", "truong", "thue", "cuc"}
_UNFINISHED = re.compile(
    r"(?:^\S+|\b(?:va|cua|cho|xa|moi|thi|thu tuong chinh|nhan|lao|thuong|khoa|uy ban nhan|chi|quan|"
    r"cong|hanh|dai)|[-–,])$"
)
_TERRITORY = re.compile(
    r"(?<!\w)(?P<class>T[ỈIÍÌ]NH|TH[ÀAÁ]NH\s+PH[ỐOÔ6]|TP\.?|HUY[ỆEÊ]N|QU[ẬAÂ]N|TH[ỊI]\s+X[ÃA]|TX\.?|PH[ƯU][ỜO]NG|X[ÃA]|"
    r"TH[ỊI]\s+TR[ẤA]N|[ĐD][ẶA]C\s+KHU)\s+(?P<name>(?!H[ỘO]I\b|[ỦU]Y\b|[ĐD]O[ÀA]N\b)[^,;()]{2,40})$",
)
_CLASSES = {
    "tinh": "tỉnh", "thanh pho": "thành phố", "tp": "thành phố", "huyen": "huyện", "quan": "quận", "thi xa": "thị xã",
    "tx": "thị xã", "phuong": "phường", "xa": "xã", "thi tran": "thị trấn", "dac khu": "đặc khu",
}  # fmt: skip
_FILES = (
    "provinces_until_2025-06-30.csv", "provinces_from_2025-07-01.csv", "districts_until_2025-06-30.csv",
    "communes_until_2025-06-30.csv", "communes_from_2025-07-01.csv",
)  # fmt: skip
_CLASS_OF_NAME = re.compile(r"^(?:Tỉnh|Thành phố|Huyện|Quận|Thị xã|Xã|Phường|Thị trấn|Đặc khu)\s+")


def _rows(file: str) -> list[str]:
    text = (resources.files("mangnon.territory") / "data" / file).read_text(encoding="utf-8")
    return [row["name"] for row in csv.DictReader(text.splitlines())]


@lru_cache(maxsize=1)
def provinces() -> tuple[str, ...]:
    """The names of all provinces and centrally run cities, before and since 1 July 2025."""
    return tuple(dict.fromkeys(_CLASS_OF_NAME.sub("", name) for file in _FILES[:2] for name in _rows(file)))


@lru_cache(maxsize=1)
def cities() -> frozenset[str]:
    """The names of the centrally run cities of today."""
    return frozenset(name.removeprefix("Thành phố ") for name in _rows(_FILES[1]) if name.startswith("Thành phố "))


@lru_cache(maxsize=1)
def _places() -> dict[str, frozenset[str]]:
    """Names of districts and communes by their letters."""
    found: dict[str, set[str]] = {}
    for file in _FILES[2:]:
        for name in _rows(file):
            bare = _CLASS_OF_NAME.sub("", name)
            found.setdefault(letters(bare), set()).add(bare)
    return {key: frozenset(names) for key, names in found.items()}


def province_in(text: str, *, floor: float = 0.72) -> str | None:
    """The province a (damaged) text names, or None."""
    best = max(provinces(), key=lambda name: likeness(text, name))
    return best if likeness(text, best) >= floor else None


def is_right_side(line: str) -> bool:
    """Whether a line is (a run of words of) the name of the state, its motto, or the name of the Party."""
    words = re.sub(r"[-–—_]+", " ", line).split()
    if not 2 <= len(words) <= 8:
        return False
    text = "".join(words)
    floor = 0.9 if len(words) == 2 else 0.78  # «CHÍNH PHỦ» is near «HẠNH PHÚC»
    return any(
        likeness(text, "".join(right[start : start + len(words)])) >= floor
        for right in _RIGHT
        for start in range(len(right) - len(words) + 1)
    )


def left_side(line: str) -> str:
    """A line without the name of the state (motto, Party) that stands to its right."""
    words = line.split()
    for start in range(1, len(words)):
        tail = re.sub(r"[-–—_]+", " ", " ".join(words[start:])).split()
        if len(tail) < 3:
            break
        for right in _RIGHT:
            is_right = len(tail) <= len(right) and likeness("".join(tail), "".join(right[: len(tail)])) >= 0.8
            if is_right and likeness(tail[0], right[0]) >= 0.5:
                return " ".join(words[:start]).strip(" |-–—")
    return line


def nation_line(lines: Sequence[str], limit: int = 400) -> int | None:
    """The line (0-based) with the name of the state or of the Party, None when there is none."""
    for index, line in enumerate(lines[:limit]):
        if len(line) < 6 or len(line) > 160:
            continue
        if left_side(line) != line or (len(line.split()) >= 3 and is_right_side(line)):
            return index
    return None


def top_lines(head: Sequence[str], first: int, last: int) -> list[str]:
    """The lines of the issuer between first and last (0-based): capitals, without the right side and stamps."""
    found: list[str] = []
    for index in range(first, last):
        line = head[index].strip()
        if not any(char.isalpha() for char in line) or is_right_side(line) or _is_first_of_right(head, index):
            continue
        kept = left_side(line).strip(" |*-–—_")
        if not kept or (_STAMPS.match(fold(kept)) and not re.match(r"^ngày\b.*tháng", kept, re.I)):
            continue
        if len(kept) > 80 or not _is_capital(kept):
            if found and _begins_body(found[0]):
                break
            if not (_begins_body(kept) and len(kept) < 60):
                continue
        found.append(one_line(kept))
    return found


def _is_first_of_right(head: Sequence[str], index: int) -> bool:
    """Whether a line is the first word of the state's name alone, wrapped in a narrow cell («CỘNG / HÒA XÃ HỘI …»)."""
    words = head[index].split()
    if len(words) != 1 or not any(likeness(words[0], right[0]) >= 0.5 for right in _RIGHT):
        return False
    following = f"{words[0]} {head[index + 1] if index + 1 < len(head) else ''}"
    return is_right_side(following)


def _is_capital(text: str) -> bool:
    plain = without_marks(text)
    capitals = sum(char.isupper() for char in plain)
    return capitals >= 0.7 * sum(char.isalpha() for char in plain)


def _begins_body(line: str) -> bool:
    """Whether a line begins with the name of a body; marks count where the line has marks («VÂN PHONG» is none)."""
    if _STARTS.match(line.lower()):
        return True
    found = _STARTS_BARE.match(fold(line))
    if found and found.group() not in _AMBIGUOUS:
        return True
    if found:
        matched = match_agency(line) if without_marks(line) != line else None
        return without_marks(line) == line or (matched is not None and matched.score >= 0.9)
    return False


def _is_damaged_start(line: str) -> bool:
    return any(
        likeness(line[: len(word)], word) > 0.75 for word in ("ỦY BAN NHÂN DÂN", "HỘI ĐỒNG NHÂN DÂN", "BỘ", "SỞ")
    )


def units_of(top: Sequence[str]) -> list[str]:
    """The names of bodies: wrapped lines joined; a line that begins as a body begins another."""
    units: list[str] = []
    for line in top:
        begins = _begins_body(line) or _is_damaged_start(line)
        if units and (not begins or _is_unfinished(units[-1], line)):
            units[-1] = f"{units[-1]} {line}"
        else:
            units.append(line)
    while len(units) > 1 and not (_begins_body(units[0]) or _is_damaged_start(units[0])):
        units.pop(0)
    return units


def _is_unfinished(before: str, line: str) -> bool:
    """Whether a body's name goes on in the next line although that line could begin another."""
    flat = fold(before)
    if flat in ("thu tuong", "thanh tra", "van phong") and fold(line).startswith("chinh phu"):
        return True
    return before[-1:] in "-–," or bool(_UNFINISHED.search(flat))


def is_place(text: str) -> bool:
    """Whether a text has the letters of the name of a district or commune."""
    return letters(text) in _places()


def known_territory(raw_units: Sequence[str]) -> tuple[str, str] | None:
    """The district or commune that the scanned (not repaired) lines name, where its letters are exactly known."""
    for unit in reversed(raw_units):
        found = territory_of(unit)
        if found is not None and (found[0] in ("tỉnh", "thành phố") or is_place(found[1])):
            return found
    return None


def territory_of(text: str) -> tuple[str, str] | None:
    """The class («tỉnh», «huyện») and name of the territory at the end of a body's name in capitals."""
    found = _TERRITORY.search(text.upper())
    if not found:
        return None
    kind = _CLASSES.get(fold(found.group("class")).strip(), "tỉnh")
    name = text[found.start("name") :].strip(" .*-")
    if kind in ("tỉnh", "thành phố"):
        known = province_in(name, floor=0.76)
        if known and abs(len(letters(known)) - len(letters(name))) <= 2:
            return kind, known
    written = {place for place in _places().get(letters(name), ()) if fold(place) == fold(name)}
    if without_marks(name) == name and len(written) == 1:
        return kind, next(iter(written))
    return kind, name.title()


def read_issuer(
    units: Sequence[str], number: str | None, place: str | None, raw_units: Sequence[str] = ()
) -> str | None:
    """The name of the issuing body from the names at the top, the symbol and the place of issue.

    `raw_units` are the names as scanned: names of places are no words of the language and repair can lose them.
    """
    own = units[-1] if units else ""
    territory = next((found for unit in reversed(units) if (found := territory_of(unit))), None)
    if territory is None or (territory[0] not in ("tỉnh", "thành phố") and not is_place(territory[1])):
        territory = known_territory(raw_units) or territory
    bare = re.sub(r"^Thành phố ", "", place or "") or None
    if likeness(own, "THỦ TƯỚNG CHÍNH PHỦ") > 0.8 or (number or "").endswith("-TTg"):
        return "Thủ tướng Chính phủ"
    if own:
        for known, name in (("ỦY BAN NHÂN DÂN", "Ủy ban nhân dân"), ("HỘI ĐỒNG NHÂN DÂN", "Hội đồng nhân dân"),
                            ("UBND", "Ủy ban nhân dân"), ("HĐND", "Hội đồng nhân dân")):  # fmt: skip
            if _begins(own, known):
                return f"{name} {_whose(territory, bare)}" if territory or bare in provinces() else None
        if (party := _party(units)) is not None:
            return party
        if (body := _body(own, territory, bare, units)) is not None:
            return body
    if re.search(r"^UBND\b|\bUBND$", number or "") and (territory or bare in provinces()):
        return f"Ủy ban nhân dân {_whose(territory, bare)}"
    if re.search(r"\bHĐND$|^HĐND\b", number or "") and (territory or bare in provinces()):
        return f"Hội đồng nhân dân {_whose(territory, bare)}"
    return None


def _begins(text: str, known: str) -> bool:
    count = len(known.split())
    start, first = " ".join(text.split()[:count]), " ".join(text.split()[:2])
    if count == 1:
        return fold(start) == fold(known)
    return likeness(start, known) >= 0.78 and likeness(first, " ".join(known.split()[:2])) >= 0.6


def _whose(territory: tuple[str, str] | None, bare: str | None) -> str:
    if territory:
        return " ".join(territory)
    if bare in provinces():
        return f"{'thành phố' if bare in cities() else 'tỉnh'} {bare}"
    return bare or ""


def _party(units: Sequence[str]) -> str | None:
    """A Party committee, or a board of one: «Ban Tuyên giáo Tỉnh ủy …»."""
    committee = re.compile(r"^(t[ỉiíì]nh|th[àaá]nh|huy[ệeê]n|qu[ậaâ]n|[đd][ảaá]ng|th[ịi])\s+[ủuú][ỷy]\b\s*(.*)$", re.I)
    named: str | None = None
    for unit in units:
        found = committee.match(unit)
        if not found:
            continue
        kind = {"tinh": "Tỉnh", "thanh": "Thành", "huyen": "Huyện", "quan": "Quận", "dang": "Đảng", "thi": "Thị"}[
            fold(found.group(1))
        ]
        rest = found.group(2).strip()
        province = province_in(rest, floor=0.8) if rest and kind in ("Tỉnh", "Thành") else None
        whose = province or (body_name(rest) if kind == "Đảng" else rest.title())
        named = f"{kind} ủy {whose}".strip()
        if unit == units[-1]:
            return named
    own = units[-1]
    return f"{body_name(own)} {named}" if named else None


def _body(own: str, territory: tuple[str, str] | None, bare: str | None, units: Sequence[str]) -> str | None:
    """Every other body: a department with its province, a ministry, a board with the territory of the one above."""
    own_territory = territory_of(own)
    if own_territory is not None and (found := _TERRITORY.search(own.upper())) and not found.start():
        return None  # the territory alone: the line above it is lost
    if own_territory is not None:
        return f"{body_name(own[: found.start()] if found else own)} {' '.join(own_territory)}"
    matched = match_agency(own)
    if matched is not None and matched.score > 0.75:
        if matched.code.startswith("SO_") and re.match(r"s\S?\s|50\s", fold(own)):
            whose = _whose(territory, bare if bare in provinces() else None)
            return f"{matched.name} {whose}".strip()
        if matched.code in _central_codes() and likeness(own, matched.name) > 0.85:
            return matched.name
    higher = [unit for unit in units[:-1] if _begins(unit, "ỦY BAN NHÂN DÂN") or _begins(unit, "UBND")]
    if fold(own) == "van phong" and higher:
        return f"Văn phòng Ủy ban nhân dân {_whose(territory, bare)}"
    if higher and territory is not None:
        return f"{body_name(own)} {' '.join(territory)}"
    if re.match(r"s\S{0,2}\s", fold(own)) and bare in provinces():
        return f"{body_name(own)} {_whose(None, bare)}"
    return body_name(own) if _begins_body(own) else None


@lru_cache(maxsize=1)
def _central_codes() -> frozenset[str]:
    return frozenset(agency.code for agency in load_catalogue().agencies if agency.level == "central")


_SECOND = (
    "Chỉ đạo", "Quản lý", "Tuyên giáo", "Tổ chức", "Dân tộc", "Chấp hành", "Thường vụ",
    "Liên đoàn Lao động", "Lao động", "Liên hiệp Phụ nữ", "Liên hiệp", "Nông dân", "Cựu chiến binh",
    "Dân vận", "Nội chính",
)  # fmt: skip


def body_name(text: str) -> str:
    """The name of a body in capitals, as it is written in a sentence; a name that is not in capitals stays."""
    text = one_line(text).strip(" *.-–")
    small = sum(char.islower() for char in text)
    if small > sum(char.isupper() for char in text):
        return text
    lowered = text.lower()
    for name in (*provinces(), "Việt Nam", "Trung ương", "Chính phủ"):
        lowered = re.sub(rf"(?<!\w){re.escape(name.lower())}(?!\w)", name, lowered)
    for words in _SECOND:
        lowered = re.sub(rf"(?<=\s){re.escape(words.lower())}(?!\w)", words, lowered, count=1)
    return lowered[:1].upper() + lowered[1:]
