"""Forms of sign-in. Each takes exactly the boxes it names: anything else that is sent is not read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import UsernameField

_EMPTY = {"required": "Ô này chưa có nội dung. Hãy nhập rồi gửi lại."}
_LONGEST_PASSWORD = 256


def _password(label: str, *, autocomplete: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        max_length=_LONGEST_PASSWORD,
        help_text=help_text,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
        error_messages={**_EMPTY, "max_length": f"Mật khẩu dài nhất là {_LONGEST_PASSWORD} ký tự."},
    )


class SignInForm(forms.Form):
    """User name and password."""

    username = UsernameField(
        label="Tên đăng nhập",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={**_EMPTY, "max_length": "Tên đăng nhập dài nhất là 150 ký tự."},
    )
    password = _password("Mật khẩu", autocomplete="current-password")


class PasswordForm(forms.Form):
    """The password once more."""

    password = _password("Mật khẩu", autocomplete="current-password")


class CodeForm(forms.Form):
    """Six digits, or a recovery code."""

    code = forms.CharField(
        label="Mã xác thực",
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={**_EMPTY, "max_length": "Mã dài nhất là 40 ký tự."},
    )


class ChangePasswordForm(forms.Form):
    """The present password, and the new one twice."""

    old_password = _password("Mật khẩu đang dùng", autocomplete="current-password")
    new_password = _password("Mật khẩu mới", autocomplete="new-password")
    again_password = _password("Nhập lại mật khẩu mới", autocomplete="new-password")

    def clean(self) -> dict[str, Any]:
        """Both new ones are the same."""
        cleaned = super().clean() or {}
        new, again = cleaned.get("new_password"), cleaned.get("again_password")
        if new is not None and again is not None and new != again:
            self.add_error("again_password", "Hai lần nhập mật khẩu mới khác nhau. Hãy nhập lại.")
        return cleaned


class PostForm(forms.Form):
    """Which post to work in; only the person's own are offered."""

    post = forms.TypedChoiceField(
        label="Làm việc với vai trò",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={**_EMPTY, "invalid_choice": "Vị trí này không còn hoặc không phải của bạn. Hãy chọn lại."},
    )

    def __init__(self, *args: Any, choices: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].choices = choices  # type: ignore[attr-defined]
