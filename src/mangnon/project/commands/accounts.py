"""`mangnon account`: give a person an account and a post."""

from __future__ import annotations

import argparse
import getpass
import os
from typing import Any

from mangnon.kernel.refusals import Refusal
from mangnon.project.cli import say, start_django

_ROLES = ("provincial_lead", "department_officer", "local_officer", "leader", "administrator")


class BadAccount(Refusal):
    """The account cannot be made."""

    code = "bad_account"


def add_to(commands: Any) -> None:
    """Add the command and its part."""
    parser = commands.add_parser("account", help="tài khoản")
    parts = parser.add_subparsers(dest="part", metavar="VIỆC", required=True)
    add = parts.add_parser("add", help="tạo tài khoản và giao vị trí (mật khẩu nhập từ bàn phím)")
    add.add_argument("username", metavar="TÊN_ĐĂNG_NHẬP")
    add.add_argument("--name", required=True, metavar="HỌ_TÊN")
    add.add_argument("--agency", required=True, metavar="MÃ_CƠ_QUAN")
    add.add_argument("--role", required=True, choices=_ROLES)
    add.set_defaults(run=_add)


def _add(args: argparse.Namespace) -> int:
    start_django()
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    from mangnon.accounts.public import SYSTEM, Role
    from mangnon.project.sample import make_account

    password = os.environ.get("MANGNON_NEW_PASSWORD") or getpass.getpass("Mật khẩu: ")
    try:
        validate_password(password)
    except ValidationError as error:
        raise BadAccount(f"Mật khẩu chưa đạt: {' '.join(error.messages)} Chưa có tài khoản nào được tạo.") from error
    user = make_account(
        actor=SYSTEM,
        username=args.username,
        full_name=args.name,
        password=password,
        agency_code=args.agency,
        role=Role(args.role),
    )
    user.must_change_password = True
    user.save(update_fields=["must_change_password"])
    say(f"Đã tạo tài khoản {args.username}. Lần đăng nhập đầu tiên phải đổi mật khẩu.")
    return 0
