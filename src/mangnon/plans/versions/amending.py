"""A later paper changes a plan, one act, one version, nothing lost; what the plan said on any day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency, ensure_agency
from mangnon.documents.public import DirectiveReading, lock_reading_for_adoption, mark_adopted
from mangnon.documents.reading import Reading
from mangnon.kernel import clock
from mangnon.plans.adopting.adoption import write_directive
from mangnon.plans.errors import CannotAmend
from mangnon.plans.models import Plan, PlanVersion, Task
from mangnon.plans.policies import check_adopt_plans
from mangnon.plans.rules.versions import Step, TaskFacts, undone
from mangnon.plans.selectors import plans
from mangnon.plans.terms import VersionKind
from mangnon.plans.versions.adding import PlannedChange
from mangnon.plans.versions.changing import write_version
from mangnon.plans.versions.comparing import (
    ADD,
    CHANGE,
    KEEP,
    WITHDRAW,
    Amendment,
    AmendmentRow,
    amendment_of,
    facts_of,
)

_NOTHING = "Kế hoạch chưa thay đổi gì."


def preview_amendment(viewer: Actor, plan: Plan, row: DirectiveReading) -> Amendment:
    """What a reading in review would do to a plan. Raises NotAllowed."""
    check_adopt_plans(viewer)
    return amendment_of(viewer, plan, Reading.from_json(row.result))


@transaction.atomic
def amend_plan(
    *,
    actor: Actor,
    plan_id: int,
    reading_id: int,
    version: int,
    decisions: Mapping[str, str] | None = None,
    reason: str = "",
) -> PlanVersion:
    """Carry out what a reading changes of a plan, as a person decided it, in one transaction.

    `version` is the reading's, as it was previewed; `decisions` say add, change, withdraw or keep by the rows' keys,
    what is left out goes as suggested. New tasks are given, changed deadlines and bodies pass to what is open and are
    logged, open work of withdrawn tasks is recalled with its history; what was done or reported stays. The reading
    becomes the paper of the version. Raises NotAllowed, Stale, AlreadyAdopted, CannotAmend.
    """
    check_adopt_plans(actor)
    plan = locked_plan(actor, plan_id)
    row = lock_reading_for_adoption(actor=actor, reading_id=reading_id, version=version)

    def make(province_code: str, catalogue_code: str, on: dt.date, named_in: str) -> Agency | None:
        return ensure_agency(
            actor=actor, province_code=province_code, catalogue_code=catalogue_code, on=on, named_in=named_in
        )

    amendment = amendment_of(actor, plan, Reading.from_json(row.result), make=make)
    if amendment.problems:
        told = ". ".join(problem.text for problem in amendment.problems)
        raise CannotAmend(f"{told}. {_NOTHING}", code=amendment.problems[0].code)
    changes = _decided(amendment, decisions or {})
    _check_in_force(changes)
    issued_on = amendment.reading.date
    if issued_on is None:
        raise AssertionError("an amendment without problems has a day")
    directive = write_directive(row, amendment.reading, issued_on)
    mark_adopted(actor=actor, reading=row)
    return write_version(actor=actor, plan=plan, directive=directive, changes=changes, reason=reason)


def locked_plan(actor: Actor, plan_id: int) -> Plan:
    """A plan of the actor's province that is not closed, locked. Raises CannotAmend."""
    seen = plans(actor).order_by().values("pk")
    plan = Plan.objects.select_for_update(of=("self",)).filter(pk=plan_id, pk__in=seen).first()
    if plan is None:
        raise CannotAmend(f"Không tìm thấy kế hoạch trong tỉnh của bạn. {_NOTHING}", code="no_plan")
    if closing_version(plan) is not None:
        raise CannotAmend(
            f"Kế hoạch đã được thay thế nên không sửa đổi được nữa. {_NOTHING} Hãy sửa kế hoạch thay thế.",
            code="plan_closed",
        )
    return plan


