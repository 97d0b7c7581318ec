"""E-mail over a real SMTP server: bounded tries, refused recipients, dropped lines, a slow server, nothing personal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from mangnon.accounts.models import User
from mangnon.accounts.public import SYSTEM
from mangnon.kernel import clock
from mangnon.notices import rules
from mangnon.notices.models import Delivery, Digest, Preference
from mangnon.notices.rules import Content
from mangnon.notices.selectors import mailable
from mangnon.notices.sending import LEFT_AFTER, send_waiting
from mangnon.notices.services import choose_mail, store_digests
from mangnon.notices.terms import DeliveryState
from tests.notices.post_office import PostOffice, post_office

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 5, 20)
CONTENT = Content(
    {"overdue": 2, "waiting": 1},
    {"overdue": [{"words": "I.2. Việc mẫu của Nguyễn Thị Bí Mật", "address": "/x", "due": "", "note": ""}]},
)


@pytest.fixture
def office(settings: Any) -> Iterator[PostOffice]:
    with post_office() as found:
        settings.EMAIL_BACKEND = "mangnon.notices.mailing.SmtpBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", found.port, False
        settings.EMAIL_TIMEOUT = 5
        settings.MAIL_FROM = "mangnon@tinh.example"
        settings.SITE_ADDRESS = "https://mangnon.example"
        settings.REMINDING = {**settings.REMINDING, "mail_tries": 3, "mail_pause_seconds": 1}
        yield found


def _people(count: int) -> list[User]:
    return [
        User.objects.create_user(username=f"nguoi-{n}", email=f"nguoi-{n}@tinh.example", full_name=f"Trần Văn Mẫu {n}")
        for n in range(count)
    ]


def _digests(people: list[User], on: dt.date = DAY) -> None:
    store_digests(on=on, contents={person.pk: CONTENT for person in people}, by_mail=mailable())


def _states() -> list[tuple[str, int]]:
    return list(Delivery.objects.order_by("pk").values_list("state", "tries"))


class Pauses(list[float]):
    """Remembers for how long the sender would have waited."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


def _send(**more: Any) -> tuple[Any, Pauses]:
    pauses = Pauses()
    return send_waiting(on=DAY, pause=pauses, **more), pauses


def test_who_wants_no_more_mail_does_not_get_what_waits(office: PostOffice) -> None:
    one, other = _people(2)
    _digests([one, other])
    choose_mail(actor=replace(SYSTEM, user_id=one.pk), by_mail=False)
    _send()
    assert _states() == [(DeliveryState.SKIPPED, 0), (DeliveryState.SENT, 1)]


def test_each_gets_one_message_with_counts_and_a_link_and_no_more(office: PostOffice) -> None:
    _digests(_people(3))
    done, pauses = _send()
    assert (done.sent, done.failed, done.unsure, done.waiting) == (3, 0, 0, 0)
    assert sorted(office.recipients) == [f"nguoi-{n}@tinh.example" for n in range(3)]
    assert office.spoken == 1, "one connection for all"
    assert pauses == []
    for _, message in office.messages:
        text = message.get_payload(decode=True).decode()  # type: ignore[union-attr]
        assert "Quá hạn: 2" in text
        assert "Đang chờ tôi: 1" in text
        assert "https://mangnon.example/nhac-viec/" in text
        assert not any(word in str(message) + text for word in ("Bí Mật", "Trần", "Việc mẫu", "I.2"))
        assert message["Auto-Submitted"] == "auto-generated"
    again, _ = _send()
    assert again.sent == 0
    assert len(office.letters) == 3


def test_a_recipient_refused_for_good_is_given_up_the_others_are_sent(office: PostOffice) -> None:
    office.refuse["nguoi-1@tinh.example"] = 550
    _digests(_people(3))
    done, _ = _send()
    assert (done.sent, done.failed) == (2, 1)
    assert _states() == [("sent", 1), ("failed", 1), ("sent", 1)]
    told = Delivery.objects.get(state="failed").told
    assert "550" in told
    assert "@" not in told, "the server's words may hold the address: only its code is kept"


def test_a_recipient_refused_for_now_is_tried_so_often_and_no_more(office: PostOffice) -> None:
    office.refuse["nguoi-0@tinh.example"] = 451
    _digests(_people(2))
    done, pauses = _send()
    assert (done.sent, done.failed, done.waiting) == (1, 1, 0)
    assert _states() == [("failed", 3), ("sent", 1)]
    assert pauses == [1, 2]


def test_a_line_dropped_before_the_text_is_tried_again(office: PostOffice) -> None:
    office.hang_up_on["nguoi-1@tinh.example"] = 1
    _digests(_people(3))
    done, _ = _send()
    assert done.sent == 3
    assert sorted(office.recipients) == sorted(set(office.recipients)), "nobody gets two"
    assert _states() == [("sent", 1), ("sent", 2), ("sent", 1)]


