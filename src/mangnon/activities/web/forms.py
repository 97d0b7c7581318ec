"""Forms of the activities' pages. They carry words; what these may be is decided by the services."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings

from mangnon.activities.rules import amount_of
from mangnon.activities.terms import BudgetSource, Verdict
from mangnon.agencies.public import Agency, Post
from mangnon.kernel.refusals import Refusal
from mangnon.ui.days import DayField

ACCEPTED = ".pdf,.png,.jpg,.jpeg,.webp,.docx,.xlsx,.odt,.ods,.csv,.txt"
People = Sequence[tuple[Agency, list[Post]]]


def _words(label: str, *, rows: int = 3, required: bool = True, missing: str = "", **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing or f"Chưa ghi {label.lower()}."},
        **more,
    )


def _people(people: People) -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (agency.name, [(str(post.user_id), post.user.full_name) for post in posts]) for agency, posts in people if posts
    ]


class ActivityForm(forms.Form):
    """What is planned."""

    text = _words("Nội dung hoạt động", help_text="Một việc cụ thể; không ghi tên hoặc thông tin riêng của trẻ em.")
    output = _words("Sản phẩm, kết quả cần đạt", rows=2, required=False)
    owner = forms.ChoiceField(label="Người phụ trách", required=False)
    owner_words = forms.CharField(label="Bộ phận, người phụ trách khác", required=False, max_length=200)
    starts_on = DayField(label="Từ ngày", required=False)
    due_on = DayField(label="Đến ngày", required=False)
    agency_plan = forms.ChoiceField(label="Theo kế hoạch của cơ quan", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, people: People = (), own_plans: Sequence[tuple[int, str]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "owner", [("", "Chưa chọn"), *_people(people)])
        _choices(self, "agency_plan", [("", "Không chọn"), *((str(pk), name) for pk, name in own_plans)])


def _choices(form: forms.Form, name: str, choices: Sequence[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared so
    field.choices = list(choices)


class ProgressForm(forms.Form):
    """How far it is."""

    progress = forms.IntegerField(
        label="Tiến độ (%)",
        min_value=0,
        max_value=100,
        help_text="0: chưa thực hiện; 100: đã thực hiện xong.",
        error_messages={
            "required": "Chưa có tiến độ. Hãy nhập một số từ 0 đến 100.",
            "invalid": "Tiến độ phải là một số nguyên từ 0 đến 100.",
            "min_value": "Tiến độ không nhỏ hơn 0.",
            "max_value": "Tiến độ không lớn hơn 100.",
        },
    )
    text = _words("Việc đã làm", help_text="Không ghi tên hoặc thông tin riêng của trẻ em.")
    results = _words("Kết quả đạt được đến nay", required=False, rows=2)
    done_on = DayField(label="Ngày hoàn thành", required=False, help_text="Để trống là hôm nay; chỉ dùng khi đã xong.")
    version = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    """Why."""

    reason = _words("Lý do", rows=2, max_length=500, missing="Chưa nêu lý do. Hãy ghi ít nhất một câu.")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class AmountField(forms.CharField):
    """Whole đồng; empty: not known."""

    def __init__(self, label: str) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(label=label, required=False, widget=widget)

    def clean(self, value: Any) -> Any:
        """The number."""
        try:
            return amount_of(super().clean(value))
        except Refusal as refusal:
            raise forms.ValidationError(refusal.message) from refusal


class BudgetForm(forms.Form):
    """Money from one source in one year."""

    source = forms.ChoiceField(label="Nguồn", choices=[("", "Chọn nguồn"), *BudgetSource.choices])
    programme = forms.ChoiceField(
        label="Chương trình lồng ghép", required=False, help_text="Chỉ chọn khi nguồn là lồng ghép."
    )
    year = forms.IntegerField(label="Năm", error_messages={"invalid": "Năm phải là một số, ví dụ 2025."})
    planned = AmountField("Dự kiến (đồng)")
    allocated = AmountField("Được giao (đồng)")
    spent = AmountField("Đã chi (đồng)")
    note = forms.CharField(label="Ghi chú", required=False, max_length=300)
    line = forms.IntegerField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, programmes: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "programme", [("", "Không chọn"), *((str(pk), name) for pk, name in programmes)])


class ProgrammeForm(forms.Form):
    """A programme in which the activity is integrated."""

    name = forms.CharField(
        label="Chương trình, đề án",
        max_length=300,
        error_messages={"required": "Chưa có tên chương trình, đề án."},
    )
    basis = forms.CharField(
        label="Văn bản phê duyệt", required=False, max_length=200, help_text="Số, ký hiệu và ngày, nếu có."
    )


class ServeForm(forms.Form):
    """Another task that the activity serves."""

    task = forms.ChoiceField(label="Nhiệm vụ", error_messages={"required": "Chưa chọn nhiệm vụ."})

    def __init__(self, *args: Any, tasks: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "task", [("", "Chọn nhiệm vụ"), *((str(pk), name) for pk, name in tasks)])


def file_field(label: str = "Tệp", *, required: bool = True) -> forms.FileField:
    """One file; which kinds and how large is said beside it."""
    megabytes = settings.FILES["largest_bytes"] // 1_048_576
    return forms.FileField(
        label=label,
        required=required,
        allow_empty_file=True,  # the store says so in its own words
        max_length=None,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text=(
            "PDF, ảnh (JPEG, PNG, WebP), Word, Excel, OpenDocument, CSV hoặc văn bản thuần; tối đa "
            f"{megabytes} MB. Không nhận tệp có macro, mã lệnh, đặt mật khẩu."
        ),
        error_messages={"required": "Chưa chọn tệp. Hãy chọn một tệp từ máy."},
    )


class EvidenceForm(forms.Form):
    """A file and what it proves."""

    description = _words(
        "Chứng minh điều gì",
        rows=2,
        max_length=500,
        missing="Chưa nêu bằng chứng chứng minh điều gì.",
        help_text="Cán bộ cả tỉnh mở được tệp này. Tệp không được chứa thông tin riêng của trẻ em cụ thể.",
    )
    evidence_on = DayField(label="Ngày của bằng chứng", required=False)

    def __init__(self, *args: Any, notes: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"] = file_field()
        if notes:
            self.fields["note"] = forms.ChoiceField(
                label="Cho lần ghi tiến độ",
                required=False,
                choices=[("", "Cho cả nhiệm vụ"), *((str(pk), name) for pk, name in notes)],
            )


class AgencyPlanForm(forms.Form):
    """An agency's own plan."""

    title = _words("Trích yếu", rows=2, max_length=500)
    number = forms.CharField(label="Số, ký hiệu", required=False, max_length=80, help_text="Ví dụ: 12/KH-SYT.")
    issued_on = DayField(label="Ngày ban hành", required=False)
    kept = forms.IntegerField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"] = file_field("Tệp của kế hoạch", required=False)


