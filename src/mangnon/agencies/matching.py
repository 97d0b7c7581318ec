"""Finding a body of state by its name as a damaged scan has it. Pure: no Django, no clock.

Two strings are compared by their *letters* (folded, digits that scanners put for letters read as letters) and by
their *bones* (all vowels one class: scanners mistake vowels far more than consonants).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rapidfuzz import fuzz

from mangnon.agencies.catalogue import AgencyClass, CatalogueAgency, load_catalogue
from mangnon.kernel.text import fold, without_marks

How = Literal["exact", "likeness", "ending"]
# What scanners without Vietnamese put for a letter; measured classes of confusion, none of one document only.
_SIGNS = str.maketrans(
    {"0": "o", "6": "o", "1": "l", "4": "a", "5": "s", "8": "g", "9": "g", "¢": "o", "&": "o", "€": "e", "@": "a"}
    | {"§": "s", "$": "s", "¥": "y", "j": "i", "°": "o", "ﬁ": "fi", "ﬂ": "fl"}
)
_NOT_LETTER = re.compile(r"[^a-z]+")
_VOWELS = re.compile(r"[aeiouyw]+")
_FLOOR = 0.74
_ENDING_FLOOR = 0.78
_ENDING_SCORE = 0.5
_MIN_ENDING_LETTERS = 5
_LONGEST_ABBREVIATION = 40


@dataclass(frozen=True, slots=True)
class AgencyMatch:
    """A body found for a damaged name. `form` is the way of writing that was met; `score` is 0..1.

    `how`: "exact" after folding; "likeness" of the whole; "ending": only the end of the name is legible and no other
    body's name ends so (a guess with a reason: show it as doubtful).
    """

    code: str
    name: str
    form: str
    score: float
    how: How


@dataclass(frozen=True, slots=True)
class ClassMatch:
    """A class of bodies found for damaged words."""

    code: str
    words: str
    members: str
    score: float
    how: How


@lru_cache(maxsize=65536)
def letters(text: str) -> str:
    """The letters of a text, folded, with no blanks; signs that scanners put for letters are read as those."""
    return _NOT_LETTER.sub("", without_marks(text).lower().translate(_SIGNS))


@lru_cache(maxsize=65536)
def bones(text: str) -> str:
    """`letters` with every run of vowels made one "a"."""
    return _VOWELS.sub("a", letters(text))


@lru_cache(maxsize=262144)
def likeness(one: str, other: str) -> float:
    """How alike two texts are as a damaged scan would have them, 0..1."""
    a, b = letters(one), letters(other)
    if not a or not b:
        return 0.0
    if a == b:
        return 1.0
    return (fuzz.ratio(a, b) + fuzz.ratio(bones(one), bones(other))) / 200


def match_agency(damaged: str, *, on: dt.date | None = None) -> AgencyMatch | None:
    """The body a damaged name means, or None when nothing is near enough.

    With `on`, bodies that do not exist on that day lose to those that do when both are as near.
    """
    exact = _exact_forms().get(fold(damaged)) or _abbreviated(damaged)
    if exact is not None:
        return AgencyMatch(exact[0].code, exact[0].name, exact[1], 1.0, "exact")
    best: tuple[float, CatalogueAgency, str] | None = None
    for agency, form in _agency_forms():
        score = likeness(damaged, form) - _strictness(form) - (0.06 if on and not agency.is_valid_on(on) else 0.0)
        # «Sở» and «Bộ» are alike when damaged, and bodies of the province are named far more often.
        score -= 0.03 if agency.level == "central" else 0.0
        if best is None or score > best[0]:
            best = (score, agency, form)
    if best is not None and best[0] >= _FLOOR:
        return AgencyMatch(best[1].code, best[1].name, best[2], round(best[0], 4), "likeness")
    return _match_ending(damaged, on)


def match_class(damaged: str, *, on: dt.date | None = None) -> ClassMatch | None:
    """The class of bodies damaged words mean, or None."""
    best: tuple[float, AgencyClass, str] | None = None
    for item in load_catalogue().classes:
        for words in item.words:
            score = likeness(damaged, words) - (0.06 if on and not item.is_valid_on(on) else 0.0)
            if best is None or score > best[0]:
                best = (score, item, words)
    if best is None or best[0] < _FLOOR:
        return None
    score, item, words = best
    return ClassMatch(
        item.code, words, item.members, round(score, 4), "exact" if fold(damaged) == fold(words) else "likeness"
    )


def names_of_bodies(*, levels: tuple[str, ...] = ("province", "district", "commune")) -> tuple[str, ...]:
    """Every way of writing the name of a body of some levels, longest first."""
    forms = {form for agency, form in _agency_forms() if agency.level in levels}
    return tuple(sorted(forms, key=lambda form: (-len(form), form)))


def names_of_classes() -> tuple[str, ...]:
    """Every way of writing a class, longest first."""
    words = {words for item in load_catalogue().classes for words in item.words}
    return tuple(sorted(words, key=lambda form: (-len(form), form)))


def _strictness(form: str) -> float:
    # A short name is like many things: it must be met more exactly.
    return max(0.0, 0.02 * (10 - len(letters(form))))


def _match_ending(damaged: str, on: dt.date | None) -> AgencyMatch | None:
    words = [word for word in damaged.split() if len(letters(word)) >= 2]
    for count in (4, 3, 2):
        ending = " ".join(words[-count:])
        if len(words) < count or len(letters(ending)) < _MIN_ENDING_LETTERS:
            continue
        found = {
            agency.code: agency
            for agency in _departments(on)
            if likeness(ending, " ".join(agency.name.split()[-count:])) >= _ENDING_FLOOR
            and any(
                letters(a) == letters(b) for a, b in zip(words[-count:], agency.name.split()[-count:], strict=False)
            )
        }
        if len(found) == 1:
            agency = next(iter(found.values()))
            return AgencyMatch(agency.code, agency.name, agency.name, _ENDING_SCORE, "ending")
    return None


def _departments(on: dt.date | None) -> Iterable[CatalogueAgency]:
    return (
        item
        for item in load_catalogue().agencies
        if item.kind == "department" and item.uniform and (on is None or item.is_valid_on(on))
    )


@lru_cache(maxsize=1)
def _agency_forms() -> tuple[tuple[CatalogueAgency, str], ...]:
    return tuple((agency, form) for agency in load_catalogue().agencies for form in agency.forms)


@lru_cache(maxsize=1)
def _exact_forms() -> dict[str, tuple[CatalogueAgency, str]]:
    found: dict[str, tuple[CatalogueAgency, str]] = {}
    for agency, form in _agency_forms():
        found.setdefault(fold(form), (agency, form))
    return found


def _abbreviated(text: str) -> tuple[CatalogueAgency, str] | None:
    """The body whose abbreviation the words are, letter for letter; capitals, blanks, marks of punctuation and «và»
    do not count. The accents do: «CĐ» is not «CD»."""
    return _abbreviations().get(_squeezed(text)) if len(text) <= _LONGEST_ABBREVIATION else None


def _squeezed(text: str) -> str:
    words = (word for word in re.split(r"[\W_]+", text.lower()) if word != "và")
    return "".join(words)


@lru_cache(maxsize=1)
def _abbreviations() -> dict[str, tuple[CatalogueAgency, str]]:
    found: dict[str, tuple[CatalogueAgency, str]] = {}
    for agency in load_catalogue().agencies:
        for form in (agency.short, *agency.abbreviations):
            found.setdefault(_squeezed(form), (agency, form))
    return found
