"""The process that does the work: one job after the other, as its keeper (working.py) says.

It reads «job takes» from its standard input and answers there, on standard output, one word a line: `step` after each
stored part, then one of the last words. When a file kills this process, the keeper lives, counts, and starts another.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Mapping
from types import FrameType
from typing import TextIO

from django.db import InterfaceError, OperationalError, close_old_connections

from mangnon.jobs.handlers import Handler
from mangnon.jobs.models import Job
from mangnon.jobs.services import Turn, TurnEnded, TurnLost
from mangnon.kernel.refusals import Refusal

STEP, ENDED, LOST, BACK, FAULT, NO_DATABASE = "step", "ended", "lost", "back", "fault", "database"


class _Servant:
    def __init__(self, handlers: Mapping[str, Handler], answers: TextIO) -> None:
        self._handlers = handlers
        self._answers = answers
        self._keeper = os.getppid()
        self._is_to_end = False
        self._is_busy = False

    def end(self, number: int, frame: FrameType | None) -> None:
        """A signal: end after the present step, or now when nothing is being done."""
        self._is_to_end = True
        if not self._is_busy:
            os._exit(0)

    def _say(self, word: str) -> None:
        self._answers.write(word + "\n")
        self._answers.flush()

    def _step(self) -> None:
        if os.getppid() != self._keeper:  # killed: nobody beats for this job any more, and nobody hears
            raise TurnEnded
        self._say(STEP)
        if self._is_to_end:
            raise TurnEnded

    def do(self, line: str) -> None:
        """One job; the last word says how it went."""
        job_id, takes = (int(part) for part in line.split())
        turn = Turn(job_id, takes)
        self._is_busy = True
        close_old_connections()
        self._say(self._word_for(turn))
        self._is_busy = False
        if self._is_to_end:
            os._exit(0)

    def _word_for(self, turn: Turn) -> str:
        try:
            kind = Job.objects.values_list("kind", flat=True).filter(pk=turn.job_id).first()
            if kind is None:
                return LOST
            self._handlers[kind].run(turn, self._step)
        except Refusal:  # the handler has written it down
            return ENDED
        except TurnLost:
            return LOST
        except TurnEnded:
            turn.give_back()
            return BACK
        except (OperationalError, InterfaceError) as error:
            _note(error)
            return NO_DATABASE
        except Exception as error:
            _note(error)
            return FAULT
        return ENDED


def _note(error: Exception) -> None:
    """Where a fault arose, without its words, which may quote a paper."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f"{place.tb_frame.f_globals.get('__name__')}:{place.tb_lineno}" if place is not None else "?"
    sys.stderr.write(f"mangnon worker: {type(error).__name__} ({where})\n")


def serve(handlers: Mapping[str, Handler]) -> int:
    """Do jobs until standard input ends."""
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)  # what a library prints is no answer
    servant = _Servant(handlers, answers)
    signal.signal(signal.SIGTERM, servant.end)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        for line in sys.stdin:
            servant.do(line)
    except BrokenPipeError:
        pass
    return 0
