"""By programs: what is behind, urged by letter as the page does it, and the letters as Word files."""

from __future__ import annotations

import io
import itertools

import docx
import pytest

from mangnon.audit.models import AuditRow
from mangnon.notices.models import Notice, Reminder
from mangnon.outgoing.models import OutgoingPaper
from mangnon.plans.models import Assignment, Urging, UrgingLetter
from tests.exchange.asking import program
from tests.harness.queries import assert_constant_queries
from tests.journeys.provinces import World

pytestmark = pytest.mark.django_db


def _late(scene: World) -> Assignment:
    """I.2 of Sở Tư pháp fell due yesterday."""
    return Assignment.objects.get(task__plan=scene.plan, task__code="I.2", agency__code="90.SO_TP")


def test_chosen_urged_read_and_entered(scene: World) -> None:
    asks, row = program(scene, "lead"), _late(scene)
    behind = asks.get(f"/api/plans/{scene.plan.code}/behind").json()["items"]
    assert {each["deadline"] for each in behind} == {"overdue"}
    assert row.pk in {each["id"] for each in behind}
    assert "90.SO_YT" not in {each["agency"]["code"] for each in behind}, "no letter to itself"
    of_body = asks.get(f"/api/plans/{scene.plan.code}/behind?state=open&agency=90.SO_TP").json()["items"]
    assert {each["agency"]["code"] for each in of_body} == {"90.SO_TP"}

    sent = {"assignments": [row.pk], "report_by": "2025-05-30"}
    made = asks.post(f"/api/plans/{scene.plan.code}/urgings", sent, key="mot")
    assert made.status_code == 201
    told = made.json()
    (letter,) = told["letters"]
    assert (letter["agency"]["code"], letter["is_written"], letter["paper"]) == ("90.SO_TP", True, "")
    again = asks.post(f"/api/plans/{scene.plan.code}/urgings", sent, key="mot")
    assert (again.json(), again["Idempotency-Replayed"]) == (told, "true")
    assert Urging.objects.count() == 1
    assert Notice.objects.filter(person=scene.users["department"], kind="urged").count() == 1
    assert Reminder.objects.filter(matter=f"assignment:{row.pk}", by=scene.users["lead"]).count() == 1

    file = asks.get(f"/api/urgings/{told['id']}/letters/1/file")
    assert letter["file_name"] in file["Content-Disposition"]
    document = docx.Document(io.BytesIO(file.content))
    words = " ".join(each.text for each in document.paragraphs)
    assert "gửi Sở Y tế trước ngày 30/05/2025" in words
    assert asks.get(f"/api/urgings/{told['id']}/letters/2/file").status_code == 404
    assert [each["id"] for each in asks.get("/api/urgings").json()["items"]] == [told["id"]]

    drafted = asks.post(f"/api/urgings/{told['id']}/papers").json()
    assert [(each["paper"], each["number"]) for each in drafted["letters"]] == [("draft", "")]
    assert asks.post(f"/api/urgings/{told['id']}/papers").json() == drafted, "what is there stays"
    assert OutgoingPaper.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"assignments": []}, "invalid"),
        ({"assignments": [10**9]}, "nothing_to_urge"),
        ({"assignments": [1], "report_by": "2025-05-20"}, "day_is_past"),
        ({"assignments": [1], "shape": "khac"}, "invalid"),
        ({"assignments": list(range(1, 3002))}, "invalid"),
    ],
)
def test_what_cannot_be_urged_is_told_as_on_the_page(scene: World, sent: dict[str, object], code: str) -> None:
    asks = program(scene, "lead")
    rows = AuditRow.objects.count()
    answer = asks.post(f"/api/plans/{scene.plan.code}/urgings", sent)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert (Urging.objects.count(), AuditRow.objects.count(), Reminder.objects.count()) == (0, rows, 0)


def test_another_province_finds_nothing(scene: World) -> None:
    told = program(scene, "lead").post(
        f"/api/plans/{scene.plan.code}/urgings", {"assignments": [_late(scene).pk], "shape": "one"}
    )
    pk = told.json()["id"]
    other = program(scene, "other_lead")
    assert other.get("/api/urgings").json()["items"] == []
    for address in (f"/api/urgings/{pk}", f"/api/urgings/{pk}/letters/1/file", f"/api/plans/{scene.plan.code}/behind"):
        assert other.get(address).status_code == 404
    assert other.post(f"/api/urgings/{pk}/papers").status_code == 404
    assert OutgoingPaper.objects.count() == 0


def test_letters_not_written_yet_are_told_so(scene: World) -> None:
    asks = program(scene, "lead")
    pk = asks.post(f"/api/plans/{scene.plan.code}/urgings", {"assignments": [_late(scene).pk]}).json()["id"]
    UrgingLetter.objects.update(written_at=None, content=None)
    assert asks.get(f"/api/urgings/{pk}").json()["written"] == 0
    assert asks.get(f"/api/urgings/{pk}/letters/1/file").status_code == 404
    answer = asks.post(f"/api/urgings/{pk}/papers")
    assert (answer.status_code, answer.json()["code"]) == (422, "not_written_yet")


def test_more_letters_cost_no_more_statements(scene: World) -> None:
    asks, numbers = program(scene, "lead"), itertools.count(2)
    pk = asks.post(f"/api/plans/{scene.plan.code}/urgings", {"assignments": [_late(scene).pk]}).json()["id"]
    letter = UrgingLetter.objects.get()

    def add_row() -> None:
        UrgingLetter.objects.create(urging_id=pk, order=next(numbers), agency=letter.agency)

    assert_constant_queries(add_row=add_row, read=lambda: asks.get(f"/api/urgings/{pk}"))
