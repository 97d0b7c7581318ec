"""What an agency plans and does. Every act: policy, rule, lock, write, audit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from mangnon.accounts.public import Actor
from mangnon.activities.errors import NOT_SAVED, BadActivity
from mangnon.activities.models import Activity, ActivityNote, ActivityTask, AgencyPlan
from mangnon.activities.place import open_activity, open_assignment
from mangnon.activities.rules import check_days, state_after
from mangnon.activities.selectors import people_to_mention
from mangnon.activities.terms import ActivityState
from mangnon.audit.public import changes_of, record
from mangnon.kernel import clock
from mangnon.kernel.text import typed_words
from mangnon.plans.public import Assignment, tasks

LONGEST = 4000
_FIELDS = {
    "text": "nội dung",
    "output": "sản phẩm",
    "owner": "người phụ trách",
    "owner_words": "bộ phận phụ trách",
    "starts_on": "ngày bắt đầu",
    "due_on": "ngày kết thúc",
    "agency_plan": "kế hoạch của cơ quan",
}


def clean_words(text: str, what: str, *, most: int = LONGEST, must: bool = True) -> str:
    """Words as they are stored. Raises BadActivity when they are missing or too long."""
    words = typed_words(text)
    if must and not words:
        raise BadActivity(f"Chưa nêu {what}. {NOT_SAVED} Hãy ghi rồi gửi lại.", code="empty")
    if len(words) > most:
        raise BadActivity(f"Phần {what} dài quá {most} ký tự. {NOT_SAVED} Hãy rút gọn.", code="too_long")
    return words


@transaction.atomic
def add_activity(
    *,
    actor: Actor,
    assignment_id: int,
    text: str,
    output: str = "",
    owner_id: int | None = None,
    owner_words: str = "",
    starts_on: dt.date | None = None,
    due_on: dt.date | None = None,
    agency_plan_id: int | None = None,
) -> Activity:
    """Plan an activity under an assignment of the actor's agency. Raises NotAllowed, Closed, BadActivity."""
    assignment = open_assignment(actor, assignment_id)
    values = _values(
        actor,
        assignment,
        {
            "text": text,
            "output": output,
            "owner_id": owner_id,
            "owner_words": owner_words,
            "starts_on": starts_on,
            "due_on": due_on,
            "agency_plan_id": agency_plan_id,
        },
    )
    activity = Activity.objects.create(assignment=assignment, made_at=clock.now(), made_by_id=actor.user_id, **values)
    record(
        actor=actor,
        act="add_activity",
        object_type="Activity",
        object_id=activity.pk,
        details={"assignment": assignment.pk, "task": assignment.task.code, "plan": assignment.task.plan.code},
    )
    return activity


def _values(actor: Actor, assignment: Assignment, given: Mapping[str, Any]) -> dict[str, Any]:
    """The fields a person fills in, checked. Raises BadActivity."""
    check_days(given["starts_on"], given["due_on"])
    if given["owner_id"] is not None:
        known = {post.user_id for _, posts in people_to_mention(actor, assignment.task) for post in posts}
        if given["owner_id"] not in known:
            raise BadActivity(
                f"Người phụ trách không giữ vị trí nào ở các cơ quan của nhiệm vụ. {NOT_SAVED} Hãy chọn lại.",
                code="unknown_person",
            )
    if given["agency_plan_id"] is not None:
        own = AgencyPlan.objects.filter(
            pk=given["agency_plan_id"], plan=assignment.task.plan, agency=assignment.agency, withdrawn_at__isnull=True
        )
        if not own.exists():
            raise BadActivity(
                f"Kế hoạch được chọn không phải của cơ quan bạn. {NOT_SAVED} Hãy chọn lại.", code="unknown_plan"
            )
    return {
        **given,
        "text": clean_words(given["text"], "nội dung hoạt động"),
        "output": clean_words(given["output"], "sản phẩm, kết quả cần đạt", must=False),
        "owner_words": clean_words(given["owner_words"], "bộ phận, người phụ trách", most=200, must=False),
    }


@transaction.atomic
def change_activity(*, actor: Actor, activity_id: int, version: int, **given: Any) -> Activity:
    """Change what is planned; takes the fields of `add_activity` but the assignment, those left out stay.

    Raises NotAllowed, Closed, Stale, BadActivity.
    """
    activity = open_activity(actor, activity_id, version=version)
    names = {"text", "output", "owner_id", "owner_words", "starts_on", "due_on", "agency_plan_id"}
    before = {name: getattr(activity, name) for name in _FIELDS}
    values = _values(actor, activity.assignment, {name: given.get(name, getattr(activity, name)) for name in names})
    for name, value in values.items():
        setattr(activity, name, value)
    was, now = changes_of(activity, before)
    if not now:
        return activity
    activity.version += 1
    activity.save()
    record(
        actor=actor,
        act="change_activity",
        object_type="Activity",
        object_id=activity.pk,
        before=was,
        after=now,
        details={"fields": [_FIELDS[name] for name in now]},
    )
    return activity


