"""A reviewed reading becomes a live plan: one transaction, one audit row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db import IntegrityError, transaction

from mangnon.accounts.public import Actor
from mangnon.agencies.public import (
    Agency,
    Body,
    SuccessionEvent,
    ensure_agency,
    function_names,
    functions_of_text,
)
from mangnon.audit.public import record
from mangnon.documents.public import DirectiveReading, lock_reading_for_adoption, mark_adopted
from mangnon.documents.reading import Reading
from mangnon.documents.reading.records import SourceLines, TimeFrame
from mangnon.kernel import clock
from mangnon.kernel.text import fold
from mangnon.plans.adopting.proposal import CODE, RESERVED_CODES, Proposal, ProposedTask, propose
from mangnon.plans.assignments.event_log import log_given
from mangnon.plans.errors import CannotAdopt
from mangnon.plans.models import (
    Assignment,
    Directive,
    DirectiveRelation,
    Duty,
    LegalBasis,
    Plan,
    ReportingClause,
    Task,
    TaskGroup,
)
from mangnon.plans.periods.recurring import make_instances, set_rules_from_words
from mangnon.plans.policies import check_adopt_plans
from mangnon.plans.rules import period_of
from mangnon.plans.successions.leading import Choices
from mangnon.plans.successions.moving import pass_on
from mangnon.plans.terms import AssignmentRole

_NOTHING_DONE = "Chưa có kế hoạch nào được tạo, bản đọc vẫn còn nguyên."


def adopt_reading(*, actor: Actor, reading_id: int, version: int, plan_code: str, lead_words: str = "") -> Plan:
    """Turn a reading into Directive, Plan, groups, tasks and assignments with the agencies of its date.

    `lead_words`: the body that leads the plan, where the paper does not say to whom one reports.

    Raises NotAllowed, Stale, AlreadyAdopted (also for the second of two people at once) and CannotAdopt, which
    lists everything that is missing.
    """
    check_adopt_plans(actor)
    if not CODE.fullmatch(plan_code) or plan_code in RESERVED_CODES:
        raise CannotAdopt(
            f"Mã kế hoạch «{plan_code[:80]}» chưa đúng: chỉ gồm chữ không dấu, chữ số và dấu gạch nối, "
            f"tối đa 60 ký tự, và không trùng địa chỉ của trang khác. {_NOTHING_DONE} Hãy sửa mã, ví dụ 01-KH-UBND.",
            code="bad_plan_code",
        )
    try:
        with transaction.atomic():
            reading = lock_reading_for_adoption(actor=actor, reading_id=reading_id, version=version)
            plan = _write_plan(actor, reading, plan_code, lead_words)
            mark_adopted(actor=actor, reading=reading)
            record(
                actor=actor,
                act="adopt_reading",
                object_type="Plan",
                object_id=plan.pk,
                details={
                    "code": plan.code,
                    "reading": reading.pk,
                    "tasks": plan.tasks.count(),
                    "assignments": Assignment.objects.filter(task__plan=plan).count(),
                },
            )
            return plan
    except IntegrityError as exc:
        if not Plan.objects.filter(code=plan_code).exists():
            raise  # a fault of ours, not of the code that was chosen
        raise CannotAdopt(
            f"Mã kế hoạch «{plan_code}» đã được dùng. {_NOTHING_DONE} Hãy chọn mã khác.", code="plan_code_taken"
        ) from exc


def _write_plan(actor: Actor, row: DirectiveReading, plan_code: str, lead_words: str) -> Plan:
    def make(province_code: str, catalogue_code: str, on: dt.date, named_in: str) -> Agency | None:
        return ensure_agency(
            actor=actor, province_code=province_code, catalogue_code=catalogue_code, on=on, named_in=named_in
        )

    proposal = propose(
        Reading.from_json(row.result), make=make, for_provinces=actor.territory_codes, lead_words=lead_words
    )
    if proposal.problems:
        sentences = ". ".join(problem.text for problem in proposal.problems)
        raise CannotAdopt(f"{sentences}. {_NOTHING_DONE}", code=proposal.problems[0].code)
    on, unit, lead_agency = proposal.on, proposal.unit, proposal.lead_agency
    if on is None or unit is None or lead_agency is None:
        raise AssertionError("a proposal without problems has a day, a territory and a lead agency")
    plan = Plan.objects.create(
        code=plan_code,
        directive=write_directive(row, proposal.reading, on),
        territory=unit,
        lead_agency=lead_agency,
        function=functions_of_text(proposal.reading.title or "", function_names()).function or "",
        adopted_at=clock.now(),
        adopted_by_id=actor.user_id,
    )
    _write_tasks(plan, proposal)
    _write_duties(plan, proposal)
    _write_clauses(plan, proposal.reading)
    _pass_on(actor, plan, on)
    set_rules_from_words(actor=actor, on=clock.today(), plan=plan)
    make_instances(actor=actor, on=clock.today(), plan=plan)
    return plan


def _pass_on(actor: Actor, plan: Plan, on: dt.date) -> None:
    """What a plan of the past lays on bodies that were reorganised since goes to their successors at once."""
    later = SuccessionEvent.objects.filter(effective_on__gt=on, reorganisation__undone_at__isnull=True)
    choices = Choices({})
    for event in later.order_by("effective_on", "order", "pk"):
        pass_on(actor=actor, event=event, choices=choices, plan=plan)


def write_directive(row: DirectiveReading, reading: Reading, on: dt.date) -> Directive:
    """The paper of a reading, with what it rests on and says of others. Inside the caller's transaction."""
    directive = Directive.objects.create(
        reading=row,
        doc_type=(reading.doc_type or "")[:60],
        number=(reading.number or "")[:80],
        issued_on=on,
        place=(reading.place or "")[:80],
        issuer=(reading.issuer or "")[:200],
        title=reading.title or "",
        recipients=list(reading.recipients),
        signer_capacity=(reading.signer.capacity or "")[:200] if reading.signer else "",
    )
    LegalBasis.objects.bulk_create(
        LegalBasis(
            directive=directive, number=b.number[:80], issued_on=b.date, issuer=(b.issuer or "")[:200], order=order
        )
        for order, b in enumerate(reading.legal_bases)
    )
    DirectiveRelation.objects.bulk_create(_relations(directive, row))
    return directive


