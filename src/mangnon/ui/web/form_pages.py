"""A page with one form: what somebody typed stays on it when it cannot be saved; every act is a plain POST.

A form with files may be sent by `mangnon/js/upload.js`, which shows how far the sending is; it asks with the header
`X-Upload: 1` and gets JSON: {"address"} to go on to, or {"faults"}.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render

from mangnon.kernel.refusals import NotAllowed, Refusal, Stale


@dataclass(frozen=True, slots=True)
class FormPage:
    """What stands around a form. `back`: the address of the page it belongs to, `place` its name, `about` what it is
    about, in words; `warning` stands above the form, then `points` to be seen before it is sent."""

    title: str
    button: str
    done: str
    back: str
    place: str
    about: str = ""
    warning: str = ""
    suggestions: Mapping[str, Any] | None = None
    points: Sequence[str] = ()


def status_of(refusal: Refusal) -> int:
    """403 for a missing right, 409 when somebody was first, 507 where there is no room, 422 for all else."""
    if isinstance(refusal, NotAllowed):
        return 403
    if refusal.code == "store_full":
        return 507
    return 409 if isinstance(refusal, Stale) else 422


def form_page(
    request: HttpRequest, form: Form, page: FormPage, act: Callable[[dict[str, Any]], object]
) -> HttpResponse:
    """Show the form; when it is sent, do the act and go back, or show it again with what is wrong."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                act(form.cleaned_data)
            except Refusal as refusal:
                form.add_error(None, refusal.message)
                status = status_of(refusal)
            else:
                messages.success(request, page.done)
                return _gone_on(request, page.back)
        if request.headers.get("X-Upload") == "1":
            faults = [str(fault) for faults in form.errors.values() for fault in faults]
            return JsonResponse({"faults": faults, "received": 0}, status=status)
    context = {"form": form, "about": page, "has_file": form.is_multipart()}
    return render(request, "ui/form_page.html", context, status=status)


def _gone_on(request: HttpRequest, address: str) -> HttpResponse:
    if request.headers.get("X-Upload") == "1":
        return JsonResponse({"address": address})
    return HttpResponseRedirect(address)


def press(request: HttpRequest, act: Callable[[], object], done: str, back: str) -> HttpResponse:
    """An act without words: do it, say it, go back. A refusal is told on a page of its own with its status."""
    act()
    messages.success(request, done)
    return HttpResponseRedirect(back)
