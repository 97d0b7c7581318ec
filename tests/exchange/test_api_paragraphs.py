"""By programs: a document of a Committee recorded, a list of its paragraphs previewed, then applied as a whole."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from django.test import Client

from mangnon.audit.models import AuditRow
from mangnon.exchange.terms import TokenScope
from mangnon.recommendations.models import CommitteeDocument, ParagraphList, Recommendation, RecommendationLink
from tests.exchange.asking import program
from tests.harness.queries import assert_constant_queries
from tests.journeys.provinces import World
from tests.journeys.rooms import recommendations as made

pytestmark = pytest.mark.django_db


@pytest.fixture
def lists(scene: World) -> str:
    """Where lists of a Committee's document are sent; it has paragraph 30, without words."""
    return f"/api/recommendation-documents/{made._thirty(scene).document.code}/lists"


def _paragraphs(scene: World) -> list[dict[str, Any]]:
    return [
        {
            "paragraph": "30",
            "cluster": "E",
            "text": "Phòng ngừa bạo lực mẫu",
            "is_urgent": True,
            "rights": [27, 25],
            "tasks": [{"plan": scene.plan.code, "code": scene.task.code}],
        },
        {"paragraph": "31 (a)", "topic": "Chủ đề mẫu"},
    ]


def test_a_list_is_previewed_then_applied_and_again_changes_nothing(scene: World, lists: str) -> None:
    asks = program(scene, "lead")
    rows = AuditRow.objects.count()
    answer = asks.post(lists, {"paragraphs": _paragraphs(scene), "is_verified": True}, key="mot")
    assert answer.status_code == 201
    seen = answer.json()
    assert {name: seen[name] for name in ("new", "changed", "unchanged", "wrong", "links", "is_applicable")} == {
        "new": 1,
        "changed": 1,
        "unchanged": 0,
        "wrong": 0,
        "links": 1,
        "is_applicable": True,
    }
    first, second = seen["rows"]
    assert (first["paragraph"], first["verdict"], first["links"]) == ("30", "changed", 1)
    assert [(each["field"], each["before"], each["after"]) for each in first["changes"]] == [
        ("cluster", "", "E"),
        ("text", "", "Phòng ngừa bạo lực mẫu"),
        ("is_urgent", "không", "có"),
        ("rights", "", "25, 27"),
    ]
    assert (second["paragraph"], second["verdict"], second["changes"]) == ("31a", "new", [])
    # Nothing is written into the registry by looking, and the same request is kept once.
    assert (Recommendation.objects.get().text, AuditRow.objects.count()) == ("", rows)
    again = asks.post(lists, {"paragraphs": _paragraphs(scene), "is_verified": True}, key="mot")
    assert (again.json(), again["Idempotency-Replayed"]) == (seen, "true")
    assert ParagraphList.objects.count() == 1

    address = f"{lists}/{seen['list_id']}"
    assert asks.get(address).json() == seen
    done = asks.post(f"{address}/apply", key="hai")
    told = {"new": 1, "changed": 1, "unchanged": 0, "links": 1}
    assert done.json() == {"list_id": seen["list_id"], "document": made.CODE, **told}
    row = Recommendation.objects.get(number=30)
    assert (row.cluster, row.text, row.is_urgent, row.tag) == ("E", "Phòng ngừa bạo lực mẫu", True, "V")
    assert sorted(row.rights.values_list("article", flat=True)) == [25, 27]
    assert RecommendationLink.objects.get().task_id == scene.task.pk
    assert AuditRow.objects.filter(act="import_recommendations").count() == 1
    assert asks.post(f"{address}/apply", key="hai").json() == done.json()
    assert AuditRow.objects.filter(act="import_recommendations").count() == 1, "the answer is kept"
    later = asks.get(address).json()
    assert (later["unchanged"], later["links"], later["is_applicable"]) == (2, 0, False)


def test_marks_alone_are_changed_by_a_list_of_one_and_the_rest_stays(scene: World, lists: str) -> None:
    row, asks = made._thirty(scene), program(scene, "lead")
    Recommendation.objects.filter(pk=row.pk).update(text="Nguyên văn mẫu", cluster="E", is_urgent=True)
    row.rights.create(article=25)
    sent = {"paragraphs": [{"paragraph": "30", "is_urgent": False, "rights": []}]}
    seen = asks.post(lists, sent).json()
    assert [each["field"] for each in seen["rows"][0]["changes"]] == ["is_urgent", "rights"]
    assert asks.post(f"{lists}/{seen['list_id']}/apply").json()["changed"] == 1
    row.refresh_from_db()
    assert (row.text, row.cluster, row.is_urgent, row.rights.count()) == ("Nguyên văn mẫu", "E", False, 0)


@pytest.mark.parametrize(
    ("paragraph", "word"),
    [
        ({"paragraph": "ba mươi", "topic": "x"}, "không phải số đoạn"),
        ({"paragraph": "30", "cluster": "Không có"}, "không có cụm"),
        ({"paragraph": "30", "rights": [99]}, "không phải điều về quyền"),
        ({"paragraph": "30", "tasks": [{"plan": "KHONG-CO", "code": "I.1"}]}, "tỉnh bạn không có nhiệm vụ"),
    ],
)
def test_a_wrong_paragraph_is_told_and_nothing_of_the_list_is_applied(
    scene: World, lists: str, paragraph: dict[str, Any], word: str
) -> None:
    asks, rows = program(scene, "lead"), AuditRow.objects.count()
    seen = asks.post(lists, {"paragraphs": [{"paragraph": "40", "topic": "Đúng"}, paragraph]}).json()
    assert (seen["wrong"], seen["is_applicable"], seen["rows"][0]["messages"]) == (1, False, [])
    assert word in seen["rows"][1]["messages"][0]
    refused = asks.post(f"{lists}/{seen['list_id']}/apply")
    assert (refused.status_code, refused.json()["code"]) == (422, "rows_to_correct")
    assert (Recommendation.objects.count(), AuditRow.objects.count()) == (1, rows)


