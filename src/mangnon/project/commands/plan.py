"""`mangnon plan`: statistics, the check of the log, the annex out and in (`plan_files`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mangnon.kernel.refusals import Refusal
from mangnon.project.commands import plan_files, plan_log, plan_statistics

if TYPE_CHECKING:
    from mangnon.plans.public import Plan


class UnknownPlan(Refusal):
    """No plan has the code."""

    code = "unknown_plan"


def add_to(commands: Any) -> None:
    """Add the command and its parts."""
    parser = commands.add_parser("plan", help="kế hoạch")
    parts = parser.add_subparsers(dest="part", metavar="VIỆC", required=True)
    plan_statistics.add_to(parts)
    plan_log.add_to(parts)
    plan_files.add_to(parts)


def known_plan(code: str) -> Plan:
    """The plan with a code. Raises UnknownPlan, which names those there are."""
    from mangnon.accounts.public import SYSTEM
    from mangnon.plans.public import plans

    plan = plans(SYSTEM).filter(code=code).first()
    if plan is None:
        known = ", ".join(plans(SYSTEM).values_list("code", flat=True)) or "chưa có kế hoạch nào"
        raise UnknownPlan(f"Không có kế hoạch mang mã «{code}». Các mã hiện có: {known}.")
    return plan
