"""A page with one form of an outgoing paper: what was typed stays on it when it cannot be saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from mangnon.kernel.refusals import NotAllowed, Refusal, Stale


@dataclass(frozen=True, slots=True)
class FormPage:
    """What stands around a form. `back`: the address it belongs to, `place` its name, `about` what it is about."""

    title: str
    button: str
    done: str
    back: str
    place: str
    about: str = ""
    warning: str = ""


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
                return HttpResponseRedirect(page.back)
    context = {"form": form, "about": page, "has_file": form.is_multipart()}
    return render(request, "outgoing/form_page.html", context, status=status)
