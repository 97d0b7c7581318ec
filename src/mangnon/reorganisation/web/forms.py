"""Forms of the organisation's pages. They carry text and files; what they may be is decided by the services."""

from __future__ import annotations

from django import forms


class EventFileForm(forms.Form):
    """A file of succession events."""

    file = forms.FileField(
        label="Tệp sự kiện",
        help_text="Tệp dữ liệu mô tả các sự kiện sắp xếp, tối đa 4 MB. Nhận tệp chưa làm thay đổi cơ quan nào.",
        error_messages={
            "required": "Chưa chọn tệp. Hãy chọn tệp sự kiện.",
            "empty": "Tệp rỗng. Hãy chọn tệp khác.",
            "missing": "Chưa chọn tệp. Hãy chọn tệp sự kiện.",
            "invalid": "Chưa nhận được tệp. Hãy chọn lại.",
        },
    )


class UndoForm(forms.Form):
    """Why a reorganisation is taken back."""

    reason = forms.CharField(
        label="Lý do hoàn tác",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Chưa có lý do. Hãy ghi vì sao hoàn tác đợt sắp xếp này.",
            "max_length": "Lý do dài quá 1.000 ký tự. Hãy rút gọn.",
        },
    )
