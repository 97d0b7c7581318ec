"""Which passages may tell of the same activity: a department and its commune, or one activity under two programmes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from rapidfuzz import fuzz, process

from mangnon.kernel.text import fold
from mangnon.reporting.models import Passage
from mangnon.reporting.terms import PassageKind

# Two passages about one task this much alike (0..100, word order apart) may tell of the same activity; about two tasks
# (one activity under two programmes, «lồng ghép») they must be nearly word for word the same.
_ALIKE = 88
_ALIKE_ELSEWHERE = 96
_LONG_ENOUGH = 40
_FIGURES = re.compile(r"\d+")
_AT_ONCE = 256  # rows of the table of likenesses that are in memory together


def mark_alike(passages: Sequence[Passage]) -> None:
    """Point a passage at an earlier one that says nearly the same: about the same task, or, of results, another one.

    About two tasks, only the same figures can be the same activity: «07 hội nghị» and «04 hội nghị» are two. One write
    for all; memory grows with the passages, not with their pairs.
    """
    words = [" ".join(sorted(fold(each.first_text).split())) for each in passages]
    of_task: dict[object, list[int]] = defaultdict(list)
    of_figures: dict[object, list[int]] = defaultdict(list)
    for place, passage in enumerate(passages):
        if len(words[place]) < _LONG_ENOUGH:
            continue
        of_task[passage.kind, passage.task_id].append(place)
        if passage.kind == PassageKind.RESULT:
            of_figures[tuple(sorted(_FIGURES.findall(passage.first_text)))].append(place)
    best: dict[int, tuple[float, int]] = {}
    for places in of_task.values():
        _compare(places, words, _ALIKE, best)
    for places in of_figures.values():
        _compare(places, words, _ALIKE_ELSEWHERE, best)
    for place, (_, earlier) in best.items():
        passages[place].same_as = passages[earlier]
    Passage.objects.bulk_update([passages[place] for place in sorted(best)], ["same_as"], batch_size=200)


def _compare(places: Sequence[int], words: Sequence[str], needed: int, best: dict[int, tuple[float, int]]) -> None:
    """Enter into `best`, by place, likeness and place of the earlier text most like each; the first of equals."""
    texts = [words[place] for place in places]
    for start in range(0, len(texts), _AT_ONCE):
        some = texts[start : start + _AT_ONCE]
        earlier = texts[: start + len(some)]
        table = process.cdist(some, earlier, scorer=fuzz.ratio, score_cutoff=needed, dtype=np.float32)
        for row, likenesses in enumerate(table):
            before = likenesses[: start + row]
            if not before.size or not before.max():
                continue
            found = (float(before.max()), places[int(before.argmax())])
            place = places[start + row]
            if place not in best or (found[0], -found[1]) > (best[place][0], -best[place][1]):
                best[place] = found
