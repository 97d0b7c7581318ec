"""Who may administer people, and where."""

from __future__ import annotations

from collections.abc import Collection

from mangnon.accounts.public import Actor, Permission
from mangnon.kernel.refusals import NotAllowed
from mangnon.people.errors import Separation


def can_administer_people(actor: Actor) -> bool:
    """Administrators; a command. Of which province is asked with each person and agency."""
    return actor.may(Permission.ADMINISTER_PEOPLE)


def is_of_own_province(actor: Actor, *, agency_code: str) -> bool:
    """Whether an agency belongs to the actor's province or one it was formed from; commands work for all."""
    return actor.is_system or agency_code.partition(".")[0] in actor.territory_codes


def check_administer_people(actor: Actor) -> None:
    """Raises NotAllowed."""
    if not can_administer_people(actor):
        raise NotAllowed(
            "Chỉ người quản trị được quản lý tài khoản và vị trí công tác. Không có gì bị thay đổi. "
            "Hãy đề nghị người quản trị của tỉnh."
        )


def check_own_province(actor: Actor, *, agency_codes: Collection[str]) -> None:
    """Raises NotAllowed when one of the agencies belongs to another province."""
    if not all(is_of_own_province(actor, agency_code=code) for code in agency_codes):
        raise NotAllowed(
            "Cơ quan này thuộc tỉnh khác nên bạn không quản lý được. Không có gì bị thay đổi. "
            "Hãy đề nghị người quản trị của tỉnh đó."
        )


def check_not_oneself(actor: Actor, *, user_id: int) -> None:
    """Nobody gives oneself a post or more rights, nor closes one's own account. Raises Separation."""
    if actor.user_id == user_id:
        raise Separation(
            "Không ai tự thay đổi quyền của chính mình. Không có gì bị thay đổi. "
            "Hãy đề nghị một người quản trị khác làm việc này."
        )
