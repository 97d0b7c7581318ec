"""Signing in: words that do not tell who has an account, the lock, spraying, where one is led, evidence."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mangnon.accounts.models import User
from mangnon.accounts.public import Role
from mangnon.audit.models import AuditRow
from mangnon.kernel import clock
from mangnon.people import other_keys
from mangnon.people.models import SignInBrake, SignInSession
from mangnon.people.sign_in import CannotSignIn, check_password_of
from tests.people.signing import NOW, RIGHT, WRONG, browser, enter, person, signed_in, words_of
from tests.plans import made


@pytest.fixture(autouse=True)
def _still() -> Iterator[None]:
    with clock.actual_frozen(NOW):
        yield


def _acts() -> list[str]:
    return list(AuditRow.objects.order_by("pk").values_list("act", flat=True))


def _fail(times: int, name: str = "nguoi-mot", address: str = "127.0.0.1") -> str:
    return [words_of(enter(browser(address=address), name, WRONG)) for _ in range(times)][-1]


@pytest.mark.django_db
def test_a_wrong_password_is_told_without_saying_which_of_the_two_is_wrong() -> None:
    person()
    assert all("Tên đăng nhập hoặc mật khẩu chưa đúng" in _fail(1, name) for name in ("nguoi-mot", "khong-co-ai"))


@pytest.mark.django_db
def test_five_failures_lock_a_name_for_twelve_hours_whether_somebody_has_it_or_not() -> None:
    person()
    for name in ("nguoi-mot", "khong-co-ai"):
        assert "chưa đúng" in _fail(4, name)
        assert "tạm khóa, mở lại lúc 20:00 ngày 02/03/2026" in _fail(1, name)
    client = browser()
    assert "tạm khóa" in words_of(enter(client, "Nguoi-Mot ", RIGHT))
    assert SignInBrake.objects.filter(refused=1).count() == 1
    with clock.actual_frozen(NOW + dt.timedelta(hours=12)):
        assert enter(browser(), "nguoi-mot").status_code == 302
    assert AuditRow.objects.get(act="lock_ran_out").details == {"why": "time", "refused": 1}


@pytest.mark.django_db
def test_the_same_work_is_done_for_a_name_that_nobody_has(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time tells nothing: as many passwords are hashed, and as many statements run, for both."""
    from django.contrib.auth.hashers import MD5PasswordHasher

    person()
    hashed: list[str] = []
    original = MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return original(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    counts = []
    for name in ("ai-do-de-lam-nong", "nguoi-mot", "khong-co-ai"):
        hashed.clear()
        with pytest.raises(CannotSignIn), CaptureQueriesContext(connection) as captured:
            check_password_of(username=name, password=WRONG, address="203.0.113.9")
        counts.append((len(hashed), len(captured)))
    assert counts[1] == counts[2]
    assert counts[1][0] == 1


@pytest.mark.django_db
def test_a_success_forgets_the_failures_before_it() -> None:
    user = person()
    for _ in range(3):
        _fail(4)
        assert enter(browser(), user).status_code == 302


@pytest.mark.django_db
def test_what_was_typed_never_lies_in_the_database() -> None:
    person()
    _fail(5, "ten-that-cua-toi")
    assert not SignInBrake.objects.filter(digest__contains="ten").exists()
    row = AuditRow.objects.order_by("-pk").first()
    assert row is not None
    assert (row.act, row.object_id, row.actor_id) == ("lock_account", "", None)
    assert "ten-that-cua-toi" not in str(AuditRow.objects.values())


@pytest.mark.django_db
def test_spraying_many_names_from_one_address_is_braked_and_others_get_in() -> None:
    user = person()
    for number in range(50):
        _fail(1, f"ten-{number}", "203.0.113.5")
    assert "từ địa chỉ mạng này" in words_of(enter(browser(address="203.0.113.5"), user))
    assert enter(browser(address="203.0.113.6"), user).status_code == 302
    with clock.actual_frozen(NOW + dt.timedelta(minutes=15)):
        assert enter(browser(address="203.0.113.5"), user).status_code == 302
    assert "lock_address" in _acts()


@pytest.mark.django_db
def test_the_addresses_of_one_subscriber_are_counted_as_one() -> None:
    user = person()
    for number in range(50):
        _fail(1, f"ten-{number}", f"2001:db8:1:2::{number:x}")
    assert "từ địa chỉ mạng này" in words_of(enter(browser(address="2001:db8:1:2:ffff::1"), user))
    assert enter(browser(address="2001:db8:1:3::1"), user).status_code == 302
    for number in range(50):
        _fail(1, f"ten-khac-{number}", f"::ffff:203.0.113.{number % 2 + 7}")
    assert enter(browser(address="203.0.113.7"), user).status_code == 302, "25 failures of each"


@pytest.mark.django_db
@pytest.mark.parametrize(("proxies", "counted"), [(0, "203.0.113.1"), (1, "198.51.100.9"), (2, "192.0.2.7")])
def test_the_address_is_what_our_own_proxy_saw(settings: object, proxies: int, counted: str) -> None:
    settings.PROXIES = proxies  # type: ignore[attr-defined]
    user = person()
    client = Client(
        headers={"x-forwarded-for": "192.0.2.7, 198.51.100.9", "user-agent": "x"}, REMOTE_ADDR="203.0.113.1"
    )
    enter(client, user)
    assert SignInSession.objects.get(user=user).address == counted


@pytest.mark.django_db(transaction=True)
def test_a_hundred_guesses_at_once_try_five_passwords() -> None:
    """Counted before it is judged: the right password among many at once is found only within the first five."""
    person()
    tried: list[str] = []

    def guess() -> None:
        try:
            with clock.actual_frozen(NOW):
                check_password_of(username="nguoi-mot", password=WRONG, address="203.0.113.77")
        except CannotSignIn as refusal:
            tried.append(refusal.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=guess) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(tried) == 16
    brake = SignInBrake.objects.get(kind="name")
    assert (brake.failures, brake.refused) == (5, 11)
    judged = AuditRow.objects.filter(act__in=("sign_in_refused", "lock_account")).count()
    assert judged == 5
    assert connection.vendor in ("sqlite", "postgresql")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "evil"]
)
def test_nobody_is_led_off_the_site(elsewhere: str) -> None:
    user = person()
    assert enter(browser(), user, following=elsewhere)["Location"] == reverse("desk")
    client = signed_in(user)
    assert client.get(reverse("sign_in"), {"next": elsewhere})["Location"] == reverse("desk")


