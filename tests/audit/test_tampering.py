"""Each kind of tampering is caught and named, by somebody who owns the database and can take its guards away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from mangnon.audit import guards
from mangnon.audit.anchors import anchor_chain, line_of, points_of
from mangnon.audit.models import Anchor, ArchiveSegment, AuditRow, ChainCheck, ChainHead
from mangnon.audit.public import check_chain, verify_chain
from mangnon.audit.terms import Fault
from mangnon.audit.verification import Verdict
from mangnon.kernel import clock
from tests.audit.made import rehash, rehash_all, write
from tests.harness.evidence import without_guards

pytestmark = pytest.mark.django_db


def _found() -> tuple[int | None, Fault | None]:
    verdict = verify_chain()
    assert not verdict.intact
    assert verdict.reason.startswith(f"Dòng số {verdict.first_broken}: ")
    return verdict.first_broken, verdict.fault


def _renumber(*pairs: tuple[int, int]) -> None:
    """Give rows other numbers, by way of numbers nobody has."""
    ids = {new: AuditRow.objects.get(sequence=old).pk for old, new in pairs}
    for new, pk in ids.items():
        AuditRow.objects.filter(pk=pk).update(sequence=new + 1000)
    for new, pk in ids.items():
        AuditRow.objects.filter(pk=pk).update(sequence=new)


@pytest.mark.parametrize("field", ["actor_label", "act", "origin", "agency_name", "territory_code", "acts_for"])
def test_an_altered_field_is_found(field: str) -> None:
    write(5)
    with without_guards():
        AuditRow.objects.filter(sequence=3).update(**{field: "khác"})
    assert _found() == (3, Fault.ALTERED)


@pytest.mark.parametrize(
    "change",
    [
        {"before": {"state": "x"}},
        {"after": {"state": "x"}},
        {"post_id": 5},
        {"by_moved_clock": False},
        {"at": clock.at(dt.date(2024, 1, 1))},
        {"chained_at": clock.at(dt.date(2024, 1, 1))},
    ],
    ids=lambda change: next(iter(change)),
)
def test_an_altered_value_is_found(change: dict[str, Any]) -> None:
    write(5)
    with without_guards():
        AuditRow.objects.filter(sequence=3).update(**change)
    assert _found() == (3, Fault.ALTERED)


def test_two_rows_that_change_places_are_found() -> None:
    write(6)
    with without_guards():
        _renumber((2, 5), (5, 2))
    assert _found() == (2, Fault.SWAPPED)


def test_neighbours_that_change_places_are_found() -> None:
    write(6)
    with without_guards():
        _renumber((3, 4), (4, 3))
    assert _found() == (3, Fault.SWAPPED)


def test_a_missing_row_is_found_and_renumbering_does_not_hide_it() -> None:
    write(6)
    with without_guards():
        AuditRow.objects.filter(sequence=3).delete()
    assert _found() == (3, Fault.MISSING)
    with without_guards():
        _renumber((4, 3), (5, 4), (6, 5))
        ChainHead.objects.update(sequence=5)
    assert _found() == (3, Fault.MISSING)


def test_a_missing_last_row_is_found() -> None:
    rows = write(5)
    with without_guards():
        rows[-1].delete()
    assert _found() == (5, Fault.MISSING)


def test_a_missing_last_row_with_the_head_set_back_is_found_by_an_anchor() -> None:
    rows = write(5)
    anchor_chain()
    with without_guards():
        rows[-1].delete()
        ChainHead.objects.update(sequence=4, hash=rows[3].hash)
    assert _found() == (5, Fault.ANCHOR)


def test_an_inserted_row_is_found() -> None:
    rows = write(5)
    with without_guards():
        _renumber((3, 4), (4, 5), (5, 6))
        forged = AuditRow.objects.get(sequence=2)
        forged.pk, forged.sequence, forged.reason = None, 3, "chèn"
        rehash(forged, previous=rows[1].hash).save(force_insert=True)
        ChainHead.objects.update(sequence=6)
    assert _found() == (4, Fault.INSERTED)


def test_a_row_behind_the_head_is_found() -> None:
    rows = write(3)
    with without_guards():
        forged = AuditRow.objects.get(sequence=3)
        forged.pk, forged.sequence = None, 4
        rehash(forged, previous=rows[2].hash).save(force_insert=True)
    assert _found() == (4, Fault.INSERTED)


def test_a_chain_that_was_hashed_anew_is_found_by_an_anchor_kept_elsewhere() -> None:
    write(5)
    anchor = anchor_chain()
    assert anchor is not None
    kept = line_of(anchor)
    with without_guards():
        AuditRow.objects.filter(sequence=2).update(actor_label="Người khác")
        rehash_all()
        Anchor.objects.update(hash=ChainHead.objects.get().hash)
    assert verify_chain().intact  # nothing inside the database can show it
    verdict = verify_chain(known=points_of(kept, name="neo.txt"))
    assert (verdict.intact, verdict.first_broken, verdict.fault) == (False, 5, Fault.ANCHOR)
    assert "neo.txt" in verdict.reason


def test_an_altered_anchor_is_found() -> None:
    write(3)
    anchor_chain()
    write(2)
    with without_guards():
        Anchor.objects.update(hash="0" * 64)
    assert _found() == (3, Fault.ANCHOR)


def _real(rows: list[AuditRow], *, at: dt.datetime) -> None:
    """As if the rows had been written by the machine's clock, one minute apart."""
    for number, row in enumerate(rows):
        row.by_moved_clock = False
        row.at = row.chained_at = at + dt.timedelta(minutes=number)
        row.save()
    rehash_all()


