"""Long sentences that several bodies wrote about one task stand once, with the names of all; nothing else is shortened.

Pure: the words are given and given back. Each sentence of each body comes out once for it, under its name or under a
common one, whatever the order; the editor's words are treated as everybody's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from mangnon.kernel.text import same_words

_LONG_ENOUGH = 60  # shorter sentences read well where they are, and taking them out would tear a text


@dataclass(frozen=True, slots=True)
class Said:
    """Lines (is an item of a list, words) that bodies said. `origin`: the places of the texts they come from."""

    names: tuple[str, ...]
    lines: tuple[tuple[bool, str], ...]
    origin: tuple[int, ...] = field(default=())


def condense(texts: Sequence[Said]) -> list[Said]:
    """The texts without the long lines that another of them has too, then each of these lines once with all its names.

    Lines are the same when they differ in capitals, white space and closing signs at most: a mark or a sign inside is
    another place or another figure. A text whose every line is common leaves nothing of its own. Names and origins
    stand in the order of the texts.
    """
    having: dict[str, list[int]] = {}
    for place, said in enumerate(texts):
        for key in dict.fromkeys(same_words(line) for _, line in said.lines):
            having.setdefault(key, []).append(place)
    common = {
        key: places
        for key, places in having.items()
        if len(key) >= _LONG_ENOUGH
        and len({name for place in places for name in texts[place].names}) > 1
        and len(places) > 1
    }
    own = []
    for place, said in enumerate(texts):
        rest = tuple((is_item, line) for is_item, line in said.lines if same_words(line) not in common)
        if rest:
            own.append(Said(said.names, rest, said.origin or (place,)))
    words = {same_words(line): line for said in reversed(texts) for _, line in said.lines}
    shared: dict[tuple[int, ...], list[str]] = {}
    for key, places in common.items():
        shared.setdefault(tuple(places), []).append(words[key])
    for among, lines in shared.items():
        names = tuple(dict.fromkeys(name for place in among for name in texts[place].names))
        origin = tuple(dict.fromkeys(each for place in among for each in (texts[place].origin or (place,))))
        own.append(Said(names, tuple((False, line) for line in lines), origin))
    return own
