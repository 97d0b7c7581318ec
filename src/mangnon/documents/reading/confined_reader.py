"""The process that takes one file apart (`confined` starts it): reads questions from its input, writes answers.

Bounds: memory, processor time for each question, size of files written. It has no secret, and fetches nothing.
"""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Callable
from typing import IO, Any

from mangnon.documents.reading.confined import _HEAD, PAGE_SECONDS
from mangnon.kernel.refusals import Refusal

_MEMORY = 1024**3  # a picture of 80 million dots takes 0.8 GB, a sheet of A4 a quarter of one
_LARGEST_WRITTEN = 512 * 1024**2


def _bound() -> None:
    try:
        import resource
    except ImportError:  # not a Unix; the parent's clock is the only bound there
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST_WRITTEN, _LARGEST_WRITTEN))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _allow_seconds() -> None:
    """Processor time up to now and for one question more: a process whose parent died must not run on."""
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + 2 * PAGE_SECONDS, hard))


class _Reader:
    """The file in hand."""

    def __init__(self) -> None:
        self._whole: Any = None
        self._pages: Any = None

    def answer(self, values: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
        question = str(values["ask"])
        answers: dict[str, Callable[[dict[str, Any], bytes], tuple[dict[str, Any], bytes]]] = {
            "open": self._open,
            "about": self._about,
            "read": self._read,
            "view": self._view,
        }
        return answers[question](values, content)

    def _open(self, values: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
        if values["kind"] == "docx":
            from mangnon.documents.reading.docx_source import docx_page

            self._whole = docx_page(content, values["name"])
        else:
            from mangnon.documents.reading.page_source import open_pages

            self._pages = open_pages(content, values["kind"], values["name"])
        return ({}, b"")

    def _about(self, values: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
        if self._pages is None:
            return ({"whole": self._whole.to_json()}, b"")
        return ({"pages": self._pages.count, "notes": list(self._pages.notes)}, b"")

    def _read(self, values: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
        return ({"page": self._pages.read(values["number"]).to_json()}, b"")

    def _view(self, values: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
        return ({}, self._pages.view(values["number"], values["width"], values["turn"]))


def _exactly(pipe: IO[bytes], count: int) -> bytes:
    found = pipe.read(count)
    if len(found) < count:
        raise SystemExit
    return found


def main() -> None:
    """Answer until the input ends."""
    _bound()
    asked, answered = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # nothing that a library prints may stand between two answers
    reader = _Reader()
    while True:
        first, second = _HEAD.unpack(_exactly(asked, _HEAD.size))
        values, content = json.loads(_exactly(asked, first)), _exactly(asked, second)
        _allow_seconds()
        more = b""
        try:
            answer, more = reader.answer(values, content)
        except Refusal as refusal:
            answer = {"refused": type(refusal).__name__, "code": refusal.code, "message": refusal.message}
        except Exception as error:  # whatever a strange file does to a library, the parent is told
            frame = traceback.extract_tb(error.__traceback__)[-1]
            answer = {"failed": f"{type(error).__name__} in {frame.name}, line {frame.lineno}"}
        packed = json.dumps(answer).encode()
        answered.write(_HEAD.pack(len(packed), len(more)))
        answered.write(packed)
        answered.write(more)
        answered.flush()


if __name__ == "__main__":
    main()
