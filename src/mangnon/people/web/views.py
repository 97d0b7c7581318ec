"""Nhân sự: the list of people, one person, new people, accounts."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.mail import send_mail
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mangnon.accounts.public import User
from mangnon.accounts.web.access import actor_of, requires
from mangnon.audit.public import record_read
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed, Refusal, Stale
from mangnon.people.invitations import Issued, invite_again, invite_person, revoke_invitation
from mangnon.people.policies import can_administer_people
from mangnon.people.selectors import agencies_to_staff, invitations_of, people, person_by_id, posts_of
from mangnon.people.services import begin_post, disable_account, enable_account
from mangnon.people.terms import AccountState, InvitationState
from mangnon.people.web import presenters
from mangnon.people.web.forms import ROLES, InviteForm, PostForm, ReasonForm, start_values

_PAGE_SIZE = 50


def status_of(refusal: Refusal) -> int:
    """The HTTP status of a refusal that is told on the page where the user typed."""
    return 403 if isinstance(refusal, NotAllowed) else 409 if isinstance(refusal, Stale) else 422


@requires(can_administer_people)
@require_safe
def people_list(request: HttpRequest) -> HttpResponse:
    """Everybody of the province, by given name, as filtered."""
    actor, now, today = actor_of(request), clock.actual_now(), clock.today()
    wanted = presenters.people_filter(request.GET)
    found = people(actor, wanted=wanted, now=now, today=today)
    page = Paginator(found, _PAGE_SIZE).get_page(request.GET.get("trang"))
    context = {
        "page": page,
        "rows": [presenters.list_row(row, today=today) for row in page],
        "columns": presenters.LIST_COLUMNS,
        "wanted": wanted,
        "agencies": [(agency.code, agency.name) for agency in agencies_to_staff(actor, on=today)],
        "roles": ROLES,
        "states": AccountState.choices,
        "reviews": [("1", "Cần rà soát")],
        "note": f"{len(found)} người",
    }
    return render(request, "people/people.html", context)


def the_person(request: HttpRequest, pk: int) -> User:
    """The person an address names, if they belong to the viewer's province. Raises Http404."""
    found = person_by_id(actor_of(request), pk)
    if found is None:
        raise Http404("no such person in the viewer's province")
    return found


@requires(can_administer_people)
@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: posts on a time axis, invitations, the account. That it was read is evidence."""
    user = the_person(request, pk)
    note_reading(request, user, purpose="Quản lý tài khoản, vị trí công tác")
    return person_page(request, user, ReasonForm(), 200)


def note_reading(request: HttpRequest, user: User, *, purpose: str) -> None:
    """Somebody else's account and posts were looked at."""
    actor = actor_of(request)
    if user.pk != actor.user_id:
        record_read(actor=actor, object_type="User", object_id=user.pk, purpose=purpose)


def person_page(request: HttpRequest, user: User, form: Form, status: int) -> HttpResponse:
    """The page, also when an act on it was refused."""
    actor, now, today = actor_of(request), clock.actual_now(), clock.today()
    axis = presenters.post_rows(list(posts_of(actor, user.pk)), today=today)
    invitations = [presenters.invitation_row(each, now=now) for each in invitations_of(actor, user.pk)]
    state = _state(user, axis["rows"])
    context = {
        "person": user,
        "axis": axis,
        "invitations": invitations,
        "has_open": any(each["state"] == InvitationState.OPEN for each in invitations),
        "account_state": state,
        "tone": presenters.STATE_TONES[state],
        "form": form,
        "is_oneself": actor.user_id == user.pk,
        "today": today,
        "never_came": state == AccountState.INVITED,
    }
    return render(request, "people/person.html", context, status=status)


def _state(user: User, rows: list[dict[str, Any]]) -> AccountState:
    if not user.is_active:
        return AccountState.DISABLED
    if not user.has_usable_password() and user.last_login is None:
        return AccountState.INVITED
    return AccountState.WORKING if any(row["may_end"] for row in rows) else AccountState.WITHOUT_POST


# ---- a new person, a new post --------------------------------------------------------------------------------------