@pytest.mark.django_db
def test_one_is_led_to_where_one_wanted() -> None:
    assert enter(browser(), person(), following=reverse("plans"))["Location"] == reverse("plans")


@pytest.mark.django_db
def test_coming_and_going_leave_evidence_with_post_and_address() -> None:
    made.province()
    user = person(role=Role.DEPARTMENT_OFFICER)
    before = len(_acts())
    client = signed_in(user, address="203.0.113.4")
    client.post(reverse("sign_out"))
    assert _acts()[before:] == ["sign_in", "sign_out"]
    row = AuditRow.objects.get(act="sign_in")
    assert (row.actor_id, row.agency_code, row.object_id) == (user.pk, "90.SO_YT", str(user.pk))
    assert client.get(reverse("desk")).status_code == 302
    assert client.get(reverse("sign_out")).status_code == 405


@pytest.mark.django_db
def test_what_an_unused_account_kept_for_programs_ends_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[int] = []
    monkeypatch.setattr(other_keys, "_enders", {"sổ mẫu": lambda actor, user_id: ended.append(user_id)})
    user = person()
    user.date_joined = user.password_changed_at = user.last_login = NOW - dt.timedelta(days=45)
    user.save()
    enter(browser(), user)
    assert ended == [user.pk]


@pytest.mark.django_db
def test_an_account_unused_for_45_days_is_closed_and_says_so_to_its_owner_alone() -> None:
    user = person()
    user.date_joined = user.password_changed_at = NOW - dt.timedelta(days=90)
    user.last_login = NOW - dt.timedelta(days=45)
    user.save()
    assert "chưa đúng" in _fail(1)
    assert "không được dùng từ 45 ngày" in words_of(enter(browser(), user))
    user.refresh_from_db()
    assert not user.is_active
    assert "đã ngừng hoạt động" in words_of(enter(browser(), user))
    assert "chưa đúng" in _fail(1), "who does not know the password learns nothing"
    User.objects.filter(pk=user.pk).update(is_active=True, opened_at=NOW)
    assert enter(browser(), user).status_code == 302
    assert "close_unused_account" in _acts()


@pytest.mark.django_db
def test_sample_accounts_are_never_locked_nor_closed() -> None:
    user = person()
    user.sample_post = "Lãnh đạo · Cơ quan mẫu"
    user.date_joined = user.last_login = user.password_changed_at = NOW - dt.timedelta(days=400)
    user.save()
    _fail(7)
    assert enter(browser(), user).status_code == 302
    assert "không bị khóa khi nhập sai" in words_of(browser().get(reverse("sign_in")))


@pytest.mark.django_db
def test_a_disabled_account_loses_its_sessions_at_once() -> None:
    user = person()
    client = signed_in(user)
    assert client.get(reverse("own_account")).status_code == 200
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get(reverse("own_account")).status_code == 302


@pytest.mark.django_db
def test_a_forged_form_is_refused() -> None:
    user = person()
    client = Client(enforce_csrf_checks=True)
    assert client.post(reverse("sign_in"), {"username": user.username, "password": RIGHT}).status_code == 403
    client.force_login(user)
    for name in ("sign_out", "lock_now", "end_other_sessions", "change_password", "choose_post", "renew_codes"):
        assert client.post(reverse(name), {}).status_code == 403, name


@pytest.mark.django_db
@pytest.mark.parametrize("odd", ["\x00", "a" * 5000, "\ud800", "  ", "ẫ" * 151])
def test_odd_names_and_passwords_are_answered_in_words(odd: str) -> None:
    person()
    for username, password in ((odd, RIGHT), ("nguoi-mot", odd)):
        try:
            answer = browser().post(reverse("sign_in"), {"username": username, "password": password})
        except UnicodeEncodeError:
            continue  # cannot even be sent
        assert answer.status_code == 200
