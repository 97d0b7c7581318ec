"""Files from strangers are taken apart in a process of their own, with bounds on time and memory (decision 0022).

PDF, picture and archive readers are native code or may be made to unpack without end. Such a process holds one file,
answers one question at a time and knows no secret of the site; one that hangs, grows or crashes is ended, the page in
hand counts as unread, and the next question starts another.
"""

from __future__ import annotations

import json
import logging
import os
import selectors
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from typing import IO, Any, Final

from mangnon.documents.reading import refusing

PAGE_SECONDS: Final = 30
_OPEN_SECONDS: Final = 30
_LARGEST_ANSWER: Final = 64 * 1024 * 1024
_MOST_ASKED: Final = 50  # then a fresh process takes over: libraries keep a little of every page
_MOST_LOST: Final = 3  # pages lost one after the other: the file does not want to be read
_HEAD: Final = struct.Struct(">II")
_KEPT = ("PATH", "LANG", "LC_ALL", "TESSDATA_PREFIX", "PYTHONPATH", "VIRTUAL_ENV", "SYSTEMROOT")
_logger = logging.getLogger(__name__)


class ProcessLost(Exception):
    """The process took too long, grew too large or crashed. The text says which, for the log."""

    def __init__(self, why: str, *, is_slow: bool = False) -> None:
        super().__init__(why)
        self.is_slow = is_slow


class ConfinedFile:
    """One file in a process of its own. Not for two threads at once."""

    def __init__(self, content: bytes, kind: str, name: str) -> None:
        self._content = content
        self._kind = kind
        self._name = name
        self._child: _Child | None = None
        self._lost = 0
        self._asked = 0

    def ask(self, question: str, *, seconds: float = PAGE_SECONDS, **values: Any) -> tuple[dict[str, Any], bytes]:
        """The answer to one question, as values and bytes.

        Raises the UnreadableSource that the process names, and ProcessLost when there is no answer in time; when that
        happens thrice in a row, or the file cannot even be opened, DamagedSource.
        """
        try:
            answer = self._opened().ask({"ask": question, **values}, b"", seconds)
        except ProcessLost as lost:
            _logger.warning("A file of kind %s: %s", self._kind, lost)
            self._drop()
            self._lost += 1
            if self._lost >= _MOST_LOST:
                raise refusing.too_hard(self._name) from lost
            raise
        self._lost = 0
        return answer

    def open(self) -> dict[str, Any]:
        """What is known of the file once it is open. Raises UnreadableSource."""
        try:
            return self.ask("about", seconds=_OPEN_SECONDS)[0]
        except ProcessLost as lost:
            raise refusing.too_hard(self._name) from lost

    def _opened(self) -> _Child:
        if self._asked >= _MOST_ASKED:
            self._drop()
        self._asked += 1
        if self._child is None:
            self._asked = 1
            self._child = _Child()
            self._child.ask({"ask": "open", "kind": self._kind, "name": self._name}, self._content, _OPEN_SECONDS)
        return self._child

    def _drop(self) -> None:
        if self._child is not None:
            self._child.end()
            self._child = None

    def close(self) -> None:
        """End the process; may be called twice."""
        self._drop()

    def __del__(self) -> None:
        self.close()


class _Child:
    """A process, the pipes to it, and a folder for what it has to write down."""

    def __init__(self) -> None:
        self._folder = tempfile.mkdtemp(prefix="mangnon-")
        known = {name: os.environ[name] for name in _KEPT if name in os.environ}
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "mangnon.documents.reading.confined_reader"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=self._folder,
            env={**known, "TMPDIR": self._folder, "OPENBLAS_NUM_THREADS": "1", "OMP_THREAD_LIMIT": "1"},
            start_new_session=True,
        )

    def ask(self, values: dict[str, Any], content: bytes, seconds: float) -> tuple[dict[str, Any], bytes]:
        until = time.monotonic() + seconds
        try:
            self._write(json.dumps(values).encode(), content)
            packed, more = self._read(until)
            answer = json.loads(packed)
        except (OSError, ValueError) as error:
            raise ProcessLost(f"the process ended ({type(error).__name__})") from error
        if "refused" in answer:
            raise refusing.named(answer["refused"], answer["code"], answer["message"])
        if "failed" in answer:
            raise ProcessLost(str(answer["failed"])[:200])
        return (answer, more)

    def _write(self, values: bytes, content: bytes) -> None:
        pipe = self._pipe(self._process.stdin)
        pipe.write(_HEAD.pack(len(values), len(content)))
        pipe.write(values)
        pipe.write(content)
        pipe.flush()

    def _read(self, until: float) -> tuple[bytes, bytes]:
        first, second = _HEAD.unpack(self._exactly(_HEAD.size, until))
        if first + second > _LARGEST_ANSWER:
            raise ProcessLost("the answer is too long")
        return (self._exactly(first, until), self._exactly(second, until))

    def _exactly(self, count: int, until: float) -> bytes:
        place = self._pipe(self._process.stdout).fileno()
        parts: list[bytes] = []
        with selectors.DefaultSelector() as waiting:
            waiting.register(place, selectors.EVENT_READ)
            while count:
                if not waiting.select(max(0.0, until - time.monotonic())):
                    raise ProcessLost("it took too long", is_slow=True)
                part = os.read(place, min(count, 1 << 20))
                if not part:
                    raise ProcessLost(f"the process ended ({self._process.wait(5)})")
                parts.append(part)
                count -= len(part)
        return b"".join(parts)

    @staticmethod
    def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
        if pipe is None or pipe.closed:
            raise ProcessLost("there is no process")
        return pipe

    def end(self) -> None:
        """End the process and all it has started, and take away what it wrote."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):  # what was not written yet has nowhere to go
                    pipe.close()
        self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)
