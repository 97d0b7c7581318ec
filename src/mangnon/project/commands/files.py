"""`mangnon files`: are the stored files what they were, and is there anything nobody needs?"""

from __future__ import annotations

import argparse
import json
from typing import Any

from mangnon.project.cli import complain, say, start_django

_FAULTS = {"missing": "không còn trong kho", "changed": "nội dung đã bị đổi"}


def add_to(commands: Any) -> None:
    """Add the command and its parts."""
    parser = commands.add_parser("files", help="kho tệp bằng chứng")
    parts = parser.add_subparsers(dest="part", metavar="VIỆC", required=True)
    verify = parts.add_parser("verify", help="đối chiếu mọi tệp với mã băm đã ghi")
    verify.add_argument("--json", action="store_true")
    verify.set_defaults(run=_verify)
    sweep = parts.add_parser("sweep", help="xóa tệp không thuộc bản ghi nào, cũ hơn một giờ")
    sweep.add_argument("--dry-run", action="store_true", help="chỉ liệt kê")
    sweep.set_defaults(run=_sweep)


def _verify(args: argparse.Namespace) -> int:
    start_django()
    from mangnon.files.public import StoredFile, verify_files

    faults, count = verify_files(), StoredFile.objects.count()
    if args.json:
        found = [{"sha256": fault.sha256, "fault": fault.what} for fault in faults]
        say(json.dumps({"files": count, "intact": not faults, "faults": found}, ensure_ascii=False))
        return 1 if faults else 0
    for fault in faults:
        complain(f"Tệp {fault.sha256}: {_FAULTS[fault.what]}. Ai còn tệp gốc gửi lại thì tệp được khôi phục.")
    say(f"Đã đối chiếu {count} tệp, {len(faults)} tệp có vấn đề.")
    return 1 if faults else 0


def _sweep(args: argparse.Namespace) -> int:
    start_django()
    from mangnon.files.public import orphans, sweep_orphans

    if args.dry_run:
        found = orphans()
        for path in found:
            say(path.name)
        say(f"Có {len(found)} tệp không thuộc bản ghi nào.")
        return 0
    say(f"Đã xóa {sweep_orphans()} tệp không thuộc bản ghi nào.")
    return 0
