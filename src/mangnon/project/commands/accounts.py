"""`mangnon account`: give a person an account and a post, or a one-time code to set the own password."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from dataclasses import replace
from typing import Any

from mangnon.kernel.refusals import Refusal
from mangnon.project.cli import say, start_django

# Every role of a person (a test compares them with the roles there are).
ROLES = (
    "provincial_lead",
    "department_officer",
    "local_officer",
    "case_worker",
    "supervisor",
    "leader",
    "inspector",
    "reader",
    "administrator",
    "auditor",
)


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
    add.add_argument("--role", required=True, choices=ROLES)
    add.set_defaults(run=_add)
    invite = parts.add_parser("invite", help="tạo tài khoản không mật khẩu và in mã mời dùng một lần")
    invite.add_argument("username", metavar="TÊN_ĐĂNG_NHẬP")
    invite.add_argument("--name", required=True, metavar="HỌ_TÊN")
    invite.add_argument("--agency", required=True, metavar="MÃ_CƠ_QUAN")
    invite.add_argument("--role", required=True, choices=ROLES)
    invite.set_defaults(run=_invite)
    again = parts.add_parser("link", help="in mã mới cho người mất mã mời hoặc quên mật khẩu")
    again.add_argument("username", metavar="TÊN_ĐĂNG_NHẬP")
    again.set_defaults(run=_link)
    opened = parts.add_parser("open", help="mở lại tài khoản bị ngừng hoặc bị khóa, khi không còn người quản trị nào")
    opened.add_argument("username", metavar="TÊN_ĐĂNG_NHẬP")
    opened.add_argument("--reason", required=True, metavar="LÝ_DO")
    opened.add_argument("--new-device", action="store_true", help="mất điện thoại: đặt lại xác thực hai bước")
    opened.set_defaults(run=_open)


def _add(args: argparse.Namespace) -> int:
    start_django()
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    from mangnon.accounts.public import SYSTEM, Role
    from mangnon.project.sample import make_account

    password = os.environ.get("MANGNON_NEW_PASSWORD") or _typed_password()
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


def _typed_password() -> str:
    """Asked on the terminal without showing it. Raises BadAccount where there is no terminal to ask on."""
    if not sys.stdin.isatty():
        raise BadAccount(
            "Không có bàn phím để nhập mật khẩu. Chưa có tài khoản nào được tạo. Hãy chạy lệnh trong cửa sổ dòng lệnh, "
            "đặt biến MANGNON_NEW_PASSWORD, hoặc dùng «mangnon account invite» để cấp mã mời."
        )
    return getpass.getpass("Mật khẩu: ")


def _invite(args: argparse.Namespace) -> int:
    start_django()
    from mangnon.accounts.public import SYSTEM, Role
    from mangnon.agencies.models import Agency
    from mangnon.kernel import clock
    from mangnon.people.invitations import invite_person

    agency = Agency.objects.filter(code=args.agency).first()
    if agency is None:
        raise BadAccount(
            f"Không có cơ quan mang mã «{args.agency}». Chưa có tài khoản nào được tạo. Hãy kiểm tra mã cơ quan."
        )
    issued = invite_person(
        actor=SYSTEM,
        full_name=args.name,
        username=args.username,
        agency_id=agency.pk,
        role=Role(args.role),
        valid_from=clock.today(),
    )
    _tell(issued.grouped)
    return 0


def _link(args: argparse.Namespace) -> int:
    start_django()
    from mangnon.accounts.models import User
    from mangnon.accounts.public import SYSTEM
    from mangnon.people.invitations import invite_again

    user = User.objects.filter(username=args.username).first()
    if user is None:
        raise BadAccount(f"Không có tài khoản «{args.username}». Không có gì bị thay đổi. Hãy kiểm tra tên đăng nhập.")
    _tell(invite_again(actor=SYSTEM, user_id=user.pk).grouped)
    return 0


def _open(args: argparse.Namespace) -> int:
    start_django()
    from django.db import transaction

    from mangnon.accounts.models import User
    from mangnon.accounts.public import SYSTEM
    from mangnon.people.rescue import reset_factor_of_person, unlock_person
    from mangnon.people.services import enable_account

    user = User.objects.filter(username=args.username).first()
    if user is None:
        raise BadAccount(f"Không có tài khoản «{args.username}». Không có gì bị thay đổi. Hãy kiểm tra tên đăng nhập.")
    # The auditors of the person's province are to read this on their page.
    place = user.posts.order_by("-pk").values_list("agency__code", flat=True).first() or ""
    actor = replace(SYSTEM, territory_code=place.partition(".")[0], origin="mangnon account open")
    with transaction.atomic():
        if not user.is_active:
            enable_account(actor=actor, user_id=user.pk, reason=args.reason)
        unlock_person(actor=actor, user_id=user.pk)
        if args.new_device:
            reset_factor_of_person(actor=actor, user_id=user.pk)
    say(f"Đã mở tài khoản {args.username}.")
    if args.new_device:
        say("Lần đăng nhập sau sẽ đăng ký lại xác thực hai bước.")
    return 0


def _tell(code: str) -> None:
    say(f"Mã dùng một lần, trong 7 ngày: {code}")
    say("Mở địa chỉ /loi-moi/ của trang, nhập mã rồi tự đặt mật khẩu. Mã không xem lại được.")
