"""Who may do what with reports: role × place × state."""

from __future__ import annotations

from collections.abc import Collection

from mangnon.accounts.public import Actor, Permission
from mangnon.kernel.refusals import NotAllowed


def is_leader_of_province(actor: Actor) -> bool:
    """A leader at the province's People's Committee; leaders of departments and districts see what their body sees."""
    at_committee = (actor.agency_level, actor.agency_kind) == ("province", "peoples_committee")
    return actor.may(Permission.OVERSEE) and at_committee


def reads_all_reports(actor: Actor) -> bool:
    """Commands, the province's leaders, and inspectors of a provincial body."""
    inspects = actor.may(Permission.INSPECT) and actor.agency_level == "province"
    return actor.is_system or inspects or is_leader_of_province(actor)


def can_see_reports(actor: Actor) -> bool:
    """Whose role reads reports sees the board; which reports they may open is narrower."""
    return actor.may(Permission.SEE_REPORTS)


def can_write_report(actor: Actor, *, writer_ids: Collection[int]) -> bool:
    """Officers write their own agency's report, and what a body left whose place theirs has taken (`writers_of`); who
    receives reports types what a body without an account wrote on a form (`on_behalf_of`)."""
    is_entering = actor.on_behalf_of in writer_ids and actor.may(Permission.REVIEW_REPORTS)
    return actor.is_system or is_entering or (actor.may(Permission.ACT_FOR_AGENCY) and actor.agency_id in writer_ids)


def can_review_reports(actor: Actor, *, recipient_id: int) -> bool:
    """The lead officers of the body that receives today (`recipient_of`) return, accept and consolidate."""
    return actor.is_system or (actor.may(Permission.REVIEW_REPORTS) and actor.agency_id == recipient_id)


def can_receive_report(actor: Actor, *, receiver_ids: Collection[int], recipient_id: int) -> bool:
    """Who returns and accepts one report: at the top of a period as `can_review_reports`; below it the officers of the
    body that takes the report in (`duties.rising.Receivers`), who write that body's own."""
    if actor.is_system:
        return True
    if recipient_id in receiver_ids:
        return can_review_reports(actor, recipient_id=recipient_id)
    return actor.may(Permission.ACT_FOR_AGENCY) and actor.agency_id in receiver_ids


def can_read_report(
    actor: Actor,
    *,
    agency_id: int,
    recipient_id: int,
    lineage: Collection[int] = frozenset(),
    above_ids: Collection[int] = frozenset(),
) -> bool:
    """The writing agency and who took over from it (`lineage` of the reader's own), the bodies through which it rises
    (`above_ids`), the recipient of today, the province's leaders and its inspectors."""
    is_near = actor.agency_id in (agency_id, recipient_id) or actor.agency_id in above_ids
    return reads_all_reports(actor) or is_near or agency_id in lineage


def can_read_consolidation(actor: Actor, *, recipient_id: int) -> bool:
    """The recipient of today, the province's leaders and its inspectors."""
    return reads_all_reports(actor) or actor.agency_id == recipient_id


def check_write_report(actor: Actor, *, writer_ids: Collection[int]) -> None:
    """Raises NotAllowed."""
    if not can_write_report(actor, writer_ids=writer_ids):
        raise NotAllowed("Báo cáo này thuộc cơ quan khác hoặc vai trò của bạn chỉ được xem. Không có gì bị thay đổi.")


def check_review_reports(actor: Actor, *, recipient_id: int) -> None:
    """Raises NotAllowed."""
    if not can_review_reports(actor, recipient_id=recipient_id):
        raise NotAllowed("Chỉ cơ quan nhận báo cáo được trả lại, chấp nhận và tổng hợp. Không có gì bị thay đổi.")


def check_receive_report(
    actor: Actor, *, receiver_ids: Collection[int], recipient_id: int, receivers_words: str
) -> None:
    """Raises NotAllowed naming who receives."""
    if not can_receive_report(actor, receiver_ids=receiver_ids, recipient_id=recipient_id):
        raise NotAllowed(
            f"Chỉ cơ quan nhận báo cáo này ({receivers_words}) được trả lại, chấp nhận. Không có gì bị thay đổi."
        )


def check_read_report(
    actor: Actor,
    *,
    agency_id: int,
    recipient_id: int,
    lineage: Collection[int] = frozenset(),
    above_ids: Collection[int] = frozenset(),
) -> None:
    """Raises NotAllowed."""
    if not can_read_report(actor, agency_id=agency_id, recipient_id=recipient_id, lineage=lineage, above_ids=above_ids):
        raise NotAllowed("Báo cáo này của cơ quan khác. Bạn không có quyền xem nội dung; tình trạng gửi có trên bảng.")


def check_read_consolidation(actor: Actor, *, recipient_id: int) -> None:
    """Raises NotAllowed."""
    if not can_read_consolidation(actor, recipient_id=recipient_id):
        raise NotAllowed("Báo cáo tổng hợp do cơ quan nhận báo cáo và lãnh đạo xem trước khi phát hành.")
