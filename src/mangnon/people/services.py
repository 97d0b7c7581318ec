"""Posts and accounts: who holds what, from when to when, and who can sign in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import transaction

from mangnon.accounts.public import Actor, Role, User
from mangnon.agencies.public import Agency, Post, appoint
from mangnon.agencies.terms import PostKind
from mangnon.audit.public import record
from mangnon.kernel import clock
from mangnon.kernel.text import nfc, one_line
from mangnon.people import rules
from mangnon.people.errors import BadPerson, BadPost, LastAdministrator
from mangnon.people.other_keys import end_other_keys
from mangnon.people.policies import check_administer_people, check_not_oneself, check_own_province
from mangnon.people.remaining import ROLES_THAT_ADMINISTER, administrators_remain, lock_administrators

_TITLE_LENGTH = 120
_NOTHING_CHANGED = "Không có gì bị thay đổi."


def begin_post(
    *,
    actor: Actor,
    user_id: int,
    agency_id: int,
    role: Role,
    valid_from: dt.date,
    valid_to: dt.date | None = None,
    title: str = "",
    kind: PostKind = PostKind.REGULAR,
) -> Post:
    """Give a person a post of one's own or as acting head (phụ trách, quyền), from a day to a day.

    A cover is `cover_post`. Raises NotAllowed, Separation, BadPerson, BadPost; PostRefused for overlapping days,
    clashing roles, a body that is not in force.
    """
    if kind == PostKind.COVER:
        raise BadPost(f"Làm thay phải nêu vị trí được thay. {_NOTHING_CHANGED}", code="cover_without_post")
    with transaction.atomic():
        user = _locked_person(actor, user_id)
        return give_post(
            actor=actor,
            user=user,
            agency=_agency_to_staff(actor, agency_id),
            role=role,
            title=title,
            kind=kind,
            valid_from=valid_from,
            valid_to=valid_to,
        )


def cover_post(*, actor: Actor, post_id: int, user_id: int, valid_from: dt.date, valid_to: dt.date) -> Post:
    """Let another person stand in for an absent one, in the same role at the same agency, from a day to a day.

    Raises NotAllowed, Separation, BadPerson, BadPost, PostRefused.
    """
    with transaction.atomic():
        check_administer_people(actor)
        # Everywhere posts are locked before people: two acts that need both never wait for each other crosswise.
        covered = Post.objects.select_for_update(of=("self",)).select_related("agency").filter(pk=post_id).first()
        if covered is None:
            raise BadPost(f"Không còn vị trí được thay. {_NOTHING_CHANGED}", code="unknown_post")
        user = _locked_person(actor, user_id)
        check_own_province(actor, agency_codes=[covered.agency.code])
        if not rules.is_within(valid_from, valid_to, of_first=covered.valid_from, of_last=covered.valid_to):
            raise BadPost(
                f"Thời gian làm thay nằm ngoài thời gian giữ vị trí được thay. {_NOTHING_CHANGED} Hãy chọn lại ngày."
            )
        return appoint(
            actor=actor,
            user=user,
            agency=covered.agency,
            role=Role(covered.role),
            title=covered.title,
            kind=PostKind.COVER,
            covers=covered,
            valid_from=valid_from,
            valid_to=valid_to,
        )


def give_post(
    *,
    actor: Actor,
    user: User,
    agency: Agency,
    role: Role,
    title: str,
    kind: PostKind,
    valid_from: dt.date,
    valid_to: dt.date | None,
) -> Post:
    """A post after what this app asks of it; the rest is the rule of `agencies`. Raises BadPost, PostRefused."""
    if role == Role.SYSTEM:
        raise BadPost(f"Vai trò này không giao cho người. {_NOTHING_CHANGED} Hãy chọn vai trò trong danh sách.")
    return appoint(
        actor=actor,
        user=user,
        agency=agency,
        role=role,
        title=tidy_title(title),
        kind=kind,
        valid_from=valid_from,
        valid_to=valid_to,
    )


def province_of(agency: Agency) -> str:
    """The code of the province in an agency's own code."""
    return agency.code.partition(".")[0]


def tidy_title(title: str) -> str:
    """A title as it is stored. Raises BadPost when it is too long."""
    tidy = one_line(nfc(title))
    if len(tidy) > _TITLE_LENGTH:
        raise BadPost(f"Chức danh dài quá {_TITLE_LENGTH} ký tự. {_NOTHING_CHANGED} Hãy rút gọn.")
    return tidy


def _agency_to_staff(actor: Actor, agency_id: int) -> Agency:
    agency = Agency.objects.filter(pk=agency_id).first()
    if agency is None:
        raise BadPost(f"Không có cơ quan này. {_NOTHING_CHANGED} Hãy chọn cơ quan trong danh sách.")
    check_own_province(actor, agency_codes=[agency.code])
    return agency


