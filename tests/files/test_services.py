"""Stored once, whole or not at all; lost bytes come back; what no act completed is swept away."""

from __future__ import annotations

import hashlib
import io
import os
import time
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from mangnon.accounts.public import SYSTEM
from mangnon.files import store
from mangnon.files.models import StoredFile
from mangnon.files.public import (
    ContentGone,
    FileRefused,
    StoreFull,
    content_of,
    store_file,
    sweep_orphans,
    verify_files,
)
from mangnon.files.services import orphans
from tests.files import content as made

pytestmark = pytest.mark.django_db


def _age(path: Path, hours: float = 2) -> None:
    then = time.time() - hours * 3600
    os.utime(path, (then, then))


def test_the_same_bytes_are_kept_once(store_root: Path) -> None:
    with transaction.atomic():
        first = store_file(actor=SYSTEM, content=made.pdf())
        again = store_file(actor=SYSTEM, content=io.BytesIO(made.pdf()))
        other = store_file(actor=SYSTEM, content=made.picture())
    assert first == again != other
    assert [path.name for path, _ in store.lying("stored")] == sorted([first.sha256, other.sha256])
    assert not list(store.lying("incoming"))
    assert content_of(first.sha256) == made.pdf()
    assert (first.kind, first.size) == ("pdf", len(made.pdf()))
    assert store.path_of(first.sha256).stat().st_mode & 0o777 == 0o600


@pytest.mark.django_db(transaction=True)
def test_a_file_needs_the_transaction_of_what_it_belongs_to(store_root: Path) -> None:
    with pytest.raises(RuntimeError):
        store_file(actor=SYSTEM, content=made.pdf())


def test_what_is_too_large_is_refused_before_it_is_looked_at(store_root: Path, settings: Any) -> None:
    settings.FILES = {**settings.FILES, "largest_bytes": 1_048_576}
    with transaction.atomic(), pytest.raises(FileRefused, match="lớn hơn 1 MB"):
        store_file(actor=SYSTEM, content=b"a" * 1_048_577)
    assert not StoredFile.objects.exists()


def test_the_quota_and_the_reserve_are_kept(store_root: Path, settings: Any) -> None:
    with transaction.atomic():
        store_file(actor=SYSTEM, content=made.pdf())
        settings.FILES = {**settings.FILES, "quota_bytes": len(made.pdf()) + 10}
        with pytest.raises(StoreFull):
            store_file(actor=SYSTEM, content=made.picture())
        store_file(actor=SYSTEM, content=made.pdf())  # it is there already and takes no room
        settings.FILES = {**settings.FILES, "quota_bytes": 0, "reserve_bytes": 1 << 60}
        with pytest.raises(StoreFull):
            store_file(actor=SYSTEM, content=made.picture())
    assert StoredFile.objects.count() == 1


def test_an_act_that_is_rolled_back_leaves_only_an_orphan_which_is_swept_later(store_root: Path) -> None:
    with transaction.atomic():
        store_file(actor=SYSTEM, content=made.pdf())
        transaction.set_rollback(True)
    with transaction.atomic():
        kept = store_file(actor=SYSTEM, content=made.picture())
    assert sweep_orphans() == 0  # young: its act may be under way
    for path, _ in store.lying("stored"):
        _age(path)
    assert [path.name for path in orphans()] == [hashlib.sha256(made.pdf()).hexdigest()]
    assert sweep_orphans() == 1
    assert sweep_orphans() == 0
    assert content_of(kept.sha256) == made.picture()


def test_what_a_process_that_died_was_writing_is_swept(store_root: Path) -> None:
    (store_root / "incoming").mkdir(parents=True)
    half = store_root / "incoming" / "nua-chung"
    half.write_bytes(b"%PDF-")
    assert sweep_orphans() == 0
    _age(half)
    assert sweep_orphans() == 1
    assert not half.exists()


def test_a_sweep_that_died_loses_nothing(store_root: Path) -> None:
    with transaction.atomic():
        kept = store_file(actor=SYSTEM, content=made.pdf())
    aside = store_root / "swept" / f"{kept.sha256}.abcd"
    aside.parent.mkdir()
    store.path_of(kept.sha256).replace(aside)
    _age(aside)
    sweep_orphans()
    assert content_of(kept.sha256) == made.pdf()


def test_a_record_that_comes_while_its_bytes_are_moved_aside_gets_them_back(store_root: Path) -> None:
    """The record is committed between the listing and the removal."""
    with transaction.atomic():
        kept = store_file(actor=SYSTEM, content=made.pdf())
    from mangnon.files.services import _sweep_content

    _age(store.path_of(kept.sha256))
    assert _sweep_content(store.path_of(kept.sha256), 3600) is False
    assert content_of(kept.sha256) == made.pdf()


def test_damage_is_found_told_and_mended_by_sending_again(store_root: Path) -> None:
    with transaction.atomic():
        changed = store_file(actor=SYSTEM, content=made.pdf())
        missing = store_file(actor=SYSTEM, content=made.picture())
    assert verify_files() == []
    store.path_of(changed.sha256).write_bytes(b"%PDF- khac")
    store.path_of(missing.sha256).unlink()
    assert {(fault.sha256, fault.what) for fault in verify_files()} == {
        (changed.sha256, "changed"),
        (missing.sha256, "missing"),
    }
    with pytest.raises(ContentGone, match="gửi lại"):
        content_of(changed.sha256)
    with transaction.atomic():
        assert store_file(actor=SYSTEM, content=made.pdf()) == changed
        store_file(actor=SYSTEM, content=made.picture())
    assert verify_files() == []
