"""Passwords: what they must be, how they are changed, which may not come back (QCVN 12:2026/BCA, level 1-2)."""

from __future__ import annotations

import unicodedata

from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.db import transaction

from mangnon.accounts.public import Actor, Permission, Role, User, role_definitions
from mangnon.audit.public import record
from mangnon.kernel import clock
from mangnon.kernel.refusals import Refusal
from mangnon.people.models import PastPassword
from mangnon.people.sign_in_limits import limits
from mangnon.people.sign_in_rules import is_password_old, password_faults

SAMPLE_STAYS = (
    "Tài khoản mẫu dùng chung để tập huấn nên mật khẩu và xác thực hai bước của nó không thay đổi được. "
    "Không có gì bị thay đổi."
)


class WeakPassword(Refusal):
    """The password does not fit the rules; `faults` are whole sentences."""

    code = "weak_password"

    def __init__(self, faults: list[str]) -> None:
        super().__init__(" ".join([*faults, "Mật khẩu chưa được thay đổi."]))
        self.faults = faults


class SampleAccountStays(Refusal):
    """The people of a sample site share their passwords, which the sign-in page names."""

    code = "sample_account"


class PasswordRules:
    """The rules as Django's validator, so that every way to a password passes them."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises ValidationError with every sentence at once."""
        faults = faults_of(password, user)
        if faults:
            raise ValidationError(faults)

    def get_help_text(self) -> str:
        """What is asked, in one sentence."""
        return (
            f"Ít nhất {limits().password_length} ký tự, có chữ thường, chữ hoa, chữ số và ký tự đặc biệt; "
            "không chứa tên đăng nhập hoặc họ tên."
        )


def faults_of(password: str, user: User | None) -> list[str]:
    """What keeps a password from being taken by a person, without looking at past ones."""
    faults = password_faults(
        unicodedata.normalize("NFC", password),
        limits=limits(),
        username=user.username if user else "",
        full_name=user.full_name if user else "",
    )
    try:
        CommonPasswordValidator().validate(password)
    except ValidationError:
        faults.append("Mật khẩu này quá phổ biến, người khác dễ đoán được.")
    return faults


def is_administrator(user: User) -> bool:
    """Whether one of today's posts administers people: such a password has an age and a history."""
    roles = user.posts.on(clock.today()).values_list("role", flat=True)
    return any(Permission.ADMINISTER_PEOPLE in role_definitions()[Role(role)].permissions for role in roles)


def is_change_due(user: User, actor: Actor | None) -> bool:
    """Whether the password is changed before anything else: somebody else chose it, or an administrator's is old."""
    if user.is_sample or not user.has_usable_password():
        return False
    if user.must_change_password:
        return True
    changed_at = user.password_changed_at or user.date_joined
    administers = actor is not None and actor.may(Permission.ADMINISTER_PEOPLE)
    return administers and is_password_old(changed_at, clock.actual_now(), limits())


def change_password(*, actor: Actor, user: User, new_password: str) -> None:
    """Give a person the password that the person chose. Ends the order to change it.

    Sessions are bound to the password: all of the person's end, but the one in which the page renews itself.
    Raises WeakPassword, SampleAccountStays.
    """
    if user.is_sample:
        raise SampleAccountStays(SAMPLE_STAYS)
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        store_password(user=user, new_password=new_password)
        record(actor=actor, act="change_password", object_type="User", object_id=user.pk)


def store_password(*, user: User, new_password: str) -> None:
    """Write a password the person chose, and remember the one before; in the caller's transaction, which records it.

    Raises WeakPassword with every fault at once.
    """
    faults = faults_of(new_password, user)
    if not faults and _was_used(user, new_password):
        faults.append(_used_words(user))
    if faults:
        raise WeakPassword(faults)
    if user.has_usable_password():
        PastPassword.objects.create(user=user, encoded=user.password, ended_at=clock.actual_now())
    user.set_password(new_password)
    user.must_change_password = False
    user.save(update_fields=["password", "password_changed_at", "must_change_password"])
    _forget_oldest(user)


def _used_words(user: User) -> str:
    if is_administrator(user):
        return f"Mật khẩu này trùng một trong {limits().administrator_password_history} mật khẩu gần nhất."
    return "Mật khẩu mới trùng mật khẩu đang dùng."


def _was_used(user: User, password: str) -> bool:
    """The present one is never taken again; of administrators the last ten are not."""
    if user.check_password(password):
        return True
    if not is_administrator(user):
        return False
    composed = unicodedata.normalize("NFC", password)
    # The present password is the first of those remembered.
    past = user.past_passwords.order_by("-ended_at", "-pk")[: limits().administrator_password_history - 1]
    return any(check_password(composed, row.encoded) for row in past)


def _forget_oldest(user: User) -> None:
    keep = user.past_passwords.order_by("-ended_at", "-pk")[: limits().administrator_password_history]
    PastPassword.objects.filter(user=user).exclude(pk__in=[row.pk for row in keep]).delete()
