"""`mangnon plan statistics`: the official figures of a plan on any day, as a whole and told apart."""

from __future__ import annotations

import argparse
import datetime as dt
import json
from typing import TYPE_CHECKING, Any

from mangnon.project.cli import say, start_django

if TYPE_CHECKING:
    from mangnon.plans.public import Dimension, FourCells, Plan, Rate

_BY = ("agency", "group", "period", "role")
_CELLS = ("done_on_time", "done_late", "not_done_in_time", "not_done_overdue", "no_deadline")


def iso_day(text: str) -> dt.date:
    """A day as 2025-06-09, for argparse."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"«{text}» không phải là ngày dạng 2025-06-09") from error


def add_to(parts: Any) -> None:
    """Add `statistics` to the parts of `mangnon plan`."""
    parser = parts.add_parser("statistics", help="bốn ô thống kê và hai tỷ lệ quá hạn, của bất kỳ ngày nào")
    parser.add_argument("code", metavar="MÃ")
    parser.add_argument("--on", type=iso_day, metavar="NGÀY", help="đến hết ngày nào (2025-06-09); mặc định hôm nay")
    parser.add_argument("--by", choices=_BY, help="tách theo cơ quan, nhóm nhiệm vụ, kỳ hoặc vai trò")
    parser.add_argument(
        "--deadline",
        choices=("extended", "original"),
        default="extended",
        help="tính trễ theo hạn đã gia hạn (mặc định) hay theo hạn ban đầu",
    )
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_statistics)


def _statistics(args: argparse.Namespace) -> int:
    start_django()
    from mangnon.accounts.public import SYSTEM
    from mangnon.kernel import clock
    from mangnon.plans.public import Against, Dimension, events_ahead, figures
    from mangnon.plans.terms import AssignmentRole
    from mangnon.project.commands.plan import known_plan

    plan = known_plan(args.code)
    on = args.on or clock.today()
    asked: dict[str, Any] = {
        "at": clock.last_minute(on),
        "plan_ids": [plan.pk],
        "against": Against(args.deadline),
    }
    cells = figures(SYSTEM, **asked)[()]
    ahead = events_ahead(SYSTEM, today=clock.today(), plan_ids=[plan.pk]).count()
    answer = {"plan": plan.code, "on": on.isoformat(), "deadline": args.deadline, **_told(cells), "logged_ahead": ahead}
    rows: list[tuple[str, str, FourCells]] = []
    if args.by:
        dimension = Dimension(args.by)
        roles = list(AssignmentRole) if dimension == Dimension.ROLE else [AssignmentRole.LEAD]
        rows = _rows(plan, dimension, figures(SYSTEM, by=(dimension,), roles=roles, **asked))
        told = [{"code": code, "name": name, **_told(each)} for code, name, each in rows]
        answer |= {"by": args.by, "rows": told}
    if args.json:
        say(json.dumps(answer, ensure_ascii=False))
        return 0
    words = "hạn đã gia hạn" if args.deadline == "extended" else "hạn ban đầu"
    say(f"Kế hoạch {plan.code}, đến hết ngày {on:%d/%m/%Y} (theo nhiệm vụ chủ trì, {words})")
    _say_cells(cells)
    if ahead:
        say(f"  Lưu ý: {ahead} việc ghi ngày sau hôm nay nên chưa được tính; xem «mangnon plan check-log».")
    for _, name, each in rows:
        say(f"{name or 'Không theo kỳ'}:")
        _say_cells(each)
    return 0


def _told(cells: FourCells) -> dict[str, Any]:
    return {
        **{name: getattr(cells, name) for name in _CELLS},
        "total": cells.total,
        "not_yet_received": cells.not_yet_received,
        "done_ahead_of_day": cells.done_ahead,
        "overdue_rate_of_due": _rate(cells.overdue_of_due),
        "overdue_rate_of_all": _rate(cells.overdue_of_all),
        "overdue_rate_of_past_their_day": _rate(cells.overdue_of_past),
        "overdue_to_done": _rate(cells.overdue_to_done),
        "late_rate_of_due": _rate(cells.late_of_due),
    }


def _rate(rate: Rate) -> dict[str, Any]:
    return {"rate": rate.value, "numerator": rate.numerator, "denominator": rate.denominator}


def _rows(plan: Plan, dimension: Dimension, found: dict[Any, FourCells]) -> list[tuple[str, str, FourCells]]:
    """(code, name, cells) for each value, in the order of the code; what belongs to no period has neither."""
    names = _names(plan, dimension, [key for (key,) in found if key is not None])
    return sorted(((*names.get(key, ("", "")), cells) for (key,), cells in found.items()), key=lambda row: row[:2])


def _names(plan: Plan, dimension: Dimension, keys: list[Any]) -> dict[Any, tuple[str, str]]:
    from mangnon.agencies.public import Agency
    from mangnon.plans.terms import AssignmentRole

    if dimension == "agency":
        agencies = Agency.objects.filter(pk__in=keys)
        return {agency.pk: (agency.code, agency.name) for agency in agencies}
    if dimension == "group":
        return {group.pk: (f"{group.order + 1:03d}", str(group)) for group in plan.groups.all()}
    if dimension == "role":
        return {key: (key, AssignmentRole(key).label) for key in keys}
    return {key: (key, f"Kỳ {key}") for key in keys}


def _say_cells(cells: FourCells) -> None:
    say(f"  Hoàn thành đúng hạn: {cells.done_on_time} · quá hạn: {cells.done_late}")
    say(f"  Chưa hoàn thành, trong hạn: {cells.not_done_in_time} · quá hạn: {cells.not_done_overdue}")
    say(f"  Không có hạn cụ thể: {cells.no_deadline} · tổng số: {cells.total}")
    for words, rate in (("số đến hạn", cells.overdue_of_due), ("tổng số", cells.overdue_of_all)):
        share = "chưa có" if rate.percent is None else f"{rate.percent:.2f} %".replace(".", ",")
        say(f"  Tỷ lệ quá hạn trên {words}: {share} ({rate.numerator}/{rate.denominator})")
