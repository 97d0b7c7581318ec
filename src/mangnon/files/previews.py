"""Small pictures of stored files: made once by a process of its own, kept by digest."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable

from mangnon.files import store
from mangnon.files.errors import ContentGone, StoreFull
from mangnon.files.models import StoredFile
from mangnon.files.terms import DRAWN
from mangnon.kernel.refusals import Refusal

WIDTH = 480
# Draws the first page of a content, so many pixels wide, as WebP; raises a Refusal or ValueError when it cannot.
Draw = Callable[[bytes, int], bytes]
# A picture may take a gigabyte to draw; the others wait.
_at_once = threading.BoundedSemaphore(2)


def preview_of(stored: StoredFile, *, draw: Draw) -> bytes | None:
    """The picture (an image, or the first page of a PDF) as WebP, WIDTH pixels wide; None where there is none.

    `draw` must take the file apart in a bounded process (`documents.reading.page_picture` does). A file that cannot be
    drawn is not tried again: an empty file is kept in the picture's place.
    """
    if stored.kind not in DRAWN:
        return None
    path = store.preview_path(stored.sha256)
    with contextlib.suppress(OSError):
        return path.read_bytes() or None
    with _at_once:
        try:
            picture = draw(store.content_of(stored.sha256), WIDTH)
        except ContentGone:
            return None
        except (Refusal, ValueError):
            picture = b""
    with contextlib.suppress(OSError, StoreFull):  # then it is drawn again next time
        store.put(path, picture)
    return picture or None
