"""Many writers at the same moment: nothing lost, nothing doubled, nobody waiting for another's whole transaction."""

from __future__ import annotations

import contextlib
import datetime as dt
import threading
import time
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from mangnon.accounts.models import User
from mangnon.accounts.public import SYSTEM
from mangnon.audit.models import Anchor, AuditRow, ChainHead
from mangnon.audit.public import anchor_chain, record, verify_chain
from mangnon.audit.terms import Fault
from mangnon.audit.verification import settle_chain
from mangnon.kernel import clock
from tests.harness.evidence import without_guards

pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts: Callable[[], None]) -> None:
    """Run acts at the same moment, each with its own connection and the machine's own clock; a fault fails the test."""
    start, faults = threading.Barrier(len(acts)), []

    def run(act: Callable[[], None]) -> None:
        try:
            start.wait()
            act()
        except Exception as fault:  # told to the test below, in its own thread
            faults.append(f"{type(fault).__name__}: {fault}")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not faults, faults


def _writer(number: int, acts: int) -> Callable[[], None]:
    """Acts of one writer; every fourth fails after its evidence is written, and leaves neither."""

    def act() -> None:
        for turn in range(acts):
            try:
                with transaction.atomic():
                    User.objects.create(username=f"u{number}-{turn}", full_name="Mẫu")
                    record(actor=SYSTEM, act="test", object_type="User", object_id=f"u{number}-{turn}")
                    if turn % 3 == 0:
                        record(actor=SYSTEM, act="again", object_type="User", object_id=f"u{number}-{turn}")
                    if turn % 4 == 3:
                        raise RuntimeError("the act failed")
            except RuntimeError:
                pass

    return act


def test_sixteen_writers_lose_nothing() -> None:
    together(*(_writer(number, 8) for number in range(16)))
    users = set(User.objects.values_list("username", flat=True))
    assert len(users) == 16 * 6
    assert set(AuditRow.objects.filter(act="test").values_list("object_id", flat=True)) == users
    assert AuditRow.objects.filter(act="test").count() == len(users)
    numbers = sorted(AuditRow.objects.values_list("sequence", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert ChainHead.objects.get().sequence == len(numbers)
    verdict = verify_chain()
    assert (verdict.intact, verdict.rows, verdict.moved_clock) == (True, len(numbers), 0)


@pytest.mark.parametrize("settled", [False, True])
def test_rows_of_a_part_that_was_rolled_back_leave_no_gap(settled: bool) -> None:
    """A savepoint given up takes its rows with it, also when the database had chained them already."""

    def part(number: int) -> None:
        with transaction.atomic():
            record(actor=SYSTEM, act="test", object_type="Thing", object_id=number)
            if settled:
                settle_chain()
            if number % 2:
                raise RuntimeError("the part failed")

    with transaction.atomic():
        for number in range(4):
            with contextlib.suppress(RuntimeError):
                part(number)
    assert list(AuditRow.objects.order_by("sequence").values_list("sequence", "object_id")) == [(1, "0"), (2, "2")]
    assert not AuditRow.objects.filter(sequence=None).exists()
    assert verify_chain().intact


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")
def test_a_long_transaction_holds_nobody_up() -> None:
    written, others_done = threading.Event(), threading.Event()
    waited = []

    def long() -> None:
        with transaction.atomic():
            record(actor=SYSTEM, act="long", object_type="Thing", object_id=1)
            written.set()
            waited.append(others_done.wait(timeout=20))

    def short() -> None:
        written.wait(timeout=20)
        _writer(1, 3)()
        others_done.set()

    together(long, short)
    assert waited == [True], "the short acts waited for the end of the long one"
    assert AuditRow.objects.get(act="long").sequence == AuditRow.objects.count()
    assert verify_chain().intact


def test_the_first_act_of_a_new_day_anchors_the_day_before() -> None:
    together(_writer(1, 3))
    head = ChainHead.objects.get()
    assert Anchor.objects.count() == 0
    yesterday = clock.local_day(clock.real_now()) - dt.timedelta(days=1)
    with without_guards():
        ChainHead.objects.update(day=yesterday)
    together(*(_writer(number, 3) for number in range(2, 6)))
    anchor = Anchor.objects.get()
    assert (anchor.day, anchor.sequence, anchor.hash, anchor.count) == (yesterday, head.sequence, head.hash, 4)
    assert verify_chain().anchors == 1
    made = anchor_chain()
    assert made is not None
    assert made.count == AuditRow.objects.count() - head.sequence
    assert anchor_chain() == made


def test_a_row_by_a_moved_clock_in_a_real_chain_is_found() -> None:
    together(_writer(1, 2))
    with transaction.atomic(), clock.frozen(clock.at(dt.date(2025, 1, 1))):
        record(actor=SYSTEM, act="test", object_type="Thing", object_id=1)
    found = []

    def look() -> None:  # a thread of its own: the clock of the test itself stands still
        found.append(verify_chain())

    together(look)
    assert (found[0].first_broken, found[0].fault) == (4, Fault.BACK_DATED)


def test_a_chain_that_grows_while_it_is_walked_is_intact() -> None:
    together(_writer(0, 20))
    done = threading.Event()
    verdicts = []

    def write() -> None:
        _writer(1, 60)()
        done.set()

    def look() -> None:
        while not done.is_set():
            verdicts.append(verify_chain())
            time.sleep(0.01)

    together(write, look)
    assert verdicts
    assert all(verdict.intact for verdict in verdicts), verdicts
    assert verify_chain().rows == AuditRow.objects.count()
