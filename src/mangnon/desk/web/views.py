"""Bàn làm việc."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from mangnon.accounts.public import Permission
from mangnon.accounts.web.access import actor_of, public_page, signed_in
from mangnon.desk.selectors import desk_of
from mangnon.kernel import clock
from mangnon.plans.public import has_given_work


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """The bare address leads to the desk, and from there to the sign-in page where that is due."""
    return redirect("desk")


@signed_in
def desk(request: HttpRequest) -> HttpResponse:
    """What must I do today, what is late, who waits for me."""
    actor = actor_of(request)
    may_act = actor.may(Permission.ACT_FOR_AGENCY)
    context = {
        "desk": desk_of(actor),
        "today": clock.today(),
        "may_act": may_act,
        "may_decide": has_given_work(actor),
    }
    return render(request, "desk/desk.html", context)
