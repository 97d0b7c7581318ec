"""Hoạt động: one activity and everything that is done about it."""

from __future__ import annotations

from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mangnon.accounts.web.access import actor_of, requires
from mangnon.activities.models import Activity
from mangnon.activities.place import may_write, why_closed
from mangnon.activities.policies import can_see_activities, can_see_money
from mangnon.activities.selectors import agency_plans, evidence, people_to_mention, served_tasks, tasks_to_serve
from mangnon.activities.terms import ActivityState
from mangnon.activities.totals import money_of_activity
from mangnon.activities.web import presenters
from mangnon.activities.web.finding import (
    activity_address,
    activity_or_404,
    task_address,
    writable_activity,
    writable_assignment,
)
from mangnon.activities.web.forms import ActivityForm, ProgressForm, ReasonForm, ServeForm, number
from mangnon.activities.working import (
    add_activity,
    change_activity,
    drop_activity,
    record_activity,
    resume_activity,
    serve_task,
    stop_serving_task,
)
from mangnon.kernel import clock
from mangnon.plans.public import Assignment
from mangnon.ui.web.form_pages import FormPage, form_page, press

LINE_COLUMNS = [
    {"label": "Nguồn"},
    {"label": "Năm", "numeric": True},
    {"label": "Dự kiến (đồng)", "numeric": True},
    {"label": "Được giao (đồng)", "numeric": True},
    {"label": "Đã chi (đồng)", "numeric": True},
    {"label": "Việc", "hidden": True},
]


@requires(can_see_activities)
@require_safe
def activity_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One activity."""
    actor, activity = actor_of(request), activity_or_404(request, pk)
    writes, sees_money = may_write(actor, activity.assignment), can_see_money(actor)
    prefetch_related_objects([activity], "notes", "programmes", "lines__programme")
    proofs = list(evidence(actor).filter(activity=activity).order_by("-added_at", "-pk"))
    lines = list(activity.lines.all()) if sees_money else []
    context: dict[str, Any] = {
        "activity": activity,
        "assignment": activity.assignment,
        "task": activity.assignment.task,
        "plan": activity.assignment.task.plan,
        "state": presenters.state_of(activity),
        "owner": presenters.owner_of(activity),
        "days": presenters.days_of(activity),
        "today": clock.today(),
        "may_write": writes,
        "closed": why_closed(activity.assignment) if not writes else None,
        "is_dropped": activity.state == ActivityState.DROPPED,
        "sees_money": sees_money,
        "lines": presenters.line_rows(lines),
        "line_columns": LINE_COLUMNS,
        "money": presenters.amounts_row(money_of_activity(lines)),
        "programmes": list(activity.programmes.all()),
        "served": list(served_tasks(actor, activity)),
        "proofs": presenters.evidence_rows(proofs, actor, may_withdraw={activity.assignment_id} if writes else set()),
        "notes": presenters.note_rows(activity),
        "history": presenters.history(actor, activity, proofs),
    }
    return render(request, "activities/activity.html", context)


def _activity_form(request: HttpRequest, assignment: Assignment, activity: Activity | None = None) -> ActivityForm:
    actor = actor_of(request)
    own = agency_plans(actor, plan=assignment.task.plan, agency_id=assignment.agency_id)
    own_plans = [(each.pk, str(each)) for each in own if each.withdrawn_at is None]
    initial = None
    if activity is not None:
        initial = {
            "text": activity.text,
            "output": activity.output,
            "owner": activity.owner_id,
            "owner_words": activity.owner_words,
            "starts_on": activity.starts_on,
            "due_on": activity.due_on,
            "agency_plan": activity.agency_plan_id,
            "version": activity.version,
        }
    people = people_to_mention(actor, assignment.task)
    return ActivityForm(request.POST or None, initial=initial, people=people, own_plans=own_plans)


def _planned(data: dict[str, Any]) -> dict[str, Any]:
    return {
        "text": data["text"],
        "output": data["output"],
        "owner_id": number(data["owner"]),
        "owner_words": data["owner_words"],
        "starts_on": data["starts_on"],
        "due_on": data["due_on"],
        "agency_plan_id": number(data["agency_plan"]),
    }


@requires(can_see_activities)
@require_http_methods(["GET", "HEAD", "POST"])
def new_activity(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan an activity under an assignment."""
    assignment = writable_assignment(request, pk)
    page = FormPage(
        title="Thêm hoạt động",
        button="Thêm hoạt động",
        done="Đã thêm hoạt động.",
        back=task_address(assignment.task, "hoat-dong"),
        place=f"Nhiệm vụ {assignment.task.code}",
        about=assignment.task.text,
    )
    return form_page(
        request,
        _activity_form(request, assignment),
        page,
        lambda data: add_activity(actor=actor_of(request), assignment_id=pk, **_planned(data)),
    )


