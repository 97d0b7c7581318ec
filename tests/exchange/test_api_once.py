"""The same request twice is done once: after one another, at once in real threads, on both databases."""

from __future__ import annotations

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections

from mangnon.accounts.public import SYSTEM
from mangnon.audit.models import AuditRow
from mangnon.exchange.answers import KEPT_DAYS, prune_answers
from mangnon.exchange.models import StoredAnswer
from mangnon.kernel import clock
from mangnon.plans.assignments.log_checking import log_disagreements
from mangnon.plans.models import Assignment, AssignmentEvent, Difficulty, ProgressNote
from tests.exchange.asking import program
from tests.journeys.provinces import World, world


def _address(found: World, tail: str = "difficulties") -> str:
    return f"/api/assignments/{found.assignments['own'].pk}/{tail}"


def test_the_same_key_answers_the_same_without_acting(scene: World) -> None:
    asks, sent = program(scene, "department"), {"text": "Thiếu xe mẫu"}
    before = Difficulty.objects.count()
    first = asks.post(_address(scene), sent, key="viec-1")
    again = asks.post(_address(scene), sent, key="viec-1")
    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert first.status_code == 201
    assert again["Idempotency-Replayed"] == "true"
    assert first["ETag"] == again["ETag"]
    assert Difficulty.objects.count() == before + 1
    assert asks.post(_address(scene), sent, key="viec-2").json()["id"] != first.json()["id"]


def test_the_same_key_for_something_else_is_refused(scene: World) -> None:
    asks = program(scene, "department")
    asks.post(_address(scene), {"text": "Thiếu xe mẫu"}, key="viec-1")
    for address, sent in ((_address(scene), {"text": "Khác"}), (_address(scene, "accept"), {"text": "Thiếu xe mẫu"})):
        answer = asks.post(address, sent, key="viec-1")
        assert (answer.status_code, answer.json()["code"]) == (422, "key_used_otherwise")


def test_a_key_is_ones_own_and_free_again_after_a_refusal(scene: World) -> None:
    asks, other = program(scene, "department"), program(scene, "lead")
    assert asks.post(_address(scene, "accept"), {}, match="*", key="k").status_code == 422
    assert StoredAnswer.objects.count() == 0
    sent = {"progress": 7, "text": "Đã làm"}
    assert asks.post(_address(scene, "progress"), sent, match="*", key="k").status_code == 200
    answer = other.post(f"/api/tasks/{scene.task.pk}/assignments", {}, key="k")
    assert answer.json()["code"] == "invalid", "the other's key is another key"


@pytest.mark.parametrize("key", ["", "có dấu", "a" * 201, "a b"])
def test_a_bad_key_is_told(scene: World, key: str) -> None:
    asks = program(scene, "department")
    answer = asks.client.post(
        _address(scene),
        b'{"text": "x"}',
        content_type="application/json",
        headers={"Authorization": f"Bearer {asks.key}", "Idempotency-Key": key},
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_idempotency_key")


def test_old_answers_are_forgotten(scene: World) -> None:
    program(scene, "department").post(_address(scene), {"text": "Thiếu xe mẫu"}, key="viec-1")
    assert prune_answers() == 0
    with clock.actual_frozen(clock.actual_now() + dt.timedelta(days=KEPT_DAYS, seconds=1)):
        assert prune_answers() == 1


def _at_once(many: int, ask: Any) -> list[Any]:
    ready = threading.Barrier(many)

    def one(number: int) -> Any:
        with clock.frozen(clock.at(dt.date(2025, 5, 20), 9)):
            ready.wait(timeout=30)
            try:
                return ask(number)
            finally:
                connections.close_all()

    with ThreadPoolExecutor(many) as pool:
        return list(pool.map(one, range(many)))


@pytest.mark.django_db(transaction=True)
def test_at_once_it_is_done_once() -> None:
    found = world()
    asks, before = program(found, "department"), Difficulty.objects.count()
    sent = {"text": "Thiếu xe mẫu"}
    answers = _at_once(6, lambda number: asks.post(_address(found), sent, key="cung-luc"))
    assert {(answer.status_code, answer.content) for answer in answers} == {(201, answers[0].content)}
    assert Difficulty.objects.count() == before + 1
    assert sum("Idempotency-Replayed" in answer.headers for answer in answers) == 5


@pytest.mark.django_db(transaction=True)
def test_two_with_the_same_version_at_once() -> None:
    found = world()
    asks = program(found, "department")
    row = found.assignments["own"]
    tag = asks.get(f"/api/assignments/{row.pk}")["ETag"]
    before = ProgressNote.objects.count()
    answers = _at_once(
        6,
        lambda number: asks.post(
            _address(found, "progress"), {"progress": number, "text": f"Người {number}"}, match=tag
        ),
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412, 412, 412]
    assert ProgressNote.objects.count() == before + 1
    assert Assignment.objects.get(pk=row.pk).version == int(tag.strip('"').partition("-")[0]) + 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("holder", "giver"),
    [
        (("report-complete", {"reason": "Chưa có ý kiến phối hợp"}), ("recall", {"reason": "Giao nhầm mẫu"})),
        (
            ("ask-extension", {"wanted_on": "2025-07-31", "reason": "Chờ kinh phí mẫu"}),
            ("reassign", {"to_agency": "90.SO_NV", "reason": "Theo chỉ đạo mẫu"}),
        ),
    ],
)
def test_holder_and_giver_at_once_one_of_them_is_first(
    holder: tuple[str, dict[str, Any]], giver: tuple[str, dict[str, Any]]
) -> None:
    """Both act on the version they have read: one does it, the other is told that it is another version now."""
    found = world()
    row = found.assignments["own"]
    sides = [(program(found, "department"), *holder), (program(found, "lead"), *giver)]
    tag = sides[0][0].get(f"/api/assignments/{row.pk}")["ETag"]
    events, audits = AssignmentEvent.objects.count(), AuditRow.objects.count()

    def act(number: int) -> Any:
        asks, tail, sent = sides[number]
        return asks.post(_address(found, tail), sent, match=tag)

    answers = _at_once(2, act)
    assert sorted(answer.status_code for answer in answers) == [200, 412], [each.content for each in answers]
    assert Assignment.objects.get(pk=row.pk).version == int(tag.strip('"').partition("-")[0]) + 1
    won = answers[0].status_code == 200
    assert AssignmentEvent.objects.count() > events or won, "a request for a later day moves nothing in the log"
    assert AuditRow.objects.count() > audits
    assert log_disagreements(SYSTEM) == []
