"""The chain both ways: recommendation → decision → plan → task → agency → its plan, activity, evidence → result."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from mangnon.accounts.public import Actor
from mangnon.kernel import clock
from mangnon.plans.public import Assignment, Plan, Task, assignments, deadline_state, tasks
from mangnon.plans.terms import AssignmentRole
from mangnon.recommendations.answers import Answer, papers_above, what_was_done
from mangnon.recommendations.models import AnsweringPaper, Recommendation, RecommendationLink
from mangnon.recommendations.selectors import live_links_to_plan, live_links_to_task
from mangnon.recommendations.work import WorkItem, work_below


@dataclass(frozen=True, slots=True)
class BodyLink:
    """A body on a task: how it stands, and its work."""

    assignment: Assignment
    deadline: str
    work: tuple[WorkItem, ...] = ()


@dataclass(frozen=True, slots=True)
class TaskLink:
    """A task of the chain with the bodies that carry it; the paragraphs it answers by its own links."""

    task: Task
    bodies: tuple[BodyLink, ...]
    answers: tuple[RecommendationLink, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanLink:
    """A plan of the chain and those of its tasks that belong to it."""

    plan: Plan
    tasks: tuple[TaskLink, ...]


@dataclass(frozen=True, slots=True)
class PaperLink:
    """A decision and the plans below it; `paper` None: plans that rest on no decision the registry knows."""

    paper: AnsweringPaper | None
    plans: tuple[PlanLink, ...]


@dataclass(frozen=True, slots=True)
class Upward:
    """Everything above a plan or task: paragraphs by their links, and decisions by what the plan's paper says."""

    links: list[RecommendationLink] = field(default_factory=list)
    plan_links: list[RecommendationLink] = field(default_factory=list)
    papers: list[AnsweringPaper] = field(default_factory=list)

    @property
    def recommendations(self) -> list[Recommendation]:
        """The paragraphs, each once, in their order."""
        found = {link.recommendation_id: link.recommendation for link in (*self.links, *self.plan_links)}
        return sorted(found.values(), key=lambda each: (each.document_id, each.number, each.sub))


def below_recommendation(viewer: Actor, recommendation: Recommendation) -> tuple[Answer, list[PaperLink]]:
    """All below a paragraph: its decisions with the plans that rest on them, and the plans that rest on none."""
    answer = what_was_done(viewer, recommendation)
    linked = task_links(viewer, [each.task for each in answer.tasks])
    of_plan: dict[int, list[TaskLink]] = {}
    for each in linked:
        of_plan.setdefault(each.task.plan_id, []).append(each)
    own = {plan.pk: plan for plan in answer.plans}
    placed: set[int] = set()
    found = []
    for paper in answer.papers:
        here = [plan for plan in paper.plans if plan.pk in own or paper.link is not None]
        placed |= {plan.pk for plan in here}
        found.append(PaperLink(paper.paper, tuple(PlanLink(plan, tuple(of_plan.get(plan.pk, ()))) for plan in here)))
    rest = [PlanLink(plan, tuple(of_plan.get(pk, ()))) for pk, plan in own.items() if pk not in placed]
    if rest:
        found.append(PaperLink(None, tuple(rest)))
    return answer, found


def above_task(viewer: Actor, task: Task) -> Upward:
    """All above a task. Four queries."""
    return Upward(
        links=live_links_to_task(viewer, [task]),
        plan_links=live_links_to_plan(viewer, task.plan),
        papers=papers_above(viewer, task.plan),
    )


def above_plan(viewer: Actor, plan: Plan) -> Upward:
    """All above a plan and its tasks. Five queries."""
    rows = list(tasks(viewer, plan))
    return Upward(
        links=live_links_to_task(viewer, rows),
        plan_links=live_links_to_plan(viewer, plan),
        papers=papers_above(viewer, plan),
    )


def task_links(viewer: Actor, chosen: Iterable[Task], *, now: dt.datetime | None = None) -> list[TaskLink]:
    """Tasks with their bodies in force and what those did. Five queries at most."""
    now = now or clock.now()
    rows = {task.pk: task for task in chosen}
    if not rows:
        return []
    every = list(assignments(viewer, on=clock.local_day(now)).filter(task__in=rows).order_by("-role", "agency__code"))
    work = work_below(viewer, rows.values())
    bodies: dict[int, list[BodyLink]] = {}
    for each in sorted(every, key=lambda row: row.role != AssignmentRole.LEAD):
        state = deadline_state(due_on=each.binding_on, completed_at=each.completed_at, now=now)
        bodies.setdefault(each.task_id, []).append(
            BodyLink(each, state, tuple(work.get((each.task_id, each.agency_id), ())))
        )
    answers: dict[int, list[RecommendationLink]] = {}
    for link in live_links_to_task(viewer, rows.values()):
        if link.task_id is not None:
            answers.setdefault(link.task_id, []).append(link)
    return [TaskLink(task, tuple(bodies.get(pk, ())), tuple(answers.get(pk, ()))) for pk, task in rows.items()]
