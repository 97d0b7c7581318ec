"""`mangnon plan check-log`: whether the log of assignments can be trusted with figures, in plain words."""

from __future__ import annotations

import argparse
from typing import Any

from mangnon.project.cli import say, start_django


def add_to(parts: Any) -> None:
    """Add `check-log` to the parts of `mangnon plan`."""
    parser = parts.add_parser(
        "check-log", help="soát nhật ký phân công: việc ghi ngày sau hôm nay, phân công khác nhật ký của nó"
    )
    parser.set_defaults(run=_check)


def _check(args: argparse.Namespace) -> int:
    """0: all is well; 1: something was found and said."""
    start_django()
    from mangnon.accounts.public import SYSTEM
    from mangnon.kernel import clock
    from mangnon.plans.public import events_ahead, log_disagreements

    today = clock.today()
    ahead = list(events_ahead(SYSTEM, today=today))
    differ = log_disagreements(SYSTEM)
    if ahead:
        say(f"{len(ahead)} việc ghi ngày sau hôm nay ({today:%d/%m/%Y}): khi ghi, đồng hồ máy chủ chạy nhanh.")
        for event in ahead:
            row, at = event.assignment, event.at.astimezone(clock.VIETNAM)
            what = event.get_move_display().lower()
            say(f"  {row.task.plan.code}, nhiệm vụ {row.task.code}, {row.agency.name}: {what}, ghi {at:%H:%M %d/%m/%Y}")
        say("Không có gì bị mất; số liệu của hôm nay chưa tính các việc này, chỉ tính từ ngày ghi.")
    if differ:
        say(f"{len(differ)} phân công khác nhật ký của nó (số hiệu: trường khác):")
        for each in differ:
            say(f"  {each.assignment_id}: {', '.join(each.fields)}")
    if not ahead and not differ:
        say("Nhật ký phân công khớp với phân công; không có việc nào ghi ngày sau hôm nay.")
    return 1 if ahead or differ else 0
