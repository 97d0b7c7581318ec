"""Storing files, and keeping the store in order. Who may attach a file to what is asked by what it is attached to."""

from __future__ import annotations

import hashlib
import os
import secrets
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files.base import File
from django.db import connection
from django.db.models import Sum

from mangnon.accounts.public import Actor
from mangnon.files import store
from mangnon.files.errors import NOTHING_STORED, FileRefused
from mangnon.files.models import StoredFile
from mangnon.files.rules import kind_of
from mangnon.kernel import clock

# What has no record and is younger may belong to an act that is under way.
GRACE_SECONDS = 3600


def store_file(*, actor: Actor, content: bytes | File[Any] | IO[bytes]) -> StoredFile:
    """Keep a file: the same bytes again are the same record. Must be called in the transaction of what it is attached
    to (else RuntimeError): the bytes are on the disk, whole, before the record is committed.

    When that transaction is rolled back the bytes stay without a record, until `sweep_orphans`. A stored content that
    was lost or damaged on disk is put back by sending it again. Raises FileRefused, StoreFull.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a file is stored in the transaction of what it is attached to")
    if getattr(content, "found_no_room", False):  # uploading.py: the disk was full while it was being received
        raise store.full()
    data = _bounded(content)
    kind = kind_of(data)
    sha256 = hashlib.sha256(data).hexdigest()
    known = StoredFile.objects.filter(sha256=sha256).first()
    if known is not None and store.digest_on_disk(sha256) == sha256:
        return known
    store.check_room(len(data))
    if known is None:
        _check_quota(len(data))
    store.put(store.path_of(sha256), data)
    if known is not None:
        return known
    found, _ = StoredFile.objects.get_or_create(
        sha256=sha256,
        defaults={"kind": kind, "size": len(data), "stored_at": clock.now(), "stored_by_id": actor.user_id},
    )
    return found


def _bounded(content: bytes | File[Any] | IO[bytes]) -> bytes:
    most = settings.FILES["largest_bytes"]
    if isinstance(content, bytes):
        data = content
    else:
        content.seek(0)
        data = content.read(most + 1)
    if len(data) > most:
        raise FileRefused(
            f"Tệp lớn hơn {most // 1_048_576} MB. {NOTHING_STORED} Hãy thu nhỏ hoặc chia tệp rồi gửi lại.",
            code="too_large",
        )
    return data


def _check_quota(size: int) -> None:
    quota = settings.FILES["quota_bytes"]
    if quota and (StoredFile.objects.aggregate(all=Sum("size"))["all"] or 0) + size > quota:
        raise store.full()


@dataclass(frozen=True, slots=True)
class Fault:
    """A stored file whose bytes are not what they were: `missing` or `changed`."""

    sha256: str
    what: str


def verify_files() -> list[Fault]:
    """Read every stored file and compare it with its digest. Changes nothing."""
    faults = []
    for sha256 in StoredFile.objects.order_by("pk").values_list("sha256", flat=True).iterator():
        found = store.digest_on_disk(sha256)
        if found != sha256:
            faults.append(Fault(sha256, "missing" if found is None else "changed"))
    return faults


def orphans(*, older_than: float = GRACE_SECONDS) -> list[Path]:
    """What lies in the store without a record and is older than so many seconds: left by acts that were not
    completed, or by a process that died while it wrote."""
    before = time.time() - older_than
    found = [path for folder in ("incoming", "swept") for path, about in store.lying(folder) if about.st_mtime < before]
    known = set(StoredFile.objects.values_list("sha256", flat=True))
    found += [p for p, about in store.lying("stored") if p.name not in known and about.st_mtime < before]
    return found + [p for p, _ in store.lying("previews") if p.name.partition(".")[0] not in known]


def sweep_orphans(*, older_than: float = GRACE_SECONDS) -> int:
    """Remove orphans and say how many there were; again right after, it finds nothing.

    A content is first moved aside: should its record have come meanwhile, or somebody have sent it again, it is put
    back and nobody has lost anything.
    """
    _put_back_interrupted()
    count = 0
    for path in orphans(older_than=older_than):
        if path.parent.parent.name == "stored":
            count += _sweep_content(path, older_than)
        else:
            path.unlink(missing_ok=True)
            count += 1
    return count


def _sweep_content(path: Path, older_than: float) -> bool:
    aside = store.root() / "swept" / f"{path.name}.{secrets.token_hex(4)}"
    aside.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        path.replace(aside)
    except FileNotFoundError:
        return False
    if aside.stat().st_mtime >= time.time() - older_than or StoredFile.objects.filter(sha256=path.name).exists():
        _put_back(aside)
        return False
    aside.unlink(missing_ok=True)
    return True


def _put_back_interrupted() -> None:
    """What a sweep that died had moved aside although it has a record."""
    for aside, _ in store.lying("swept"):
        if StoredFile.objects.filter(sha256=aside.name.partition(".")[0]).exists():
            _put_back(aside)


def _put_back(aside: Path) -> None:
    target = store.path_of(aside.name.partition(".")[0])
    if target.exists():  # sent again meanwhile: the same bytes
        aside.unlink(missing_ok=True)
        return
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.replace(aside, target)  # noqa: PTH105 - both on one file system: one step