def _verdict(change: Callable[[AuditRow], None]) -> Verdict:
    rows = write(5)
    with without_guards():
        _real(rows, at=clock.real_now() - dt.timedelta(hours=3))
        row = AuditRow.objects.get(sequence=4)
        change(row)
        row.save()
        rehash_all()
    return verify_chain()


def test_a_chain_written_by_the_machines_clock_is_intact() -> None:
    assert _verdict(lambda row: None).intact


def test_a_clock_that_was_corrected_a_little_is_no_fault() -> None:
    def back(row: AuditRow) -> None:
        assert row.chained_at is not None
        row.at = row.chained_at = row.chained_at - dt.timedelta(minutes=8)

    assert _verdict(back).intact


def test_a_back_dated_row_is_found_even_when_every_hash_fits() -> None:
    def back(row: AuditRow) -> None:
        row.at = row.chained_at = row.at - dt.timedelta(days=30)

    verdict = _verdict(back)
    assert (verdict.first_broken, verdict.fault) == (4, Fault.BACK_DATED)


@pytest.mark.parametrize("shift", [dt.timedelta(days=-30), dt.timedelta(days=30)], ids=["past", "future"])
def test_an_act_whose_own_time_is_far_from_the_machines_is_found(shift: dt.timedelta) -> None:
    def back(row: AuditRow) -> None:
        row.at += shift

    verdict = _verdict(back)
    assert (verdict.first_broken, verdict.fault) == (4, Fault.BACK_DATED)


def test_a_training_clock_may_jump_but_must_not_appear_in_a_real_chain() -> None:
    with clock.frozen(clock.at(dt.date(2025, 6, 1))):
        write(2)
    with clock.frozen(clock.at(dt.date(2025, 3, 1))):
        write(2)
    assert verify_chain().intact
    assert verify_chain().moved_clock == 4


def test_an_old_form_behind_a_new_one_is_found() -> None:
    write(3)
    with without_guards():
        AuditRow.objects.filter(sequence=3).update(form=1)
        rehash_all()
    assert _found() == (3, Fault.INSERTED)


def test_rows_of_the_first_form_verify_by_the_first_form() -> None:
    write(3)
    with without_guards():
        for sequence in (1, 2):
            AuditRow.objects.filter(sequence=sequence).update(
                form=1, chained_at=None, content_hash="", by_moved_clock=None
            )
        rehash_all()
    assert verify_chain().intact
    with without_guards():
        AuditRow.objects.filter(sequence=2).update(details={"số": 9})
    assert _found() == (2, Fault.ALTERED)


def test_a_segment_that_nobody_made_is_found() -> None:
    rows = write(5)
    ArchiveSegment.objects.create(
        first_sequence=1,
        last_sequence=2,
        previous_hash="0" * 64,
        last_hash=rows[1].hash,
        count=2,
        file_name="x",
        file_sha256="0" * 64,
        made_at=clock.real_now(),
    )
    AuditRow.objects.filter(sequence__lte=2).delete()
    assert _found() == (1, Fault.SEGMENT)


def test_an_incremental_check_starts_behind_what_was_proven() -> None:
    write(5)
    anchor_chain()
    assert check_chain().rows == 5
    write(2)
    verdict = check_chain(since_anchor=True)
    assert (verdict.intact, verdict.first, verdict.last, verdict.rows) == (True, 6, 7, 2)
    with without_guards():
        AuditRow.objects.filter(sequence=6).update(reason="khác")
    verdict = check_chain(since_anchor=True)
    assert (verdict.intact, verdict.first_broken) == (False, 6)
    last = ChainCheck.objects.last()
    assert last is not None
    assert (last.is_intact, last.fault, last.reason) == (False, Fault.ALTERED, verdict.reason)


_TABLES = [AuditRow, Anchor, ArchiveSegment, ChainCheck, ChainHead]


def _fill() -> None:
    write(3)
    anchor_chain()
    check_chain()


@pytest.mark.parametrize("model", [AuditRow, Anchor, ChainCheck, ChainHead], ids=lambda model: model.__name__)
def test_the_database_itself_refuses_changes(model: Any) -> None:
    _fill()
    first = model.objects.order_by("pk")[0]
    with pytest.raises(IntegrityError, match="can only be added"), transaction.atomic():
        model.objects.filter(pk=first.pk).update(hash="0" * 64) if hasattr(first, "hash") else first.save()
    with pytest.raises(IntegrityError, match="can only be added"), transaction.atomic():
        first.delete()
    assert verify_chain().intact


def test_a_row_cannot_be_put_in_by_hand() -> None:
    row = write(3)[2]
    row.pk, row.sequence = None, 9
    with pytest.raises(IntegrityError, match="can only be added"), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_replacing_a_row_is_refused_too() -> None:
    write(2)
    columns = [field.column for field in AuditRow._meta.fields]
    listed = ", ".join(f'"{name}"' for name in columns)
    with (
        pytest.raises(IntegrityError, match="can only be added"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"INSERT OR REPLACE INTO audit_auditrow ({listed}) SELECT {listed} FROM audit_auditrow")  # noqa: S608


@pytest.mark.skipif("connection.vendor != 'postgresql'")
def test_emptying_the_table_is_refused_too() -> None:
    write(2)
    with (
        pytest.raises(IntegrityError, match="can only be added"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("TRUNCATE audit_auditrow")


def test_every_guard_is_in_its_place_and_a_missing_one_is_told() -> None:
    assert guards.missing_guards(connection) == []
    with without_guards():
        assert "audit_row_stays" in guards.missing_guards(connection)


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="on SQLite the program chains, not the database")
def test_rows_of_a_time_without_guards_are_told_and_then_chained() -> None:
    write(2)
    with without_guards():
        write(2)
    assert _found() == (0, Fault.INSERTED)
    write(1)
    verdict = verify_chain()
    assert (verdict.intact, verdict.rows) == (True, 5)
