"""What the head of a table says its columns hold, and whether it is a table that gives orders."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from mangnon.agencies.matching import bones, letters
from mangnon.documents.reading.table_rows import Cell, Row
from mangnon.kernel.text import fold

# Roles in order: the first whose words a head cell holds is the cell's.
_ROLES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("other", ("ghi chú", "lãnh đạo phụ trách", "lãnh đạo chỉ đạo", "người theo dõi", "kinh phí", "dự toán",
               "nguồn vốn", "nguồn lực", "đơn vị tính", "tổng mức", "chỉ tiêu", "nội dung chi", "khoản chi", "số lượng",
               "đơn giá",
               "thành tiền", "căn cứ", "cơ quan ban hành", "cấp trình", "cấp ban hành", "cơ quan trình",
               "lãnh đạo UBND", "cơ quan theo dõi", "kết quả thực hiện", "tình hình thực hiện", "mức độ hoàn thành")),
    ("both", ("chủ trì, phối hợp", "chủ trì/phối hợp", "chủ trì - phối hợp", "chủ trì và phối hợp",
              "chủ trì phối hợp")),
    ("lead", ("chủ trì",)),
    ("coordinating", ("phối hợp", "cơ quan tham gia", "đơn vị tham gia")),
    ("time", ("thời gian", "thời hạn", "tiến độ", "thời điểm", "hạn hoàn thành", "ngày hoàn thành", "lộ trình")),
    ("lead", ("cơ quan thực hiện", "đơn vị thực hiện", "bộ phận thực hiện", "đơn vị tham mưu", "cơ quan tham mưu",
              "bộ phận tham mưu", "cơ quan, đơn vị thực hiện", "tổ chức thực hiện", "cơ quan đầu mối", "đơn vị đầu mối",
              "phân công thực hiện", "phân công trách nhiệm", "trách nhiệm thực hiện", "đơn vị phụ trách",
              "cơ quan phụ trách", "cơ quan chịu trách nhiệm", "đơn vị, cá nhân thực hiện", "người thực hiện")),
    ("product", ("sản phẩm", "kết quả", "đầu ra", "hình thức văn bản")),
    ("task", ("nhiệm vụ", "công việc", "nội dung", "hoạt động", "giải pháp", "đầu việc", "tên đề án", "tên văn bản",
              "tên kế hoạch", "tên chương trình")),
    ("time", ("hoàn thành",)),
)  # fmt: skip
_WHOLE = {
    **dict.fromkeys(("stt", "tt", "so tt", "so thu tu"), "number"),
    **dict.fromkeys(("phan cong", "co quan don vi", "trach nhiem"), "lead"),
}
_NOT_OF_TASKS = ("chu tri", "phoi hop", "thoi gian", "thoi han", "tien do")
_LONGEST = 90
_NEAR = 172
_CAPTION_AGAINST = re.compile(
    r"\b(?:du toan|kinh phi thuc hien|chi tieu|bieu mau|mau bao cao|mau so|de cuong|thong ke|so lieu|kich ban|"
    r"chuong trinh le|lich trinh|danh sach)\b"
)
_CAPTION_FOR = re.compile(r"\b(?:nhiem vu|phan cong|cong viec|noi dung thuc hien)\b")
_MONEY = re.compile(r"\b(?:kinh phi|du toan|nguon von|tong muc|thanh tien|dien gia|dai bieu)\b")
_ROW_NUMBER = re.compile(r"^\W*(?:\d{1,3}|[IVX]{1,5})\W*$")
_COLUMN_NUMBER = re.compile(r"^\W*(?:\d{1,2}|[A-H])(?:\s*=.*)?\W*$")


@dataclass(frozen=True, slots=True)
class Head:
    """The columns of a table: which holds what, how many there are, and the words of the head."""

    columns: dict[str, int]
    width: int
    words: tuple[str, ...]

    @property
    def gives_orders(self) -> bool:
        """Whether the table says who does what."""
        known = self.columns.keys()
        of_money = _MONEY.search(fold(" ".join(self.words))) and not {"time", "coordinating", "both"} & known
        return "task" in known and bool({"lead", "both"} & known) and not of_money

    @property
    def names_time_only(self) -> bool:
        """Whether the table has tasks and times and no column for who leads."""
        known = self.columns.keys()
        return (
            {"task", "time"} <= known and not {"lead", "both"} & known and not _MONEY.search(fold(" ".join(self.words)))
        )


@lru_cache(maxsize=4096)
def role_of(text: str) -> str | None:
    """What a head's cell says its column holds; None when it says nothing known."""
    flat = fold(text)
    if not flat or len(flat) > _LONGEST:
        return None
    if flat in _WHOLE:
        return _WHOLE[flat]
    bounded = f" {flat} "
    if " nhiem vu " in bounded and not any(f" {word} " in bounded for word in _NOT_OF_TASKS):
        return "task"
    for role, phrases in _ROLES:
        if any(f" {fold(phrase)} " in bounded for phrase in phrases):
            return role
    return _damaged_role(text)


