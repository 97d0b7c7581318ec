"""The second factor: six digits of a device (RFC 6238), or one of ten codes kept on paper for a day without it."""

from __future__ import annotations

import io
import re
import secrets
from dataclasses import dataclass

import pyotp
import segno
from django.db import transaction

from mangnon.accounts.public import Actor, User, role_definitions
from mangnon.audit.public import record
from mangnon.kernel import clock
from mangnon.kernel.refusals import Refusal
from mangnon.people.brakes import begin_attempt, forget_failures
from mangnon.people.models import RecoveryCode, SecondFactor
from mangnon.people.passwords import SAMPLE_STAYS, SampleAccountStays
from mangnon.people.sign_in_limits import second_factor_rule
from mangnon.people.sign_in_terms import BrakeKind, SecondFactorRule
from mangnon.people.site_secret import decrypted, encrypted, keyed_digest

STEP = 30  # seconds
_TOLERANCE = 1  # steps to either side: a phone's clock is not this machine's
RECOVERY_CODES = 10
# Without signs that are taken for each other on paper.
_SIGNS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
_PURPOSE = "second-factor"


class WrongCode(Refusal):
    """The code is not right now, or was used before."""

    code = "wrong_code"


class CodesLocked(Refusal):
    """Too many wrong codes in a row."""

    code = "codes_locked"


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What the enrolment page shows: the key in groups of four, and the picture of it as SVG. `mark` names the key."""

    key: str
    picture: str
    mark: str


def factor_of(user: User) -> SecondFactor | None:
    """The person's confirmed second factor."""
    return SecondFactor.objects.filter(user=user, confirmed_at__isnull=False).first()


def is_factor_asked_for(user: User, actor: Actor | None) -> bool:
    """Whether the site or the role asks this person for a second factor."""
    if user.is_sample:
        return False
    rule = second_factor_rule()
    if rule is SecondFactorRule.BY_ROLE:
        return actor is not None and role_definitions()[actor.role].needs_second_factor
    return rule is SecondFactorRule.ALWAYS


def is_factor_due(user: User, actor: Actor | None) -> bool:
    """Whether a session of this person needs a second factor: it is asked for, or the person has one."""
    if user.is_sample:
        return False
    return is_factor_asked_for(user, actor) or factor_of(user) is not None


def codes_left(user: User) -> int:
    """How many recovery codes are not used."""
    return user.recovery_codes.filter(used_at__isnull=True).count()


def begin_enrolment(user: User, *, seen: str = "") -> Enrolment:
    """The key for a device: the one with the mark `seen` until it is confirmed, else a new one.

    The mark is kept in the session that was shown the key: who once got in with the password and looked at a key does
    not hold the one that the owner takes into use later. Raises SampleAccountStays, WrongCode.
    """
    if user.is_sample:
        raise SampleAccountStays(SAMPLE_STAYS)
    fresh = encrypted(_PURPOSE, pyotp.random_base32())
    with transaction.atomic():
        row, is_new = SecondFactor.objects.select_for_update().get_or_create(
            user=user, defaults={"secret": fresh, "made_at": clock.actual_now()}
        )
        if row.confirmed_at is not None:
            raise WrongCode("Xác thực hai bước đã bật từ trước. Không có gì bị thay đổi.", code="enrolled_already")
        if not is_new and not (seen and secrets.compare_digest(seen, _mark(row))):
            row.secret, row.made_at = fresh, clock.actual_now()
            row.save(update_fields=["secret", "made_at"])
    secret = decrypted(_PURPOSE, row.secret)
    address = pyotp.TOTP(secret).provisioning_uri(name=user.username, issuer_name="Măng Non")
    picture = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        picture, kind="svg", xmldecl=False, svgns=True, scale=5, border=4, light="#fff", svgclass="qr", lineclass=None
    )
    return Enrolment(" ".join(re.findall(".{1,4}", secret)), picture.getvalue().decode(), _mark(row))


def _mark(row: SecondFactor) -> str:
    return keyed_digest("enrolment", row.secret)


def confirm_enrolment(*, actor: Actor, user: User, code: str, seen: str) -> list[str]:
    """Take the first code of the device; from now on codes are asked for. Answers the ten recovery codes, once.

    `seen` is the mark of the key that was shown; another key's code is not taken.

    Raises WrongCode, CodesLocked.
    """
    locks_now = _begin(user)
    with transaction.atomic():
        row = SecondFactor.objects.select_for_update().filter(user=user, confirmed_at__isnull=True).first()
        step = _step_of(row, code) if row and secrets.compare_digest(seen, _mark(row)) else None
        if row is not None and step is not None:
            row.confirmed_at, row.last_step = clock.actual_now(), step
            row.save(update_fields=["confirmed_at", "last_step"])
            codes = _new_codes(user)
            record(actor=actor, act="enrol_second_factor", object_type="User", object_id=user.pk)
            forget_failures(BrakeKind.FACTOR, str(user.pk))
            return codes
        _note_refusal(actor, user, locks_now=locks_now)
    raise WrongCode(
        "Mã chưa đúng nên xác thực hai bước chưa được bật. Hãy kiểm tra giờ của điện thoại rồi nhập mã đang hiện."
    )


