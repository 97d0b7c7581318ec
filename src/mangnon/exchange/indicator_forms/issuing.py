"""Giving a form of figures out: the indicators of a set, a box for each group, what the body has told so far."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from mangnon.accounts.public import Actor, Permission
from mangnon.agencies.public import Agency
from mangnon.exchange.indicator_forms.rules import allowed_formula, shape_of
from mangnon.exchange.indicator_forms.signing import Marks, signed
from mangnon.exchange.locked_forms import writing
from mangnon.exchange.locked_forms.shape import Shape
from mangnon.exchange.locked_forms.writing import FormRow, FormText
from mangnon.exchange.report_forms.issuing import ReportForm, digest_of, on_behalf
from mangnon.exchange.report_forms.signing import new_nonce
from mangnon.indicators.public import (
    EntrySheet,
    Period,
    cell_of,
    entry_sheet,
    period_words,
    province_codes_of,
    write_cell,
)
from mangnon.kernel.refusals import NotAllowed
from mangnon.kernel.text import one_line, without_marks
from mangnon.kernel.training import sample_notice
from mangnon.territory.public import Unit

MOST_CELLS: Final = 5000


def writer_for(actor: Actor, agency: Agency) -> Actor:
    """As whom figures of a body are entered: oneself in one's own, a province's lead officers for bodies of it.

    Raises NotAllowed.
    """
    if actor.is_system or actor.agency_id == agency.pk:
        return actor
    if not leads_province(actor) or not actor.territory_codes & province_codes_of(agency.territory):
        raise NotAllowed(
            "Chỉ cán bộ của cơ quan đó hoặc đầu mối của tỉnh được phát hành, nhận biểu số liệu của cơ quan này. "
            "Không có gì bị thay đổi."
        )
    return on_behalf(actor, agency.pk, agency.name)


def leads_province(actor: Actor) -> bool:
    """Whether the actor answers for the figures of a province, and so for bodies without an account."""
    return actor.may(Permission.REVIEW_REPORTS) and actor.may(Permission.DIRECT_TASKS) and bool(actor.territory_code)


def indicator_form(
    *, actor: Actor, agency: Agency, unit: Unit, period: Period, set_code: str, division: str = ""
) -> ReportForm:
    """The form of a body about a unit and period. Nothing is stored: giving it out leaves no evidence.

    Raises NotAllowed; FiguresRefused for a unit of other days, an unknown set or division.
    """
    sheet = entry_sheet(
        writer_for(actor, agency),
        unit=unit,
        agency=agency,
        period=period,
        set_code=set_code,
        division=division,
        most=MOST_CELLS,
    )
    shape = shape_of([column.label for column in sheet.columns])
    rows = _rows(sheet)
    own = [tuple(n for n, column in enumerate(sheet.columns) if column.key in row.keys) for row in sheet.rows]
    marks = Marks(
        nonce=new_nonce(),
        agency=agency.code,
        unit=unit.pk,
        period=period.code,
        set_code=sheet.set.code,
        division=sheet.division,
        columns=tuple((column.key, column.label) for column in sheet.columns),
        rows=tuple((row.key, places, digest_of(row.cells)) for row, places in zip(rows, own, strict=True)),
        seen=sheet.seen,
    )
    content = writing.write_form(shape, _text(sheet, shape), rows, signed(marks))
    return ReportForm(f"bieu-so-lieu-{period.code}-{without_marks(agency.code)}.xlsx", content)


def _rows(sheet: EntrySheet) -> list[FormRow]:
    found = []
    for number, row in enumerate(sheet.rows, 1):
        each = row.indicator
        rate = "; tử số/mẫu số" if each.kind == "rate" else ""
        cells = (str(number), each.code, one_line(each.name), one_line(f"{each.unit_words}{rate}"))
        filled, shut = {}, set()
        for place, column in enumerate(sheet.columns):
            figure = sheet.figures.get((each.pk, column.key))
            if column.key not in row.keys:
                shut.add(f"c{place}")
            elif figure is not None:
                filled[f"c{place}"] = write_cell(cell_of(figure))
        found.append(FormRow(each.pk, cells, filled, frozenset(shut)))
    return found


def _text(sheet: EntrySheet, shape: Shape) -> FormText:
    division = next((name for code, name in sheet.others if code == sheet.division), "")
    when = period_words(sheet.period)
    above: list[tuple[str, Mapping[str, Any]]] = [
        ("BIỂU NHẬP SỐ LIỆU", {"bold": True, "font_size": 14}),
        (sheet.agency.name, {"bold": True, "font_size": 13}),
        (f"({sheet.unit.name}, {when})", {"italic": True, "font_size": 12}),
        (sheet.set.name + (f"; phân tổ: {division}" if division else ""), {"font_size": 11}),
        ("Chỉ điền các ô nền trắng; xem trang «Hướng dẫn».", {"italic": True, "font_size": 11}),
        (
            "0: có theo dõi, bằng không   ·   - : không phát sinh   ·   ... : chưa thu thập   ·   * : không công bố   ·"
            "   để trống: chưa nhập",
            {"font_size": 11},
        ),
    ]
    if notice := sample_notice():
        above.append((notice, {"italic": True, "font_size": 11}))
    return FormText(
        title="Biểu nhập số liệu",
        above=tuple(above),
        guide=_GUIDE,
        foot=f"Biểu số liệu {sheet.unit.name}, {when}",
        looks={name: {"align": "right"} for name in shape.filled},
        rules=tuple(
            (name, {"validate": "custom", "value": allowed_formula(shape, name), "error_message": _TOLD})
            for name in shape.filled
        ),
        left_aligned=("text",),
        least_lines=1,
    )


_TOLD: Final = (
    "Hãy ghi số không âm (1.234 hoặc 12,5; tỷ lệ: 12/340), hoặc một dấu: - (không phát sinh), ... (chưa thu thập), "
    "* (không công bố)."
)
_GUIDE: Final = (
    ("Cách điền biểu", ""),
    ("Ô nền xám", "Do hệ thống ghi, đã khóa; ô xám trống là chỉ tiêu không phân tổ như vậy."),
    ("Số", "Dấu chấm ngăn hàng nghìn, dấu phẩy cho phần lẻ: 1.234,5. Không ghi đơn vị tính, không ghi số âm."),
    ("Tỷ lệ", "Ghi tử số rồi mẫu số: 12/340. Phần trăm do hệ thống tính; không ghi dấu %."),
    ("0", "Có theo dõi, kết quả bằng không."),
    ("-  (hoặc «không có»)", "Không phát sinh việc này trên địa bàn."),
    ("...  (hoặc «chưa thu thập»)", "Có thể có, nhưng kỳ này chưa thu thập được."),
    ("*  (hoặc «không công bố»)", "Có số nhưng không công bố vì quá nhỏ."),
    ("Để trống", "Chưa nhập; lần sau điền tiếp. Xóa số mà biểu đã in sẵn là rút lại số đó."),
    ("Không ghi", "Không ghi tên hoặc thông tin riêng của trẻ em."),
    (
        "Không làm",
        "Không thêm, xóa, chuyển chỗ dòng, cột, trang tính; không gộp ô; không dùng công thức; không chép bảng sang "
        "tệp khác.",
    ),
    ("Gửi lại", "Lưu tệp (dạng Excel .xlsx) rồi gửi cho nơi đã phát hành biểu."),
    ("Gửi lần nữa", "Có thể điền thêm rồi gửi lại chính tệp này: số đã nhận không bị tính hai lần."),
)
