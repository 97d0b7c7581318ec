"""The form of a body's report: its columns, and what may stand in the cells to fill. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from mangnon.exchange.locked_forms.cells import is_marked, words_of
from mangnon.exchange.locked_forms.shape import Field, Shape

NOTHING: Final = "Không phát sinh"
GENERAL: Final = "Nội dung chung"
SHAPE: Final = Shape(
    "Báo cáo",
    (
        Field("number", "STT", 4, is_given=True),
        Field("code", "Mã nhiệm vụ", 8, is_given=True),
        Field("text", "Nội dung nhiệm vụ", 36, is_given=True),
        Field("role", "Vai trò", 9, is_given=True),
        Field("facts", "Số liệu, việc đã ghi trong kỳ và kỳ trước (để tham khảo)", 36, is_given=True),
        Field("is_nil", "Không phát sinh trong kỳ", 10),
        Field("results", "Kết quả thực hiện", 40),
        Field("difficulties", "Khó khăn, vướng mắc", 26),
        Field("proposals", "Đề xuất, kiến nghị", 24),
        Field("next_period", "Nhiệm vụ kỳ tới", 24),
    ),
    heading_row=7,
    row_word="mục",
)
WORDS: Final = tuple(name for name in SHAPE.filled if name != "is_nil")


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that cannot be taken: the column, and a Vietnamese sentence."""

    name: str
    sentence: str


def read_entry(cells: Mapping[str, Any], *, longest: int) -> tuple[dict[str, Any], list[Fault]]:
    """The filled cells of one row as the fields of a report's entry; what is wrong is told cell by cell.

    `longest`: signs that a box of a report holds.
    """
    faults: list[Fault] = []
    fields: dict[str, Any] = {name: words_of(cells.get(name, "")) for name in WORDS}
    for name in WORDS:
        if len(fields[name]) > longest:
            faults.append(Fault(name, f"có {len(fields[name])} ký tự, nhiều hơn mức {longest}"))
    marked = is_marked(cells.get("is_nil", ""), NOTHING)
    if marked is None:
        faults.append(Fault("is_nil", f"chỉ chọn «{NOTHING}» hoặc để trống"))
    fields["is_nil"] = bool(marked)
    if marked and fields["results"]:
        faults.append(Fault("is_nil", "vừa đánh dấu không phát sinh vừa ghi kết quả; hãy bỏ một trong hai"))
    return fields, faults