def check_code(*, actor: Actor, user: User, code: str) -> str:
    """Take six digits or a recovery code; answers «mã của thiết bị» or «mã dự phòng». Neither works twice.

    Raises WrongCode, CodesLocked.
    """
    locks_now = _begin(user)
    with transaction.atomic():
        row = SecondFactor.objects.select_for_update().filter(user=user, confirmed_at__isnull=False).first()
        how = _take(row, user, code) if row else ""
        if how:
            forget_failures(BrakeKind.FACTOR, str(user.pk))
            if how == "recovery":
                details = {"left": codes_left(user)}
                record(actor=actor, act="use_recovery_code", object_type="User", object_id=user.pk, details=details)
            return how
        _note_refusal(actor, user, locks_now=locks_now)
    raise WrongCode(
        "Mã chưa đúng hoặc đã dùng rồi. Hãy đợi thiết bị hiện mã mới rồi nhập lại, hoặc dùng một mã dự phòng."
    )


def renew_recovery_codes(*, actor: Actor, user: User) -> list[str]:
    """Ten new codes; the old ones are worth nothing from now on. Raises WrongCode without a second factor."""
    with transaction.atomic():
        if not SecondFactor.objects.select_for_update().filter(user=user, confirmed_at__isnull=False).exists():
            raise WrongCode("Chưa bật xác thực hai bước nên chưa có mã dự phòng.", code="not_enrolled")
        codes = _new_codes(user)
        record(actor=actor, act="renew_recovery_codes", object_type="User", object_id=user.pk)
    return codes


def remove_factor(*, actor: Actor, user: User) -> None:
    """Forget the device and the codes: the person enrols again when the role asks for it. Who may is asked before."""
    with transaction.atomic():
        gone, _ = SecondFactor.objects.filter(user=user).delete()
        RecoveryCode.objects.filter(user=user).delete()
        if gone:
            record(actor=actor, act="remove_second_factor", object_type="User", object_id=user.pk)


def _note_refusal(actor: Actor, user: User, *, locks_now: bool) -> None:
    act = "lock_account" if locks_now else "second_factor_refused"
    record(actor=actor, act=act, object_type="User", object_id=user.pk, details={"why": "code"})


def _begin(user: User) -> bool:
    """Count an attempt; True when it is the last before the lock. Raises CodesLocked."""
    attempt = begin_attempt(BrakeKind.FACTOR, str(user.pk))
    if not attempt.is_allowed:
        raise CodesLocked(
            "Mã xác thực đã bị nhập sai nhiều lần liên tiếp nên tạm thời không nhận mã nào. Không có gì bị mất. "
            "Hãy liên hệ người quản trị của đơn vị để mở khóa."
        )
    return attempt.is_last


def _step_of(row: SecondFactor, code: str) -> int | None:
    """The half-minute whose code this is, when it is near and later than the last one taken."""
    digits = re.sub(r"\s", "", code)
    if not re.fullmatch(r"[0-9]{6}", digits):
        return None
    device = pyotp.TOTP(decrypted(_PURPOSE, row.secret), interval=STEP)
    present = int(clock.actual_now().timestamp()) // STEP
    for step in range(present - _TOLERANCE, present + _TOLERANCE + 1):
        if step > row.last_step and secrets.compare_digest(device.generate_otp(step), digits):
            return step
    return None


def _take(row: SecondFactor, user: User, code: str) -> str:
    step = _step_of(row, code)
    if step is not None:
        row.last_step = step
        row.save(update_fields=["last_step"])
        return "device"
    used = RecoveryCode.objects.filter(user=user, digest=_code_digest(user, code), used_at__isnull=True).update(
        used_at=clock.actual_now()
    )
    return "recovery" if used else ""


def _code_digest(user: User, code: str) -> str:
    plain = re.sub(r"[^A-Z0-9]", "", code.upper())
    return keyed_digest(f"recovery-{user.pk}", plain)


def _new_codes(user: User) -> list[str]:
    RecoveryCode.objects.filter(user=user).delete()
    codes = ["".join(secrets.choice(_SIGNS) for _ in range(12)) for _ in range(RECOVERY_CODES)]
    now = clock.actual_now()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, digest=_code_digest(user, code), made_at=now) for code in codes
    )
    return ["-".join(re.findall(".{4}", code)) for code in codes]
