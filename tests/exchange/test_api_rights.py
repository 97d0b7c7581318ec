"""Programs × people: who gets in by which door, and that each guard says the same here as on the pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.db import transaction
from PIL import Image

from mangnon.activities.models import Activity, Evidence
from mangnon.activities.public import add_activity, add_evidence
from mangnon.audit.models import AuditRow
from mangnon.exchange.rest.api import description
from mangnon.exchange.terms import TokenScope
from mangnon.kernel import clock
from mangnon.kernel.refusals import Refusal
from mangnon.plans import public
from mangnon.plans.models import Assignment, AssignmentReturn, Extension
from mangnon.plans.rules import Move
from mangnon.plans.rules.moves import GIVER_MOVES, STATES
from tests.exchange import ways, ways_of_chain
from tests.exchange.asking import Program, program
from tests.exchange.ways import READERS, SEE_DIFFICULTY, Way
from tests.journeys.doors import ELSEWHERE, OWN
from tests.journeys.provinces import POSTS, World

EVERYBODY = {*POSTS, "without_post", "stranger"}
DUE = dt.date(2025, 7, 1)
_EMPTY = {"items": [], "next": ""}
_PICTURE = BytesIO()
Image.new("RGB", (8, 8), "green").save(_PICTURE, "PNG")
_FILE = _PICTURE.getvalue()


def _own(tail: str = "") -> Callable[[World], str]:
    return lambda found: f"/api/assignments/{found.assignments['own'].pk}{tail}"


def _new(tail: str) -> Callable[[World], str]:
    return lambda found: f"/api/assignments/{_waiting(found).pk}{tail}"


def _waiting(found: World) -> Assignment:
    return Assignment.objects.get(task__plan=found.plan, task__code="I.1", agency__code="90.SO_TP")


def _difficulty(tail: str = "") -> Callable[[World], str]:
    return lambda found: f"/api/difficulties/{found.difficulty.pk if found.difficulty else 0}{tail}"


def _activity(found: World) -> int:
    row = Activity.objects.filter(assignment=found.assignments["own"]).first()
    return (
        row.pk
        if row
        else add_activity(
            actor=found.actor("department"), assignment_id=found.assignments["own"].pk, text="Hoạt động mẫu"
        ).pk
    )


def _proof(found: World) -> int:
    row = Evidence.objects.filter(assignment=found.assignments["own"]).first()
    return (
        row.pk
        if row
        else add_evidence(
            actor=found.actor("department"),
            file=_FILE,
            file_name="anh.png",
            description="Ảnh mẫu",
            assignment_id=found.assignments["own"].pk,
        ).pk
    )


WAYS: dict[str, Way] = {
    **ways.WAYS,
    **ways_of_chain.WAYS,
    "api_plans": Way(lambda found: "/api/plans", READERS, is_list=True),
    "api_plan": Way(lambda found: "/api/plans/99-KH-UBND", READERS),
    "api_plan_tasks": Way(lambda found: "/api/plans/99-KH-UBND/tasks", READERS),
    "api_plan_statistics": Way(lambda found: "/api/plans/99-KH-UBND/statistics", READERS),
    "api_task": Way(lambda found: f"/api/tasks/{found.task.pk}", READERS),
    "api_task_recurrence": Way(lambda found: f"/api/tasks/{found.task.pk}/recurrence", READERS),
    "api_assignments": Way(lambda found: "/api/assignments", READERS, is_list=True),
    "api_assignment": Way(_own(), READERS),
    "api_assignment_events": Way(_own("/events"), READERS),
    "api_assignment_notes": Way(_own("/notes"), READERS),
    "api_assignment_extensions": Way(_own("/extensions"), READERS),
    "api_assignment_returns": Way(_own("/returns"), READERS),
    "api_difficulties": Way(lambda found: "/api/difficulties", READERS, is_list=True),
    # As on their board: who raised it, who leads the plan, the committee's leaders, inspectors; to the others of the
    # province it is not there.
    "api_difficulty": Way(_difficulty(), SEE_DIFFICULTY, refused=404),
    "api_task_activities": Way(lambda found: f"/api/tasks/{found.task.pk}/activities", READERS),
    "api_activity": Way(lambda found: f"/api/activities/{_activity(found)}", READERS),
    "api_task_evidence": Way(lambda found: f"/api/tasks/{found.task.pk}/evidence", READERS),
    "api_evidence": Way(lambda found: f"/api/evidence/{_proof(found)}", READERS),
    "api_evidence_file": Way(lambda found: f"/api/evidence/{_proof(found)}/file", READERS),
    # What Committees recommend is national: the same for every province.
    "api_recommendations": Way(lambda found: "/api/recommendations", READERS, is_list=True),
    "api_recommendation": Way(lambda found: "/api/recommendations/khong-co/1", READERS, ok=404),
    "api_notices": Way(lambda found: "/api/notices", OWN, is_list=True),
    "api_add_evidence": Way(_own("/evidence"), {"department"}, "file", ok=201),
    "api_accept": Way(_new("/accept"), {"department"}, {}),
    "api_progress": Way(_own("/progress"), {"department"}, {"progress": 5, "text": "Đã làm"}),
    "api_report_complete": Way(_own("/report-complete"), {"department"}, {"reason": "Đã đủ"}),
    "api_ask_extension": Way(
        _own("/ask-extension"), {"department"}, {"wanted_on": "2025-07-01", "reason": "Chờ kinh phí"}
    ),
    "api_ask_return": Way(_new("/ask-return"), {"department"}, {"reason": "Không thuộc chức năng"}),
    "api_delegate": Way(_own("/delegate"), {"department"}, {"agencies": ["90.SO_NV"], "text": "Phần mẫu"}, ok=422),
    "api_recall": Way(_own("/recall"), {"lead"}, {"reason": "Nhầm"}),
    "api_reassign": Way(_own("/reassign"), {"lead"}, {"to_agency": "90.SO_NV", "reason": "Đúng chức năng"}),
    "api_confirm_complete": Way(_own("/confirm-complete"), {"lead"}, {}, ok=422),
    "api_send_back": Way(_own("/send-back"), {"lead"}, {"feedback": "Thiếu"}, ok=422),
    "api_grant_extension": Way(_own("/grant-extension"), {"lead"}, {}, ok=422),
    "api_refuse_extension": Way(_own("/refuse-extension"), {"lead"}, {"answer": "Không"}, ok=422),
    "api_accept_return": Way(_new("/accept-return"), {"lead"}, {}, ok=422),
    "api_refuse_return": Way(_new("/refuse-return"), {"lead"}, {"answer": "Không"}, ok=422),
    "api_give": Way(
        lambda found: f"/api/tasks/{found.task.pk}/assignments",
        {"lead"},
        {"agency": "90.SO_NV", "role": "coordinator", "reason": "Cần phối hợp"},
        ok=201,
    ),
    "api_accept_several": Way(lambda found: "/api/assignments/accept", {"department"}, "waiting"),
    "api_raise_difficulty": Way(_own("/difficulties"), {"department"}, {"text": "Thiếu xe"}, ok=201),
    "api_answer_difficulty": Way(
        _difficulty("/answer"),
        {"lead"},
        {"answer": "Đã bố trí"},
        refused=404,
    ),
}
# Whom the difficulty concerns but who may not answer it is told so.
_SPECIAL = {("api_answer_difficulty", person): 403 for person in SEE_DIFFICULTY - {"lead"}}


def _expected(name: str, way: Way, person: str) -> int:
    if person == "stranger":
        return 401
    if name == "api_notices" and person != "without_post":
        return 200
    if person == "without_post":
        return 403
    if person in way.special:
        return way.special[person]
    if way.is_national:
        return way.ok if person in way.allowed else way.refused
    if person in ("auditor", "other_auditor"):
        return 403
    if person in ELSEWHERE:
        if way.is_list:
            return 200
        return 404
    if (name, person) in _SPECIAL:
        return _SPECIAL[(name, person)]
    return way.ok if person in way.allowed else way.refused


@pytest.mark.parametrize("person", sorted(EVERYBODY))
def test_each_way_opens_to_whom_it_should(scene: World, person: str) -> None:
    asks = _asking(scene, person)
    wrong = []
    for name, way in WAYS.items():
        with transaction.atomic():
            address = way.address(scene)  # some make what they ask for
            rows = AuditRow.objects.count()
            sent = {"assignments": [_waiting(scene).pk]} if way.sent == "waiting" else way.sent
            sent = sent(scene) if callable(sent) else sent
            if way.sent == "file":
                answer = asks.upload(address, _FILE)
            else:
                answer = asks.get(address) if way.sent is None else asks.post(address, sent, match="*")
            grown = AuditRow.objects.count() > rows
            transaction.set_rollback(True)
        if answer.status_code != _expected(name, way, person):
            wrong.append(f"{name}: {answer.status_code}, not {_expected(name, way, person)}: {answer.content[:200]!r}")
        acts = way.sent is not None and not way.does_nothing
        if grown != (acts and answer.status_code < 300):
            wrong.append(f"{name}: evidence was {'written' if grown else 'not written'}")
        if person in ELSEWHERE and way.is_list and answer.status_code == 200 and answer.json() not in ([], _EMPTY):
            wrong.append(f"{name}: shows rows of another province")
    assert not wrong, f"{person}:\n" + "\n".join(wrong)


def _asking(found: World, person: str) -> Any:
    if person == "without_post":  # nobody without a post has a key; their session is told why

        class Session(Program):
            def _headers(self, more: dict[str, str]) -> dict[str, str]:
                return more

        asks = Session()
        asks.client.force_login(found.users[person])
        return asks
    return program(found, person)


def test_the_table_has_every_way() -> None:
    told = description()["paths"]
    names = {"api_" + way["operationId"].rpartition("_api_")[2] for ways in told.values() for way in ways.values()}
    assert names == set(WAYS), "enter the new route above: who may ask it?"


def test_a_key_that_reads_does_not_write(scene: World) -> None:
    asks = program(scene, "department", scope=TokenScope.READ)
    address = f"/api/assignments/{_waiting(scene).pk}"
    assert asks.get(address).status_code == 200
    answer = asks.post(f"{address}/accept", {}, match="*")
    assert (answer.status_code, answer.json()["code"]) == (403, "read_only_key")


# ---- every guard, by its code ----
_ACT: dict[Move, tuple[str, dict[str, Any], str, dict[str, Any]]] = {
    Move.ACCEPT: ("accept", {}, "accept_assignment", {}),
    Move.ASK_RETURN: ("ask-return", {"reason": "Sai"}, "ask_return", {"reason": "Sai"}),
    Move.ACCEPT_RETURN: ("accept-return", {}, "accept_return", {}),
    Move.REFUSE_RETURN: ("refuse-return", {"answer": "Không"}, "refuse_return", {"answer": "Không"}),
    Move.RECORD_PROGRESS: (
        "progress",
        {"progress": 9, "text": "Đã làm"},
        "record_progress",
        {"progress": 9, "text": "Đã làm"},
    ),
    Move.REPORT_COMPLETE: ("report-complete", {"reason": "Đủ"}, "report_complete", {"reason": "Đủ"}),
    Move.CONFIRM_COMPLETE: ("confirm-complete", {}, "confirm_complete", {}),
    Move.SEND_BACK: ("send-back", {"feedback": "Thiếu"}, "send_back", {"feedback": "Thiếu"}),
    Move.ASK_EXTENSION: (
        "ask-extension",
        {"wanted_on": DUE.isoformat(), "reason": "Chờ"},
        "ask_extension",
        {"wanted_on": DUE, "reason": "Chờ"},
    ),
    Move.GRANT_EXTENSION: ("grant-extension", {}, "grant_extension", {}),
    Move.REFUSE_EXTENSION: ("refuse-extension", {"answer": "Không"}, "refuse_extension", {"answer": "Không"}),
    Move.RECALL: ("recall", {"reason": "Nhầm"}, "recall_assignment", {"reason": "Nhầm"}),
    Move.REASSIGN: ("reassign", {"to_agency": "90.SO_NV", "reason": "Đúng"}, "reassign_assignment", {"reason": "Đúng"}),
    Move.DELEGATE: ("delegate", {"agencies": ["90.SO_NV"], "text": "Phần"}, "delegate_assignment", {"text": "Phần"}),
}


def _put(row: Assignment, state: str, asked: str) -> None:
    now = clock.now()
    Assignment.objects.filter(pk=row.pk).update(
        execution=state,
        review={"reported_complete": "waiting", "complete": "met"}.get(state, "none"),
        accepted_at=None if state == "not_received" else now,
        completed_at=now if state in ("reported_complete", "complete") else None,
        ended_because="recalled" if state == "recalled" else "",
        ended_on=clock.today() if state == "recalled" else None,
    )
    if asked == "return":
        AssignmentReturn.objects.create(assignment=row, reason="Sai", asked_at=now)
    if asked == "extension":
        Extension.objects.create(
            assignment=row, reason="Chờ", due_before=dt.date(2025, 5, 19), wanted_on=DUE, asked_at=now
        )


@pytest.mark.parametrize("asked", ["", "return", "extension"])
def test_every_guard_says_the_same_to_programs(scene: World, asked: str) -> None:
    """Every move in every state, with a request waiting or none: the interface answers with the service's own code,
    and does what the service does."""
    from mangnon.agencies.models import Agency

    assert set(_ACT) == set(Move)
    other, row, wrong = Agency.objects.get(code="90.SO_NV").pk, scene.assignments["own"], []
    asking = {person: program(scene, person) for person in ("lead", "department")}
    for move, (tail, sent, service, words) in _ACT.items():
        person = "lead" if move in GIVER_MOVES else "department"
        more = {Move.REASSIGN: {"to_agency_id": other}, Move.DELEGATE: {"agency_ids": [other]}}.get(move, {})
        for state in STATES:
            with transaction.atomic():
                _put(row, state, asked)
                try:
                    with transaction.atomic():
                        act = getattr(public, service)
                        act(actor=scene.actor(person), assignment_id=row.pk, **words, **more)
                        transaction.set_rollback(True)
                    said: tuple[int, str] = (200, "")
                except Refusal as refusal:
                    said = (422, refusal.code)
                answer = asking[person].post(f"/api/assignments/{row.pk}/{tail}", sent, match="*")
                code = answer.json().get("code", "") if answer.status_code >= 400 else ""
                transaction.set_rollback(True)
            if (answer.status_code, code) != said:
                wrong.append(f"{move} in {state}: {answer.status_code} {code}, the service {said}")
    assert not wrong, "\n".join(wrong)
