"""`mangnon territory`: reference data, and what a unit became."""

from __future__ import annotations

import argparse
import datetime as dt
import json
from typing import TYPE_CHECKING, Any

from mangnon.kernel.refusals import Refusal
from mangnon.project.cli import say, start_django

if TYPE_CHECKING:
    from mangnon.territory.public import MappedUnit, Share

_LEVELS = ("province", "district", "commune")


class BadDay(Refusal):
    """A day that is none."""

    code = "bad_day"


def add_to(commands: Any) -> None:
    """Add the commands and their parts."""
    parser = commands.add_parser("territory", help="đơn vị hành chính")
    parts = parser.add_subparsers(dest="part", metavar="VIỆC", required=True)
    load = parts.add_parser("load", help="nạp danh mục; chạy lại không tạo thêm")
    load.set_defaults(run=_load)
    where = parts.add_parser("map", help="một đơn vị của ngày này nằm ở đâu vào ngày khác")
    where.add_argument("code", metavar="MÃ")
    where.add_argument("--from", dest="from_date", required=True, metavar="NGÀY", help="dạng 2025-06-30")
    where.add_argument("--to", dest="to_date", required=True, metavar="NGÀY", help="dạng 2025-07-01")
    where.add_argument("--level", choices=_LEVELS, help="cấp, khi một mã có ở nhiều cấp")
    where.add_argument("--measure", choices=("population", "children", "households", "area"), help="tỷ lệ theo số đo")
    where.add_argument("--json", action="store_true", help="in dạng dữ liệu")
    where.set_defaults(run=_map)


def _load(args: argparse.Namespace) -> int:
    start_django()
    from django.core.management import call_command

    from mangnon.accounts.public import SYSTEM
    from mangnon.territory.public import ALL_LEVELS, load_territory

    call_command("migrate", verbosity=0, interactive=False)  # a home that was never used has no tables yet

    say(f"Đã nạp {load_territory(actor=SYSTEM, levels=ALL_LEVELS)} đơn vị hành chính mới.")
    return 0


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise BadDay(f"«{text}» không phải là ngày. Không có gì bị thay đổi. Hãy viết ngày dạng 2025-06-30.") from error


def _map(args: argparse.Namespace) -> int:
    from_date, to_date = _day(args.from_date), _day(args.to_date)
    start_django()
    from mangnon.territory.public import Level, Measure, map_units

    found = map_units(
        args.code,
        from_date,
        to_date,
        measure=Measure(args.measure) if args.measure else None,
        level=Level(args.level) if args.level else None,
    )
    if args.json:
        say(json.dumps([_plain(share, found) for share in found], ensure_ascii=False))
        return 0
    say(f"{found.unit.name} (mã {found.unit.code}) ngày {from_date:%d/%m/%Y}, vào ngày {to_date:%d/%m/%Y}:")
    for share in found:
        say(f"  {share.unit.code}  {share.unit.name}  {_in_words(share)}")
    if found.lost:
        say(f"  Không xác định được{' phần còn lại' if found.shares else ''}: {found.lost.label.lower()}.")
    return 0


def _plain(share: Share, found: MappedUnit) -> dict[str, Any]:
    weight = None if share.weight is None else float(share.weight)
    return {
        "code": share.unit.code,
        "name": share.unit.name,
        "weight": int(weight) if weight in (0, 1) else weight,
        "level": share.unit.level,
        "is_divided": share.weight != 1,
        "basis": share.unit.legal_basis or None,
        "lost": found.lost.value if found.lost else None,
    }


def _in_words(share: Share) -> str:
    if share.weight is None:
        return "một phần, chưa biết tỷ lệ"
    if share.weight == 1:
        return "toàn bộ"
    return f"{float(share.weight):.4f}".replace(".", ",") + " (ước tính)"
