"""One's own account: sessions, password, second factor."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mangnon.accounts.public import Actor, Permission
from mangnon.accounts.web.access import has_account
from mangnon.kernel import clock
from mangnon.kernel.refusals import Refusal
from mangnon.people.factors import (
    begin_enrolment,
    codes_left,
    confirm_enrolment,
    factor_of,
    is_factor_asked_for,
    remove_factor,
    renew_recovery_codes,
)
from mangnon.people.own_posts import own_posts
from mangnon.people.passwords import PasswordRules, WeakPassword, change_password, is_change_due
from mangnon.people.sessions import end_session, end_sessions, sessions_of
from mangnon.people.sign_in import CannotSignIn, confirm_password, note_sign_in
from mangnon.people.web.gate import FACTOR_MARK, passes, row_of
from mangnon.people.web.kept import kept_form, safe_next
from mangnon.people.web.sign_in_forms import ChangePasswordForm, CodeForm, PasswordForm
from mangnon.people.web.sign_in_views import acting, mark_factor, user_of

# Which key for a device this session was shown.
_KEY_SEEN = "enrolment"


@has_account
@never_cache
@require_safe
def own_account(request: HttpRequest) -> HttpResponse:
    """How one signs in, and where one is signed in."""
    user = user_of(request)
    factor = factor_of(user)
    actor: Actor | None = getattr(request, "actor", None)
    context = {
        "person": user,
        "sessions": sessions_of(user, own=row_of(request).pk),
        "posts": own_posts(user, on=clock.today()),
        "follows_deadlines": actor is not None and actor.may(Permission.SEE_PLANS),
        "factor": factor,
        "codes_left": codes_left(user) if factor else 0,
        "may_switch_off": factor is not None and not is_factor_asked_for(user, acting(request)),
        "password_form": PasswordForm(prefix="ma"),
        "off_form": PasswordForm(prefix="tat"),
    }
    return render(request, "people/own_account.html", context)


@has_account
@require_POST
def end_own_session(request: HttpRequest) -> HttpResponse:
    """End one of one's own sessions; the form names it by its handle."""
    try:
        end_session(actor=acting(request), user=user_of(request), handle=request.POST.get("phien", ""))
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Đã kết thúc phiên đăng nhập ấy.")
    return redirect("own_account")


@has_account
@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """End all of one's sessions but this one."""
    ended = end_sessions(actor=acting(request), user=user_of(request), but=row_of(request).pk)
    messages.success(request, f"Đã kết thúc {ended} phiên khác." if ended else "Không có phiên nào khác.")
    return redirect("own_account")


@passes("password")
@has_account
@never_cache
@sensitive_post_parameters("old_password", "new_password", "again_password")
@require_http_methods(["GET", "HEAD", "POST"])
def change_own_password(request: HttpRequest) -> HttpResponse:
    """A new password; all other sessions end, this one gets a new key."""
    user, following = user_of(request), safe_next(request, reverse(settings.LOGIN_REDIRECT_URL))
    actor = acting(request)
    is_due = is_change_due(user, actor)
    form = ChangePasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            confirm_password(actor=actor, user=user, password=form.cleaned_data["old_password"])
            change_password(actor=actor, user=user, new_password=form.cleaned_data["new_password"])
        except CannotSignIn as refusal:
            form.add_error("old_password", refusal.message)
        except WeakPassword as refusal:
            for fault in refusal.faults:
                form.add_error("new_password", fault)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            update_session_auth_hash(request, user)
            end_sessions(actor=actor, user=user, but=row_of(request).pk)
            messages.success(request, "Đã đổi mật khẩu. Các phiên đăng nhập khác đã kết thúc.")
            return redirect(reverse("unsent_form") if kept_form(request) else following)
    context = {"form": form, "next": following, "is_due": is_due, "rules": PasswordRules().get_help_text()}
    return render(request, "people/change_password.html", context)


@passes("factor")
@has_account
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enrol_factor(request: HttpRequest) -> HttpResponse:
    """Take a device into use: picture, key in letters, first code; then ten recovery codes, shown once."""
    user, following = user_of(request), safe_next(request, reverse("own_account"))
    if factor_of(user) is not None:
        return redirect("own_account" if FACTOR_MARK in request.session else "second_factor")
    try:
        enrolment = begin_enrolment(user, seen=request.session.get(_KEY_SEEN, ""))
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("own_account")
    request.session[_KEY_SEEN] = enrolment.mark
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            code = form.cleaned_data["code"]
            codes = confirm_enrolment(actor=acting(request), user=user, code=code, seen=enrolment.mark)
        except Refusal as refusal:
            form.add_error("code", refusal.message)
        else:
            if FACTOR_MARK not in request.session:
                mark_factor(request)
                note_sign_in(user=user, address=acting(request).origin, how="device")
            return render(request, "people/recovery_codes.html", {"codes": codes, "next": following})
    context = {
        "form": form,
        "next": following,
        "key": enrolment.key,
        "picture": mark_safe(enrolment.picture),  # noqa: S308 - drawn here from numbers; no words go into it
        "is_asked_for": is_factor_asked_for(user, acting(request)),
    }
    return render(request, "people/enrol_factor.html", context)


@has_account
@never_cache
@sensitive_post_parameters("ma-password")
@require_POST
def renew_codes(request: HttpRequest) -> HttpResponse:
    """Ten new recovery codes, against the password."""
    form = PasswordForm(request.POST, prefix="ma")
    if not form.is_valid():
        messages.error(request, "Chưa nhập mật khẩu nên mã dự phòng chưa được thay. Mã cũ vẫn dùng được.")
        return redirect("own_account")
    try:
        confirm_password(actor=acting(request), user=user_of(request), password=form.cleaned_data["password"])
        codes = renew_recovery_codes(actor=acting(request), user=user_of(request))
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("own_account")
    return render(request, "people/recovery_codes.html", {"codes": codes, "next": reverse("own_account")})


@has_account
@sensitive_post_parameters("tat-password")
@require_POST
def switch_off_factor(request: HttpRequest) -> HttpResponse:
    """Give the second factor up, against the password; only where the role does not ask for it."""
    user, actor = user_of(request), acting(request)
    form = PasswordForm(request.POST, prefix="tat")
    if is_factor_asked_for(user, actor):
        messages.error(request, "Vai trò của bạn bắt buộc xác thực hai bước nên không tắt được. Không có gì thay đổi.")
    elif not form.is_valid():
        messages.error(request, "Chưa nhập mật khẩu nên xác thực hai bước vẫn bật.")
    else:
        try:
            confirm_password(actor=actor, user=user, password=form.cleaned_data["password"])
        except Refusal as refusal:
            messages.error(request, refusal.message)
        else:
            remove_factor(actor=actor, user=user)
            messages.success(request, "Đã tắt xác thực hai bước. Các mã dự phòng không còn giá trị.")
    return redirect("own_account")
