"""Forms of the documents' pages. They carry text; what it may be is decided by the services."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from mangnon.documents.item_rules import REPORT_FIELDS
from mangnon.documents.reading.records import REPORT_LABELS
from mangnon.documents.reading.sources import LARGEST_FILE
from mangnon.documents.receiving import MOST_PAGES
from mangnon.documents.rules import HEADER, HEADER_FIELDS, TASK_FIELDS, as_typed
from mangnon.kernel.dates import vn_date

ACCEPTED = ".pdf,.docx,.txt,.png,.jpg,.jpeg,.tif,.tiff,.xlsx"


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
            "Nhận bản quét, ảnh chụp, PDF, DOCX, văn bản thuần (.txt) hoặc phụ lục Excel; gửi được nhiều tệp cùng "
            f"lúc, mỗi tệp tối đa {LARGEST_FILE // 1_048_576} MB và {MOST_PAGES} trang."
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


class ReportForm(forms.Form):
    """The fields of one report a directive asks for."""

    kind = forms.ChoiceField(label="Loại báo cáo", choices=list(REPORT_LABELS.items()), required=False)
    due_day = forms.CharField(label="Trước ngày", required=False, help_text="Để trống nếu không có ngày cố định.")
    due_month = forms.CharField(label="Tháng", required=False)
    recipient = forms.CharField(label="Gửi đến", required=False)
    text = forms.CharField(label="Ghi trong văn bản", required=False, widget=forms.Textarea(attrs={"rows": 2}))


def typed_report(result: dict[str, Any], item: str) -> dict[str, Any]:
    """What stands in the boxes of a report's form at first; nothing for a new one."""
    rows = result.get("reporting") or []
    number = item.removeprefix("reporting.")
    if not number.isdecimal() or int(number) >= len(rows):
        return {}
    return {name: "" if rows[int(number)].get(name) is None else rows[int(number)][name] for name in REPORT_FIELDS}


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


class AnnexFileForm(forms.Form):
    """One Excel annex."""

    file = forms.FileField(
        label="Tệp Excel",
        help_text="Tệp .xlsx theo mẫu, hoặc phụ lục có các cột «Nội dung nhiệm vụ» và «Cơ quan chủ trì».",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={
            "required": "Chưa chọn tệp nào. Hãy chọn tệp Excel rồi gửi.",
            "empty": "Tệp này trống (0 byte) nên không có gì để đọc. Hãy kiểm tra rồi gửi lại.",
            "missing": "Chưa chọn tệp nào. Hãy chọn tệp Excel rồi gửi.",
            "invalid": "Chưa nhận được tệp. Hãy chọn lại tệp rồi gửi.",
        },
    )


class LetterForm(forms.Form):
    """Who writes the letter that assigns, and to whom. The bodies are those that lead tasks of the reading."""

    sender = forms.CharField(
        label="Cơ quan gửi", required=False, max_length=200, help_text="Để trống nếu chưa rõ: công văn để dấu chấm."
    )
    to = forms.ChoiceField(label="Nơi nhận", required=False)

    def __init__(self, *args: Any, bodies: list[str], sender: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._bodies = bodies
        self.fields["sender"].initial = sender
        choices = [("", "Tất cả cơ quan chủ trì"), *((str(place), body) for place, body in enumerate(bodies))]
        self.fields["to"] = forms.ChoiceField(
            label="Gửi",
            required=False,
            choices=choices,
            error_messages={"invalid_choice": "Cơ quan này không chủ trì nhiệm vụ nào của văn bản. Hãy chọn lại."},
        )

    def clean(self) -> dict[str, Any]:
        """A letter needs a task with a lead."""
        if not self._bodies:
            raise forms.ValidationError(
                "Chưa nhiệm vụ nào có cơ quan chủ trì nên chưa soạn được công văn. Hãy rà soát bản đọc trước."
            )
        return super().clean() or {}

    def chosen_body(self) -> str | None:
        """The one body that was chosen; None for all."""
        place = self.cleaned_data["to"]
        return self._bodies[int(place)] if place else None
