"""By programs: one act on several assignments, all or none, and taken back as one."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from mangnon.audit.models import AuditRow
from mangnon.desk.models import BulkAct, BulkActRow
from mangnon.kernel import clock
from mangnon.plans.models import Assignment
from mangnon.plans.terms import Execution
from tests.exchange.asking import program
from tests.harness.queries import assert_constant_queries
from tests.journeys.provinces import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(scene: World) -> Assignment:
    """What the department has not taken on yet."""
    return Assignment.objects.get(task__plan=scene.plan, task__code="I.1", agency__code="90.SO_TP")


def test_done_told_and_taken_back_as_one(scene: World, waiting: Assignment) -> None:
    asks = program(scene, "department")
    sent = {"kind": "accept", "items": [{"assignment": waiting.pk, "version": waiting.version}]}
    done = asks.post("/api/bulk-acts", sent, key="mot")
    assert done.status_code == 201
    told = done.json()
    assert told["rows"] == [{"assignment": waiting.pk, "version": waiting.version + 1}]
    assert dt.datetime.fromisoformat(told["undo_until"]) > clock.now()
    again = asks.post("/api/bulk-acts", sent, key="mot")
    assert (again.json(), again["Idempotency-Replayed"]) == (told, "true")
    assert asks.get("/api/bulk-acts").json() == {"items": [told], "next": ""}
    assert asks.get(f"/api/bulk-acts/{told['id']}").json() == told

    rows = AuditRow.objects.count()
    back = asks.post(f"/api/bulk-acts/{told['id']}/undo")
    assert (back.status_code, back.json()["undo_until"]) == (200, None)
    assert back.json()["undone_at"] is not None
    waiting.refresh_from_db()
    assert waiting.execution == Execution.NOT_RECEIVED
    assert AuditRow.objects.count() > rows
    twice = asks.post(f"/api/bulk-acts/{told['id']}/undo")
    assert (twice.status_code, twice.json()["code"]) == (422, "undone_before")


def test_all_or_none_and_each_refused_row_says_why(scene: World, waiting: Assignment) -> None:
    asks, own = program(scene, "department"), scene.assignments["own"]
    rows = AuditRow.objects.count()
    sent = {"kind": "accept", "items": [{"assignment": waiting.pk}, {"assignment": own.pk}]}
    answer = asks.post("/api/bulk-acts", sent)
    assert (answer.status_code, answer.json()["code"]) == (422, "bulk_refused")
    (error,) = answer.json()["errors"]
    assert (error["field"], bool(error["detail"])) == ("body.items.1", True)
    waiting.refresh_from_db()
    assert waiting.execution == Execution.NOT_RECEIVED
    assert (BulkAct.objects.count(), AuditRow.objects.count()) == (0, rows)


def test_an_old_version_is_refused(scene: World, waiting: Assignment) -> None:
    asks = program(scene, "department")
    Assignment.objects.filter(pk=waiting.pk).update(version=7)
    answer = asks.post("/api/bulk-acts", {"kind": "accept", "items": [{"assignment": waiting.pk, "version": 1}]})
    assert (answer.status_code, BulkAct.objects.count()) == (422, 0)


@pytest.mark.parametrize(
    "sent",
    [
        {"kind": "accept", "items": []},
        {"kind": "khac", "items": [{"assignment": 1}]},
        {"kind": "progress", "items": [{"assignment": 1}], "progress": 101},
        {"kind": "accept", "items": [{"assignment": 1}, {"assignment": 1}]},
        {"kind": "accept", "items": [{"assignment": 1}], "la": 1},
    ],
)
def test_what_is_sent_wrongly_is_told(scene: World, sent: dict[str, object]) -> None:
    answer = program(scene, "department").post("/api/bulk-acts", sent)
    assert (answer.status_code, BulkAct.objects.count()) == (422, 0)


def test_after_ten_minutes_it_stays(scene: World, waiting: Assignment) -> None:
    asks = program(scene, "department")
    pk = asks.post("/api/bulk-acts", {"kind": "accept", "items": [{"assignment": waiting.pk}]}).json()["id"]
    BulkAct.objects.update(made_at=clock.now() - dt.timedelta(minutes=10, seconds=1))
    assert asks.get(f"/api/bulk-acts/{pk}").json()["undo_until"] is None
    answer = asks.post(f"/api/bulk-acts/{pk}/undo")
    assert (answer.status_code, answer.json()["code"]) == (422, "too_late")


def test_acts_of_others_are_not_there_and_more_cost_no_more_statements(scene: World, waiting: Assignment) -> None:
    asks = program(scene, "department")
    pk = asks.post("/api/bulk-acts", {"kind": "accept", "items": [{"assignment": waiting.pk}]}).json()["id"]
    for person in ("lead", "other_lead"):
        other = program(scene, person)
        assert other.get("/api/bulk-acts").json()["items"] == []
        assert other.post(f"/api/bulk-acts/{pk}/undo").status_code == 404
    numbers = itertools.count(1)

    def add_row() -> None:
        made = BulkAct.objects.get(pk=pk)
        made.pk, made.kind = None, "accept"
        made.save()
        BulkActRow.objects.create(act=made, assignment=waiting, version=next(numbers))

    assert_constant_queries(add_row=add_row, read=lambda: asks.get("/api/bulk-acts"))


def test_who_gave_it_calls_back_on_the_version_that_was_read(scene: World, waiting: Assignment) -> None:
    asks = program(scene, "lead")
    item: dict[str, int] = {"assignment": waiting.pk}
    blind = asks.post("/api/bulk-acts", {"kind": "recall", "items": [item], "text": "Giao nhầm mẫu"})
    assert (blind.status_code, blind.json()["errors"][0]["field"]) == (422, "body.items.0")
    item["version"] = waiting.version
    done = asks.post("/api/bulk-acts", {"kind": "recall", "items": [item], "text": "Giao nhầm mẫu"})
    assert (done.status_code, done.json()["undo_until"]) == (201, None)
    waiting.refresh_from_db()
    assert waiting.execution == Execution.RECALLED
    back = asks.post(f"/api/bulk-acts/{done.json()['id']}/undo")
    assert (back.status_code, back.json()["code"]) == (422, "not_undoable")
