"""What stands in a cell of a table: bodies as the paper divides them, a time frame, a number of a row."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from mangnon.agencies.matching import letters, match_agency, match_class
from mangnon.documents.reading.names import known_bodies_of, mended_time
from mangnon.documents.reading.records import TimeFrame
from mangnon.documents.reading.table_rows import Cell
from mangnon.documents.reading.timeframes import read_time_frame
from mangnon.kernel.text import fold

# The words a body's name begins with (NĐ 30/2020 and the laws of organisation name bodies by such heads).
NAME_HEADS = (
    "sở", "bộ", "ban", "các", "ủy ban", "uỷ ban", "ubnd", "hđnd", "hội", "công an", "tỉnh", "thành", "đoàn",
    "trung tâm", "trường", "chi cục", "cục", "tổng cục", "vụ", "viện", "văn phòng", "phòng", "thanh tra", "tòa",
    "toà", "đài", "báo",
    "liên đoàn", "liên minh", "hiệp hội", "bệnh viện", "công ty", "tổng công ty", "tập đoàn", "ngân hàng", "kho bạc",
    "bảo hiểm", "bưu điện", "viễn thông", "trạm", "quỹ", "thuế", "hải quan", "mặt trận", "ubmttq", "mttq", "đảng ủy",
    "huyện", "thị", "đồn", "thư viện", "bảo tàng", "nhà", "học viện", "đại học", "cổng", "tổ", "chủ đầu tư",
    "doanh nghiệp", "điện lực", "hạt", "thủ trưởng", "xã", "phường", "thôn", "những", "toàn", "cơ quan", "đơn vị",
    "cấp", "trưởng",
    "giám đốc", "chủ tịch", "lãnh đạo", "mạng lưới", "vườn quốc gia", "câu lạc bộ", "ngành", "địa phương",
)  # fmt: skip
_NUMBERING = re.compile(r"^\W{0,2}(?:\d{1,3}(?:[.,]\d{1,3}){0,3}|[IVXLT]{1,6}|[a-zđA-ZĐ])\W{0,2}$")
_EMPTY = re.compile(r"^[\s.\-–—…/_*x]*$")
_TIME_WORDS = re.compile(
    r"\b(?:quy|thang|nam|ngay|tuan|truoc|sau|den|het|thuong xuyen|hang|hoan thanh|giai doan|dinh ky|theo|khi|cham nhat|"
    r"trong|tu|6 thang|dau|cuoi|hoc ky|lien tuc|ngay sau|ke tu)\b"
)
_LABELS = re.compile(
    r"(?P<lead>(?:(?:cơ quan|đơn vị|bộ phận)\s+)?(?:chủ trì|thực hiện|đầu mối)(?:\s+thực hiện)?)\s*:"
    r"|(?P<coordinating>(?:(?:cơ quan|đơn vị|bộ phận)\s+)?phối hợp(?:\s+thực hiện)?(?:\s+với)?)\s*:"
    r"|(?P<time>(?:thời gian|thời hạn|tiến độ)(?:\s+(?:thực hiện|hoàn thành))?)\s*:",
    re.I,
)
_IN_WORDS = re.compile(
    r"^(?P<lead>.+?)\s*(?:là (?:cơ quan|đơn vị) )?chủ trì\s*[,;]?\s*(?:và\s+)?phối hợp\s*(?:với|cùng)?\s*:?\s*"
    r"(?P<coordinating>.+?)(?:\s+(?:thực hiện|triển khai thực hiện))?$",
    re.I | re.S,
)
_BULLET = re.compile(r"^\s*[-–+•]\s+|^\s*[-–+•](?=[A-ZĐÀ-Ỹ])|^\s*\d{1,2}[.)]\s+(?=[A-ZĐÀ-Ỹ])")
_OPEN = re.compile(r"(?:[,(\-–]|\b(?:và|với|của|cùng|các|về|hoặc))$", re.I)


def is_empty(text: str) -> bool:
    """Whether a cell says nothing: blank, a dash, dots."""
    return not text or bool(_EMPTY.match(text))


def is_numbering(text: str) -> bool:
    """Whether a cell holds a row's number: 3, 1.2, IV, a."""
    return bool(_NUMBERING.match(text.strip()))


@lru_cache(maxsize=4096)
def body_likeness(text: str) -> float:
    """How likely a cell holds bodies, 0..1: it begins as names begin and is no sentence."""
    flat = f"{fold(_BULLET.sub('', text))} "
    if not flat.strip() or len(flat) > 400:
        return 0.0
    begins = any(flat.startswith(f"{head} ") for head in _FOLDED_HEADS)
    if begins and len(flat.split()) <= 12 and not re.search(r"[.]\s*$", text.strip()[-1:]):
        return 1.0
    if begins:
        return 0.7
    return 1.0 if (found := match_agency(text)) is not None and found.how == "exact" else 0.0


