"""From the words of the paper to agencies: names and classes, at a date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from mangnon.agencies.matching import AgencyMatch, ClassMatch
from mangnon.agencies.public import Agency, class_named, match_agency, match_class, members_of_class


@dataclass(frozen=True, slots=True)
class Body:
    """One agency that some words mean; `class_words` is set when the words name a class and the agency is a member."""

    agency: Agency
    class_words: str = ""


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
            found = self._meaning(phrase)
            if not found and " và " in phrase:
                # «Ủy ban Mặt trận Tổ quốc và các tổ chức chính trị - xã hội»: two bodies in one breath
                parts = [self._meaning(part) for part in phrase.split(" và ")]
                found = [body for part in parts for body in part] if all(parts) else []
            if not found:
                unknown.append(phrase)
            for body in found:
                target = members if body.class_words else named
                target.setdefault(body.agency.code, body)
        rest = [body for key, body in members.items() if key not in named]
        return [*named.values(), *rest], unknown

    def _meaning(self, phrase: str) -> list[Body]:
        """The agency or the members of the class that a phrase means; the nearer of the two readings wins."""
        if phrase not in self._matches:
            self._matches[phrase] = (match_agency(phrase, on=self._on), match_class(phrase, on=self._on))
        match, class_match = self._matches[phrase]
        if class_match is not None and (match is None or class_match.score > match.score):
            agency_class = class_named(class_match.code)
            members = members_of_class(agency_class, self._agencies) if agency_class else []
            return [Body(agency, phrase) for agency in members]
        agency = self._named(match.code) if match is not None else None
        return [Body(agency)] if agency is not None else []

    def _named(self, code: str) -> Agency | None:
        agency = self._by_code.get(code)
        if agency is None and self._make is not None:
            agency = self._make(code)
            if agency is not None:
                self._by_code[code] = agency
                self._agencies.append(agency)
        return agency
