"""Who may do what with a body's outgoing papers: role × place. State: `rules.lifecycle`."""

from __future__ import annotations

import datetime as dt

from mangnon.accounts.public import Actor, Permission
from mangnon.agencies.public import Agency, lineage_ids
from mangnon.kernel.refusals import NotAllowed
from mangnon.outgoing.errors import NOTHING_CHANGED


def can_see_outgoing(actor: Actor) -> bool:
    """Who works for a body, or oversees or inspects the province."""
    return any(actor.may(each) for each in (Permission.ACT_FOR_AGENCY, Permission.OVERSEE, Permission.INSPECT))


def can_see_every_body(actor: Actor) -> bool:
    """Whether the actor reads the registers of every body of the province, not only of their own."""
    is_seated_above = actor.agency_level == "province" and actor.agency_kind == "peoples_committee"
    return actor.is_system or actor.may(Permission.INSPECT) or (actor.may(Permission.OVERSEE) and is_seated_above)


def can_keep_papers(actor: Actor, *, agency_id: int) -> bool:
    """Officers draft, number, sign off and issue the papers of their own body."""
    return actor.is_system or (actor.may(Permission.ACT_FOR_AGENCY) and actor.agency_id == agency_id)


def can_finish_papers(actor: Actor, *, agency_id: int, on: dt.date) -> bool:
    """Who brings a paper to its end – drops a draft, gives a number up, puts a hand signature on record, issues,
    withdraws: its own body's officers, and after it ended those of whoever took it over. New papers in the name of a
    body that ended are nobody's."""
    if can_keep_papers(actor, agency_id=agency_id):
        return True
    if not actor.may(Permission.ACT_FOR_AGENCY) or actor.agency_id is None:
        return False
    # Who took one function over from a body that is still there does not speak for it.
    has_ended = Agency.objects.filter(pk=agency_id, valid_to__lt=on).exists()
    return has_ended and agency_id in lineage_ids(actor.agency_id, on=on)


def check_finish_papers(actor: Actor, *, agency_id: int, on: dt.date) -> None:
    """Raises NotAllowed."""
    if not can_finish_papers(actor, agency_id=agency_id, on=on):
        check_keep_papers(actor, agency_id=agency_id)


def check_keep_papers(actor: Actor, *, agency_id: int) -> None:
    """Raises NotAllowed."""
    if not can_keep_papers(actor, agency_id=agency_id):
        raise NotAllowed(
            "Sổ văn bản đi này của cơ quan khác, hoặc vai trò của bạn chỉ được xem. "
            f"{NOTHING_CHANGED} Nội dung bạn nhập vẫn còn trên màn hình."
        )
