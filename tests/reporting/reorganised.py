"""Bodies that end, begin and hand on, made directly; what the app of reorganisations does is called in its order."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence

from django.db import transaction

from mangnon.accounts.public import SYSTEM
from mangnon.agencies.models import Agency, Reorganisation, SuccessionEvent, SuccessionPart
from mangnon.kernel import clock
from mangnon.plans.models import ReportingClause
from mangnon.plans.public import move_assignments, undo_assignment_moves
from mangnon.reporting.models import Regime
from mangnon.reporting.periods.opening import set_up_regimes
from mangnon.reporting.public import ReportMove, move_reports, undo_report_moves
from mangnon.territory.models import Unit
from tests.reporting.factories import Scene, agency

MARCH = dt.date(2025, 3, 1)
JULY = dt.date(2025, 7, 1)
_numbers = itertools.count(1)
Part = tuple[Agency, Agency | None, str]


def event(kind: str, on: dt.date, *parts: Part, ending: bool = True) -> SuccessionEvent:
    """An event with its parts; sources end the day before (unless `ending` is False), new targets begin on the day."""
    number = next(_numbers)
    batch = Reorganisation.objects.create(
        code=f"dot-{number}", title=f"Đợt sắp xếp mẫu {number}", digest="0" * 64, applied_at=clock.now()
    )
    made = SuccessionEvent.objects.create(
        reorganisation=batch, order=1, kind=kind, effective_on=on, document_number="01/NQ", tag="S"
    )
    for source, target, function in parts:
        SuccessionPart.objects.create(event=made, source=source, target=target, function=function, is_verified=True)
    if ending:
        for source in {source for source, _, _ in parts}:
            source.valid_to, source.ended_by = on - dt.timedelta(days=1), made
            source.save()
    for target in {target for _, target, _ in parts if target is not None}:
        if target.valid_from is None and target.began_by_id is None and not target.assignments.exists():
            target.valid_from, target.began_by = on, made
            target.save()
    return made


def apply(*events: SuccessionEvent) -> list[ReportMove]:
    """Assignments, then reports, in one transaction."""
    with transaction.atomic():
        move_assignments(actor=SYSTEM, events=events, choices={})
        return move_reports(actor=SYSTEM, events=events)


def undo(*events: SuccessionEvent) -> int:
    """Reports, then assignments, in one transaction."""
    with transaction.atomic():
        count = undo_report_moves(actor=SYSTEM, events=events)
        undo_assignment_moves(actor=SYSTEM, events=events)
        return count


def new_body(code: str, name: str, *, territory: Unit, kind: str = "department", level: str = "province") -> Agency:
    """A body that an event makes."""
    return agency(code, name, name, territory=territory, kind=kind, level=level)


def new_province() -> Unit:
    """The province into which Tỉnh Mẫu goes."""
    return Unit.objects.create(code="95", name="Tỉnh Lớn", level="province", kind="Tỉnh", valid_from=JULY)


def second_half(plan: Scene) -> Regime:
    """The plan also asks for a report at the end of the year."""
    ReportingClause.objects.create(
        plan=plan.plan, kind="half_year", due_day=15, due_month=12, is_before=True, text="Báo cáo cuối năm.", order=2
    )
    return next(each for each in set_up_regimes(actor=SYSTEM, plan=plan.plan) if each.pk != plan.regime.pk)


def everybody_moves(plan: Scene, on: dt.date) -> tuple[SuccessionEvent, dict[str, Agency]]:
    """The four bodies of the scene become bodies of the new province, the district two communes."""
    unit = new_province()
    bodies = {
        "lead": new_body("SO_1", "Sở Lao động Lớn", territory=unit),
        "health": new_body("SO_2", "Sở Y tế Lớn", territory=unit),
        "schools": new_body("SO_3", "Sở Giáo dục Lớn", territory=unit),
    }
    for number in (1, 2):
        commune = Unit.objects.create(
            code=f"9500{number}", name=f"Xã Mẫu {number}", level="commune", kind="Xã", parent=unit, valid_from=on
        )
        bodies[f"commune{number}"] = new_body(
            f"UBND.9500{number}",
            f"Ủy ban nhân dân xã Mẫu {number}",
            territory=commune,
            kind="peoples_committee",
            level="commune",
        )
    parts: Sequence[Part] = [
        (plan.lead, bodies["lead"], ""),
        (plan.health, bodies["health"], ""),
        (plan.schools, bodies["schools"], ""),
        (plan.district, bodies["commune1"], ""),
        (plan.district, bodies["commune2"], ""),
    ]
    return event("merge", on, *parts), bodies
