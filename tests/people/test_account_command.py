"""The command of accounts: codes, not passwords; clear refusals."""

from __future__ import annotations

import pytest

from mangnon.accounts.models import User
from mangnon.accounts.public import Role
from mangnon.people.invitations import accept_invitation
from mangnon.people.rules import code_key
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


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (["invite", "quantri", "--name", "Lê Mẫu", "--agency", "90.SO_TP", "--role", "reader"], "đã có người dùng"),
        (["invite", "moi", "--name", "Lê Mẫu", "--agency", "90.KHONG", "--role", "reader"], "Không có cơ quan"),
        (["invite", "moi", "--name", "9", "--agency", "90.SO_TP", "--role", "reader"], "Họ và tên"),
        (["link", "khong-co"], "Không có tài khoản"),
    ],
)
def test_what_cannot_be_is_one_line(given: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    office()
    assert main(["account", *given]) == 2
    told = capsys.readouterr().err
    assert words in told
    assert told.count("\n") == 1