def _locked_person(actor: Actor, user_id: int) -> User:
    """The person, locked; of the actor's province, and not the actor. Two administrators at once wait here."""
    check_administer_people(actor)
    check_not_oneself(actor, user_id=user_id)
    user = User.objects.select_for_update(no_key=True).filter(pk=user_id).first()
    if user is None:
        raise BadPerson(f"Không có người này. {_NOTHING_CHANGED}", code="unknown_person")
    codes = list(Post.objects.filter(user=user).values_list("agency__code", flat=True))
    if codes and not actor.is_system and not {code.partition(".")[0] for code in codes} & actor.territory_codes:
        check_own_province(actor, agency_codes=codes)
    if not user.is_active:
        raise BadPerson(
            f"Tài khoản của người này đang ngừng hoạt động. {_NOTHING_CHANGED} Hãy mở lại tài khoản trước.",
            code="account_disabled",
        )
    return user


# ---- accounts ------------------------------------------------------------------------------------------------------


@transaction.atomic
def disable_account(*, actor: Actor, user_id: int, reason: str) -> User:
    """Stop a person from signing in, at once, and end their other keys; posts and evidence stay.

    Raises NotAllowed, Separation, BadPerson, LastAdministrator.
    """
    check_administer_people(actor)
    held = _administering_posts(user_id)
    codes = {province_of(post.agency) for post in held}
    if held and not actor.is_system:
        codes |= actor.territory_codes
    if held:  # posts before people, as everywhere
        lock_administrators(codes)
    user = locked_account(actor, user_id)
    words = tidy_reason(reason)
    if not user.is_active:
        raise BadPerson(f"Tài khoản này đã ngừng hoạt động. {_NOTHING_CHANGED}", code="already_disabled")
    user.is_active = False
    user.save(update_fields=["is_active"])
    if held:
        ends = [post.valid_to for post in held]
        check_administrator_remains(codes, on=clock.today(), until=None if None in ends else max(filter(None, ends)))
    record(actor=actor, act="disable_account", object_type="User", object_id=user.pk, reason=words)
    end_other_keys(actor=actor, user_id=user.pk)
    return user


@transaction.atomic
def enable_account(*, actor: Actor, user_id: int, reason: str) -> User:
    """Let a person sign in again. Raises NotAllowed, Separation, BadPerson."""
    user = locked_account(actor, user_id)
    words = tidy_reason(reason)
    if user.is_active:
        raise BadPerson(f"Tài khoản này đang hoạt động. {_NOTHING_CHANGED}", code="already_enabled")
    user.is_active, user.opened_at = True, clock.actual_now()
    user.save(update_fields=["is_active", "opened_at"])
    record(actor=actor, act="enable_account", object_type="User", object_id=user.pk, reason=words)
    return user


def check_administrator_remains(codes: Collection[str], *, on: dt.date, until: dt.date | None) -> None:
    """Raises LastAdministrator when nobody would administer the people of the provinces from a day to a day."""
    if not administrators_remain(codes, on=on, until=until):
        raise LastAdministrator(
            f"Đây là người quản trị cuối cùng của tỉnh. {_NOTHING_CHANGED} "
            "Hãy giao vai trò quản trị cho một người khác và chờ người ấy nhận tài khoản, rồi làm lại."
        )


def _administering_posts(user_id: int) -> list[Post]:
    found = Post.objects.on(clock.today()).filter(user_id=user_id, role__in=ROLES_THAT_ADMINISTER)
    return list(found.select_related("agency"))


def locked_account(actor: Actor, user_id: int) -> User:
    """An account all of whose posts in force are of the actor's province, locked, and not the actor's own."""
    check_administer_people(actor)
    check_not_oneself(actor, user_id=user_id)
    user = User.objects.select_for_update(no_key=True).filter(pk=user_id).first()
    if user is None:
        raise BadPerson(f"Không có người này. {_NOTHING_CHANGED}", code="unknown_person")
    held = list(Post.objects.filter(user=user).select_related("agency"))
    now_held = [post for post in held if post.valid_to is None or post.valid_to >= clock.today()]
    check_own_province(actor, agency_codes=[post.agency.code for post in now_held or held])
    return user


def tidy_reason(text: str) -> str:
    """A reason as it is stored. Raises BadPerson when there is none, or it is too long."""
    words = one_line(nfc(text))
    if not words:
        raise BadPerson(f"Chưa nêu lý do. {_NOTHING_CHANGED} Hãy ghi lý do rồi gửi lại.", code="no_reason")
    if len(words) > 300:
        raise BadPerson(f"Lý do dài quá 300 ký tự. {_NOTHING_CHANGED} Hãy rút gọn.", code="long_reason")
    return words