@transaction.atomic
def record_activity(
    *,
    actor: Actor,
    activity_id: int,
    progress: int,
    text: str,
    version: int,
    results: str | None = None,
    done_on: dt.date | None = None,
) -> ActivityNote:
    """Say how far an activity is: 0–100 with words; 100 is done, on `done_on` (today unless another day is given).

    Raises NotAllowed, Closed, Stale, BadActivity.
    """
    activity = open_activity(actor, activity_id, version=version)
    if activity.state == ActivityState.DROPPED:
        raise BadActivity(
            f"Hoạt động đã được ghi là không thực hiện. {NOT_SAVED} Hãy đưa hoạt động trở lại kế hoạch trước.",
            code="dropped",
        )
    before, words = activity.progress, clean_words(text, "việc đã làm")
    activity.state = ActivityState(state_after(progress))
    activity.progress = progress
    if results is not None:
        activity.results = clean_words(results, "kết quả đạt được", must=False)
    activity.done_on = (done_on or clock.today()) if activity.state == ActivityState.DONE else None
    check_days(None, activity.done_on)
    if activity.done_on is not None and activity.done_on > clock.today():
        raise BadActivity(
            f"Ngày hoàn thành ở sau hôm nay. {NOT_SAVED} Hãy ghi ngày đã hoàn thành thật.", code="bad_days"
        )
    activity.version += 1
    activity.save()
    note = ActivityNote.objects.create(
        activity=activity, text=words, progress=progress, noted_at=clock.now(), noted_by_id=actor.user_id
    )
    record(
        actor=actor,
        act="record_activity",
        object_type="Activity",
        object_id=activity.pk,
        details={"before": before, "after": progress, "note": note.pk},
    )
    return note


@transaction.atomic
def drop_activity(*, actor: Actor, activity_id: int, reason: str, version: int) -> Activity:
    """Say that an activity will not be done, and why. Raises NotAllowed, Closed, Stale, BadActivity."""
    activity = open_activity(actor, activity_id, version=version)
    words = clean_words(reason, "lý do không thực hiện", most=500)
    if activity.state in (ActivityState.DONE, ActivityState.DROPPED):
        raise BadActivity(
            f"Hoạt động đang ở trạng thái «{activity.get_state_display()}» nên không ghi như vậy được. {NOT_SAVED}",
            code="wrong_state",
        )
    activity.state, activity.dropped_reason = ActivityState.DROPPED, words
    activity.version += 1
    activity.save()
    record(actor=actor, act="drop_activity", object_type="Activity", object_id=activity.pk, reason=words)
    return activity


@transaction.atomic
def resume_activity(*, actor: Actor, activity_id: int, version: int) -> Activity:
    """Take a dropped activity up again. Raises NotAllowed, Closed, Stale, BadActivity."""
    activity = open_activity(actor, activity_id, version=version)
    if activity.state != ActivityState.DROPPED:
        raise BadActivity("Hoạt động này vẫn đang trong kế hoạch. Không có gì bị thay đổi.", code="wrong_state")
    activity.state, activity.dropped_reason = ActivityState(state_after(activity.progress)), ""
    activity.version += 1
    activity.save()
    record(actor=actor, act="resume_activity", object_type="Activity", object_id=activity.pk)
    return activity


@transaction.atomic
def serve_task(*, actor: Actor, activity_id: int, task_id: int) -> ActivityTask:
    """Say that an activity serves another task of its plan too; it is still counted once. Raises NotAllowed, Closed,
    BadActivity."""
    activity = open_activity(actor, activity_id)
    task = tasks(actor, activity.assignment.task.plan).filter(pk=task_id).first()
    if task is None or task.pk == activity.assignment.task_id:
        raise BadActivity(f"Hãy chọn một nhiệm vụ khác của cùng kế hoạch. {NOT_SAVED}", code="unknown_task")
    served, is_new = ActivityTask.objects.get_or_create(
        activity=activity, task=task, defaults={"added_at": clock.now(), "added_by_id": actor.user_id}
    )
    if is_new:
        record(
            actor=actor,
            act="serve_task",
            object_type="Activity",
            object_id=activity.pk,
            details={"task": task.code, "plan": task.plan.code},
        )
    return served


@transaction.atomic
def stop_serving_task(*, actor: Actor, activity_id: int, task_id: int) -> None:
    """Take that back; asked again it changes nothing. Raises NotAllowed, Closed."""
    activity = open_activity(actor, activity_id)
    served = ActivityTask.objects.filter(activity=activity, task_id=task_id).select_related("task__plan").first()
    if served is None:
        return
    record(
        actor=actor,
        act="stop_serving_task",
        object_type="Activity",
        object_id=activity.pk,
        details={"task": served.task.code, "plan": served.task.plan.code},
    )
    served.delete()
