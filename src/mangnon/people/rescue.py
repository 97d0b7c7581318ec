"""What an administrator does about another person's sign-in: unlock, sign out everywhere, order a new password."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from mangnon.accounts.public import Actor
from mangnon.audit.public import record
from mangnon.kernel import clock
from mangnon.kernel.refusals import Refusal
from mangnon.people import brakes, factors, sessions
from mangnon.people.models import OutsideIdentity
from mangnon.people.other_keys import end_other_keys
from mangnon.people.outside import issuer
from mangnon.people.passwords import SAMPLE_STAYS, SampleAccountStays
from mangnon.people.services import locked_account


class BadIdentity(Refusal):
    """The subject cannot be linked."""

    code = "bad_identity"


@transaction.atomic
def unlock_person(*, actor: Actor, user_id: int) -> None:
    """Take away the lock that failures brought. Raises NotAllowed, Separation, BadPerson."""
    brakes.unlock(actor=actor, user=locked_account(actor, user_id))


@transaction.atomic
def end_sessions_of_person(*, actor: Actor, user_id: int) -> int:
    """Sign a person out everywhere; answers how many sessions ended. Raises as `unlock_person`."""
    return sessions.end_sessions(actor=actor, user=locked_account(actor, user_id))


@transaction.atomic
def reset_factor_of_person(*, actor: Actor, user_id: int) -> None:
    """The device is lost: another is enrolled at the next sign-in. All sessions and
    other keys end. Raises as `unlock_person`."""
    user = locked_account(actor, user_id)
    factors.remove_factor(actor=actor, user=user)
    sessions.end_sessions(actor=actor, user=user)
    end_other_keys(actor=actor, user_id=user.pk)


@transaction.atomic
def order_password_change(*, actor: Actor, user_id: int) -> None:
    """The person changes the password before anything else. Raises as `unlock_person`, SampleAccountStays."""
    user = locked_account(actor, user_id)
    if user.is_sample:
        raise SampleAccountStays(SAMPLE_STAYS)
    user.must_change_password = True
    user.save(update_fields=["must_change_password"])
    record(actor=actor, act="order_password_change", object_type="User", object_id=user.pk)
    end_other_keys(actor=actor, user_id=user.pk)


@transaction.atomic
def link_identity(*, actor: Actor, user_id: int, subject: str) -> None:
    """Say under which subject the outside provider knows a person; empty takes the link away.

    Raises as `unlock_person`, BadIdentity.
    """
    user, words = locked_account(actor, user_id), subject.strip()
    if not issuer():
        raise BadIdentity("Trang này chưa bật đăng nhập qua hệ thống khác. Không có gì bị thay đổi.")
    OutsideIdentity.objects.filter(user=user, issuer=issuer()).delete()
    if words:
        if len(words) > 255 or not words.isprintable():
            raise BadIdentity("Mã định danh không hợp lệ (dài nhất 255 ký tự). Không có gì bị thay đổi.")
        try:
            with transaction.atomic():
                OutsideIdentity.objects.create(user=user, issuer=issuer(), subject=words, linked_at=clock.actual_now())
        except IntegrityError as error:
            raise BadIdentity("Mã định danh này đã thuộc một người khác. Không có gì bị thay đổi.") from error
    act = "link_identity" if words else "unlink_identity"
    record(actor=actor, act=act, object_type="User", object_id=user.pk)
