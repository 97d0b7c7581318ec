"""By programs: what one was told and the marks on it, digests, the choice of mail, the log of reminders."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from mangnon.kernel import clock
from mangnon.notices.models import Notice, Preference, Reminder
from mangnon.notices.rules import Content
from mangnon.notices.services import store_digests, tell
from mangnon.notices.terms import NoticeKind
from tests.exchange.asking import program
from tests.harness.queries import assert_constant_queries
from tests.journeys.provinces import World

pytestmark = pytest.mark.django_db
TODAY = dt.date(2025, 5, 20)


@pytest.fixture
def told(scene: World) -> World:
    """A digest of today and one of yesterday, and a notice; another notice for a colleague of another body."""
    line = {"words": "I.2. Việc mẫu", "address": "/nhiem-vu/x/", "due": "2025-05-19", "note": "kỳ 2025"}
    undated = {"words": "I.3. Việc mẫu", "address": "/nhiem-vu/y/", "due": "", "note": ""}
    for on in (TODAY, TODAY - dt.timedelta(days=1)):
        content = Content({"overdue": 25}, {"overdue": [line, undated]})
        store_digests(on=on, contents={scene.users["lead"].pk: content}, by_mail=set())
    people = [scene.users["lead"].pk, scene.users["department"].pk]
    tell(people=people, kind=NoticeKind.TOLD, words="Điều cần biết", address="/ke-hoach/", key="a")
    return scene


def _remind(**words: object) -> Reminder:
    kept = {
        "kind": "escalation",
        "to_words": "Lãnh đạo Sở Tư pháp",
        "of_body": "90.SO_TP",
        "matter": f"assignment:{Reminder.objects.count()}:2025-05-19",
        "level": 1,
        "words": "Sở Tư pháp: I.2",
        "address": "/x/",
        "territory_code": "90",
        "at": clock.now(),
        "channel": "site",
        "result": "nobody",
    }
    return Reminder.objects.create(**{**kept, **words})


def test_digests_by_day_and_marks_of_ones_own(told: World) -> None:
    asks = program(told, "lead")
    found = asks.get("/api/digests").json()["items"]
    assert [each["on"] for each in found] == ["2025-05-20", "2025-05-19"]
    (part,) = asks.get("/api/digests/2025-05-20").json()["parts"]
    assert (part["section"], part["count"], [each["due"] for each in part["lines"]]) == (
        "overdue",
        25,
        ["2025-05-19", None],
    )
    assert asks.get("/api/digests/2025-05-18").status_code == 404
    assert asks.get("/api/digests/hom-qua").status_code == 422

    others = Notice.objects.get(person=told.users["department"])
    own = Notice.objects.get(person=told.users["lead"])
    marked = asks.post("/api/notices/read", {"notices": [own.pk, others.pk], "digests": ["2025-05-20"]})
    assert marked.json() == {"marked": 2, "unread": 0}
    others.refresh_from_db()
    assert others.read_at is None
    assert asks.post("/api/notices/read", {"notices": [own.pk]}).json()["marked"] == 0, "it keeps its time"
    assert asks.post("/api/notices/read-all").json() == {"marked": 1, "unread": 0}, "yesterday's digest"


def test_the_choice_of_mail(told: World) -> None:
    asks = program(told, "department")
    assert asks.get("/api/reminding").json() == {"by_mail": True}
    assert asks.post("/api/reminding", {"by_mail": False}).json() == {"by_mail": False}
    assert asks.get("/api/reminding").json() == {"by_mail": False}
    assert Preference.objects.get().person == told.users["department"]
    assert asks.post("/api/reminding", {}).status_code == 422


def test_the_log_by_filters_in_ones_own_province(told: World) -> None:
    _remind()
    _remind(of_body="90.SO_YT", kind="urging", by=told.users["lead"], channel="letter", result="drafted")
    asks = program(told, "lead")

    def found(query: str = "") -> list[tuple[str, bool]]:
        return [(each["of_body"], each["by_system"]) for each in asks.get(f"/api/reminders{query}").json()["items"]]

    assert found() == [("90.SO_YT", False), ("90.SO_TP", True)]
    assert found("?kind=urging") == found("?agency=90.SO_YT") == [("90.SO_YT", False)]
    assert found("?kind=urging&agency=90.SO_TP") == []
    assert asks.get("/api/reminders?kind=khac").status_code == 422
    assert program(told, "other_lead").get("/api/reminders").json()["items"] == []
    assert program(told, "department").get("/api/reminders").status_code == 403


def test_pages_of_the_log_and_more_cost_no_more_statements(told: World) -> None:
    asks, numbers = program(told, "lead"), itertools.count(1)
    rows = [_remind().pk for _ in range(3)]
    first = asks.get("/api/reminders?limit=2").json()
    second = asks.get(f"/api/reminders?limit=2&cursor={first['next']}").json()
    assert [each["id"] for each in first["items"] + second["items"]] == rows[::-1]
    assert asks.get(f"/api/reminders?kind=urging&cursor={first['next']}").json()["code"] == "bad_cursor"
    assert_constant_queries(
        add_row=lambda: _remind(matter=f"x:{next(numbers)}", by=told.users["lead"]),
        read=lambda: asks.get("/api/reminders"),
    )
