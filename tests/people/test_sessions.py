"""Sessions: stolen, fixed, old, idle, locked, listed, ended; and forms that were being sent meanwhile."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.test import Client
from django.urls import reverse

from mangnon.accounts.public import Role
from mangnon.agencies.models import Agency, Post
from mangnon.audit.models import AuditRow
from mangnon.kernel import clock
from mangnon.people.models import SignInSession
from mangnon.people.session_store import SessionStore, hashed
from tests.harness.queries import assert_constant_queries
from tests.people.signing import CHROME, FIREFOX, NOW, RIGHT, WRONG, browser, enter, person, signed_in, words_of
from tests.plans import made

pytestmark = pytest.mark.django_db
PAGE = "/tai-khoan/"


@pytest.fixture(autouse=True)
def _still() -> Iterator[None]:
    with clock.actual_frozen(NOW):
        yield


def _cookie(client: Client) -> str:
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _later(**span: int) -> dt.datetime:
    return NOW + dt.timedelta(**span)


def test_the_key_of_the_cookie_is_not_in_the_database() -> None:
    client = signed_in(person())
    row = SignInSession.objects.get()
    assert row.pk == hashed(_cookie(client)) != _cookie(client)
    thief = browser()
    thief.cookies[settings.SESSION_COOKIE_NAME] = row.pk
    assert thief.get(PAGE).status_code == 302


def test_a_session_key_given_before_sign_in_is_worth_nothing_after_it() -> None:
    fixed = SessionStore()
    fixed["planted"] = "yes"
    fixed.save()
    victim = browser()
    victim.cookies[settings.SESSION_COOKIE_NAME] = fixed.session_key or ""
    enter(victim, person())
    assert _cookie(victim) != fixed.session_key
    attacker = browser()
    attacker.cookies[settings.SESSION_COOKIE_NAME] = fixed.session_key or ""
    assert attacker.get(PAGE).status_code == 302
    assert victim.get(PAGE).status_code == 200


def test_a_stolen_session_ends_for_both_and_leaves_evidence() -> None:
    owner = signed_in(person())
    thief = browser(FIREFOX)
    thief.cookies[settings.SESSION_COOKIE_NAME] = _cookie(owner)
    answer = thief.get(PAGE, follow=True)
    assert "được dùng từ một trình duyệt khác" in words_of(answer)
    assert owner.get(PAGE).status_code == 302
    row = AuditRow.objects.get(act="sign_out")
    assert row.details == {"why": "another_browser"}


def test_a_browser_that_renews_itself_stays_signed_in() -> None:
    owner = signed_in(person())
    newer = browser(CHROME.replace("131.0.0.0", "132.0.1.9"))
    newer.cookies[settings.SESSION_COOKIE_NAME] = _cookie(owner)
    assert newer.get(PAGE).status_code == 200


def test_after_twelve_hours_a_session_ends_however_busy_it_was() -> None:
    client = signed_in(person())
    for minutes in range(10, 12 * 60, 10):
        with clock.actual_frozen(_later(minutes=minutes)):
            assert client.get(PAGE).status_code == 200, minutes
    with clock.actual_frozen(_later(hours=12)):
        assert "kéo dài 12 giờ" in words_of(client.get(PAGE, follow=True))


def test_after_fifteen_idle_minutes_the_password_is_asked_and_one_is_led_back() -> None:
    user = person()
    client = signed_in(user)
    with clock.actual_frozen(_later(minutes=14)):
        assert client.get(PAGE).status_code == 200
    with clock.actual_frozen(_later(minutes=30)):
        answer = client.get(f"{PAGE}?a=1")
        assert answer["Location"] == f"{reverse('lock_screen')}?next={PAGE}%3Fa%3D1"
        assert client.get("/ke-hoach/").status_code == 302
        assert "Mật khẩu chưa đúng" in words_of(client.post(answer["Location"], {"password": WRONG}))
        assert client.get(PAGE).status_code == 302
        assert client.post(answer["Location"], {"password": RIGHT})["Location"] == f"{PAGE}?a=1"
        assert client.get(PAGE).status_code == 200
    assert list(AuditRow.objects.filter(act__contains="lock").order_by("pk").values_list("act", flat=True)) == [
        "lock_session",
        "unlock_session",
    ]


def test_a_page_that_asks_by_itself_keeps_no_screen_open() -> None:
    made.province()
    client = signed_in(person(role=Role.PROVINCIAL_LEAD))
    asks_by_itself = {"HX-Request": "true", "HX-Target": "dang-doc"}
    for minutes in (5, 10, 14):
        with clock.actual_frozen(_later(minutes=minutes)):
            assert client.get("/van-ban/", headers=asks_by_itself).status_code == 200
    with clock.actual_frozen(_later(minutes=16)):
        answer = client.get("/van-ban/", headers=asks_by_itself)
        assert answer["HX-Redirect"].startswith(reverse("lock_screen"))
    assert AuditRow.objects.filter(act="lock_session").exists()


def test_the_screen_locks_when_asked_and_guessing_there_locks_the_account() -> None:
    user = person()
    client = signed_in(user)
    client.post(reverse("lock_now"))
    for _ in range(5):
        client.post(reverse("lock_screen"), {"password": WRONG})
    assert "tạm khóa" in words_of(client.post(reverse("lock_screen"), {"password": RIGHT}))
    assert client.get(PAGE).status_code == 302


def test_a_form_sent_to_a_locked_screen_is_kept_and_sent_on() -> None:
    user = person()
    client = signed_in(user)
    client.post(reverse("lock_now"))
    text = "Nội dung dài tôi đã viết suốt mười lăm phút vừa qua."
    answer = client.post(
        reverse("accept_assignments"), {"ids": ["1", "2"], "note": text, "old_password": "bi-mat"},
        headers={"referer": f"http://testserver{PAGE}"},
    )  # fmt: skip
    assert answer["Location"] == f"{reverse('lock_screen')}?next={PAGE}"
    answer = client.post(answer["Location"], {"password": RIGHT}, follow=True)
    page = words_of(answer)
    assert text in page
    assert f'action="{reverse("accept_assignments")}"' in page
    assert page.count('name="ids"') == 2
    assert "bi-mat" not in page
    client.post(reverse("unsent_form"))
    assert client.get(reverse("unsent_form")).status_code == 302


def test_a_form_that_saves_itself_is_told_in_words_and_htmx_is_led_away() -> None:
    client = signed_in(person())
    client.post(reverse("lock_now"))
    answer = client.post(reverse("accept_assignments"), {"a": "b"}, headers={"x-autosave": "1"})
    assert answer.status_code == 401
    assert "bản nháp còn trong máy này" in answer.json()["message"]
    answer = client.get(PAGE, headers={"hx-request": "true", "hx-current-url": "http://testserver/ke-hoach/?b=2"})
    assert answer["HX-Redirect"] == f"{reverse('lock_screen')}?next=/ke-hoach/%3Fb%3D2"


def test_the_script_of_a_page_learns_how_long_and_may_say_that_somebody_is_there() -> None:
    client = signed_in(person())
    state = reverse("session_state")
    with clock.actual_frozen(_later(minutes=14)):
        assert client.get(state).json() == {"seconds": 60, "locked": False}
        assert client.get(state).json() == {"seconds": 60, "locked": False}, "asking is no work"
        assert client.post(state).json() == {"seconds": 900, "locked": False}
    with clock.actual_frozen(_later(minutes=29)):
        assert client.post(state).json() == {"seconds": 0, "locked": True}, "too late"
        json = {"accept": "application/json"}
        assert client.post(reverse("lock_screen"), {"password": WRONG}, headers=json).status_code == 422
        assert client.post(reverse("lock_screen"), {"password": RIGHT}, headers=json).json() == {"open": True}
        assert client.get(PAGE).status_code == 200


def test_a_person_sees_and_ends_the_own_sessions_and_nobody_elses() -> None:
    user, other = person(), person("nguoi-hai")
    here, there = signed_in(user), signed_in(user, agent=FIREFOX, address="203.0.113.8")
    theirs = signed_in(other)
    page = words_of(here.get(reverse("own_account")))
    assert "Chrome trên máy tính Windows" in page
    assert "Firefox trên máy tính Linux" in page
    assert "203.0.113.8" in page
    assert page.count("Phiên này") == 1
    handle = SignInSession.objects.get(user=other).pk
    here.post(reverse("end_own_session"), {"phien": handle})
    assert theirs.get(reverse("own_account")).status_code == 200
    here.post(reverse("end_own_session"), {"phien": SignInSession.objects.get(address="203.0.113.8").pk})
    assert there.get(PAGE).status_code == 302
    again = signed_in(user, agent=FIREFOX)
    here.post(reverse("end_other_sessions"))
    assert again.get(PAGE).status_code == 302
    assert here.get(PAGE).status_code == 200


def test_a_session_that_was_ended_does_not_come_back_by_a_late_save() -> None:
    user = person()
    client = signed_in(user)
    store = SessionStore(_cookie(client))
    store["x"] = 1
    SignInSession.objects.all().delete()
    with pytest.raises(UpdateError):
        store.save()
    assert not SignInSession.objects.exists()


def test_an_administrator_unlocks_and_signs_out_a_person_of_the_own_province() -> None:
    made.province()
    user, boss = person(role=Role.DEPARTMENT_OFFICER), person(role=Role.ADMINISTRATOR, body="VP_UBND")
    client = signed_in(user)
    for _ in range(5):
        enter(browser(), user, WRONG)
    page = signed_in(boss)
    address = reverse("person_sign_in", args=[user.pk])
    assert "Đang bị khóa" in words_of(page.get(address))
    page.post(address, {"viec": "mo-khoa"})
    assert "Không bị khóa" in words_of(page.get(address))
    page.post(address, {"viec": "ket-thuc-phien"})
    assert client.get(PAGE).status_code == 302
    page.post(address, {"viec": "buoc-doi-mat-khau"})
    again = browser()
    enter(again, user)
    assert again.get(PAGE)["Location"].startswith(reverse("change_password"))
    acts = set(AuditRow.objects.filter(actor_id=boss.pk, object_id=str(user.pk)).values_list("act", flat=True))
    assert acts == {"read", "unlock_account", "end_sessions", "order_password_change"}
    before = AuditRow.objects.count()
    page.post(reverse("person_sign_in", args=[boss.pk]), {"viec": "mo-khoa"})
    page.post(address, {"viec": "xoa-het"})
    assert AuditRow.objects.count() == before


def test_nothing_more_than_the_form_names_is_read() -> None:
    user = person()
    client = signed_in(user)
    extra = {"is_superuser": "1", "is_staff": "1", "role": "administrator", "user": "1", "user_id": "1", "id": "1"}
    new = "Mat-Khau-Moi-3"
    client.post(
        reverse("change_password"),
        {"old_password": RIGHT, "new_password": new, "again_password": new, "must_change_password": "1", **extra},
    )
    other = person("nguoi-hai")
    client.post(reverse("end_other_sessions"), {**extra, "user_id": str(other.pk)})
    enter(browser(), user.username, new)
    user.refresh_from_db()
    assert not user.is_superuser
    assert not user.is_staff
    assert not Post.objects.exists()


def test_a_person_with_two_posts_chooses_and_only_among_them() -> None:
    made.province()
    user = person(role=Role.DEPARTMENT_OFFICER)
    second = Post.objects.create(user=user, agency=Agency.objects.get(code="90.SO_TP"), role=Role.LEADER)
    foreign = Post.objects.create(
        user=person("nguoi-hai"), agency=Agency.objects.get(code="90.SO_TP"), role=Role.ADMINISTRATOR
    )
    client = browser()
    assert enter(client, user)["Location"] == reverse("choose_post")
    key = _cookie(client)
    assert client.post(reverse("choose_post"), {"post": foreign.pk}).status_code == 200
    assert not AuditRow.objects.filter(act="choose_post").exists()
    assert client.post(reverse("choose_post"), {"post": second.pk}).status_code == 302
    assert _cookie(client) != key
    assert "Lãnh đạo · Sở Tư pháp" in words_of(client.get("/ban-lam-viec/"))
    Post.objects.filter(pk=second.pk).update(valid_to=dt.date(2025, 1, 1))
    assert "Chuyên viên sở, ngành · Sở Y tế" in words_of(client.get("/ban-lam-viec/"))


def test_what_is_known_of_a_session_is_shown_without_growing_queries() -> None:
    user = person()
    client = signed_in(user)
    assert_constant_queries(add_row=lambda: signed_in(user), read=lambda: client.get(reverse("own_account")))
