"""Who may see and who may change the organisation: role, then place."""

from __future__ import annotations

from collections.abc import Collection

from mangnon.accounts.public import Actor, Permission
from mangnon.kernel.refusals import NotAllowed

_UNCHANGED = "Không có gì bị thay đổi."


def can_see_organisation(actor: Actor) -> bool:
    """Everybody whose role reads agencies and territory; which ones is a matter of the province."""
    return actor.may(Permission.SEE_ORGANISATION)


def can_reorganise(actor: Actor) -> bool:
    """The province's administrator, or a command."""
    return actor.may(Permission.ADMINISTER_ORGANISATION)


def check_reorganise(actor: Actor, *, province_codes: Collection[str], peopled_elsewhere: Collection[str] = ()) -> None:
    """Raises NotAllowed: only for the own province and those it joins, and only while those have nobody of their own.

    `peopled_elsewhere` names the provinces of the event, other than the actor's, whose bodies people work in.
    """
    if not can_reorganise(actor):
        raise NotAllowed(f"Chỉ người quản trị được áp dụng hoặc hoàn tác sắp xếp tổ chức. {_UNCHANGED}")
    if actor.is_system:
        return
    if not actor.territory_codes & set(province_codes):
        raise NotAllowed(f"Đợt sắp xếp này không thuộc tỉnh của bạn. {_UNCHANGED}")
    if peopled_elsewhere:
        names = ", ".join(sorted(peopled_elsewhere))
        raise NotAllowed(
            f"Đợt sắp xếp này còn làm chuyển người dùng của {names}. {_UNCHANGED} "
            "Hãy đề nghị người vận hành hệ thống áp dụng chung cho các tỉnh."
        )
