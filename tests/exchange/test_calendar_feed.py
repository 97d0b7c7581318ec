"""The calendar feed: a secret address, own deadlines only, by RFC 5545, silent in logs."""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from mangnon.accounts.models import User
from mangnon.accounts.public import Role
from mangnon.agencies.models import Post
from mangnon.audit.models import AuditRow
from mangnon.exchange.calendar_feed import (
    Entry,
    actor_of_token,
    calendar_of,
    entries_of,
    make_feed,
    mark_of,
    revoke_feed,
)
from mangnon.exchange.models import CalendarFeed
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed
from mangnon.plans.models import Plan
from mangnon.plans.public import accept_assignment, ask_extension, record_progress, report_complete
from tests.plans import made

DAY = dt.date(2025, 6, 9)


def _events(content: bytes) -> list[dict[str, object]]:
    calendar = Calendar.from_ical(content)
    return [
        {
            "uid": str(event["uid"]),
            "day": event["dtstart"].dt,
            "end": event["dtend"].dt,
            "summary": str(event["summary"]),
        }
        for event in calendar.walk("VEVENT")
    ]


@given(st.lists(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=200), max_size=5))
def test_any_words_come_through_folding_and_escaping(words: list[str]) -> None:
    entries = [Entry(f"x-{number}", DAY, text, "/nhiem-vu/a/b/") for number, text in enumerate(words)]
    content = calendar_of(entries, host="mang-non.example", address="https://mang-non.example", at=clock.now())
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    read = _events(content)
    assert [event["summary"] for event in read] == words
    assert all(event["day"] == DAY and event["end"] == DAY + dt.timedelta(days=1) for event in read)


def test_names_are_stable_and_the_file_is_the_same_for_the_same_days() -> None:
    entry = Entry("phan-cong-7", DAY, "Hạn nhiệm vụ I.1; mẫu, thử", "/x/", sequence=3)
    at, place = clock.at(dt.date(2025, 5, 20)), {"host": "h", "address": "https://h"}
    one = calendar_of([entry], at=at, **place)
    assert one == calendar_of([entry], at=at, **place)
    assert b"DTSTAMP:20250520T010000Z" in one, "when the file was made, in UTC"
    assert mark_of([entry], **place) == mark_of([replace(entry)], **place)
    earlier = replace(entry, day=entry.day - dt.timedelta(days=15))
    assert mark_of([earlier], **place) != mark_of([entry], **place)
    later = calendar_of([earlier], at=at + dt.timedelta(hours=1), **place)
    stamps = [event["DTSTAMP"].dt for made in (one, later) for event in Calendar.from_ical(made).walk("VEVENT")]
    assert stamps[0] < stamps[1], "a day that was moved forward is the later word"
    assert b"UID:phan-cong-7@h\r\n" in one
    assert "SUMMARY:Hạn nhiệm vụ I.1\\; mẫu\\, thử".encode() in one.replace(b"\r\n ", b"")
    assert b"DTSTART;VALUE=DATE:20250609\r\n" in one


@pytest.fixture
def plan(db: None) -> Plan:
    made.province()
    return made.adopted()


@pytest.fixture
def officer(plan: Plan) -> User:
    return made.user_at("SO_TP", Role.DEPARTMENT_OFFICER)


@pytest.fixture
def client(officer: User) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def _token(client: Client) -> str:
    made_feed = client.post(reverse("own_calendar"))
    address = made_feed.context["address"]
    return str(address).rpartition("/")[2].removesuffix(".ics")


def _feed(token: str, **headers: str) -> object:
    return Client().get(reverse("calendar_feed", args=[token]), headers=headers)


def test_the_feed_shows_the_own_agencys_open_deadlines(plan: Plan, client: Client) -> None:
    answer = Client().get(reverse("calendar_feed", args=[_token(client)]))
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    summaries = [str(event["summary"]) for event in _events(answer.content)]
    assert any(words.startswith("Hạn nhiệm vụ I.2: ") for words in summaries)
    assert any(words.startswith("Hạn nhiệm vụ I.3 (phối hợp): ") for words in summaries)
    assert "Nguyễn Văn Mẫu" not in answer.content.decode()


def test_what_is_done_is_no_longer_in_it(plan: Plan, client: Client) -> None:
    actor = made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER)
    row = plan.tasks.get(code="I.2").assignments.get(agency=made.agency("SO_TP"))
    before = [entry.uid for entry in entries_of(actor)]
    accept_assignment(actor=actor, assignment_id=row.pk)
    record_progress(actor=actor, assignment_id=row.pk, progress=50, text="Việc mẫu bí mật")
    same = next(entry for entry in entries_of(actor) if entry.uid == f"phan-cong-{row.pk}")
    assert same.sequence == 3
    assert [entry.uid for entry in entries_of(actor)] == before
    report_complete(actor=actor, assignment_id=row.pk, reason="Cơ quan phối hợp chưa phải làm")
    assert f"phan-cong-{row.pk}" not in [entry.uid for entry in entries_of(actor)]


