"""What the site does once every day, and in which order. Each step makes up for days on which no worker ran.

Once for a day however many workers there are: `jobs.rounds`. A step is called again when a worker died in the middle
of a round, so each is idempotent by itself.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Mapping
from typing import Final

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction

from mangnon.accounts.public import SYSTEM
from mangnon.jobs.public import Handler, Step, Turn, TurnEnded, TurnLost, ask_for_round, count_loss, round_day
from mangnon.kernel import clock

DAILY_ROUND: Final = "daily_round"
# `step()` is called after each part that is stored; `on` is the day of the round.
DailyStep = Callable[[Step, dt.date], object]

_STOPPED = (
    "Việc hằng ngày đã dừng sau nhiều lần thử. Dữ liệu đã có không mất; việc của ngày mai vẫn chạy và làm bù phần còn "
    "thiếu. Hãy báo người quản trị xem thông báo lỗi của tiến trình chạy nền."
)


class DailyFault(Exception):
    """Steps of a round that failed, by name; each fault is told on standard error where it arose."""


def daily_steps() -> Mapping[str, DailyStep]:
    """Every step by name, in order. An app with one of its own adds a line here."""
    return {"periods": _make_periods, "digests": _tell_everybody, "files": _sweep_files, "answers": _forget_answers}


def _make_periods(step: Step, on: dt.date) -> None:
    from mangnon.plans.public import make_instances, set_rules_from_words

    set_rules_from_words(actor=SYSTEM, on=on)
    step()
    make_instances(actor=SYSTEM, on=on)
    step()


def _tell_everybody(step: Step, on: dt.date) -> None:
    """The digests of the day; a round that was held up beyond midnight leaves them to that of the new day."""
    from mangnon.desk.public import run_digests

    if on == clock.today():
        run_digests(on=on, step=step)


def _sweep_files(step: Step, on: dt.date) -> None:
    from mangnon.files.public import sweep_orphans

    sweep_orphans()
    step()


def _forget_answers(step: Step, on: dt.date) -> None:
    from mangnon.exchange.public import prune_answers

    prune_answers()
    step()


def ask_for_today() -> None:
    """Ask for today's round once its hour has come, unless it was asked for."""
    today = clock.today()
    if settings.JOBS["daily_round"] and clock.now() >= clock.at(today, settings.JOBS["daily_hour"]):
        ask_for_round(kind=DAILY_ROUND, day=today)


def run_round(turn: Turn, step: Step) -> None:
    """Do every step; one that fails does not keep the others from being done, and is told at the end (DailyFault)."""
    on = round_day(turn.job_id) or clock.today()
    # The round of a day to come, asked for while the clock ran ahead, would begin periods before their time.
    steps = daily_steps() if on <= clock.today() else {}
    turn.progress(done=0, total=len(steps))
    failed: list[str] = []
    for number, (name, run) in enumerate(steps.items(), 1):
        try:
            run(step, on)
        except (TurnLost, TurnEnded, OperationalError, InterfaceError):
            raise
        except Exception as error:  # the other steps are none the worse for it
            failed.append(name)
            sys.stderr.write(f"mangnon worker: {name}: {type(error).__name__} ({_place(error)})\n")
        turn.progress(done=number, total=len(steps))
        step()
    if failed:
        raise DailyFault(", ".join(failed))
    turn.finish()


def _place(error: Exception) -> str:
    """Where a fault arose, without its words, which may quote a paper."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    return f"{place.tb_frame.f_globals.get('__name__')}:{place.tb_lineno}" if place is not None else "?"


def lose_round(turn: Turn) -> None:
    """A worker died of it, or a step failed: tried again, and left alone after a few times until the next day."""
    with transaction.atomic():
        count_loss(turn=turn, code="daily_round_stopped", message=_STOPPED)


DAILY_HANDLER: Final = Handler(run=run_round, lost=lose_round)
