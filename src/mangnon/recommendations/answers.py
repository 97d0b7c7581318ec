"""What was done on a paragraph: the papers, plans and tasks that answer it, how they stand, what was said of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from mangnon.accounts.public import Actor
from mangnon.kernel import clock
from mangnon.plans.public import (
    Assignment,
    FourCells,
    Plan,
    ProgressNote,
    Task,
    assignments,
    deadline_state,
    figures,
    plans_that_name,
)
from mangnon.plans.terms import AssignmentRole, DeadlineState
from mangnon.recommendations.models import AnsweringPaper, Recommendation, RecommendationLink
from mangnon.recommendations.selectors import links

_MOST_NOTES = 30
# What a directive may say of a decision for its plan to answer what the decision answers.
_RESTS = ("basis", "implements", "continues")


@dataclass(frozen=True, slots=True)
class TaskAnswer:
    """A task that answers a paragraph, how it stands with its lead, and who of its bodies is late."""

    link: RecommendationLink
    task: Task
    lead: Assignment | None
    deadline: str
    late: tuple[Assignment, ...] = ()

    @property
    def is_late(self) -> bool:
        """Whether a body that has to do with it is past its day and not done."""
        return bool(self.late)


@dataclass(frozen=True, slots=True)
class PaperAnswer:
    """A paper of the central level: for the whole document (`link` None) or for this paragraph; plans resting on it."""

    paper: AnsweringPaper
    link: RecommendationLink | None
    plans: tuple[Plan, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything that answers a paragraph, inside the viewer's province (papers: national)."""

    recommendation: Recommendation
    papers: list[PaperAnswer] = field(default_factory=list)
    plan_links: list[RecommendationLink] = field(default_factory=list)
    tasks: list[TaskAnswer] = field(default_factory=list)
    cells: FourCells = field(default_factory=FourCells)
    notes: list[ProgressNote] = field(default_factory=list)

    @property
    def plans(self) -> list[Plan]:
        """The plans that answer the paragraph, by their own link or by a task's, each once."""
        found = [link.plan for link in self.plan_links if link.plan is not None]
        found += [answer.task.plan for answer in self.tasks]
        return list({plan.pk: plan for plan in found}.values())

    @property
    def late_count(self) -> int:
        """How many tasks have somebody late."""
        return sum(answer.is_late for answer in self.tasks)


def what_was_done(viewer: Actor, recommendation: Recommendation, *, now: dt.datetime | None = None) -> Answer:
    """All that answers a paragraph as of an instant (now). Eight queries at most, however much there is."""
    now = now or clock.now()
    rows = list(links(viewer).filter(recommendation=recommendation))
    tasks = task_answers(viewer, [row for row in rows if row.task_id is not None], now=now)
    ids = [answer.task.pk for answer in tasks]
    cells = figures(viewer, at=now, task_ids=ids)[()] if ids else FourCells()
    notes = ProgressNote.objects.filter(assignment__task__in=ids).select_related(
        "assignment__agency", "assignment__task__plan"
    )
    return Answer(
        recommendation=recommendation,
        papers=_papers(viewer, recommendation, rows),
        plan_links=[row for row in rows if row.plan_id is not None],
        tasks=tasks,
        cells=cells,
        notes=list(notes.order_by("-noted_at", "-pk")[:_MOST_NOTES]) if ids else [],
    )


def task_answers(viewer: Actor, rows: Sequence[RecommendationLink], *, now: dt.datetime) -> list[TaskAnswer]:
    """How the tasks of some links stand, by plan and the paper's order. One query."""
    of_task: dict[int, list[Assignment]] = {}
    ids = {row.task_id for row in rows if row.task_id is not None}
    if ids:
        found = assignments(viewer, on=clock.local_day(now)).filter(task__in=ids).order_by("-role", "agency__code")
        for each in found:
            of_task.setdefault(each.task_id, []).append(each)
    answers = []
    for row in rows:
        if row.task is None:
            continue
        every = of_task.get(row.task.pk, [])
        lead = next((each for each in every if each.role == AssignmentRole.LEAD), None)
        state = _deadline(lead, now) if lead else DeadlineState.NO_DEADLINE.value
        late = tuple(each for each in every if _deadline(each, now) == DeadlineState.OVERDUE)
        answers.append(TaskAnswer(row, row.task, lead, state, late))
    return sorted(answers, key=lambda each: (each.task.plan_id, each.task.order))


def _deadline(row: Assignment, now: dt.datetime) -> str:
    return deadline_state(due_on=row.binding_on, completed_at=row.completed_at, now=now)


def _papers(viewer: Actor, recommendation: Recommendation, rows: Iterable[RecommendationLink]) -> list[PaperAnswer]:
    own = {row.paper_id: row for row in rows if row.paper_id is not None}
    papers = list(recommendation.document.papers.select_related("document"))
    resting = plans_resting_on(viewer, papers)
    return [PaperAnswer(paper, own.get(paper.pk), tuple(resting[paper.pk])) for paper in papers]


def plans_resting_on(viewer: Actor, papers: Sequence[AnsweringPaper]) -> dict[int, list[Plan]]:
    """The viewer's plans whose own paper says that it rests on, or implements, each of some papers. One query."""
    named = plans_that_name(viewer, [paper.number_key for paper in papers])
    found: dict[int, list[Plan]] = {}
    for paper in papers:
        fitting = [
            each.plan
            for each in named
            if each.kind in _RESTS
            and each.number_key == paper.number_key
            and (each.issued_on is None or paper.issued_on is None or each.issued_on == paper.issued_on)
        ]
        found[paper.pk] = list({plan.pk: plan for plan in fitting}.values())
    return found


def papers_above(viewer: Actor, plan: Plan) -> list[AnsweringPaper]:
    """The registry's papers that a plan's directive rests on, with their documents. Two queries."""
    papers = list(AnsweringPaper.objects.select_related("document"))
    resting = plans_resting_on(viewer, papers)
    return [paper for paper in papers if any(each.pk == plan.pk for each in resting[paper.pk])]