def test_who_decides_sees_what_waits(plan: Plan) -> None:
    actor = made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER)
    row = plan.tasks.get(code="I.3").assignments.get(agency=made.agency("SO_TP"))
    accept_assignment(actor=actor, assignment_id=row.pk)
    ask_extension(actor=actor, assignment_id=row.pk, wanted_on=dt.date(2025, 6, 30), reason="Lý do riêng mẫu")
    lead = made.actor_at("SO_YT", Role.PROVINCIAL_LEAD)
    waiting = [entry for entry in entries_of(lead) if entry.summary.startswith("Chờ quyết định")]
    assert [entry.summary for entry in waiting] == ["Chờ quyết định: đề nghị gia hạn, nhiệm vụ I.3"]
    assert not any("Lý do riêng" in entry.summary for entry in entries_of(lead))


def test_nothing_changed_is_answered_briefly(client: Client) -> None:
    token = _token(client)
    first = Client().get(reverse("calendar_feed", args=[token]))
    again = Client().get(reverse("calendar_feed", args=[token]), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert Client().head(reverse("calendar_feed", args=[token])).status_code == 200


def test_a_new_address_ends_the_one_before_and_revoking_ends_it(client: Client, officer: User) -> None:
    first = _token(client)
    second = _token(client)
    assert actor_of_token(first) is None
    assert actor_of_token(second) is not None
    assert CalendarFeed.objects.filter(user=officer, revoked_at__isnull=True).count() == 1
    client.post(reverse("revoke_own_calendar"))
    assert Client().get(reverse("calendar_feed", args=[second])).status_code == 404
    acts = list(AuditRow.objects.filter(object_type="CalendarFeed").order_by("pk").values_list("act", flat=True))
    assert acts == ["make_calendar_feed", "revoke_calendar_feed", "make_calendar_feed", "revoke_calendar_feed"]
    assert not revoke_feed(actor=made.actor_at("SO_YT", Role.PROVINCIAL_LEAD))


def test_who_left_or_was_closed_has_no_calendar(client: Client, officer: User) -> None:
    token = _token(client)
    User.objects.filter(pk=officer.pk).update(is_active=False)
    assert actor_of_token(token) is None
    User.objects.filter(pk=officer.pk).update(is_active=True)
    old = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    instants = dict.fromkeys(("last_login", "password_changed_at", "opened_at", "date_joined"), old)
    now = User.objects.filter(pk=officer.pk).values(*instants).get()
    User.objects.filter(pk=officer.pk).update(sample_post="", **instants)
    assert actor_of_token(token) is None, "an account that nobody uses shows nothing either"
    User.objects.filter(pk=officer.pk).update(**now)
    assert actor_of_token(token) is not None
    Post.objects.filter(user=officer).update(valid_to=dt.date(2025, 5, 19))
    assert Client().get(reverse("calendar_feed", args=[token])).status_code == 404


def test_the_secret_is_kept_nowhere(client: Client) -> None:
    token = _token(client)
    kept = CalendarFeed.objects.values_list("digest", flat=True)
    assert token not in "".join(kept)
    assert token not in client.get(reverse("own_calendar")).content.decode()
    assert token not in "".join(str(row.details) for row in AuditRow.objects.all())


@pytest.mark.parametrize("token", ["x", "A" * 43, "../../etc/passwd", "ă" * 43])
def test_what_is_no_address_finds_nothing(plan: Plan, token: str) -> None:
    assert Client().get(f"/lich/{token}.ics").status_code == 404


def test_the_address_is_in_no_line_of_the_logs(
    client: Client, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = _token(client)
    path = reverse("calendar_feed", args=[token])
    with caplog.at_level(logging.DEBUG):
        assert Client().get(path).status_code == 200
        assert Client().post(path).status_code == 405
        client.post(reverse("revoke_own_calendar"))
        assert Client().get(path).status_code == 404
        other = _token(client)

        def broken(actor: object) -> list[Entry]:
            raise RuntimeError("thử lỗi")

        monkeypatch.setattr("mangnon.exchange.web.feed_views.entries_of", broken)
        assert Client().get(reverse("calendar_feed", args=[other])).status_code == 503
    assert token not in caplog.text
    assert other not in caplog.text
    assert "thử lỗi" in caplog.text


def test_only_who_reads_plans_has_a_calendar(plan: Plan) -> None:
    with pytest.raises(NotAllowed):
        make_feed(actor=made.actor_at("VP_UBND", Role.AUDITOR))
