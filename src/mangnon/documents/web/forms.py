"""Forms of the documents' pages. They carry text; what it may be is decided by the services."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from mangnon.documents.reading.sources import LARGEST_FILE
from mangnon.documents.rules import HEADER, HEADER_FIELDS, TASK_FIELDS, as_typed
from mangnon.kernel.dates import vn_date

ACCEPTED = ".pdf,.docx,.txt,.png,.jpg,.jpeg,.tif,.tiff"


class _Files(forms.FileInput):
    allow_multiple_selected = True


class _FilesField(forms.FileField):
    """One file or several; each may be told its own fault, so none is refused here but the lack of any."""

    widget = _Files

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The files in the order they were chosen."""
        files = [file for file in data or [] if file]
        if not files:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return files


class UploadForm(forms.Form):
    """The files of one sending."""

    file = _FilesField(
        label="Tệp văn bản",
        help_text=(
            "Nhận bản quét, ảnh chụp, PDF, DOCX hoặc văn bản thuần (.txt); gửi được nhiều tệp cùng lúc, mỗi tệp tối đa "
            f"{LARGEST_FILE // 1_048_576} MB và 300 trang."
        ),
        widget=_Files(attrs={"accept": ACCEPTED}),
        error_messages={"required": "Chưa chọn tệp nào. Hãy thả tệp vào ô, hoặc chọn từ máy."},
    )


class HeaderForm(forms.Form):
    """The fields that head a document."""

    doc_type = forms.CharField(label="Loại văn bản", required=False)
    number = forms.CharField(label="Số, ký hiệu", required=False, help_text="Ví dụ: 01/KH-UBND.")
    date = forms.CharField(label="Ngày ban hành", required=False, help_text="Ngày/tháng/năm, ví dụ 17/02/2025.")
    place = forms.CharField(label="Địa danh", required=False)
    issuer = forms.CharField(label="Cơ quan ban hành", required=False)
    title = forms.CharField(label="Trích yếu", required=False, widget=forms.Textarea(attrs={"rows": 3}))


class TaskForm(forms.Form):
    """The fields of one task."""

    code = forms.CharField(label="Mã", required=False)
    text = forms.CharField(label="Nội dung nhiệm vụ", required=False, widget=forms.Textarea(attrs={"rows": 5}))
    lead = forms.CharField(label="Cơ quan chủ trì", required=False, help_text="Đúng một cơ quan.")
    coordinating = forms.CharField(
        label="Cơ quan phối hợp",
        required=False,
        help_text="Các cơ quan cách nhau bằng dấu chấm phẩy.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    due = forms.CharField(label="Thời gian thực hiện", required=False, help_text="Ghi như trong văn bản.")


def form_for(item: str) -> type[forms.Form]:
    """The form of an item."""
    return HeaderForm if item == HEADER else TaskForm


def fields_of(item: str) -> tuple[str, ...]:
    """The fields a form of an item has."""
    return HEADER_FIELDS if item == HEADER else TASK_FIELDS


def typed_values(result: dict[str, Any], item: str) -> dict[str, str]:
    """What stands in the boxes of an item's form at first. The item must exist."""
    if item == HEADER:
        values = {field: as_typed(field, result.get(field)) for field in HEADER_FIELDS}
        values["date"] = _day_as_typed(values["date"])
        return values
    task = result["tasks"][int(item.removeprefix("tasks."))]
    return {field: as_typed(field, task.get(field)) for field in TASK_FIELDS}


def _day_as_typed(iso: str) -> str:
    return vn_date(dt.date.fromisoformat(iso)) if iso else ""
