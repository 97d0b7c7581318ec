"""The invited person's pages. Open to everybody: the code is the key, and stands in no address after the first."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from mangnon.accounts.web.access import origin_of, public_page
from mangnon.kernel.refusals import Refusal
from mangnon.people.errors import BadInvitation
from mangnon.people.invitations import accept_invitation, find_invitation
from mangnon.people.rules import code_key
from mangnon.people.web.forms import CodeForm, PasswordForm

_KEY = "invitation"


@public_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest) -> HttpResponse:
    """Where the code of a slip is typed."""
    form = CodeForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                key = code_key(form.cleaned_data["code"])
                find_invitation(key)
            except Refusal as refusal:
                form.add_error("code", refusal.message)
            else:
                return _remember(request, key)
    return render(request, "people/invitation.html", {"form": form}, status=status)


@public_page
@never_cache
@require_safe
def invitation_link(request: HttpRequest, code: str) -> HttpResponse:
    """The link of a mail: the code goes into the session and out of the address. Opening it uses nothing up."""
    key = code_key(code)
    try:
        find_invitation(key)
    except Refusal as refusal:
        form = CodeForm()
        return render(request, "people/invitation.html", {"form": form, "refused": refusal.message}, status=422)
    return _remember(request, key)


def _remember(request: HttpRequest, key: str) -> HttpResponse:
    request.session[_KEY] = key
    return redirect("invitation_password")


@public_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_password(request: HttpRequest) -> HttpResponse:
    """The own password, set by the invited person alone."""
    key = str(request.session.get(_KEY, ""))
    try:
        found = find_invitation(key)
    except Refusal as refusal:
        context = {"form": CodeForm(), "refused": refusal.message if key else ""}
        return render(request, "people/invitation.html", context, status=422 if key else 200)
    form = PasswordForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                accept_invitation(key=key, password=form.cleaned_data["password"], origin=origin_of(request))
            except BadInvitation:
                raise
            except Refusal as refusal:
                form.add_error("password", refusal.message)
            else:
                del request.session[_KEY]
                messages.success(request, "Đã đặt mật khẩu. Hãy đăng nhập bằng mật khẩu bạn vừa chọn.")
                return redirect("sign_in")
    context = {"form": form, "person": found.user, "kind": found.kind}
    return render(request, "people/own_password.html", context, status=status)
