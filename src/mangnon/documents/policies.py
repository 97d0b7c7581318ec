"""Who may do what with received paper."""

from __future__ import annotations

from mangnon.accounts.public import Actor, Permission
from mangnon.kernel.refusals import NotAllowed


def can_see_documents(actor: Actor) -> bool:
    """Everybody in a post may read the directives of their province: they are addressed to them."""
    return actor.may(Permission.SEE_DOCUMENTS)


def is_of_province(actor: Actor, *, territory_code: str) -> bool:
    """Whether a paper is of the actor's province or one it was formed from, or of none; commands work for all."""
    return actor.is_system or not territory_code or territory_code in actor.territory_codes


def can_review_documents(actor: Actor) -> bool:
    """The province's lead officers receive paper, correct readings and adopt them."""
    return actor.may(Permission.REVIEW_DOCUMENTS)


def check_of_province(actor: Actor, *, territory_code: str) -> None:
    """Raises NotAllowed."""
    if not is_of_province(actor, territory_code=territory_code):
        raise NotAllowed("Văn bản này do tỉnh khác tiếp nhận. Không có gì bị thay đổi.")


def check_review_documents(actor: Actor) -> None:
    """Raises NotAllowed."""
    if not can_review_documents(actor):
        raise NotAllowed(
            "Chỉ chuyên viên đầu mối cấp tỉnh được nhận, rà soát và duyệt văn bản. Không có gì bị thay đổi. "
            "Hãy gửi văn bản cho cơ quan đầu mối."
        )
