"""The `mangnon` command: one door for every act that is not done in a browser.

Exit codes: 0 done; 2 unusable arguments or input, with one clear line on stderr and never a traceback.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from mangnon import __version__
from mangnon.kernel.refusals import Refusal

Command = Callable[[argparse.Namespace], int]


def start_django() -> None:
    """Load the product with its settings; commands that only read files do without."""
    import django

    from mangnon.project.training import start_training_clock

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mangnon.project.settings.base")
    start_training_clock()
    django.setup()
    from mangnon.project import other_keys

    other_keys.register()


def say(text: str = "") -> None:
    """Print one line of a command's answer."""
    sys.stdout.write(text + "\n")


def complain(text: str) -> None:
    """Print one line of what went wrong."""
    sys.stderr.write(f"mangnon: {text}\n")


def _parser() -> argparse.ArgumentParser:
    from mangnon.project.commands import (
        accounts,
        agency,
        audit,
        directive,
        files,
        indicators,
        notices,
        plan,
        report,
        site,
        territory,
        worker,
    )

    parser = argparse.ArgumentParser(
        prog="mangnon", description="Măng Non: từ văn bản chỉ đạo đến báo cáo có nguồn.", allow_abbrev=False
    )
    parser.add_argument("--version", action="version", version=f"mangnon {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="LỆNH", required=True)
    for module in (
        site,
        worker,
        directive,
        plan,
        report,
        notices,
        territory,
        indicators,
        agency,
        accounts,
        audit,
        files,
    ):
        module.add_to(commands)
    manage = commands.add_parser("manage", help="lệnh quản trị của Django", add_help=False)
    manage.add_argument("rest", nargs=argparse.REMAINDER)
    manage.set_defaults(run=_manage)
    return parser


def _manage(args: argparse.Namespace) -> int:
    start_django()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["mangnon manage", *args.rest])
    return 0


def _is_of_an_empty_home(error: Exception) -> bool:
    """Whether a table or column is missing: nothing was migrated yet, or not to this version."""
    from django.db import OperationalError, ProgrammingError

    missing = ("no such table", "no such column", "does not exist")
    return isinstance(error, (OperationalError, ProgrammingError)) and any(word in str(error) for word in missing)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the return value is the exit code."""
    given = list(sys.argv[1:] if argv is None else argv)
    if given[:1] == ["manage"]:  # Django reads its own options, «--help» among them
        return _manage(argparse.Namespace(rest=given[1:]))
    args = _parser().parse_args(given)
    run: Command = args.run
    try:
        return run(args)
    except Refusal as refusal:
        complain(refusal.message)
        return 2
    except BrokenPipeError:
        return 0
    except OSError as error:
        complain(f"không đọc hoặc ghi được tệp: {error}. Không có gì bị thay đổi; hãy kiểm tra đường dẫn và quyền.")
        return 2
    except Exception as error:
        if not _is_of_an_empty_home(error):
            raise
        complain(
            "cơ sở dữ liệu chưa được chuẩn bị (hoặc thuộc phiên bản trước). Không có gì bị thay đổi; "
            "hãy chạy «mangnon manage migrate» rồi «mangnon territory load», hoặc «mangnon up»."
        )
        return 2


if __name__ == "__main__":
    sys.exit(main())
