"""Activities, money, periods, several at once, versions by programs: guards, versions, the same request once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from mangnon.activities.models import Activity, ActivityNote, BudgetLine
from mangnon.kernel import clock
from mangnon.plans.models import Assignment, Extension, ProgressNote, Task
from mangnon.plans.public import version_on
from tests.activities.made import store_at
from tests.exchange import ways
from tests.exchange.asking import Program, program
from tests.files.content import pdf
from tests.journeys.provinces import World, world


def _code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json().get("code", "")


def _add(asks: Program, scene: World, **sent: Any) -> dict[str, Any]:
    answer = asks.post(f"/api/assignments/{scene.assignments['own'].pk}/activities", {"text": "Tập huấn mẫu", **sent})
    assert answer.status_code == 201, answer.content
    told: dict[str, Any] = answer.json()
    return {**told, "tag": answer["ETag"]}


def test_an_activity_from_plan_to_proof(scene: World) -> None:
    asks = program(scene, "department")
    made = _add(asks, scene, starts_on="2025-05-01", due_on="2025-06-30", owner_words="Phòng mẫu")
    address = f"/api/activities/{made['id']}"
    changed = asks.post(f"{address}/change", {"output": "Hai lớp"}, match=made["tag"])
    assert (changed.status_code, changed.json()["output"], changed.json()["text"]) == (200, "Hai lớp", "Tập huấn mẫu")
    assert changed.json()["due_on"] == "2025-06-30", "what was left out stays"
    told = asks.post(f"{address}/record", {"progress": 50, "text": "Xong lớp đầu"}, match=changed["ETag"])
    assert (told.json()["state"], told.json()["progress"]) == ("running", 50)
    assert [note["progress"] for note in asks.get(f"{address}/notes").json()["items"]] == [50]
    dropped = asks.post(f"{address}/drop", {"reason": "Hết kinh phí"}, match=told["ETag"])
    assert dropped.json()["state"] == "dropped"
    assert _code(asks.post(f"{address}/record", {"progress": 60, "text": "x"}, match="*")) == (422, "dropped")
    assert asks.post(f"{address}/resume", match=dropped["ETag"]).json()["state"] == "running"


@pytest.mark.parametrize(
    ("tail", "sent", "said"),
    [
        ("change", {"text": "  "}, "empty"),
        ("change", {"starts_on": "2025-06-02", "due_on": "2025-06-01"}, "bad_days"),
        ("change", {"agency_plan_id": 999}, "unknown_plan"),
        ("change", {"owner_id": 1}, "invalid"),
        ("record", {"progress": 101, "text": "x"}, "invalid"),
        ("record", {"progress": 100, "text": "x", "done_on": "2099-01-01"}, "bad_days"),
        ("drop", {"reason": ""}, "invalid"),
        ("resume", {}, "wrong_state"),
    ],
)
def test_guards_of_activities(scene: World, tail: str, sent: dict[str, Any], said: str) -> None:
    asks, row = program(scene, "department"), ways.made._activity(scene)
    assert _code(asks.post(f"/api/activities/{row.pk}/{tail}", sent, match="*")) == (422, said)
    assert _code(asks.post(f"/api/activities/{row.pk}/{tail}", sent))[0] in (422, 428)
    row.refresh_from_db()
    assert row.version == 1


def test_money_and_its_programme(scene: World) -> None:
    asks, row = program(scene, "department"), ways.made._activity(scene)
    lines = f"/api/activities/{row.pk}/budget-lines"
    sent = {"source": "integrated", "year": 2025, "planned": 5_000_000}
    assert _code(asks.post(lines, sent)) == (422, "no_programme")
    assert _code(asks.post(lines, {"source": "central", "year": 2025})) == (422, "no_amount")
    assert _code(asks.post(lines, {"source": "lottery", "year": 2025, "planned": 1})) == (422, "invalid")
    named = asks.post(f"/api/activities/{row.pk}/programmes", {"name": "Chương trình mẫu"}).json()
    line = asks.post(lines, {**sent, "programme_id": named["id"]})
    assert line.status_code == 201
    assert _code(asks.post(lines, {**sent, "programme_id": named["id"]})) == (422, "line_exists")
    assert _code(asks.post(f"/api/programmes/{named['id']}/remove")) == (422, "has_money")
    address = f"/api/budget-lines/{line.json()['id']}"
    whole = {**sent, "programme_id": named["id"], "spent": 7_000_000}
    changed = asks.post(f"{address}/change", whole, match=line["ETag"])
    assert (changed.json()["spent"], changed.json()["version"]) == (7_000_000, 2)
    assert _code(asks.post(f"{address}/change", whole, match=line["ETag"])) == (412, "version_changed")
    assert _code(asks.post(f"{address}/remove", match=line["ETag"])) == (412, "version_changed")
    told = program(scene, "lead").get(f"/api/plans/{scene.plan.code}/money").json()
    assert told["total"]["planned"] == sum(each["amounts"]["planned"] for each in told["by_source"]) == 5_000_000
    assert asks.post(f"{address}/remove", match=changed["ETag"]).json() == {"id": line.json()["id"]}
    assert not BudgetLine.objects.exists()


def test_an_agencys_own_plan_is_kept_changed_and_withdrawn(scene: World) -> None:
    asks, place = program(scene, "department"), f"/api/plans/{scene.plan.code}/agency-plans"
    sent = {"agency": "90.SO_TP", "title": "Kế hoạch mẫu của Sở", "number": "12/KH-STP", "issued_on": "2025-03-01"}
    made = asks.post(place, sent)
    assert made.status_code == 201
    assert _code(asks.post(place, {**sent, "agency": "90.KHONG_CO"})) == (422, "unknown_agency")
    assert _code(program(scene, "lead").post(place, sent))[0] == 403
    address = f"/api/agency-plans/{made.json()['id']}"
    words = {"title": "Kế hoạch sửa", "number": "12/KH-STP"}
    changed = asks.post(f"{address}/change", words, match=made["ETag"])
    assert (changed.json()["title"], changed.json()["version"]) == ("Kế hoạch sửa", 2)
    assert _code(asks.post(f"{address}/change", words, match=made["ETag"])) == (412, "version_changed")
    assert [row["id"] for row in asks.get(f"{place}?agency=90.SO_TP").json()] == [made.json()["id"]]
    gone = asks.post(f"{address}/withdraw", {"reason": "Nhập nhầm"}, match=changed["ETag"])
    assert gone.json()["is_withdrawn"]
    assert program(scene, "other_lead").get(address).status_code == 404


def test_a_withdrawn_file_is_given_to_its_body_and_the_lead_only(scene: World, tmp_path: Path, settings: Any) -> None:
    store_at(tmp_path / "kho", settings)
    made = program(scene, "department").upload(
        f"/api/assignments/{scene.assignments['own'].pk}/evidence", pdf(), name="a.pdf"
    )
    address = f"/api/evidence/{made.json()['id']}"
    assert program(scene, "reader").get(f"{address}/file").status_code == 200
    program(scene, "department").post(f"{address}/withdraw", {"reason": "Gửi nhầm"})
    answers = {
        who: program(scene, who).get(f"{address}/file").status_code for who in ("department", "lead", "inspector")
    }
    assert set(answers.values()) == {200}
    refused = {who: program(scene, who).get(f"{address}/file").status_code for who in ("reader", "local", "colleague")}
    assert set(refused.values()) == {403}
    assert program(scene, "reader").get(address).json()["is_withdrawn"]
    assert program(scene, "other_lead").get(f"{address}/file").status_code == 404


def test_the_same_key_adds_one_activity(scene: World) -> None:
    asks = program(scene, "department")
    address = f"/api/assignments/{scene.assignments['own'].pk}/activities"
    first, again = (asks.post(address, {"text": "Tập huấn mẫu"}, key="mot") for _ in range(2))
    assert first.content == again.content
    assert again["Idempotency-Replayed"] == "true"
    assert Activity.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_with_the_same_version_of_an_activity_at_once() -> None:
    found = world()
    asks = program(found, "department")
    made = _add(asks, found)
    ready = threading.Barrier(4)

    def one(number: int) -> int:
        with clock.frozen(clock.now()):
            ready.wait(timeout=30)
            try:
                sent = {"progress": 10 + number, "text": f"Người {number}"}
                answer = asks.post(f"/api/activities/{made['id']}/record", sent, match=made["tag"])
                return int(answer.status_code)
            finally:
                connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(one, range(4))) == [200, 412, 412, 412]
    assert ActivityNote.objects.count() == 1


# ---- several at once ----


def test_each_of_several_is_told_by_itself(scene: World) -> None:
    asks, own = program(scene, "department"), scene.assignments["own"]
    own.refresh_from_db()
    waiting = Assignment.objects.get(task__plan=scene.plan, task__code="I.1", agency__code="90.SO_TP")
    lead = Assignment.objects.get(task__plan=scene.plan, task__code="I.1", agency__code="90.SO_YT", instance=None)
    items = [
        {"assignment": lead.pk, "progress": 9, "text": "Của người khác"},
        {"assignment": own.pk, "progress": 33, "text": "Một phần ba", "version": own.version},
        {"assignment": 10**12, "progress": 9, "text": "Không có"},
        {"assignment": waiting.pk, "progress": 9, "text": "Bản cũ", "version": waiting.version + 7},
    ]
    answer = asks.post("/api/assignments/several/progress", {"items": items}, key="loat-1").json()
    told = [(each["assignment"], each["is_done"], each["code"]) for each in answer["items"]]
    assert told == [
        (lead.pk, False, "not_allowed"),
        (own.pk, True, ""),
        (10**12, False, "not_found"),
        (waiting.pk, False, "version_changed"),
    ]
    assert (answer["done"], answer["refused"]) == (1, 3)
    own.refresh_from_db()
    assert (own.progress, answer["items"][1]["version"]) == (33, own.version)
    notes = ProgressNote.objects.count()
    again = asks.post("/api/assignments/several/progress", {"items": items}, key="loat-1")
    assert again.json() == answer
    assert ProgressNote.objects.count() == notes


def test_several_that_do_nothing_or_are_named_twice(scene: World) -> None:
    asks, own = program(scene, "department"), scene.assignments["own"].pk
    one = {"assignment": own, "wanted_on": "2025-01-01", "reason": "Chờ"}
    answer = asks.post("/api/assignments/several/ask-extension", {"items": [one]})
    assert _code(answer) == (422, "nothing_done")
    assert answer.json()["errors"][0]["field"] == "body.items.0"
    assert _code(asks.post("/api/assignments/several/ask-extension", {"items": [one, one]})) == (422, "named_twice")
    assert _code(asks.post("/api/assignments/several/accept", {"items": []})) == (422, "invalid")
    assert not Extension.objects.exists()


# ---- periods, versions, figures, calendar ----


def test_a_rule_is_set_its_periods_listed_and_stopped(scene: World) -> None:
    asks = program(scene, "lead")
    address = f"/api/tasks/{scene.task.pk}"
    sent = {"frequency": "monthly", "from_on": "2025-05-01", "reason": "Theo công văn mẫu"}
    assert _code(asks.post(f"{address}/recurrence/set", {**sent, "due_day": 32})) == (422, "invalid")
    assert _code(asks.post(f"{address}/recurrence/set", {**sent, "frequency": "daily"})) == (422, "invalid")
    told = asks.post(f"{address}/recurrence/set", sent)
    assert told.status_code == 200, told.content
    assert [rule["frequency"] for rule in told.json()["rules"]] == ["monthly"]
    listed, cursor = [], ""
    for _ in range(20):
        page = asks.get(f"{address}/periods?limit=1&cursor={cursor}").json()
        listed += page["items"]
        cursor = page["next"]
        if not cursor:
            break
    assert listed == told.json()["periods"]
    stop = {"from_on": "2025-06-10", "reason": "Hết việc"}
    assert asks.post(f"{address}/recurrence/stop", stop).json()["until_on"] >= "2025-05-31"
    assert _code(asks.post(f"{address}/recurrence/stop", stop)) == (422, "no_rule")


def test_the_plan_of_a_day_and_what_differs(scene: World) -> None:
    asks, base = program(scene, "reader"), f"/api/plans/{scene.plan.code}/versions"
    told = asks.get(f"{base}/on").json()
    facts = version_on(scene.actor("reader"), scene.plan, clock.today()).tasks
    assert [each["task_id"] for each in told["tasks"]] == list(facts)
    assert told["version"] == 1
    assert asks.get(f"{base}/compare?first=2025-05-20").json()["changes"] == []
    assert _code(asks.get(f"{base}/compare")) == (422, "invalid")


def test_figures_by_several_dimensions_add_up_and_stay_in_the_province(scene: World) -> None:
    told = program(scene, "reader").get("/api/statistics?by=plan&by=agency&role=lead&role=coordinator").json()
    whole = program(scene, "reader").get("/api/statistics?role=lead&role=coordinator").json()
    assert sum(row["total"] for row in told["rows"]) == whole["rows"][0]["total"] > 0
    assert {row["key"]["plan"] for row in told["rows"]} == {scene.plan.code}
    other = program(scene, "other_lead").get("/api/statistics?by=plan").json()
    assert scene.plan.code not in str(other)
    assert _code(program(scene, "other_lead").get(f"/api/statistics?plan={scene.plan.code}")) == (404, "not_found")
    assert _code(program(scene, "reader").get("/api/statistics?on=2099-01-01")) == (422, "day_to_come")
    assert Task.objects.exists()


def test_the_calendar_by_programs(scene: World) -> None:
    asks = program(scene, "lead")
    sent = {"first": "2027-02-08", "swapped_in": "2027-02-13", "name": "Tết Đinh Mùi", "basis": "Thông báo mẫu 1/TB"}
    made = asks.post("/api/calendar/days", sent)
    assert [(each["day"], each["kind"]) for each in made.json()] == [
        ("2027-02-08", "off"),
        ("2027-02-13", "swapped_in"),
    ]
    assert _code(asks.post("/api/calendar/days", sent)) == (422, "day_entered")
    year = asks.get("/api/calendar/2027").json()
    assert "2027-02-08" in year["days_off"]
    assert year["days_worked"] == ["2027-02-13"]
    gone = asks.post(f"/api/calendar/days/{made.json()[0]['id']}/withdraw", {"reason": "Nhầm"})
    assert len(gone.json()) == 2, "the other day of the swap goes with it"
    assert asks.get("/api/calendar/1999").status_code == 404


def test_a_difficulty_passed_on_turned_and_raised_again(scene: World) -> None:
    assert scene.difficulty is not None
    lead, address = program(scene, "lead"), f"/api/difficulties/{scene.difficulty.pk}"
    tag = lead.get(address)["ETag"]
    nobody = lead.post(f"{address}/escalate", {"reason": "Vượt thẩm quyền"}, match=tag)
    assert _code(nobody) == (422, "escalation_incomplete")
    passed = lead.post(f"{address}/escalate", {"to_words": "Bộ Y tế", "reason": "Vượt thẩm quyền"}, match=tag)
    assert (passed.json()["state"], passed.json()["passed_to"]) == ("escalated", "Bộ Y tế")
    late = {"answer": "Trả lời theo bản đã cũ"}
    assert _code(lead.post(f"{address}/answer", late, match=tag)) == (412, "version_changed")
    assert lead.post(f"{address}/answer", late).status_code == 428
    sent = {"adjustment": "task_change", "words": "Bỏ phần xe, theo 12/QĐ"}
    assert _code(lead.post(f"{address}/adjust", sent, match=tag)) == (412, "version_changed")
    no_such = lead.post(f"{address}/adjust", {"adjustment": "extension", "extension_id": 9}, match="*")
    assert _code(no_such) == (422, "no_such_extension")
    assert lead.post(f"{address}/adjust", sent, match=passed["ETag"]).json()["adjustment"] == "task_change"
    department = program(scene, "department")
    again = department.post(f"{address}/reopen", {"reason": "Chưa đủ"}, match="*")
    assert (again.status_code, again.json()["state"]) == (200, "raised")
    acts = [step["act"] for step in department.get(f"{address}/steps").json()]
    assert acts == ["raise", "escalate", "adjust", "reopen"]
