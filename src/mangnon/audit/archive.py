"""Old evidence moves into files and back; the chain stays walkable over its ends (docs/decisions/0018).

A file is gzip over JSON Lines: a head line, one line a row, a foot line. It verifies by itself.
"""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import json
import os
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.db.models.functions import Coalesce

from mangnon.accounts.public import Actor
from mangnon.audit.errors import CannotArchive, UnreadableArchive
from mangnon.audit.models import ArchiveSegment, AuditRow
from mangnon.audit.policies import check_may_keep_archive
from mangnon.audit.rules import GENESIS
from mangnon.audit.services import record
from mangnon.audit.terms import ARCHIVE, RESTORE
from mangnon.audit.verification import COLUMNS, Row, rows_between, walk_fault
from mangnon.kernel import clock

KIND: Final = "mangnon-audit-archive"
_INSTANTS: Final = ("at", "chained_at")
_BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class ArchiveFile:
    """What the head line of an archive says. `rows()` reads it to its end and fails on the way if it is not whole."""

    path: Path
    first: int
    last: int
    previous_hash: str

    def rows(self) -> Iterator[Row]:
        """The rows in order. Raises UnreadableArchive where the file is cut, damaged or not what its foot says."""
        count, last_hash = 0, self.previous_hash
        for line in _lines(self.path, skip=1):
            if "foot" in line:
                if line["foot"] == {"count": count, "last_hash": last_hash}:
                    return
                break
            for name in _INSTANTS:
                line[name] = dt.datetime.fromisoformat(line[name]) if line[name] else None
            count, last_hash = count + 1, line["hash"]
            yield line
        raise _unreadable(self.path, "tệp bị cắt hoặc thiếu dòng cuối")


def open_archive(path: Path) -> ArchiveFile:
    """The archive in a file. Raises UnreadableArchive when it is none, OSError when it cannot be opened."""
    for head in _lines(path):
        if head.get("kind") != KIND or head.get("version") != 1:
            break
        try:
            return ArchiveFile(path, int(head["first"]), int(head["last"]), str(head["previous_hash"]))
        except (KeyError, TypeError, ValueError):
            break
    raise _unreadable(path, "không phải tệp lưu trữ nhật ký")


def verify_archive(path: Path) -> tuple[ArchiveFile, int, str]:
    """An archive that is whole, how many rows it has and its last hash. Raises UnreadableArchive where it is not."""
    found = open_archive(path)
    rows, reached, last_hash, fault = walk_fault(found.rows(), first=found.first, previous_hash=found.previous_hash)
    if fault or reached != found.last:
        raise _unreadable(path, fault or "thiếu dòng")
    return found, rows, last_hash


def archive_rows(*, actor: Actor, before: dt.date, out: Path, today: dt.date) -> ArchiveSegment:
    """Move the rows chained before the day `before` into `out`, verified before anything is removed.

    `today` and `before` are real days in Viet Nam. Raises CannotArchive when `before` is less than twelve months ago
    (QCVN 12:2026/BCA asks that logs stay at hand that long), when there is nothing to move, when the stretch is not
    whole, or when `out` is there already.
    """
    check_may_keep_archive(actor)
    if before > _a_year_before(today):
        raise CannotArchive(
            f"Chỉ được lưu trữ nhật ký đã đủ 12 tháng, tức là trước {_a_year_before(today):%d/%m/%Y}. "
            "Nhật ký không thay đổi. Hãy chọn ngày sớm hơn.",
            code="too_recent",
        )
    if out.exists():
        raise CannotArchive(f"Tệp {out.name} đã có. Nhật ký không thay đổi. Hãy chọn tên khác.", code="file_exists")
    first, last, previous_hash = _stretch(before)
    if last < first:
        raise CannotArchive(
            f"Không có dòng nhật ký nào trước {before:%d/%m/%Y} còn trong hệ thống. Nhật ký không thay đổi.",
            code="nothing_to_archive",
        )
    part = out.with_name(out.name + ".part")
    try:
        _write(part, rows_between(first, last), first=first, last=last, previous_hash=previous_hash)
        found, count, last_hash = verify_archive(part)
        if (found.first, found.last) != (first, last):
            raise _unreadable(part, "thiếu dòng")
        digest = _sha256(part)
        with transaction.atomic():
            segment = ArchiveSegment.objects.create(
                first_sequence=first,
                last_sequence=last,
                previous_hash=previous_hash,
                last_hash=last_hash,
                last_chained_at=AuditRow.objects.values_list("chained_at", flat=True).get(sequence=last),
                count=count,
                file_name=out.name,
                file_sha256=digest,
                made_at=clock.real_now(),
            )
            _remove(segment)
            _tell(actor, ARCHIVE, segment)
            part.rename(out)
            _keep_name(out)
    finally:
        part.unlink(missing_ok=True)
    return segment


