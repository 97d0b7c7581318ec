"""Damaged files of every kind, the same each time: a refusal or a text comes out, never another error."""

from __future__ import annotations

import warnings

import pytest

from tests.documents.reading.fuzz import chance_of, damaged, outcome, read_here, read_there, samples

_SOUND = samples()
_HERE = sorted(kind for kind in _SOUND if kind != "pdf")
_LIKELY = {"read", "damaged_source", "unknown_source", "wrong_encoding", "picture_source", "empty_source",
           "source_too_large", "locked_source", "source_too_hard", "too_many_pages"}  # fmt: skip


def _damaged(kind: str, number: int) -> bytes:
    return damaged(_SOUND[kind], chance_of(kind, number), list(_SOUND.values()))


@pytest.mark.parametrize("kind", _HERE)
def test_what_is_damaged_is_read_or_refused(kind: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what Pillow says of damaged pictures is of no use here
        found = [outcome(read_here, kind, _damaged(kind, number)) for number in range(40)]
    assert set(found) <= _LIKELY
    assert len(set(found)) > 1 or kind in ("bmp", "utf-16.txt")


@pytest.mark.parametrize("number", range(8))
def test_a_damaged_pdf_is_read_or_refused(number: int) -> None:
    assert outcome(read_there, "pdf", _damaged("pdf", number)) in _LIKELY


@pytest.mark.parametrize("kind", sorted(_SOUND))
def test_every_kind_is_told_by_its_content(kind: str) -> None:
    small = "picture_source" if kind in ("png", "tiff", "jpeg", "gif", "bmp", "webp") else "read"
    assert outcome(read_there, kind, _SOUND[kind]) == small
