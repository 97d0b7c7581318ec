"""The second wall: past every selector, the database itself shows and takes only rows of one's own provinces.

Runs on PostgreSQL alone, as an ordinary role: a superuser, which the tests' owner is, walks through the wall.
"""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import Error, connection, transaction

from mangnon.accounts.public import SYSTEM, Actor, Role, User, behind_wall, behind_wall_of
from mangnon.kernel import clock
from mangnon.people.models import Invitation
from tests.people.ordinary_role import ordinary_role

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL has a second wall"),
]


def _invite(province: str, number: int) -> Invitation:
    user = User.objects.create_user(username=f"mau{number}", full_name=f"Nguyễn Văn Mẫu {number}")
    now = clock.now()
    return Invitation.objects.create(
        user=user, territory_code=province, digest=f"{number:064x}", issued_at=now, expires_at=now + dt.timedelta(7)
    )


def _actor(*provinces: str) -> Actor:
    own, *_ = provinces
    return Actor(1, "Người mẫu", Role.ADMINISTRATOR, territory_code=own, territory_codes=frozenset(provinces))


def _seen() -> list[str]:
    """Asked of the database directly: no manager, no selector."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT territory_code FROM people_invitation ORDER BY territory_code")
        return [str(row[0]) for row in cursor.fetchall()]


def test_only_the_own_provinces_are_seen() -> None:
    for number, province in enumerate(("51", "62", "08"), 1):
        _invite(province, number)
    with ordinary_role():
        assert _seen() == []  # nobody has said who asks
        with behind_wall(_actor("62")):
            assert _seen() == ["62"]
        with behind_wall(_actor("51", "62")):  # a successor keeps its past
            assert _seen() == ["51", "62"]
        with behind_wall_of("08"):
            assert _seen() == ["08"]
        with behind_wall(SYSTEM):
            assert _seen() == ["08", "51", "62"]
        assert _seen() == []  # and the setting ended with its block


def test_an_inner_block_counts_until_it_ends() -> None:
    _invite("51", 1)
    _invite("62", 2)
    with ordinary_role(), behind_wall(_actor("51")):
        with behind_wall(_actor("62")):
            assert _seen() == ["62"]
        assert _seen() == ["51"]


def test_no_row_of_another_province_is_written_changed_or_removed() -> None:
    other = _invite("62", 1)
    user = User.objects.create_user(username="mau9", full_name="Nguyễn Văn Mẫu 9")
    now = clock.now()
    with ordinary_role(), behind_wall(_actor("51")):
        assert Invitation.objects.filter(pk=other.pk).update(sent_to="mau@example.vn") == 0
        assert Invitation.objects.filter(pk=other.pk).delete()[0] == 0
        with pytest.raises(Error, match="row-level security"), transaction.atomic():
            Invitation.objects.create(
                user=user, territory_code="62", digest="f" * 64, issued_at=now, expires_at=now + dt.timedelta(7)
            )
        own = Invitation.objects.create(
            user=user, territory_code="51", digest="e" * 64, issued_at=now, expires_at=now + dt.timedelta(7)
        )
        with pytest.raises(Error, match="row-level security"), transaction.atomic():
            Invitation.objects.filter(pk=own.pk).update(territory_code="62")
    assert sorted(Invitation.objects.values_list("territory_code", flat=True)) == ["51", "62"]


def test_after_an_error_nothing_of_the_setting_is_left() -> None:
    _invite("62", 1)
    with ordinary_role():
        with pytest.raises(ZeroDivisionError), behind_wall(_actor("62")):
            raise ZeroDivisionError
        assert _seen() == []


def test_the_wall_binds_the_owner_of_the_table_too() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE relname = 'people_invitation'")
        assert cursor.fetchone() == (True, True)
