"""`mangnon up` and `mangnon demo`."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mangnon.kernel.refusals import Refusal
from mangnon.project.cli import say, start_django


class PortTaken(Refusal):
    """Somebody else listens there."""

    code = "port_taken"


def add_to(commands: Any) -> None:
    """Add the commands."""
    up = commands.add_parser("up", help="chuẩn bị dữ liệu và mở trang")
    up.add_argument("--port", type=int, default=8000, metavar="CỔNG")
    up.add_argument("--no-sample", action="store_true", help="không tạo dữ liệu mẫu")
    up.add_argument("--no-worker", action="store_true", help="không chạy kèm tiến trình đọc văn bản")
    up.set_defaults(run=_up)
    demo = commands.add_parser("demo", help="chạy trọn công việc chính, không cần máy chủ")
    demo.add_argument("--out", type=Path, required=True, metavar="THƯ_MỤC")
    demo.set_defaults(run=_demo)


def _prepare() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def _load_units() -> None:
    """All units of administration; again at every start, so that a site of an earlier version is completed."""
    from mangnon.accounts.public import SYSTEM
    from mangnon.territory.public import ALL_LEVELS, load_territory

    load_territory(actor=SYSTEM, levels=ALL_LEVELS)


def _load_indicators() -> None:
    """The delivered dictionary; again at every start, so that facts a later version tells better are put right."""
    from mangnon.accounts.public import SYSTEM
    from mangnon.indicators.public import load_dictionary

    load_dictionary(actor=SYSTEM)


def _up(args: argparse.Namespace) -> int:
    _refuse_taken_port(args.port)
    start_django()
    _prepare()
    _load_units()
    _load_indicators()
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False)
    if not args.no_sample and not get_user_model().objects.exists():
        say("Đang đọc văn bản mẫu và tạo dữ liệu tập huấn (khoảng nửa phút)…")
        make_sample_site()
    say(f"Măng Non đang chạy tại http://127.0.0.1:{args.port} (dừng bằng Ctrl+C).")
    if args.no_sample:
        say("Chưa có tài khoản? Tạo bằng: mangnon account add TÊN --name «Họ tên» --agency MÃ --role administrator")
    from mangnon.project.server import serve

    serve(port=args.port, at_end=_worker_beside(args))
    return 0


def _worker_beside(args: argparse.Namespace) -> Callable[[], None]:
    """Start the worker that reads what people send; the answer ends it."""
    if args.no_worker:
        return lambda: None
    from django.db import connections

    from mangnon.project.background import end_beside_server, start_beside_server

    connections.close_all()
    keeper = start_beside_server()
    return lambda: end_beside_server(keeper)


def _refuse_taken_port(port: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as error:
            raise PortTaken(
                f"Cổng {port} đang có chương trình khác dùng hoặc không dùng được. Dữ liệu không bị ảnh hưởng. "
                f"Hãy chọn cổng khác: mangnon up --port {port + 1 if 0 < port < 65535 else 8001}"
            ) from error


def make_sample_site() -> None:
    """The whole sample in one transaction: a start that is interrupted leaves nothing half-made."""
    from django.db import transaction

    from mangnon.agencies.models import Agency
    from mangnon.kernel import clock
    from mangnon.project import sample
    from mangnon.project.sample_figures import tell_figures
    from mangnon.project.sample_plan import tell_second_plan
    from mangnon.project.sample_rooms import tell_rooms
    from mangnon.project.synthetic import Story
    from mangnon.project.training import remember_training_clock

    scan = sample.find_scan()
    with transaction.atomic():
        with clock.frozen(clock.at(dt.date(2025, 2, 18), 9)):
            plan = sample.read_and_adopt(scan)
            accounts = sample.make_sample_accounts(plan)
        with clock.frozen(clock.at(dt.date(2025, 5, 12), 9)):
            period = sample.open_half_year(plan)
        left = frozenset(post.agency_id for user in accounts for post in user.posts.all())
        opens_on = period.send_by - dt.timedelta(days=4)
        story = Story(plan, period)
        above = Agency.objects.get(code=f"{plan.territory.code}.UBND_TINH")
        tell_second_plan(story, opens_on=opens_on, lead=plan.lead_agency, above=above)
        tell_rooms(story, opens_on=opens_on)
        tell_figures(story, opens_on=opens_on)
        story.until_the_last_week(left_to_people=left, idle=left - {plan.lead_agency_id})
    remember_training_clock(clock.at(opens_on, 8))


def _demo(args: argparse.Namespace) -> int:
    args.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="mangnon-demo-") as home:
        # The demonstration never touches a person's data: its own home, its own database.
        os.environ["MANGNON_HOME"] = home
        os.environ.pop("DATABASE_URL", None)
        start_django()
        _prepare()
        from mangnon.project.demo import run_demo

        summary = run_demo(args.out)
        from django.db import connections

        connections.close_all()
    say(json.dumps(summary, ensure_ascii=False, indent=2))
    return 0
