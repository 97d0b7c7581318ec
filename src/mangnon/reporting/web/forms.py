"""Forms of reporting."""

from __future__ import annotations

from typing import Any

from django import forms

from mangnon.reporting.successions.carrying import LONGEST_TEXT

_MOST = 2**31 - 1  # what a version or a key can be at most; more is a broken form


class PeriodForm(forms.Form):
    """The code of a period to open."""

    code = forms.CharField(label="Mã kỳ", max_length=20, help_text="2025H1 là 6 tháng đầu năm 2025; 2025 là cả năm.")


class _Words(forms.CharField):
    """A long text; line ends as the store keeps them."""

    def __init__(self, label: str, help_text: str = "", rows: int = 4) -> None:
        super().__init__(
            label=label, help_text=help_text, required=False, widget=forms.Textarea(attrs={"rows": rows}), strip=True
        )

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return text.replace("\r\n", "\n") if isinstance(text, str) else text


class EntryForm(forms.Form):
    """What a report says of one task, or in general."""

    results = _Words("Kết quả thực hiện", "Việc đã làm, số liệu, nơi làm.", rows=5)
    difficulties = _Words("Khó khăn, vướng mắc")
    proposals = _Words("Đề xuất, kiến nghị")
    next_period = _Words("Nhiệm vụ kỳ tới")
    is_nil = forms.BooleanField(label="Không phát sinh trong kỳ", required=False)
    task = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=_MOST)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=_MOST)

    use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        """Lengths are refused by the service in its own words."""
        return super().clean() or {}


class ReturnForm(forms.Form):
    """Why a report goes back, and by when it is wanted again."""

    reason = forms.CharField(
        label="Lý do trả lại",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Nêu rõ cần bổ sung, sửa mục nào. Đơn vị sẽ đọc nguyên văn. Có thể để trống khi đã ghi ở từng mục.",
    )
    resubmit_by = forms.DateField(
        label="Gửi lại chậm nhất",
        input_formats=["%d/%m/%Y"],
        widget=forms.DateInput(format="%d/%m/%Y", attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text="Ngày/tháng/năm, ví dụ 12/06/2025.",
        error_messages={"required": "Hãy ghi ngày gửi lại.", "invalid": "Ngày chưa đúng. Hãy ghi như 12/06/2025."},
    )


class VerdictForm(forms.Form):
    """What the recipient says of one entry; an empty verdict takes it back."""

    task = forms.IntegerField(min_value=0, max_value=_MOST)
    verdict = forms.CharField(required=False, max_length=10)
    words = forms.CharField(required=False, max_length=LONGEST_TEXT)


class AmendForm(forms.Form):
    """Why an accepted report changes."""

    reason = forms.CharField(
        label="Lý do sửa đổi",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ví dụ: kiểm tra lại số liệu, một hoạt động bị ghi hai lần. Lý do được gửi kèm bản sửa đổi.",
    )


class PassageForm(forms.Form):
    """The words of a passage, and whether it goes into the report."""

    text = _Words("Nội dung đưa vào báo cáo", rows=5)
    is_left_out = forms.BooleanField(label="Không đưa vào báo cáo", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=_MOST)
