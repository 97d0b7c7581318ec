"""Mã truy cập: the keys by which one's own programs work, and where the interface is described."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from mangnon.accounts.public import User
from mangnon.accounts.web.access import actor_of, signed_in
from mangnon.exchange.terms import TokenScope
from mangnon.exchange.tokens import LONGEST_DAYS, is_alive, issue_token, revoke_token, tokens_of
from mangnon.kernel.refusals import Refusal
from mangnon.people.public import confirm_password, is_factor_due

_EMPTY = {"required": "Ô này chưa có nội dung. Hãy nhập rồi gửi lại."}


class TokenForm(forms.Form):
    """What the key is for, what it may do, how long it lives; and the password, as for every key to an account."""

    name = forms.CharField(
        label="Dùng vào việc gì",
        max_length=100,
        help_text="Ví dụ: phần mềm một cửa của sở lấy hạn nhiệm vụ.",
        error_messages={**_EMPTY, "max_length": "Nhiều nhất 100 ký tự."},
    )
    scope = forms.ChoiceField(label="Phạm vi", choices=TokenScope.choices, initial=TokenScope.READ)
    days = forms.IntegerField(
        label="Dùng trong bao nhiêu ngày",
        initial=90,
        min_value=1,
        max_value=LONGEST_DAYS,
        error_messages={
            **_EMPTY,
            "invalid": "Số ngày là một số nguyên.",
            "min_value": "Ít nhất 1 ngày.",
            "max_value": f"Nhiều nhất {LONGEST_DAYS} ngày.",
        },
    )
    password = forms.CharField(
        label="Mật khẩu đăng nhập của bạn",
        strip=False,
        max_length=256,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"max_length": "Mật khẩu dài nhất là 256 ký tự."},
    )


@signed_in
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def own_tokens(request: HttpRequest) -> HttpResponse:
    """One's own keys; a new one is shown once, on the answer to the form that made it."""
    actor, user = actor_of(request), request.user
    assert isinstance(user, User)  # noqa: S101 - the decorator lets nobody else in
    form, key, status = TokenForm(request.POST or None), "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                if user.has_usable_password():
                    confirm_password(actor=actor, user=user, password=form.cleaned_data["password"])
                # The gate has let this session through: where a second factor is due, it was shown.
                _, key = issue_token(
                    actor=actor,
                    name=form.cleaned_data["name"],
                    scope=TokenScope(form.cleaned_data["scope"]),
                    days=form.cleaned_data["days"],
                    with_factor=is_factor_due(user, actor),
                )
            except Refusal as refusal:
                form.add_error(None, refusal.message)
            else:
                form, status = TokenForm(), 200
    rows = [{"token": token, "is_alive": is_alive(token)} for token in tokens_of(user)[:50]]
    context = {
        "form": form,
        "key": key,
        "rows": rows,
        "asks_password": user.has_usable_password(),
        "columns": [
            {"label": "Mã"},
            {"label": "Vị trí công tác"},
            {"label": "Phạm vi"},
            {"label": "Dùng đến hết"},
            {"label": "Dùng gần nhất"},
            {"label": "Việc", "hidden": True},
        ],
        "note": f"{len(rows)} mã",
    }
    return render(request, "exchange/tokens.html", context, status=status)


@signed_in
@require_POST
def revoke_own_token(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of one's own keys at once."""
    try:
        revoke_token(actor=actor_of(request), token_id=pk)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Đã thu hồi mã. Chương trình dùng mã ấy không vào được nữa.")
    return redirect("own_tokens")
