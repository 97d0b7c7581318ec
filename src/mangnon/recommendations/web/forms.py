"""Forms of the registry. They carry text, files and days; what may be is decided by the services."""

from __future__ import annotations

from django import forms

from mangnon.recommendations.terms import LinkKind
from mangnon.ui.days import DayField

KIND_CHOICES = [(kind.value, str(kind.label)) for kind in LinkKind]


class DocumentForm(forms.Form):
    """A document of a Committee that is not there yet."""

    committee = forms.CharField(
        label="Ủy ban",
        max_length=200,
        initial="Ủy ban về quyền trẻ em của Liên hợp quốc",
        error_messages={"required": "Chưa có tên ủy ban. Hãy điền."},
    )
    symbol = forms.CharField(
        label="Ký hiệu văn bản",
        max_length=60,
        help_text="Như in ở đầu văn bản, ví dụ CRC/C/VNM/CO/5-6.",
        error_messages={"required": "Chưa có ký hiệu. Hãy điền.", "max_length": "Ký hiệu dài quá 60 ký tự."},
    )
    title = forms.CharField(label="Tên văn bản", max_length=300, required=False)
    adopted_on = DayField(
        label="Ngày thông qua",
        required=False,
        error_messages={"invalid": "Ngày chưa đúng. Hãy nhập theo mẫu 23/09/2022."},
    )
    source = forms.CharField(label="Nguồn", max_length=300, required=False, help_text="Nơi lấy văn bản.")
    is_verified = forms.BooleanField(label="Đã đối chiếu với văn bản gốc", required=False)


class ListForm(forms.Form):
    """A list of paragraphs: a file, or typed text."""

    file = forms.FileField(
        label="Tệp danh mục",
        required=False,
        help_text="Excel, bảng dạng chữ (CSV), hoặc văn bản thuần có đánh số đoạn; tối đa 5 MB.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        error_messages={"empty": "Tệp trống. Chưa có gì được nạp. Hãy chọn tệp khác."},
    )
    text = forms.CharField(
        label="Hoặc dán văn bản có đánh số đoạn",
        required=False,
        max_length=500_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"max_length": "Văn bản quá dài. Chưa có gì được nạp. Hãy gửi bằng tệp."},
    )
    source = forms.CharField(label="Nguồn của danh mục", max_length=300, required=False)
    is_verified = forms.BooleanField(
        label="Đã đối chiếu với văn bản gốc",
        required=False,
        help_text="Không đánh dấu thì các đoạn hiện là «chưa kiểm chứng».",
    )


class LinkForm(forms.Form):
    """What answers a paragraph: tasks and a plan by their codes, one kind, a note."""

    kind = forms.ChoiceField(label="Quan hệ", choices=KIND_CHOICES, initial=LinkKind.IMPLEMENTS)
    note = forms.CharField(
        label="Lý do, căn cứ",
        max_length=500,
        required=False,
        error_messages={"max_length": "Lý do dài quá 500 ký tự. Hãy rút gọn."},
    )
