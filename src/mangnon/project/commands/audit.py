"""`mangnon audit`: is the evidence whole? Anchors to keep elsewhere, and files for what is old."""

from __future__ import annotations

import argparse
import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mangnon.project.cli import complain, say, start_django

if TYPE_CHECKING:
    from mangnon.audit.public import Verdict


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"«{text}» không phải ngày dạng NĂM-THÁNG-NGÀY") from error


def add_to(commands: Any) -> None:
    """Add the command and its parts."""
    parser = commands.add_parser("audit", help="nhật ký")
    parts = parser.add_subparsers(dest="part", metavar="VIỆC", required=True)
    verify = parts.add_parser("verify", help="kiểm tra chuỗi nhật ký có nguyên vẹn không")
    verify.add_argument("--json", action="store_true")
    verify.add_argument("--anchor", type=Path, metavar="TỆP", help="so với các mốc neo đã cất nơi khác")
    verify.add_argument(
        "--since-anchor", action="store_true", help="chỉ kiểm tra phần sau mốc neo gần nhất đã kiểm tra nguyên vẹn"
    )
    verify.add_argument("--archive", type=Path, nargs="+", default=[], metavar="TỆP", help="kiểm tra cả tệp lưu trữ")
    verify.set_defaults(run=_verify)
    anchor = parts.add_parser("anchor", help="ghi mốc neo và in ra để cất nơi khác")
    anchor.add_argument("--out", type=Path, metavar="TỆP", help="ghi thêm vào cuối tệp")
    anchor.set_defaults(run=_anchor)
    archive = parts.add_parser("archive", help="chuyển nhật ký đã đủ 12 tháng ra tệp")
    archive.add_argument("--before", type=_day, required=True, metavar="NGÀY", help="ví dụ 2026-01-01")
    archive.add_argument("--out", type=Path, required=True, metavar="TỆP")
    archive.set_defaults(run=_archive)
    restore = parts.add_parser("restore", help="đưa nhật ký trong tệp trở lại hệ thống")
    restore.add_argument("file", type=Path, metavar="TỆP")
    restore.add_argument("--remove", action="store_true", help="bỏ ra lại sau khi đã xem xong")
    restore.set_defaults(run=_restore)
    guard = parts.add_parser("guard", help="đặt lại các chốt chặn sửa, xóa nhật ký trong cơ sở dữ liệu")
    guard.set_defaults(run=_guard)


def _verify(args: argparse.Namespace) -> int:
    start_django()
    from django.db import connection

    from mangnon.audit.public import anchors_in, check_chain, missing_guards, open_archive

    known = anchors_in(args.anchor.read_text(encoding="utf-8"), name=args.anchor.name) if args.anchor else []
    files = [open_archive(path) for path in args.archive]
    verdict = check_chain(
        known=known, archives={file.first: file.rows() for file in files}, since_anchor=args.since_anchor
    )
    absent = missing_guards(connection)
    if args.json:
        say(json.dumps(_plain(verdict, absent), ensure_ascii=False))
    else:
        _tell(verdict)
        if absent:
            complain(f"thiếu {len(absent)} chốt chặn trong cơ sở dữ liệu; đặt lại bằng: mangnon audit guard")
    return 0 if verdict.intact else 1


def _plain(verdict: Verdict, absent: list[str]) -> dict[str, Any]:
    return {
        "rows": verdict.rows,
        "intact": verdict.intact,
        "first_broken": verdict.first_broken,
        "fault": verdict.fault.value if verdict.fault else None,
        "reason": verdict.reason,
        "from": verdict.first,
        "to": verdict.last,
        "last_hash": verdict.last_hash,
        "anchors": verdict.anchors,
        "archived": verdict.archived,
        "moved_clock": verdict.moved_clock,
        "guards_missing": absent,
    }


def _tell(verdict: Verdict) -> None:
    if not verdict.intact:
        say(f"Nhật ký KHÔNG nguyên vẹn: sai từ dòng số {verdict.first_broken}.")
        say(verdict.reason)
        return
    say(f"Nhật ký nguyên vẹn: {verdict.rows} dòng.")
    if 1 < verdict.first <= verdict.last:
        say(f"Đã kiểm tra từ dòng số {verdict.first} đến dòng số {verdict.last}.")
    if verdict.anchors:
        say(f"Khớp {verdict.anchors} mốc neo.")
    if verdict.archived:
        say(f"{verdict.archived} dòng nằm trong tệp lưu trữ, chỉ kiểm tra hai đầu; kiểm tra cả tệp bằng --archive.")
    if verdict.moved_clock:
        say(f"{verdict.moved_clock} dòng ghi theo đồng hồ tập huấn.")


def _anchor(args: argparse.Namespace) -> int:
    start_django()
    from mangnon.audit.public import anchor_chain, anchor_line

    anchor = anchor_chain()
    if anchor is None:
        say("Nhật ký chưa có dòng nào, chưa có gì để neo.")
        return 0
    line = anchor_line(anchor)
    say(line)
    if args.out:
        with args.out.open("a", encoding="utf-8") as file:
            file.write(line + "\n")
    return 0


def _archive(args: argparse.Namespace) -> int:
    start_django()
    from mangnon.accounts.public import SYSTEM
    from mangnon.audit.public import archive_rows
    from mangnon.kernel import clock

    today = clock.local_day(clock.real_now())
    segment = archive_rows(actor=SYSTEM, before=args.before, out=args.out, today=today)
    say(f"Đã chuyển {segment.count} dòng (số {segment.first_sequence} đến {segment.last_sequence}) ra {args.out}.")
    say(f"Mã băm SHA-256 của tệp: {segment.file_sha256}. Hãy cất tệp ở nơi an toàn; mất tệp là mất nội dung.")
    return 0


def _restore(args: argparse.Namespace) -> int:
    start_django()
    from mangnon.accounts.public import SYSTEM
    from mangnon.audit.public import remove_restored, restore_rows

    act, word = (remove_restored, "Đã bỏ ra lại") if args.remove else (restore_rows, "Đã đưa trở lại")
    segment = act(actor=SYSTEM, path=args.file)
    say(f"{word} {segment.count} dòng (số {segment.first_sequence} đến {segment.last_sequence}).")
    return 0


def _guard(args: argparse.Namespace) -> int:
    start_django()
    from django.db import connection

    from mangnon.audit.public import install_guards

    install_guards(connection)
    say("Các chốt chặn sửa, xóa nhật ký đã ở đúng chỗ.")
    return 0
