"""The way through another provider of identities and back. Both addresses are not there when the settings name none."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mangnon.accounts.web.access import origin_of, public_page
from mangnon.kernel.refusals import Refusal
from mangnon.people.outside import arrive, depart, issuer
from mangnon.people.web.kept import safe_next
from mangnon.people.web.sign_in_views import let_in

_KEY = "outside"


@public_page
@never_cache
@require_safe
def outside_sign_in(request: HttpRequest) -> HttpResponse:
    """To the provider; a link and not a form, because the pages' security policy keeps forms on this site."""
    if not issuer():
        raise Http404
    try:
        departure = depart(return_to=_return_address(request))
    except Refusal as refusal:
        return _back(request, refusal.message)
    request.session[_KEY] = {
        "state": departure.state,
        "nonce": departure.nonce,
        "verifier": departure.verifier,
        "next": safe_next(request, ""),
    }
    return redirect(departure.address)


@public_page
@never_cache
@require_safe
def outside_return(request: HttpRequest) -> HttpResponse:
    """Back from the provider; what was kept for the way works once."""
    if not issuer():
        raise Http404
    kept = request.session.pop(_KEY, None)
    given = request.GET.get("state", "")
    if kept is None or not given.isascii() or not secrets.compare_digest(given, kept["state"]):
        return _back(request, "Lượt đăng nhập này không còn hiệu lực. Không có gì bị thay đổi. Hãy đăng nhập lại.")
    if request.user.is_authenticated or not request.GET.get("code"):
        return _back(request, "Chưa đăng nhập được ở nơi cấp định danh. Không có gì bị thay đổi.")
    try:
        user = arrive(
            code=request.GET["code"],
            nonce=kept["nonce"],
            verifier=kept["verifier"],
            return_to=_return_address(request),
            address=origin_of(request),
        )
    except Refusal as refusal:
        return _back(request, refusal.message)
    let_in(request, user, how="outside")
    return redirect(kept["next"] or settings.LOGIN_REDIRECT_URL)


def _return_address(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("outside_return"))


def _back(request: HttpRequest, words: str) -> HttpResponse:
    messages.error(request, words)
    return redirect("sign_in")
