"""Acts on one post: end and hand over, change of role, cover, cancel; and the hand-over itself."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mangnon.accounts.public import Role
from mangnon.accounts.web.access import actor_of, requires, signed_in
from mangnon.agencies.public import Post
from mangnon.kernel import clock
from mangnon.kernel.dates import long_date
from mangnon.kernel.refusals import Refusal
from mangnon.kernel.training import sample_notice
from mangnon.people.handing_over import (
    cancel_post,
    change_role,
    end_post,
    leaving,
    possible_receivers,
    receive_hand_over,
)
from mangnon.people.minutes import minutes_file
from mangnon.people.models import HandOver
from mangnon.people.policies import can_administer_people
from mangnon.people.selectors import PeopleFilter, hand_over_by_id, people, post_by_id
from mangnon.people.services import cover_post
from mangnon.people.terms import AccountState
from mangnon.people.web import presenters
from mangnon.people.web.forms import ChangeRoleForm, CoverForm, EndForm, ReasonForm, start_values
from mangnon.people.web.views import person_page, status_of

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _post(request: HttpRequest, pk: int) -> Post:
    found = post_by_id(actor_of(request), pk)
    if found is None:
        raise Http404("no such post in the viewer's province")
    return found


@requires(can_administer_people)
@require_http_methods(["GET", "HEAD", "POST"])
def post_end(request: HttpRequest, pk: int) -> HttpResponse:
    """All the open work of a post, and its end with a receiver."""
    post, after = _post(request, pk), clock.today() + dt.timedelta(days=1)
    known = leaving(post, after=after)
    form = EndForm(request.POST or None, initial=start_values(clock.today()))
    form.offer(possible_receivers(post, after=after), must=known.needs_receiver)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            try:
                made = end_post(
                    actor=actor_of(request),
                    post_id=post.pk,
                    last_day=data["last_day"],
                    reason=data["reason"],
                    receiver_id=form.receiver_id,
                )
            except Refusal as refusal:
                form.add_error(None, refusal.message)
                status = status_of(refusal)
            else:
                messages.success(request, "Đã kết thúc vị trí." if made is None else "Đã lập biên bản bàn giao.")
                return redirect("person", post.user_id) if made is None else redirect("hand_over", made.pk)
    context = {
        "form": form,
        "post": post,
        "role": Role(post.role).label,
        "known": known,
        "work": presenters.work_rows(known.work),
        "columns": presenters.WORK_COLUMNS,
        "note": f"{len(known.work)} việc",
    }
    return render(request, "people/end_post.html", context, status=status)


@requires(can_administer_people)
@require_http_methods(["GET", "HEAD", "POST"])
def post_change_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Another role at the same body from a day on."""
    post = _post(request, pk)
    form = ChangeRoleForm(request.POST or None, initial=start_values(clock.today()))
    form.offer(possible_receivers(post, after=clock.today() + dt.timedelta(days=1)), must=False)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            try:
                change_role(
                    actor=actor_of(request),
                    post_id=post.pk,
                    role=Role(data["role"]),
                    title=data["title"],
                    from_day=data["from_day"],
                    reason=data["reason"],
                    receiver_id=form.receiver_id,
                )
            except Refusal as refusal:
                form.add_error(None, refusal.message)
                status = status_of(refusal)
            else:
                messages.success(request, "Đã đổi vai trò: vị trí cũ kết thúc, vị trí mới bắt đầu.")
                return redirect("person", post.user_id)
    return render(
        request, "people/change_role.html", {"form": form, "post": post, "role": Role(post.role).label}, status=status
    )


@requires(can_administer_people)
@require_http_methods(["GET", "HEAD", "POST"])
def post_cover(request: HttpRequest, pk: int) -> HttpResponse:
    """Who stands in while the holder is away."""
    actor, post, today = actor_of(request), _post(request, pk), clock.today()
    found = people(actor, wanted=PeopleFilter(), now=clock.actual_now(), today=today)
    able = [
        row
        for row in found
        if row.posts and row.state != AccountState.DISABLED and row.user_id not in (post.user_id, actor.user_id)
    ]
    # Colleagues of the same body first; within that the order of the list stays.
    able.sort(key=lambda row: row.posts[0].agency_code != post.agency.code)
    choices = [(str(row.user_id), f"{row.full_name}, {row.posts[0].agency_name}") for row in able]
    form = CoverForm(request.POST or None, initial=start_values(today), people=choices)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            try:
                cover_post(
                    actor=actor,
                    post_id=post.pk,
                    user_id=int(data["person"]),
                    valid_from=data["valid_from"],
                    valid_to=data["valid_to"],
                )
            except Refusal as refusal:
                form.add_error(None, refusal.message)
                status = status_of(refusal)
            else:
                messages.success(request, "Đã giao làm thay.")
                return redirect("person", post.user_id)
    return render(
        request, "people/cover.html", {"form": form, "post": post, "role": Role(post.role).label}, status=status
    )


@requires(can_administer_people)
@require_POST
def post_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a post that has not begun."""
    post = _post(request, pk)
    form = ReasonForm(request.POST)
    status = 422
    if form.is_valid():
        try:
            cancel_post(actor=actor_of(request), post_id=post.pk, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            form.add_error(None, refusal.message)
            status = status_of(refusal)
        else:
            messages.success(request, "Đã hủy vị trí chưa bắt đầu.")
            return redirect("people")
    return person_page(request, post.user, form, status)


# ---- the hand-over -------------------------------------------------------------------------------------------------


def _hand_over(request: HttpRequest, pk: int) -> HandOver:
    found = hand_over_by_id(actor_of(request), pk)
    if found is None:
        raise Http404("no hand-over that the viewer may read")
    return found


@signed_in
@require_safe
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Biên bản bàn giao công việc, on screen and on paper."""
    actor, found = actor_of(request), _hand_over(request, pk)
    items = list(found.items.all())
    context = {
        "hand_over": found,
        "made_on": capfirst(long_date(clock.local_day(found.made_at))),
        "work": presenters.work_rows(items),
        "columns": presenters.WORK_COLUMNS,
        "note": f"{len(items)} việc",
        "may_receive": found.receiver is not None
        and found.receiver.user_id == actor.user_id
        and found.received_at is None,
        "may_administer": can_administer_people(actor),
    }
    return render(request, "people/hand_over.html", context)


@signed_in
@require_safe
def hand_over_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as a Word document in the official form."""
    found = _hand_over(request, pk)
    disposition = content_disposition_header(as_attachment=True, filename=f"bien-ban-ban-giao-{found.pk}.docx")
    headers = {"Content-Disposition": disposition or "attachment"}
    return HttpResponse(minutes_file(found, sample_notice=sample_notice()), content_type=_DOCX, headers=headers)


@signed_in
@require_POST
def hand_over_receive(request: HttpRequest, pk: int) -> HttpResponse:
    """The receiver confirms."""
    found = _hand_over(request, pk)
    receive_hand_over(actor=actor_of(request), hand_over_id=found.pk)
    messages.success(request, "Đã xác nhận tiếp nhận công việc.")
    return redirect("hand_over", found.pk)
