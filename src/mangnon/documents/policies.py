"""Who may do what with received paper."""

from __future__ import annotations

from mangnon.accounts.public import Actor, Role
from mangnon.kernel.refusals import NotAllowed


def can_see_documents(actor: Actor) -> bool:
    """Everybody in a post may read directives: they are addressed to them."""
    return actor.role in Role


def can_review_documents(actor: Actor) -> bool:
    """The province's lead officers receive paper, correct readings and adopt them."""
    return actor.role in (Role.PROVINCIAL_LEAD, Role.ADMINISTRATOR, Role.SYSTEM)


def check_review_documents(actor: Actor) -> None:
    """Raises NotAllowed."""
    if not can_review_documents(actor):
        raise NotAllowed(
            "Chỉ chuyên viên đầu mối cấp tỉnh được nhận, rà soát và duyệt văn bản. Không có gì bị thay đổi. "
            "Hãy gửi văn bản cho cơ quan đầu mối."
        )
