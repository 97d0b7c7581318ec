"""`mangnon indicators`: the dictionary of what is counted."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from mangnon.kernel.refusals import Refusal
from mangnon.project.cli import say, start_django


class UnknownPlace(Refusal):
    """A body or a unit that is none."""

    code = "unknown_place"


def add_to(commands: Any) -> None:
    """Add the commands and their parts."""
    parser = commands.add_parser("indicators", help="danh mục chỉ tiêu")
    parts = parser.add_subparsers(dest="part", metavar="VIỆC", required=True)
    load = parts.add_parser("load", help="nạp bộ chỉ tiêu đi kèm phần mềm; chạy lại không tạo thêm")
    load.set_defaults(run=_load)
    form = parts.add_parser("form", help="biểu số liệu Excel cho cơ quan chưa có tài khoản")
    form.add_argument("agency", metavar="CƠ_QUAN", help="mã cơ quan")
    form.add_argument("--period", required=True, metavar="KỲ", help="ví dụ 2025H1")
    form.add_argument("--set", default="TT13-2021", metavar="BỘ", help="mã bộ chỉ tiêu (mặc định: TT13-2021)")
    form.add_argument("--unit", metavar="ĐƠN_VỊ", help="mã đơn vị hành chính (mặc định: địa bàn của cơ quan)")
    form.add_argument("--division", default="", metavar="PHÂN_TỔ", help="mã phân tổ (mặc định: phân tổ chung)")
    form.add_argument("--out", type=Path, required=True, metavar="TỆP")
    form.set_defaults(run=_form)
    receive = parts.add_parser("receive", help="nhận biểu số liệu Excel gửi lại; nhận lần nữa không ghi thêm")
    receive.add_argument("files", nargs="+", type=Path, metavar="TỆP")
    receive.add_argument("--trial", action="store_true", help="chỉ kiểm tra, không ghi gì")
    receive.set_defaults(run=_receive)


def _load(args: argparse.Namespace) -> int:
    start_django()
    from django.core.management import call_command

    from mangnon.accounts.public import SYSTEM
    from mangnon.indicators.public import load_dictionary

    call_command("migrate", verbosity=0, interactive=False)  # a home that was never used has no tables yet

    done = load_dictionary(actor=SYSTEM)
    say(f"Danh mục chỉ tiêu: {done.new} mục mới, {done.changed} mục cập nhật.")
    return 0


def _form(args: argparse.Namespace) -> int:
    start_django()
    from mangnon.accounts.public import SYSTEM
    from mangnon.agencies.public import Agency
    from mangnon.exchange.indicator_forms.issuing import indicator_form
    from mangnon.indicators.public import period_of
    from mangnon.territory.public import unit_with_code

    agency = Agency.objects.select_related("territory").filter(code=args.agency).first()
    if agency is None:
        raise UnknownPlace(f"Không có cơ quan «{args.agency}». Chưa ghi tệp nào. Hãy kiểm tra mã cơ quan.")
    period = period_of(args.period)
    unit = agency.territory
    if args.unit:
        unit = unit_with_code(args.unit, on=period.ends_on)
    made = indicator_form(
        actor=SYSTEM, agency=agency, unit=unit, period=period, set_code=args.set, division=args.division
    )
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_bytes(made.content)
    say(str(args.out))
    return 0


def _receive(args: argparse.Namespace) -> int:
    """Each file by itself; a file that cannot be taken makes the exit code 2, the others are taken all the same."""
    start_django()
    from mangnon.accounts.public import SYSTEM
    from mangnon.exchange.indicator_forms.receiving import receive_indicator_form

    failed = False
    for path in args.files:
        told: dict[str, Any] = {"file": path.name}
        try:
            received = receive_indicator_form(actor=SYSTEM, content=path.read_bytes(), is_trial=args.trial)
        except OSError:
            told["error"] = "Không đọc được tệp. Chưa có gì được nhập. Hãy kiểm tra đường dẫn."
        except Refusal as refusal:
            told["error"] = refusal.message
        else:
            told |= {
                "agency": received.agency.code,
                "unit": received.unit.code,
                "period": received.period.code,
                "written": received.written,
                "left": received.left,
                "problems": [
                    {
                        "row": row.number,
                        "code": row.code,
                        "cells": [f"{fault.cell}: {fault.sentence}" for fault in row.faults],
                        "reason": row.reason,
                    }
                    for row in received.rows
                    if row.faults or row.reason
                ],
            }
        failed = failed or "error" in told
        say(json.dumps(told, ensure_ascii=False))
    return 2 if failed else 0
