"""Keys and calendar addresses of other people: seen and revoked in one's own province, ended with the account's key."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse

from mangnon.accounts.public import User
from mangnon.audit.models import AuditRow
from mangnon.exchange.calendar_feed import actor_of_token, make_feed
from mangnon.exchange.models import ApiToken, CalendarFeed
from mangnon.people import rescue
from mangnon.people.invitations import accept_invitation, issue
from mangnon.people.rules import code_key
from mangnon.people.services import disable_account, enable_account
from mangnon.people.terms import InvitationKind
from mangnon.project import other_keys
from tests.exchange.asking import Program, program
from tests.journeys.provinces import World

other_keys.register()


def _keys(scene: World) -> tuple[Program, str]:
    """A program and a calendar of the department's officer, both alive."""
    asks = program(scene, "department")
    feed = make_feed(actor=scene.actor("department")).token
    assert asks.get("/api/plans").status_code == 200
    assert actor_of_token(feed) is not None
    return asks, feed


def _reset_by_code(scene: World, user: User) -> None:
    issued = issue(actor=scene.actor("administrator"), user=user, territory_code="90", kind=InvitationKind.RESET)
    accept_invitation(key=code_key(issued.code), password="Rừng xanh 4826 mẫu!")


WAYS: dict[str, Callable[[World, User], object]] = {
    "second factor reset": lambda scene, user: rescue.reset_factor_of_person(
        actor=scene.actor("administrator"), user_id=user.pk
    ),
    "new password ordered": lambda scene, user: rescue.order_password_change(
        actor=scene.actor("administrator"), user_id=user.pk
    ),
    "account closed": lambda scene, user: disable_account(
        actor=scene.actor("administrator"), user_id=user.pk, reason="Mẫu"
    ),
    "password reset by a code": _reset_by_code,
}


@pytest.mark.parametrize("way", sorted(WAYS))
def test_they_end_with_the_accounts_own_key(scene: World, way: str) -> None:
    asks, feed = _keys(scene)
    others = program(scene, "lead")
    user = scene.users["department"]
    WAYS[way](scene, user)
    assert not ApiToken.objects.filter(user=user, revoked_at__isnull=True).exists()
    assert not CalendarFeed.objects.filter(user=user, revoked_at__isnull=True).exists()
    assert asks.get("/api/plans").status_code == 401
    assert actor_of_token(feed) is None
    assert others.get("/api/plans").status_code == 200, "keys of others live on"
    told = AuditRow.objects.get(act="end_keys")
    assert (told.object_id, told.details) == (str(user.pk), {"tokens": 1, "feeds": 1})


def test_an_account_opened_again_has_no_key(scene: World) -> None:
    asks, feed = _keys(scene)
    admin, user = scene.actor("administrator"), scene.users["department"]
    disable_account(actor=admin, user_id=user.pk, reason="Mẫu")
    enable_account(actor=admin, user_id=user.pk, reason="Mẫu")
    assert asks.get("/api/plans").status_code == 401
    assert actor_of_token(feed) is None


def test_an_administrator_sees_and_revokes_them(scene: World) -> None:
    asks, feed = _keys(scene)
    user = scene.users["department"]
    client, address = scene.client("administrator"), reverse("person_keys", args=[user.pk])
    page = client.get(address).content.decode()
    token = ApiToken.objects.get(user=user)
    assert token.handle in page
    assert asks.key not in page
    assert feed not in page
    assert AuditRow.objects.filter(act="read", object_type="User", object_id=str(user.pk)).exists()
    client.post(address, {"ma": str(token.pk)})
    assert asks.get("/api/plans").status_code == 401
    client.post(address, {"lich": "1"})
    assert actor_of_token(feed) is None
    acts = AuditRow.objects.filter(act__endswith="_of_person").order_by("pk").values_list("act", "actor_id")
    admin = scene.users["administrator"].pk
    assert list(acts) == [("revoke_token_of_person", admin), ("revoke_feed_of_person", admin)]


@pytest.mark.parametrize("sent", [{"ma": "1" * 30}, {"ma": "²"}, {"ma": "0"}, {}, {"lich": "1"}])
def test_what_is_not_there_is_told(scene: World, sent: dict[str, str]) -> None:
    rows = AuditRow.objects.count()
    address = reverse("person_keys", args=[scene.users["department"].pk])
    answer = scene.client("administrator").post(address, sent, follow=True)
    assert "Không có gì bị thay đổi" in answer.content.decode()
    assert AuditRow.objects.exclude(act="read").count() == rows


def test_nobody_elses_keys_and_not_ones_own(scene: World) -> None:
    asks, feed = _keys(scene)
    token = ApiToken.objects.get(user=scene.users["department"])
    address = reverse("person_keys", args=[token.user_id])
    assert scene.client("other_administrator").get(address).status_code == 404
    assert scene.client("other_administrator").post(address, {"ma": token.pk}).status_code == 404
    assert scene.client("lead").post(address, {"ma": token.pk}).status_code == 403
    # A key of one person under the address of another.
    other = reverse("person_keys", args=[scene.users["local"].pk])
    scene.client("administrator").post(other, {"ma": token.pk})
    own = program(scene, "administrator")
    mine = ApiToken.objects.get(user=scene.users["administrator"])
    scene.client("administrator").post(reverse("person_keys", args=[mine.user_id]), {"ma": mine.pk})
    assert (asks.get("/api/plans").status_code, own.get("/api/notices").status_code) == (200, 200)
    assert actor_of_token(feed) is not None
