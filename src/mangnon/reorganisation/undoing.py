"""Taking a reorganisation back, while nothing rests on it."""

from __future__ import annotations

from django.db import transaction

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Reorganisation, undo_events
from mangnon.agencies.public import why_not_undone as why_bodies_stay
from mangnon.audit.public import record
from mangnon.kernel.text import capitalise_first
from mangnon.plans.public import undo_assignment_moves, why_assignments_stay
from mangnon.reorganisation.errors import CannotUndo, UnknownReorganisation
from mangnon.reorganisation.policies import check_administrator
from mangnon.reorganisation.receiving import reorganisation_by_id
from mangnon.reorganisation.turns import wait_for_turn
from mangnon.reporting.public import undo_report_moves, why_reports_stay


def why_not_undone(reorganisation: Reorganisation) -> list[str]:
    """Everything that rests on a reorganisation, a sentence each; empty when it can be taken back."""
    events = list(reorganisation.events.all())
    reasons = [*why_bodies_stay(reorganisation), *why_assignments_stay(events), *why_reports_stay(events)]
    return list(dict.fromkeys(_sentence(reason) for reason in reasons))


def _sentence(words: str) -> str:
    """A reason as a sentence, whether it came as one or as a phrase."""
    return f"{capitalise_first(words.strip()).rstrip('.')}."


def undo_reorganisation(*, actor: Actor, reorganisation_id: int, reason: str) -> Reorganisation:
    """Take back everything a reorganisation did, in the opposite order, in one transaction.

    Raises NotAllowed, UnknownReorganisation, CannotUndo (with every reason) and what the parts refuse.
    """
    check_administrator(actor)
    if not reason.strip():
        raise CannotUndo("Cần ghi lý do hoàn tác. Chưa có gì bị thay đổi. Hãy ghi lý do rồi làm lại.", reasons=[])
    with transaction.atomic():
        wait_for_turn()
        reorganisation = reorganisation_by_id(actor, reorganisation_id)
        if reorganisation is None:
            raise UnknownReorganisation("Không có đợt sắp xếp này ở tỉnh của bạn. Không có gì bị thay đổi.")
        reasons = why_not_undone(reorganisation)
        if reasons:
            raise CannotUndo(
                f"Chưa hoàn tác được «{reorganisation.title}»: {' '.join(reasons)} Không có gì bị thay đổi.",
                reasons=reasons,
            )
        events = list(reorganisation.events.order_by("order"))
        reports = undo_report_moves(actor=actor, events=events)
        undo_assignment_moves(actor=actor, events=events)
        undo_events(actor=actor, reorganisation=reorganisation, reason=reason.strip())
        record(
            actor=actor,
            act="undo_reorganisation",
            object_type="Reorganisation",
            object_id=reorganisation.pk,
            details={"code": reorganisation.code, "reports": reports},
            reason=reason.strip(),
        )
    reorganisation.refresh_from_db()
    return reorganisation
