"""Signing in with name and password: brake, password, evidence; and accounts that lay unused."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.hashers import make_password
from django.db import transaction

from mangnon.accounts.public import Actor, User
from mangnon.audit.public import record
from mangnon.kernel import clock
from mangnon.kernel.refusals import Refusal
from mangnon.people.brakes import (
    begin_attempt,
    count_failure_from,
    forget_failures,
    is_address_waiting,
    name_key,
)
from mangnon.people.evidence import actor_of_user, stranger
from mangnon.people.other_keys import end_other_keys
from mangnon.people.sign_in_limits import limits
from mangnon.people.sign_in_rules import is_unused
from mangnon.people.sign_in_terms import BrakeKind

WRONG = "Tên đăng nhập hoặc mật khẩu chưa đúng. Hãy kiểm tra phím CAPS LOCK rồi nhập lại."
_LOCKED = (
    "Tên đăng nhập này đã bị nhập sai mật khẩu {failures} lần liên tiếp nên tạm khóa, mở lại lúc {until}. "
    "Không có dữ liệu nào bị mất. Cần vào sớm hơn, hãy liên hệ người quản trị của đơn vị để mở khóa."
)
_WAITING = (
    "Có quá nhiều lần đăng nhập sai từ địa chỉ mạng này nên việc đăng nhập tạm dừng đến {until}. "
    "Không có dữ liệu nào bị mất; hãy đợi rồi thử lại."
)
_INACTIVE = "Tài khoản này đã ngừng hoạt động. Hãy liên hệ người quản trị của đơn vị."
_UNUSED = (
    "Tài khoản này không được dùng từ {days} ngày trở lên nên đã ngừng hoạt động theo quy định. "
    "Không có dữ liệu nào bị mất. Hãy đề nghị người quản trị của đơn vị mở lại."
)


class CannotSignIn(Refusal):
    """Name or password does not fit, or nobody signs in here now."""

    code = "cannot_sign_in"


def until_words(until: dt.datetime) -> str:
    """When something opens again, in the world's time: «08:12 ngày 05/06/2025»."""
    local = until.astimezone(clock.VIETNAM)
    return f"{local:%H:%M} ngày {local:%d/%m/%Y}"


def check_password_of(*, username: str, password: str, address: str) -> User:
    """The person whose name and password these are, and who may sign in. Raises CannotSignIn.

    Neither words nor time tell whether a name has an account: unknown names are counted, locked and hashed alike.
    A person who did give the right password is told more: that the account is closed, and why.
    """
    if until := is_address_waiting(address):
        raise CannotSignIn(_WAITING.format(until=until_words(until)), code="address_waits")
    user = User.objects.filter(username=username).first()
    # The password of a sample account stands on the page: there is nothing to guess, and nobody to lock out.
    is_braked = user is None or not user.is_sample
    attempt = begin_attempt(BrakeKind.NAME, name_key(username)) if is_braked else None
    if attempt is not None and not attempt.is_allowed:
        assert attempt.locked_until is not None  # noqa: S101 - begin_attempt answers it with every refusal
        words = _LOCKED.format(failures=limits().failures, until=until_words(attempt.locked_until))
        raise CannotSignIn(words, code="locked")
    if attempt is not None and attempt.refused_before:
        _note(user, address=address, act="lock_ran_out", why="time", refused=attempt.refused_before)
    if user is None:
        make_password(password)  # takes as long as looking at a password does
    if user is None or not user.check_password(password):
        _note_failure(user, address=address, locks=attempt is not None and attempt.is_last)
        if attempt is not None and attempt.is_last and attempt.locked_until is not None:
            words = _LOCKED.format(failures=limits().failures, until=until_words(attempt.locked_until))
            raise CannotSignIn(words, code="locked")
        raise CannotSignIn(WRONG, code="wrong")
    forget_failures(BrakeKind.NAME, name_key(username))
    _check_open(user, address=address)
    return user


def confirm_password(*, actor: Actor, user: User, password: str) -> None:
    """The signed-in person gives the password again. Failures count as those of signing in. Raises CannotSignIn."""
    attempt = begin_attempt(BrakeKind.NAME, name_key(user.username)) if not user.is_sample else None
    if attempt is not None and not attempt.is_allowed:
        assert attempt.locked_until is not None  # noqa: S101 - begin_attempt answers it with every refusal
        words = _LOCKED.format(failures=limits().failures, until=until_words(attempt.locked_until))
        raise CannotSignIn(words, code="locked")
    if not user.check_password(password):
        _note_failure(user, address=actor.origin, locks=attempt is not None and attempt.is_last)
        raise CannotSignIn("Mật khẩu chưa đúng. Hãy kiểm tra phím CAPS LOCK rồi nhập lại.", code="wrong")
    forget_failures(BrakeKind.NAME, name_key(user.username))


def note_sign_in(*, user: User, address: str, how: str) -> None:
    """Evidence of a person's having got in. `how`: «password», «device», «recovery», «outside»."""
    with transaction.atomic():
        record(
            actor=actor_of_user(user, origin=address),
            act="sign_in",
            object_type="User",
            object_id=user.pk,
            details={"how": how},
        )


def note_sign_out(*, user: User, address: str, why: str = "") -> None:
    """Evidence of a session's end: by the person, or because of age or a strange browser."""
    with transaction.atomic():
        record(
            actor=actor_of_user(user, origin=address),
            act="sign_out",
            object_type="User",
            object_id=user.pk,
            details={"why": why} if why else {},
        )


def check_open(user: User, *, address: str) -> None:
    """Raises CannotSignIn for an account that is closed, or has lain unused too long and is closed now."""
    _check_open(user, address=address)


def lies_unused(user: User) -> bool:
    """Whether an account has lain unused so long that the next attempt to sign in closes it. Asks no database."""
    instants = (user.last_login, user.password_changed_at, user.opened_at, user.date_joined)
    last_used = max(instant for instant in instants if instant is not None)
    return not user.is_sample and is_unused(last_used, clock.actual_now(), limits())


def _check_open(user: User, *, address: str) -> None:
    if not user.is_active:
        _note(user, address=address, act="sign_in_refused", why="inactive")
        raise CannotSignIn(_INACTIVE, code="inactive")
    if lies_unused(user):
        with transaction.atomic():
            User.objects.filter(pk=user.pk).update(is_active=False)
            _note(user, address=address, act="close_unused_account", why="unused")
            end_other_keys(actor=stranger(address), user_id=user.pk)
        raise CannotSignIn(_UNUSED.format(days=limits().unused_days), code="unused")


def _note_failure(user: User | None, *, address: str, locks: bool) -> None:
    """Who failed stands in the evidence only when it is a person we know; what was typed never does."""
    _note(user, address=address, act="lock_account" if locks else "sign_in_refused", why="password")
    if count_failure_from(address):
        _note(None, address=address, act="lock_address", why="password")


def _note(user: User | None, *, address: str, act: str, why: str, refused: int = 0) -> None:
    # Looked up for nobody too: what takes longer would tell who has an account.
    province = actor_of_user(user or User(pk=0), origin=address).territory_code
    with transaction.atomic():
        record(
            actor=stranger(address),
            act=act,
            object_type="User",
            object_id=user.pk if user else "",
            details={"why": why, "refused": refused} if refused else {"why": why},
            territory_code=province or None,
        )
