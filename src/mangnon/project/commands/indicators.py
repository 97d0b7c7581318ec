"""`mangnon indicators`: the dictionary of what is counted."""

from __future__ import annotations

import argparse
from typing import Any

from mangnon.project.cli import say, start_django


def add_to(commands: Any) -> None:
    """Add the commands and their parts."""
    parser = commands.add_parser("indicators", help="danh mục chỉ tiêu")
    parts = parser.add_subparsers(dest="part", metavar="VIỆC", required=True)
    load = parts.add_parser("load", help="nạp bộ chỉ tiêu đi kèm phần mềm; chạy lại không tạo thêm")
    load.set_defaults(run=_load)


def _load(args: argparse.Namespace) -> int:
    start_django()
    from django.core.management import call_command

    from mangnon.accounts.public import SYSTEM
    from mangnon.indicators.public import load_dictionary

    call_command("migrate", verbosity=0, interactive=False)  # a home that was never used has no tables yet

    done = load_dictionary(actor=SYSTEM)
    say(f"Danh mục chỉ tiêu: {done.new} mục mới, {done.changed} mục cập nhật.")
    return 0
