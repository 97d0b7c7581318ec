"""Who may write to territory. Reading is open to everybody who is signed in."""

from __future__ import annotations

from mangnon.accounts.public import Actor, Permission
from mangnon.kernel.refusals import NotAllowed


def check_administer_territory(actor: Actor) -> None:
    """Raise NotAllowed unless the actor may change units, events and weights."""
    if not actor.may(Permission.ADMINISTER_ORGANISATION):
        raise NotAllowed(
            "Anh/chị không có quyền thay đổi danh mục địa bàn. Chưa có gì được ghi. "
            "Hãy liên hệ người quản trị hệ thống."
        )
