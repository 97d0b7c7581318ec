"""A reviewed reading becomes a live plan: one transaction, one audit row."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency, agencies_of_province, ensure_agency
from mangnon.audit.public import record
from mangnon.documents.public import DirectiveReading, lock_reading_for_adoption, mark_adopted
from mangnon.documents.reading import Reading
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.kernel.text import fold
from mangnon.plans.bodies import BodyFinder
from mangnon.plans.errors import CannotAdopt
from mangnon.plans.models import Assignment, Directive, Duty, LegalBasis, Plan, ReportingClause, Task, TaskGroup
from mangnon.plans.policies import check_adopt_plans
from mangnon.plans.terms import AssignmentRole
from mangnon.territory.public import province_named

_NOTHING_DONE = "Chưa có kế hoạch nào được tạo, bản đọc vẫn còn nguyên."


def adopt_reading(*, actor: Actor, reading_id: int, version: int, plan_code: str) -> Plan:
    """Turn a reading into Directive, Plan, groups, tasks and assignments with the agencies of its date.

    Raises NotAllowed, Stale, AlreadyAdopted (also for the second of two people at once) and CannotAdopt, which
    lists everything that is missing.
    """
    check_adopt_plans(actor)
    try:
        with transaction.atomic():
            reading = lock_reading_for_adoption(actor=actor, reading_id=reading_id, version=version)
            plan = _write_plan(actor, reading, Reading.from_json(reading.result), plan_code)
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
        raise CannotAdopt(
            f"Mã kế hoạch «{plan_code}» đã được dùng. {_NOTHING_DONE} Hãy chọn mã khác.", code="plan_code_taken"
        ) from exc


def _write_plan(actor: Actor, row: DirectiveReading, reading: Reading, plan_code: str) -> Plan:
    on = reading.date
    if on is None:
        raise CannotAdopt(
            f"Bản đọc chưa có ngày ban hành. {_NOTHING_DONE} Hãy điền ngày rồi duyệt lại.", code="no_date"
        )
    if not reading.tasks:
        raise CannotAdopt(
            f"Bản đọc chưa có nhiệm vụ nào để giao. {_NOTHING_DONE} Hãy kiểm tra văn bản có phụ lục hay không.",
            code="no_tasks",
        )
    unit = province_named(f"{reading.issuer or ''} {reading.place or ''}", on=on)
    if unit is None:
        raise CannotAdopt(
            f"Chưa xác định được tỉnh, thành phố từ cơ quan ban hành và địa danh. {_NOTHING_DONE} "
            "Hãy sửa hai mục này rồi duyệt lại.",
            code="no_province",
        )
    agencies = agencies_of_province(unit.code, on=on)
    if not agencies:
        raise CannotAdopt(
            f"Danh mục cơ quan của {unit.name} chưa được nạp. {_NOTHING_DONE} Hãy đề nghị người quản trị nạp danh mục.",
            code="no_agencies",
        )
    named_in = f"{reading.doc_type or 'văn bản'} số {reading.number or '…'} ngày {vn_date(on)}"

    def make(code: str) -> Agency | None:
        return ensure_agency(actor=actor, province_code=unit.code, catalogue_code=code, on=on, named_in=named_in)

    finder = BodyFinder(agencies, on=on, make=make)
    leads = _find_leads(reading, finder)
    directive = _write_directive(row, reading, on)
    plan = Plan.objects.create(
        code=plan_code,
        directive=directive,
        territory=unit,
        lead_agency=_lead_agency(reading, finder),
        adopted_at=clock.now(),
        adopted_by_id=actor.user_id,
    )
    _write_tasks(plan, reading, finder, leads)
    _write_duties(plan, reading, finder)
    _write_clauses(plan, reading)
    return plan


def _find_leads(reading: Reading, finder: BodyFinder) -> list[Agency]:
    leads: list[Agency] = []
    missing: list[str] = []
    for task in reading.tasks:
        bodies, _ = finder.find(task.lead)
        if len(bodies) == 1 and not bodies[0].class_words:
            leads.append(bodies[0].agency)
        else:
            words = "; ".join(task.lead) or "để trống"
            missing.append(f"{task.code} ({words})")
    if missing:
        raise CannotAdopt(
            f"Mỗi nhiệm vụ cần đúng một cơ quan chủ trì có trong danh mục. Còn {len(missing)} nhiệm vụ chưa có: "
            f"{', '.join(missing)}. {_NOTHING_DONE} Hãy sửa các mục này rồi duyệt lại.",
            code="no_lead",
        )
    codes = [fold(task.code) for task in reading.tasks]
    twice = sorted({task.code for task in reading.tasks if codes.count(fold(task.code)) > 1})
    if twice:
        raise CannotAdopt(
            f"Mã nhiệm vụ bị trùng: {', '.join(twice)}. {_NOTHING_DONE} Hãy sửa mã rồi duyệt lại.", code="code_twice"
        )
    return leads


def _lead_agency(reading: Reading, finder: BodyFinder) -> Agency:
    """The agency that receives the reports: named by a dated reporting clause, else by any."""
    clauses = sorted(reading.reporting, key=lambda clause: clause.due_month is None)
    for clause in clauses:
        bodies, _ = finder.find([clause.recipient] if clause.recipient else [])
        if len(bodies) == 1 and not bodies[0].class_words:
            return bodies[0].agency
    raise CannotAdopt(
        f"Chưa xác định được cơ quan đầu mối nhận báo cáo. {_NOTHING_DONE} "
        "Hãy kiểm tra phần quy định báo cáo của văn bản.",
        code="no_lead_agency",
    )


def _write_directive(row: DirectiveReading, reading: Reading, on: dt.date) -> Directive:
    directive = Directive.objects.create(
        reading=row,
        doc_type=reading.doc_type or "",
        number=reading.number or "",
        issued_on=on,
        place=reading.place or "",
        issuer=reading.issuer or "",
        title=reading.title or "",
        recipients=list(reading.recipients),
        signer_capacity=(reading.signer.capacity or "") if reading.signer else "",
    )
    LegalBasis.objects.bulk_create(
        LegalBasis(directive=directive, number=b.number, issued_on=b.date, issuer=b.issuer or "", order=order)
        for order, b in enumerate(reading.legal_bases)
    )
    return directive


def _write_tasks(plan: Plan, reading: Reading, finder: BodyFinder, leads: list[Agency]) -> None:
    groups: dict[tuple[str, str], TaskGroup] = {}
    assignments: list[Assignment] = []
    for order, (item, lead) in enumerate(zip(reading.tasks, leads, strict=True)):
        key = (item.group_no or "", item.group_title or item.group or "")
        if key not in groups:
            groups[key] = TaskGroup.objects.create(plan=plan, number=key[0], title=key[1], order=len(groups))
        coordinators, unknown = finder.find(item.coordinating)
        task = Task.objects.create(
            plan=plan,
            group=groups[key],
            code=item.code,
            text=item.text,
            lead_words=list(item.lead),
            coordinator_words=list(item.coordinating),
            unmatched_words=unknown,
            confidence=item.confidence,
            order=order,
            **_time_frame(item.due),
            **_source(item.source),
        )
        assignments.append(Assignment(task=task, agency=lead, role=AssignmentRole.LEAD, due_on=task.due_on))
        assignments += [
            Assignment(
                task=task,
                agency=body.agency,
                role=AssignmentRole.COORDINATOR,
                class_words=body.class_words[:300],
                due_on=task.due_on,
            )
            for body in coordinators
            if body.agency.pk != lead.pk
        ]
    Assignment.objects.bulk_create(assignments, batch_size=500)


def _time_frame(due: Any) -> dict[str, Any]:
    if due is None:
        return {}
    return {"time_frame_text": due.text[:400], "time_frame_kind": due.kind, "due_on": due.due_on}


def _source(source: Any) -> dict[str, Any]:
    return {"first_line": source.first, "last_line": source.last} if source else {}


def _write_duties(plan: Plan, reading: Reading, finder: BodyFinder) -> None:
    for order, item in enumerate(reading.duties):
        duty = Duty.objects.create(
            plan=plan, text=item.text, words=list(item.agencies), order=order, **_source(item.source)
        )
        bodies, _ = finder.find(item.agencies)
        duty.agencies.set([body.agency for body in bodies])


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
