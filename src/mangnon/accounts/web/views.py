"""Sign-in. The form is Django's; the sentences are ours."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from mangnon.accounts.selectors import sample_accounts
from mangnon.accounts.web.access import public_page


class SignInForm(AuthenticationForm):
    """User name and password, with Vietnamese sentences."""

    error_messages = {
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
