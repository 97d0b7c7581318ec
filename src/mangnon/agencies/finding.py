"""From the words of a paper to a province's agencies: names and classes, at the paper's date."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from mangnon.agencies.catalogue import load_catalogue
from mangnon.agencies.matching import AgencyMatch, ClassMatch, How, likeness, match_agency, match_class
from mangnon.agencies.models import Agency
from mangnon.agencies.selectors import class_named, members_of_class
from mangnon.kernel.text import fold, same_name

MeaningKind = Literal["body", "class", "several", "named_first", "central", "ended", "unknown"]
_COMMITTEE = re.compile(r"^(?:ubnd|uy ban nhan dan)\b")
_COMMITTEE_AS_WRITTEN = re.compile(rf"^(?:ubnd|{same_name('ủy ban nhân dân')})(?=\s|$)")
_OF_PROVINCE = re.compile(r"(?P<level>\s+(?:tỉnh|thành phố|TP\.?))\s+\S.*$", re.IGNORECASE)
_NEAR_COMMITTEE = 0.9
# Words of many names: to share them is no likeness.
_COMMON = frozenset(
    ["so", "bo", "ban", "cuc", "hoi", "va", "cac", "tinh", "huyen", "xa", "thanh", "pho", "phuong", "cong", "uy"]
)
_NEAR = 0.6
_NEARLY_AS_NEAR = 0.25


@dataclass(frozen=True, slots=True)
class Body:
    """One agency that some words mean; `class_words` is set when the words name a class and the agency is a member."""

    agency: Agency
    class_words: str = ""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What some words of a paper mean on its day.

    `kind`: a body of the province; a class with `bodies` as its members on the day; several bodies in one breath; a
    body that only some provinces have and that this paper is the first to name; one of the central level; one that the
    catalogue knows and that is not in force on the day; or unknown. `name` is the body's full name, or the class's
    words. `how` says how near the words are: "exact", or damaged («likeness», «ending»).
    """

    words: str
    kind: MeaningKind
    name: str = ""
    bodies: tuple[Body, ...] = ()
    how: How = "exact"

    @property
    def is_damaged(self) -> bool:
        """Whether the words only resemble the name: a person should look."""
        return self.kind != "unknown" and self.how != "exact"

    @property
    def is_known(self) -> bool:
        """Whether somebody in force on the day is meant."""
        return self.kind not in ("unknown", "ended")