def _decided(amendment: Amendment, decisions: Mapping[str, str]) -> list[PlannedChange]:
    known = {row.key for row in amendment.rows}
    if set(decisions) - known:
        raise CannotAmend(
            f"Bản so sánh đã khác với lúc bạn xem. {_NOTHING} Hãy tải lại trang rồi quyết định lại.", code="stale"
        )
    found = []
    for row in amendment.rows:
        choice = decisions.get(row.key, row.suggested)
        if choice not in row.choices:
            raise CannotAmend(f"Có lựa chọn không hợp lệ. {_NOTHING} Hãy chọn lại.", code="bad_choice")
        if choice == KEEP:
            continue
        if row.fault and choice in (ADD, CHANGE):
            code = row.after.code if row.after else ""
            raise CannotAmend(
                f"Nhiệm vụ {code}: {row.fault}. {_NOTHING} Hãy sửa bản đọc, hoặc chọn giữ nguyên dòng này.",
                code="no_lead",
            )
        found.append(_planned(row, choice))
    if not found:
        raise CannotAmend(
            f"Không có nhiệm vụ nào được bổ sung, sửa đổi hay bãi bỏ. {_NOTHING} Hãy chọn ít nhất một.",
            code="nothing_to_change",
        )
    return found


def _check_in_force(changes: Sequence[PlannedChange]) -> None:
    """Nothing is given to a body that has ended since the paper's day. Raises CannotAmend."""
    bodies = [change.lead for change in changes if change.lead is not None]
    bodies += [body.agency for change in changes for body in change.coordinators or ()]
    named = {agency.pk: agency for agency in bodies}
    there = set(Agency.objects.on(clock.today()).filter(pk__in=named).values_list("pk", flat=True))
    ended = sorted(agency.name for pk, agency in named.items() if pk not in there)
    if ended:
        raise CannotAmend(
            f"Cơ quan không còn hoạt động hôm nay: {', '.join(ended)}. {_NOTHING} Hãy sửa tên cơ quan trong bản đọc.",
            code="body_ended",
        )


def _planned(row: AmendmentRow, choice: str) -> PlannedChange:
    source = row.item.source if row.item else None
    lines = (source.first, source.last) if source else (None, None)
    if choice == WITHDRAW:
        return PlannedChange(row.task, None)
    task = row.task if choice == CHANGE else None
    return PlannedChange(task, row.after, row.lead, row.coordinators, lines, row.unknown)


@dataclass(frozen=True, slots=True)
class PlanOnDay:
    """What a plan said on a day: its version (None: as it was adopted) and its tasks by id, in the paper's order."""

    version: PlanVersion | None
    tasks: dict[int, TaskFacts]

    @property
    def number(self) -> int:
        """1 for the plan as it was adopted."""
        return self.version.number if self.version else 1


def versions_of(viewer: Actor, plan: Plan) -> QuerySet[PlanVersion]:
    """The versions of a plan that the viewer may see, first to last, with their papers and changes."""
    found = PlanVersion.objects.filter(plan=plan, plan__in=plans(viewer).order_by())
    return (
        found.select_related("directive", "replaced_by", "made_by").prefetch_related("changes__task").order_by("number")
    )


def closing_version(plan: Plan) -> PlanVersion | None:
    """The version with which another plan took its place, if one did."""
    found = PlanVersion.objects.filter(plan=plan, kind=VersionKind.REPLACED)
    return found.select_related("directive", "replaced_by__directive").first()


def version_on(viewer: Actor, plan: Plan, day: dt.date) -> PlanOnDay:
    """What a plan said on a day: the plan as it is now, with the versions of later days undone. Four queries."""
    every = list(versions_of(viewer, plan))
    rows = Task.objects.filter(plan=plan, plan__in=plans(viewer).order_by()).select_related("group").order_by("order")
    order = [task.pk for task in rows]
    state = {task.pk: facts_of(task) for task in rows if task.withdrawn_by_id is None}
    for version in reversed(every):
        if version.began_on > day:
            state = undone(state, steps_of(version))
    current = next((version for version in reversed(every) if version.began_on <= day), None)
    return PlanOnDay(current, {pk: state[pk] for pk in order if pk in state})


def steps_of(version: PlanVersion) -> list[Step]:
    """The steps of a version as the rules take them."""
    return [
        Step(
            change.task_id,
            TaskFacts.from_json(change.before) if change.before else None,
            TaskFacts.from_json(change.after) if change.after else None,
        )
        for change in version.changes.all()
    ]
