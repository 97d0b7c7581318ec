"""The head of a directive: kind, number, date, place, issuer, subject.

Digits of the number and the date are damaged most and matter most. A directive says its own number and date more
than once (head, annexes); all mentions are read together: the value is the one that explains every mention with the
fewest confusions of signs. When two values explain them equally well, the value is unknown.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from mangnon.agencies.matching import letters, likeness
from mangnon.documents.reading.paragraphs import plain
from mangnon.kernel.text import fold, one_line

KINDS = {
    "KH": "Kế hoạch", "QĐ": "Quyết định", "CT": "Chỉ thị", "CĐ": "Công điện", "TB": "Thông báo", "NQ": "Nghị quyết",
    "CTr": "Chương trình", "HD": "Hướng dẫn", "KL": "Kết luận", "BC": "Báo cáo", "TTr": "Tờ trình", "ĐA": "Đề án",
    "PA": "Phương án", "QC": "Quy chế", "CV": "Công văn",
}  # fmt: skip
_LETTERED = "A-ZĐÀ-Ỹa-zà-ỹđ&¢0-9Ð"
_NUMBER = re.compile(
    rf"(?:S[ốồổỗộoôóòọơ60&¢]{{0,2}}\s*[:.]?\s*)?(?P<no>[0-9OolI/|]{{1,6}})\s*[/]\s*"
    rf"(?P<mark>[{_LETTERED}]{{1,7}}(?:\s?[-–]\s?[{_LETTERED} ]{{1,22}})+)"
)
_DATE_WORDS = re.compile(
    r"(?P<place>.*?)[,.;]?\s*ngày\s*(?P<d>\S{1,3})\s*tháng\s*(?P<m>\S{1,3})\s*năm\s*(?P<y>\S{4})", re.I
)
_OWN_MENTION = re.compile(
    r"(?:kèm theo|ban hành kèm theo|ban hành theo)[^()]{0,40}?\s(?P<no>\S{2,16})\s*(?:-\S+)?\s+ngày\s*"
    r"(?P<d>\S{1,2})(?:/|\s*tháng\s*)(?P<m>\S{1,2})(?:/|\s*năm\s*)(?P<y>\d\S{3})",
    re.I,
)
_CONFUSED = {
    "0": "OoDQ6869Cc", "1": "lI|/!7iítj", "2": "zZ7", "3": "8B5", "4": "A9", "5": "Ss63", "6": "b0G8", "7": "1/?T2",
    "8": "B3069", "9": "g4q0",
}  # fmt: skip
_HEAD_LINES = 60


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
    head = [plain(line) for line in lines[:_HEAD_LINES]]
    number, number_at = _number(head, raw)
    kind, kind_at = _kind(head, number)
    date, place = _date(head, raw, lines, warnings)
    issuer = _issuer(head, lines, number, place)
    title, body_from = _title(lines, kind_at, number_at)
    if number is None:
        warnings.append("Không đọc được số, ký hiệu văn bản; cần xem bản giấy.")
    if date is None and not warnings:
        warnings.append("Không đọc được ngày ban hành; cần xem bản giấy.")
    if issuer is None:
        warnings.append("Không đọc được tên cơ quan ban hành; cần xem bản giấy.")
    return Header(kind, number, date, place, issuer, title, body_from, tuple(warnings))


def _number(head: Sequence[str], raw: Sequence[str]) -> tuple[str | None, int]:
    """The number of the head, and its line (0-based, -1 unknown): of the candidates the one nearest to «Số»."""
    for index, line in enumerate(head[:40]):
        flat = fold(line)
        if re.search(r"\b(?:kem theo|quyet dinh|ke hoach|chi thi|van ban|cong van|nghi quyet) (?:so|s6|50)", flat):
            continue
        found = _NUMBER.search(line)
        if not found:
            continue
        labelled = re.match(r"s\S{0,2}\b", flat) is not None
        if not labelled and found.start() > 3:
            continue
        number = _digits(found.group("no"))
        mark = _mark(_until_subject(found.group("mark")))
        if number and mark:
            return f"{number}/{mark}", index
    return None, -1


def _until_subject(mark: str) -> str:
    mark = re.split(r"\s+(?=V/v|v/v|[A-ZĐ][a-zà-ỹ]+\s)", mark)[0]
    parts = re.split(r"\s+", mark.strip())
    kept = parts[0]
    for part in parts[1:]:
        if kept.endswith(("-", "–", "&")) or part.startswith(("-", "–", "&")):
            kept += part if part[:1] in "-–" else f" {part}" if kept.endswith("&") else part
        else:
            break
    return kept


def _digits(text: str) -> str:
    return "".join({"O": "0", "o": "0", "l": "1", "I": "1", "|": "1", "/": ""}.get(char, char) for char in text)


def _mark(mark: str) -> str | None:
    """A symbol put right: the kind and the issuer's letters are from small closed sets."""
    parts = [part.strip() for part in re.split(r"[-–]", mark) if part.strip()]
    if not parts:
        return None
    parts[0] = _nearest_kind(parts[0])
    return "-".join(_nearest_issuer(part) if i else part for i, part in enumerate(parts))


