"""Who may do what with indicators and figures: role × place × state."""

from __future__ import annotations

from collections.abc import Collection

from mangnon.accounts.public import Actor, Permission
from mangnon.indicators.errors import NOTHING_WRITTEN
from mangnon.kernel.refusals import NotAllowed


def can_see_figures(actor: Actor) -> bool:
    """Whose role reads reports reads the dictionary and the figures of its province."""
    return actor.is_system or actor.may(Permission.SEE_REPORTS)


def sees_place(actor: Actor, province_codes: Collection[str]) -> bool:
    """Whether a place belongs, or belonged, to the actor's province or to those it was formed from."""
    return actor.is_system or bool(actor.territory_codes & set(province_codes))


def sees_small_numbers(actor: Actor, province_codes: Collection[str]) -> bool:
    """The province's lead officers answer for its figures and read them whole, small numbers too (decision 0042)."""
    return actor.is_system or (actor.may(Permission.REVIEW_REPORTS) and sees_place(actor, province_codes))


def can_fill_forms(actor: Actor) -> bool:
    """Whose role acts for an agency opens the forms of figures; of which place, the form itself asks."""
    return actor.is_system or actor.may(Permission.ACT_FOR_AGENCY)


def can_enter_figures(actor: Actor, *, agency_id: int, is_own_place: bool) -> bool:
    """Officers enter for their own agency, about its own territory; what a body without an account wrote is entered for
    it by who received it (`on_behalf_of`)."""
    is_entering = actor.on_behalf_of == agency_id and actor.may(Permission.DIRECT_TASKS)
    is_own = actor.may(Permission.ACT_FOR_AGENCY) and actor.agency_id == agency_id
    return actor.is_system or (is_own_place and (is_own or is_entering))


def can_choose_reporter(actor: Actor, province_codes: Collection[str]) -> bool:
    """The province's lead officers decide whose figure counts when two agencies tell the same."""
    return actor.is_system or (actor.may(Permission.REVIEW_REPORTS) and sees_place(actor, province_codes))


def can_set_targets(actor: Actor, province_codes: Collection[str]) -> bool:
    """The province's lead officers set its targets; national ones come with the product (a command)."""
    own = bool(province_codes) and bool(actor.territory_codes & set(province_codes))
    return actor.is_system or (actor.may(Permission.REVIEW_REPORTS) and own)


def can_enter_targets(actor: Actor) -> bool:
    """Whose role sets targets; of which province, the service asks."""
    return actor.is_system or actor.may(Permission.REVIEW_REPORTS)


def can_keep_own_indicators(actor: Actor, province_codes: Collection[str]) -> bool:
    """The province's lead officers say what it counts beyond the national sets."""
    return can_set_targets(actor, province_codes)


def can_keep_dictionary(actor: Actor) -> bool:
    """Who administers the organisation adds groups of dimensions and loads what is delivered."""
    return actor.is_system or actor.may(Permission.ADMINISTER_ORGANISATION)


def check_see_figures(actor: Actor) -> None:
    """Raises NotAllowed."""
    if not can_see_figures(actor):
        raise NotAllowed("Vai trò của bạn không xem số liệu chỉ tiêu. Không có gì bị thay đổi.")


def check_sees_place(actor: Actor, province_codes: Collection[str]) -> None:
    """Raises NotAllowed."""
    check_see_figures(actor)
    if not sees_place(actor, province_codes):
        raise NotAllowed("Số liệu này của tỉnh, thành phố khác nên bạn không xem được. Không có gì bị thay đổi.")


def check_enter_figures(actor: Actor, *, agency_id: int, is_own_place: bool) -> None:
    """Raises NotAllowed."""
    if not can_enter_figures(actor, agency_id=agency_id, is_own_place=is_own_place):
        raise NotAllowed(
            f"Chỉ cán bộ của cơ quan báo cáo được nhập số liệu, và chỉ của địa bàn cơ quan mình. {NOTHING_WRITTEN}"
        )


def check_choose_reporter(actor: Actor, province_codes: Collection[str]) -> None:
    """Raises NotAllowed."""
    if not can_choose_reporter(actor, province_codes):
        raise NotAllowed(f"Chỉ đầu mối cấp tỉnh được chọn số liệu của cơ quan nào dùng để tính. {NOTHING_WRITTEN}")


def check_set_targets(actor: Actor, province_codes: Collection[str]) -> None:
    """Raises NotAllowed."""
    if not can_set_targets(actor, province_codes):
        raise NotAllowed(f"Chỉ đầu mối cấp tỉnh được ghi mức phải đạt của tỉnh mình. {NOTHING_WRITTEN}")


def check_keep_own_indicators(actor: Actor, province_codes: Collection[str]) -> None:
    """Raises NotAllowed."""
    if not can_keep_own_indicators(actor, province_codes):
        raise NotAllowed(f"Chỉ đầu mối cấp tỉnh được lập và sửa chỉ tiêu riêng của tỉnh mình. {NOTHING_WRITTEN}")


def check_keep_dictionary(actor: Actor) -> None:
    """Raises NotAllowed."""
    if not can_keep_dictionary(actor):
        raise NotAllowed(f"Chỉ người quản trị hệ thống được thay đổi danh mục chỉ tiêu. {NOTHING_WRITTEN}")
