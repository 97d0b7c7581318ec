"""What programs are answered: records, pages of lists, versions, problems."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from mangnon.exchange.rest.problems import CONTENT_TYPE
from mangnon.exchange.terms import TokenScope
from mangnon.kernel import clock
from mangnon.plans.models import Assignment
from mangnon.plans.public import raise_difficulty
from tests.exchange.asking import Program, program
from tests.harness.queries import assert_constant_queries
from tests.journeys.provinces import World
from tests.plans import made


def _own(found: World) -> str:
    return f"/api/assignments/{found.assignments['own'].pk}"


def _refused(answer: Any, status: int, code: str) -> dict[str, Any]:
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == CONTENT_TYPE
    told: dict[str, Any] = answer.json()
    assert (told["status"], told["code"]) == (status, code)
    assert told["type"].endswith(code)
    assert told["detail"]
    assert told["title"]
    return told


def test_a_plan_its_tasks_and_its_figures(scene: World) -> None:
    asks = program(scene, "local", scope=TokenScope.READ)
    assert [plan["code"] for plan in asks.get("/api/plans").json()["items"]] == ["99-KH-UBND"]
    assert asks.get("/api/plans/99-KH-UBND").json()["lead_agency"]["code"] == "90.SO_YT"
    tasks = asks.get("/api/plans/99-KH-UBND/tasks").json()["items"]
    assert [task["code"] for task in tasks] == ["I.1", "I.2", "I.3"]
    assert asks.get(f"/api/tasks/{tasks[1]['id']}").json() == tasks[1]
    figures = asks.get("/api/plans/99-KH-UBND/statistics?by=agency").json()
    assert {row["key"]["code"]: row["not_done_overdue"] for row in figures["rows"]} == {"90.SO_TP": 1, "90.SO_YT": 0}
    whole = asks.get("/api/plans/99-KH-UBND/statistics").json()["rows"]
    assert [row["total"] for row in whole] == [3]


def test_lists_are_cut_by_a_cursor_that_belongs_to_them(scene: World) -> None:
    asks, seen, cursor = program(scene, "department"), [], ""
    for _ in range(20):
        page = asks.get(f"/api/assignments?limit=2&cursor={cursor}").json()
        seen += [row["id"] for row in page["items"]]
        cursor = page["next"]
        if not cursor:
            break
    assert len(seen) == len(set(seen)) == Assignment.objects.on(clock.today()).filter(task__plan=scene.plan).count()
    first = asks.get("/api/assignments?limit=2").json()["next"]
    _refused(asks.get(f"/api/assignments?limit=2&role=lead&cursor={first}"), 422, "bad_cursor")
    _refused(asks.get(f"/api/plans?cursor={first}"), 422, "bad_cursor")
    _refused(asks.get("/api/assignments?cursor=abc"), 422, "bad_cursor")
    _refused(asks.get("/api/assignments?limit=0"), 422, "invalid")
    _refused(asks.get("/api/assignments?limit=201"), 422, "invalid")


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("role=lead", 3),
        ("agency=90.SO_TP", 3),
        ("deadline=overdue", None),
        ("deadline=due_soon", None),
        ("deadline=no_deadline", None),
        ("execution=in_progress", 1),
        ("kind=delegated", 0),
        ("plan=KHONG-CO", 0),
    ],
)
def test_filters_agree_with_what_each_row_says(scene: World, query: str, count: int | None) -> None:
    asks = program(scene, "lead")
    rows = asks.get(f"/api/assignments?limit=200&{query}").json()["items"]
    if count is not None:
        assert len(rows) == count
    name, _, value = query.partition("=")
    if name == "deadline":
        every = asks.get("/api/assignments?limit=200").json()["items"]
        assert [row["id"] for row in rows] == [row["id"] for row in every if row["deadline"] == value]


def test_the_version_decides_who_was_first(scene: World) -> None:
    asks, address = program(scene, "department"), _own(scene)
    tag = asks.get(address)["ETag"]
    sent = {"progress": 40, "text": "Đã làm mẫu"}
    _refused(asks.post(f"{address}/progress", sent), 428, "version_missing")
    done = asks.post(f"{address}/progress", sent, match=tag)
    assert (done.status_code, done.json()["progress"]) == (200, 40)
    _refused(asks.post(f"{address}/progress", {"progress": 10, "text": "Muộn"}, match=tag), 412, "version_changed")
    assert asks.get(address).json()["progress"] == 40
    assert asks.post(f"{address}/progress", sent, match=done["ETag"]).status_code == 200
    assert asks.post(f"{address}/progress", sent, match="*").status_code == 200
    weak = f"W/{asks.get(address)['ETag']}"  # what a compressing server makes of it
    assert asks.post(f"{address}/progress", sent, match=weak).status_code == 200


def test_what_is_known_is_not_sent_again(scene: World) -> None:
    asks = program(scene, "department")
    for address in (_own(scene), "/api/plans", "/api/assignments"):
        tag = asks.get(address)["ETag"]
        again = asks.get(address, If_None_Match=tag)
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
        assert asks.get(address, If_None_Match='"khac"').status_code == 200


def test_the_deadline_counts_for_the_known(scene: World) -> None:
    row = scene.assignments["own"]
    Assignment.objects.filter(pk=row.pk).update(due_on=clock.today(), original_due_on=clock.today())
    asks = program(scene, "department")
    tag = asks.get(_own(scene))["ETag"]
    with clock.frozen(clock.now() + dt.timedelta(days=1)):
        assert asks.get(_own(scene), If_None_Match=tag).json()["deadline"] == "overdue"


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"progress": 101, "text": "x"}, "body.progress"),
        ({"progress": "nhiều", "text": "x"}, "body.progress"),
        ({"progress": 10}, "body.text"),
        ({"progress": 10, "text": "x", "them": 1}, "body.them"),
        ({"progress": 10, "text": "x" * 4001}, "body.text"),
        ([1], "body"),
    ],
)
def test_faults_of_fields_are_told_with_their_path(scene: World, sent: Any, field: str) -> None:
    told = _refused(program(scene, "department").post(f"{_own(scene)}/progress", sent, match="*"), 422, "invalid")
    assert field in [error["field"] for error in told["errors"]]
    assert all(error["detail"] for error in told["errors"])


def test_problems_of_the_interface_itself(scene: World) -> None:
    asks, address = program(scene, "department"), _own(scene)
    _refused(asks.get("/api/khong-co/gi"), 404, "not_found")
    _refused(asks.get("/api/"), 404, "not_found")
    _refused(asks.get("/api/assignments/999999999999999999999999"), 404, "not_found")
    _refused(asks.get("/api/tasks/mot"), 404, "not_found")
    wrong = asks.get(f"{address}/accept")
    _refused(wrong, 405, "method_not_allowed")
    assert wrong["Allow"] == "POST"
    _refused(asks.post(f"{address}/progress", raw=b'{"progress": ', match="*"), 400, "unreadable")
    _refused(asks.post(f"{address}/progress", raw=b"\xff\xfe", match="*"), 400, "unreadable")
    _refused(asks.post(f"{address}/progress", raw=b"x" * (1024 * 1024 + 1), match="*"), 413, "too_large")
    nul = {"progress": 1, "text": "a\x00b"}
    _refused(asks.post(f"{address}/progress", nul, match="*"), 422, "bad_sign")
    _refused(asks.get("/api/plans?cursor=%00"), 422, "bad_sign")
    form = asks.client.post(f"{address}/progress", {"progress": 1}, headers={"Authorization": f"Bearer {asks.key}"})
    _refused(form, 415, "bad_type")
    huge = "/api/plans?cursor=" + "a" * 1001
    _refused(asks.get(huge), 422, "invalid")
    deep = b'{"text": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    assert asks.post(f"{address}/progress", raw=deep, match="*").status_code in (400, 422)


def test_a_fault_of_the_program_is_told_without_its_words(
    scene: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("chữ riêng của người gửi")

    monkeypatch.setattr("mangnon.plans.acts.working.write_move", broken)
    answer = program(scene, "department").post(
        f"{_own(scene)}/progress", {"progress": 1, "text": "x"}, match="*", key="loi-1"
    )
    _refused(answer, 500, "broken")
    assert "chữ riêng" not in answer.content.decode() + caplog.text


def test_the_session_of_a_browser_needs_its_form_key(scene: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(scene.users["department"])
    address = _own(scene)
    assert client.get(address).status_code == 200
    refused = client.post(f"{address}/progress", "{}", content_type="application/json")
    _refused(refused, 403, "no_csrf")
    client.get("/tai-khoan/ma-truy-cap/")
    done = client.post(
        f"{address}/progress",
        '{"progress": 5, "text": "Qua trình duyệt"}',
        content_type="application/json",
        headers={"X-CSRFToken": client.cookies["csrftoken"].value, "If-Match": "*"},
    )
    assert done.status_code == 200, done.content


@pytest.mark.parametrize("address", ["/api/plans", "/api/assignments", "/api/difficulties"])
def test_more_rows_cost_no_more_statements(scene: World, address: str) -> None:
    asks = program(scene, "department")

    def add() -> None:
        made.adopted(code=f"M-{Assignment.objects.count()}")
        raise_difficulty(actor=scene.actor("department"), assignment_id=scene.assignments["own"].pk, text="Vướng mẫu")

    assert_constant_queries(add_row=add, read=lambda: asks.get(address))


def test_nothing_of_another_province_is_there(scene: World) -> None:
    asks = program(scene, "other_lead")
    assert asks.get("/api/plans").json()["items"] == []
    assert asks.get("/api/assignments").json()["items"] == []
    pk = scene.assignments["own"].pk
    for address in (
        "/api/plans/99-KH-UBND",
        "/api/plans/99-KH-UBND/tasks",
        f"/api/tasks/{scene.task.pk}",
        f"/api/assignments/{pk}",
    ):
        _refused(asks.get(address), 404, "not_found")
    _refused(asks.post(f"/api/assignments/{pk}/accept", {}, match="*"), 404, "not_found")
    _refused(asks.post("/api/assignments/accept", {"assignments": [pk]}), 404, "not_found")
    _refused(Program("mn_khong-dung").get("/api/plans"), 401, "bad_key")
    _refused(Program().get("/api/plans"), 401, "no_key")
