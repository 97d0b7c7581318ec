"""Work in the background: which app does which kind of job, and the worker that runs beside the server."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence

from mangnon.jobs.public import Handler

_PROGRAM = [sys.executable, "-m", "mangnon"]


def handlers() -> Mapping[str, Handler]:
    """Every kind of job. An app with a kind of its own adds a line here."""
    from mangnon.documents.public import HANDLER, READ_DOCUMENT
    from mangnon.exchange.workbooks.issuing import HANDLER as WORKBOOKS_HANDLER
    from mangnon.exchange.workbooks.issuing import MAKE_WORKBOOKS
    from mangnon.plans.urging.by_letter import HANDLER as LETTERS_HANDLER
    from mangnon.plans.urging.by_letter import WRITE_LETTERS
    from mangnon.project.daily import DAILY_HANDLER, DAILY_ROUND

    return {
        READ_DOCUMENT: HANDLER,
        DAILY_ROUND: DAILY_HANDLER,
        MAKE_WORKBOOKS: WORKBOOKS_HANDLER,
        WRITE_LETTERS: LETTERS_HANDLER,
    }


def reader_command() -> Sequence[str]:
    """The process that does what a worker has taken up."""
    return [*_PROGRAM, "worker", "--serve"]


def start_beside_server() -> subprocess.Popen[bytes]:
    """Start a worker that is started again when it dies, and ends with this process, even one that is killed."""
    return subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "mangnon.project.keeping", *_PROGRAM, "worker", "--kept"],
        stdin=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl+C reaches the server, which ends the worker
    )


def end_beside_server(keeper: subprocess.Popen[bytes]) -> None:
    """Let the worker store the page it is at, and end."""
    keeper.terminate()
    try:
        keeper.wait(timeout=60)
    except subprocess.TimeoutExpired:
        keeper.kill()
