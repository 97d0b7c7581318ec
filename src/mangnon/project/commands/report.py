"""`mangnon report`: open a period, see who has sent, consolidate."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mangnon.kernel.refusals import Refusal
from mangnon.project.cli import say, start_django

if TYPE_CHECKING:
    from mangnon.reporting.public import Period


class UnknownPeriod(Refusal):
    """The period has not been opened."""

    code = "unknown_period"


def add_to(commands: Any) -> None:
    """Add the command and its parts."""
    parser = commands.add_parser("report", help="báo cáo")
    parts = parser.add_subparsers(dest="part", metavar="VIỆC", required=True)
    for name, run, text in (
        ("open", _open, "mở kỳ báo cáo"),
        ("status", _status, "tình hình gửi báo cáo"),
        ("consolidate", _consolidate, "tổng hợp và xuất báo cáo"),
    ):
        part = parts.add_parser(name, help=text)
        part.add_argument("regime", metavar="CHẾ_ĐỘ")
        part.add_argument("--period", required=True, metavar="KỲ", help="ví dụ 2025H1")
        if name == "status":
            part.add_argument("--json", action="store_true")
        if name == "consolidate":
            part.add_argument("--out", type=Path, required=True, metavar="THƯ_MỤC")
            part.add_argument("--reason", metavar="LÝ_DO", help="lý do chung của các cơ quan chưa gửi báo cáo")
            part.add_argument(
                "--reason-sent", metavar="LÝ_DO", help="lý do chung của các báo cáo đã gửi mà chưa được chấp nhận"
            )
        part.set_defaults(run=run)

    form = parts.add_parser("form", help="phiếu báo cáo Excel cho cơ quan chưa có tài khoản")
    form.add_argument("regime", metavar="CHẾ_ĐỘ")
    form.add_argument("--period", required=True, metavar="KỲ", help="ví dụ 2025H1")
    form.add_argument("--agency", required=True, metavar="CƠ_QUAN", help="mã cơ quan, như trong «report status»")
    form.add_argument("--out", type=Path, required=True, metavar="TỆP")
    form.set_defaults(run=_form)
    receive = parts.add_parser("receive", help="nhận phiếu báo cáo Excel gửi lại; gửi hai lần chỉ nhập một lần")
    receive.add_argument("files", nargs="+", type=Path, metavar="TỆP")
    receive.add_argument("--json", action="store_true")
    receive.add_argument("--dry-run", dest="trial", action="store_true", help="chỉ kiểm tra và kể lại, không nhập gì")
    receive.set_defaults(run=_receive)


class UnknownReporter(Refusal):
    """The body does not report in the period."""

    code = "unknown_reporter"


def _form(args: argparse.Namespace) -> int:
    start_django()
    from mangnon.accounts.public import SYSTEM
    from mangnon.exchange.body_forms import form_of_body
    from mangnon.reporting.public import board

    period = _period(args)
    expected = {row.agency.code: row.agency for row in board(SYSTEM, period).rows}
    agency = expected.get(args.agency)
    if agency is None:
        raise UnknownReporter(
            f"Cơ quan «{args.agency}» không phải báo cáo trong kỳ này. Chưa ghi tệp nào. "
            f"Các mã: {', '.join(sorted(expected)) or 'không có'}."
        )
    made = form_of_body(actor=SYSTEM, period=period, agency=agency)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_bytes(made.content)
    say(str(args.out))
    return 0


def _receive(args: argparse.Namespace) -> int:
    """Each file by itself; a file that cannot be taken makes the exit code 2, the others are taken all the same."""
    start_django()
    from mangnon.accounts.public import SYSTEM
    from mangnon.exchange.body_forms import receive_form
    from mangnon.exchange.locked_forms.results import RowState

    failed = False
    for path in args.files:
        told: dict[str, Any] = {"file": path.name}
        try:
            content = path.read_bytes()
            received = receive_form(actor=SYSTEM, content=content, is_trial=args.trial)
        except OSError:
            told["error"] = "Không đọc được tệp. Chưa có gì được nhập. Hãy kiểm tra đường dẫn."
        except Refusal as refusal:
            told["error"] = refusal.message
        else:
            told |= {
                "agency": received.agency.code,
                "period": received.period.code,
                "sent": received.sent,
                "not_sent": received.not_sent,
                **{state.value: received.count(state) for state in RowState},
                "problems": [
                    {
                        "row": row.number,
                        "reason": row.reason or "; ".join(f"{f.cell}: {f.sentence}" for f in row.faults),
                    }
                    for row in received.rows
                    if row.reason or row.faults
                ],
            }
        failed = failed or "error" in told
        if args.json:
            say(json.dumps(told, ensure_ascii=False))
        elif "error" in told:
            sys.stderr.write(f"{path.name}: {told['error']}\n")
        else:
            sent = f"đã gửi lần {told['sent']}" if told["sent"] else told["not_sent"] or "không có gì mới"
            say(f"{path.name}: {told['agency']}, nhập {told['merged']} mục; {sent}")
            for problem in told["problems"]:
                say(f"  dòng {problem['row']}: {problem['reason']}")
    return 2 if failed else 0


def _open(args: argparse.Namespace) -> int:
    start_django()
    from mangnon.accounts.public import SYSTEM
    from mangnon.reporting.public import open_period, regime_named

    period = open_period(actor=SYSTEM, regime=regime_named(args.regime), code=args.period)
    say(
        f"Kỳ {period.code}: {period.starts_on:%d/%m/%Y}–{period.ends_on:%d/%m/%Y}, "
        f"chốt số liệu {period.cut_off_on:%d/%m/%Y}, gửi chậm nhất {period.send_by:%d/%m/%Y}."
    )
    return 0


def _period(args: argparse.Namespace) -> Period:
    from mangnon.accounts.public import SYSTEM
    from mangnon.reporting.public import periods, regime_named

    regime = regime_named(args.regime)
    period = periods(SYSTEM).filter(regime=regime, code=args.period).first()
    if period is None:
        raise UnknownPeriod(
            f"Kỳ «{args.period}» chưa được mở. Hãy mở bằng: mangnon report open {args.regime} --period {args.period}"
        )
    return period


def _status(args: argparse.Namespace) -> int:
    start_django()
    from mangnon.accounts.public import SYSTEM
    from mangnon.reporting.public import board
    from mangnon.reporting.terms import Stage, Timeliness

    state = board(SYSTEM, _period(args))
    rows = [
        {
            "agency": row.agency.code,
            "name": row.agency.name,
            "stage": str(row.stage),
            "timeliness": row.timeliness,
            "fullness": row.fullness,
            "led": row.led,
            "answered": row.answered,
        }
        for row in state.rows
    ]
    summary = {
        "regime": args.regime,
        "period": args.period,
        "send_by": state.period.send_by.isoformat(),
        "expected": len(state.rows),
        "sent": len(state.sent),
        "on_time": len(state.on_time),
        "late": len(state.late),
        "missing": len(state.missing),
        "reports": rows,
    }
    if args.json:
        say(json.dumps(summary, ensure_ascii=False))
        return 0
    sent = f"{len(state.sent)}/{len(state.rows)} cơ quan đã gửi"
    say(f"Kỳ {args.period}: {sent}; gửi chậm nhất {state.period.send_by:%d/%m/%Y}.")
    for row in state.rows:
        say(f"  {row.agency.name}: {Stage(row.stage).label.lower()}, {Timeliness(row.timeliness).label.lower()}")
    return 0


def _consolidate(args: argparse.Namespace) -> int:
    start_django()
    from mangnon.accounts.public import SYSTEM
    from mangnon.kernel.training import SAMPLE_NOTICE
    from mangnon.project.sample import is_sample_site
    from mangnon.reporting.public import SENT, SILENT, consolidate, write_consolidation_files

    period = _period(args)
    given = {SILENT: args.reason, SENT: args.reason_sent}
    made = consolidate(actor=SYSTEM, period=period, reasons={whose: words for whose, words in given.items() if words})
    args.out.mkdir(parents=True, exist_ok=True)
    notice = SAMPLE_NOTICE if is_sample_site() else None
    for path in write_consolidation_files(
        actor=SYSTEM, consolidation=made, out=args.out, sample_notice=notice
    ).values():
        say(str(path))
    return 0
