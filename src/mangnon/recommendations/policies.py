"""Who may read and keep the registry: it is national; links to plans are a province's own."""

from __future__ import annotations

from mangnon.accounts.public import Actor, Permission
from mangnon.kernel.refusals import NotAllowed


def can_see_recommendations(actor: Actor) -> bool:
    """Everybody who reads plans."""
    return actor.may(Permission.SEE_PLANS)


def can_keep_recommendations(actor: Actor) -> bool:
    """Whoever turns papers into plans: the provinces' lead officers, an administrator, a command."""
    return actor.may(Permission.ADOPT_PLANS)


def check_keep_recommendations(actor: Actor) -> None:
    """Raises NotAllowed."""
    if not can_keep_recommendations(actor):
        raise NotAllowed(
            "Chỉ chuyên viên đầu mối cấp tỉnh được nạp khuyến nghị và ghi liên kết. Không có gì bị thay đổi."
        )
