"""Small pictures: drawn by a bounded process, once; a hostile file costs a refusal and no more."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.db import transaction
from PIL import Image

from mangnon.accounts.public import SYSTEM
from mangnon.documents.reading import page_picture
from mangnon.files import store
from mangnon.files.models import StoredFile
from mangnon.files.public import file_response, picture_response, preview_of, store_file
from tests.files import content as made

pytestmark = pytest.mark.django_db


def _draw(content: bytes, width: int) -> bytes:
    return page_picture(content, 1, width)


def _stored(content: bytes) -> StoredFile:
    with transaction.atomic():
        return store_file(actor=SYSTEM, content=content)


def _planted(content: bytes, kind: str) -> StoredFile:
    """A file that no check has seen: the picture must not rest on the checks."""
    import hashlib

    from mangnon.kernel import clock

    digest = hashlib.sha256(content).hexdigest()
    store.put(store.path_of(digest), content)
    return StoredFile.objects.create(sha256=digest, kind=kind, size=len(content), stored_at=clock.now())


@pytest.mark.parametrize("content", [made.pdf(), made.picture("JPEG", (900, 300)), made.picture("WEBP")], ids=range(3))
def test_pictures_and_first_pages_are_drawn_once(store_root: Path, content: bytes) -> None:
    stored = _stored(content)
    first = preview_of(stored, draw=_draw)
    assert first is not None
    assert Image.open(io.BytesIO(first)).format == "WEBP"
    assert Image.open(io.BytesIO(first)).width == 480

    def never(content: bytes, width: int) -> bytes:
        raise AssertionError("it is kept")

    assert preview_of(stored, draw=never) == first


def test_words_have_no_picture(store_root: Path) -> None:
    assert preview_of(_stored("Biên bản".encode()), draw=_draw) is None


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (made.bomb(30_000, 30_000), "png"),
        (b"%PDF-1.4\n" + b"hong" * 100 + b"\n%%EOF", "pdf"),
        (made.pdf()[:200], "pdf"),
        (b"\xff\xd8\xff" + b"\0" * 100, "jpeg"),
    ],
    ids=["bomb", "broken", "cut", "no-picture"],
)
def test_a_hostile_file_has_no_picture_and_is_not_tried_twice(store_root: Path, content: bytes, kind: str) -> None:
    stored = _planted(content, kind)
    tried = []

    def draw(content: bytes, width: int) -> bytes:
        tried.append(1)
        return _draw(content, width)

    assert preview_of(stored, draw=draw) is None
    assert preview_of(stored, draw=draw) is None
    assert len(tried) == 1


def test_scripts_of_a_pdf_do_not_run_while_it_is_drawn(store_root: Path) -> None:
    stored = _planted(made.pdf(more=b"/OpenAction << /S /JavaScript /JS (while\\(1\\){}) >> "), "pdf")
    assert preview_of(stored, draw=_draw) is not None


def test_a_lost_content_has_no_picture_but_may_be_drawn_later(store_root: Path) -> None:
    stored = _stored(made.pdf())
    store.path_of(stored.sha256).unlink()
    assert preview_of(stored, draw=_draw) is None
    _stored(made.pdf())
    assert preview_of(stored, draw=_draw) is not None


def test_a_file_goes_out_as_a_download_that_can_do_nothing(store_root: Path) -> None:
    answer = file_response(_stored(made.pdf()), name="Kế hoạch\r\n.html")
    assert answer.content == made.pdf()
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith(
        "attachment; filename=\"Ke hoach.pdf\"; filename*=UTF-8''K%E1%BA%BF"
    )
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "private, no-store"
    assert "sandbox" in picture_response(b"RIFF")["Content-Security-Policy"]
