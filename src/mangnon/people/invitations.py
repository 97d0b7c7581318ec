"""Invitations, not shared passwords: a person sets the own password with a code that works once."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Collection
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from mangnon.accounts.public import Actor, Role, User, behind_wall, behind_wall_of
from mangnon.agencies.public import Agency, Post
from mangnon.agencies.terms import PostKind
from mangnon.audit.public import record
from mangnon.kernel import clock
from mangnon.kernel.text import nfc, one_line
from mangnon.people import rules
from mangnon.people.errors import BadInvitation, BadPerson, UsernameTaken
from mangnon.people.models import Invitation
from mangnon.people.other_keys import end_other_keys
from mangnon.people.passwords import SAMPLE_STAYS, SampleAccountStays, store_password
from mangnon.people.policies import check_administer_people, check_own_province, is_of_own_province
from mangnon.people.services import give_post, locked_account, province_of
from mangnon.people.sessions import end_sessions
from mangnon.people.terms import InvitationKind, InvitationState

_NOTHING_MADE = "Chưa có tài khoản nào được tạo."


@dataclass(frozen=True, slots=True)
class Issued:
    """An invitation with its code, which is shown once and kept nowhere."""

    user: User
    invitation: Invitation
    code: str
    post: Post | None = None

    @property
    def grouped(self) -> str:
        """The code as it stands on the slip."""
        return rules.grouped_code(self.code)


def invite_person(
    *,
    actor: Actor,
    full_name: str,
    agency_id: int,
    role: Role,
    valid_from: dt.date,
    valid_to: dt.date | None = None,
    username: str = "",
    email: str = "",
    title: str = "",
    kind: PostKind = PostKind.REGULAR,
) -> Issued:
    """Make an account without a password, with its first post, and the code by which the person sets one.

    Raises NotAllowed, BadPerson, UsernameTaken, BadPost, PostRefused.
    """
    check_administer_people(actor)
    agency = Agency.objects.filter(pk=agency_id).first()
    if agency is None:
        raise BadPerson(f"Không có cơ quan này. {_NOTHING_MADE} Hãy chọn cơ quan trong danh sách.")
    check_own_province(actor, agency_codes=[agency.code])
    name, address = tidy_name(full_name), tidy_email(email)
    check_email_is_free(address)
    with behind_wall(actor):
        wanted = tidy_username(username) or rules.proposed_username(name, taken_usernames())
        user = make_user(username=wanted, full_name=name, email=address)
        post = give_post(
            actor=actor,
            user=user,
            agency=agency,
            role=role,
            title=title,
            kind=kind,
            valid_from=valid_from,
            valid_to=valid_to,
        )
        return issue(actor=actor, user=user, territory_code=province_of(agency), kind=InvitationKind.FIRST, post=post)


def make_user(*, username: str, full_name: str, email: str) -> User:
    """An account that has no password until its owner sets one. Raises UsernameTaken."""
    user = User(username=username, full_name=full_name, email=email, date_joined=clock.actual_now())
    user.set_unusable_password()
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        raise UsernameTaken(
            f"Tên đăng nhập «{username}» đã có người dùng. {_NOTHING_MADE} Hãy chọn tên khác."
        ) from error
    return user


def issue(*, actor: Actor, user: User, territory_code: str, kind: InvitationKind, post: Post | None = None) -> Issued:
    """Write a new invitation, revoking the open one, within the caller's `behind_wall` transaction.

    `post` is given with a new account: the row of evidence then tells of the account too.
    """
    now = clock.actual_now()
    revoke_open(actor=actor, user_id=user.pk, at=now)
    code = territory_code + "".join(secrets.choice(rules.CODE_SIGNS) for _ in range(rules.CODE_LENGTH))
    invitation = Invitation.objects.create(
        user=user,
        territory_code=territory_code,
        kind=kind,
        digest=rules.code_digest(code),
        sent_to=user.email,
        issued_at=now,
        issued_by_id=actor.user_id,
        expires_at=now + dt.timedelta(days=rules.INVITATION_DAYS),
    )
    record(
        actor=actor,
        act="issue_invitation" if post is None else "invite_person",
        object_type="User",
        object_id=user.pk,
        details={"invitation": invitation.pk, "kind": kind.value},
        after=None if post is None else {"username": user.username, "full_name": user.full_name, "email": user.email},
        territory_code=territory_code if actor.is_system else None,
    )
    return Issued(user, invitation, code, post)


def revoke_open(*, actor: Actor, user_id: int, at: dt.datetime) -> int:
    """Revoke what is open for a person; how many that were."""
    found = Invitation.objects.select_for_update().filter(
        user_id=user_id, used_at__isnull=True, revoked_at__isnull=True
    )
    return sum(
        Invitation.objects.filter(pk=pk).update(revoked_at=at, revoked_by_id=actor.user_id)
        for pk in found.values_list("pk", flat=True)
    )


def invite_again(*, actor: Actor, user_id: int) -> Issued:
    """A new code for a person whose code is lost or too old, or whose password is forgotten.

    The old password works until the new one is set; the second factor stays as it is. Raises NotAllowed, Separation,
    BadPerson.
    """
    with behind_wall(actor):
        user = locked_account(actor, user_id)
        if not user.is_active:
            raise BadPerson(
                "Tài khoản của người này đang ngừng hoạt động. Chưa có lời mời nào được cấp. "
                "Hãy mở lại tài khoản trước.",
                code="account_disabled",
            )
        if user.is_sample:
            raise SampleAccountStays(SAMPLE_STAYS)
        agency = _agency_of(actor, user)
        if agency is None:
            raise BadPerson("Người này chưa có vị trí nào. Chưa có lời mời nào được cấp. Hãy giao vị trí trước.")
        kind = InvitationKind.RESET if user.has_usable_password() else InvitationKind.FIRST
        return issue(actor=actor, user=user, territory_code=province_of(agency), kind=kind)


def revoke_invitation(*, actor: Actor, user_id: int) -> None:
    """Take back the open code of a person. Raises NotAllowed, Separation, BadInvitation."""
    with behind_wall(actor):
        user = locked_account(actor, user_id)
        if not revoke_open(actor=actor, user_id=user.pk, at=clock.actual_now()):
            raise BadInvitation("Không còn lời mời nào chờ sử dụng. Không có gì bị thay đổi.")
        record(actor=actor, act="revoke_invitation", object_type="User", object_id=user.pk)


# ---- the invited person --------------------------------------------------------------------------------------------

_WHY_NOT = {
    InvitationState.USED: (
        "Mã này đã được dùng để đặt mật khẩu. Nếu không phải bạn đã dùng, hãy báo ngay người quản trị."
    ),
    InvitationState.EXPIRED: "Mã này đã hết hạn. Hãy đề nghị người quản trị cấp lời mời mới.",
    InvitationState.REVOKED: "Mã này đã bị thu hồi. Hãy dùng phiếu mới nhất, hoặc đề nghị người quản trị cấp lại.",
}
_UNKNOWN = "Không có lời mời nào mang mã này. Hãy kiểm tra từng ký tự trên phiếu, hoặc đề nghị cấp lại."


def find_invitation(key: str) -> Invitation:
    """The invitation of a code's key (`rules.code_key`), if it can still be used, with the person's account.

    Raises BadInvitation.
    """
    province, _, digest = key.partition(":")
    with behind_wall_of(province):
        invitation = Invitation.objects.select_related("user").filter(digest=digest).first()
    return _usable(invitation)


def _usable(invitation: Invitation | None) -> Invitation:
    if invitation is None:
        raise BadInvitation(_UNKNOWN)
    state = invitation.state(clock.actual_now())
    if state != InvitationState.OPEN:
        raise BadInvitation(_WHY_NOT[state], code=f"invitation_{state}")
    if not invitation.user.is_active:
        raise BadInvitation("Tài khoản này đang ngừng hoạt động. Hãy liên hệ người quản trị của đơn vị.")
    return invitation


def accept_invitation(*, key: str, password: str, origin: str = "") -> User:
    """Set the own password with a code's key; the code then works no more. Raises BadInvitation, WeakPassword."""
    province, _, digest = key.partition(":")
    with behind_wall_of(province):
        known = _usable(Invitation.objects.select_related("user").filter(digest=digest).first())
        # The person first, as whoever issues or revokes does; then what is true of the code under the lock.
        user = User.objects.select_for_update(no_key=True).get(pk=known.user_id)
        invitation = Invitation.objects.select_for_update().get(pk=known.pk)
        invitation.user = user
        _usable(invitation)
        store_password(user=user, new_password=password)
        owner = _owner(user, origin, territory_code=invitation.territory_code)
        end_sessions(actor=owner, user=user)  # they were bound to the password before
        end_other_keys(actor=owner, user_id=user.pk)
        invitation.used_at = clock.actual_now()
        invitation.save(update_fields=["used_at"])
        record(
            actor=owner,
            act="accept_invitation",
            object_type="User",
            object_id=user.pk,
            details={"invitation": invitation.pk, "kind": invitation.kind},
        )
    return user


