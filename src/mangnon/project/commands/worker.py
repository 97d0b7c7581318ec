"""`mangnon worker`: does the work that waits in the background."""

from __future__ import annotations

import argparse
from typing import Any

from mangnon.project.cli import start_django


def add_to(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "worker",
        help="đọc các văn bản đang chờ và làm việc hằng ngày (tiến trình chạy nền)",
        description=(
            "Đọc các văn bản đang chờ và mỗi ngày một lần làm việc hằng ngày (tạo kỳ mới của nhiệm vụ lặp lại, nhắc "
            "việc), cho đến khi được yêu cầu dừng (Ctrl+C hoặc SIGTERM): trang đang đọc được lưu "
            "rồi mới dừng. Có thể chạy nhiều tiến trình cùng lúc. «mangnon up» tự chạy sẵn một tiến trình."
        ),
    )
    parser.add_argument("--once", action="store_true", help="làm hết việc đang chờ rồi kết thúc")
    parser.add_argument("--kept", action="store_true", help=argparse.SUPPRESS)  # ends with who started it
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)  # does what a worker gives it
    parser.set_defaults(run=_work)


def _work(args: argparse.Namespace) -> int:
    start_django()
    from mangnon.jobs.public import serve, work
    from mangnon.project.background import handlers, reader_command
    from mangnon.project.daily import ask_for_today

    if args.serve:
        return serve(handlers())
    return work(handlers(), command=reader_command(), once=args.once, is_kept=args.kept, rounds=ask_for_today)
