"""Who may write to territory. Reading is open to everybody who is signed in."""

from __future__ import annotations

from collections.abc import Collection

from mangnon.accounts.public import Actor, Permission
from mangnon.kernel.refusals import NotAllowed


def can_give_weights(actor: Actor) -> bool:
    """Whoever administers the organisation; of which units is a matter of the province."""
    return actor.may(Permission.ADMINISTER_ORGANISATION)


def is_of_own_province(actor: Actor, province_codes: Collection[str]) -> bool:
    """Whether one of the provinces to which a unit belongs, or belonged, is the actor's; commands act everywhere."""
    return actor.is_system or bool(actor.territory_codes & set(province_codes))


def check_give_weights(actor: Actor, province_codes: Collection[str]) -> None:
    """Raise NotAllowed unless the actor administers a province to which the divided unit belongs or belonged."""
    check_administer_territory(actor)
    if not is_of_own_province(actor, province_codes):
        raise NotAllowed(
            "Đơn vị này không thuộc tỉnh của bạn nên bạn không ghi được tỷ lệ chia. Chưa có gì được ghi. "
            "Hãy liên hệ người quản trị của tỉnh ấy."
        )


def check_administer_territory(actor: Actor) -> None:
    """Raise NotAllowed unless the actor may change units, events and weights."""
    if not actor.may(Permission.ADMINISTER_ORGANISATION):
        raise NotAllowed(
            "Anh/chị không có quyền thay đổi danh mục địa bàn. Chưa có gì được ghi. "
            "Hãy liên hệ người quản trị hệ thống."
        )
