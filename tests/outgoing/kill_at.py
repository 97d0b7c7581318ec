"""A process that numbers a paper and writes its files, and kills itself with SIGKILL when the database is asked some
words."""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

import django


def main(words: str, paper_id: int, user_id: int) -> None:
    """On the day on which the tests stand."""
    django.setup()
    from django.db import connection

    from mangnon.accounts.models import User
    from mangnon.agencies.public import actor_for
    from mangnon.kernel import clock
    from mangnon.outgoing.public import number_paper, write_files_of_numbered
    from tests.conftest import STILL_AT

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found = execute(sql, params, many, context)
        if words in sql:
            os.kill(os.getpid(), signal.SIGKILL)
        return found

    with clock.frozen(STILL_AT), connection.execute_wrapper(watch):
        actor = actor_for(User.objects.get(pk=user_id), on=clock.today())
        assert actor is not None
        paper = number_paper(actor=actor, paper_id=paper_id)
        write_files_of_numbered(actor=actor, papers=[paper])


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