def _owner(user: User, origin: str, *, territory_code: str) -> Actor:
    post = Post.objects.filter(user=user).select_related("agency").order_by("-valid_from", "-pk").first()
    role = Role(post.role) if post else Role.READER
    code = post.agency.code if post else ""
    return Actor(user.pk, user.full_name, role, agency_code=code, territory_code=territory_code, origin=origin)


# ---- what is typed of a person -------------------------------------------------------------------------------------


def tidy_name(full_name: str) -> str:
    """A person's name as it is stored. Raises BadPerson."""
    name = one_line(nfc(full_name))
    if not rules.is_name(name):
        raise BadPerson(
            f"Họ và tên cần từ 2 đến 120 ký tự, chỉ gồm chữ. {_NOTHING_MADE} Hãy nhập đầy đủ họ và tên.",
            code="bad_name",
        )
    return name


def tidy_username(username: str) -> str:
    """A user name as it is stored, or empty. Raises BadPerson."""
    tidy = nfc(username).strip().lower()
    if tidy and not rules.is_username(tidy):
        raise BadPerson(
            "Tên đăng nhập gồm 3 đến 60 chữ không dấu, chữ số, dấu chấm, gạch nối hoặc gạch dưới, bắt đầu bằng chữ. "
            f"{_NOTHING_MADE} Hãy nhập lại, hoặc để trống để hệ thống đề xuất.",
            code="bad_username",
        )
    return tidy