@pytest.mark.parametrize("how", ["hang_up_in_text", "hang_up_after_text"])
def test_a_line_dropped_in_the_text_is_not_tried_again(office: PostOffice, how: str) -> None:
    getattr(office, how).add("nguoi-1@tinh.example")
    _digests(_people(3))
    done, _ = _send()
    assert (done.sent, done.unsure) == (2, 1)
    assert _states() == [("sent", 1), ("unsure", 1), ("sent", 1)]
    assert office.recipients.count("nguoi-1@tinh.example") <= 1


def test_a_server_that_is_not_there_costs_one_message_its_tries(office: PostOffice, settings: Any) -> None:
    settings.EMAIL_PORT = 1  # nobody listens there
    _digests(_people(3))
    done, pauses = _send()
    assert (done.sent, done.waiting) == (0, 2)
    assert [state for state, _ in _states()] == ["failed", "waiting", "waiting"]
    assert pauses == [1, 2]
    settings.EMAIL_PORT = office.port
    assert _send()[0].sent == 2, "the others go out when it is back"


def test_a_server_too_slow_is_not_sent_the_same_again(office: PostOffice, settings: Any) -> None:
    settings.EMAIL_TIMEOUT = 0.3
    office.slow_seconds = 0.8
    _digests(_people(1))
    done, _ = _send()
    assert (done.sent, done.unsure) == (0, 1)
    office.slow_seconds = 0
    assert _send()[0].sent == 0


def test_a_slow_server_is_waited_for(office: PostOffice) -> None:
    office.slow_seconds = 0.2
    _digests(_people(3))
    assert _send()[0].sent == 3


def test_a_round_that_is_told_to_end_goes_on_later(office: PostOffice) -> None:
    _digests(_people(4))
    steps = iter([None, None])

    def step() -> None:
        next(steps)

    with pytest.raises(StopIteration):
        send_waiting(on=DAY, step=step)
    assert len(office.letters) == 3
    assert _send()[0].sent == 1
    assert sorted(office.recipients) == [f"nguoi-{n}@tinh.example" for n in range(4)]


def test_what_a_dead_process_was_sending_is_unsure_and_not_sent_again(office: PostOffice) -> None:
    _digests(_people(2))
    first = Delivery.objects.order_by("pk")[0]
    Delivery.objects.filter(pk=first.pk).update(
        state=DeliveryState.SENDING, tries=1, claimed_at=clock.actual_now() - LEFT_AFTER - dt.timedelta(seconds=1)
    )
    done, _ = _send()
    assert done.sent == 1
    assert _states() == [("unsure", 1), ("sent", 1)]


def test_what_another_process_is_sending_is_left_to_it(office: PostOffice) -> None:
    _digests(_people(1))
    Delivery.objects.update(state=DeliveryState.SENDING, tries=1, claimed_at=clock.actual_now())
    assert _send()[0].sent == 0
    assert _states() == [("sending", 1)]


def test_yesterdays_message_is_not_sent_today(office: PostOffice) -> None:
    people = _people(1)
    _digests(people, DAY - dt.timedelta(days=1))
    _digests(people)
    done, _ = _send()
    assert (done.sent, done.skipped) == (1, 1)
    assert len(office.letters) == 1


def test_who_gets_none(office: PostOffice) -> None:
    refuses, without, closed, wants = _people(4)
    Preference.objects.create(person=refuses, by_mail=False, changed_at=clock.now())
    User.objects.filter(pk=without.pk).update(email="")
    User.objects.filter(pk=closed.pk).update(is_active=False)
    assert mailable() == {wants.pk}


def test_a_site_without_a_mail_server_sends_nothing_and_keeps_the_digests() -> None:
    people = _people(2)
    _digests(people)
    assert Delivery.objects.count() == 0
    assert Digest.objects.count() == 2
    assert send_waiting(on=DAY).sent == 0


@pytest.mark.parametrize(
    ("tries", "is_final", "was_taken", "state"),
    [
        (1, False, False, "waiting"),
        (2, False, False, "waiting"),
        (3, False, False, "failed"),
        (1, True, False, "failed"),
        (1, False, True, "unsure"),
        (3, True, True, "unsure"),
    ],
)
def test_what_becomes_of_a_failure(tries: int, is_final: bool, was_taken: bool, state: str) -> None:
    assert rules.after_failure(tries=tries, most=3, is_final=is_final, was_taken=was_taken) == state


def test_nobody_gets_a_second_digest_on_a_day() -> None:
    people = _people(3)
    _digests(people[:2])
    _digests(people)
    assert Digest.objects.count() == 3
    assert store_digests(on=DAY, contents={people[0].pk: Content({}, {})}, by_mail=set()) == 0


def test_an_address_no_message_can_be_written_to_keeps_nobody_else_waiting(office: PostOffice) -> None:
    people = _people(3)
    people[0].email = "sai@tinh.example\nBcc: khac@tinh.example"
    people[0].save()
    _digests(people)
    _send()
    assert sorted(office.recipients) == sorted(each.email for each in people[1:])
    assert sorted(_states()) == [("failed", 1), ("sent", 1), ("sent", 1)]
