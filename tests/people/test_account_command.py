"""The command of accounts: codes, not passwords; clear refusals."""

from __future__ import annotations

import pytest

from mangnon.accounts.models import User
from mangnon.accounts.public import Role
from mangnon.audit.models import AuditRow
from mangnon.kernel import clock
from mangnon.people.brakes import begin_attempt, locked_until, name_key
from mangnon.people.invitations import accept_invitation
from mangnon.people.models import SecondFactor
from mangnon.people.rules import code_key
from mangnon.people.sign_in_terms import BrakeKind
from mangnon.project.cli import main
from mangnon.project.commands.accounts import ROLES
from tests.people.office import office

pytestmark = pytest.mark.django_db
OWN = "Cây-Tre-Trăm-Đốt-9"


def test_the_roles_of_the_command_are_those_there_are() -> None:
    assert set(ROLES) == {role.value for role in Role if role != Role.SYSTEM}


def test_a_code_for_a_new_person_and_for_one_who_forgot(capsys: pytest.CaptureFixture[str]) -> None:
    office()
    given = ["account", "invite", "moiden", "--name", "Lê Mẫu", "--agency", "90.SO_TP", "--role", "auditor"]
    assert main(given) == 0
    code = capsys.readouterr().out.splitlines()[0].rpartition(" ")[2]
    assert accept_invitation(key=code_key(code), password=OWN).username == "moiden"
    assert main(["account", "link", "moiden"]) == 0
    code = capsys.readouterr().out.splitlines()[0].rpartition(" ")[2]
    accept_invitation(key=code_key(code), password=OWN + "2")
    assert User.objects.get(username="moiden").check_password(OWN + "2")


def test_the_only_administrator_gets_in_again(capsys: pytest.CaptureFixture[str]) -> None:
    user = office().administrator
    User.objects.filter(pk=user.pk).update(is_active=False)
    SecondFactor.objects.create(user=user, secret="x", made_at=clock.actual_now(), confirmed_at=clock.actual_now())
    for _ in range(5):
        begin_attempt(BrakeKind.NAME, name_key(user.username))
    assert main(["account", "open", "quantri", "--reason", "Nghỉ dài ngày", "--new-device"]) == 0
    assert "Đã mở tài khoản quantri." in capsys.readouterr().out
    user.refresh_from_db()
    assert user.is_active
    assert locked_until(user) is None
    assert not SecondFactor.objects.exists()
    rows = AuditRow.objects.filter(act__in=("enable_account", "unlock_account", "remove_second_factor"))
    assert set(rows.values_list("territory_code", "origin")) == {("90", "mangnon account open")}
    assert rows.count() == 3


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (["invite", "quantri", "--name", "Lê Mẫu", "--agency", "90.SO_TP", "--role", "reader"], "đã có người dùng"),
        (["invite", "moi", "--name", "Lê Mẫu", "--agency", "90.KHONG", "--role", "reader"], "Không có cơ quan"),
        (["invite", "moi", "--name", "9", "--agency", "90.SO_TP", "--role", "reader"], "Họ và tên"),
        (["link", "khong-co"], "Không có tài khoản"),
        (["open", "khong-co", "--reason", "x"], "Không có tài khoản"),
    ],
)
def test_what_cannot_be_is_one_line(given: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    office()
    assert main(["account", *given]) == 2
    told = capsys.readouterr().err
    assert words in told
    assert told.count("\n") == 1