def tidy_email(email: str) -> str:
    """An address as it is stored, or empty. Raises BadPerson."""
    tidy = nfc(email).strip().lower()
    try:
        if tidy:
            validate_email(tidy)
    except ValidationError as error:
        raise BadPerson(
            f"Địa chỉ thư điện tử chưa đúng. {_NOTHING_MADE} Hãy nhập lại, hoặc để trống để in phiếu.",
            code="bad_email",
        ) from error
    return tidy


def check_email_is_free(address: str) -> None:
    """One account a person: an address belongs to one. Raises BadPerson."""
    if address and User.objects.filter(email__iexact=address).exists():
        raise BadPerson(
            f"Địa chỉ thư điện tử này đã có tài khoản. {_NOTHING_MADE} "
            "Nếu là cùng một người, hãy giao thêm vị trí cho tài khoản đang có.",
            code="email_taken",
        )


def taken_usernames() -> Collection[str]:
    """Every user name there is, in small letters."""
    return {name.lower() for name in User.objects.values_list("username", flat=True)}


def _agency_of(actor: Actor, user: User) -> Agency | None:
    """The body whose province invites: of a post in force or to come where there is one, within the actor's reach."""
    today, open_end = clock.today(), dt.date.max
    posts = [
        post
        for post in Post.objects.filter(user=user).select_related("agency")
        if is_of_own_province(actor, agency_code=post.agency.code)
    ]
    latest = max(posts, key=lambda post: (min(post.valid_to or open_end, today), post.pk), default=None)
    return latest.agency if latest else None
