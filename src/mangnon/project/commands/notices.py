"""`mangnon notices`: the round of reminding by hand, and what waits to be sent."""

from __future__ import annotations

import argparse
import datetime as dt
from typing import Any

from mangnon.kernel.refusals import Refusal
from mangnon.project.cli import say, start_django


class NoDay(Refusal):
    """Not a day."""

    code = "no_day"


def add_to(commands: Any) -> None:
    """Add the command and its parts."""
    parser = commands.add_parser("notices", help="nhắc việc")
    parts = parser.add_subparsers(dest="part", metavar="VIỆC", required=True)
    run = parts.add_parser("run", help="lập bản nhắc việc của ngày, báo lãnh đạo việc chậm, gửi thư")
    run.add_argument("--on", metavar="NGÀY", help="ngày theo dạng 2025-05-20; mặc định là hôm nay")
    run.set_defaults(run=_run)
    send = parts.add_parser("send", help="gửi tiếp các thư nhắc việc hôm nay còn chờ")
    send.set_defaults(run=_send)


def _day(text: str | None) -> dt.date:
    from mangnon.kernel import clock

    if text is None:
        return clock.today()
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise NoDay(f"«{text[:40]}» không phải là ngày. Chưa có gì được làm. Hãy ghi theo dạng 2025-05-20.") from error


def _run(args: argparse.Namespace) -> int:
    start_django()
    from mangnon.desk.public import run_digests

    done = run_digests(on=_day(args.on))
    if done.is_quiet:
        say(f"Ngày {done.on:%d/%m/%Y} không phải ngày làm việc: không nhắc.")
        return 0
    say(f"Ngày {done.on:%d/%m/%Y}: {done.people} người có việc, lập mới {done.made} bản nhắc việc.")
    say(f"Báo lãnh đạo: {done.escalated} việc chậm mới.")
    _say_mail(done.mail)
    return 0


def _send(args: argparse.Namespace) -> int:
    start_django()
    from mangnon.kernel import clock
    from mangnon.notices.public import send_waiting

    _say_mail(send_waiting(on=clock.today()))
    return 0


def _say_mail(mail: Any) -> None:
    from mangnon.notices.public import is_mail_on

    if not is_mail_on():
        say("Thư điện tử: trang này không gửi thư (chưa đặt máy chủ thư).")
        return
    say(
        f"Thư điện tử: đã gửi {mail.sent}, không gửi được {mail.failed}, không rõ đã đến {mail.unsure}, "
        f"còn chờ {mail.waiting}, không gửi nữa {mail.skipped}."
    )