def _page(activity: Activity, title: str, button: str, done: str, part: str = "") -> FormPage:
    return FormPage(title, button, done, activity_address(activity, part), "Hoạt động", activity.text)


@requires(can_see_activities)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_activity(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is planned."""
    activity = writable_activity(request, pk)
    return form_page(
        request,
        _activity_form(request, activity.assignment, activity),
        _page(activity, "Sửa hoạt động", "Lưu", "Đã lưu hoạt động."),
        lambda data: change_activity(
            actor=actor_of(request), activity_id=pk, version=data["version"] or 0, **_planned(data)
        ),
    )


@requires(can_see_activities)
@require_http_methods(["GET", "HEAD", "POST"])
def note_activity(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is, in words."""
    activity = writable_activity(request, pk)
    initial = {"progress": activity.progress, "results": activity.results, "version": activity.version}
    return form_page(
        request,
        ProgressForm(request.POST or None, initial=initial),
        _page(activity, "Ghi tiến độ hoạt động", "Ghi tiến độ", "Đã ghi tiến độ.", "tien-do"),
        lambda data: record_activity(
            actor=actor_of(request),
            activity_id=pk,
            progress=data["progress"],
            text=data["text"],
            results=data["results"],
            done_on=data["done_on"],
            version=data["version"],
        ),
    )


@requires(can_see_activities)
@require_http_methods(["GET", "HEAD", "POST"])
def stop_activity(request: HttpRequest, pk: int) -> HttpResponse:
    """It will not be done, and why."""
    activity = writable_activity(request, pk)
    return form_page(
        request,
        ReasonForm(request.POST or None, initial={"version": activity.version}),
        _page(activity, "Ghi không thực hiện", "Ghi không thực hiện", "Đã ghi hoạt động không thực hiện."),
        lambda data: drop_activity(
            actor=actor_of(request), activity_id=pk, reason=data["reason"], version=data["version"] or 0
        ),
    )


@requires(can_see_activities)
@require_POST
def take_up_activity(request: HttpRequest, pk: int) -> HttpResponse:
    """It is planned again."""
    activity, typed = activity_or_404(request, pk), number(request.POST.get("version"))
    return press(
        request,
        lambda: resume_activity(actor=actor_of(request), activity_id=pk, version=typed or 0),
        "Đã đưa hoạt động trở lại kế hoạch.",
        activity_address(activity),
    )


@requires(can_see_activities)
@require_http_methods(["GET", "HEAD", "POST"])
def serve_another_task(request: HttpRequest, pk: int) -> HttpResponse:
    """The activity serves another task of the plan too."""
    activity = writable_activity(request, pk)
    choices = [(task.pk, f"{task.code} {task.text[:90]}") for task in tasks_to_serve(actor_of(request), activity)]
    return form_page(
        request,
        ServeForm(request.POST or None, tasks=choices),
        _page(
            activity, "Cùng phục vụ nhiệm vụ khác", "Ghi", "Đã ghi. Hoạt động vẫn chỉ được tính một lần.", "nhiem-vu"
        ),
        lambda data: serve_task(actor=actor_of(request), activity_id=pk, task_id=number(data["task"]) or 0),
    )


@requires(can_see_activities)
@require_POST
def stop_serving(request: HttpRequest, pk: int) -> HttpResponse:
    """It no longer does."""
    activity, task = activity_or_404(request, pk), number(request.POST.get("task"))
    return press(
        request,
        lambda: stop_serving_task(actor=actor_of(request), activity_id=pk, task_id=task or 0),
        "Đã bỏ nhiệm vụ cùng được phục vụ.",
        activity_address(activity, "nhiem-vu"),
    )
