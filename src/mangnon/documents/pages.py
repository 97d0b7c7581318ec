"""The picture of one page of a received paper."""

from __future__ import annotations

from django.core.files.storage import default_storage

from mangnon.documents.models import DirectiveReading
from mangnon.documents.reading.sources import UnreadableSource, page_picture
from mangnon.documents.receiving import stored_path

WIDTH = 1000  # pixels: readable beside the structure on a desktop, and when enlarged on a phone


def picture_of_page(reading: DirectiveReading, number: int) -> bytes | None:
    """A page (from 1) of the file a reading came from, as WebP, upright; None when there is no such picture."""
    if not reading.page_of or number < 1:
        return None
    turn = float(reading.turns[number - 1]) if number <= len(reading.turns) else 0.0
    try:
        with default_storage.open(stored_path(reading.source.sha256)) as file:
            return page_picture(file.read(), number, WIDTH, turn=turn)
    except (UnreadableSource, ValueError, OSError):
        return None
