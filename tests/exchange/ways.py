"""Routes × people: activities, money, talk, periods, calendar, several at once, versions, figures, difficulties."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from mangnon.activities.models import Activity
from mangnon.desk.public import BulkAct, BulkKind, act_on_many
from mangnon.plans.models import Assignment
from tests.journeys.doors import OWN
from tests.journeys.provinces import POSTS, World
from tests.journeys.rooms import activities as made
from tests.journeys.rooms import calendar as calendars
from tests.journeys.rooms import difficulties as urged
from tests.journeys.rooms import recommendations as recommended
from tests.journeys.rooms import workbooks

READERS = OWN - {"auditor"}
SEE_DIFFICULTY = {"lead", "colleague", "case_worker", "supervisor", "department", "leader", "inspector"}
_MONEY = {"lead", "colleague", "department", "local", "leader", "district_leader", "inspector"}
_TALKERS = _MONEY - {"inspector"}
_READ_EVERYWHERE = READERS | {"other_lead", "other_leader", "other_administrator"}
_KEEPERS = {"lead", "administrator", "other_lead", "other_administrator"}


@dataclass(frozen=True)
class Way:
    """One route: how it is asked, who is let in and with what answer; everybody else of the province is 403, of
    another one 404 (or an empty list)."""

    address: Callable[[World], str]
    allowed: set[str]
    # What is sent; None: it is a GET; «file»: a form with one.
    sent: Any = None
    ok: int = 200
    is_list: bool = False
    # Of the province and able to act, but not on this: what the service says.
    refused: int = 403
    # The same for every province: nobody is told 404.
    is_national: bool = False
    # Answered with 200 although there was nothing to do: no evidence.
    does_nothing: bool = False
    # Whose role is asked before the place.
    special: dict[str, int] = field(default_factory=dict)


def _own(tail: str) -> Callable[[World], str]:
    return lambda found: f"/api/assignments/{found.assignments['own'].pk}/{tail}"


def _activity(tail: str, make: Callable[[World], list[Any]] | None = None) -> Callable[[World], str]:
    def address(found: World) -> str:
        pk = make(found)[0] if make else made._activity(found).pk
        return f"/api/activities/{pk}/{tail}"

    return address


def _at(kind: str, make: Callable[[World], Any], tail: str = "") -> Callable[[World], str]:
    def address(found: World) -> str:
        row = make(found)
        return f"/api/{kind}/{row[0] if isinstance(row, list) else row.pk}{tail}"

    return address


def _task(tail: str) -> Callable[[World], str]:
    return lambda found: f"/api/tasks/{found.task.pk}/{tail}"


def _thirty(tail: str) -> Callable[[World], str]:
    return lambda found: f"/api/recommendations/{recommended._thirty(found).document.code}/30/{tail}"


def _plan(tail: str) -> Callable[[World], str]:
    return lambda found: f"/api/plans/{found.plan.code}/{tail}"


def _difficulty(tail: str) -> Callable[[World], str]:
    return lambda found: f"/api/difficulties/{found.difficulty.pk if found.difficulty else 0}/{tail}"


def _other_task(found: World) -> dict[str, Any]:
    return {"task_id": made._other_task(found).pk}


def _waiting(found: World) -> dict[str, Any]:
    row = Assignment.objects.get(task__plan=found.plan, task__code="I.1", agency__code="90.SO_TP")
    return {"items": [{"assignment": row.pk}]}


def _rows_waiting(found: World) -> dict[str, Any]:
    return {"kind": "accept", **_waiting(found)}


def _bulk(found: World) -> BulkAct:
    (row,) = _waiting(found)["items"]
    return act_on_many(actor=found.actor("department"), kind=BulkKind.ACCEPT, assignment_ids=[row["assignment"]])


def _each(**words: Any) -> Callable[[World], dict[str, Any]]:
    return lambda found: {"items": [{"assignment": found.assignments["own"].pk, **words}]}


_D = {"department"}
_ADOPTERS = {"lead", "administrator"}
_NO_PLANS = {"auditor": 403, "other_auditor": 403}
# Who urges, oversees or inspects, in either province.
_URGERS = {"lead", "leader", "district_leader", "inspector", "other_lead", "other_leader"}
# Elsewhere too the role is asked first.
_NO_URGING = {"other_leader": 403, "other_administrator": 403}
_NO_MONEY = {"other_administrator": 403}
_NOT_THEIRS = dict.fromkeys(SEE_DIFFICULTY - {"lead"}, 403)
_NOT_THEIR_OWN = dict.fromkeys(SEE_DIFFICULTY - {"department"}, 403)

WAYS: dict[str, Way] = {
    # ---- activities ----
    "api_add_activity": Way(_own("activities"), _D, {"text": "Tập huấn mẫu"}, ok=201),
    "api_change_activity": Way(_activity("change"), _D, {"text": "Tập huấn khác"}),
    "api_record_activity": Way(_activity("record"), _D, {"progress": 10, "text": "Đã mời"}),
    "api_drop_activity": Way(_activity("drop"), _D, {"reason": "Trùng"}),
    "api_resume_activity": Way(_activity("resume", made._dropped), _D, {}),
    "api_activity_notes": Way(_activity("notes"), READERS),
    "api_served_tasks": Way(_activity("served-tasks"), READERS),
    "api_serve_task": Way(_activity("served-tasks"), _D, _other_task),
    "api_stop_serving_task": Way(_activity("served-tasks/remove", made._serving), _D, _other_task),
    "api_add_activity_evidence": Way(_activity("evidence"), _D, "file", ok=201),
    "api_withdraw_evidence": Way(_at("evidence", made._evidence, "/withdraw"), _D, {"reason": "Nhầm"}),
    # ---- money ----
    "api_budget_lines": Way(_activity("budget-lines"), _MONEY),
    "api_add_budget_line": Way(
        _activity("budget-lines"), _D, {"source": "central", "year": 2025, "planned": 5}, ok=201
    ),
    "api_budget_line": Way(_at("budget-lines", made._line), _MONEY, special=_NO_MONEY),
    "api_change_budget_line": Way(
        _at("budget-lines", made._line, "/change"),
        _D,
        {"source": "central", "year": 2025, "planned": 7},
        special=_NO_MONEY,
    ),
    "api_remove_budget_line": Way(_at("budget-lines", made._line, "/remove"), _D, {}, special=_NO_MONEY),
    "api_programmes": Way(_activity("programmes"), READERS),
    "api_link_programme": Way(_activity("programmes"), _D, {"name": "Đề án mẫu"}, ok=201),
    "api_unlink_programme": Way(_at("programmes", made._programme, "/remove"), _D, {}),
    "api_plan_money": Way(_plan("money"), _MONEY),
    # ---- agencies' own plans, doubles ----
    "api_agency_plans": Way(_plan("agency-plans"), READERS),
    "api_agency_plan": Way(_at("agency-plans", made._own_plan), READERS),
    "api_add_agency_plan": Way(
        _plan("agency-plans"), _D, {"agency": "90.SO_TP", "title": "Kế hoạch mẫu của Sở"}, ok=201
    ),
    "api_change_agency_plan": Way(_at("agency-plans", made._own_plan, "/change"), _D, {"title": "Kế hoạch khác"}),
    "api_withdraw_agency_plan": Way(_at("agency-plans", made._own_plan, "/withdraw"), _D, {"reason": "Nhầm"}),
    "api_judge_double": Way(
        _activity("double", made._pair),
        {"lead", "department"},
        lambda found: {
            "other_id": Activity.objects.order_by("-pk")[0].pk,
            "verdict": "different",
            "reason": "Hai đợt khác nhau",
        },
    ),
    # ---- talk ----
    "api_task_comments": Way(_task("comments"), READERS),
    "api_write_comment": Way(_task("comments"), _TALKERS, {"text": "Nhờ xem"}, ok=201),
    "api_comment": Way(_at("comments", made._comment), READERS),
    "api_change_comment": Way(_at("comments", made._comment, "/change"), _D, {"text": "Nhờ xem lại"}),
    "api_withdraw_comment": Way(_at("comments", made._comment, "/withdraw"), _D, {}),
    "api_task_contributions": Way(_task("contributions"), READERS),
    "api_offer_contribution": Way(
        _at("assignments", made._helper, "/contributions"), _D, {"text": "Góp tài liệu"}, ok=201
    ),
    "api_answer_contribution": Way(
        _at("contributions", made._contribution, "/answer"), {"lead", "colleague"}, {"is_taken": True}
    ),
    # ---- periods ----
    "api_task_periods": Way(_task("periods"), READERS),
    "api_set_recurrence": Way(
        _task("recurrence/set"),
        {"lead"},
        {"frequency": "quarterly", "from_on": "2025-07-01", "reason": "Theo văn bản mẫu"},
    ),
    "api_stop_recurrence": Way(
        _task("recurrence/stop"), {"lead"}, {"from_on": "2025-07-01", "reason": "Hết việc"}, ok=422
    ),
    # ---- calendar ----
    "api_calendar_year": Way(lambda found: "/api/calendar/2027", set(POSTS), is_national=True),
    "api_add_days_off": Way(
        lambda found: "/api/calendar/days",
        _KEEPERS,
        {"first": "2027-02-08", "name": "Tết Đinh Mùi", "basis": "Thông báo mẫu 1/TB"},
        ok=201,
        is_national=True,
    ),
    "api_withdraw_day": Way(
        _at("calendar/days", calendars._entered, "/withdraw"), _KEEPERS, {"reason": "Nhầm"}, is_national=True
    ),
    "api_state_year": Way(
        lambda found: "/api/calendar/2027/state",
        _KEEPERS,
        {"is_complete": True, "basis": "Thông báo mẫu"},
        is_national=True,
    ),
    # ---- several at once ----
    "api_several_accept": Way(lambda found: "/api/assignments/several/accept", _D, _waiting, refused=422),
    "api_several_progress": Way(
        lambda found: "/api/assignments/several/progress", _D, _each(progress=9, text="Đã làm"), refused=422
    ),
    "api_several_extension": Way(
        lambda found: "/api/assignments/several/ask-extension",
        _D,
        _each(wanted_on="2025-07-01", reason="Chờ"),
        refused=422,
    ),
    # ---- versions, figures ----
    "api_plan_versions": Way(_plan("versions"), READERS),
    "api_plan_on": Way(_plan("versions/on?day=2025-05-20"), READERS),
    "api_plan_compare": Way(_plan("versions/compare?first=2025-05-20"), READERS),
    # Every reader counts what their own province has.
    "api_statistics": Way(
        lambda found: "/api/statistics?by=agency&by=plan",
        _READ_EVERYWHERE,
        is_national=True,
    ),
    # ---- recommendations: national; what answers them is one's own province's ----
    "api_recommendation_documents": Way(
        lambda found: "/api/recommendation-documents", _READ_EVERYWHERE, is_national=True
    ),
    "api_recommendation_answer": Way(_thirty("answer"), _READ_EVERYWHERE, is_national=True),
    "api_recommendation_links": Way(_thirty("links"), _READ_EVERYWHERE, is_national=True),
    "api_link_recommendation": Way(
        _thirty("links"),
        {"lead", "administrator"},
        lambda found: {"tasks": [found.task.pk], "note": "Mẫu"},
        ok=201,
        is_national=True,
        special={"other_lead": 422, "other_administrator": 422},
    ),
    "api_remove_recommendation_link": Way(
        _at("recommendation-links", recommended._link, "/remove"),
        {"lead", "administrator"},
        {"reason": "Không còn đúng"},
    ),
    "api_task_recommendations": Way(_task("recommendations"), READERS),
    # ---- several at once, and back ----
    "api_bulk_acts": Way(lambda found: "/api/bulk-acts", READERS, is_list=True),
    "api_bulk_act": Way(_at("bulk-acts", _bulk), _D, refused=404),
    "api_act_on_many": Way(
        lambda found: "/api/bulk-acts", _D, _rows_waiting, ok=201, refused=422, is_national=True, special=_NO_PLANS
    ),
    "api_undo_bulk": Way(_at("bulk-acts", _bulk, "/undo"), _D, {}, refused=404),
    # ---- reminding ----
    "api_mark_read": Way(lambda found: "/api/notices/read", set(POSTS), {}, is_national=True, does_nothing=True),
    "api_mark_all_read": Way(
        lambda found: "/api/notices/read-all", set(POSTS), {}, is_national=True, does_nothing=True
    ),
    "api_digests": Way(lambda found: "/api/digests", set(POSTS), is_national=True),
    "api_digest": Way(lambda found: "/api/digests/2025-05-20", set(POSTS), ok=404, is_national=True),
    "api_reminders": Way(lambda found: "/api/reminders", _URGERS, is_national=True),
    "api_reminding": Way(lambda found: "/api/reminding", set(POSTS), is_national=True),
    "api_choose_mail": Way(lambda found: "/api/reminding", set(POSTS), {"by_mail": False}, is_national=True),
    # ---- the annex as a file (an import writes: what is refused here is the picture, after the rights) ----
    "api_plan_annex": Way(_plan("annex"), READERS),
    "api_preview_annex": Way(_plan("annex/preview"), _ADOPTERS, "file", ok=422, special=_NO_PLANS),
    "api_import_annex": Way(_plan("annex"), _ADOPTERS, "file", ok=422, special=_NO_PLANS),
    # ---- workbooks of bodies ----
    "api_bodies_to_ask": Way(_plan("bodies-to-ask"), {"lead"}, special=_NO_URGING),
    "api_issue_workbooks": Way(_plan("workbooks"), {"lead"}, {"agencies": ["90.SO_TP"]}, ok=201, special=_NO_URGING),
    "api_workbook_batch": Way(_at("workbook-batches", workbooks._batch), {"lead"}, special=_NO_URGING),
    "api_workbook_file": Way(_at("workbooks", workbooks._issue, "/file"), {"lead"}, special=_NO_URGING),
    # What is sent is no workbook: 422 for who may send one, of whichever province.
    "api_preview_workbook": Way(
        lambda found: "/api/workbooks/preview", {"lead", "other_lead"}, "file", ok=422, is_national=True
    ),
    "api_receive_workbook": Way(
        lambda found: "/api/workbooks/receive", {"lead", "other_lead"}, "file", ok=422, is_national=True
    ),
    # ---- urging ----
    "api_behind": Way(_plan("behind"), {"lead"}, special=_NO_URGING),
    "api_urge": Way(
        _plan("urgings"), {"lead"}, lambda found: {"assignments": urged._late(found)}, ok=201, special=_NO_URGING
    ),
    "api_urgings": Way(lambda found: "/api/urgings", {"lead"}, is_list=True, special=_NO_URGING),
    "api_urging": Way(_at("urgings", urged._urging), {"lead"}, special=_NO_URGING),
    "api_urging_letter": Way(_at("urgings", urged._urging, "/letters/1/file"), {"lead"}, special=_NO_URGING),
    "api_draft_urging_papers": Way(
        _at("urgings", urged._urging_of_a_line, "/papers"), {"lead"}, {}, special=_NO_URGING
    ),
    # ---- difficulties ----
    "api_escalate_difficulty": Way(
        _difficulty("escalate"),
        {"lead"},
        {"to_words": "Bộ Y tế", "reason": "Vượt thẩm quyền"},
        refused=404,
        special=_NOT_THEIRS,
    ),
    "api_adjust_for_difficulty": Way(
        _difficulty("adjust"),
        {"lead"},
        {"adjustment": "task_change", "words": "Bỏ phần xe, theo 12/QĐ"},
        refused=404,
        special=_NOT_THEIRS,
    ),
    "api_reopen_difficulty": Way(
        _difficulty("reopen"), _D, {"reason": "Chưa đủ"}, ok=422, refused=404, special=_NOT_THEIR_OWN
    ),
    "api_difficulty_steps": Way(_difficulty("steps"), SEE_DIFFICULTY, refused=404),
}
