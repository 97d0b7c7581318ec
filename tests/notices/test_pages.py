"""«Nhắc việc»: one's own only, marks, preferences, the count in the frame, the log."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from mangnon.kernel import clock
from mangnon.notices.models import Digest, Notice, Preference, Reminder
from mangnon.notices.rules import Content
from mangnon.notices.selectors import unread_count
from mangnon.notices.services import store_digests, tell
from mangnon.notices.terms import NoticeKind
from tests.harness.queries import assert_constant_queries
from tests.journeys.provinces import World, world

TODAY = dt.date(2025, 5, 20)


def _content(words: str = "I.2. Việc mẫu") -> Content:
    line = {"words": words, "address": "/nhiem-vu/x/", "due": "2025-05-19", "note": "kỳ 2025"}
    return Content({"overdue": 25}, {"overdue": [line]})


@pytest.fixture
def scene(db: None) -> World:
    found = world()
    for on, words in ((TODAY, "Việc của hôm nay"), (TODAY - dt.timedelta(days=1), "Việc của hôm qua")):
        store_digests(on=on, contents={found.users["lead"].pk: _content(words)}, by_mail=set())
    people = [found.users["lead"].pk, found.users["department"].pk]
    tell(people=people, kind=NoticeKind.TOLD, words="Điều cần biết", address="/ke-hoach/", key="a")
    tell(people=people, kind=NoticeKind.TOLD, words="Điều cần biết", address="/ke-hoach/", key="a")
    return found


def _page(client: Client) -> str:
    return client.get(reverse("reminders")).content.decode()


def test_ones_own_and_nobody_elses(scene: World) -> None:
    page = _page(scene.client("lead"))
    assert "Việc của hôm nay" in page
    assert "Và 24 việc nữa" in page
    assert page.count("Điều cần biết") == 2, "told once: the line, and the words for who hears its button"
    assert "Việc của hôm nay" not in _page(scene.client("department"))
    yesterday = reverse("digest", args=["2025-05-19"])
    assert "Việc của hôm qua" in scene.client("lead").get(yesterday).content.decode()
    assert scene.client("department").get(yesterday).status_code == 404
    assert scene.client("lead").get(reverse("digest", args=["khong-phai-ngay"])).status_code == 404


def test_the_count_in_the_frame(scene: World, django_assert_num_queries: Any) -> None:
    lead = scene.users["lead"]
    with django_assert_num_queries(1):
        assert unread_count(lead.pk) == 2, "today's digest and the notice; yesterday's digest is past"
    client = scene.client("lead")
    assert 'Nhắc việc <span class="count">2' in client.get(reverse("desk")).content.decode()
    client.post(reverse("reminders_read"), {"ngay": "2025-05-20"})
    assert unread_count(lead.pk) == 1
    client.post(reverse("reminders_read"))
    assert unread_count(lead.pk) == 0
    assert Digest.objects.filter(person=lead, read_at__isnull=True).count() == 0
    assert unread_count(scene.users["department"].pk) == 1, "others' marks are their own"


def test_nobody_marks_for_others(scene: World) -> None:
    notice = Notice.objects.get(person=scene.users["lead"])
    scene.client("department").post(reverse("reminders_read"), {"tin": str(notice.pk)})
    notice.refresh_from_db()
    assert notice.read_at is None


def test_a_site_without_mail_says_so(scene: World, settings: Any) -> None:
    assert "Trang này chưa gửi thư điện tử" in _page(scene.client("lead"))
    settings.MAIL_FROM = "mangnon@tinh.example"
    page = _page(scene.client("lead"))
    assert "Gửi cả bản nhắc việc bằng thư điện tử" in page
    scene.client("lead").post(reverse("reminders_mail"), {})
    assert Preference.objects.get(person=scene.users["lead"]).by_mail is False
    scene.client("lead").post(reverse("reminders_mail"), {"by_mail": "on"})
    assert Preference.objects.get(person=scene.users["lead"]).by_mail is True


def test_the_log_is_of_ones_own_province(scene: World) -> None:
    Reminder.objects.create(
        kind="escalation",
        to_words="Lãnh đạo Sở Tư pháp",
        of_body="90.SO_TP",
        matter="assignment:1:2025-05-19",
        level=1,
        words="Sở Tư pháp: I.2",
        address="/x/",
        territory_code="90",
        at=clock.now(),
        channel="site",
        result="nobody",
    )
    page = scene.client("lead").get(reverse("reminder_log")).content.decode()
    assert "Sở Tư pháp: I.2" in page
    assert "chưa có người nhận" in page
    assert "Sở Tư pháp: I.2" not in scene.client("other_lead").get(reverse("reminder_log")).content.decode()
    filtered = scene.client("lead").get(reverse("reminder_log"), {"loai": "urging", "trang": "x"}).content.decode()
    assert "Sở Tư pháp: I.2" not in filtered
    assert scene.client("department").get(reverse("reminder_log")).status_code == 403


def test_as_many_queries_for_many_notices(scene: World) -> None:
    numbers = iter(range(100))

    def add() -> None:
        tell(
            people=[scene.users["lead"].pk],
            kind=NoticeKind.URGED,
            words="Đôn đốc",
            address="/",
            key=f"k{next(numbers)}",
        )

    assert_constant_queries(add_row=add, read=lambda: _page(scene.client("lead")))