def _nearest_kind(part: str) -> str:
    exact = {key.upper(): key for key in KINDS}
    if part.upper() in exact:
        return exact[part.upper()]
    if len(part) == 2 and part[0].upper() in "QCN0O" and part[1] in "PpbÐDdB0Đ":
        return {"Q": "QĐ", "0": "QĐ", "O": "QĐ", "C": "CĐ", "N": "NĐ"}[part[0].upper()]
    return part


def _nearest_issuer(part: str) -> str:
    for known in ("UBND", "TTg", "HĐND", "CP", "TU", "TW"):
        if letters(part) == letters(known):
            return known
    return part


def _kind(head: Sequence[str], number: str | None) -> tuple[str | None, int]:
    """The kind of document: its own line, else what the symbol says, else an official letter by its form."""
    best: tuple[float, str, int] | None = None
    for index, line in enumerate(head):
        text = line.strip(" :.")
        if not text or len(text) > 24:
            continue
        for name in KINDS.values():
            if abs(len(letters(text)) - len(letters(name))) <= 2 and text[:1].isupper():
                score = likeness(text, name) - (0.0 if text.isupper() else 0.12)
                if score >= 0.8 and (best is None or score > best[0] + 0.02):
                    best = (score, name, index)
        if best is not None and best[0] > 0.97:
            break
    by_mark = None
    if number is not None:
        by_mark = KINDS.get(number.split("/")[-1].split("-")[0])
    if by_mark and (best is None or best[1] != by_mark):
        same = best[2] if best else next((i for i, line in enumerate(head) if likeness(line, by_mark) > 0.7), -1)
        return by_mark, same
    if best is not None:
        return best[1], best[2]
    flat = [fold(line) for line in head]
    if any(line.startswith(("kinh gui", "v v ")) or " v v " in line for line in flat):
        return "Công văn", -1
    return None, -1


def _date(
    head: Sequence[str], raw: Sequence[str], lines: Sequence[str], warnings: list[str]
) -> tuple[dt.date | None, str | None]:
    mentions: list[tuple[str, str, str]] = []
    place = None
    joined = ""
    for index in range(min(len(head), 40)):
        joined = one_line(f"{head[index]} {head[index + 1] if index + 1 < len(head) else ''}")
        found = _DATE_WORDS.search(joined)
        if (
            found
            and found.start("d") < len(head[index]) + 12
            and not re.search(
                r"quyết định|kế hoạch|chỉ thị|nghị quyết|công văn|văn bản|số \d", found.group("place"), re.I
            )
        ):
            mentions.append((found.group("d"), found.group("m"), found.group("y")))
            place = _place(found.group("place"), head[index - 1] if index else "", raw[index])
            break
    whole = one_line(" ".join(plain(line) for line in lines))
    for found in _OWN_MENTION.finditer(whole):
        mentions.append((found.group("d"), found.group("m"), found.group("y")))
    if not mentions:
        return None, place
    day, doubts = reconcile_date(mentions)
    if day is None:
        warnings.append("Ngày ban hành đọc không chắc chắn, để trống; cần xem bản giấy.")
    elif doubts:
        read = "; ".join("/".join(mention) for mention in mentions)
        warnings.append(f"Ngày ban hành suy ra từ các chỗ bị mờ «{read}»; cần xem bản giấy.")
    return day, place


