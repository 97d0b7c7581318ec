"""Forms of the calendar. They carry text; what it may be is decided by the services."""

from __future__ import annotations

from typing import Any

from django import forms

_DAY: dict[str, Any] = {
    "input_formats": ["%d/%m/%Y", "%Y-%m-%d"],
    "widget": forms.DateInput(
        format="%d/%m/%Y", attrs={"inputmode": "numeric", "autocomplete": "off", "placeholder": "02/09/2026"}
    ),
}
_BAD_DAY = "Ngày chưa đúng. Hãy nhập dạng ngày/tháng/năm, ví dụ 02/09/2026."


class DaysOffForm(forms.Form):
    """A rest: from, to, and the day worked for it."""

    first = forms.DateField(
        label="Nghỉ từ ngày", error_messages={"required": "Chưa có ngày nghỉ.", "invalid": _BAD_DAY}, **_DAY
    )
    last = forms.DateField(
        label="Đến hết ngày",
        required=False,
        help_text="Bỏ trống nếu chỉ nghỉ một ngày. Thứ Bảy, Chủ nhật trong đợt nghỉ không cần tách ra.",
        error_messages={"invalid": _BAD_DAY},
        **_DAY,
    )
    swapped_in = forms.DateField(
        label="Ngày làm bù",
        required=False,
        help_text="Thứ Bảy hoặc Chủ nhật đi làm thay cho một ngày nghỉ hoán đổi.",
        error_messages={"invalid": _BAD_DAY},
        **_DAY,
    )
    name = forms.CharField(
        label="Tên ngày nghỉ, lý do",
        max_length=200,
        error_messages={"required": "Chưa có tên ngày nghỉ.", "max_length": "Tên ngày nghỉ dài quá 200 ký tự."},
    )
    basis = forms.CharField(
        label="Văn bản căn cứ",
        max_length=500,
        help_text="Số, ký hiệu, ngày và cơ quan ban hành.",
        error_messages={"required": "Chưa có văn bản căn cứ.", "max_length": "Căn cứ dài quá 500 ký tự."},
    )


class YearStateForm(forms.Form):
    """Whether a year's arrangement is entered."""

    is_complete = forms.BooleanField(label="Đã nhập đủ ngày nghỉ Tết, Giỗ Tổ và ngày hoán đổi của năm", required=False)
    basis = forms.CharField(
        label="Văn bản căn cứ",
        max_length=500,
        error_messages={"required": "Chưa có văn bản căn cứ.", "max_length": "Căn cứ dài quá 500 ký tự."},
    )


class WithdrawForm(forms.Form):
    """Why an entry is taken back."""

    reason = forms.CharField(
        label="Lý do rút",
        max_length=500,
        error_messages={"required": "Chưa có lý do rút.", "max_length": "Lý do dài quá 500 ký tự."},
    )
