"""Doors of the acts on assignments: giving, returning, extending, taking results, calling back, giving on.

The state an act needs is put into the database directly: the doors alone are asked.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from mangnon.kernel import clock
from mangnon.plans.models import Assignment, AssignmentReturn, Extension
from mangnon.plans.public import report_complete
from tests.journeys.doors import IN_PLANS, Door
from tests.journeys.provinces import World

LATER = dt.date(2025, 7, 31)


def own(found: World) -> list[Any]:
    """An assignment of the department, under way, due yesterday."""
    return [found.assignments["own"].pk]


def _not_received(found: World) -> list[Any]:
    return [Assignment.objects.get(task__plan=found.plan, task__code="I.1", agency__code="90.SO_TP").pk]


def asked_to_return(found: World) -> list[Any]:
    """A coordinator's assignment that it asks to give back."""
    (pk,) = _not_received(found)
    AssignmentReturn.objects.create(assignment_id=pk, reason="Không thuộc chức năng", asked_at=clock.now())
    return [pk]


def asked_to_extend(found: World) -> list[Any]:
    """The department waits for a later day."""
    row = found.assignments["own"]
    Extension.objects.create(
        assignment=row,
        due_before=row.due_on or clock.today(),
        wanted_on=LATER,
        reason="Chờ kinh phí",
        asked_at=clock.now(),
    )
    return [row.pk]


def reported(found: World) -> list[Any]:
    """The department has said that it is done."""
    (pk,) = own(found)
    Assignment.objects.filter(pk=pk).update(
        execution="reported_complete", review="waiting", completed_at=clock.now(), progress=100
    )
    return [pk]


def reported_now(found: World) -> list[Any]:
    """The department's own officer said so a moment ago."""
    (pk,) = own(found)
    report_complete(actor=found.actor("department"), assignment_id=pk, reason="Chưa có ý kiến phối hợp")
    return [pk]


def _task(found: World) -> list[Any]:
    return [found.plan.code, found.task.code]


def _lead(data: dict[str, str], args: Any) -> Door:
    """What the plan's lead officers decide."""
    return Door({"lead"}, 302, lambda found: data, args=args)


def _department(data: dict[str, str], args: Any) -> Door:
    """What the agency itself does."""
    return Door({"department"}, 302, lambda found: data, args=args)


GETS: dict[str, Door] = {"assignment": Door(IN_PLANS, args=own)}
POSTS_OF_FORMS: dict[str, Door] = {
    # A lead says why it reports while coordinators have said nothing.
    "report_complete": _department({"reason": "Chưa có ý kiến phối hợp"}, own),
    "take_back_report": _department({}, reported_now),
    "ask_return": _department({"reason": "Không thuộc chức năng"}, _not_received),
    "ask_extension": _department({"wanted_on": "31/07/2025", "reason": "Chờ kinh phí"}, own),
    "delegate_assignment": _department({"receivers": "UBND huyện Mẫu 1", "text": "Thực hiện tại huyện"}, own),
    "accept_return": _lead({"receiver": "Sở Nội vụ", "answer": ""}, asked_to_return),
    "refuse_return": _lead({"answer": "Đúng chức năng"}, asked_to_return),
    "grant_extension": _lead({"granted_on": "31/07/2025", "answer": ""}, asked_to_extend),
    "refuse_extension": _lead({"answer": "Không lùi được"}, asked_to_extend),
    "confirm_complete": _lead({"remark": ""}, reported),
    "send_back": _lead({"feedback": "Còn thiếu số liệu"}, reported),
    "recall_assignment": _lead({"reason": "Theo chỉ đạo mẫu"}, own),
    "reassign_assignment": _lead({"receiver": "Sở Nội vụ", "reason": "Theo chỉ đạo mẫu", "due_on": ""}, own),
    "give_assignment": _lead(
        {"receivers": "Sở Nội vụ", "role": "coordinator", "due_on": "", "reason": "Theo chỉ đạo mẫu"}, _task
    ),
}
