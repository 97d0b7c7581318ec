"""`mangnon agency`: bodies of state in time."""

from __future__ import annotations

import argparse
from typing import Any

from mangnon.project.cli import say, start_django
from mangnon.project.commands.plan import iso_day


def add_to(commands: Any) -> None:
    """Add the command and its parts."""
    parser = commands.add_parser("agency", help="cơ quan, đơn vị")
    parts = parser.add_subparsers(dest="part", metavar="VIỆC", required=True)
    set_up = parts.add_parser("set-up", help="tạo danh mục cơ quan của một tỉnh tại một ngày")
    set_up.add_argument("--province", required=True, metavar="MÃ")
    set_up.add_argument("--on", required=True, type=iso_day, metavar="NGÀY")
    set_up.set_defaults(run=_set_up)


def _set_up(args: argparse.Namespace) -> int:
    start_django()
    from mangnon.accounts.public import SYSTEM
    from mangnon.agencies.public import set_up_province

    created = set_up_province(actor=SYSTEM, province_code=args.province, on=args.on)
    say(f"Đã tạo {created} cơ quan mới của tỉnh mã {args.province}.")
    return 0