def reconcile_date(mentions: Sequence[tuple[str, str, str]]) -> tuple[dt.date | None, bool]:
    """The date that explains all mentions (day, month, year as read) with the fewest confusions; and if any were.

    None when no date explains them or two do equally well.

    >>> reconcile_date([("/7", "02", "2025"), ("77", "02", "2025")])
    (datetime.date(2025, 2, 17), True)
    """
    fields = tuple(zip(*mentions, strict=True))
    day, day_cost = _field(fields[0], range(1, 32))
    month, month_cost = _field(fields[1], range(1, 13))
    year, year_cost = _field(fields[2], range(1990, 2061))
    if day is None or month is None or year is None:
        return None, True
    try:
        return dt.date(year, month, day), day_cost + month_cost + year_cost > 0
    except ValueError:
        return None, True


def _field(read: Sequence[str], values: Iterable[int]) -> tuple[int | None, float]:
    costs = sorted((sum(_cost(text, value) for text in read), value) for value in values)
    if costs[0][0] >= 10 * len(read) or (len(costs) > 1 and costs[1][0] - costs[0][0] < 0.5):
        return None, costs[0][0]
    return costs[0][1], costs[0][0]


def _cost(text: str, value: int) -> float:
    text = text.strip(".,;:")
    best = 10.0
    for written in {str(value), f"{value:02d}"}:
        if len(written) != len(text):
            continue
        cost = 0.0
        for shown, real in zip(text, written, strict=True):
            if shown != real:
                cost += 1.0 if shown in _CONFUSED[real] else 10.0
        best = min(best, cost)
    return best


@lru_cache(maxsize=1)
def provinces() -> tuple[str, ...]:
    """The names of all provinces and centrally run cities, before and since 1 July 2025."""
    names: dict[str, None] = {}
    for file in ("provinces_until_2025-06-30.csv", "provinces_from_2025-07-01.csv"):
        text = (resources.files("mangnon.territory") / "data" / file).read_text(encoding="utf-8")
        for row in csv.DictReader(text.splitlines()):
            names[re.sub(r"^(?:Tỉnh|Thành phố) ", "", row["name"])] = None
    return tuple(names)


def _province(text: str) -> str | None:
    """The province a (damaged) text names, or None."""
    best = max(provinces(), key=lambda name: likeness(text, name))
    return best if likeness(text, best) >= 0.72 else None


def _place(text: str, before: str, raw: str) -> str | None:
    words = one_line(f"{before} {text}" if len(text) < 4 else text).split()
    found = re.match(r"(.*?)[,.;]?\s*ng\S{1,3}y?\s", raw)
    tails = [" ".join(words[-count:]) for count in (4, 3, 2, 1) if len(words) >= count]
    if found:
        kept = plain(found.group(1)).split()
        tails += [" ".join(kept[-count:]) for count in (4, 3, 2, 1) if len(kept) >= count]
    scored = [(likeness(tail, name), name, tail) for tail in tails for name in provinces() if len(tail) > 3]
    if not scored:
        return None
    score, name, _ = max(scored)
    if score < 0.72:
        return None
    is_city = re.search(r"th\S{1,3}nh\s+ph\S{1,2}\s+" + re.escape(name.split()[0]), f"{before} {text}", re.I)
    return f"Thành phố {name}" if is_city else name


def _issuer(head: Sequence[str], lines: Sequence[str], number: str | None, place: str | None) -> str | None:
    top = _top(head)
    flat = fold(" ".join(top))
    province = next((name for line in top if (name := _of_territory(line))), None)
    if re.search(r"\bthu tuong chinh phu\b", flat) or (number or "").endswith("-TTg"):
        return "Thủ tướng Chính phủ"
    own = next((line for line in top if re.match(r"s\S?\s", fold(line)) and _department(line)), None)
    department = _department(own) if own else None
    bare = re.sub(r"^Thành phố ", "", province or place or "") or None
    if department:
        city = bare in _cities()
        return f"{department} {'thành phố' if city else 'tỉnh'} {bare}" if bare else department
    ministry = next((line for line in top if re.match(r"b[o0]\s", fold(line)) and len(line) > 8), None)
    if ministry:
        return _sentence(ministry)
    is_committee = re.search(r"uy ban nhan dan|ubnd", flat) or "UBND" in (number or "")
    if is_committee and bare:
        city = bare in _cities()
        return f"Ủy ban nhân dân {'Thành phố' if city else 'tỉnh'} {bare}"
    return None


