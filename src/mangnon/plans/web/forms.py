"""Forms of the plans' pages. They carry text; what it may be is decided by the services."""

from __future__ import annotations

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


class AnswerForm(forms.Form):
    """The answer of the plan's lead agency."""

    answer = forms.CharField(
        label="Trả lời",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Chưa có nội dung trả lời. Hãy nhập câu trả lời."},
    )
