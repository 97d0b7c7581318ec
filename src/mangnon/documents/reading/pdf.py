"""Born-digital pages of a PDF: words with boxes, the rules that draw tables, and the text they make. No Django."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from mangnon.documents.reading.geometry import Grid, Rule, Word, grids
from mangnon.documents.reading.layout import Block, page_blocks
from mangnon.kernel.text import nfc

_THICKEST_RULE = 4.0  # points; what is thicker is a box
_NEAR = 3.0  # points
_SHORTEST_RULE = 6.0
_DOTS = 300
_LONGEST_SIDE = 5000  # pixels


def blocks_of(page: Any) -> list[Block]:
    """The lines and tables of one page (a pypdfium2 page) that has a layer of text."""
    words = list(_words(page))
    return page_blocks(words, _tables(page, words), width=page.get_width(), height=page.get_height())


def _tables(page: Any, words: list[Word]) -> list[Grid]:
    across, down = _rules(page)
    found = grids(across, down, near=_NEAR)
    # A frame with nothing in it is a decoration.
    return [grid for grid in found if any(grid.top <= word.middle[1] <= grid.bottom for word in words)]


def _rules(page: Any) -> tuple[list[Rule], list[Rule]]:
    """The horizontal and the vertical rules: thin lines and the edges of drawn boxes."""
    from pypdfium2 import raw

    height = page.get_height()
    across: list[Rule] = []
    down: list[Rule] = []
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=4):
        left, bottom, right, top = item.get_bounds()
        wide, tall = right - left, top - bottom
        y = height - (top + bottom) / 2
        if tall <= _THICKEST_RULE and wide >= _SHORTEST_RULE:
            across.append(Rule(y, left, right))
        elif wide <= _THICKEST_RULE and tall >= _SHORTEST_RULE:
            down.append(Rule((left + right) / 2, height - top, height - bottom))
        elif wide > _SHORTEST_RULE and tall > _SHORTEST_RULE:
            across += [Rule(height - top, left, right), Rule(height - bottom, left, right)]
            down += [Rule(left, height - top, height - bottom), Rule(right, height - top, height - bottom)]
    return (across, down)


def _words(page: Any) -> Iterator[Word]:
    """Words as runs of characters without a blank or a jump between them."""
    height = page.get_height()
    text_page = page.get_textpage()
    try:
        text = text_page.get_text_range()
        count = text_page.count_chars()
        run: list[tuple[str, tuple[float, float, float, float]]] = []
        for place, sign in enumerate(text[:count]):
            box = text_page.get_charbox(place, loose=True)
            if sign.isspace() or sign == "\ufffe" or (run and _jumps(run[-1][1], box)):
                yield from _word(run, height)
                run = []
            if not sign.isspace() and sign not in "\ufffe\x00":
                run.append((sign, box))
        yield from _word(run, height)
    finally:
        text_page.close()


def _jumps(before: tuple[float, float, float, float], after: tuple[float, float, float, float]) -> bool:
    size = max(before[3] - before[1], 1.0)
    return abs(after[1] - before[1]) > 0.6 * size or not -0.5 * size <= after[0] - before[2] <= 0.7 * size


def _word(run: list[tuple[str, tuple[float, float, float, float]]], height: float) -> Iterator[Word]:
    text = nfc("".join(sign for sign, _ in run))
    if not re.search(r"\S", text):
        return
    boxes = [box for _, box in run]
    yield Word(
        text,
        min(box[0] for box in boxes),
        height - max(box[3] for box in boxes),
        max(box[2] for box in boxes),
        height - min(box[1] for box in boxes),
    )


def picture_of(page: Any) -> Any:
    """The page as a picture (PIL) at about 300 dots per inch; a page of a monstrous size is made small enough."""
    longest = max(page.get_width(), page.get_height(), 1.0)
    scale = min(_DOTS / 72, _LONGEST_SIDE / longest)
    return page.render(scale=scale, may_draw_forms=False).to_pil()


def small_picture_of(page: Any, width: int) -> Any:
    """The page as a picture (PIL), `width` pixels wide; no side is longer than that of a page to be read."""
    scale = min(width / max(page.get_width(), 1.0), _LONGEST_SIDE / max(page.get_width(), page.get_height(), 1.0))
    return page.render(scale=scale, may_draw_forms=False).to_pil()


def has_pictures(page: Any) -> bool:
    """Whether anything but text is on the page that could be text in a picture."""
    from pypdfium2 import raw

    return next(iter(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4)), None) is not None
