"""Keys of programs: shown once, bound to a post, shut by every wall that shuts sign-in."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from mangnon.accounts.models import User
from mangnon.agencies.models import Post
from mangnon.audit.models import AuditRow
from mangnon.exchange.models import ApiToken
from mangnon.exchange.terms import TokenScope
from mangnon.exchange.tokens import MOST_TOKENS, issue_token, revoke_token
from mangnon.kernel import clock
from mangnon.kernel.refusals import Refusal
from mangnon.people.models import SignInBrake
from mangnon.people.sign_in import CannotSignIn, check_password_of
from mangnon.people.sign_in_terms import SecondFactorRule
from tests.exchange.asking import Program, program
from tests.journeys.provinces import World

PAGE = "/tai-khoan/ma-truy-cap/"


def _told(asks: Program, **headers: str) -> tuple[int, str]:
    answer = asks.get("/api/plans", **headers)
    return answer.status_code, answer.json().get("code", "")


def test_a_key_is_made_shown_once_and_revoked(scene: World) -> None:
    user = scene.users["department"]
    user.set_password("Mật-khẩu-9")
    user.save()
    client = Client()
    client.force_login(user)
    sent = {"name": "Một cửa", "scope": "write", "days": "30", "password": "Mật-khẩu-9"}
    page = client.post(PAGE, sent).content.decode()
    token = ApiToken.objects.get()
    key = page.partition('value="mn_')[2].partition('"')[0]
    assert len(key) == 43
    assert _told(Program(f"mn_{key}")) == (200, "")
    assert key not in client.get(PAGE).content.decode()
    assert not any(key in str(row.details) for row in AuditRow.objects.all())
    assert f"mn_{key}" not in (token.digest, token.handle)
    client.post(f"{PAGE}{token.pk}/thu-hoi/")
    assert _told(Program(f"mn_{key}")) == (401, "bad_key")
    assert list(AuditRow.objects.filter(object_type="ApiToken").order_by("pk").values_list("act", flat=True)) == [
        "issue_token",
        "revoke_token",
    ]


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"name": " ", "scope": "read", "days": "30"},
        {"name": "x", "scope": "all", "days": "30"},
        {"name": "x", "scope": "read", "days": "366"},
        {"name": "x", "scope": "read", "days": "0"},
    ],
)
def test_a_form_with_faults_makes_no_key(scene: World, sent: dict[str, str]) -> None:
    assert scene.client("department").post(PAGE, sent).status_code == 422
    assert not ApiToken.objects.exists()


def test_the_password_is_asked_for_and_its_brake_holds(scene: World) -> None:
    user = scene.users["department"]
    user.set_password("Mật-khẩu-9")
    user.save()
    client = Client()
    client.force_login(user)
    sent = {"name": "x", "scope": "read", "days": "30", "password": "sai"}
    assert client.post(PAGE, sent).status_code == 422
    assert not ApiToken.objects.exists()


def test_a_key_runs_out_with_its_last_day(scene: World) -> None:
    with clock.actual_frozen(clock.at(dt.date(2026, 1, 1))):
        asks = program(scene, "department")
        assert _told(asks) == (200, "")
    with clock.actual_frozen(clock.last_minute(dt.date(2026, 1, 31))):
        assert _told(asks)[1] != "bad_key"
    with clock.actual_frozen(clock.last_minute(dt.date(2026, 1, 31)) + dt.timedelta(microseconds=1)):
        assert _told(asks) == (401, "bad_key")


def test_a_key_ends_with_its_post(scene: World) -> None:
    user, asks = scene.users["department"], program(scene, "department")
    Post.objects.filter(user=user).update(valid_to=clock.today() - dt.timedelta(days=1))
    assert _told(asks) == (401, "post_ended")
    # Another post does not take its place: the key was made for that one.
    Post.objects.create(user=user, agency=Post.objects.filter(user=user)[0].agency, role="leader")
    assert _told(asks) == (401, "post_ended")


def test_walls_of_sign_in_hold_for_keys(scene: World, settings: Any) -> None:
    user, asks = scene.users["department"], program(scene, "department")
    User.objects.filter(pk=user.pk).update(must_change_password=True, password="!x")
    user.set_password("Mật-khẩu-9")
    user.save(update_fields=["password"])
    assert _told(asks) == (403, "password_due")
    User.objects.filter(pk=user.pk).update(must_change_password=False)
    settings.SECOND_FACTOR = SecondFactorRule.ALWAYS.value
    assert _told(asks) == (403, "factor_due")
    ApiToken.objects.update(with_factor=True)
    assert _told(asks) == (200, "")
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert _told(asks) == (403, "inactive")


def test_an_account_locked_by_wrong_passwords_locks_its_keys(scene: World) -> None:
    asks = program(scene, "department")
    for _ in range(5):
        with pytest.raises(CannotSignIn):
            check_password_of(username="department", password="sai", address="10.0.0.1")
    assert _told(asks) == (403, "locked")


def test_an_unused_account_is_closed_for_programs_too(scene: World) -> None:
    asks = program(scene, "department")
    ApiToken.objects.update(expires_on=dt.date(2100, 1, 1))
    with clock.actual_frozen(clock.actual_now() + dt.timedelta(days=60)):
        assert _told(asks) == (403, "unused")
    scene.users["department"].refresh_from_db()
    assert not scene.users["department"].is_active


def test_guessing_keys_brakes_the_address(scene: World, settings: Any) -> None:
    settings.SIGN_IN_LIMITS = {"address_failures": 3}
    settings.PROXIES = 1
    asks, wrong = program(scene, "department"), Program("mn_sai")
    for _ in range(3):
        assert _told(wrong, X_Forwarded_For="203.0.113.9") == (401, "bad_key")
    answer = asks.get("/api/plans", X_Forwarded_For="203.0.113.9")
    assert (answer.status_code, answer.json()["code"]) == (429, "address_waits")
    assert int(answer["Retry-After"]) > 0
    assert _told(asks, X_Forwarded_For="203.0.113.10") == (200, "")
    assert SignInBrake.objects.exists()


def test_a_key_asks_so_often_in_a_minute_and_no_more(scene: World, settings: Any) -> None:
    settings.API_REQUESTS_A_MINUTE = 3
    asks = program(scene, "department")
    with clock.actual_frozen(clock.at(dt.date(2026, 11, 22))):
        assert [_told(asks)[0] for _ in range(4)] == [200, 200, 200, 429]
        assert program(scene, "local").get("/api/plans").status_code == 200
    with clock.actual_frozen(clock.at(dt.date(2026, 11, 22)) + dt.timedelta(minutes=1)):
        assert _told(asks) == (200, "")
    assert ApiToken.objects.order_by("pk")[0].last_used_on == dt.date(2026, 11, 22)


@pytest.mark.parametrize("words", ["Bearer", "Basic abc", "Bearer  ", "mn_x", "bearer mn_ố"])
def test_odd_headers_let_nobody_in(scene: World, words: str) -> None:
    headers: dict[str, Any] = {"HTTP_AUTHORIZATION": words}
    assert Client().get("/api/plans", **headers).status_code == 401


def test_a_locked_screen_answers_programs_of_the_page(scene: World) -> None:
    client = scene.client("department")
    assert client.get("/api/plans").status_code == 200
    client.post("/dang-nhap/khoa-man-hinh/")
    answer = client.get("/api/plans")
    assert (answer.status_code, answer.json()["code"]) == (401, "session_locked")


def test_only_ones_own_keys_and_not_too_many(scene: World) -> None:
    actor = scene.actor("department")
    token, _ = issue_token(actor=actor, name="x", scope=TokenScope.READ, days=1)
    with pytest.raises(Refusal):
        revoke_token(actor=scene.actor("local"), token_id=token.pk)
    for _ in range(MOST_TOKENS - 1):
        issue_token(actor=actor, name="x", scope=TokenScope.READ, days=1)
    with pytest.raises(Refusal):
        issue_token(actor=actor, name="x", scope=TokenScope.READ, days=1)
