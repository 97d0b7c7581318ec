"""The services and pages of invitations work behind the wall, and only for the own province, as an ordinary role."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from mangnon.accounts.models import User
from mangnon.accounts.public import SYSTEM, Actor, Role, behind_wall_of
from mangnon.kernel import clock
from mangnon.people.errors import BadInvitation
from mangnon.people.importing import import_people
from mangnon.people.invitations import accept_invitation, find_invitation, invite_again, invite_person
from mangnon.people.models import Invitation
from mangnon.people.rules import code_key
from mangnon.people.selectors import PeopleFilter, invitations_of, people
from mangnon.people.services import disable_account, enable_account
from mangnon.people.workbook import read_people
from tests.people.office import TODAY, Office, agency, office
from tests.people.ordinary_role import ordinary_role
from tests.people.test_people_file import ANH, LAN, workbook

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL has a second wall"),
]
OWN = "Cây-Tre-Trăm-Đốt-9"


@pytest.fixture
def found() -> Iterator[Office]:
    made = office()
    with ordinary_role():
        yield made


def _client(found: Office) -> Client:
    client = Client()
    client.force_login(found.administrator)
    return client


def test_the_services_of_invitations_work_under_an_ordinary_role(found: Office) -> None:
    issued = invite_person(
        actor=found.admin, full_name="Lê Thị Mẫu", agency_id=agency("SO_TP").pk, role=Role.READER, valid_from=TODAY
    )
    assert Invitation.objects.count() == 0, "nobody has said who asks"
    assert [each.pk for each in invitations_of(found.admin, issued.user.pk)] == [issued.invitation.pk]
    assert find_invitation(code_key(issued.grouped)).user == issued.user
    accept_invitation(key=code_key(issued.grouped), password=OWN)
    again = invite_again(actor=found.admin, user_id=issued.user.pk)
    assert invite_again(actor=SYSTEM, user_id=issued.user.pk).invitation.pk > again.invitation.pk
    with pytest.raises(BadInvitation):
        find_invitation(code_key(again.grouped))
    disable_account(actor=found.admin, user_id=issued.user.pk, reason="Thử")
    enable_account(actor=found.admin, user_id=issued.user.pk, reason="Thử")
    done = import_people(actor=found.admin, rows=read_people(workbook(LAN, ANH)), today=TODAY)
    assert len(done.issued) == 2
    names = [row.username for row in people(found.admin, wanted=PeopleFilter(), now=clock.now(), today=TODAY)]
    assert {"lannt", "anhtv"} <= set(names)


def test_an_administrator_of_elsewhere_finds_nothing(found: Office) -> None:
    issued = invite_person(
        actor=found.admin, full_name="Lê Thị Mẫu", agency_id=agency("SO_TP").pk, role=Role.READER, valid_from=TODAY
    )
    stranger = Actor(1, "Người tỉnh khác", Role.ADMINISTRATOR, territory_code="91")
    assert invitations_of(stranger, issued.user.pk) == []


def test_the_pages_walk_under_an_ordinary_role(found: Office) -> None:
    client = _client(found)
    values = {
        "full_name": "Lê Thị Mẫu Đào",
        "agency": str(agency("SO_TP").pk),
        "role": "reader",
        "kind": "regular",
        "valid_from": "20/05/2025",
    }
    slip = client.post(reverse("invite"), values)
    code = slip.context["rows"][0]["issued"].grouped
    user = User.objects.get(username="daoltm")
    assert client.get(reverse("people")).status_code == 200
    page = client.get(reverse("person", args=[user.pk])).content.decode()
    assert "Chờ sử dụng" in page
    guest = Client()
    assert guest.get(reverse("invitation_link", args=[code]))["Location"] == reverse("invitation_password")
    answer = guest.post(reverse("invitation_password"), {"password": OWN, "again": OWN})
    assert answer["Location"] == reverse("sign_in")
    assert "Đã sử dụng" in client.get(reverse("person", args=[user.pk])).content.decode()
    slip = client.post(reverse("invitation_issue", args=[user.pk]))
    assert re.fullmatch(r"90(-[0-9A-Z]{4}){5}", slip.context["rows"][0]["issued"].grouped)
    assert client.post(reverse("invitation_revoke", args=[user.pk])).status_code == 302


@pytest.mark.parametrize("typed", ["*", "90,91", "", "90 "])
def test_what_somebody_types_as_a_province_never_means_several(found: Office, typed: str) -> None:
    invite_person(
        actor=found.admin, full_name="Lê Thị Mẫu", agency_id=agency("SO_TP").pk, role=Role.READER, valid_from=TODAY
    )
    with behind_wall_of(typed):
        assert Invitation.objects.count() == 0
    with behind_wall_of("90"):
        assert Invitation.objects.count() == 1
