"""An agency's workbook as a file: what it has open in a plan, with cells to answer in. No database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from mangnon.exchange.locked_forms import writing
from mangnon.exchange.locked_forms.writing import FormRow, FormText
from mangnon.exchange.workbooks.rules import ACCEPTED, COMPLETED, LONGEST, SHAPE
from mangnon.kernel.dates import vn_date

__all__ = ["FormHead", "FormRow", "write_form"]
_LAST_DAY = dt.date(2100, 12, 31)
_LOOKS: Final = {
    "progress": writing.PERCENT,
    "later": writing.DAY,
    "accept": writing.CHOICE,
    "complete": writing.CHOICE,
}


@dataclass(frozen=True, slots=True)
class FormHead:
    """What stands above the table."""

    agency: str
    plan: str
    lead: str
    number: int
    issued_on: dt.date
    sample_notice: str | None = None


def write_form(head: FormHead, rows: Sequence[FormRow], marks: str) -> bytes:
    """The workbook as .xlsx, the same bytes for the same content. `marks`: the signed text of the hidden sheet."""
    return writing.write_form(SHAPE, _text(head), rows, marks)


def _text(head: FormHead) -> FormText:
    issued = f"Lần phát hành số {head.number}, ngày {vn_date(head.issued_on)}. Gửi lại cho {head.lead}."
    above: list[tuple[str, Mapping[str, Any]]] = [
        ("PHIẾU CẬP NHẬT TÌNH HÌNH THỰC HIỆN NHIỆM VỤ", {"bold": True, "font_size": 14}),
        (head.agency, {"bold": True, "font_size": 13}),
        (f"({head.plan})", {"italic": True, "font_size": 12}),
        (issued, {"font_size": 11}),
        ("Chỉ điền các ô nền trắng; xem trang «Hướng dẫn».", {"italic": True, "font_size": 11}),
    ]
    if head.sample_notice:
        above.append((head.sample_notice, {"italic": True, "font_size": 11}))
    return FormText(
        title="Phiếu cập nhật nhiệm vụ",
        above=tuple(above),
        guide=(
            ("Cách điền phiếu", ""),
            *_GUIDE,
            ("Gửi lại", f"Lưu tệp (dạng Excel .xlsx) rồi gửi cho {head.lead}."),
        ),
        foot=f"Lần phát hành số {head.number}",
        looks=_LOOKS,
        rules=_rules(head.issued_on),
    )


def _rules(issued_on: dt.date) -> tuple[tuple[str, Mapping[str, Any]], ...]:
    marks = [
        (name, {"validate": "list", "source": [word], "error_message": f"Hãy chọn «{word}» hoặc để trống."})
        for name, word in (("accept", ACCEPTED), ("complete", COMPLETED))
    ]
    between = {"criteria": "between"}
    return (
        *marks,
        (
            "progress",
            {
                **between,
                "validate": "integer",
                "minimum": 0,
                "maximum": 100,
                "error_message": "Hãy ghi số nguyên từ 0 đến 100.",
            },
        ),
        (
            "later",
            {
                **between,
                "validate": "date",
                "minimum": issued_on,
                "maximum": _LAST_DAY,
                "error_message": "Hãy ghi ngày theo mẫu 17/02/2025.",
            },
        ),
        *((name, writing.length_rule(LONGEST)) for name in SHAPE.filled if name not in _LOOKS),
    )


_GUIDE: Final = (
    ("Ô nền xám", "Do hệ thống ghi, đã khóa. Nếu có sai sót, hãy báo cơ quan đầu mối, không tự sửa."),
    (
        "Thời hạn",
        "Ngày cuối cùng còn đúng hạn, tính đến hết ngày ấy: văn bản ghi «trước ngày 10/6» thì thời hạn là ngày 09/6. "
        "Nhiệm vụ đã được gia hạn ghi thêm hạn ban đầu.",
    ),
    ("Tiếp nhận", f"Chọn «{ACCEPTED}» khi cơ quan nhận thực hiện nhiệm vụ. Nhiệm vụ đã tiếp nhận thì để trống."),
    ("Tiến độ (%)", "Số nguyên từ 0 đến 100. Đã ghi tiến độ thì nêu việc đã làm, và ngược lại."),
    ("Việc đã làm", "Nêu việc đã làm và kết quả đến nay; không ghi tên hoặc thông tin riêng của trẻ em."),
    ("Khó khăn, Đề nghị", "Nêu khó khăn, vướng mắc và điều đề nghị cơ quan đầu mối giải quyết. Không có thì để trống."),
    ("Xin gia hạn", "Ghi ngày theo mẫu 17/02/2025 và lý do. Chỉ xin gia hạn nhiệm vụ có thời hạn cụ thể."),
    ("Hoàn thành", f"Chọn «{COMPLETED}» khi đã làm xong; tiến độ ghi 100 hoặc để trống."),
    (
        "Cơ quan phối hợp",
        "Cơ quan chủ trì báo hoàn thành khi có cơ quan phối hợp chưa có ý kiến thì nêu lý do ở cột cuối.",
    ),
    (
        "Không làm",
        "Không thêm, xóa, chuyển chỗ dòng, cột, trang tính; không gộp ô; không dùng công thức; không chép bảng "
        "sang tệp khác.",
    ),
    (
        "Gửi lần nữa",
        "Có thể điền thêm rồi gửi lại chính tệp này: phần đã nhận không bị tính hai lần. Khi đã gửi một tệp phát hành "
        "sau, tệp phát hành trước không còn được nhận.",
    ),
)
