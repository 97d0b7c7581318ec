"""What an address names, or 404: also what is there but in another province."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.urls import reverse

from mangnon.accounts.web.access import actor_of
from mangnon.activities.models import Activity, AgencyPlan, Comment, Contribution, Evidence
from mangnon.activities.place import check_open, is_carried_on
from mangnon.activities.policies import check_write_for
from mangnon.activities.selectors import (
    activity_by_id,
    agency_plan_by_id,
    comment_by_id,
    contribution_by_id,
    evidence_by_id,
)
from mangnon.agencies.public import Agency
from mangnon.plans.public import Assignment, Plan, Task, assignment_by_id, plan_by_code, plans


def assignment_or_404(request: HttpRequest, pk: int) -> Assignment:
    """The assignment."""
    found = assignment_by_id(actor_of(request), pk)
    if found is None:
        raise Http404("no such assignment in the viewer's province")
    return found


def writable_assignment(request: HttpRequest, pk: int) -> Assignment:
    """The assignment, open for the viewer's agency. Raises NotAllowed, Closed before a form is shown; a form that was
    sent is kept by its page, and the service refuses."""
    found = assignment_or_404(request, pk)
    if request.method != "POST":
        check_write_for(actor_of(request), agency_id=found.agency_id)
        check_open(found)
    return found


def activity_or_404(request: HttpRequest, pk: int) -> Activity:
    """The activity."""
    found = activity_by_id(actor_of(request), pk)
    if found is None:
        raise Http404("no such activity in the viewer's province")
    return found


def writable_activity(request: HttpRequest, pk: int) -> Activity:
    """The activity, open for the viewer's agency; as `writable_assignment`."""
    found = activity_or_404(request, pk)
    if request.method != "POST" and not is_carried_on(actor_of(request), found.assignment):
        check_write_for(actor_of(request), agency_id=found.assignment.agency_id)
        check_open(found.assignment)
    return found


def plan_or_404(request: HttpRequest, code: str) -> Plan:
    """The plan."""
    found = plan_by_code(actor_of(request), code)
    if found is None:
        raise Http404("no such plan in the viewer's province")
    return found


def agency_or_404(code: str) -> Agency:
    """The body; bodies are public."""
    found = Agency.objects.filter(code=code).first()
    if found is None:
        raise Http404("no such body")
    return found


def task_or_404(request: HttpRequest, pk: int) -> Task:
    """The task by its number."""
    found = Task.objects.filter(pk=pk, plan__in=plans(actor_of(request))).select_related("plan", "group").first()
    if found is None:
        raise Http404("no such task in the viewer's province")
    return found


def evidence_or_404(request: HttpRequest, pk: int) -> Evidence:
    """The evidence."""
    found = evidence_by_id(actor_of(request), pk)
    if found is None:
        raise Http404("no such evidence in the viewer's province")
    return found


def comment_or_404(request: HttpRequest, pk: int) -> Comment:
    """The comment."""
    found = comment_by_id(actor_of(request), pk)
    if found is None:
        raise Http404("no such comment in the viewer's province")
    return found


def contribution_or_404(request: HttpRequest, pk: int) -> Contribution:
    """The contribution."""
    found = contribution_by_id(actor_of(request), pk)
    if found is None:
        raise Http404("no such contribution in the viewer's province")
    return found


def agency_plan_or_404(request: HttpRequest, pk: int) -> AgencyPlan:
    """The agency's own plan."""
    found = agency_plan_by_id(actor_of(request), pk)
    if found is None:
        raise Http404("no such plan in the viewer's province")
    return found


def task_address(task: Task, part: str = "") -> str:
    """The page of a task, at a part of it."""
    return reverse("task", args=[task.plan.code, task.code]) + (f"#{part}" if part else "")


def activity_address(activity: Activity, part: str = "") -> str:
    """The page of an activity, at a part of it."""
    return reverse("activity", args=[activity.pk]) + (f"#{part}" if part else "")
