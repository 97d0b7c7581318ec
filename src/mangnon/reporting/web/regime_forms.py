"""The form of a regime's facts and days, and the rows of its tiers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms

from mangnon.reporting.models import Regime
from mangnon.reporting.regimes.keeping import DAY_FIELDS
from mangnon.reporting.rules.periods import PERIODIC
from mangnon.reporting.terms import CutOffKind, Frequency, PeriodWindow, SendByKind, TierLevel, TierRoute
from mangnon.reporting.web.call_forms import class_choices, date_field


class _Days(forms.Form):
    """By when is sent and when data are cut off; what the chosen kind does not need is left empty."""

    use_required_attribute = False
    send_by_kind = forms.ChoiceField(label="Cách tính ngày gửi", choices=SendByKind.choices)
    send_by_day = forms.IntegerField(label="Ngày", required=False, min_value=1, max_value=31)
    send_by_month = forms.IntegerField(label="Tháng", required=False, min_value=1, max_value=12)
    send_by_offset = forms.IntegerField(
        label="Số ngày (hoặc số tháng) sau kỳ",
        required=False,
        min_value=-200,
        max_value=200,
        help_text="Số âm là trước ngày cuối kỳ.",
    )
    cut_off_kind = forms.ChoiceField(label="Cách chốt số liệu", choices=CutOffKind.choices)
    cut_off_offset = forms.IntegerField(
        label="Số ngày làm việc trước ngày gửi", required=False, min_value=1, max_value=60
    )

    def clean(self) -> dict[str, Any]:
        """What the chosen kinds need must be there."""
        facts = super().clean() or {}
        kind = facts.get("send_by_kind")
        needed = {"date": ("send_by_day", "send_by_month"), "day_of_month": ("send_by_day", "send_by_offset")}.get(
            str(kind), ("send_by_offset",)
        )
        for name in needed:
            if facts.get(name) is None and name not in self.errors:
                self.add_error(name, "Cách tính ngày gửi đã chọn cần ô này.")
        if facts.get("cut_off_kind") == CutOffKind.WORKING_DAYS_BEFORE and facts.get("cut_off_offset") is None:
            self.add_error("cut_off_offset", "Cách chốt số liệu đã chọn cần ô này.")
        return facts


class RegimeForm(_Days):
    """Everything of a regime that its recipient may change."""

    field_order = ("name", "content", "reporters", "reporter_classes", "method", "frequency", "window")

    name = forms.CharField(label="Tên báo cáo", max_length=300)
    content = forms.CharField(label="Nội dung yêu cầu báo cáo", widget=forms.Textarea(attrs={"rows": 4}))
    reporters = forms.CharField(label="Đối tượng báo cáo", max_length=300)
    reporter_classes = forms.MultipleChoiceField(
        label="Nhóm cơ quan phải báo cáo",
        required=False,
        choices=class_choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="Chỉ dùng khi chế độ không gắn với kế hoạch.",
    )
    method = forms.CharField(label="Phương thức gửi, nhận", max_length=200)
    frequency = forms.ChoiceField(
        label="Tần suất", choices=[(each.value, each.label) for each in Frequency if each.value in PERIODIC]
    )
    window = forms.ChoiceField(label="Thời gian của kỳ", choices=PeriodWindow.choices)
    year_begins_day = forms.IntegerField(label="Năm học bắt đầu ngày", min_value=1, max_value=31)
    year_begins_month = forms.IntegerField(label="Năm học bắt đầu tháng", min_value=1, max_value=12)
    outline = forms.CharField(label="Mẫu đề cương", widget=forms.Textarea(attrs={"rows": 4}))
    data_forms = forms.CharField(label="Biểu mẫu số liệu", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    legal_basis = forms.CharField(label="Căn cứ", required=False, max_length=300)
    valid_from = date_field("Áp dụng từ ngày", required=False)
    valid_to = date_field("Áp dụng đến hết ngày", required=False)
    reason = forms.CharField(
        label="Lý do sửa", required=False, max_length=1000, help_text="Văn bản hoặc lý do; bắt buộc khi lưu."
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def facts(self) -> dict[str, Any]:
        """The facts apart from days, by the names of the record."""
        names = (
            "name content reporters reporter_classes method frequency window year_begins_day year_begins_month "
            "outline legal_basis valid_from valid_to"
        )
        facts = {name: self.cleaned_data[name] for name in names.split()}
        return {**facts, "forms": self.cleaned_data["data_forms"]}


class TierForm(_Days):
    """One tier; a row without a level is none."""

    level = forms.ChoiceField(
        label="Cấp gửi", required=False, choices=[("", "Không dùng dòng này"), *TierLevel.choices]
    )
    recipient_words = forms.CharField(label="Nơi nhận", required=False, max_length=300)
    route = forms.ChoiceField(
        label="Gửi đến",
        required=False,
        choices=TierRoute.choices,
        help_text="Gửi qua cấp trên: cấp trên chấp nhận xong mới gửi tiếp, và chịu trách nhiệm nêu lý do nếu thiếu.",
    )

    def clean(self) -> dict[str, Any]:
        """An unused row needs nothing."""
        if not self.cleaned_data.get("level"):
            return self.cleaned_data
        return super().clean()


if TYPE_CHECKING:
    _FormSet = forms.BaseFormSet["TierForm"]
else:  # the class takes no parameter at run time
    _FormSet = forms.BaseFormSet


class _Rows(_FormSet):
    def clean(self) -> None:
        """Each tier once."""
        levels = [form.cleaned_data.get("level") for form in self.forms if form.cleaned_data.get("level")]
        if len(levels) != len(set(levels)):
            raise forms.ValidationError("Mỗi cấp chỉ có một dòng. Hãy bỏ dòng trùng.")


TierRows = forms.formset_factory(TierForm, formset=_Rows, extra=1, max_num=5, absolute_max=10)


def kept_rows(rows: forms.BaseFormSet[TierForm]) -> list[dict[str, Any]]:
    """The rows in use, from the lowest tier up."""
    kept = [form.cleaned_data for form in rows.forms if form.cleaned_data.get("level")]
    return sorted(kept, key=lambda row: TierLevel.values.index(row["level"]))


def tier_rows(regime: Regime) -> list[dict[str, Any]]:
    """The tiers of a regime as the rows of the form."""
    names = ("level", "recipient_words", "route", *DAY_FIELDS)
    return [{name: getattr(tier, name) for name in names} for tier in regime.tiers.all()]


def days_from(row: Mapping[str, Any]) -> dict[str, Any]:
    """The days of a form by the names of the record."""
    return {name: row.get(name) for name in DAY_FIELDS}
