"""Sign-in. The form is Django's; the sentences are ours."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from mangnon.accounts.selectors import sample_accounts
from mangnon.accounts.web.access import public_page

MOST_FAILURES = 10
FAILURES_ARE_REMEMBERED = 5 * 60  # seconds


def _failures_key(username: str) -> str:
    """Where failures are counted; the name itself does not go into the cache."""
    return "sign-in-failures-" + hashlib.sha256(username.strip().lower().encode()).hexdigest()


class SignInForm(AuthenticationForm):
    """User name and password, with Vietnamese sentences.

    After MOST_FAILURES wrong passwords for one name nobody signs in under it for some minutes, whatever is typed: a
    password cannot be found by trying. The count lives in the server's one process and ends with it.
    """

    error_messages = {
        "too_many": (
            "Mật khẩu của tên đăng nhập này đã bị nhập sai nhiều lần nên việc đăng nhập tạm dừng 5 phút. "
            "Tài khoản không bị khóa; hãy đợi rồi đăng nhập lại."
        ),
        "invalid_login": "Tên đăng nhập hoặc mật khẩu chưa đúng. Hãy kiểm tra phím CAPS LOCK rồi nhập lại.",
        "inactive": "Tài khoản này đã ngừng hoạt động. Hãy liên hệ người quản trị của đơn vị.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Tên đăng nhập"
        self.fields["password"].label = "Mật khẩu"
        for field in self.fields.values():
            field.error_messages["required"] = "Ô này chưa có nội dung. Hãy nhập rồi đăng nhập lại."
        self.fields["username"].widget = forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"})

    def clean(self) -> dict[str, Any]:
        """The name and password, if they fit. Raises ValidationError, also after too many failures."""
        key = _failures_key(self.cleaned_data.get("username") or "")
        if cache.get(key, 0) >= MOST_FAILURES:
            raise ValidationError(self.error_messages["too_many"], code="too_many")
        try:
            cleaned = super().clean()
        except ValidationError:
            cache.add(key, 0, FAILURES_ARE_REMEMBERED)
            with suppress(ValueError):  # forgotten between the two lines
                cache.incr(key)
            raise
        if self.get_user() is not None:
            cache.delete(key)
        return cleaned


class _SignIn(LoginView):
    template_name = "ui/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "sample_accounts": sample_accounts()}


_sign_in_view = _SignIn.as_view()
_sign_out_view = LogoutView.as_view()


@public_page
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """The sign-in page."""
    return _sign_in_view(request)


@public_page
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """Ends the session; only by POST."""
    return _sign_out_view(request)
