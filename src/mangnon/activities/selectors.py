"""Reads of activities. Who sees a plan sees what is done under it; money only who may (`policies.can_see_money`)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from mangnon.accounts.public import Actor
from mangnon.activities.models import (
    Activity,
    ActivityTask,
    AgencyPlan,
    BudgetLine,
    Comment,
    CommentMention,
    Contribution,
    Evidence,
    LinkedProgramme,
)
from mangnon.activities.policies import check_open_withdrawn, check_see_money
from mangnon.agencies.public import Agency, Post
from mangnon.kernel import clock
from mangnon.kernel.text import collation_key, fold
from mangnon.plans.public import Plan, Task, every_assignment, lead_agency_of, participating_agencies, plans, tasks

_PLACE = ("assignment__task__plan", "assignment__task__group", "assignment__agency", "owner")


def activities(viewer: Actor) -> QuerySet[Activity]:
    """Every activity under the plans a person may see, by its end."""
    found = Activity.objects.filter(assignment__task__plan__in=plans(viewer)).select_related(*_PLACE)
    return found.order_by("due_on", "pk")


def activity_by_id(viewer: Actor, activity_id: int) -> Activity | None:
    """One activity, if the viewer may see it."""
    return activities(viewer).select_related("agency_plan").filter(pk=activity_id).first()


def activities_of_task(viewer: Actor, task: Task) -> QuerySet[Activity]:
    """What agencies do for a task: under its assignments, also of single periods and delegated ones, and what they do
    under other tasks that serves this one (`assignment.task` is then another)."""
    served = ActivityTask.objects.filter(task=task).values("activity")
    return activities(viewer).filter(Q(assignment__task=task) | Q(pk__in=served))


def activities_of_agency(viewer: Actor, *, agency_id: int, plan: Plan | None = None) -> QuerySet[Activity]:
    """What one agency does, by the paper's order of tasks; of one plan when it is given."""
    found = activities(viewer).filter(assignment__agency_id=agency_id)
    if plan is not None:
        found = found.filter(assignment__task__plan=plan)
    return found.order_by("assignment__task__plan", "assignment__task__order", "due_on", "pk")


def served_tasks(viewer: Actor, activity: Activity) -> QuerySet[ActivityTask]:
    """The other tasks an activity serves, of plans the viewer may see."""
    found = ActivityTask.objects.filter(activity=activity, task__plan__in=plans(viewer))
    return found.select_related("task__plan").order_by("task__plan", "task__order")


def tasks_to_serve(viewer: Actor, activity: Activity) -> QuerySet[Task]:
    """The tasks of the activity's plan that it might serve too."""
    task = activity.assignment.task
    taken = ActivityTask.objects.filter(activity=activity).values("task")
    return tasks(viewer, task.plan).exclude(pk=task.pk).exclude(pk__in=taken)


def budget_lines(viewer: Actor) -> QuerySet[BudgetLine]:
    """Money of activities under the plans a person may see, by year and source. Raises NotAllowed for who may not see
    money."""
    check_see_money(viewer)
    return BudgetLine.objects.filter(activity__assignment__task__plan__in=plans(viewer)).order_by(
        "year", "source", "pk"
    )


def linked_programmes(viewer: Actor) -> QuerySet[LinkedProgramme]:
    """Programmes that activities under the plans a person may see are integrated in, by name."""
    found = LinkedProgramme.objects.filter(activity__assignment__task__plan__in=plans(viewer))
    return found.order_by("name", "pk")


def agency_plans(viewer: Actor, *, plan: Plan, agency_id: int | None = None) -> QuerySet[AgencyPlan]:
    """Plans of agencies' own under a plan, newest first, also withdrawn ones."""
    found = AgencyPlan.objects.filter(plan__in=plans(viewer), plan=plan).select_related("agency", "file", "plan")
    if agency_id is not None:
        found = found.filter(agency_id=agency_id)
    return found.order_by("-issued_on", "-pk")


def agency_plan_by_id(viewer: Actor, agency_plan_id: int) -> AgencyPlan | None:
    """One agency's own plan, if the viewer may see the plan it belongs to."""
    found = AgencyPlan.objects.filter(plan__in=plans(viewer), pk=agency_plan_id)
    return found.select_related("agency", "file", "plan").first()


def evidence(viewer: Actor) -> QuerySet[Evidence]:
    """All evidence under the plans a person may see, newest first; withdrawn evidence too, marked so."""
    found = Evidence.objects.filter(assignment__task__plan__in=plans(viewer))
    return found.select_related("file", "activity", "note", "assignment__agency", "assignment__task__plan", "added_by")


def evidence_by_id(viewer: Actor, evidence_id: int) -> Evidence | None:
    """One piece of evidence, if the viewer may see it."""
    return evidence(viewer).filter(pk=evidence_id).first()


