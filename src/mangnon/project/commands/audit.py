"""`mangnon audit`: is the evidence whole?"""

from __future__ import annotations

import argparse
import json
from typing import Any

from mangnon.project.cli import say, start_django


def add_to(commands: Any) -> None:
    """Add the command and its part."""
    parser = commands.add_parser("audit", help="nhật ký")
    parts = parser.add_subparsers(dest="part", metavar="VIỆC", required=True)
    verify = parts.add_parser("verify", help="kiểm tra chuỗi nhật ký có nguyên vẹn không")
    verify.add_argument("--json", action="store_true")
    verify.set_defaults(run=_verify)


def _verify(args: argparse.Namespace) -> int:
    start_django()
    from mangnon.audit.public import verify_chain

    verdict = verify_chain()
    if args.json:
        say(json.dumps({"rows": verdict.rows, "intact": verdict.intact, "first_broken": verdict.first_broken}))
    elif verdict.intact:
        say(f"Nhật ký nguyên vẹn: {verdict.rows} dòng.")
    else:
        say(f"Nhật ký KHÔNG nguyên vẹn: sai từ dòng số {verdict.first_broken}.")
    return 0 if verdict.intact else 1
