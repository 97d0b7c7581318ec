"""Many clerks at the same moment, in threads with their own connections, on both databases: no gap and no double."""

from __future__ import annotations

import contextlib
import datetime as dt
import random
import threading

import pytest
from django.db import connection, transaction

from mangnon.accounts.public import Actor
from mangnon.audit.public import verify_chain
from mangnon.kernel import clock
from mangnon.kernel.refusals import Refusal
from mangnon.outgoing.models import OutgoingPaper, Register, RegisterYear
from mangnon.outgoing.public import close_register, number_paper, register_faults
from tests.outgoing import made
from tests.plans import made as plans_made

pytestmark = pytest.mark.django_db(transaction=True)
CLERKS, EACH = 8, 6


class PowerCut(Exception):
    """Something fails after the number was given, before the transaction ends."""


@transaction.atomic
def _fail_after_numbering(actor: Actor, pk: int) -> None:
    number_paper(actor=actor, paper_id=pk)
    raise PowerCut


@pytest.fixture
def clerk(store: None) -> Actor:
    plans_made.province()
    found = made.actor_at("SO_YT")
    made.register(found)
    return found


def test_many_at_once_leave_no_gap_and_no_double(clerk: Actor) -> None:
    papers = [[made.draft(clerk, written=False).pk for _ in range(EACH)] for _ in range(CLERKS)]
    start, faults, given = threading.Barrier(CLERKS), [], []
    now = clock.now()

    def work(number: int) -> None:
        chance = random.Random(number)  # noqa: S311 - which acts fail, the same in every run
        try:
            with clock.frozen(now):
                start.wait()
                for pk in papers[number]:
                    if chance.random() < 0.3:
                        with contextlib.suppress(PowerCut):
                            _fail_after_numbering(clerk, pk)
                    given.append(number_paper(actor=clerk, paper_id=pk).number)
        except Exception as fault:  # told to the test below, in its own thread
            faults.append(f"{type(fault).__name__}: {fault}")
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(CLERKS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert faults == []
    assert sorted(given) == list(range(1, CLERKS * EACH + 1))
    year = RegisterYear.objects.get()
    assert register_faults(year) == []
    assert year.last_number == CLERKS * EACH
    assert verify_chain().intact


def test_the_first_number_of_a_year_is_given_once(clerk: Actor) -> None:
    """The row of the year itself is made by whoever comes first."""
    papers = [made.draft(clerk, written=False).pk for _ in range(6)]
    start, given, faults = threading.Barrier(6), [], []
    january = clock.at(dt.date(2026, 1, 2))

    def work(pk: int) -> None:
        try:
            with clock.frozen(january):
                start.wait()
                given.append(number_paper(actor=clerk, paper_id=pk).number)
        except Exception as fault:  # told to the test below
            faults.append(f"{type(fault).__name__}: {fault}")
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(pk,)) for pk in papers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert faults == []
    assert sorted(given) == [1, 2, 3, 4, 5, 6]


def test_one_paper_asked_for_twice_gets_one_number(clerk: Actor) -> None:
    pk, start, outcomes = made.draft(clerk, written=False).pk, threading.Barrier(4), []
    now = clock.now()

    def work() -> None:
        try:
            with clock.frozen(now):
                start.wait()
                number_paper(actor=clerk, paper_id=pk)
            outcomes.append("done")
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(outcomes) == ["done", "wrong_state", "wrong_state", "wrong_state"]
    assert RegisterYear.objects.get().last_number == 1


def test_a_register_that_is_closed_gives_none_afterwards(clerk: Actor) -> None:
    pk = made.draft(clerk, written=False).pk
    outcomes: list[str] = []
    now, begun = clock.now(), threading.Event()

    def close() -> None:
        with clock.frozen(now), transaction.atomic():
            close_register(actor=clerk, register_id=Register.objects.get().pk, reason="Hết năm")
            begun.set()
            threading.Event().wait(0.3)
        connection.close()

    def number() -> None:
        begun.wait(10)
        try:
            with clock.frozen(now):
                number_paper(actor=clerk, paper_id=pk)
            outcomes.append("done")
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=close), threading.Thread(target=number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert outcomes == ["no_register"]
    assert OutgoingPaper.objects.get(pk=pk).number is None
