"""From phrases of the vocabulary back to names as they are written."""

from __future__ import annotations

import re
from functools import lru_cache

from mangnon.agencies.catalogue import load_catalogue
from mangnon.agencies.matching import letters, likeness, match_agency, match_class, names_of_bodies, names_of_classes
from mangnon.documents.reading.timeframes import read_time_frame
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


def as_on_paper(phrases: tuple[str, ...], separators: tuple[str, ...]) -> tuple[str, ...]:
    """Phrases as the cell divides them: apart where a semicolon stands between, together where a comma does."""
    found: list[str] = []
    for place, phrase in enumerate(phrases):
        if place and separators[place - 1 : place] == (",",):
            found[-1] = f"{found[-1]}, {proper_name(phrase)}"
        else:
            found.append(proper_name(phrase))
    return tuple(found)


def cell_bodies(text: str) -> tuple[str, ...]:
    """The bodies of a cell, divided as on paper: at semicolons."""
    parts = (part.strip(" .,") for part in text.split(";"))
    return tuple(part for part in parts if part and part not in {"-", "–"})


def known_bodies_of(mended: str, raw: str) -> tuple[str, ...]:
    """The bodies of a cell; in a damaged one, names the catalogue knows are written as it writes them."""
    parts = cell_bodies(mended)
    if mended == raw:
        return parts
    sources = cell_bodies(raw.replace(":", ";"))
    if len(sources) != len(parts):
        parts = cell_bodies(mended.replace(":", ";"))
    if len(sources) != len(parts):
        return tuple(known_body(part, part) for part in parts)
    return tuple(known_body(part, source) for part, source in zip(parts, sources, strict=True))


def known_body(mended: str, raw: str) -> str:
    """A damaged name as the catalogue writes it when it is near enough, else as it was mended."""
    best: tuple[float, str] = (_NEAR, mended)
    for text in dict.fromkeys((raw, mended)):
        agency, several = match_agency(text), match_class(text)
        if agency is not None and agency.how != "ending" and _as_long(agency.form, text) and agency.score > best[0]:
            best = (agency.score, agency.form)
        if several is not None and _as_long(several.words, text) and several.score > best[0]:
            best = (several.score, several.words)
    return best[1]


def _as_long(form: str, text: str) -> bool:
    """Whether a text has no more and no less than a name: titles and places beside it would be lost."""
    return abs(len(letters(form)) - len(letters(text))) <= max(2, len(letters(form)) // 9)


def mended_time(mended: str, raw: str) -> str:
    """The words of a damaged time frame; a quarter's roman number is read from the few there are."""
    if mended == raw or read_time_frame(mended).kind not in ("unknown", "year"):
        return mended
    quarter = _DAMAGED_QUARTER.match(raw.strip())
    if quarter:
        roman = max(("I", "II", "III", "IV"), key=lambda known: likeness(quarter[2].replace("T", "I"), known))
        return f"Quý {roman}{quarter[3]}{quarter[4]}"
    return mended


_NEAR = 0.8
_DAMAGED_QUARTER = re.compile(r"^(Qu\S{1,2}|Q\S)\s*([IVTl1iv]{1,3})\s*([-/]| năm | nam |\s)\s*(20\d{2})")
