"""Who may see and who may change the organisation: role, then place."""

from __future__ import annotations

from mangnon.accounts.public import Actor, Permission
from mangnon.kernel.refusals import NotAllowed

_UNCHANGED = "Không có gì bị thay đổi."


def can_see_organisation(actor: Actor) -> bool:
    """Everybody whose role reads agencies and territory; which ones is a matter of the province."""
    return actor.may(Permission.SEE_ORGANISATION)


def can_reorganise(actor: Actor) -> bool:
    """The province's administrator, or a command."""
    return actor.may(Permission.ADMINISTER_ORGANISATION)


def can_choose_successors(actor: Actor) -> bool:
    """Where events leave open who carries on: the province's lead officers, or whoever applies reorganisations."""
    return actor.may(Permission.ADOPT_PLANS) or can_reorganise(actor)


def check_administrator(actor: Actor) -> None:
    """Raises NotAllowed."""
    if not can_reorganise(actor):
        raise NotAllowed(f"Chỉ người quản trị được áp dụng hoặc hoàn tác sắp xếp tổ chức. {_UNCHANGED}")
