"""Who may do what with activities: role × place. What state the assignment is in: `place`."""

from __future__ import annotations

from mangnon.accounts.public import Actor, Permission
from mangnon.kernel.refusals import NotAllowed


def can_see_activities(actor: Actor) -> bool:
    """Everybody who reads plans; which ones is a matter of the province."""
    return actor.may(Permission.SEE_PLANS)


def can_see_money(actor: Actor) -> bool:
    """Money is internal: who works for an agency, oversees or inspects; not everybody who reads plans."""
    return any(actor.may(each) for each in (Permission.ACT_FOR_AGENCY, Permission.OVERSEE, Permission.INSPECT))


def can_write_for(actor: Actor, *, agency_id: int) -> bool:
    """Officers write for their own agency; leaders read."""
    return actor.is_system or (actor.may(Permission.ACT_FOR_AGENCY) and actor.agency_id == agency_id)


def can_comment(actor: Actor) -> bool:
    """Who works for an agency or oversees may say something of a task they see."""
    return actor.may(Permission.ACT_FOR_AGENCY) or actor.may(Permission.OVERSEE)


def can_open_withdrawn(actor: Actor, *, agency_id: int) -> bool:
    """A file that was sent by mistake may be about a child: it stays with the agency that sent it, the province's lead
    officers and who inspects; others read that it was withdrawn, and why."""
    may = actor.may(Permission.DIRECT_TASKS) or actor.may(Permission.INSPECT)
    return actor.is_system or may or actor.agency_id == agency_id


def can_judge_doubles(actor: Actor, *, lead_agency_ids: frozenset[int], agency_ids: frozenset[int]) -> bool:
    """The lead officers of the plan's lead agency; of two activities of one agency also that agency itself."""
    is_lead = actor.may(Permission.DIRECT_TASKS) and actor.agency_id in lead_agency_ids
    is_own = len(agency_ids) == 1 and actor.may(Permission.ACT_FOR_AGENCY) and actor.agency_id in agency_ids
    return actor.is_system or is_lead or is_own


def check_see_money(actor: Actor) -> None:
    """Raises NotAllowed."""
    if not can_see_money(actor):
        raise NotAllowed("Vai trò của bạn không xem số liệu kinh phí. Không có gì bị thay đổi.")


def check_write_for(actor: Actor, *, agency_id: int) -> None:
    """Raises NotAllowed."""
    if not can_write_for(actor, agency_id=agency_id):
        raise NotAllowed(
            "Phần việc này của cơ quan khác hoặc vai trò của bạn chỉ được xem. Không có gì bị thay đổi; nội dung bạn "
            "nhập vẫn còn trên màn hình."
        )


def check_open_withdrawn(actor: Actor, *, agency_id: int) -> None:
    """Raises NotAllowed."""
    if not can_open_withdrawn(actor, agency_id=agency_id):
        raise NotAllowed(
            "Bằng chứng này đã được rút nên chỉ cơ quan gửi, chuyên viên đầu mối cấp tỉnh và thanh tra còn tải được "
            "tệp. Lý do rút nêu ở trang nhiệm vụ. Không có gì bị thay đổi."
        )


def check_comment(actor: Actor) -> None:
    """Raises NotAllowed."""
    if not can_comment(actor):
        raise NotAllowed("Vai trò của bạn chỉ được xem, không gửi ý kiến trao đổi. Ý kiến chưa được lưu.")


def check_judge_doubles(actor: Actor, *, lead_agency_ids: frozenset[int], agency_ids: frozenset[int]) -> None:
    """Raises NotAllowed."""
    if not can_judge_doubles(actor, lead_agency_ids=lead_agency_ids, agency_ids=agency_ids):
        raise NotAllowed(
            "Chỉ chuyên viên đầu mối của kế hoạch, hoặc chính cơ quan có cả hai hoạt động, được kết luận hai hoạt động "
            "là một hay không. Không có gì bị thay đổi."
        )