def _damaged_role(text: str) -> str | None:
    kept = letters(text)
    best: tuple[float, str | None] = (_NEAR, None)
    for role, phrases in _ROLES:
        for phrase in phrases:
            wanted = letters(phrase)
            if len(wanted) < 6 or len(kept) < len(wanted) - 1:
                continue
            near = fuzz.partial_ratio(wanted, kept) + fuzz.partial_ratio(bones(phrase), bones(text))
            if near > best[0]:
                best = (near, role)
    return best[1]


def head_of(row: Row, following: Row | None = None) -> tuple[Head, int] | None:
    """The head that a row is, alone or with the row after it, and how many rows it takes; None when it is no head."""
    columns = _columns(row)
    if any(len(cell.text) > _LONGEST or (place < 2 and _ROW_NUMBER.match(cell.text)) for place, cell in enumerate(row)):
        return None
    if following is not None and len(following) >= 2:
        both = _in_two_rows(row, following)
        if both is not None and len(both.columns) >= len(columns) and (both.gives_orders or both.names_time_only):
            return both, 2
    head = Head(columns, len(row), tuple(cell.text for cell in row))
    known = len(columns)
    return (head, 1) if known >= 3 or (known == 2 and head.gives_orders) else None


def is_head_again(row: Row, head: Head) -> bool:
    """Whether a row repeats (part of) the head, as tables do on each page."""
    texts = {fold(word) for word in head.words if word}
    filled = [cell for cell in row if cell.lines]
    return bool(filled) and all(fold(cell.text) in texts or role_of(cell.text) for cell in filled) and len(filled) > 1


def is_column_numbers(row: Row) -> bool:
    """Whether a row only numbers the columns: (1) (2) (3)."""
    filled = [cell.text for cell in row if cell.lines]
    return len(filled) >= 3 and all(_COLUMN_NUMBER.match(text) for text in filled)


def speaks_against(caption: str) -> bool:
    """Whether the words above a table say that it is no table of tasks: a budget, targets, a form, figures."""
    flat = fold(caption)
    return bool(_CAPTION_AGAINST.search(flat)) and not _CAPTION_FOR.search(flat)


def _columns(row: Sequence[Cell]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, cell in enumerate(row):
        role = role_of(cell.text) if cell.lines else None
        if role is not None and role != "other":
            found.setdefault(role, place)
    return found


def _in_two_rows(row: Row, following: Row) -> Head | None:
    """A head whose second row divides cells of the first: «Cơ quan thực hiện» over «Chủ trì» and «Phối hợp»."""
    below = [cell for cell in following if cell.lines]
    roles = [role_of(cell.text) for cell in below]
    if not below or any(role is None for role in roles) or not {"lead", "coordinating", "time"} & set(roles):
        return None
    if len(following) > len(row):  # the second row holds the cells of the first again
        columns = _columns(following)
        return Head(columns, len(following), tuple(cell.text for cell in (*row, *following)))
    if roles[0] not in ("lead", "coordinating", "both"):
        return None
    for place, cell in enumerate(row):
        above = role_of(cell.text)
        if above in ("lead", "both", "coordinating") and cell.lines and len(below) >= 2:
            cells = (*row[:place], *below, *row[place + 1 :])
            return Head(_columns(cells), len(cells), tuple(cell.text for cell in (*row, *below)))
    return None