def _top(head: Sequence[str]) -> list[str]:
    """The lines of the issuer: before the national name, or before the number."""
    top: list[str] = []
    for line in head[:16]:
        flat = fold(line)
        if likeness(line[:34], "CỘNG HÒA XÃ HỘI CHỦ NGHĨA") > 0.8 or re.match(r"cong hoa|so \d|v v |kinh gui", flat):
            break
        kept = re.split(r"\s(?:Độc lập|CỘNG|C[ỌỘO6D]NG)\b", line)[0].strip(" |-")
        if kept:
            top.append(kept)
        if "doc lap" in flat:
            break
    joined: list[str] = []
    for line in top:
        starts = re.match(r"(?:uy|ubnd|tinh|thanh|so|bo|thu tuong|ban|van phong|s|cong an)\b", fold(line))
        is_broken = joined and fold(joined[-1]) in ("uy", "uy ban nhan", "thu tuong chinh")
        if joined and (is_broken or (not starts and len(line) < 25)):
            joined[-1] = f"{joined[-1]} {line}"
        else:
            joined.append(line)
    return joined


def _of_territory(line: str) -> str | None:
    found = re.search(r"(?:T[ỈIÍÌ]NH|TH[ÀAÁ]NH PH[ỐOÔ6])\s+(.+)$", line.upper())
    return _province(found.group(1)) if found else None


@lru_cache(maxsize=1)
def _cities() -> frozenset[str]:
    text = (resources.files("mangnon.territory") / "data" / "provinces_from_2025-07-01.csv").read_text("utf-8")
    rows = [row["name"] for row in csv.DictReader(text.splitlines())]
    return frozenset(name.removeprefix("Thành phố ") for name in rows if name.startswith("Thành phố "))


def is_city(issuer: str | None) -> bool:
    """Whether an issuer is of a centrally run city, whose bodies are named for the city and not the province."""
    return issuer is not None and "thành phố" in issuer.lower()


def _department(line: str) -> str | None:
    from mangnon.agencies.matching import match_agency

    found = match_agency(line)
    return found.name if found and found.code.startswith("SO_") and found.score > 0.75 else None


def _title(lines: Sequence[str], kind_at: int, number_at: int) -> tuple[str | None, int]:
    """The subject: below the kind, or after «V/v». Returns the line (1-based) the body begins on."""
    head = [plain(line) for line in lines[: _HEAD_LINES + 20]]
    parts: list[str] = []
    start = next((i for i, line in enumerate(head[:45]) if re.match(r"V/v\b", line, re.I) or " V/v " in line), -1)
    if start >= 0 and (kind_at < 0 or start <= kind_at + 2):
        parts.append(head[start][re.search(r"V/v", head[start], re.I).start() :])  # type: ignore[union-attr]
        index = start + 1
        while index < len(head) and head[index] and head[index] != "|" and not _ends_title(head[index]):
            parts.append(head[index])
            index += 1
        return _sentence(" ".join(parts)), index + 1
    if kind_at < 0:
        return None, max(number_at, 0) + 2
    index = kind_at + 1
    while index < len(head) and (not head[index] or re.fullmatch(r"[-|\s]+", head[index])):
        index += 1
    while index < len(head) and head[index] and head[index] != "|" and not _ends_title(head[index]):
        parts.append(head[index])
        index += 1
    return (_sentence(" ".join(parts)) if parts else None), index + 1


def _ends_title(line: str) -> bool:
    flat = fold(line)
    if _DATE_WORDS.search(line) and len(line) < 60:
        return True
    return flat.startswith(("kinh gui", "can cu ")) or bool(re.match(r"(?:[^a-zà-ỹ]{6,}) điện:", line))


def _sentence(text: str) -> str:
    """A text in capitals as a sentence: names of provinces and bodies keep their capitals."""
    text = re.sub(r"\b(?:50|s6|S6) (?=\d+/)", "số ", one_line(text))
    capitals = sum(char.isupper() for char in text)
    small = sum(char.islower() for char in text)
    if capitals <= small:
        return text
    lowered = text.lower()
    for name in (*provinces(), "Thủ tướng Chính phủ", "Chính phủ", "Việt Nam", "Liên hợp quốc", "Nhân dân"):
        lowered = re.sub(rf"(?<!\w){re.escape(name.lower())}(?!\w)", name, lowered)
    lowered = re.sub(r"\b(\d+)/([a-zđ]+)-([a-zđ]+)", lambda m: f"{m[1]}/{m[2].upper()}-{m[3].upper()}", lowered)
    lowered = lowered.replace("-TTG", "-TTg").replace("v/v", "V/v")
    return lowered[:1].upper() + lowered[1:]
