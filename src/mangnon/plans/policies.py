"""Who may do what with plans: role × place × state."""

from __future__ import annotations

from mangnon.accounts.public import Actor, Permission
from mangnon.kernel.refusals import NotAllowed


def can_see_plans(actor: Actor) -> bool:
    """Everybody whose role reads plans; which ones is a matter of the province."""
    return actor.may(Permission.SEE_PLANS)


def can_adopt_plans(actor: Actor) -> bool:
    """The province's lead officers; an administrator; a command."""
    return actor.may(Permission.ADOPT_PLANS)


def can_act_for(actor: Actor, *, agency_id: int) -> bool:
    """Officers act for their own agency; leaders read. What a body without an account wrote is entered for it by who
    received it (`can_act_on_behalf`)."""
    is_entering = actor.on_behalf_of == agency_id and actor.may(Permission.DIRECT_TASKS)
    return actor.is_system or is_entering or (actor.may(Permission.ACT_FOR_AGENCY) and actor.agency_id == agency_id)


def can_act_on_behalf(actor: Actor, *, lead_agency_id: int) -> bool:
    """The lead officers of a plan's lead agency enter what a body without an account wrote in its signed workbook."""
    return can_direct_plan(actor, lead_agency_id=lead_agency_id)


def can_answer_difficulties(actor: Actor, *, lead_agency_id: int) -> bool:
    """The plan's lead agency answers."""
    return actor.is_system or (actor.may(Permission.ANSWER_DIFFICULTIES) and actor.agency_id == lead_agency_id)


# What is passed up waits with a clock (domain.md 4), so somebody there can answer: a body above speaks through its
# leaders or its officers.
ANSWERS_ABOVE = (Permission.ANSWER_DIFFICULTIES, Permission.OVERSEE, Permission.ACT_FOR_AGENCY)


def can_answer_from_above(actor: Actor, *, agency_id: int | None) -> bool:
    """The body a difficulty was passed on to answers."""
    at_body = agency_id is not None and actor.agency_id == agency_id
    return actor.is_system or (at_body and any(actor.may(each) for each in ANSWERS_ABOVE))


def can_direct(actor: Actor, *, giver_ids: frozenset[int], is_delegated: bool) -> bool:
    """The body that gave an assignment decides: the plan's lead agency by its lead officers; of what an agency gave on
    to a body below, that agency's own officers."""
    permission = Permission.ACT_FOR_AGENCY if is_delegated else Permission.DIRECT_TASKS
    return actor.is_system or (actor.may(permission) and actor.agency_id in giver_ids)


def can_give_work(actor: Actor) -> bool:
    """Whose body may have given work: the lead officers of plans, and officers who give their part on below. Of which
    assignments, `can_direct` says."""
    return actor.may(Permission.DIRECT_TASKS) or actor.may(Permission.ACT_FOR_AGENCY)


def can_direct_plan(actor: Actor, *, lead_agency_id: int) -> bool:
    """Who gives the tasks of a plan: its lead agency."""
    return can_direct(actor, giver_ids=frozenset({lead_agency_id}), is_delegated=False)


def can_move_assignments(actor: Actor) -> bool:
    """Whoever applies a reorganisation moves what it moves."""
    return actor.may(Permission.ADMINISTER_ORGANISATION)


def can_choose_successor(actor: Actor, *, province_code: str) -> bool:
    """Where events leave open who carries on: the province's lead officers, or whoever applies reorganisations."""
    may = actor.may(Permission.ADOPT_PLANS) or actor.may(Permission.ADMINISTER_ORGANISATION)
    return actor.is_system or (may and province_code in actor.territory_codes)


def check_move_assignments(actor: Actor) -> None:
    """Raises NotAllowed."""
    if not can_move_assignments(actor):
        raise NotAllowed("Chỉ người được áp dụng sắp xếp tổ chức mới chuyển được phân công. Không có gì bị thay đổi.")


def check_choose_successor(actor: Actor, *, province_code: str) -> None:
    """Raises NotAllowed."""
    if not can_choose_successor(actor, province_code=province_code):
        raise NotAllowed("Chỉ đầu mối cấp tỉnh hoặc người quản trị được chọn cơ quan kế tục. Không có gì bị thay đổi.")


def check_adopt_plans(actor: Actor) -> None:
    """Raises NotAllowed."""
    if not can_adopt_plans(actor):
        raise NotAllowed("Chỉ chuyên viên đầu mối cấp tỉnh được duyệt văn bản thành kế hoạch. Không có gì bị thay đổi.")


def check_act_for(actor: Actor, *, agency_id: int) -> None:
    """Raises NotAllowed."""
    if not can_act_for(actor, agency_id=agency_id):
        raise NotAllowed("Phân công này thuộc cơ quan khác hoặc vai trò của bạn chỉ được xem. Không có gì bị thay đổi.")


def check_answer_difficulties(actor: Actor, *, lead_agency_id: int) -> None:
    """Raises NotAllowed."""
    if not can_answer_difficulties(actor, lead_agency_id=lead_agency_id):
        raise NotAllowed("Chỉ cơ quan đầu mối của kế hoạch được trả lời khó khăn, vướng mắc. Không có gì bị thay đổi.")


def check_direct(actor: Actor, *, giver_ids: frozenset[int], is_delegated: bool) -> None:
    """Raises NotAllowed."""
    if not can_direct(actor, giver_ids=giver_ids, is_delegated=is_delegated):
        raise NotAllowed(
            "Chỉ cơ quan đã giao phân công này mới được quyết định việc này, hoặc vai trò của bạn chỉ được xem. "
            "Không có gì bị thay đổi."
        )


def check_act_on_behalf(actor: Actor, *, lead_agency_id: int) -> None:
    """Raises NotAllowed."""
    if not can_act_on_behalf(actor, lead_agency_id=lead_agency_id):
        raise NotAllowed(
            "Chỉ cơ quan đầu mối của kế hoạch được phát hành và nhận tệp Excel của các cơ quan. "
            "Không có gì bị thay đổi."
        )


def check_direct_plan(actor: Actor, *, lead_agency_id: int) -> None:
    """Raises NotAllowed."""
    if not can_direct_plan(actor, lead_agency_id=lead_agency_id):
        raise NotAllowed("Chỉ cơ quan đầu mối của kế hoạch được giao nhiệm vụ. Không có gì bị thay đổi.")
