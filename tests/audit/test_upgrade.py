"""A chain of the first months goes on after the upgrade: its rows verify as they are, new ones follow them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection, transaction

from mangnon.accounts.public import SYSTEM
from mangnon.audit import guards
from mangnon.audit.models import Anchor, AuditRow
from mangnon.audit.public import record, verify_chain
from mangnon.audit.rules import GENESIS, chained_hash
from mangnon.kernel import clock
from tests.harness.old_stores import come_up, go_back_to


@pytest.mark.django_db(transaction=True)
def test_rows_of_the_first_form_survive_the_upgrade() -> None:
    old = go_back_to([("audit", "0001_initial")])
    try:
        previous = GENESIS
        for sequence in range(1, 4):
            plain = {
                "sequence": sequence,
                "at": clock.now() + dt.timedelta(minutes=sequence),
                "actor_id": 1,
                "actor_label": "Trần Văn Mẫu",
                "actor_role": "leader",
                "agency_code": "90.SO_TP",
                "act": "test",
                "object_type": "Thing",
                "object_id": "1",
                "details": {"số": sequence},
                "reason": "",
            }
            told = chained_hash(previous, plain)
            old.get_model("audit", "AuditRow").objects.create(**plain, previous_hash=previous, hash=told)
            previous = told
        old.get_model("audit", "ChainHead").objects.create(pk=1, sequence=3, hash=previous)
    finally:
        come_up()
    assert guards.missing_guards(connection) == []
    assert verify_chain().rows == 3
    with transaction.atomic():
        record(actor=SYSTEM, act="test", object_type="Thing", object_id=1)
    verdict = verify_chain()
    assert (verdict.intact, verdict.rows, verdict.anchors) == (True, 4, 1)
    assert list(AuditRow.objects.order_by("sequence").values_list("form", flat=True)) == [1, 1, 1, 2]
    assert Anchor.objects.get().sequence == 3
