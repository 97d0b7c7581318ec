"""What later papers made of a plan: its versions, what it said on a day, and what differs between two days."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from mangnon.exchange.rest.answering import reads
from mangnon.exchange.rest.plans import plan_or_missing, viewer_of_plans
from mangnon.exchange.rest.shapes import Day
from mangnon.kernel import clock
from mangnon.plans.public import TaskFacts, changed_fields, version_on, versions_of

router = Router(tags=["Phiên bản kế hoạch"])


class FactsOut(Schema):
    """What the plan says of a task."""

    code: str
    text: str
    group: str
    lead: list[str]
    coordinating: list[str]
    due_text: str
    due_kind: str
    due_on: dt.date | None


class DifferenceOut(Schema):
    """A task that was added (`before` null), withdrawn (`after` null) or changed (`fields` says in what)."""

    task_id: int
    kind: str
    fields: list[str]
    before: FactsOut | None
    after: FactsOut | None


class VersionOut(Schema):
    """A version that a later paper made. The plan as it was adopted is version 1 and not in the list."""

    number: int
    kind: str
    paper: str
    began_on: dt.date
    reason: str
    replaced_by: str | None
    changes: list[DifferenceOut]


class TaskOnDayOut(FactsOut):
    """A task as the plan said it on a day."""

    task_id: int


class PlanOnDayOut(Schema):
    """What a plan said on a day, in the paper's order."""

    plan: str
    on: dt.date
    version: int
    tasks: list[TaskOnDayOut]


class ComparedOut(Schema):
    """What a plan said on the second day and not on the first, and the other way round."""

    plan: str
    first: dt.date
    first_version: int
    second: dt.date
    second_version: int
    changes: list[DifferenceOut]


def _facts(found: TaskFacts) -> dict[str, Any]:
    return {**found.to_json(), "due_on": found.due_day}


def _difference(task_id: int, before: TaskFacts | None, after: TaskFacts | None) -> dict[str, Any]:
    kind = "changed" if before and after else "added" if after else "withdrawn"
    return {
        "task_id": task_id,
        "kind": kind,
        "fields": list(changed_fields(before, after)) if before and after else [],
        "before": _facts(before) if before else None,
        "after": _facts(after) if after else None,
    }


def _stored(facts: dict[str, Any]) -> TaskFacts | None:
    return TaskFacts.from_json(facts) if facts else None


@router.get(
    "/plans/{slug:code}/versions", response=reads(list[VersionOut]), url_name="api_plan_versions", summary="Phiên bản"
)
def api_plan_versions(request: HttpRequest, code: str) -> list[dict[str, Any]]:
    """The versions of a plan with what each changed, first to last."""
    viewer = viewer_of_plans(request)
    plan = plan_or_missing(viewer, code)
    return [
        {
            "number": each.number,
            "kind": each.kind,
            "paper": str(each.directive),
            "began_on": each.began_on,
            "reason": each.reason,
            "replaced_by": each.replaced_by.code if each.replaced_by else None,
            "changes": [
                _difference(change.task_id, _stored(change.before), _stored(change.after))
                for change in each.changes.all()
            ],
        }
        for each in versions_of(viewer, plan)
    ]


@router.get(
    "/plans/{slug:code}/versions/on",
    response=reads(PlanOnDayOut),
    url_name="api_plan_on",
    summary="Kế hoạch vào một ngày",
)
def api_plan_on(request: HttpRequest, code: str, day: Day | None = None) -> dict[str, Any]:
    """What a plan said on a day (today)."""
    viewer = viewer_of_plans(request)
    plan, on = plan_or_missing(viewer, code), day or clock.today()
    found = version_on(viewer, plan, on)
    told = [{"task_id": pk, **_facts(facts)} for pk, facts in found.tasks.items()]
    return {"plan": plan.code, "on": on, "version": found.number, "tasks": told}


@router.get(
    "/plans/{slug:code}/versions/compare",
    response=reads(ComparedOut),
    url_name="api_plan_compare",
    summary="So sánh kế hoạch ở hai ngày",
)
def api_plan_compare(request: HttpRequest, code: str, first: Day, second: Day | None = None) -> dict[str, Any]:
    """What differs between what a plan said on two days (the second: today)."""
    viewer = viewer_of_plans(request)
    plan, other = plan_or_missing(viewer, code), second or clock.today()
    before, after = version_on(viewer, plan, first), version_on(viewer, plan, other)
    order = list(dict.fromkeys([*after.tasks, *before.tasks]))
    pairs = [(pk, before.tasks.get(pk), after.tasks.get(pk)) for pk in order]
    changes = [
        _difference(pk, was, now) for pk, was, now in pairs if was is None or now is None or changed_fields(was, now)
    ]
    return {
        "plan": plan.code,
        "first": first,
        "first_version": before.number,
        "second": other,
        "second_version": after.number,
        "changes": changes,
    }