@lru_cache(maxsize=4096)
def time_likeness(text: str) -> float:
    """How likely a cell holds a time frame, 0..1."""
    flat = fold(text)
    if not flat or len(flat) > 90:
        return 0.0
    if read_time_frame(text).kind != "unknown" and (len(flat) < 50 or _TIME_WORDS.match(flat)):
        return 1.0
    return 0.6 if _TIME_WORDS.match(flat) else 0.0


def said_together(text: str) -> str:
    """A task's text without a bullet before it."""
    return re.sub(r"^\s*[•+]\s*", "", text).strip()


def bodies_and_time(
    cells: Mapping[str, Cell],
) -> tuple[tuple[str, ...], tuple[str, ...], TimeFrame | None]:
    """Who leads, who works with them, and when, of a row's cells."""
    lead, coordinating = cells.get("lead"), cells.get("coordinating")
    if "both" in cells:
        lead, other = _divided(cells["both"])
        coordinating = other or coordinating
    elif lead is not None and (_LABELS.search(lead.text) or (coordinating is None and _IN_WORDS.match(lead.text))):
        lead, other = _divided(lead)
        coordinating = coordinating if coordinating is not None and coordinating.lines else other
    return _bodies(lead), _bodies(coordinating), _time(cells.get("time"))


def _bodies(cell: Cell | None) -> tuple[str, ...]:
    if cell is None or is_empty(cell.text):
        return ()
    mended, raw = body_lines(cell.lines, cell.raw)
    return known_bodies_of(mended, raw)


def _time(cell: Cell | None) -> TimeFrame | None:
    if cell is None or not (letters(cell.text) or re.search(r"\d", cell.text)):
        return None
    return read_time_frame(mended_time(cell.text.strip(), cell.source.strip()))


def body_lines(lines: Sequence[str], raw: Sequence[str]) -> tuple[str, str]:
    """The lines of a cell of bodies as one text, twice (mended and as scanned); bodies that stand one below the other
    are divided by semicolons, as a list is."""
    bullets = sum(bool(_BULLET.match(line)) for line in lines)
    texts, sources = "", ""
    for place, (line, source) in enumerate(zip(lines, raw, strict=True)):
        bare = _BULLET.sub("", line).strip()
        bare_source = _BULLET.sub("", source).strip() if bare != line.strip() else source.strip()
        if not place:
            texts, sources = bare, bare_source
            continue
        apart = bool(_BULLET.match(line)) if bullets > 1 else _is_next(texts, bare)
        divide = "; " if apart and not texts.rstrip().endswith((";", ",")) else " "
        if bullets > 1 and apart and texts.rstrip().endswith(","):
            texts, sources, divide = texts.rstrip()[:-1], sources.rstrip().rstrip(","), "; "
        texts, sources = texts + divide + bare, sources + divide + bare_source
    return texts, sources


def _is_next(before: str, line: str) -> bool:
    """Whether a line of a cell begins another body: what stands before is a whole name and the line begins as one."""
    last = re.split(r"[;,]", before)[-1].strip()
    if _OPEN.search(before.strip()) or not line[:1].isupper() or not _begins_name(line):
        return False
    agency, several = match_agency(last), match_class(before.split(";")[-1].strip())
    known = (agency is not None and agency.how == "exact") or (several is not None and several.how == "exact")
    return known or _is_whole_unknown(last)


def _is_whole_unknown(name: str) -> bool:
    """Whether a name the catalogue does not know looks whole: it ends with a level or a place («tỉnh», «phường»)."""
    return _begins_name(name) and bool(re.search(r"\b(?:tinh|phuong|xa|thanh pho|lien quan|dia ban)$", fold(name)))


def _begins_name(text: str) -> bool:
    flat = f"{fold(text)} "
    return any(flat.startswith(f"{head} ") for head in _FOLDED_HEADS)


def _divided(cell: Cell) -> tuple[Cell | None, Cell | None]:
    """Who leads and who works with them in one cell: labelled, said in words, or the first of a list."""
    text = cell.text
    marks = list(_LABELS.finditer(text))
    if marks:
        parts: dict[str, str] = {}
        if marks[0].start() > 3:
            parts["lead"] = text[: marks[0].start()]
        for mark, following in zip(marks, [*marks[1:], None], strict=True):
            end = following.start() if following is not None else len(text)
            parts.setdefault(str(mark.lastgroup), text[mark.end() : end])
        return _part(cell, parts.get("lead")), _part(cell, parts.get("coordinating"))
    said = _IN_WORDS.match(text)
    if said:
        return _part(cell, said["lead"]), _part(cell, said["coordinating"])
    return cell, None


def _part(cell: Cell, text: str | None) -> Cell | None:
    bare = (text or "").strip(" ;,.-–")
    return Cell((bare,), (bare,), cell.first, cell.last) if bare else None


_FOLDED_HEADS = tuple(dict.fromkeys(fold(head) for head in NAME_HEADS))
