"""Getting in and out: name and password, the second factor, the lock of the screen, the post one works in."""

from __future__ import annotations

from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from mangnon.accounts.public import Actor, User, sample_accounts
from mangnon.accounts.web.access import CHOSEN_POST, has_account, origin_of, public_page
from mangnon.kernel import clock
from mangnon.kernel.refusals import Refusal
from mangnon.people.evidence import actor_of_user
from mangnon.people.factors import check_code, factor_of, is_factor_due
from mangnon.people.outside import outside_name
from mangnon.people.own_posts import note_choice, own_posts
from mangnon.people.session_store import SessionStore
from mangnon.people.sessions import lock_session, note_browser, touch, unlock_session
from mangnon.people.sign_in import CannotSignIn, check_password_of, confirm_password, note_sign_in, note_sign_out
from mangnon.people.sign_in_limits import limits
from mangnon.people.sign_in_rules import is_idle, seconds_left
from mangnon.people.web.gate import FACTOR_MARK, passes, row_of
from mangnon.people.web.kept import forget_kept, kept_form, safe_next
from mangnon.people.web.sign_in_forms import CodeForm, PasswordForm, PostForm, SignInForm

BACKEND = "django.contrib.auth.backends.ModelBackend"


def user_of(request: HttpRequest) -> User:
    """The person, after an access decorator has made sure that there is one."""
    assert isinstance(request.user, User)  # noqa: S101 - narrows what the decorator has checked
    return request.user


def acting(request: HttpRequest) -> Actor:
    """Who stands in the evidence of an act on one's own sign-in."""
    found: Actor | None = getattr(request, "actor", None)
    return found or actor_of_user(user_of(request), origin=origin_of(request))


def let_in(request: HttpRequest, user: User, *, how: str) -> None:
    """Begin a session: a new key, bound to this browser. Evidence is written when nothing more is asked for."""
    SessionStore.clear_expired()
    login(request, user, backend=BACKEND)
    request.session.save()
    note_browser(row_of(request), address=origin_of(request), user_agent=request.headers.get("User-Agent", ""))
    if not is_factor_due(user, actor_of_user(user, origin=origin_of(request))):
        note_sign_in(user=user, address=origin_of(request), how=how)


@public_page
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page."""
    following = safe_next(request, "")
    if request.user.is_authenticated:
        return redirect(following or settings.LOGIN_REDIRECT_URL)
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = check_password_of(
                username=form.cleaned_data["username"],
                password=form.cleaned_data["password"],
                address=origin_of(request),
            )
        except CannotSignIn as refusal:
            form.add_error(None, refusal.message)
        else:
            let_in(request, user, how="password")
            if not following and len(own_posts(user, on=clock.today())) > 1:
                following = reverse("choose_post")
            return redirect(following or settings.LOGIN_REDIRECT_URL)
    context = {
        "form": form,
        "next": following,
        "sample_accounts": sample_accounts(),
        "outside_name": outside_name(),
    }
    return render(request, "people/sign_in.html", context)


@public_page
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session; only by POST."""
    if isinstance(request.user, User):
        note_sign_out(user=request.user, address=origin_of(request))
    logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


@passes("factor")
@has_account
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Six digits or a recovery code; who has no device yet is led to enrol one."""
    user, following = user_of(request), safe_next(request, reverse(settings.LOGIN_REDIRECT_URL))
    if FACTOR_MARK in request.session:
        return redirect(following)
    if factor_of(user) is None:
        return redirect(f"{reverse('enrol_factor')}?next={quote(following)}")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            how = check_code(actor=acting(request), user=user, code=form.cleaned_data["code"])
        except Refusal as refusal:
            form.add_error("code", refusal.message)
        else:
            mark_factor(request)
            note_sign_in(user=user, address=origin_of(request), how=how)
            return redirect(reverse("unsent_form") if kept_form(request) else following)
    return render(request, "people/second_factor.html", {"form": form, "next": following})


def mark_factor(request: HttpRequest) -> None:
    """This session has shown its second factor: more may be done with it, so its key changes."""
    request.session.cycle_key()
    request.session[FACTOR_MARK] = clock.actual_now().isoformat()


@has_account
@require_POST
@passes("factor", "password")
def lock_now(request: HttpRequest) -> HttpResponse:
    """«Khóa màn hình»."""
    lock_session(actor=acting(request), row=row_of(request), why="asked")
    return redirect(f"{reverse('lock_screen')}?next={quote(safe_next(request, '/'))}")


@passes("lock", "factor", "password")
@has_account
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def lock_screen(request: HttpRequest) -> HttpResponse:
    """The password opens the screen again. A page's own script asks for JSON and stays where it is."""
    user, row = user_of(request), row_of(request)
    following = safe_next(request, reverse(settings.LOGIN_REDIRECT_URL))
    wants_words = request.headers.get("Accept") == "application/json"
    if row.locked_at is None:
        return JsonResponse({"open": True}) if wants_words else redirect(following)
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            confirm_password(actor=acting(request), user=user, password=form.cleaned_data["password"])
        except CannotSignIn as refusal:
            form.add_error("password", refusal.message)
        else:
            unlock_session(actor=acting(request), row=row)
            if wants_words:
                return JsonResponse({"open": True})
            return redirect(reverse("unsent_form") if kept_form(request) else following)
    if wants_words:
        words = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return JsonResponse({"open": False, "message": words}, status=422)
    return render(request, "people/lock_screen.html", {"form": form, "next": following, "name": user.full_name})


@passes("lock", "factor", "password")
@has_account
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def session_state(request: HttpRequest) -> HttpResponse:
    """How long until the screen locks. GET asks and counts as nothing; POST says that somebody is there."""
    row, now = row_of(request), clock.actual_now()
    if row.locked_at is None and is_idle(row.last_seen_at, now, limits()):
        lock_session(actor=acting(request), row=row, why="idle")
    if request.method == "POST" and row.locked_at is None:
        touch(row, address=origin_of(request))
    left = 0 if row.locked_at is not None else seconds_left(row.last_seen_at, now, limits())
    return JsonResponse({"seconds": left, "locked": row.locked_at is not None})


@has_account
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsent_form(request: HttpRequest) -> HttpResponse:
    """What was being sent while the screen was locked: to be sent now, or given up."""
    kept = kept_form(request)
    if request.method == "POST" or kept is None:
        forget_kept(request)
        return redirect(settings.LOGIN_REDIRECT_URL)
    words = [value for _, value in kept["fields"] if len(value) > 20]
    return render(request, "people/unsent_form.html", {"kept": kept, "words": words})


@has_account
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choose_post(request: HttpRequest) -> HttpResponse:
    """In which of one's posts to work from now on."""
    user, following = user_of(request), safe_next(request, reverse(settings.LOGIN_REDIRECT_URL))
    held = own_posts(user, on=clock.today())
    choices = [(post.post_id, f"{post.role_label} · {post.agency_name}") for post in held]
    actor: Actor | None = getattr(request, "actor", None)
    form = PostForm(request.POST or None, choices=choices, initial={"post": actor.post_id if actor else None})
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["post"]
        if actor is None or chosen != actor.post_id:
            request.session.cycle_key()
            request.session[CHOSEN_POST] = chosen
            note_choice(actor=acting(request), user=user, post_id=chosen)
            messages.success(request, f"Bạn đang làm việc với vai trò: {dict(choices)[chosen]}.")
        return redirect(following)
    return render(request, "people/choose_post.html", {"form": form, "next": following, "has_posts": bool(held)})