def restore_rows(*, actor: Actor, path: Path) -> ArchiveSegment:
    """Bring the rows of a file back. Raises UnreadableArchive, or CannotArchive when it is not of this chain."""
    check_may_keep_archive(actor)
    segment, found = _segment_of(path)
    if _is_here(segment):
        raise CannotArchive("Các dòng trong tệp đang có trong hệ thống. Nhật ký không thay đổi.", code="already_here")
    with transaction.atomic():
        batch: list[AuditRow] = []
        for row in found.rows():
            batch.append(AuditRow(**{name: row[name] for name in COLUMNS}))
            if len(batch) == _BATCH:
                AuditRow.objects.bulk_create(batch)
                batch.clear()
        AuditRow.objects.bulk_create(batch)
        _tell(actor, RESTORE, segment)
    return segment


def remove_restored(*, actor: Actor, path: Path) -> ArchiveSegment:
    """Take restored rows out again, after seeing that the file is whole. Raises like `restore_rows`."""
    check_may_keep_archive(actor)
    segment, _ = _segment_of(path)
    if not _is_here(segment):
        raise CannotArchive("Các dòng trong tệp không có trong hệ thống. Nhật ký không thay đổi.", code="not_here")
    with transaction.atomic():
        _remove(segment)
        _tell(actor, ARCHIVE, segment)
    return segment


def _stretch(before: dt.date) -> tuple[int, int, str]:
    """First and last number of what may move, and the hash before it."""
    newest = ArchiveSegment.objects.order_by("-last_sequence").first()
    first, previous_hash = (newest.last_sequence + 1, newest.last_hash) if newest else (1, GENESIS)
    begins = dt.datetime.combine(before, dt.time(), tzinfo=clock.VIETNAM)
    chained = AuditRow.objects.filter(sequence__gte=first).order_by("sequence")
    young = chained.alias(stamp=Coalesce("chained_at", "at")).filter(stamp__gte=begins)
    stays = young.values_list("sequence", flat=True).first()
    if stays is None:
        stays = (chained.values_list("sequence", flat=True).last() or first - 1) + 1
    return first, stays - 1, previous_hash


def _segment_of(path: Path) -> tuple[ArchiveSegment, ArchiveFile]:
    found, _, last_hash = verify_archive(path)
    segment = ArchiveSegment.objects.filter(
        first_sequence=found.first, last_sequence=found.last, last_hash=last_hash, previous_hash=found.previous_hash
    ).first()
    if segment is None:
        raise CannotArchive(
            f"Tệp {path.name} không phải một đoạn đã lưu trữ của nhật ký này. Nhật ký không thay đổi.",
            code="not_of_this_chain",
        )
    return segment, found


def _is_here(segment: ArchiveSegment) -> bool:
    return AuditRow.objects.filter(sequence__range=(segment.first_sequence, segment.last_sequence)).exists()


def _remove(segment: ArchiveSegment) -> None:
    here = AuditRow.objects.filter(sequence__range=(segment.first_sequence, segment.last_sequence))
    removed, _ = here.delete()
    if removed != segment.count:
        raise CannotArchive("Số dòng trong hệ thống khác số dòng trong tệp. Nhật ký không thay đổi.", code="count")


def _tell(actor: Actor, act: str, segment: ArchiveSegment) -> None:
    record(
        actor=actor,
        act=act,
        object_type="ArchiveSegment",
        object_id=segment.last_sequence,
        details={
            "first": segment.first_sequence,
            "last": segment.last_sequence,
            "count": segment.count,
            "last_hash": segment.last_hash,
            "file": segment.file_name,
            "sha256": segment.file_sha256,
        },
    )


def _write(path: Path, rows: Iterator[Row], *, first: int, last: int, previous_hash: str) -> None:
    head = {"kind": KIND, "version": 1, "first": first, "last": last, "previous_hash": previous_hash}
    count, last_hash = 0, previous_hash
    with path.open("xb") as file:
        with gzip.GzipFile(fileobj=file, mode="wb", mtime=0, filename="") as packed:
            packed.write(_line(head))
            for row in rows:
                packed.write(_line({name: row[name] for name in COLUMNS}))
                count, last_hash = count + 1, row["hash"]
            packed.write(_line({"foot": {"count": count, "last_hash": last_hash}}))
        file.flush()
        os.fsync(file.fileno())


def _keep_name(path: Path) -> None:
    """The file's name must survive a power cut before its rows are gone."""
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _line(value: Mapping[str, Any]) -> bytes:
    def plain(found: Any) -> str:
        return str(found.astimezone(dt.UTC).isoformat(timespec="microseconds"))

    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=plain).encode("utf-8") + b"\n"


def _lines(path: Path, skip: int = 0) -> Iterator[dict[str, Any]]:
    try:
        with gzip.open(path, "rt", encoding="utf-8", newline="\n") as lines:
            for number, line in enumerate(lines):
                if number >= skip:
                    value = json.loads(line)
                    if not isinstance(value, dict):
                        raise _unreadable(path, "có dòng hỏng")
                    yield value
    except (EOFError, gzip.BadGzipFile, zlib.error, UnicodeDecodeError, json.JSONDecodeError, KeyError) as error:
        raise _unreadable(path, "tệp hỏng hoặc bị cắt") from error


def _unreadable(path: Path, why: str) -> UnreadableArchive:
    return UnreadableArchive(
        f"Tệp lưu trữ {path.name.removesuffix('.part')} không dùng được: {why}. Nhật ký không thay đổi. "
        "Hãy dùng bản sao khác của tệp."
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _a_year_before(day: dt.date) -> dt.date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28)
