"""Leads of plans and duties of a paper's body pass to successors."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from mangnon.agencies.public import Agency
from mangnon.plans.models import Duty, DutySuccession, Plan
from mangnon.plans.rules import holders_on
from mangnon.plans.successions.leading import Leading, Led, choice_key
from mangnon.plans.successions.passing import AssignmentMove
from mangnon.plans.terms import MoveBasis, Undecided


def plans_led_from(sources: object, plan: Plan | None) -> list[tuple[Plan, int]]:
    """Plans that a source leads at last, with that source."""
    found = Plan.objects.filter(Q(lead_agency__in=sources) | Q(successions__target__in=sources))
    if plan is not None:
        found = found.filter(pk=plan.pk)
    pairs = []
    for each in found.select_related("directive").prefetch_related("successions").distinct().order_by("pk"):
        rows = [(s.source_id, s.target_id, s.began_on) for s in each.successions.all() if s.duty_id is None]
        (lead,) = holders_on([each.lead_agency_id], rows, on=dt.date.max)
        pairs.append((each, lead))
    return pairs


def duties_of(sources: object, plan: Plan | None) -> list[tuple[Duty, int]]:
    """Duties with each body that carries them at last."""
    found = Duty.objects.filter(Q(agencies__in=sources) | Q(successions__target__in=sources))
    if plan is not None:
        found = found.filter(plan=plan)
    pairs = []
    wanted = found.select_related("plan__directive").prefetch_related("agencies", "successions")
    for duty in wanted.distinct().order_by("plan", "order"):
        named = [agency.pk for agency in duty.agencies.all()]
        rows = [(s.source_id, s.target_id, s.began_on) for s in duty.successions.all()]
        pairs += [(duty, agency_id) for agency_id in sorted(holders_on(named, rows, on=dt.date.max))]
    return pairs


def pass_leads(leading: Leading, pairs: list[tuple[Plan, int]]) -> list[AssignmentMove]:
    """The leads of plans that their bodies hand on: who consolidates and answers difficulties."""
    moves: list[AssignmentMove] = []
    rows: list[DutySuccession] = []
    for plan, source_id in pairs:
        if not leading.concerns(source_id):
            continue
        led = leading.lead(
            plan=plan,
            source_id=source_id,
            task_code="",
            stored="",
            text=plan.directive.title,
            one_only=True,
            on=leading.event.effective_on,
        )
        if led is not None:
            rows += _rows(leading, plan, None, source_id, led)
            moves.append(_move(leading, plan, "", plan.directive.title, source_id, led))
    DutySuccession.objects.bulk_create(rows)
    return moves


def pass_duties(leading: Leading, pairs: list[tuple[Duty, int]]) -> list[AssignmentMove]:
    """The duties of the paper's body that their bearers hand on."""
    moves: list[AssignmentMove] = []
    rows: list[DutySuccession] = []
    for duty, source_id in pairs:
        if not leading.concerns(source_id):
            continue
        code = f"*{duty.order}"
        led = leading.lead(
            plan=duty.plan,
            source_id=source_id,
            task_code=code,
            stored="",
            text=duty.text,
            one_only=False,
            on=leading.event.effective_on,
        )
        if led is not None:
            rows += _rows(leading, duty.plan, duty, source_id, led)
            moves.append(_move(leading, duty.plan, code, duty.text, source_id, led))
    DutySuccession.objects.bulk_create(rows)
    return moves


def _rows(leading: Leading, plan: Plan, duty: Duty | None, source_id: int, led: Led) -> list[DutySuccession]:
    targets: tuple[Agency | None, ...] = led.agencies or (None,)
    return [
        DutySuccession(
            plan=plan,
            duty=duty,
            source_id=source_id,
            target=target,
            began_on=leading.event.effective_on,
            event=leading.event,
            because=MoveBasis(led.decision.because) if target else "",
            undecided_because="" if target else Undecided(led.decision.undecided),
            is_verified=led.is_verified,
        )
        for target in targets
    ]


def _move(leading: Leading, plan: Plan, code: str, text: str, source_id: int, led: Led) -> AssignmentMove:
    source = leading.source(source_id)
    return AssignmentMove(
        key=choice_key(plan.code, code, source.code),
        event=leading.event,
        plan_code=plan.code,
        task_code=code,
        text=text,
        role="",
        source=source,
        targets=led.agencies,
        because=led.decision.because,
        function=led.decision.function,
        undecided=led.decision.undecided,
        candidates=led.candidates,
        is_verified=led.is_verified,
    )
