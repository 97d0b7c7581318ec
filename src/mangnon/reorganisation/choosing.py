"""A person says who carries on duties that events left to nobody: several at once, with one reason."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency
from mangnon.plans.public import choose_duty_successor, choose_successor
from mangnon.reorganisation.errors import NothingChosen
from mangnon.reorganisation.selectors import bodies
from mangnon.reorganisation.turns import wait_for_turn
from mangnon.reorganisation.unclaimed import unclaimed_duties


@transaction.atomic
def choose_successors(*, actor: Actor, keys: Collection[str], agency_code: str, reason: str) -> tuple[Agency, int]:
    """Give some open duties to one agency: all or none, each with its own row of evidence. Answers it and how many.

    `keys`: `Unclaimed.key`. Raises NothingChosen, NotAllowed, BadChoice, WrongState.
    """
    wait_for_turn()
    agency = bodies(actor).filter(code=agency_code).first()
    if agency is None:
        raise NothingChosen("Chưa chọn cơ quan nhận. Chưa có gì được chuyển. Hãy chọn một cơ quan đang hoạt động.")
    chosen = [duty for duty in unclaimed_duties(actor) if duty.key in keys]
    if not keys or len(chosen) < len(set(keys)):
        raise NothingChosen(
            "Chưa đánh dấu việc nào, hoặc có việc vừa được người khác giao. Chưa có gì được chuyển. "
            "Hãy xem lại danh sách rồi đánh dấu."
        )
    for duty in chosen:
        if duty.is_general:
            choose_duty_successor(actor=actor, succession_id=duty.pk, agency_id=agency.pk, reason=reason)
        else:
            choose_successor(actor=actor, assignment_id=duty.pk, agency_id=agency.pk, reason=reason)
    return agency, len(chosen)
