"""What adopted readings teach the reader: names of bodies, words for classes of bodies, phrases of time."""

from __future__ import annotations

from collections.abc import Iterator

from mangnon.documents.models import DirectiveReading, LearnedPhrase
from mangnon.documents.reading.lexicon import Lexicon, shipped_lexicon
from mangnon.documents.terms import PhraseKind
from mangnon.kernel import clock

_LONGEST = 300
_FIELDS = {PhraseKind.BODY: "bodies", PhraseKind.CLASS: "classes", PhraseKind.TIME: "time_phrases"}


def learn_from(reading: DirectiveReading) -> int:
    """Keep what an adopted reading holds and the reader did not know; how many phrases that were.

    Called in the transaction of the adoption. A phrase that is known is not learned twice.
    """
    known = lexicon_of(reading.source.territory_code)
    rows = [
        LearnedPhrase(
            territory_code=reading.source.territory_code,
            kind=kind,
            text=text,
            reading=reading,
            learned_at=clock.now(),
        )
        for kind, text in _new_phrases(known, known.learn([reading.result]))
    ]
    LearnedPhrase.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _new_phrases(known: Lexicon, taught: Lexicon) -> Iterator[tuple[PhraseKind, str]]:
    for kind, field in _FIELDS.items():
        for text in sorted(getattr(taught, field) - getattr(known, field)):
            if len(text) <= _LONGEST and (kind == PhraseKind.TIME or not known.knows(text)):
                yield kind, text


def lexicon_of(territory_code: str) -> Lexicon:
    """What the reader knows when it reads for a province: what ships, and what its adopted readings taught."""
    shipped = shipped_lexicon()
    rows = LearnedPhrase.objects.filter(territory_code=territory_code).values_list("kind", "text")
    learned: dict[str, set[str]] = {kind: set() for kind in PhraseKind.values}
    for kind, text in rows:
        learned[kind].add(text)
    if not any(learned.values()):
        return shipped
    return Lexicon(**{field: getattr(shipped, field) | learned[kind] for kind, field in _FIELDS.items()})


def learned_lexicon(territory_code: str) -> Lexicon | None:
    """The same for reading a document (`read_text`); None when nothing was learned: the reader is then as it ships."""
    known = lexicon_of(territory_code)
    return None if known == shipped_lexicon() else known
