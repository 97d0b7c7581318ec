"""Who may change bodies of state and posts."""

from __future__ import annotations

from collections.abc import Collection

from mangnon.accounts.public import Actor, Permission
from mangnon.agencies.errors import NOTHING_CHANGED
from mangnon.kernel.refusals import NotAllowed


def check_may_administer(actor: Actor) -> None:
    """Raise NotAllowed unless the actor's role keeps the catalogue of bodies."""
    if not actor.may(Permission.ADMINISTER_ORGANISATION):
        raise NotAllowed(
            "Chỉ người quản trị được thay đổi danh mục cơ quan và vị trí công tác. Không có dữ liệu nào bị thay đổi."
        )


def check_may_reorganise(actor: Actor, province_codes: Collection[str]) -> None:
    """Raise NotAllowed unless the actor keeps the catalogue of every province that the events touch."""
    check_may_administer(actor)
    foreign = sorted(set(province_codes) - actor.territory_codes)
    if foreign and not actor.is_system:
        raise NotAllowed(
            f"Đợt sắp xếp này chạm đến cơ quan của tỉnh mã {', '.join(foreign)}, ngoài địa bàn của bạn. "
            f"{NOTHING_CHANGED} Hãy đề nghị người quản trị hệ thống áp dụng cho tất cả các tỉnh liên quan."
        )


def may_keep_posts(actor: Actor) -> bool:
    """Whether the actor's role gives and ends posts."""
    return actor.may(Permission.ADMINISTER_ORGANISATION) or actor.may(Permission.ADMINISTER_PEOPLE)


def check_may_keep_posts(actor: Actor, province_code: str) -> None:
    """Raise NotAllowed unless the actor gives and ends posts at bodies of a province."""
    if not may_keep_posts(actor):
        raise NotAllowed(
            "Chỉ người quản trị được thay đổi danh mục cơ quan và vị trí công tác. Không có dữ liệu nào bị thay đổi."
        )
    if not actor.is_system and province_code not in actor.territory_codes:
        raise NotAllowed(
            f"Vị trí công tác này thuộc tỉnh mã {province_code}, ngoài địa bàn của bạn. {NOTHING_CHANGED} "
            "Hãy đề nghị người quản trị của tỉnh đó."
        )
