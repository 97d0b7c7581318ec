"""Forms of the plans' pages. They carry text; what it may be is decided by the services."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms


class AdoptForm(forms.Form):
    """The code under which the plan will be known."""

    plan_code = forms.CharField(
        label="Mã kế hoạch",
        max_length=60,
        help_text="Chữ không dấu, chữ số và dấu gạch nối. Mã nằm trong địa chỉ của kế hoạch, sau này không đổi.",
        error_messages={
            "required": "Chưa có mã kế hoạch. Hãy nhập mã, ví dụ 01-KH-UBND.",
            "max_length": "Mã dài quá 60 ký tự. Hãy rút gọn.",
        },
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class ProgressForm(forms.Form):
    """How far an assignment is, and what was done."""

    progress = forms.IntegerField(
        label="Tiến độ (%)",
        min_value=0,
        max_value=100,
        error_messages={
            "required": "Chưa có tiến độ. Hãy nhập một số từ 0 đến 100.",
            "invalid": "Tiến độ phải là một số nguyên từ 0 đến 100.",
            "min_value": "Tiến độ không nhỏ hơn 0.",
            "max_value": "Tiến độ không lớn hơn 100.",
        },
    )
    text = forms.CharField(
        label="Việc đã làm",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Nêu việc đã làm và kết quả; không ghi tên hoặc thông tin riêng của trẻ em.",
        error_messages={"required": "Chưa nêu việc đã làm. Hãy ghi ít nhất một câu."},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class DifficultyForm(forms.Form):
    """What stands in the way, and what is asked for."""

    text = forms.CharField(
        label="Khó khăn, vướng mắc",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Chưa có nội dung. Hãy nêu khó khăn, vướng mắc."},
    )
    proposal = forms.CharField(label="Đề xuất, kiến nghị", required=False, widget=forms.Textarea(attrs={"rows": 3}))


class SuccessorForm(forms.Form):
    """Who carries on what an event left open."""

    agency = forms.ChoiceField(
        label="Cơ quan kế tục",
        help_text="Cơ quan mà sự kiện nêu đứng trước, rồi đến các cơ quan khác của tỉnh đang hoạt động.",
        error_messages={
            "required": "Chưa chọn cơ quan. Hãy chọn một cơ quan đang hoạt động.",
            "invalid_choice": "Cơ quan được chọn không có trong danh sách. Hãy chọn lại.",
        },
    )
    reason = forms.CharField(
        label="Lý do, căn cứ",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": "Chưa nêu lý do. Hãy ghi văn bản hoặc ý kiến chỉ đạo làm căn cứ.",
            "max_length": "Lý do dài quá 500 ký tự. Hãy rút gọn.",
        },
    )

    def __init__(self, *args: Any, agencies: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = self.fields["agency"]
        assert isinstance(choices, forms.ChoiceField)  # noqa: S101 - declared above
        choices.choices = [("", "Chọn cơ quan"), *((str(pk), name) for pk, name in agencies)]


class AnswerForm(forms.Form):
    """The answer of the plan's lead agency."""

    answer = forms.CharField(
        label="Trả lời",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Chưa có nội dung trả lời. Hãy nhập câu trả lời."},
    )