def evidence_to_open(viewer: Actor, evidence_id: int) -> Evidence | None:
    """One piece of evidence whose file is asked for. Raises NotAllowed for a withdrawn one that is no more the
    viewer's to read."""
    found = evidence_by_id(viewer, evidence_id)
    if found is not None and found.withdrawn_at is not None:
        check_open_withdrawn(viewer, agency_id=found.assignment.agency_id)
    return found


def evidence_of_task(viewer: Actor, task: Task) -> QuerySet[Evidence]:
    """Evidence under a task's assignments, and of activities that serve it."""
    served = ActivityTask.objects.filter(task=task).values("activity")
    return evidence(viewer).filter(Q(assignment__task=task) | Q(activity__in=served)).order_by("-added_at", "-pk")


def comments_of_task(viewer: Actor, task: Task) -> QuerySet[Comment]:
    """What was said of a task and its activities, first to last, with earlier words."""
    found = Comment.objects.filter(task__plan__in=plans(viewer), task=task)
    return found.select_related("agency", "made_by", "activity").prefetch_related("versions", "mentions__person")


def comment_by_id(viewer: Actor, comment_id: int) -> Comment | None:
    """One comment, if the viewer may see its task."""
    found = Comment.objects.filter(task__plan__in=plans(viewer), pk=comment_id)
    return found.select_related("task__plan", "made_by").prefetch_related("versions", "mentions").first()


def contributions_of_task(viewer: Actor, task: Task) -> QuerySet[Contribution]:
    """What coordinators contributed to a task, newest first."""
    found = Contribution.objects.filter(assignment__task__plan__in=plans(viewer), assignment__task=task)
    return found.select_related("assignment__agency", "activity").order_by("-offered_at", "-pk")


def contribution_by_id(viewer: Actor, contribution_id: int) -> Contribution | None:
    """One contribution, if the viewer may see its task."""
    found = Contribution.objects.filter(assignment__task__plan__in=plans(viewer), pk=contribution_id)
    return found.select_related("assignment__task__plan", "assignment__agency").first()


def mentions_for(viewer: Actor, *, since: dt.datetime) -> QuerySet[CommentMention]:
    """Where the viewer was called since an instant (included), newest first: comments that still stand, on tasks the
    viewer may still see, not the viewer's own."""
    found = CommentMention.objects.filter(
        person_id=viewer.user_id,
        mentioned_at__gte=since,
        comment__withdrawn_at__isnull=True,
        comment__task__plan__in=plans(viewer),
    ).exclude(comment__made_by_id=viewer.user_id)
    return found.select_related("comment__task__plan", "comment__made_by").order_by("-mentioned_at", "-pk")


def people_to_mention(viewer: Actor, task: Task, *, on: dt.date | None = None) -> list[tuple[Agency, list[Post]]]:
    """People in a post today at the bodies of a task and at the plan's lead agency, by agency and name; three queries.

    `names_to_mention` knows everybody of the whole plan, for names that are typed.
    """
    day = on or clock.today()
    ids = set(
        every_assignment(viewer).filter(task=task, ended_on__isnull=True).order_by().values_list("agency_id", flat=True)
    )
    return _by_agency(_posts(ids | {lead_agency_of(task.plan, on=day).pk}, day))


def names_to_mention(viewer: Actor, plan: Plan, *, on: dt.date | None = None) -> dict[str, frozenset[int]]:
    """Folded full name → people in a post today at a body of a plan."""
    day = on or clock.today()
    ids = set(participating_agencies(plan, on=day).values_list("pk", flat=True)) | {lead_agency_of(plan, on=day).pk}
    found: dict[str, set[int]] = defaultdict(set)
    for post in _posts(ids, day):
        found[fold(post.user.full_name)].add(post.user_id)
    return {name: frozenset(people) for name, people in found.items() if name}


def _posts(agency_ids: Iterable[int], day: dt.date) -> list[Post]:
    found = Post.objects.on(day).filter(agency_id__in=list(agency_ids), user__is_active=True)
    return list(found.select_related("user", "agency").order_by("agency__code", "pk"))


def _by_agency(posts: Iterable[Post]) -> list[tuple[Agency, list[Post]]]:
    found: dict[int, tuple[Agency, dict[int, Post]]] = {}
    for post in posts:
        found.setdefault(post.agency_id, (post.agency, {}))[1].setdefault(post.user_id, post)
    return [(agency, sorted(each.values(), key=_by_given_name)) for agency, each in found.values()]


def _by_given_name(post: Post) -> tuple[object, object]:
    """As Vietnamese lists are ordered: by the given name, which stands last."""
    return collation_key(post.user.full_name.split()[-1] if post.user.full_name else ""), collation_key(
        post.user.full_name
    )
