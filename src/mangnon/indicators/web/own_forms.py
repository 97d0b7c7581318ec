"""The forms of a province's own indicators."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, cast

from django import forms

from mangnon.indicators.keeping import SetFacts, clean
from mangnon.indicators.models import Dimension, Indicator
from mangnon.indicators.rules.facts import MULTIPLIERS, Facts
from mangnon.indicators.terms import Counts, Direction, IndicatorKind, Nature
from mangnon.ui.days import DayField
from mangnon.ui.wording import number_words

_NAMES = {Decimal(1): "1 (tỷ số)", Decimal(100): "100 (phần trăm)", Decimal(1000): "1.000 (phần nghìn)"}
_MULTIPLIERS = [("", "Không có"), *((str(each), _NAMES.get(each, number_words(float(each)))) for each in MULTIPLIERS)]


class _Text(forms.CharField):
    def __init__(self, label: str, most: int, *, rows: int = 2, help_text: str = "", required: bool = False) -> None:
        box = forms.Textarea(attrs={"rows": rows})
        super().__init__(label=label, max_length=most, widget=box, help_text=help_text, required=required)


class IndicatorSetForm(forms.Form):
    """Name and paper of a set; its mark only when it is made."""

    use_required_attribute = False
    code = forms.CharField(
        label="Ký hiệu của bộ chỉ tiêu",
        max_length=20,
        help_text="Chữ không dấu, số, gạch nối; không đổi được về sau. Ví dụ: KH501.",
    )
    name = forms.CharField(label="Tên bộ chỉ tiêu", max_length=300)
    legal_basis = forms.CharField(label="Căn cứ (văn bản ban hành)", max_length=300)
    note = _Text("Ghi chú", 2000)

    def __init__(self, *args: Any, is_new: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["code"]

    def facts(self) -> SetFacts:
        """What was typed, once it is valid."""
        return SetFacts(**{name: self.cleaned_data[name] for name in ("name", "legal_basis", "note")})


class IndicatorForm(forms.Form):
    """Everything that is told of an indicator; which boxes a kind needs the service says."""

    use_required_attribute = False
    code = forms.CharField(
        label="Mã chỉ tiêu",
        max_length=20,
        help_text="Chữ không dấu, số, gạch nối; không đổi được về sau. Biểu thức gọi chỉ tiêu bằng mã này.",
    )
    name = forms.CharField(label="Tên chỉ tiêu", max_length=500)
    group = forms.CharField(label="Nhóm", max_length=200, required=False)
    concept = _Text("Khái niệm, cách tính", 5000, rows=4)
    kind = forms.ChoiceField(label="Loại", choices=IndicatorKind.choices)
    unit_words = forms.CharField(label="Đơn vị tính", max_length=60, help_text="Ví dụ: trẻ em, %, lượt.")
    nature = forms.ChoiceField(
        label="Tính chất theo thời gian",
        choices=Nature.choices,
        help_text="Số tại thời điểm lấy số cuối kỳ; số phát sinh thì cộng các kỳ; số người không cộng qua các kỳ.",
    )
    numerator_words = forms.CharField(
        label="Tử số, hoặc số lượng đếm gì", max_length=600, required=False, help_text="Bắt buộc với tỷ lệ."
    )
    denominator_words = forms.CharField(
        label="Mẫu số đếm gì", max_length=600, required=False, help_text="Chỉ dùng cho tỷ lệ."
    )
    denominator_nature = forms.ChoiceField(
        label="Tính chất của mẫu số", choices=[("", "Không có"), *Nature.choices], required=False
    )
    multiplier = forms.ChoiceField(label="Hệ số của tỷ lệ", choices=_MULTIPLIERS, required=False)
    may_exceed = forms.BooleanField(label="Tử số có thể lớn hơn mẫu số", required=False)
    counts = forms.ChoiceField(
        label="Đếm người hay không",
        choices=[("", "Theo tên và đơn vị tính"), *Counts.choices],
        required=False,
        help_text="Số nhỏ của chỉ tiêu đếm người được che với người ngoài đầu mối. Không rõ thì coi là đếm người. "
        "Khi đã có số liệu chỉ đổi được từ không đếm người sang đếm người.",
    )
    expression = forms.CharField(
        label="Biểu thức",
        max_length=600,
        required=False,
        help_text="Chỉ dùng cho chỉ tiêu tính từ chỉ tiêu khác. Ví dụ: [TT13-2021/II-0101] / [TT13-2021/I-0101] * 100; "
        "trong cùng bộ chỉ cần [mã]; [mã@-1] là năm trước; num([mã]), den([mã]) là tử số, mẫu số; "
        "sum([a]; [b]), min, max.",
    )
    direction = forms.ChoiceField(label="Chiều mong muốn", choices=Direction.choices)
    dimensions = forms.MultipleChoiceField(
        label="Phân tổ", required=False, choices=(), widget=forms.CheckboxSelectMultiple
    )
    publication_words = forms.CharField(label="Kỳ công bố", max_length=200, required=False)
    source_words = _Text("Nguồn số liệu", 2000)
    responsible_words = _Text("Cơ quan chịu trách nhiệm", 2000)
    legal_basis = forms.CharField(
        label="Căn cứ pháp lý", max_length=300, required=False, help_text="Để trống là theo căn cứ của bộ."
    )
    valid_from = DayField(label="Có hiệu lực từ ngày", required=False)
    valid_to = DayField(label="Đến hết ngày", required=False, help_text="Ghi ngày này để ngừng dùng chỉ tiêu.")
    note = _Text("Ghi chú", 2000)
    reason = forms.CharField(label="Lý do sửa", max_length=500)

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["reason" if is_new else "code"]
        chosen = cast("forms.MultipleChoiceField", self.fields["dimensions"])
        self.divisions = list(Dimension.objects.order_by("position", "code").values_list("code", "name"))
        chosen.choices = self.divisions

    def facts(self) -> Facts:
        """What was typed, once it is valid."""
        told = {name: value for name, value in self.cleaned_data.items() if name not in ("code", "reason")}
        told["multiplier"] = Decimal(told["multiplier"]) if told["multiplier"] else None
        told["dimensions"] = tuple(told["dimensions"])
        return clean(Facts(**told))


def initial_of(indicator: Indicator, facts: Facts) -> dict[str, Any]:
    """What stands in the boxes when an indicator is put right."""
    told = {name: getattr(facts, name) for name in Facts.__dataclass_fields__}
    multiplier = facts.multiplier
    return told | {"multiplier": "" if multiplier is None else str(multiplier), "code": indicator.code}
