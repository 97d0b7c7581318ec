"""A command and the worker begin the round of a day at the same moment: each matter is told once, on both databases."""

from __future__ import annotations

import datetime as dt
import threading
import time

import pytest
from django.db import connection, transaction

from mangnon.accounts.public import Role
from mangnon.desk.digest import DigestRun, run_digests
from mangnon.kernel import clock
from mangnon.notices.models import Digest, Reminder
from tests.journeys.provinces import world
from tests.plans import made

pytestmark = pytest.mark.django_db(transaction=True)
ON = dt.date(2025, 5, 27)  # five working days lie between the deadline of I.2 and this day


def test_two_rounds_at_once_tell_each_matter_once() -> None:
    """The first keeps its rows unfinished for a moment while the second comes to the same matters: one is told to a
    leader, one to nobody (a body without a leader), which no unique row would hold apart."""
    world()
    made.user_at("SO_YT", Role.LEADER)
    told, runs, faults = threading.Event(), [], []

    def run(*, is_first: bool) -> None:
        try:
            if not is_first:
                told.wait(timeout=20)  # before the transaction: on SQLite its beginning takes the only write lock
            with clock.frozen(clock.at(ON, 7)):
                runs.append(_round(told) if is_first else run_digests(on=ON))
        except Exception as fault:  # told to the test below, in its own thread
            faults.append(f"{type(fault).__name__}: {fault}")
        finally:
            told.set()
            connection.close()

    threads = [threading.Thread(target=run, kwargs={"is_first": first}) for first in (True, False)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not faults, faults
    first, second = sorted(runs, key=lambda each: -each.escalated)
    assert first.escalated > 0
    assert second.escalated == 0, "the second found everything told"
    rows = list(Reminder.objects.filter(kind="escalation").values_list("matter", "level", "to"))
    assert len(rows) == len(set(rows))
    assert {to is None for _, _, to in rows} == {True, False}, "both kinds of rows are there"
    assert Digest.objects.filter(on=ON).count() == first.made + second.made == len(Digest.objects.values("person"))


def _round(told: threading.Event) -> DigestRun:
    with transaction.atomic():
        found = run_digests(on=ON)
        told.set()
        time.sleep(0.7)
    return found
