"""Old evidence in files: verified before anything is removed, walkable without the file, and brought back whole."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from mangnon.accounts.public import SYSTEM
from mangnon.audit.archive import archive_rows, open_archive, remove_restored, restore_rows, verify_archive
from mangnon.audit.errors import CannotArchive, UnreadableArchive
from mangnon.audit.models import AuditRow
from mangnon.audit.public import verify_chain
from mangnon.audit.terms import Fault
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed
from tests.audit.made import AUDITOR, write
from tests.harness.evidence import without_guards

pytestmark = pytest.mark.django_db

TODAY = clock.local_day(clock.real_now()) + dt.timedelta(days=500)
BEFORE = TODAY - dt.timedelta(days=400)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Five rows moved into a file, four written after."""
    write(5)
    archive_rows(actor=SYSTEM, before=BEFORE, out=tmp_path / "nk.gz", today=TODAY)
    write(4)
    return tmp_path / "nk.gz"


def test_the_chain_is_walked_over_the_ends_and_through_the_file(file: Path) -> None:
    assert list(AuditRow.objects.order_by("sequence").values_list("sequence", flat=True)) == [6, 7, 8, 9, 10]
    verdict = verify_chain()
    assert (verdict.intact, verdict.rows, verdict.archived, verdict.last) == (True, 5, 5, 10)
    found = open_archive(file)
    verdict = verify_chain(archives={found.first: found.rows()})
    assert (verdict.intact, verdict.rows, verdict.archived) == (True, 10, 0)
    _, rows, _ = verify_archive(file)
    assert rows == 5


def test_archiving_is_itself_an_act(file: Path) -> None:
    row = AuditRow.objects.get(sequence=6)
    assert (row.act, row.details["first"], row.details["last"]) == ("archive_audit", 1, 5)


def test_a_second_archive_goes_on_where_the_first_ended(file: Path, tmp_path: Path) -> None:
    segment = archive_rows(actor=SYSTEM, before=BEFORE, out=tmp_path / "nk2.gz", today=TODAY)
    assert (segment.first_sequence, segment.last_sequence) == (6, 10)
    files = [open_archive(file), open_archive(tmp_path / "nk2.gz")]
    verdict = verify_chain(archives={found.first: found.rows() for found in files})
    assert (verdict.intact, verdict.rows) == (True, 11)


def test_rows_come_back_and_go_again(file: Path) -> None:
    restore_rows(actor=SYSTEM, path=file)
    assert AuditRow.objects.filter(sequence__lte=5).count() == 5
    assert verify_chain().rows == 11
    with pytest.raises(CannotArchive, match="đang có trong hệ thống"):
        restore_rows(actor=SYSTEM, path=file)
    with without_guards():
        AuditRow.objects.filter(sequence=2).update(reason="khác")
    assert verify_chain().first_broken == 2
    remove_restored(actor=SYSTEM, path=file)
    assert verify_chain().intact


def _cut(content: bytes) -> bytes:
    return content[:-20]


def _without_last_row(content: bytes) -> bytes:
    lines = gzip.decompress(content).splitlines(keepends=True)
    return gzip.compress(b"".join([*lines[:-2], lines[-1]]))


def _without_foot(content: bytes) -> bytes:
    return gzip.compress(b"".join(gzip.decompress(content).splitlines(keepends=True)[:-1]))


def _altered(content: bytes) -> bytes:
    return gzip.compress(gzip.decompress(content).replace("vì vậy".encode(), "vì sao".encode(), 1))


@pytest.mark.parametrize("damage", [_cut, _without_last_row, _without_foot, _altered])
def test_a_damaged_file_is_found(file: Path, damage: Callable[[bytes], bytes]) -> None:
    file.write_bytes(damage(file.read_bytes()))
    with pytest.raises(UnreadableArchive):
        verify_archive(file)
    with pytest.raises(UnreadableArchive):
        restore_rows(actor=SYSTEM, path=file)
    found = open_archive(file)
    verdict = verify_chain(archives={found.first: found.rows()})
    assert not verdict.intact
    assert verdict.fault in {Fault.SEGMENT, Fault.ALTERED, Fault.MISSING}
    assert verify_chain().intact


@pytest.mark.parametrize(
    "content",
    [b"", b"text", gzip.compress(b"[]\n"), gzip.compress(b'{"kind": "x"}\n')],
    ids=["empty", "text", "no-lines", "another-kind"],  # packed bytes carry the time: no names for tests
)
def test_a_file_that_is_no_archive_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.gz").write_bytes(content)
    with pytest.raises(UnreadableArchive):
        open_archive(tmp_path / "x.gz")


def test_a_file_of_another_chain_is_refused(file: Path) -> None:
    lines = [json.loads(line) for line in gzip.decompress(file.read_bytes()).splitlines()]
    lines[0]["first"], lines[0]["last"] = 2, 6
    file.write_bytes(gzip.compress("\n".join(json.dumps(line) for line in lines).encode()))
    with pytest.raises(UnreadableArchive):
        restore_rows(actor=SYSTEM, path=file)


def test_what_is_younger_than_twelve_months_stays(tmp_path: Path) -> None:
    write(2)
    today = clock.local_day(clock.real_now())
    for before in (today, today - dt.timedelta(days=364)):
        with pytest.raises(CannotArchive, match="12 tháng"):
            archive_rows(actor=SYSTEM, before=before, out=tmp_path / "x.gz", today=today)
    with pytest.raises(CannotArchive, match="Không có dòng"):
        archive_rows(actor=SYSTEM, before=today - dt.timedelta(days=366), out=tmp_path / "x.gz", today=today)
    assert AuditRow.objects.count() == 2
    assert list(tmp_path.iterdir()) == []


def test_a_stretch_that_is_not_whole_is_not_moved(tmp_path: Path) -> None:
    write(5)
    with without_guards():
        AuditRow.objects.filter(sequence=3).update(reason="khác")
    with pytest.raises(UnreadableArchive, match="dòng số 3"):
        archive_rows(actor=SYSTEM, before=BEFORE, out=tmp_path / "x.gz", today=TODAY)
    assert AuditRow.objects.count() == 5
    assert list(tmp_path.iterdir()) == []


def test_an_existing_file_is_never_overwritten(file: Path) -> None:
    content = file.read_bytes()
    with pytest.raises(CannotArchive, match="đã có"):
        archive_rows(actor=SYSTEM, before=BEFORE, out=file, today=TODAY)
    assert file.read_bytes() == content


def test_only_a_command_keeps_the_archive(file: Path, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed):
        archive_rows(actor=AUDITOR, before=BEFORE, out=tmp_path / "y.gz", today=TODAY)
    with pytest.raises(NotAllowed):
        restore_rows(actor=AUDITOR, path=file)
