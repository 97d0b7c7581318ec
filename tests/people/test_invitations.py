"""Invitations: no password but the person's own; a code works once, for seven days, until it is revoked."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from mangnon.accounts.models import User
from mangnon.accounts.public import Role, behind_wall
from mangnon.agencies.models import Agency, Post
from mangnon.audit.models import AuditRow
from mangnon.kernel import clock
from mangnon.people.errors import BadInvitation, BadPerson, Separation, UsernameTaken
from mangnon.people.invitations import (
    Issued,
    accept_invitation,
    find_invitation,
    invite_again,
    invite_person,
    revoke_invitation,
)
from mangnon.people.models import Invitation
from mangnon.people.passwords import WeakPassword
from mangnon.people.rules import code_key
from mangnon.people.services import disable_account
from mangnon.people.sessions import sessions_of
from tests.people.office import PASSWORD, TODAY, Office, agency, office
from tests.people.signing import browser, enter

pytestmark = pytest.mark.django_db
OWN = "Cây-Tre-Trăm-Đốt-9"


@pytest.fixture
def found() -> Office:
    return office()


def _invite(found: Office, **changes: Any) -> Issued:
    values = {
        "full_name": "Lê Thị Mẫu Đào",
        "agency_id": agency("SO_TP").pk,
        "role": Role.DEPARTMENT_OFFICER,
        "valid_from": TODAY,
        **changes,
    }
    return invite_person(actor=found.admin, **values)


def _stored(found: Office) -> Invitation:
    with behind_wall(found.admin):
        return Invitation.objects.latest("pk")


def test_an_invited_person_has_no_password_and_the_code_is_kept_nowhere(found: Office) -> None:
    issued = _invite(found, email="Dao@Mau.GOV.vn")
    user = User.objects.get(pk=issued.user.pk)
    assert (user.username, user.email, user.has_usable_password()) == ("daoltm", "dao@mau.gov.vn", False)
    stored = _stored(found)
    assert issued.code not in repr(vars(stored))
    assert len(stored.digest) == 64
    assert stored.territory_code == "90"
    rows = list(AuditRow.objects.order_by("-pk")[:2])
    assert {row.act for row in rows} == {"appoint", "invite_person"}
    told = repr([(row.details, row.before, row.after, row.object_id) for row in rows])
    assert issued.code not in told
    assert "Đào" not in told
    assert "dao@mau" not in told


def test_the_code_sets_the_own_password_once(found: Office) -> None:
    issued = _invite(found)
    # As it is copied from paper: small letters, blanks, an O for the nought.
    typed = issued.grouped.lower().replace("-", " ").replace("0", "o")
    user = accept_invitation(key=code_key(typed), password=OWN)
    assert User.objects.get(pk=user.pk).check_password(OWN)
    with pytest.raises(BadInvitation) as refused:
        accept_invitation(key=code_key(issued.code), password=OWN + "x")
    assert refused.value.code == "invitation_used"
    assert User.objects.get(pk=user.pk).check_password(OWN)
    row = AuditRow.objects.latest("pk")
    assert (row.act, row.actor_id, row.territory_code) == ("accept_invitation", user.pk, "90")


def test_a_weak_password_uses_nothing_up(found: Office) -> None:
    issued = _invite(found)
    for weak in ("123456", "matkhau", "daoltm-Daoltm-1"):
        with pytest.raises(WeakPassword):
            accept_invitation(key=code_key(issued.code), password=weak)
    assert accept_invitation(key=code_key(issued.code), password=OWN).pk


def test_a_code_ends_after_seven_days(found: Office) -> None:
    with clock.actual_frozen(clock.at(TODAY, 8)):
        issued = _invite(found)
    with clock.actual_frozen(clock.at(TODAY + dt.timedelta(days=7), 7, 59)):
        assert find_invitation(code_key(issued.code)).pk
    with clock.actual_frozen(clock.at(TODAY + dt.timedelta(days=7), 8)), pytest.raises(BadInvitation) as refused:
        find_invitation(code_key(issued.code))
    assert refused.value.code == "invitation_expired"


def test_a_newer_code_and_a_revocation_end_the_older(found: Office) -> None:
    first = _invite(found)
    second = invite_again(actor=found.admin, user_id=first.user.pk)
    with pytest.raises(BadInvitation) as refused:
        find_invitation(code_key(first.code))
    assert refused.value.code == "invitation_revoked"
    revoke_invitation(actor=found.admin, user_id=first.user.pk)
    with pytest.raises(BadInvitation):
        find_invitation(code_key(second.code))
    with pytest.raises(BadInvitation):
        revoke_invitation(actor=found.admin, user_id=first.user.pk)


def test_a_forgotten_password_is_replaced_by_its_owner(found: Office) -> None:
    issued = invite_again(actor=found.admin, user_id=found.officer.pk)
    assert issued.invitation.kind == "reset"
    assert User.objects.get(pk=found.officer.pk).check_password(PASSWORD)
    with pytest.raises(WeakPassword):
        accept_invitation(key=code_key(issued.code), password=PASSWORD)
    accept_invitation(key=code_key(issued.code), password=OWN)
    assert User.objects.get(pk=found.officer.pk).check_password(OWN)
    with pytest.raises(Separation):
        invite_again(actor=found.admin, user_id=found.administrator.pk)


def test_a_new_password_ends_what_the_old_one_had_opened(found: Office, settings: Any) -> None:
    settings.PROXIES = 1
    client = browser()
    enter(client, found.officer, PASSWORD)
    assert len(sessions_of(found.officer)) == 1
    issued = invite_again(actor=found.admin, user_id=found.officer.pk)
    guest = Client(REMOTE_ADDR="10.0.0.1", headers={"x-forwarded-for": "203.0.113.9"})
    guest.get(reverse("invitation_link", args=[issued.grouped]))
    guest.post(reverse("invitation_password"), {"password": OWN, "again": OWN})
    assert sessions_of(found.officer) == []
    assert client.get(reverse("own_account")).status_code == 302
    rows = AuditRow.objects.filter(act__in=("accept_invitation", "end_sessions")).values_list(
        "origin", "territory_code"
    )
    assert set(rows) == {("203.0.113.9", "90")}, "who asked our proxy, read by the province's auditors"


def test_the_code_is_of_the_province_where_the_person_is_now(found: Office) -> None:
    elsewhere = Agency.objects.create(
        code="91.SO_TP", name="Sở Tư pháp tỉnh khác", level="province", territory=agency("SO_TP").territory
    )
    Post.objects.create(
        user=found.officer,
        agency=elsewhere,
        role=Role.READER,
        valid_from=dt.date(2025, 2, 1),
        valid_to=dt.date(2025, 3, 1),
    )
    issued = invite_again(actor=found.admin, user_id=found.officer.pk)
    assert issued.invitation.territory_code == "90"


def test_a_disabled_account_takes_no_code(found: Office) -> None:
    issued = _invite(found)
    disable_account(actor=found.admin, user_id=issued.user.pk, reason="Nhập nhầm")
    with pytest.raises(BadInvitation):
        find_invitation(code_key(issued.code))
    with pytest.raises(BadPerson):
        invite_again(actor=found.admin, user_id=issued.user.pk)


@pytest.mark.parametrize("typed", ["", "90", "x", "90-0000-0000-0000-0000-0000", "'; drop", "9" * 500, "90:abc"])
def test_codes_that_are_none_find_nothing(found: Office, typed: str) -> None:
    _invite(found)
    with pytest.raises(BadInvitation):
        find_invitation(code_key(typed))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"full_name": " "}, "bad_name"),
        ({"full_name": "Nguyễn <b>An</b>"}, "bad_name"),
        ({"full_name": "Robot 9000"}, "bad_name"),
        ({"username": "quantri"}, "username_taken"),
        ({"username": "có dấu"}, "bad_username"),
        ({"email": "khong-phai-thu"}, "bad_email"),
        ({"agency_id": 0}, "bad_person"),
    ],
)
def test_what_cannot_be_makes_nobody(found: Office, changes: dict[str, Any], code: str) -> None:
    count = User.objects.count()
    with pytest.raises((BadPerson, UsernameTaken)) as refused:
        _invite(found, **changes)
    assert (refused.value.code, User.objects.count()) == (code, count)


def test_one_address_is_one_account(found: Office) -> None:
    _invite(found, email="chung@mau.gov.vn")
    with pytest.raises(BadPerson) as refused:
        _invite(found, full_name="Người Khác Mẫu", email="CHUNG@mau.gov.vn")
    assert refused.value.code == "email_taken"


# ---- the pages -----------------------------------------------------------------------------------------------------


def test_the_invited_person_walks_from_the_slip_to_the_sign_in_page(found: Office) -> None:
    administrator, invited = Client(), Client()
    administrator.force_login(found.administrator)
    form = {
        "full_name": "Lê Thị Mẫu Đào",
        "agency": agency("SO_TP").pk,
        "role": "department_officer",
        "kind": "regular",
        "valid_from": "20/05/2025",
    }
    slip = administrator.post(reverse("invite"), form)
    assert slip.status_code == 200
    code = slip.context["rows"][0]["issued"].grouped
    assert code in slip.content.decode()
    assert "no-store" in slip["Cache-Control"]
    typed = invited.post(reverse("invitation"), {"code": code})
    assert typed.status_code == 302
    assert typed["Location"] == reverse("invitation_password")
    assert code.replace("-", "") not in str(dict(invited.session))
    page = invited.get(reverse("invitation_password"))
    assert "Lê Thị Mẫu Đào" in page.content.decode()
    different = invited.post(reverse("invitation_password"), {"password": OWN, "again": OWN + "x"})
    assert different.status_code == 422
    weak = invited.post(reverse("invitation_password"), {"password": "123", "again": "123"})
    assert weak.status_code == 422
    done = invited.post(reverse("invitation_password"), {"password": OWN, "again": OWN})
    assert (done.status_code, done["Location"]) == (302, reverse("sign_in"))
    assert User.objects.get(username="daoltm").check_password(OWN)
    assert invited.get(reverse("invitation_password")).status_code == 200
    assert invited.post(reverse("invitation"), {"code": code}).status_code == 422


def test_the_link_of_a_mail_leads_on_without_the_code_in_the_address(found: Office) -> None:
    issued = _invite(found)
    client = Client()
    opened = client.get(reverse("invitation_link", args=[issued.grouped]))
    assert (opened.status_code, opened["Location"]) == (302, reverse("invitation_password"))
    assert client.get(reverse("invitation_link", args=["90-AAAA"])).status_code == 422


def test_a_mail_goes_out_only_where_the_site_has_a_mail_server(found: Office, settings: Any) -> None:
    client = Client()
    client.force_login(found.administrator)
    form = {
        "full_name": "Lê Thị Mẫu Đào",
        "email": "dao@mau.gov.vn",
        "agency": agency("SO_TP").pk,
        "role": "reader",
        "kind": "regular",
        "valid_from": "20/05/2025",
    }
    assert "chưa gửi được thư" in client.post(reverse("invite"), form).content.decode()
    assert not mail.outbox
    settings.MAIL_FROM = "mang-non@mau.gov.vn"
    again = client.post(reverse("invitation_issue", args=[User.objects.get(username="daoltm").pk]))
    assert "Đã gửi địa chỉ nhận tài khoản" in again.content.decode()
    assert [sent.to for sent in mail.outbox] == [["dao@mau.gov.vn"]]
    assert "/loi-moi/90-" in mail.outbox[0].body
    assert "Đào" not in mail.outbox[0].body
