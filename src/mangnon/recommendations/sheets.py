"""A list of paragraphs as it was sent: Excel, a table in text (CSV), or plain text with numbered paragraphs.

A file is taken whole or refused whole with one sentence; cells are read as they stand, never computed. No database.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from io import BytesIO, StringIO
from typing import Any, Final

import xlsxwriter
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from mangnon.kernel.text import fold, nfc, one_line
from mangnon.kernel.workbooks import LARGEST_FILE, TRY_AGAIN, BadWorkbook, cell_name, check_package
from mangnon.recommendations.catalogue import cluster_meant, clusters, rights, rights_meant
from mangnon.recommendations.errors import BadList
from mangnon.recommendations.rules import paragraph_of, paragraphs_in

SHEET: Final = "Khuyến nghị"
MOST_ROWS: Final = 5000
# Field → heading of its column, in the form's order. Only the first must be there.
COLUMNS: Final[dict[str, str]] = {
    "paragraph": "Đoạn",
    "cluster": "Cụm",
    "topic": "Chủ đề",
    "text": "Nội dung",
    "urgency": "Khẩn",
    "rights": "Quyền (điều của Luật Trẻ em)",
    "text_en": "Nguyên văn tiếng Anh",
    "tasks": "Nhiệm vụ trả lời (mã kế hoạch: mã nhiệm vụ)",
}
_HEADINGS: Final[dict[str, tuple[str, ...]]] = {
    "paragraph": ("doan", "so doan", "doan so", "khuyen nghi so", "paragraph", "paragraph no", "para"),
    "cluster": ("cum", "cum van de", "nhom", "cluster"),
    "topic": ("chu de", "topic vi", "topic"),
    "text": ("noi dung", "noi dung khuyen nghi", "text", "text vi"),
    "urgency": ("khan", "muc do khan", "khan cap", "can hanh dong khan", "urgent", "urgency"),
    "rights": ("quyen", "quyen dieu cua luat tre em", "dieu luat tre em", "rights", "related right articles"),
    "text_en": ("nguyen van tieng anh", "tieng anh", "text en"),
    "tasks": ("nhiem vu", "nhiem vu tra loi", "nhiem vu tra loi ma ke hoach ma nhiem vu", "tasks"),
}
_YES = frozenset({"x", "co", "khan", "khan cap", "1", "true", "yes"})
_NO = frozenset({"", "khong", "0", "false", "no"})
_LONGEST = {"topic": 300, "text": 20_000, "text_en": 20_000, "tasks": 2000}
_HEADING_WITHIN = 10
_WRITTEN: Final = frozenset({"doc", "docx", "odt", "rtf", "pdf"})
_TASK = re.compile(r"^\s*([-\w]{1,60})\s*[:：]\s*(\S{1,40})\s*$")


@dataclass(slots=True)
class ListRow:
    """One paragraph of a list. `place`: the row of the sheet or the line of the text; `faults`: (column, sentence).

    A field that the file has no column for is None: the paragraph keeps what it has.
    """

    place: int
    number: int = 0
    sub: str = ""
    cluster: str | None = None
    topic: str | None = None
    text: str | None = None
    text_en: str | None = None
    is_urgent: bool | None = None
    rights: list[int] | None = None
    tasks: list[list[str]] = field(default_factory=list)
    faults: list[list[str]] = field(default_factory=list)

    def fault(self, name: str, sentence: str) -> None:
        """Say what is wrong in a column."""
        self.faults.append([COLUMNS.get(name, name), sentence])

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)


def rows_of_file(name: str, content: bytes) -> list[ListRow]:
    """The paragraphs of a file by its kind, in its order. Raises BadList with the one reason why it cannot be taken."""
    if len(content) > LARGEST_FILE:
        raise BadList(f"Tệp lớn hơn {LARGEST_FILE // 1_048_576} MB. {TRY_AGAIN}", code="too_large")
    ending = name.rpartition(".")[2].lower()
    if content[:5] == b"%PDF-" or ending in _WRITTEN or (content[:2] == b"PK" and b"word/document.xml" in content):
        raise BadList(
            "Ở đây chưa nhận tệp Word, PDF. Chưa có gì được nạp. Hãy mở tệp, chép phần chữ có số đoạn rồi dán vào ô "
            "«Hoặc dán văn bản có đánh số đoạn», hoặc lưu thành văn bản thuần (.txt, Unicode) rồi gửi lại.",
            code="written_file",
        )
    if content[:2] == b"PK" or content[:4] == b"\xd0\xcf\x11\xe0" or ending in ("xlsx", "xls", "xlsm"):
        return _bounded(_of_workbook(content))
    text = _decoded(content)
    return _bounded(_of_table(text) if ending == "csv" else _of_text(text))


def rows_of_text(text: str) -> list[ListRow]:
    """The numbered paragraphs of typed text. Raises BadList."""
    return _bounded(_of_text(text))


def rows_of_cells(items: Sequence[Mapping[str, str]]) -> list[ListRow]:
    """Paragraphs given one by one, each as the words of its own cells (`COLUMNS`); a cell that is left out keeps what
    the paragraph has. Raises BadList."""
    return _bounded(
        [
            _row(place, list(item.values()), {name: at for at, name in enumerate(item)})
            for place, item in enumerate(items, 1)
        ]
    )


def _bounded(rows: list[ListRow]) -> list[ListRow]:
    if not rows:
        raise BadList(f"Không có đoạn nào trong tệp. {TRY_AGAIN}", code="empty_file")
    if len(rows) > MOST_ROWS:
        raise BadList(
            f"Tệp có {len(rows)} đoạn, nhiều hơn mức {MOST_ROWS} đoạn một lần. Chưa có gì được nạp. Hãy chia nhỏ tệp.",
            code="too_many_rows",
        )
    first: dict[tuple[int, str], int] = {}
    for row in rows:
        if not row.number:
            continue
        before = first.setdefault((row.number, row.sub), row.place)
        if before != row.place:
            row.fault("paragraph", f"trùng với dòng {before}")
    return rows


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16"):
        if encoding == "utf-16" and content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
            continue
        try:
            return nfc(content.decode(encoding))
        except UnicodeDecodeError:
            continue
    raise BadList(
        "Không đọc được chữ trong tệp: tệp không ở bảng mã Unicode. Chưa có gì được nạp. "
        "Hãy lưu lại dạng Unicode (UTF-8) hoặc Excel rồi gửi lại.",
        code="bad_encoding",
    )


# ---- tables --------------------------------------------------------------------------------------------------------


def _of_workbook(content: bytes) -> list[ListRow]:
    try:
        check_package(content)
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            values = sheet.to_python(skip_empty_area=False)
            heading, places = _heading(values)
            if places:
                _check_merged(sheet, heading)
                return _of_cells(values[heading + 1 :], places, heading + 2)
    except BadWorkbook as refused:
        raise BadList(refused.message, code=refused.code) from refused
    except (CalamineError, ValueError, OSError) as error:
        raise BadList(f"Không mở được tệp: tệp hỏng hoặc không phải Excel. {TRY_AGAIN}", code="not_excel") from error
    raise _no_columns()


def _no_columns() -> BadList:
    return BadList(
        "Không tìm thấy dòng tiêu đề có cột «Đoạn» và ít nhất một trong các cột «Cụm», «Chủ đề», «Nội dung», «Khẩn», "
        f"«Quyền», «Nhiệm vụ». {TRY_AGAIN}",
        code="wrong_columns",
    )


def _check_merged(sheet: CalamineSheet, heading: int) -> None:
    merged = [each for each in sheet.merged_cell_ranges or [] if each[1][0] >= heading]
    if merged:
        row, column = merged[0][0]
        raise BadList(
            f"Trang tính có ô gộp (bắt đầu từ ô {cell_name(row + 1, column + 1)}) nên không rõ giá trị thuộc đoạn nào. "
            "Chưa có gì được nạp. Hãy bỏ gộp ô, điền đủ từng dòng rồi gửi lại.",
            code="merged_cells",
        )


def _of_table(text: str) -> list[ListRow]:
    sample = text[:4000]
    delimiter = max(";,\t", key=sample.count)
    try:
        values = list(csv.reader(StringIO(text), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise BadList(
            f"Bảng trong tệp bị hỏng (dấu nháy không khép hoặc ô quá dài). {TRY_AGAIN}", code="bad_table"
        ) from error
    heading, places = _heading(values)
    if not places:
        raise _no_columns()
    return _of_cells(values[heading + 1 :], places, heading + 2)


def _heading(values: Sequence[Sequence[Any]]) -> tuple[int, dict[str, int]]:
    """(row, places of columns) of the first row that heads a list; no places for none."""
    for number, row in enumerate(values[:_HEADING_WITHIN]):
        words = [fold(str(cell)) for cell in row]
        found = {}
        for name, forms in _HEADINGS.items():
            place = next((index for index, word in enumerate(words) if word in forms), None)
            if place is not None:
                found[name] = place
        if "paragraph" in found and len(found) > 1:
            return number, found
    return 0, {}


def _of_cells(values: Iterable[Sequence[Any]], places: dict[str, int], first: int) -> list[ListRow]:
    return [
        _row(place, cells, places)
        for place, cells in enumerate(values, first)
        if any(one_line(_text(cells[at])) for at in places.values() if at < len(cells))
    ]


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return nfc(str(value)).strip()


def _row(place: int, cells: Sequence[Any], places: dict[str, int]) -> ListRow:
    row = ListRow(place)
    for name, at in places.items():
        words = _text(cells[at]) if at < len(cells) else ""
        if len(words) > _LONGEST.get(name, 300):
            row.fault(name, f"dài quá {_LONGEST.get(name, 300)} ký tự")
            continue
        _FILL[name](row, words)
    return row


def _paragraph(row: ListRow, words: str) -> None:
    meant = paragraph_of(words)
    if meant is None:
        row.fault("paragraph", f"«{words[:30]}» không phải số đoạn; hãy ghi như 30 hoặc 30 (a)")
    else:
        row.number, row.sub = meant


def _cluster(row: ListRow, words: str) -> None:
    code = cluster_meant(words) if words else ""
    if code is None:
        row.fault("cluster", f"không có cụm «{words[:60]}»; hãy dùng mã {', '.join(clusters())}")
    else:
        row.cluster = code


def _urgency(row: ListRow, words: str) -> None:
    word = fold(words)
    if word not in _YES and word not in _NO:
        row.fault("urgency", f"«{words[:30]}» chưa rõ; hãy ghi «x» hoặc để trống")
    row.is_urgent = word in _YES


def _rights(row: ListRow, words: str) -> None:
    row.rights, unknown = rights_meant(words)
    for word in unknown:
        row.fault("rights", f"«{word[:30]}» không phải điều về quyền của trẻ em ({min(rights())} đến {max(rights())})")


def _tasks(row: ListRow, words: str) -> None:
    for part in re.split(r"[;\n]", words):
        if not part.strip():
            continue
        found = _TASK.match(part)
        if found is None:
            row.fault("tasks", f"«{one_line(part)[:60]}» chưa đúng; hãy ghi như 501-KH-UBND: II.1")
        else:
            row.tasks.append([found[1], found[2]])


def _plain(name: str) -> Callable[[ListRow, str], None]:
    def fill(row: ListRow, words: str) -> None:
        setattr(row, name, one_line(words) if name == "topic" else words)

    return fill


_FILL: Final[dict[str, Callable[[ListRow, str], None]]] = {
    "paragraph": _paragraph,
    "cluster": _cluster,
    "topic": _plain("topic"),
    "text": _plain("text"),
    "urgency": _urgency,
    "rights": _rights,
    "text_en": _plain("text_en"),
    "tasks": _tasks,
}


# ---- plain text ----------------------------------------------------------------------------------------------------


def _of_text(text: str) -> list[ListRow]:
    rows = []
    for each in paragraphs_in(text):
        row = ListRow(each.line, each.number, each.sub, text=each.text)
        if each.cluster:
            row.cluster = each.cluster if each.cluster in clusters() else None
        if len(each.text) > _LONGEST["text"]:
            row.fault("text", f"dài quá {_LONGEST['text']} ký tự")
        rows.append(row)
    if not rows:
        raise BadList(
            "Không thấy đoạn nào được đánh số ở đầu dòng (như «17. …»). Chưa có gì được nạp. "
            "Hãy kiểm tra văn bản, hoặc dùng mẫu Excel.",
            code="no_numbers",
        )
    return rows


# ---- the empty form ------------------------------------------------------------------------------------------------


def template_workbook(rows: Sequence[Sequence[str]] = ()) -> bytes:
    """The form to fill, with the clusters and rights that may be named; `rows` stand in it already."""
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, options)
    bold = book.add_format({"bold": True, "text_wrap": True, "border": 1, "bg_color": "#E3EFE5", "valign": "top"})
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    page = book.add_worksheet(SHEET)
    for index, (heading, width) in enumerate(zip(COLUMNS.values(), (9, 9, 30, 70, 8, 18, 50, 30), strict=True)):
        page.set_column(index, index, width, text)
        page.write_string(0, index, heading, bold)
    for number, row in enumerate(rows, 1):
        for index, cell in enumerate(row):
            page.write_string(number, index, cell, text)
    page.freeze_panes(1, 1)
    lists = book.add_worksheet("Danh mục")
    for index, heading in enumerate(("Mã cụm", "Cụm (chưa kiểm chứng)", "Điều", "Quyền trong Luật Trẻ em")):
        lists.write_string(0, index, heading, bold)
    for number, cluster in enumerate(clusters().values(), 1):
        lists.write_string(number, 0, cluster.code)
        lists.write_string(number, 1, cluster.name)
    for number, right in enumerate(rights().values(), 1):
        lists.write_string(number, 2, str(right.article))
        lists.write_string(number, 3, right.name)
    lists.set_column(1, 1, 44)
    lists.set_column(3, 3, 60)
    book.close()
    return buffer.getvalue()
