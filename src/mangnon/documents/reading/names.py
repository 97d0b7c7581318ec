"""From phrases of the vocabulary back to names as they are written."""

from __future__ import annotations

from functools import lru_cache

from mangnon.agencies.matching import names_of_bodies, names_of_classes
from mangnon.documents.reading.vocabulary import TIME_PHRASES, phrases_of


@lru_cache(maxsize=1)
def _written() -> dict[str, str]:
    texts = (*names_of_classes(), *names_of_bodies(), *TIME_PHRASES)
    return {" ".join(phrase): text for text in texts for phrase in phrases_of((text,)).phrases}


def proper_name(phrase: str) -> str:
    """The name as it is written, with its commas and dashes."""
    return _written().get(phrase, phrase)
