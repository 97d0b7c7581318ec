"""By programs: from a Committee's paragraph to what was done on it, and back from the task."""

from __future__ import annotations

import itertools

import pytest

from mangnon.audit.models import AuditRow
from mangnon.recommendations.models import AnsweringPaper, RecommendationLink, RightTag
from tests.exchange.asking import program
from tests.harness.queries import assert_constant_queries
from tests.journeys.provinces import World
from tests.journeys.rooms import recommendations as made

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(scene: World) -> str:
    """Paragraph 30 of a Committee's document."""
    return f"/api/recommendations/{made._thirty(scene).document.code}/30"


def test_linked_answered_seen_from_the_task_and_removed(scene: World, address: str) -> None:
    asks = program(scene, "lead")
    assert asks.get(f"{address}/answer").json()["tasks"] == []
    sent = {"tasks": [scene.task.pk], "plans": [scene.plan.code], "note": "Mẫu"}
    done = asks.post(f"{address}/links", sent, key="mot")
    assert done.status_code == 201
    assert {(each["plan"], each["task_code"]) for each in done.json()} == {
        (scene.plan.code, scene.task.code),
        (scene.plan.code, None),
    }
    rows = AuditRow.objects.count()
    again = asks.post(f"{address}/links", sent, key="mot")
    assert (again.json(), again["Idempotency-Replayed"]) == (done.json(), "true")
    assert asks.post(f"{address}/links", sent).status_code == 201, "what is linked stays as it is"
    assert (RecommendationLink.objects.count(), AuditRow.objects.count()) == (2, rows)

    answer = asks.get(f"{address}/answer").json()
    assert answer["plans"] == [scene.plan.code]
    (task,) = answer["tasks"]
    # Sở Tư pháp leads it; it was due yesterday.
    assert (task["code"], task["lead"]["code"], task["deadline"]) == ("I.2", "90.SO_TP", "overdue")
    assert "90.SO_TP" in {each["code"] for each in task["late"]}
    assert (answer["figures"]["not_done_overdue"], answer["figures"]["total"]) == (1, 1)

    back = asks.get(f"/api/tasks/{scene.task.pk}/recommendations").json()
    assert [(each["paragraph"], each["task_code"]) for each in back] == [("30", "I.2"), ("30", None)]
    gone = asks.post(f"/api/recommendation-links/{back[0]['id']}/remove", {"reason": "Không còn đúng"})
    assert gone.status_code == 200
    assert asks.get(f"{address}/answer").json()["tasks"] == []
    twice = asks.post(f"/api/recommendation-links/{back[0]['id']}/remove", {"reason": "Lần nữa"})
    assert twice.status_code == 404
    assert RecommendationLink.objects.get(pk=back[0]["id"]).removed_reason == "Không còn đúng"


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({}, "nothing_chosen"),
        ({"tasks": [10**9]}, "unknown_end"),
        ({"plans": ["KHONG-CO"]}, "not_found"),
        ({"tasks": [1], "kind": "khac"}, "invalid"),
        ({"tasks": [1], "la": 1}, "invalid"),
    ],
)
def test_what_cannot_be_linked_is_told(scene: World, address: str, sent: dict[str, object], code: str) -> None:
    asks = program(scene, "lead")
    rows = AuditRow.objects.count()
    answer = asks.post(f"{address}/links", sent)
    assert answer.json()["code"] == code
    assert (RecommendationLink.objects.count(), AuditRow.objects.count()) == (0, rows)


def test_another_province_sees_the_paragraph_and_not_our_links(scene: World, address: str) -> None:
    link = made._link(scene)[0]
    other = program(scene, "other_lead")
    assert other.get(address).status_code == 200
    assert other.get(f"{address}/links").json() == {"items": [], "next": ""}
    assert other.get(f"{address}/answer").json()["tasks"] == []
    assert other.post(f"/api/recommendation-links/{link}/remove", {"reason": "Sai"}).status_code == 404
    assert RecommendationLink.objects.get().removed_at is None


def test_paragraphs_by_right_urgency_and_whether_answered(scene: World, address: str) -> None:
    row, asks = made._thirty(scene), program(scene, "lead")
    RightTag.objects.create(recommendation=row, article=12)

    def found(**asked: object) -> list[str]:
        query = "&".join(f"{name}={value}" for name, value in asked.items())
        return [each["paragraph"] for each in asks.get(f"/api/recommendations?{query}").json()]

    assert found(right=12) == ["30"]
    assert found(right=99) == found(urgent="true") == found(answered="true") == []
    made._link(scene)
    assert found(answered="true") == ["30"]
    assert found(answered="false") == []
    assert asks.get(address).json()["rights"] == [12]


def test_links_come_in_pages_and_more_cost_no_more_statements(scene: World, address: str) -> None:
    tasks = list(scene.plan.tasks.order_by("pk"))
    asks, paragraph = program(scene, "lead"), made._thirty(scene)
    for task in tasks[:2]:
        RecommendationLink.objects.create(recommendation=paragraph, task=task, made_at=scene.plan.adopted_at)
    first = asks.get(f"{address}/links?limit=1").json()
    second = asks.get(f"{address}/links?limit=1&cursor={first['next']}").json()
    assert [each["task_id"] for each in first["items"] + second["items"]] == [task.pk for task in tasks[:2]]
    assert second["next"] == ""
    numbers = itertools.count(1)

    def add_row() -> None:
        number = f"{next(numbers)}/QĐ-TTg"
        paper = AnsweringPaper.objects.create(document=paragraph.document, number=number, number_key=number)
        RecommendationLink.objects.create(recommendation=paragraph, made_at=scene.plan.adopted_at, paper=paper)

    assert_constant_queries(add_row=add_row, read=lambda: asks.get(f"{address}/links"))
