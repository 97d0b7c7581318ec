"""`mangnon plan`: statistics."""

from __future__ import annotations

import argparse
import datetime as dt
import json
from typing import Any

from mangnon.kernel.refusals import Refusal
from mangnon.project.cli import say, start_django


class UnknownPlan(Refusal):
    """No plan has the code."""

    code = "unknown_plan"


def iso_day(text: str) -> dt.date:
    """A day as 2025-06-09, for argparse."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"«{text}» không phải là ngày dạng 2025-06-09") from error


def add_to(commands: Any) -> None:
    """Add the command and its parts."""
    parser = commands.add_parser("plan", help="kế hoạch")
    parts = parser.add_subparsers(dest="part", metavar="VIỆC", required=True)
    statistics = parts.add_parser("statistics", help="bốn ô thống kê và hai tỷ lệ quá hạn")
    statistics.add_argument("code", metavar="MÃ")
    statistics.add_argument("--on", type=iso_day, metavar="NGÀY")
    statistics.add_argument("--json", action="store_true")
    statistics.set_defaults(run=_statistics)


def _statistics(args: argparse.Namespace) -> int:
    start_django()
    from mangnon.accounts.public import SYSTEM
    from mangnon.kernel import clock
    from mangnon.plans.public import plans, statistics

    plan = plans(SYSTEM).filter(code=args.code).first()
    if plan is None:
        known = ", ".join(plans(SYSTEM).values_list("code", flat=True)) or "chưa có kế hoạch nào"
        raise UnknownPlan(f"Không có kế hoạch mang mã «{args.code}». Các mã hiện có: {known}.")
    on = args.on or clock.today()
    cells = statistics(SYSTEM, plan, now=clock.last_minute(on))
    answer = {
        "plan": plan.code,
        "on": on.isoformat(),
        "done_on_time": cells.done_on_time,
        "done_late": cells.done_late,
        "not_done_in_time": cells.not_done_in_time,
        "not_done_overdue": cells.not_done_overdue,
        "no_deadline": cells.no_deadline,
        "overdue_rate_of_due": {"rate": cells.overdue_rate(cells.fallen_due), "denominator": cells.fallen_due},
        "overdue_rate_of_all": {"rate": cells.overdue_rate(cells.total), "denominator": cells.total},
    }
    if args.json:
        say(json.dumps(answer, ensure_ascii=False))
    else:
        say(f"Kế hoạch {plan.code}, đến hết ngày {on:%d/%m/%Y} (theo nhiệm vụ chủ trì)")
        say(f"  Hoàn thành đúng hạn: {cells.done_on_time} · quá hạn: {cells.done_late}")
        say(f"  Chưa hoàn thành, trong hạn: {cells.not_done_in_time} · quá hạn: {cells.not_done_overdue}")
        say(f"  Không có hạn cụ thể: {cells.no_deadline} · tổng số: {cells.total}")
    return 0
