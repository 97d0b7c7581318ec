"""From phrases of the vocabulary back to names as they are written."""

from __future__ import annotations

from functools import lru_cache

from mangnon.agencies.catalogue import load_catalogue
from mangnon.agencies.matching import names_of_bodies, names_of_classes
from mangnon.documents.reading.vocabulary import TIME_PHRASES, phrases_of


@lru_cache(maxsize=1)
def _written() -> dict[str, str]:
    canonical = [agency.name for agency in load_catalogue().agencies]
    written: dict[str, str] = {}
    for text in (*canonical, *names_of_classes(), *names_of_bodies(), *TIME_PHRASES):
        for phrase in phrases_of((text,)).phrases:
            written.setdefault(" ".join(phrase), text)
    return written


def proper_name(phrase: str) -> str:
    """The name as it is written, with its commas and dashes."""
    return _written().get(phrase, phrase)
