"""Forms of called reports: the builder, and the form that its questions make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from mangnon.agencies.public import Agency, load_catalogue
from mangnon.reporting.calls.answering import Given
from mangnon.reporting.calls.calling import MOST_QUESTIONS, QuestionDraft
from mangnon.reporting.models import Answer, Question
from mangnon.reporting.rules.answers import YES_NO, shown_number
from mangnon.reporting.terms import AnswerState, Frequency, QuestionKind

_DATE = {"inputmode": "numeric", "autocomplete": "off"}
_OFFERED = ("DEPARTMENTS_ALL", "POLITICAL_ORGANISATIONS", "DISTRICT_COMMITTEES", "COMMUNE_COMMITTEES")
MARKS = (("", "Trả lời ở trên"), ("none", "Không có"), ("not_collected", "Không thu thập được"))


def date_field(label: str, help_text: str = "", *, required: bool = True) -> forms.DateField:
    """A day written as officials write it."""
    return forms.DateField(
        label=label,
        help_text=help_text or "Ngày/tháng/năm, ví dụ 12/06/2025.",
        required=required,
        input_formats=["%d/%m/%Y"],
        widget=forms.DateInput(format="%d/%m/%Y", attrs=_DATE),
        error_messages={"required": "Hãy ghi ngày.", "invalid": "Ngày chưa đúng. Hãy ghi như 12/06/2025."},
    )


def class_choices() -> list[tuple[str, str]]:
    """The classes a call or a regime may name, by the words officials use."""
    words = {item.code: item.words[0] for item in load_catalogue().classes}
    return [(code, words[code]) for code in _OFFERED if code in words]


class CallForm(forms.Form):
    """The head of a call: what about, of whom, by when."""

    use_required_attribute = False
    name = forms.CharField(label="Tên báo cáo", max_length=200, error_messages={"required": "Hãy ghi tên báo cáo."})
    content = forms.CharField(
        label="Nội dung yêu cầu", required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3})
    )
    legal_basis = forms.CharField(
        label="Căn cứ", required=False, max_length=300, help_text="Số, ngày của văn bản yêu cầu, nếu có."
    )
    frequency = forms.ChoiceField(
        label="Loại báo cáo", choices=[(each.value, each.label) for each in (Frequency.ADHOC, Frequency.THEMATIC)]
    )
    send_by = date_field("Gửi chậm nhất")
    cut_off_on = date_field(
        "Chốt số liệu", "Để trống: muộn nhất mà còn trọn một ngày làm việc trước ngày gửi.", required=False
    )
    classes = forms.MultipleChoiceField(
        label="Cả nhóm cơ quan", required=False, widget=forms.CheckboxSelectMultiple, choices=class_choices
    )
    codes = forms.MultipleChoiceField(
        label="Từng cơ quan",
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 10}),
        help_text="Giữ phím Ctrl để chọn nhiều cơ quan.",
    )

    def __init__(self, *args: Any, agencies: Sequence[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = self.fields["codes"]
        assert isinstance(codes, forms.MultipleChoiceField)  # noqa: S101 - declared above
        codes.choices = [(agency.code, agency.name) for agency in agencies]


class QuestionForm(forms.Form):
    """One row of the builder; a row without words is no question."""

    use_required_attribute = False
    words = forms.CharField(label="Câu hỏi", required=False, max_length=500)
    kind = forms.ChoiceField(label="Kiểu trả lời", choices=QuestionKind.choices, required=False)
    unit = forms.CharField(label="Đơn vị tính", required=False, max_length=60)
    choices = forms.CharField(
        label="Các lựa chọn", required=False, max_length=2000, help_text="Chỉ với kiểu «Chọn một»; cách nhau bằng dấu ;"
    )
    is_optional = forms.BooleanField(label="Không bắt buộc", required=False)

    def draft(self) -> QuestionDraft | None:
        """The question this row makes; None for an empty row."""
        row = self.cleaned_data
        if not row.get("words", "").strip():
            return None
        choices = tuple(part.strip() for part in row.get("choices", "").split(";") if part.strip())
        kind = row.get("kind") or QuestionKind.TEXT
        return QuestionDraft(
            kind, row["words"], unit=row.get("unit", ""), choices=choices, is_required=not row.get("is_optional")
        )


QuestionRows = forms.formset_factory(QuestionForm, extra=5, max_num=MOST_QUESTIONS, absolute_max=MOST_QUESTIONS)


class AnswerForm(forms.Form):
    """The form that questions make: a box each, and beside it the mark «không có», «không thu thập được»."""

    use_required_attribute = False

    def __init__(
        self, *args: Any, questions: Sequence[Question], answers: Mapping[int, Answer] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for question in questions:
            answer = (answers or {}).get(question.pk)
            text = answer.text if answer is not None else ""
            if question.kind == QuestionKind.NUMBER and text:
                text = shown_number(text)
            state = answer.state if answer is not None else ""
            self.fields[f"q-{question.pk}"] = _box(question, text)
            self.fields[f"m-{question.pk}"] = forms.ChoiceField(
                label="Hoặc đánh dấu",
                required=False,
                choices=MARKS,
                initial=state if state in (AnswerState.NONE, AnswerState.NOT_COLLECTED) else "",
            )

    def rows(self) -> list[tuple[Question, Any, Any]]:
        """Each question with its two boxes."""
        return [(each, self[f"q-{each.pk}"], self[f"m-{each.pk}"]) for each in self.questions]

    def given(self) -> dict[int, Given]:
        """What was typed and marked, as it came: the service says what cannot be kept."""
        return {
            each.pk: Given(str(self.data.get(f"q-{each.pk}", "")), str(self.data.get(f"m-{each.pk}", "")))
            for each in self.questions
            if f"q-{each.pk}" in self.data
        }


def _box(question: Question, text: str) -> forms.Field:
    label = f"{question.order}. {question.words}" + (f" ({question.unit})" if question.unit else "")
    facts: dict[str, Any] = {"label": label, "required": question.is_required, "initial": text}
    facts["help_text"] = question.hint
    if question.kind in (QuestionKind.CHOICE, QuestionKind.YES_NO):
        words = YES_NO if question.kind == QuestionKind.YES_NO else question.choices
        return forms.ChoiceField(choices=[("", "Chưa chọn"), *((word, word) for word in words)], **facts)
    if question.kind == QuestionKind.NUMBER:
        return forms.CharField(widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}), **facts)
    return forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), **facts)