class BodyFinder:
    """Finds the agencies of one province at one date by the words officials use."""

    def __init__(
        self, agencies: Sequence[Agency], *, on: dt.date, make: Callable[[str], Agency | None] | None = None
    ) -> None:
        """`make` gives a body the province has not yet, by its catalogue code: being named is the evidence."""
        self._agencies = list(agencies)
        self._on = on
        self._make = make
        self._matches: dict[str, tuple[AgencyMatch | None, ClassMatch | None]] = {}
        self._by_code = {agency.catalogue_code: agency for agency in agencies if agency.level == "province"}
        self._by_name = _own_names(agencies, _folded)
        self._by_exact = _own_names(agencies, _written)

    def meet(self, words: Iterable[str]) -> None:
        """Take note of every body that some words name, so that classes have all their members whoever asks first."""
        for phrase in words:
            self.find([phrase])

    def find(self, words: Sequence[str]) -> tuple[list[Body], list[str]]:
        """The bodies that some words mean, named ones before members of classes, and the words nobody answers to.

        An agency stands once; being named wins over being a member of a class.
        """
        named: dict[str, Body] = {}
        members: dict[str, Body] = {}
        unknown: list[str] = []
        for phrase in words:
            found = self.meaning(phrase).bodies
            if not found:
                unknown.append(phrase)
            for body in found:
                target = members if body.class_words else named
                target.setdefault(body.agency.code, body)
        rest = [body for key, body in members.items() if key not in named]
        return [*named.values(), *rest], unknown

    def meaning(self, phrase: str) -> Meaning:
        """What a phrase means; of a body and a class that are both near, the nearer one."""
        found = self._one(phrase)
        if " và " not in phrase or (found.is_known and found.how == "exact"):
            return found
        # «Ủy ban Mặt trận Tổ quốc và các tổ chức chính trị - xã hội»: two bodies in one breath
        parts = [self._one(part) for part in phrase.split(" và ")]
        hows = [part.how for part in parts if part.is_damaged]
        is_surer = not hows or not found.is_known or found.how == "ending"
        if not is_surer or "ending" in hows or not all(part.bodies for part in parts):
            return found
        bodies = tuple(body for part in parts for body in part.bodies)
        return Meaning(phrase, "several", "; ".join(part.name for part in parts), bodies, hows[0] if hows else "exact")

    def _one(self, phrase: str) -> Meaning:
        own = self._by_exact.get(_written(phrase)) or self._by_name.get(_folded(phrase))
        if own is not None:
            return Meaning(phrase, "body", own.name, (Body(own),))
        match, class_match = self._matched(phrase)
        if class_match is not None and (match is None or class_match.score > match.score):
            agency_class = class_named(class_match.code)
            members = members_of_class(agency_class, self._agencies, on=self._on) if agency_class else []
            bodies = tuple(Body(agency, phrase) for agency in members)
            return Meaning(phrase, "class" if bodies else "unknown", class_match.words, bodies, class_match.how)
        committee = self._near_committee(phrase, match)
        if committee is not None:
            return Meaning(phrase, "body", committee.name, (Body(committee),), "likeness")
        return self._of_catalogue(phrase, match) if match is not None else Meaning(phrase, "unknown")

    def _of_catalogue(self, phrase: str, match: AgencyMatch) -> Meaning:
        agency = self._named(match.code)
        if agency is not None:
            return Meaning(phrase, "body", agency.name, (Body(agency),), match.how)
        entry = load_catalogue().agency(match.code)
        if entry is None or (match.how != "exact" and not entry.is_valid_on(self._on)):
            return Meaning(phrase, "unknown")
        kind: MeaningKind = "ended"
        if entry.is_valid_on(self._on) and entry.level == "central":
            kind = "central"
        elif entry.is_valid_on(self._on) and entry.level == "province" and self._make is None:
            kind = "named_first"
        return Meaning(phrase, kind, entry.name, (), match.how)

    def _matched(self, phrase: str) -> tuple[AgencyMatch | None, ClassMatch | None]:
        if phrase not in self._matches:
            match = match_agency(phrase, on=self._on)
            if match is None or match.how != "exact":
                # «Công an tỉnh Mẫu», «Sở Y tế tỉnh Mẫu»: a body of the province with the province's name after it
                shorter = (match_agency(bare, on=self._on) for bare in _without_province(phrase))
                match = next((each for each in shorter if each is not None and each.how == "exact"), match)
            self._matches[phrase] = (match, match_class(phrase, on=self._on))
        return self._matches[phrase]

    def _near_committee(self, phrase: str, match: AgencyMatch | None) -> Agency | None:
        """The committee of one district or commune whose name a damaged phrase clearly is."""
        if not _COMMITTEE.match(fold(phrase)):
            return None
        scores = sorted(
            ((likeness(_folded(phrase), key), agency.code, agency) for key, agency in self._by_name.items()),
            key=lambda each: (-each[0], each[1]),
        )
        others = [score for score, code, _ in scores if code != scores[0][1]]
        best = scores[0][0] if scores else 0.0
        floor = max(_NEAR_COMMITTEE, match.score if match else 0.0, (others[0] if others else 0.0) + 0.02)
        return scores[0][2] if scores and best >= floor and scores[0][2].level != "province" else None

    def _named(self, code: str) -> Agency | None:
        agency = self._by_code.get(code)
        if agency is None and self._make is not None:
            agency = self._make(code)
            if agency is not None:
                self._by_code[code] = agency
                self._agencies.append(agency)
        return agency

    def near(self, phrase: str, *, most: int = 3) -> list[str]:
        """Names of bodies in force and of classes that some words come near to, the nearest first."""
        bare = _OF_PROVINCE.sub("", phrase) or phrase
        names: dict[str, float] = {}
        for agency in self._agencies:
            forms = (agency.name, agency.short_name, *agency.aliases)
            names[agency.name] = max(names.get(agency.name, 0.0), *(_nearness(bare, form) for form in forms))
        for each in load_catalogue().classes:
            if each.is_valid_on(self._on):
                words = max(each.words, key=lambda form: (_nearness(bare, form), form))
                names[words] = max(names.get(words, 0.0), _nearness(bare, words))
        ranked = sorted(names.items(), key=lambda item: (-item[1], item[0]))
        top = ranked[0][1] if ranked else 0.0
        return [name for name, score in ranked[:most] if score >= max(_NEAR, top - _NEARLY_AS_NEAR)]


def _without_province(phrase: str) -> list[str]:
    found = _OF_PROVINCE.search(phrase)
    return [phrase[: found.end("level")], phrase[: found.start()]] if found else []


def _nearness(one: str, other: str) -> float:
    """How near two names are: alike as wholes, and in their words («Sở Y tế và Dân số» has the words of «Sở Y tế»)."""
    a, b = _own_words(one), _own_words(other)
    shared = len(a & b) / max(1, min(len(a), len(b))) if a and b else 0.0
    return 0.7 * likeness(one, other) + 0.3 * shared


@lru_cache(maxsize=4096)
def _own_words(name: str) -> frozenset[str]:
    """What tells a name from others; each known name is compared with every unknown one of a paper."""
    return frozenset(fold(name).split()) - _COMMON


def _folded(words: str) -> str:
    return _COMMITTEE.sub("ubnd", fold(words))


def _written(words: str) -> str:
    return _COMMITTEE_AS_WRITTEN.sub("ubnd", same_name(words))


def _own_names(agencies: Sequence[Agency], form_of: Callable[[str], str]) -> dict[str, Agency]:
    """The committees of districts and communes by name; a name that two of them bear means nobody."""
    found: dict[str, Agency | None] = {}
    for agency in agencies:
        if agency.level == "province":
            continue
        for form in {form_of(form) for form in (agency.name, agency.short_name, *agency.aliases)}:
            found[form] = agency if form not in found else None
    return {form: agency for form, agency in found.items() if agency is not None}
