"""Which papers a figure stands in. An app above fills a place here; the project registers it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from mangnon.accounts.public import Actor
from mangnon.indicators.models import Figure


@dataclass(frozen=True, slots=True)
class PaperLink:
    """A paper in words; `address` is empty for who may not open it."""

    words: str
    address: str = ""


class PaperFinder(Protocol):
    """What an app knows of the papers some figures stand in. It asks the database a constant number of times."""

    def __call__(self, viewer: Actor, figures: Sequence[Figure]) -> Mapping[int, Sequence[PaperLink]]:
        """The papers, by key of the figure."""


_finders: dict[str, PaperFinder] = {}


def register_paper_finder(name: str, finder: PaperFinder) -> None:
    """Add a finder under a name; the same name again replaces it."""
    _finders[name] = finder


def papers_with(viewer: Actor, figures: Sequence[Figure]) -> dict[int, list[PaperLink]]:
    """The papers that every registered app knows of, by key of the figure, in the order of the apps' names."""
    found: dict[int, list[PaperLink]] = {}
    for name in sorted(_finders):
        for key, links in _finders[name](viewer, figures).items():
            found.setdefault(key, []).extend(links)
    return found
