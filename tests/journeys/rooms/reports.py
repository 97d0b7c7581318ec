"""Doors of boards, the writer, the reviewer and consolidations: Sở Y tế of the first province receives."""

from __future__ import annotations

from typing import Any

from mangnon.outgoing.public import seal_of
from mangnon.plans.public import Task
from mangnon.reporting.consolidation.concerns import concerns_of
from mangnon.reporting.models import Consolidation
from tests.journeys.doors import IN_PLANS, READERS_OF_TOTALS, WRITERS, Door
from tests.journeys.provinces import World, first_passage


def _nothing(found: World) -> dict[str, Any]:
    return {}


def _period(found: World) -> list[Any]:
    return [found.regime.code, found.period.code]


def _of_department(found: World) -> list[Any]:
    return [*_period(found), "90.SO_TP"]


def _period_and_general(found: World) -> list[Any]:
    return [*_period(found), 0]


def _of_department_and_general(found: World) -> list[Any]:
    return [*_of_department(found), 0]


def _plan(found: World) -> list[Any]:
    return [found.plan.code]


def _task_of(found: World) -> Task:
    tasks = Task.objects.filter(plan__regimes__code=_period(found)[0])
    return tasks.order_by("order")[0]


def _seen(found: World) -> dict[str, Any]:
    """What must be seen of the last consolidation was seen."""
    last = Consolidation.objects.filter(period__code=_period(found)[1]).order_by("-number").first()
    return {"da-xem": seal_of(concerns_of(last)) if last is not None else ""}


_LOCKED = {"lead": 422, "colleague": 422, "department": 422}


GETS: dict[str, Door] = {
    "reports": Door(IN_PLANS, elsewhere=0),
    "reports_waiting": Door(IN_PLANS, elsewhere=0),
    "report_board": Door(IN_PLANS, args=_period),
    "report_board_xlsx": Door(IN_PLANS, args=_period),
    "report_write": Door(WRITERS, args=_period),
    "report_submit": Door(WRITERS, args=_period),
    "report_write_for": Door({"department"}, args=_of_department),
    "report_submit_for": Door({"department"}, args=_of_department),
    "report_presence": Door(WRITERS, args=_period),
    "report_presence_for": Door({"department"}, args=_of_department),
    "report_sources": Door(WRITERS, args=_period_and_general),
    "report_sources_for": Door({"department"}, args=_of_department_and_general),
    "report_view": Door({"department", *READERS_OF_TOTALS}, args=_of_department),
    **{
        name: Door(READERS_OF_TOTALS, args=_period)
        for name in (
            "consolidation",
            "consolidation_docx",
            "consolidation_pdf",
            "consolidation_xlsx",
            "consolidation_json",
        )
    },
}
POSTS_OF_FORMS: dict[str, Door] = {
    "regimes_set_up": Door({"lead"}, 302, _nothing, args=_plan, is_act=False),  # they are there already
    "period_open": Door({"lead"}, 302, lambda found: {"code": "2026H1"}, args=lambda found: [found.regime.code]),
    "reports_accept": Door(
        {"lead"},
        302,
        lambda found: {"ids": [str(found.period.reports.get(agency__code="90.SO_TP").pk)]},
        args=_period,
    ),
    "report_entry_save": Door(
        {"local"}, 302, lambda found: {"task": "0", "version": "0", "results": "Đã làm"}, special=_LOCKED, args=_period
    ),
    "report_submit": Door(set(), 302, _nothing, special={**_LOCKED, "local": 422}, args=_period),
    # In another body's name only its successors write; the own one is locked here, as above.
    "report_entry_save_for": Door(
        set(),
        302,
        lambda found: {"task": "0", "version": "0", "results": "Đã làm"},
        special={"department": 422},
        args=_of_department,
    ),
    "report_submit_for": Door(set(), 302, _nothing, special={"department": 422}, args=_of_department),
    "report_presence": Door(WRITERS, 200, _nothing, args=_period, is_act=False),
    "report_presence_for": Door({"department"}, 200, _nothing, args=_of_department, is_act=False),
    "report_accept": Door({"lead"}, 302, _nothing, args=_of_department),
    "report_return": Door(
        {"lead"}, 302, lambda found: {"reason": "Thiếu số", "resubmit_by": "02/06/2025"}, args=_of_department
    ),
    # The period here rises to the recipient alone: nobody has a tier below to name anything of.
    "report_name_missing": Door(IN_PLANS, 422, lambda found: {"reason": "not_sent"}, args=_of_department, is_act=False),
    "consolidation_issue": Door({"lead"}, 302, _seen, args=_period),
    "child_rights_issue": Door({"lead"}, 302, _seen, args=_period),
    "consolidation_make": Door(
        {"lead"}, 302, lambda found: {"ly-do-chung": "Chưa gửi", "ly-do-chung-da-gui": "Đang xem xét"}, args=_period
    ),
    "consolidation_title": Door(
        {"lead"},
        302,
        lambda found: {"cua": f"nv-{_task_of(found).pk}", "text": "Tên gọn", "version": "0"},
        args=_period,
    ),
    "passage_edit": Door(
        {"lead"},
        302,
        lambda found: {"text": "Sửa lại", "version": "0"},
        args=lambda found: [*_period(found), first_passage(found).pk],
    ),
}
