"""Runs a command again whenever it dies, until the process that started this one ends.

`python -m mangnon.project.keeping COMMAND…`. It knows nothing of the product and stays small: `mangnon up` keeps its
worker alive with it. SIGTERM ends the command with SIGTERM, waits for it, and ends.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from types import FrameType

_GLANCE = 0.5
_LONGEST_PAUSE = 30.0
_HEALTHY = 60.0  # seconds: who ran so long has not died of its start
_TO_END = 50.0


class _Keeper:
    def __init__(self) -> None:
        self.is_to_end = False
        self._parent = os.getppid()

    def end(self, number: int, frame: FrameType | None) -> None:
        """A signal: end."""
        self.is_to_end = True

    def goes_on(self) -> bool:
        """Whether nobody has asked to end and the parent is there."""
        return not self.is_to_end and os.getppid() == self._parent

    def wait(self, seconds: float) -> None:
        """Wait, but no longer than it goes on."""
        until = time.monotonic() + seconds
        while self.goes_on() and time.monotonic() < until:
            time.sleep(min(_GLANCE, seconds))


def keep(command: list[str]) -> int:
    """Run `command` again and again."""
    keeper, pause = _Keeper(), 1.0
    signal.signal(signal.SIGTERM, keeper.end)
    signal.signal(signal.SIGINT, keeper.end)
    while keeper.goes_on():
        begun = time.monotonic()
        process = subprocess.Popen(command)  # noqa: S603 - who starts this process says what is kept
        while keeper.goes_on() and process.poll() is None:
            time.sleep(_GLANCE)
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(timeout=_TO_END)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            return 0
        pause = 1.0 if time.monotonic() - begun > _HEALTHY else min(pause * 2, _LONGEST_PAUSE)
        keeper.wait(pause)
    return 0


if __name__ == "__main__":
    sys.exit(keep(sys.argv[1:]))
