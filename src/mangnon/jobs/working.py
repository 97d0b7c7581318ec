"""The keeper: takes jobs from the queue, has another process do them, and stays alive whatever they do.

The process that does the work (serving.py) may be killed by a file, may hang inside a library, or may be ended by the
machine for want of memory. The keeper only waits, gives signs of life, and counts.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from types import FrameType

from django.db import InterfaceError, OperationalError, close_old_connections, connections

from mangnon.jobs.handlers import Handler
from mangnon.jobs.limits import lease, step_seconds
from mangnon.jobs.models import Job, Worker
from mangnon.jobs.services import (
    Turn,
    beat_worker,
    dismiss_worker,
    lost_turns,
    register_worker,
    take_next,
)
from mangnon.jobs.serving import BACK, ENDED, FAULT, LOST, NO_DATABASE, STEP

_PAUSE = 1.0  # seconds between two looks at an empty queue
_GLANCE = 0.25  # seconds between two looks at the process that works
_LOOK = 30.0  # seconds between two looks whether a round is due
_TO_END = 40.0  # seconds a process may take for its present step when it is told to end


class _Reader:
    """The process that does the work. Started with the first job, again after each death."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = list(command)
        self._process: subprocess.Popen[bytes] | None = None
        self._heard = b""

    def ask(self, turn: Turn) -> None:
        """Give it a job."""
        if self._process is None or self._process.poll() is not None:
            self._heard = b""
            # In a session of its own: Ctrl+C on the terminal reaches the keeper alone, who ends it after its step.
            self._process = subprocess.Popen(  # noqa: S603 - our own command
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
            )
        assert self._process.stdin is not None  # noqa: S101 - a pipe was asked for
        with contextlib.suppress(BrokenPipeError):  # it has just died: `words` will say so
            self._process.stdin.write(f"{turn.job_id} {turn.takes}\n".encode())
            self._process.stdin.flush()

    def words(self, seconds: float) -> list[str] | None:
        """What it said within that time; None when it is dead and has nothing left to say."""
        process = self._process
        if process is None or process.stdout is None:
            return None
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            if not selector.select(seconds):
                return []
        new = os.read(process.stdout.fileno(), 4096)
        if not new:
            process.wait()
            return None
        *lines, self._heard = (self._heard + new).split(b"\n")
        return [line.decode("ascii", "replace") for line in lines]

    def tell_to_end(self) -> None:
        """After its present step."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def kill(self) -> None:
        """Now, with all it started."""
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def close(self) -> None:
        """It has nothing to do: let it end."""
        if self._process is None:
            return
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.kill()
        if self._process.stdout is not None:
            self._process.stdout.close()


class _Keeper:
    def __init__(self, handlers: Mapping[str, Handler], reader: _Reader, *, is_kept: bool) -> None:
        self._is_kept = is_kept
        self._handlers = handlers
        self._reader = reader
        self._name = f"{os.getpid()}-{secrets.token_hex(6)}"
        self._worker: Worker | None = None
        self._beaten_at = 0.0
        self._looked_at = 0.0
        self._parent = os.getppid()
        self.is_to_end = False
        self.has_database = True

    def end(self, number: int, frame: FrameType | None) -> None:
        """A signal: end after the present step."""
        self.is_to_end = True

    def watch_parent(self) -> None:
        """End with the process that started this one."""
        if self._is_kept and os.getppid() != self._parent:
            self.is_to_end = True

    def is_registered(self) -> bool:
        """Whether this process is entered among the workers, and has just given its sign of life."""

        def register() -> None:
            self._worker = register_worker(name=self._name)

        if self._worker is None:
            return self.safely(register)
        self.beat()
        return True

    def leave(self) -> None:
        """Strike this process out."""
        worker = self._worker
        if worker is not None:
            self.safely(lambda: dismiss_worker(worker=worker))

    def safely(self, act: Callable[[], object]) -> bool:
        """Do something with the database; a database that is away is told once and waited for."""
        try:
            close_old_connections()
            act()
        except (OperationalError, InterfaceError) as error:
            if "no such table" in str(error):  # not away, but never prepared: the command says so and ends
                raise
            connections.close_all()
            if self.has_database:
                sys.stderr.write(f"mangnon worker: cơ sở dữ liệu tạm thời không trả lời ({type(error).__name__}).\n")
            self.has_database = False
            return False
        self.has_database = True
        return True

    def beat(self, turn: Turn | None = None) -> None:
        """Signs of life, and the search for workers that give none; every few seconds."""
        if time.monotonic() - self._beaten_at < lease().total_seconds() / 12:
            return

        def signs() -> None:
            if self._worker is not None:
                beat_worker(worker=self._worker)
            if turn is not None:
                turn.beat()
            for other, kind in lost_turns():
                if kind in self._handlers:
                    self._handlers[kind].lost(other)

        self.safely(signs)
        self._beaten_at = time.monotonic()

    def next_turn(self) -> Turn | None:
        """A job to do, if there is one and the database answers."""
        found: list[Turn | None] = []
        self.safely(lambda: found.append(take_next(held_by=self._name, kinds=list(self._handlers))))
        return found[0] if found else None

    def ask_rounds(self, ask: Callable[[], object] | None) -> None:
        """Ask for what is due today, every half a minute."""
        if ask is None or (self._looked_at and time.monotonic() - self._looked_at < _LOOK):
            return
        if self.safely(ask):
            self._looked_at = time.monotonic()

    def do(self, turn: Turn) -> None:
        """Have one job done; returns when the reader has said its last word, or has died."""
        self._reader.ask(turn)
        last_step, told_at = time.monotonic(), 0.0
        while True:
            words = self._reader.words(_GLANCE)
            if words is None:
                self._count(turn)
                return
            if STEP in words:
                last_step = time.monotonic()
            last = next((word for word in words if word in (ENDED, LOST, BACK, FAULT, NO_DATABASE)), None)
            if last is not None:
                self._settle(turn, last)
                return
            self.beat(turn)
            self.watch_parent()
            now = time.monotonic()
            if self.is_to_end and not told_at:
                self._reader.tell_to_end()
                told_at = now
            if told_at and now - told_at > _TO_END:
                self._reader.kill()
                self.safely(turn.give_back)
                return
            if now - last_step > step_seconds():
                self._reader.kill()
                self._count(turn)
                return

    def _settle(self, turn: Turn, word: str) -> None:
        if word == FAULT:
            self._count(turn)
        elif word == NO_DATABASE:
            self.safely(turn.give_back)
            time.sleep(_PAUSE)

    def _count(self, turn: Turn) -> None:
        """The reader died of this job, or failed at it."""

        def count() -> None:
            kind = Job.objects.values_list("kind", flat=True).filter(pk=turn.job_id).first()
            if kind is not None:
                self._handlers[kind].lost(turn)

        self.safely(count)  # a database that is away now: the lease runs out, and the loss is counted then


def work(
    handlers: Mapping[str, Handler],
    *,
    command: Sequence[str],
    once: bool,
    is_kept: bool = False,
    rounds: Callable[[], object] | None = None,
) -> int:
    """Take jobs and have them done by processes that `command` starts, until SIGTERM or SIGINT; 0 then.

    `once`: end when no job waits. `rounds` asks for the jobs that are due on a day, and is called every half a minute,
    also right at the start. `is_kept`: end also when the process that started this one does. A signal ends the
    work after the present step, which is stored; the job goes on with the next worker. A database that is away is
    waited for; one without our tables raises what Django raises.
    """
    reader = _Reader(command)
    keeper = _Keeper(handlers, reader, is_kept=is_kept)
    signal.signal(signal.SIGTERM, keeper.end)
    signal.signal(signal.SIGINT, keeper.end)
    try:
        while not keeper.is_to_end:
            is_there = keeper.is_registered()
            if is_there:
                keeper.ask_rounds(rounds)
            turn = keeper.next_turn() if is_there else None
            if turn is not None:
                keeper.do(turn)
            elif once and keeper.has_database:
                break
            else:
                time.sleep(_PAUSE)
            keeper.watch_parent()
    finally:
        reader.close()
        keeper.leave()
    return 0