def _relations(directive: Directive, row: DirectiveReading) -> Iterator[DirectiveRelation]:
    for cited in row.cited_papers.order_by("order"):
        period = period_of(cited.title)
        yield DirectiveRelation(
            directive=directive,
            order=cited.order,
            kind=cited.kind,
            number=cited.number,
            number_key=cited.number_key,
            issued_on=cited.issued_on,
            issuer=cited.issuer,
            title=cited.title,
            from_year=period.from_year,
            to_year=period.to_year,
            first_line=cited.first_line,
        )


def _write_tasks(plan: Plan, proposal: Proposal) -> None:
    groups: dict[tuple[str, str], TaskGroup] = {}
    tasks: list[Task] = []
    for order, proposed in enumerate(proposal.tasks):
        item = proposed.item
        key = (item.group_no or "", item.group_title or item.group or "")
        if key not in groups:
            groups[key] = TaskGroup.objects.create(plan=plan, number=key[0][:20], title=key[1], order=len(groups))
        task = Task(
            plan=plan,
            group=groups[key],
            code=item.code,
            text=item.text,
            lead_words=list(item.lead),
            coordinator_words=list(item.coordinating),
            unmatched_words=list(proposed.unknown),
            confidence=item.confidence,
            order=order,
            **_time_frame(item.due),
            **_source(item.source),
        )
        tasks.append(task)
    Task.objects.bulk_create(tasks, batch_size=500)
    assignments = [
        Assignment(
            task=task,
            agency=body.agency,
            role=role,
            class_words=body.class_words[:300],
            due_on=task.due_on,
            original_due_on=task.due_on,
        )
        for task, proposed in zip(tasks, proposal.tasks, strict=True)
        for role, body in _bodies_of(proposed)
    ]
    Assignment.objects.bulk_create(assignments, batch_size=500)
    # The paper gave the tasks on its day, also where it was entered here later: figures of the days between count them.
    issued_on = plan.directive.issued_on
    given_at = min(clock.at(issued_on), plan.adopted_at) if issued_on else plan.adopted_at
    entered_by = plan.adopted_by_id if given_at == plan.adopted_at else None
    log_given(assignments, at=given_at, by_id=entered_by, reason=f"Theo {plan.directive}.")


def _bodies_of(proposed: ProposedTask) -> list[tuple[AssignmentRole, Body]]:
    assert proposed.lead is not None  # noqa: S101 - a proposal without problems has a lead for each task
    return [
        (AssignmentRole.LEAD, Body(proposed.lead)),
        *((AssignmentRole.COORDINATOR, body) for body in proposed.coordinators),
    ]


def _time_frame(due: TimeFrame | None) -> dict[str, Any]:
    if due is None:
        return {}
    return {"time_frame_text": due.text[:400], "time_frame_kind": due.kind, "due_on": due.due_on}


def _source(source: SourceLines | None) -> dict[str, Any]:
    return {"first_line": source.first, "last_line": source.last} if source else {}


def _write_duties(plan: Plan, proposal: Proposal) -> None:
    for order, proposed in enumerate(proposal.duties):
        item = proposed.item
        duty = Duty.objects.create(
            plan=plan, text=item.text, words=list(item.agencies), order=order, **_source(item.source)
        )
        duty.agencies.set([body.agency for body in proposed.agencies])


def _write_clauses(plan: Plan, reading: Reading) -> None:
    ReportingClause.objects.bulk_create(
        ReportingClause(
            plan=plan,
            kind=clause.kind,
            due_day=clause.due_day,
            due_month=clause.due_month,
            due_year=clause.due_year,
            is_before="truoc" in fold(clause.text).split(),
            reporter_words=(clause.reporter or "")[:300],
            recipient_words=(clause.recipient or "")[:300],
            text=clause.text,
            order=order,
            **_source(clause.source),
        )
        for order, clause in enumerate(reading.reporting)
    )
