"""Forms of the people's pages. They carry text and days; what may be is decided by the services."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from mangnon.accounts.public import Role
from mangnon.agencies.public import Agency, Post
from mangnon.agencies.terms import PostKind
from mangnon.people.passwords import PasswordRules

_DAY = ["%d/%m/%Y", "%Y-%m-%d"]
ROLES = [(role.value, str(role.label)) for role in Role if role != Role.SYSTEM]
_HELD = [(kind.value, str(kind.label)) for kind in (PostKind.REGULAR, PostKind.ACTING)]


def _day(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        input_formats=_DAY,
        help_text=help_text,
        widget=forms.DateInput(format="%d/%m/%Y", attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": "Chưa có ngày. Hãy nhập theo mẫu 17/02/2025.",
            "invalid": "Ngày chưa đúng. Hãy nhập theo mẫu 17/02/2025.",
        },
    )


def _reason() -> forms.CharField:
    return forms.CharField(
        label="Lý do",
        max_length=300,
        error_messages={
            "required": "Chưa nêu lý do. Hãy ghi một câu.",
            "max_length": "Lý do dài quá 300 ký tự. Hãy rút gọn.",
        },
    )


def _choice(label: str, choices: list[tuple[str, str]], *, initial: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices if initial else [("", "Hãy chọn"), *choices],
        initial=initial or None,
        error_messages={"required": "Chưa chọn. Hãy chọn một dòng.", "invalid_choice": "Hãy chọn trong danh sách."},
    )


def _title() -> forms.CharField:
    return forms.CharField(
        label="Chức danh",
        required=False,
        max_length=120,
        help_text="Như ghi trong quyết định, ví dụ «Phó Trưởng phòng».",
        error_messages={"max_length": "Chức danh dài quá 120 ký tự. Hãy rút gọn."},
    )


class PostForm(forms.Form):
    """A post: where, as what, how, from–to. The bodies to choose from are the actor's province's."""

    agency = _choice("Cơ quan, đơn vị", [])
    role = _choice("Vai trò", ROLES)
    title = _title()
    kind = _choice("Cách giữ", _HELD, initial=PostKind.REGULAR)
    valid_from = _day("Từ ngày")
    valid_to = _day("Đến hết ngày", required=False, help_text="Để trống nếu không định thời hạn.")

    def __init__(self, *args: Any, agencies: list[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agency"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows the type
        field.choices = [("", "Hãy chọn"), *((str(agency.pk), agency.name) for agency in agencies)]

    def post_values(self) -> dict[str, Any]:
        """What the services take of a post."""
        data = self.cleaned_data
        return {
            "agency_id": int(data["agency"]),
            "role": Role(data["role"]),
            "title": data["title"],
            "kind": PostKind(data["kind"]),
            "valid_from": data["valid_from"],
            "valid_to": data["valid_to"],
        }


class InviteForm(PostForm):
    """A new person with a first post."""

    full_name = forms.CharField(
        label="Họ và tên",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Chưa có họ và tên. Hãy nhập đầy đủ."},
    )
    username = forms.CharField(
        label="Tên đăng nhập",
        required=False,
        max_length=60,
        help_text="Chữ không dấu và chữ số. Để trống thì hệ thống đề xuất từ họ và tên.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    email = forms.CharField(
        label="Thư điện tử công vụ",
        required=False,
        max_length=254,
        help_text="Để trống thì in phiếu mời trao tận tay.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "email", "autocapitalize": "none"}),
    )
    field_order = ["full_name", "username", "email", "agency", "role", "title", "kind", "valid_from", "valid_to"]


class _WithReceiver(forms.Form):
    receiver = _choice("Người nhận bàn giao", [])

    def offer(self, receivers: list[Post], *, must: bool) -> None:
        """The people who can be chosen; none is needed when colleagues remain."""
        field = self.fields["receiver"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows the type
        none = "Hãy chọn" if must else "Không chỉ định, đồng nghiệp cùng cơ quan làm tiếp"
        words = [(str(post.pk), _receiver_words(post)) for post in receivers]
        field.choices = [("", none), *words]
        field.required = False  # the service knows whether one is needed on the day that was typed

    @property
    def receiver_id(self) -> int | None:
        """The chosen post, or None."""
        chosen = self.cleaned_data.get("receiver") or ""
        return int(chosen) if chosen else None


def _receiver_words(post: Post) -> str:
    return f"{post.user.full_name}, {post.title or Role(post.role).label}, {post.agency.name}"


class EndForm(_WithReceiver):
    """The end of a post."""

    last_day = _day("Ngày cuối giữ vị trí", help_text="Người này còn làm việc đến hết ngày đó.")
    reason = _reason()
    field_order = ["last_day", "reason", "receiver"]


class ChangeRoleForm(_WithReceiver):
    """Another role at the same body."""

    role = _choice("Vai trò mới", ROLES)
    title = _title()
    from_day = _day("Từ ngày", help_text="Vị trí cũ kết thúc vào ngày trước đó.")
    reason = _reason()
    field_order = ["role", "title", "from_day", "reason", "receiver"]


class CoverForm(forms.Form):
    """Who stands in, from–to."""

    person = _choice("Người làm thay", [])
    valid_from = _day("Từ ngày")
    valid_to = _day("Đến hết ngày")

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows the type
        field.choices = [("", "Hãy chọn"), *people]


class ReasonForm(forms.Form):
    """An act that needs a reason."""

    reason = _reason()


class CodeForm(forms.Form):
    """The code of the slip."""

    code = forms.CharField(
        label="Mã trên phiếu mời",
        max_length=80,
        help_text="Gồm chữ và số; gạch nối và chữ hoa, chữ thường đều được.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": "Chưa có mã. Hãy nhập mã in trên phiếu.", "max_length": "Mã quá dài."},
    )


class PasswordForm(forms.Form):
    """The own password, twice."""

    password = forms.CharField(
        label="Mật khẩu mới",
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Chưa có mật khẩu. Hãy nhập mật khẩu bạn tự chọn."},
    )
    again = forms.CharField(
        label="Nhập lại mật khẩu mới",
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Hãy nhập lại mật khẩu một lần nữa."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = PasswordRules().get_help_text()

    def clean(self) -> dict[str, Any]:
        """Both must be the same."""
        data = super().clean() or {}
        if data.get("password") and data.get("again") and data["password"] != data["again"]:
            self.add_error("again", "Hai lần nhập chưa giống nhau. Hãy nhập lại.")
        return data


class PeopleFileForm(forms.Form):
    """The Excel file of people."""

    file = forms.FileField(
        label="Tệp Excel danh sách người dùng",
        widget=forms.ClearableFileInput(
            attrs={"accept": ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
        ),
        error_messages={
            "required": "Chưa chọn tệp. Hãy chọn tệp đã điền theo mẫu.",
            "empty": "Tệp này rỗng. Hãy chọn lại.",
            "invalid": "Chưa nhận được tệp. Hãy chọn lại.",
        },
    )


def start_values(today: dt.date) -> dict[str, Any]:
    """What a new form of days begins with."""
    return {"valid_from": today, "last_day": today, "from_day": today + dt.timedelta(days=1)}
