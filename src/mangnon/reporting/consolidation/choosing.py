"""Whose figure a consolidation uses where two bodies tell one place differently: a person's choice, with a reason."""

from __future__ import annotations

from django.db import transaction

from mangnon.accounts.public import Actor
from mangnon.audit.public import record
from mangnon.kernel import clock
from mangnon.kernel.refusals import Stale
from mangnon.kernel.text import nfc
from mangnon.reporting.consolidation.figures import figure_book
from mangnon.reporting.consolidation.issuing import check_not_frozen
from mangnon.reporting.duties.lineage import recipient_of
from mangnon.reporting.errors import NotComplete
from mangnon.reporting.models import Consolidation, FigureChoice, Period
from mangnon.reporting.policies import check_review_reports


@transaction.atomic
def choose_figure(*, actor: Actor, consolidation_id: int, figure_id: int, reason: str) -> FigureChoice:
    """Use this figure of a disputed place in the last consolidation of a period; a later choice takes its place.

    Raises NotAllowed, Stale (there is a later consolidation), ReportLocked (its paper has a number), NotComplete (no
    reason; the figure is not one of two that differ).
    """
    found = Period.objects.filter(consolidations=consolidation_id).values("pk")
    period = Period.objects.select_for_update(of=("self",)).select_related("regime").get(pk__in=found)
    check_review_reports(actor, recipient_id=recipient_of(period.regime, clock.today()).pk)
    made = Consolidation.objects.select_related("period__regime__plan__territory").get(pk=consolidation_id)
    if Consolidation.objects.filter(period=period, number__gt=made.number).exists():
        raise Stale("Đã có lần tổng hợp mới hơn. Lựa chọn chưa được lưu. Hãy mở lần tổng hợp mới nhất rồi chọn lại.")
    check_not_frozen(made)
    said = " ".join(nfc(reason).split())[:500]
    if not said:
        raise NotComplete("Chưa có lý do chọn số liệu nên chưa lưu. Hãy ghi vì sao dùng số liệu này.", code="no_reason")
    rivals = _rivals(made, figure_id)
    if not rivals:
        raise NotComplete(
            "Số liệu này không phải là một trong các số liệu khác nhau của cùng địa bàn. Không có gì bị thay đổi.",
            code="not_disputed",
        )
    FigureChoice.objects.filter(consolidation=made, figure__in=rivals).delete()
    choice = FigureChoice.objects.create(consolidation=made, figure_id=figure_id, reason=said)
    record(
        actor=actor,
        act="choose_consolidated_figure",
        object_type="Consolidation",
        object_id=made.pk,
        details={"figure": figure_id, "instead_of": sorted(rivals - {figure_id})},
        reason=said,
    )
    return choice


def _rivals(made: Consolidation, figure_id: int) -> set[int]:
    """The figures of the same cell, this one among them, where at least two differ; empty otherwise."""
    for line in figure_book(made, with_before=False, divided="all").lines:
        for found in (line.whole, *line.parts.values()):
            for used in found.rows:
                differing = {each.row.figure for each in found.aside if each.used == used and each.differs}
                same = {used.figure, *(each.row.figure for each in found.aside if each.used == used)}
                if differing and figure_id in same:
                    return same
    return set()


def keep_choices(made: Consolidation, last: int) -> None:
    """Carry the choices of consolidation number `last` on, as far as its figures are still those that were sent."""
    before = FigureChoice.objects.filter(consolidation__period=made.period_id, consolidation__number=last)
    FigureChoice.objects.bulk_create(
        FigureChoice(consolidation=made, figure_id=each.figure_id, reason=each.reason) for each in before
    )