@requires(can_administer_people)
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """A new person with a first post; the answer is the slip, which is shown once."""
    actor, today = actor_of(request), clock.today()
    form = InviteForm(request.POST or None, initial=start_values(today), agencies=agencies_to_staff(actor, on=today))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            try:
                issued = invite_person(
                    actor=actor,
                    full_name=data["full_name"],
                    username=data["username"],
                    email=data["email"],
                    **form.post_values(),
                )
            except Refusal as refusal:
                form.add_error(None, refusal.message)
                status = status_of(refusal)
            else:
                return slips(request, [issued])
    return render(request, "people/invite.html", {"form": form}, status=status)


@requires(can_administer_people)
@require_http_methods(["GET", "HEAD", "POST"])
def new_post(request: HttpRequest, pk: int) -> HttpResponse:
    """Another post for a person."""
    actor, today, user = actor_of(request), clock.today(), the_person(request, pk)
    form = PostForm(request.POST or None, initial=start_values(today), agencies=agencies_to_staff(actor, on=today))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                begin_post(actor=actor, user_id=user.pk, **form.post_values())
            except Refusal as refusal:
                form.add_error(None, refusal.message)
                status = status_of(refusal)
            else:
                messages.success(request, "Đã giao vị trí.")
                return redirect("person", user.pk)
    return render(request, "people/new_post.html", {"form": form, "person": user}, status=status)


# ---- the account ---------------------------------------------------------------------------------------------------


def _with_reason(request: HttpRequest, pk: int, act: Any, done: str) -> HttpResponse:
    user = the_person(request, pk)
    form = ReasonForm(request.POST)
    status = 422
    if form.is_valid():
        try:
            act(actor=actor_of(request), user_id=user.pk, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            form.add_error(None, refusal.message)
            status = status_of(refusal)
        else:
            messages.success(request, done)
            return redirect("person", user.pk)
    return person_page(request, user, form, status)


@requires(can_administer_people)
@require_POST
def account_disable(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a person from signing in."""
    return _with_reason(request, pk, disable_account, "Đã ngừng tài khoản. Người này không còn đăng nhập được.")


@requires(can_administer_people)
@require_POST
def account_enable(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a person sign in again."""
    return _with_reason(request, pk, enable_account, "Đã mở lại tài khoản.")


@requires(can_administer_people)
@require_POST
def invitation_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """A new code; the answer is the slip."""
    user = the_person(request, pk)
    return slips(request, [invite_again(actor=actor_of(request), user_id=user.pk)])


@requires(can_administer_people)
@require_POST
def invitation_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back the open code."""
    user = the_person(request, pk)
    revoke_invitation(actor=actor_of(request), user_id=user.pk)
    messages.success(request, "Đã thu hồi lời mời. Mã trên phiếu không dùng được nữa.")
    return redirect("person", user.pk)


def slips(request: HttpRequest, issued: list[Issued], *, notes: list[str] | None = None) -> HttpResponse:
    """The page of slips, each with its code: shown now and never again. Those with an address get it by mail too."""
    address = request.build_absolute_uri(reverse("invitation"))
    rows = [
        {
            "issued": each,
            "address": address,
            "link": request.build_absolute_uri(reverse("invitation_link", args=[each.grouped])),
            "mailed": _mailed(request, each),
        }
        for each in issued
    ]
    return render(request, "people/slips.html", {"rows": rows, "notes": notes or [], "count": len(rows)})


def _mailed(request: HttpRequest, issued: Issued) -> bool:
    """Whether the code was sent to the address of the account; without a mail server the slip is the only way."""
    if not issued.invitation.sent_to or not settings.MAIL_FROM:
        return False
    link = request.build_absolute_uri(reverse("invitation_link", args=[issued.grouped]))
    text = (
        "Bạn được mời nhận tài khoản Măng Non của cơ quan.\n\n"
        f"Mở địa chỉ dưới đây để tự đặt mật khẩu. Địa chỉ dùng được một lần, trong 7 ngày:\n{link}\n\n"
        "Nếu không chờ thư này, hãy báo người quản trị của cơ quan.\n"
    )
    try:
        return bool(send_mail("Măng Non: nhận tài khoản", text, settings.MAIL_FROM, [issued.invitation.sent_to]))
    except OSError:  # the mail server is away: the slip on screen is the way
        return False
