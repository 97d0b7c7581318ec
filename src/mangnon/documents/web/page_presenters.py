"""The pictures of a paper's pages, with the places of its lines on them."""

from __future__ import annotations

from dataclasses import dataclass, field

from mangnon.documents.models import DirectiveReading

SCALE = 10_000  # what the places are parts of: a page is so wide and so high


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line stands on its page, in parts of SCALE. `is_doubtful`: the reader is unsure of a word in it."""

    line: int
    x: int
    y: int
    width: int
    height: int
    is_doubtful: bool


@dataclass(frozen=True, slots=True)
class PageShown:
    """One page: its number from 1, and the lines on it."""

    number: int
    places: list[Place] = field(default_factory=list)


def pages_of(reading: DirectiveReading) -> list[PageShown]:
    """Every page of a reading in order."""
    pages = {number: PageShown(number) for number in range(1, page_count(reading) + 1)}
    boxes = [*reading.boxes, *([None] * (len(reading.page_of) - len(reading.boxes)))]
    for line, (number, box) in enumerate(zip(reading.page_of, boxes, strict=False), start=1):
        if box is None or number not in pages:
            continue
        left, top, right, bottom = box
        pages[number].places.append(
            Place(
                line=line,
                x=left,
                y=top,
                width=max(1, right - left),
                height=max(1, bottom - top),
                is_doubtful=str(line) in reading.doubts,
            )
        )
    return list(pages.values())


def page_count(reading: DirectiveReading) -> int:
    """How many pages the paper has; 0 where it has none (text, a draft)."""
    return max([len(reading.turns), *reading.page_of], default=0)
