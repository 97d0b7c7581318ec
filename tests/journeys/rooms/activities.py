"""Doors of activities: what Sở Tư pháp does under its task I.2 of the first province's plan, and what it proves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from mangnon.activities.models import (
    Activity,
    ActivityTask,
    AgencyPlan,
    BudgetLine,
    Comment,
    Contribution,
    Evidence,
    LinkedProgramme,
)
from mangnon.files.public import store_file
from mangnon.kernel import clock
from mangnon.plans.models import Assignment, Task
from tests.files import content as files
from tests.journeys.doors import IN_PLANS, Door
from tests.journeys.provinces import World

_KEEPER = {"department"}
_MONEY = {"lead", "colleague", "department", "local", "leader", "district_leader", "inspector"}
_TALKERS = {"lead", "colleague", "department", "local", "leader", "district_leader"}
_FROM_ELSEWHERE = {"other_administrator": 403}


def _own(found: World) -> list[Any]:
    return [found.assignments["own"].pk]


def _activity(found: World, **given: Any) -> Activity:
    """Put there without an act: making it must leave no evidence of its own."""
    values = {"text": "Tập huấn mẫu cho cán bộ", "made_at": clock.now(), **given}
    return Activity.objects.create(assignment=found.assignments["own"], **values)


def _line(found: World) -> BudgetLine:
    return BudgetLine.objects.create(activity=_activity(found), source="central", year=2025, planned=5)


def _programme(found: World) -> LinkedProgramme:
    values = {"name": "Đề án mẫu", "name_key": "de an mau", "added_at": clock.now()}
    return LinkedProgramme.objects.create(activity=_activity(found), **values)


def _evidence(found: World) -> list[Any]:
    stored = store_file(actor=found.actor("department"), content=files.picture())
    row = Evidence.objects.create(
        assignment=found.assignments["own"],
        activity=_activity(found),
        file=stored,
        name="anh.png",
        description="Ảnh lớp tập huấn mẫu",
        added_at=clock.now(),
    )
    return [row.pk]


def _of(make: Callable[[World], Any]) -> Callable[[World], list[Any]]:
    return lambda found: [make(found).pk]


def _pair(found: World) -> list[Any]:
    return [_activity(found).pk, _activity(found).pk]


def _place(found: World) -> list[Any]:
    return [found.plan.code, "90.SO_TP"]


def _own_plan(found: World) -> list[Any]:
    own = AgencyPlan.objects.create(
        plan=found.plan,
        agency=found.assignments["own"].agency,
        title="Kế hoạch mẫu của Sở",
        file=store_file(actor=found.actor("department"), content=files.pdf()),
        file_name="ke hoach.pdf",
        kept_at=clock.now(),
    )
    return [own.pk]


def _helper(found: World) -> Assignment:
    rows = Assignment.objects.filter(task__plan=found.plan, task__code="I.1", instance__isnull=True)
    return rows.get(agency__code="90.SO_TP")


def _contribution(found: World) -> list[Any]:
    row = Contribution.objects.create(assignment=_helper(found), text="Góp tài liệu mẫu", offered_at=clock.now())
    return [row.pk]


def _comment(found: World) -> list[Any]:
    writer = found.users["department"]
    row = Comment.objects.create(task=found.task, text="Nhờ xem giúp", made_at=clock.now(), made_by=writer)
    return [row.pk]


def _dropped(found: World) -> list[Any]:
    return [_activity(found, state="dropped", dropped_reason="Hết kinh phí", version=2).pk]


def _other_task(found: World) -> Task:
    return Task.objects.get(plan=found.plan, code="I.1")


def _serving(found: World) -> list[Any]:
    row = ActivityTask.objects.create(activity=_activity(found), task=_other_task(found), added_at=clock.now())
    return [row.activity_id]


def _file(found: World) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("bien ban.pdf", files.pdf()), "description": "Biên bản mẫu"}


def _written(args: Callable[[World], list[Any]], **more: Any) -> Door:
    """What only the agency itself may do; a form of it is shown to nobody else."""
    return Door(_KEEPER, args=args, **more)


def _sent(args: Callable[[World], list[Any]], data: dict[str, Any] | Callable[[World], dict[str, Any]]) -> Door:
    return Door(_KEEPER, 302, data if callable(data) else lambda found: data, args=args)


GETS: dict[str, Door] = {
    "activity": Door(IN_PLANS, args=_of(_activity)),
    "agency_plan": Door(IN_PLANS, args=_place),
    "agency_plan_file": Door(IN_PLANS, args=_own_plan),
    "evidence_file": Door(IN_PLANS, args=_evidence),
    "evidence_picture": Door(IN_PLANS, args=_evidence),
    "plan_money": Door(_MONEY, args=lambda found: [found.plan.code], special=_FROM_ELSEWHERE),
    "keep_agency_plan": _written(_place),
    "withdraw_agency_plan": _written(_own_plan),
    "add_activity": _written(_own),
    "add_evidence": _written(_own),
    "offer_contribution": _written(_of(_helper)),
    "change_activity": _written(_of(_activity)),
    "record_activity": _written(_of(_activity)),
    "drop_activity": _written(_of(_activity)),
    "serve_task": _written(_of(_activity)),
    "keep_budget_line": _written(_of(_activity), special=_FROM_ELSEWHERE),
    "link_programme": _written(_of(_activity)),
    "add_activity_evidence": _written(_of(_activity)),
    "withdraw_evidence": _written(_evidence),
    "judge_double": Door({"lead", "department"}, args=_pair, special=_FROM_ELSEWHERE),
    # The lead of the task I.1 is Sở Y tế.
    "answer_contribution": Door({"lead", "colleague"}, args=_contribution),
    "write_comment": Door(_TALKERS, args=lambda found: [found.task.pk], special=_FROM_ELSEWHERE),
    "edit_comment": Door(_KEEPER, args=_comment, special=_FROM_ELSEWHERE),
    "withdraw_comment": Door(_KEEPER, args=_comment, special=_FROM_ELSEWHERE),
}
POSTS_OF_FORMS: dict[str, Door] = {
    "keep_agency_plan": _sent(_place, {"title": "Kế hoạch mẫu"}),
    "withdraw_agency_plan": _sent(_own_plan, {"reason": "Nhập nhầm"}),
    "add_activity": _sent(_own, {"text": "Tập huấn mẫu"}),
    "add_evidence": _sent(_own, _file),
    "offer_contribution": _sent(_of(_helper), {"text": "Góp tài liệu mẫu"}),
    "change_activity": _sent(_of(_activity), {"text": "Tập huấn mẫu khác", "version": "1"}),
    "record_activity": _sent(_of(_activity), {"progress": "10", "text": "Đã mời giảng viên", "version": "1"}),
    "drop_activity": _sent(_of(_activity), {"reason": "Hết kinh phí", "version": "1"}),
    "resume_activity": _sent(_dropped, {"version": "2"}),
    "serve_task": _sent(_of(_activity), lambda found: {"task": _other_task(found).pk}),
    "stop_serving_task": _sent(_serving, lambda found: {"task": _other_task(found).pk}),
    "keep_budget_line": Door(
        _KEEPER,
        302,
        lambda found: {"source": "central", "year": "2025", "planned": "5.000.000"},
        args=_of(_activity),
        special=_FROM_ELSEWHERE,
    ),
    "remove_budget_line": Door(_KEEPER, 302, lambda found: {"version": "1"}, args=_of(_line), special=_FROM_ELSEWHERE),
    "link_programme": _sent(_of(_activity), {"name": "Đề án mẫu"}),
    "unlink_programme": _sent(_of(_programme), {}),
    "add_activity_evidence": _sent(_of(_activity), _file),
    "withdraw_evidence": _sent(_evidence, {"reason": "Nhầm tệp"}),
    "judge_double": Door(
        {"lead", "department"},
        302,
        lambda found: {"verdict": "different", "reason": "Hai đợt khác nhau"},
        args=_pair,
        special=_FROM_ELSEWHERE,
    ),
    "answer_contribution": Door({"lead", "colleague"}, 302, lambda found: {"is_taken": "co"}, args=_contribution),
    "write_comment": Door(
        _TALKERS,
        302,
        lambda found: {"text": "Nhờ xem giúp"},
        args=lambda found: [found.task.pk],
        special=_FROM_ELSEWHERE,
    ),
    "edit_comment": Door(
        _KEEPER, 302, lambda found: {"text": "Nhờ xem lại", "version": "1"}, args=_comment, special=_FROM_ELSEWHERE
    ),
    "withdraw_comment": Door(
        _KEEPER, 302, lambda found: {"reason": "Viết nhầm"}, args=_comment, special=_FROM_ELSEWHERE
    ),
}
