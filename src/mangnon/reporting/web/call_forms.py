"""Forms of called reports: the builder, and the form that its questions make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms

from mangnon.agencies.public import Agency, load_catalogue
from mangnon.reporting.calls.answering import Given
from mangnon.reporting.calls.calling import MOST_QUESTIONS, QuestionDraft
from mangnon.reporting.models import Answer, Question
from mangnon.reporting.rules.answers import YES_NO, read_answer, shown_number
from mangnon.reporting.rules.tables import MOST_ROWS, Column, columns_from, pasted_rows, shown_rows
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


class BoundField(forms.CharField):
    """A bound of a number, written as officials write it: «5.000» is five thousand, «0,5» a half."""

    def clean(self, value: Any) -> Any:
        """The bound as a Decimal; None for nothing."""
        read = read_answer("number", str(super().clean(value)))
        if read.wrong:
            raise forms.ValidationError(f"Hãy ghi một con số: {read.wrong}.")
        return Decimal(read.text) if read.text else None


def number_field(label: str) -> BoundField:
    """A bound of a number."""
    box = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    return BoundField(label=label, required=False, max_length=30, widget=box)


_KIND_WORDS = {"chữ": "text", "số": "number", "chọn": "choice", "có không": "yes_no"}


def read_columns(text: str) -> tuple[Column, ...]:
    """The columns of a table from lines «Tên cột | kiểu | chi tiết». Raises ValueError, in words, for any other."""
    found = []
    for number, line in enumerate((each for each in text.splitlines() if each.strip()), 1):
        name, _, rest = (part.strip() for part in line.partition("|"))
        word, _, detail = (part.strip() for part in rest.partition("|"))
        kind = _KIND_WORDS.get(word.casefold() or "chữ")
        if kind is None:
            raise ValueError(f"Cột {number}: không có kiểu «{word}». Kiểu là chữ, số, chọn hoặc có không.")
        if kind == "number" and detail:
            low, dash, high = (part.strip() for part in detail.partition("đến"))
            found.append(Column(name, kind, lowest=_bound(number, low), highest=_bound(number, high) if dash else ""))
        else:
            choices = tuple(part.strip() for part in detail.split(";") if part.strip()) if kind == "choice" else ()
            found.append(Column(name, kind, choices=choices))
    return tuple(found)


def _bound(number: int, typed: str) -> str:
    """A bound as it is kept: «5.000» is five thousand. Raises ValueError, in words."""
    read = read_answer("number", typed)
    if read.wrong:
        raise ValueError(f"Cột {number}: giới hạn {read.wrong}.")
    return read.text


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
    lowest = number_field("Nhỏ nhất")
    highest = number_field("Lớn nhất")
    columns = forms.CharField(
        label="Các cột của bảng",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Chỉ với kiểu «Bảng»; mỗi dòng một cột: Tên cột | kiểu | chi tiết. Kiểu: chữ, số, chọn, có không. "
        "Ví dụ: Số trẻ | số | 0 đến 5000. Ví dụ: Hình thức | chọn | Trực tiếp; Trực tuyến.",
    )
    table_rows = forms.CharField(
        label="Các dòng có sẵn của bảng",
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Mỗi dòng một tên; để trống thì nơi trả lời tự thêm dòng.",
    )
    blank_rows = forms.IntegerField(
        label="Số dòng trong phiếu Excel",
        required=False,
        min_value=1,
        max_value=MOST_ROWS,
        help_text=f"Khi nơi trả lời tự thêm dòng; để trống là 20, nhiều nhất {MOST_ROWS}.",
    )
    is_optional = forms.BooleanField(label="Không bắt buộc", required=False)

    def clean_columns(self) -> tuple[Column, ...]:
        """The columns as they were written; what cannot be read is said."""
        try:
            return read_columns(str(self.cleaned_data["columns"]))
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def draft(self) -> QuestionDraft | None:
        """The question this row makes; None for an empty row."""
        row = self.cleaned_data
        if not row.get("words", "").strip():
            return None
        choices = tuple(part.strip() for part in row.get("choices", "").split(";") if part.strip())
        kind = row.get("kind") or QuestionKind.TEXT
        return QuestionDraft(
            kind,
            row["words"],
            unit=row.get("unit", ""),
            choices=choices,
            is_required=not row.get("is_optional"),
            columns=row.get("columns") or (),
            rows=tuple(line.strip() for line in row.get("table_rows", "").splitlines() if line.strip()),
            lowest=row.get("lowest"),
            highest=row.get("highest"),
            blank_rows=row.get("blank_rows") or 20,
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
        self.kept: dict[int, str] = {}
        for question in questions:
            answer = (answers or {}).get(question.pk)
            text = answer.text if answer is not None else ""
            if question.kind == QuestionKind.NUMBER and text:
                text = shown_number(text)
            state = answer.state if answer is not None else ""
            if question.kind == QuestionKind.TABLE:
                self.kept[question.pk] = text
            else:
                self.fields[f"q-{question.pk}"] = _box(question, text)
            self.fields[f"m-{question.pk}"] = forms.ChoiceField(
                label="Hoặc đánh dấu",
                required=False,
                choices=MARKS,
                initial=state if state in (AnswerState.NONE, AnswerState.NOT_COLLECTED) else "",
            )

    def rows(self) -> list[tuple[Question, Any, Any, Any]]:
        """Each question with its two boxes and, of a table, its rows of cells instead of the first box."""
        found = []
        for each in self.questions:
            is_table = each.kind == QuestionKind.TABLE
            table = _table(each, self._rows_now(each)) if is_table else None
            found.append((each, None if is_table else self[f"q-{each.pk}"], self[f"m-{each.pk}"], table))
        return found

    def _rows_now(self, question: Question) -> list[list[str]]:
        """The rows as they stand in the form: as typed, else as kept and shown."""
        if self.is_bound:
            return self._cells(question)
        return shown_rows(columns_from(question.columns), self.kept[question.pk])

    def _cells(self, question: Question) -> list[list[str]]:
        """What was typed into a table, or pasted instead."""
        columns = columns_from(question.columns)
        pasted = str(self.data.get(f"q-{question.pk}-dan", ""))
        if pasted.strip():
            return pasted_rows(pasted, columns, question.rows)
        found = []
        for at in range(MOST_ROWS + _BLANK_ROWS):
            if f"q-{question.pk}-{at}-0" not in self.data:
                break
            found.append([str(self.data.get(f"q-{question.pk}-{at}-{c}", "")) for c in range(len(columns))])
        if not question.rows:
            while found and not any(cell.strip() for cell in found[-1]):
                found.pop()
        return found

    def given(self) -> dict[int, Given]:
        """What was typed and marked, as it came: the service says what cannot be kept."""
        found = {}
        for each in self.questions:
            mark = str(self.data.get(f"m-{each.pk}", ""))
            if each.kind == QuestionKind.TABLE:
                if f"q-{each.pk}-0-0" in self.data or f"q-{each.pk}-dan" in self.data:
                    found[each.pk] = Given(mark=mark, cells=tuple(tuple(row) for row in self._cells(each)))
            elif f"q-{each.pk}" in self.data:
                found[each.pk] = Given(str(self.data.get(f"q-{each.pk}", "")), mark)
        return found


_BLANK_ROWS = 3


def _table(question: Question, cells: Sequence[Sequence[str]]) -> dict[str, Any]:
    """A table's rows of boxes: the fixed ones, or those there are and some more to fill."""
    columns = columns_from(question.columns)
    count = len(question.rows) or min(len(cells) + _BLANK_ROWS, MOST_ROWS)
    lines = []
    for at in range(count):
        row = list(cells[at]) if at < len(cells) else []
        row += [""] * (len(columns) - len(row))
        boxes = [
            {
                "name": f"q-{question.pk}-{at}-{c}",
                "column": column.name,
                "value": row[c],
                "choices": YES_NO if column.kind == "yes_no" else column.choices,
                "is_number": column.kind == "number",
            }
            for c, column in enumerate(columns)
        ]
        lines.append({"name": question.rows[at] if question.rows else str(at + 1), "boxes": boxes})
    return {
        "columns": [{"name": c.name, "limits": _limits(c)} for c in columns],
        "lines": lines,
        "paste": f"q-{question.pk}-dan",
        "is_fixed": bool(question.rows),
    }


def _limits(column: Column) -> str:
    lowest, highest = (shown_number(each) for each in (column.lowest, column.highest))
    if lowest and highest:
        return f"từ {lowest} đến {highest}"
    return f"từ {lowest} trở lên" if lowest else f"nhiều nhất {highest}" if highest else ""


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
