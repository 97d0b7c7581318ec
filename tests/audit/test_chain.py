"""Evidence: written with the act, chained, and every kind of tampering named."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from mangnon.accounts.public import SYSTEM
from mangnon.audit.models import AuditRow, ChainHead
from mangnon.audit.public import history_of, record, verify_chain
from mangnon.audit.rules import GENESIS
from mangnon.audit.terms import Fault
from tests.audit.made import rehash, write
from tests.harness.evidence import without_guards

pytestmark = pytest.mark.django_db


def test_rows_are_numbered_without_gaps_and_verify() -> None:
    write(5)
    assert list(AuditRow.objects.order_by("sequence").values_list("sequence", flat=True)) == [1, 2, 3, 4, 5]
    assert AuditRow.objects.get(sequence=1).previous_hash == GENESIS
    verdict = verify_chain()
    assert (verdict.rows, verdict.intact, verdict.first_broken) == (5, True, None)


def test_an_empty_chain_is_intact() -> None:
    verdict = verify_chain()
    assert (verdict.rows, verdict.intact) == (0, True)


@pytest.mark.parametrize(
    ("change", "first_broken"),
    [
        (lambda: AuditRow.objects.filter(sequence=3).update(actor_label="Người khác"), 3),
        (lambda: AuditRow.objects.filter(sequence=3).update(details={"số": 4}), 3),
        (lambda: AuditRow.objects.filter(sequence=3).update(reason=""), 3),
        (lambda: AuditRow.objects.filter(sequence=3).delete(), 3),
        (lambda: AuditRow.objects.filter(sequence=1).delete(), 1),
        (lambda: AuditRow.objects.filter(sequence=5).delete(), 5),
        (lambda: AuditRow.objects.all().delete(), 1),
        (lambda: AuditRow.objects.filter(sequence=2).update(hash="0" * 64), 2),
        (lambda: ChainHead.objects.update(hash="f" * 64), 6),
    ],
    ids=["actor", "details", "reason", "gap", "first row", "last row", "all rows", "hash", "head"],
)
def test_tampering_is_named(change: Callable[[], Any], first_broken: int) -> None:
    write(5)
    with without_guards():
        change()
    verdict = verify_chain()
    assert not verdict.intact
    assert verdict.first_broken == first_broken


def test_a_row_that_is_rewritten_with_its_own_hash_breaks_the_next() -> None:
    row = write(4)[1]
    row.reason = "khác"
    with without_guards():
        rehash(row).save()
    verdict = verify_chain()
    assert (verdict.first_broken, verdict.fault) == (3, Fault.UNLINKED)


def test_evidence_of_an_act_that_failed_is_gone_with_it() -> None:
    write(1)

    def fail() -> None:
        with transaction.atomic():
            record(actor=SYSTEM, act="test", object_type="Thing", object_id=9)
            raise RuntimeError("the act failed")

    with pytest.raises(RuntimeError, match="the act failed"):
        fail()
    assert AuditRow.objects.count() == 1
    write(1)
    assert verify_chain().intact


@pytest.mark.django_db(transaction=True)
def test_evidence_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError, match="in the transaction of the act"):
        record(actor=SYSTEM, act="test", object_type="Thing", object_id=1)
    assert AuditRow.objects.count() == 0


def test_the_history_of_a_thing_is_newest_first() -> None:
    write(3)
    record(actor=SYSTEM, act="again", object_type="Thing", object_id=2)
    acts = [row.act for row in history_of(SYSTEM, object_type="Thing", object_ids=["2"])]
    assert acts == ["again", "test"]


def test_a_row_past_the_head_is_named() -> None:
    write(3)
    with without_guards():
        ChainHead.objects.update(sequence=2, hash=AuditRow.objects.get(sequence=2).hash)
    verdict = verify_chain()
    assert (verdict.intact, verdict.first_broken) == (False, 3)