class CommentForm(forms.Form):
    """What is said, and whom it calls."""

    text = _words(
        "Ý kiến",
        help_text="Nhắc ai thì ghi @ và họ tên, hoặc chọn ở danh sách bên dưới. Không ghi thông tin riêng của trẻ em.",
    )
    people = forms.MultipleChoiceField(
        label="Nhắc đến",
        required=False,
        widget=forms.SelectMultiple(attrs={"size": "5"}),
        help_text="Người ở các cơ quan của nhiệm vụ; có thể chọn nhiều người.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, people: People = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["people"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - declared above
        field.choices = _people(people)


class ContributionForm(forms.Form):
    """What a coordinator did for the lead."""

    text = _words("Nội dung đóng góp", help_text="Việc cơ quan bạn đã làm cho nhiệm vụ do cơ quan khác chủ trì.")
    activity = forms.ChoiceField(label="Cho hoạt động", required=False)

    def __init__(self, *args: Any, activities: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "activity", [("", "Cho cả nhiệm vụ"), *((str(pk), name) for pk, name in activities)])


class AnswerForm(forms.Form):
    """What the lead says of a contribution."""

    is_taken = forms.ChoiceField(
        label="Trả lời",
        choices=[("co", "Ghi nhận"), ("khong", "Chưa ghi nhận được")],
        widget=forms.RadioSelect,
        error_messages={"required": "Chưa chọn câu trả lời."},
    )
    answer = _words("Ý kiến", rows=2, required=False, help_text="Bắt buộc khi chưa ghi nhận được: nêu điều còn thiếu.")


class VerdictForm(forms.Form):
    """Whether two activities are one."""

    verdict = forms.ChoiceField(
        label="Kết luận",
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Chưa chọn kết luận."},
    )
    reason = _words("Lý do", rows=2, max_length=500)


def number(value: Any) -> int | None:
    """A chosen number, or None where nothing is chosen."""
    return int(value) if value and str(value).isdecimal() and len(str(value)) < 18 else None


def day_of(value: Any) -> dt.date | None:
    """A cleaned day."""
    return value if isinstance(value, dt.date) else None
