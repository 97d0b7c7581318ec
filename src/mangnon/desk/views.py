"""Bàn làm việc."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mangnon.accounts.web.access import actor_of, signed_in
from mangnon.desk.selectors import desk_of
from mangnon.kernel import clock


@signed_in
def desk(request: HttpRequest) -> HttpResponse:
    """What must I do today, what is late, who waits for me."""
    actor = actor_of(request)
    return render(request, "desk/desk.html", {"desk": desk_of(actor), "today": clock.today()})
