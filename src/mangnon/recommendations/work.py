"""What bodies did under their tasks, for the chain: their own plans, activities, evidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mangnon.accounts.public import Actor
from mangnon.activities.public import AgencyPlan, Evidence, activities, evidence
from mangnon.plans.public import Task


@dataclass(frozen=True, slots=True)
class WorkItem:
    """Something a body has under a task: its own plan, an activity, a piece of evidence; what is below it.

    `route` and `args`: the page it leads to.
    """

    kind: str
    label: str
    route: str
    args: tuple[str | int, ...]
    note: str = ""
    below: tuple[WorkItem, ...] = ()


# A body on a task: (task id, agency id).
Place = tuple[int, int]


def work_below(viewer: Actor, tasks: Iterable[Task]) -> dict[Place, list[WorkItem]]:
    """What each body has under each of some tasks: activities under the body's own plan where they belong to one, each
    with its evidence; then evidence of no activity. Two queries however much there is."""
    ids = [task.pk for task in tasks]
    proofs: dict[int, list[WorkItem]] = {}
    loose: dict[Place, list[WorkItem]] = {}
    for each in evidence(viewer).filter(assignment__task__in=ids, withdrawn_at__isnull=True).order_by("pk"):
        place = (each.assignment.task_id, each.assignment.agency_id)
        (proofs.setdefault(each.activity_id, []) if each.activity_id else loose.setdefault(place, [])).append(
            _proof(each)
        )
    found: dict[Place, dict[int, list[WorkItem]]] = {}
    own: dict[int, AgencyPlan] = {}
    rows = (
        activities(viewer).filter(assignment__task__in=ids).select_related("agency_plan__agency", "agency_plan__plan")
    )
    for row in rows:
        note = f"{row.get_state_display()}, {row.progress} %"
        below = tuple(proofs.get(row.pk, ()))
        item = WorkItem("Hoạt động", row.text, "activity", (row.pk,), note, below)
        if row.agency_plan is not None:
            own[row.agency_plan.pk] = row.agency_plan
        place = (row.assignment.task_id, row.assignment.agency_id)
        found.setdefault(place, {}).setdefault(row.agency_plan_id or 0, []).append(item)
    work: dict[Place, list[WorkItem]] = {}
    for place, by_plan in found.items():
        for pk, items in by_plan.items():
            work.setdefault(place, []).extend([_own_plan(own[pk], items)] if pk else items)
    for place, items in loose.items():
        work.setdefault(place, []).extend(items)
    return work


def _proof(row: Evidence) -> WorkItem:
    return WorkItem("Bằng chứng", row.description or row.name, "evidence_file", (row.pk,))


def _own_plan(row: AgencyPlan, items: list[WorkItem]) -> WorkItem:
    words = f"{row.number} {row.title}".strip()
    return WorkItem("Kế hoạch của cơ quan", words, "agency_plan", (row.plan.code, row.agency.code), below=tuple(items))