def test_two_of_one_number_and_an_empty_list(scene: World, lists: str) -> None:
    asks = program(scene, "lead")
    twice = asks.post(lists, {"paragraphs": [{"paragraph": "30", "topic": "a"}, {"paragraph": "30", "topic": "b"}]})
    assert (twice.json()["wrong"], twice.json()["rows"][1]["messages"]) == (1, ["Cột «Đoạn»: trùng với dòng 1."])
    assert asks.post(lists, {"paragraphs": []}).json()["code"] == "invalid"
    assert asks.post(lists, {"paragraphs": [{"paragraph": "30", "la": 1}]}).json()["code"] == "invalid"


def test_lists_are_of_who_sent_them_and_tasks_of_the_own_province(scene: World, lists: str) -> None:
    asks, other = program(scene, "lead"), program(scene, "other_lead")
    mine = asks.post(lists, {"paragraphs": [{"paragraph": "31", "topic": "Mẫu"}]}).json()["list_id"]
    assert other.get(f"{lists}/{mine}").status_code == 404
    assert other.post(f"{lists}/{mine}/apply").status_code == 404
    seen = other.post(lists, {"paragraphs": _paragraphs(scene)}).json()
    assert "tỉnh bạn không có nhiệm vụ" in seen["rows"][0]["messages"][0]
    elsewhere = lists.replace(made.CODE, "KHONG-CO")
    assert asks.post(elsewhere, {"paragraphs": [{"paragraph": "31"}]}).status_code == 404
    assert asks.get(f"{elsewhere}/{mine}").status_code == 404
    reads = program(scene, "lead", scope=TokenScope.READ)
    assert reads.post(f"{lists}/{mine}/apply").json()["code"] == "read_only_key"
    assert Recommendation.objects.count() == 1


def test_the_page_says_the_same_of_the_same_list(scene: World, lists: str) -> None:
    """One service under both: what the page's file would do is what the program is told."""
    asks, page = program(scene, "lead"), Client()
    seen = asks.post(lists, {"paragraphs": [{"paragraph": "31", "text": "Đoạn mẫu"}]}).json()
    page.force_login(scene.users["lead"])
    shown = page.post(f"/khuyen-nghi/{made.CODE}/nhap/", {"text": "31. Đoạn mẫu"}).content.decode()
    assert "Đoạn mới" in shown
    kept = ParagraphList.objects.order_by("-pk").first()
    assert kept is not None
    mine = asks.get(f"{lists}/{kept.pk}").json()
    assert [each["verdict"] for each in mine["rows"]] == [each["verdict"] for each in seen["rows"]] == ["new"]


def test_a_document_is_recorded_once_and_its_terms_are_told(scene: World) -> None:
    asks = program(scene, "lead")
    sent = {"committee": "Ủy ban mẫu", "symbol": "MAU/C/1", "adopted_on": "2022-09-23"}
    answer = asks.post("/api/recommendation-documents", sent)
    assert (answer.status_code, answer.json()["code"], answer.json()["tag"]) == (201, "MAU-C-1", "R")
    rows = AuditRow.objects.count()
    twice = asks.post("/api/recommendation-documents", sent)
    assert (twice.status_code, twice.json()["code"]) == (422, "known_symbol")
    assert asks.post("/api/recommendation-documents", {**sent, "symbol": "///"}).json()["code"] == "no_symbol"
    assert (CommitteeDocument.objects.count(), AuditRow.objects.count()) == (1, rows)
    terms = asks.get("/api/recommendation-terms").json()
    assert "E" in {each["code"] for each in terms["clusters"]}
    assert 25 in {each["article"] for each in terms["rights"]}


def test_suggestions_are_read_and_link_nothing(scene: World, lists: str) -> None:
    asks, row = program(scene, "lead"), made._thirty(scene)
    Recommendation.objects.filter(pk=row.pk).update(text=scene.task.text)
    address = lists.replace("/lists", "/suggestions")
    found = asks.get(f"{address}?plan={scene.plan.code}").json()
    assert (scene.task.pk, "30") in {(each["task_id"], each["paragraph"]) for each in found}
    assert RecommendationLink.objects.count() == 0
    assert asks.get(f"{address}?plan=KHONG-CO").status_code == 404
    assert program(scene, "other_lead").get(f"{address}?plan={scene.plan.code}").status_code == 404


def test_longer_lists_cost_no_more_statements(scene: World, lists: str) -> None:
    asks, numbers = program(scene, "lead"), itertools.count(40)
    paragraphs: list[dict[str, Any]] = [{"paragraph": "31", "topic": "Mẫu", "rights": [25]}]

    def add_row() -> None:
        number = next(numbers)
        paragraphs.append({"paragraph": str(number), "topic": "Mẫu", "rights": [25]})
        Recommendation.objects.create(
            document=made._thirty(scene).document, number=number, changed_at=scene.plan.adopted_at
        )

    def read() -> Any:
        answer = asks.post(lists, {"paragraphs": paragraphs})
        assert answer.status_code == 201
        return answer

    assert_constant_queries(add_row=add_row, read=read)
