"""The desk: what must I do, what is late, who waits for me; each in its own province."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from mangnon.accounts.public import Role
from mangnon.agencies.models import Agency
from mangnon.desk.selectors import Desk, desk_of
from mangnon.kernel import clock
from mangnon.plans.public import ask_extension, report_complete
from tests.journeys.provinces import World, world
from tests.plans import made


@pytest.fixture
def scene(db: None) -> World:
    return world()


def _counts(desk: Desk) -> dict[str, int]:
    return {
        "owed": len(desk.reports_owed),
        "accept": len(desk.to_accept),
        "running": len(desk.running),
        "late": len(desk.late),
        "review": len(desk.to_review),
        "answer": len(desk.to_answer),
        "readings": len(desk.readings_waiting),
        "boards": len(desk.boards),
        "plans": len(desk.plan_cells),
    }


NOTHING = dict.fromkeys(("owed", "accept", "running", "late", "review", "answer", "readings", "boards", "plans"), 0)


def test_requests_and_results_wait_on_the_desk_of_who_decides(scene: World) -> None:
    own, department = scene.assignments["own"], scene.actor("department")
    before = desk_of(scene.actor("lead")).waiting_count
    ask_extension(
        actor=department, assignment_id=own.pk, wanted_on=clock.today() + dt.timedelta(days=20), reason="Chờ kinh phí"
    )
    desk = desk_of(scene.actor("lead"))
    assert [(each.kind, each.assignment.pk) for each in desk.to_decide] == [("extension", own.pk)]
    assert desk.waiting_count == before + 1
    report_complete(actor=department, assignment_id=own.pk, reason="Đủ")
    assert "result" in {each.kind for each in desk_of(scene.actor("lead")).to_decide}
    page = scene.client("lead").get(reverse("desk")).content.decode()
    assert "kết quả chờ nghiệm thu" in page
    assert reverse("assignment", args=[own.pk]) in page
    assert desk_of(scene.actor("other_lead")).to_decide == []


@pytest.mark.parametrize(
    ("person", "counts"),
    [
        # Sở Y tế leads I.1 and I.3 and coordinates I.2; its report is accepted; the other's report and question wait.
        (
            "lead",
            {"accept": 3, "late": 1, "review": 1, "answer": 1, "readings": 1, "boards": 1, "plans": 1},
        ),
        # Sở Tư pháp has taken I.2 on, which fell due yesterday, and has sent its report.
        ("department", {"accept": 2, "running": 1, "late": 1}),
        ("local", {"owed": 1, "accept": 1}),
        ("leader", {"boards": 1, "plans": 1}),
        ("other_lead", {}),
        ("other_leader", {}),
    ],
)
def test_what_is_on_whose_desk(scene: World, person: str, counts: dict[str, int]) -> None:
    desk = desk_of(scene.actor(person))
    assert _counts(desk) == {**NOTHING, **counts}
    assert desk.todo_count == len(desk.reports_owed) + len(desk.to_accept)


def test_a_stranger_is_led_to_the_sign_in_page_and_back(scene: World) -> None:
    answer = scene.client("stranger").get(reverse("desk"))
    assert answer["Location"] == f"{reverse('sign_in')}?next={reverse('desk')}"


def test_one_whose_session_ended_while_sending_is_led_back_to_the_page_of_the_form(scene: World) -> None:
    page = reverse("desk") + "?a=1"
    asked = {"own": f"http://testserver{page}", "elsewhere": "https://evil.example/x", "none": ""}
    led = {
        name: Client().post(reverse("accept_assignments"), headers={"Referer": referer})["Location"]
        for name, referer in asked.items()
    }
    assert led["own"] == f"{reverse('sign_in')}?next={reverse('desk')}%3Fa%3D1"
    assert led["elsewhere"] == led["none"] == f"{reverse('sign_in')}?next=/"


def test_without_a_post_the_desk_says_why(scene: World) -> None:
    answer = scene.client("without_post").get(reverse("desk"))
    assert answer.status_code == 403
    assert "chưa được giao vị trí công tác" in answer.content.decode()


def test_who_may_only_look_is_offered_no_act(scene: World) -> None:
    body = Agency.objects.get(pk=scene.actor("local").agency_id)
    client = Client()
    client.force_login(made.user_at(body.code.partition(".")[2], Role.ADMINISTRATOR))
    page = client.get(reverse("desk")).content.decode()
    assert "Phân công chờ tiếp nhận" in page
    assert "vai trò của bạn được xem" in page
    main = html.fromstring(page).get_element_by_id("noi-dung")
    assert not main.xpath(".//button")
    assert [each for each in main.xpath(".//a/@href") if each[0] == "/" and client.get(each).status_code != 200] == []
