"""Forms of the outgoing papers' pages. They carry words; what these may be is decided by the services."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from mangnon.agencies.public import Post
from mangnon.documents.official import KINDS
from mangnon.outgoing.confirming import seal_of
from mangnon.outgoing.drafting import PaperFacts
from mangnon.outgoing.models import OutgoingPaper
from mangnon.outgoing.rules.template_text import lines_of
from mangnon.outgoing.templating import uses
from mangnon.outgoing.terms import Capacity, FileRole, Relation, SignatureKind, Urgency

KIND_CHOICES = [(kind.code, kind.name) for kind in KINDS]
_DAY = {"invalid": "Ngày chưa đúng. Hãy nhập theo mẫu 17/02/2025."}
_CHANGED = {
    "invalid_choice": "Các điều cần xem đã thay đổi từ khi bạn mở trang. Chưa có gì được làm. Hãy xem lại rồi đánh dấu."
}
_NO_CHILD = "Không ghi tên hoặc thông tin riêng của trẻ em."


def day_field(label: str, help_text: str = "") -> forms.DateField:
    """A day as officials write it, in a box of text."""
    widget = forms.DateInput(format="%d/%m/%Y", attrs={"inputmode": "numeric", "placeholder": "ngày/tháng/năm"})
    formats = ["%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d"]
    return forms.DateField(
        label=label, required=False, widget=widget, input_formats=formats, error_messages=_DAY, help_text=help_text
    )


def _words(label: str, *, rows: int = 3, required: bool = False, help_text: str = "") -> forms.CharField:
    missing = {"required": f"Chưa ghi {label.lower()}."}
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, widget=widget, error_messages=missing, help_text=help_text)


def _version() -> forms.IntegerField:
    return forms.IntegerField(widget=forms.HiddenInput, required=False)


class PaperForm(forms.Form):
    """What a paper is, and its words."""

    kind = forms.ChoiceField(label="Loại văn bản", choices=KIND_CHOICES, initial="cong-van")
    symbol = forms.CharField(
        label="Ký hiệu",
        max_length=80,
        help_text="Phần sau dấu gạch chéo, ví dụ BC-SYT. Số do sổ cấp.",
        error_messages={"required": "Chưa ghi ký hiệu."},
    )
    subject = _words("Trích yếu", rows=2, required=True, help_text=_NO_CHILD)
    addressees = _words("Kính gửi", rows=2, help_text="Mỗi dòng một nơi.")
    body = _words(
        "Nội dung",
        rows=16,
        help_text="Mỗi dòng một đoạn. «I. », «1. », «a) » là đề mục; «- » và «+ » là gạch đầu dòng. Để trống nếu "
        "văn bản được soạn bằng tệp riêng.",
    )
    bases = _words("Căn cứ", rows=2, help_text="Mỗi dòng một căn cứ, chỉ với loại văn bản có căn cứ.")
    recipients = _words("Nơi nhận", rows=3, help_text="Mỗi dòng một nơi, dòng cuối thường là «Lưu: VT, …».")
    capacity = forms.ChoiceField(label="Thẩm quyền ký", choices=Capacity.choices, initial=Capacity.HEAD)
    signer_title = forms.CharField(
        label="Chức vụ người ký", required=False, max_length=160, help_text="Để trống thì in dấu chấm."
    )
    signer_name = forms.CharField(
        label="Họ tên người ký", required=False, max_length=120, help_text="Không ghi học hàm, học vị."
    )
    delegation = forms.CharField(
        label="Văn bản ủy quyền", required=False, max_length=200, help_text="Bắt buộc khi ký thừa ủy quyền."
    )
    urgency = forms.ChoiceField(
        label="Mức độ khẩn",
        choices=Urgency.choices,
        initial=Urgency.NORMAL,
        help_text="In trong khung dưới số, ký hiệu; ghi vào gói trao đổi.",
    )
    relation = forms.ChoiceField(
        label="Đối với văn bản đã ban hành",
        choices=[("", "Không thay đổi văn bản nào"), *Relation.choices],
        required=False,
        help_text="Sai sót về nội dung: thay thế bằng văn bản cùng loại; sai sót về thể thức: đính chính bằng công văn "
        "(Nghị định 30/2020/NĐ-CP, Điều 18).",
    )
    replaces = forms.ChoiceField(label="Văn bản ấy là", choices=[("", "Không")], required=False)
    version = _version()

    def __init__(
        self,
        *args: Any,
        signers: Sequence[Post] = (),
        earlier: Iterable[OutgoingPaper] = (),
        is_written: bool = False,
        **kwargs: Any,
    ) -> None:
        """`earlier`: what the paper may replace. `is_written`: its words are another room's, not typed here."""
        super().__init__(*args, **kwargs)
        self.signers = [(post.user.full_name, post.title) for post in signers]
        choices = [(str(each.pk), f"{each.full_symbol}: {each.subject[:100]}") for each in earlier]
        for name in ("body", "bases") if is_written else ():
            del self.fields[name]
        field = self.fields["replaces"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared so
        field.choices = [("", "Không"), *choices]
        if not choices:
            del self.fields["replaces"], self.fields["relation"]

    def clean(self) -> dict[str, Any]:
        """A relation and its paper come together."""
        data = super().clean() or self.cleaned_data
        if bool(data.get("relation")) != bool(data.get("replaces")) and "replaces" not in self.errors:
            self.add_error("replaces", "Chọn cả quan hệ và văn bản, hoặc để cả hai là «Không».")
        return data

    def facts(self) -> PaperFacts:
        """What was typed, as the services take it."""
        data = self.cleaned_data
        return PaperFacts(
            kind=data["kind"],
            symbol=data["symbol"],
            subject=data["subject"],
            addressees=lines_of(data["addressees"]),
            recipients=lines_of(data["recipients"]),
            capacity=data["capacity"],
            signer_name=data["signer_name"],
            signer_title=data["signer_title"],
            delegation=data["delegation"],
            urgency=data["urgency"],
            relation=data.get("relation", ""),
            replaces_id=int(data["replaces"]) if data.get("replaces") else None,
        )

    def parts(self) -> dict[str, str]:
        """The words, as a template has them."""
        data = self.cleaned_data
        return {"body": data.get("body", ""), "bases": data.get("bases", "")}


class TemplateForm(forms.Form):
    """A template."""

    name = forms.CharField(label="Tên mẫu", max_length=200, error_messages={"required": "Chưa đặt tên mẫu."})
    kind = forms.ChoiceField(label="Loại văn bản", choices=KIND_CHOICES)
    use = forms.ChoiceField(label="Dùng cho")
    place = forms.CharField(label="Địa danh", required=False, max_length=200, initial="{địa danh}")
    addressees = _words("Kính gửi", rows=2, help_text="Mỗi dòng một nơi; để trống nếu mỗi lần một khác.")
    bases = _words("Căn cứ", rows=3)
    body = _words("Nội dung", rows=18)
    recipients = _words("Nơi nhận", rows=3)
    note = forms.CharField(label="Thay đổi ở bản này", required=False, max_length=300)
    version = _version()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        use = self.fields["use"]
        assert isinstance(use, forms.ChoiceField)  # noqa: S101 - declared so
        use.choices = list(uses().items())

    def parts(self) -> dict[str, str]:
        """The words."""
        return {part: self.cleaned_data[part] for part in ("place", "addressees", "bases", "body", "recipients")}


class SeenForm(forms.Form):
    """Confirm what has to be seen before an act (`concerns`), in `SEEN` words; without concerns there is no field."""

    SEEN = ""

    def __init__(self, *args: Any, concerns: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if concerns:
            self.fields["seen"] = forms.MultipleChoiceField(
                label="Xác nhận",
                required=False,
                widget=forms.CheckboxSelectMultiple,
                choices=[(seal_of(concerns), self.SEEN)],
                error_messages=_CHANGED,
            )

    @property
    def confirmed(self) -> str:
        """The seal of the list that was seen; empty where nothing was confirmed."""
        return "".join(self.cleaned_data.get("seen", ()))


class NumberForm(SeenForm):
    """Ask for a number."""

    SEEN = "Tôi đã xem các điều nêu trên và vẫn cấp số (được ghi lại cùng tên người cấp số)"

    issued_on = day_field("Ngày ban hành", "Để trống là hôm nay. Không sớm hơn ngày của số liền trước.")
    version = _version()


class ExportForm(SeenForm):
    """Confirm whom an envelope does not reach."""

    SEEN = "Tôi đã xem những nơi gói này không đến và vẫn xuất"


class ReasonForm(forms.Form):
    """Why."""

    reason = _words("Lý do", rows=2, required=True)
    version = _version()


class HandSignatureForm(forms.Form):
    """Signed on paper."""

    signed_on = day_field("Ngày ký", "Để trống là hôm nay.")
    file = forms.FileField(label="Bản chụp văn bản đã ký, đóng dấu", required=False)
    version = _version()


class SignedFileForm(forms.Form):
    """Signed with one's own tool."""

    kind = forms.ChoiceField(
        label="Chữ ký mới trên tệp là",
        choices=[
            (SignatureKind.PERSON, "của người ký (hoặc của cả người ký và cơ quan)"),
            (SignatureKind.AGENCY, "của cơ quan"),
        ],
    )
    file = forms.FileField(label="Tệp PDF đã ký", error_messages={"required": "Chưa chọn tệp PDF đã ký."})
    reason = forms.CharField(
        label="Lý do nhận",
        required=False,
        max_length=500,
        help_text="Chỉ cần khi chứng thư chưa được tin cậy hoặc mang tên khác với văn bản, hoặc giờ ký không thể đúng. "
        "Lý do được lưu cùng chữ ký.",
    )
    version = _version()


class FileForm(forms.Form):
    """A file made elsewhere."""

    role = forms.ChoiceField(label="Tệp này là", choices=[])
    file = forms.FileField(label="Tệp", error_messages={"required": "Chưa chọn tệp."})

    def __init__(self, *args: Any, roles: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared so
        field.choices = [(role, FileRole(role).label) for role in roles]


class RegisterForm(forms.Form):
    """A new register."""

    name = forms.CharField(
        label="Tên sổ", max_length=200, initial="Sổ văn bản đi", error_messages={"required": "Chưa đặt tên sổ."}
    )
    kinds = forms.MultipleChoiceField(
        label="Loại văn bản",
        choices=KIND_CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Không chọn loại nào: sổ chung cho mọi loại chưa có sổ riêng.",
    )


class FirstNumberForm(forms.Form):
    """A year that began on paper."""

    first_number = forms.IntegerField(
        label="Số đầu tiên cấp tại đây",
        min_value=1,
        error_messages={"required": "Chưa ghi số.", "invalid": "Số phải là một số nguyên."},
    )
    reason = _words("Lý do", rows=2, required=True, help_text="Ví dụ: từ số 01 đến 117 đã cấp trên sổ giấy.")


class CheckForm(forms.Form):
    """A PDF whose signatures are to be looked at."""

    file = forms.FileField(label="Tệp PDF", error_messages={"required": "Chưa chọn tệp PDF."})


class ExchangeCodeForm(forms.Form):
    """What a body is called in the exchange."""

    code = forms.CharField(
        label="Mã định danh điện tử",
        max_length=40,
        help_text="Ví dụ H37.02.02.",
        error_messages={"required": "Chưa ghi mã."},
    )
    basis = forms.CharField(
        label="Căn cứ",
        max_length=300,
        help_text="Số, ngày văn bản cấp mã.",
        error_messages={"required": "Chưa ghi căn cứ."},
    )
