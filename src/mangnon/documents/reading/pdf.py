"""Born-digital pages of a PDF: words with boxes, the rules that draw tables, and the text they make. No Django.

Places are those of the page as a viewer shows it (its own turn and cut applied), in points from the upper left corner.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from ctypes import c_int
from dataclasses import dataclass
from typing import Any

from mangnon.documents.reading.geometry import Grid, Rule, Word, grids
from mangnon.documents.reading.layout import Block, page_blocks
from mangnon.kernel.text import nfc

_THICKEST_RULE = 4.0  # points; what is thicker is a box
_NEAR = 3.0  # points
_SHORTEST_RULE = 6.0
_DOTS = 300
_LONGEST_SIDE = 5000  # pixels
_MOST_SIGNS = 60_000  # a page of small print has ten thousand
_MOST_OBJECTS = 20_000
_FINE = 1_000_000  # steps per page in which PDFium gives places
_MANY_DRAWINGS = 50
_Rectangle = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Frame:
    """From the coordinates of a PDF page to those of the page as it is read: `a` to `f` of an affine map, and size."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float
    width: float
    height: float

    def box(self, left: float, bottom: float, right: float, top: float) -> _Rectangle:
        """Left, top, right, bottom."""
        xs = [self.a * x + self.c * y + self.e for x, y in ((left, bottom), (right, top))]
        ys = [self.b * x + self.d * y + self.f for x, y in ((left, bottom), (right, top))]
        return (min(xs), min(ys), max(xs), max(ys))

    def turned(self, quarters: int) -> _Frame:
        """The frame of the page turned counter-clockwise by so many quarters."""
        frame = self
        for _ in range(quarters % 4):
            # A point (x, y), y downward, of a page so wide goes to (y, width - x).
            frame = _Frame(
                frame.b, -frame.a, frame.d, -frame.c, frame.f, frame.width - frame.e, frame.height, frame.width
            )
        return frame


def _frame_of(page: Any) -> _Frame:
    from pypdfium2 import raw

    def place(x: float, y: float) -> tuple[float, float]:
        across, down = c_int(), c_int()
        raw.FPDF_PageToDevice(page.raw, 0, 0, _FINE, _FINE, 0, x, y, across, down)
        return (across.value * width / _FINE, down.value * height / _FINE)

    width, height = page.get_width(), page.get_height()
    far = 1000.0
    (e, f), (ax, ay), (cx, cy) = place(0, 0), place(far, 0), place(0, far)
    return _Frame((ax - e) / far, (ay - f) / far, (cx - e) / far, (cy - f) / far, e, f, width, height)


def page_of(page: Any) -> tuple[list[Block], float]:
    """The lines and tables of one page (a pypdfium2 page) that has a layer of text, and by how many degrees
    counter-clockwise it was turned because its text stands upright only so."""
    signs = list(_signs(page))
    turn = _turn_of(signs)
    frame = _frame_of(page).turned(turn // 90)
    words = list(_words(signs, frame))
    return (page_blocks(words, _tables(page, words, frame), width=frame.width, height=frame.height), float(turn))


def _tables(page: Any, words: list[Word], frame: _Frame) -> list[Grid]:
    across, down = _rules(page, frame)
    found = grids(across, down, near=_NEAR)
    # A frame with nothing in it is a decoration.
    return [grid for grid in found if any(grid.top <= word.middle[1] <= grid.bottom for word in words)]


def _objects(page: Any, kind: int) -> Iterator[Any]:
    for count, item in enumerate(page.get_objects(filter=[kind], max_depth=4)):
        if count >= _MOST_OBJECTS:
            return
        yield item


def _rules(page: Any, frame: _Frame) -> tuple[list[Rule], list[Rule]]:
    """The horizontal and the vertical rules: thin lines and the edges of drawn boxes."""
    from pypdfium2 import raw

    across: list[Rule] = []
    down: list[Rule] = []
    for item in _objects(page, raw.FPDF_PAGEOBJ_PATH):
        left, top, right, bottom = frame.box(*item.get_bounds())
        wide, tall = right - left, bottom - top
        if tall <= _THICKEST_RULE and wide >= _SHORTEST_RULE:
            across.append(Rule((top + bottom) / 2, left, right))
        elif wide <= _THICKEST_RULE and tall >= _SHORTEST_RULE:
            down.append(Rule((left + right) / 2, top, bottom))
        elif wide > _SHORTEST_RULE and tall > _SHORTEST_RULE:
            across += [Rule(top, left, right), Rule(bottom, left, right)]
            down += [Rule(left, top, bottom), Rule(right, top, bottom)]
    return (across, down)


@dataclass(frozen=True, slots=True)
class _Sign:
    """A sign of the layer of text, its box in the coordinates of the PDF, and its angle in quarters, clockwise."""

    text: str
    box: _Rectangle
    quarters: int


def _signs(page: Any) -> Iterator[_Sign]:
    from pypdfium2 import raw

    text_page = page.get_textpage()
    try:
        text = text_page.get_text_range()
        count = min(text_page.count_chars(), _MOST_SIGNS)
        for place, sign in enumerate(text[:count]):
            angle = raw.FPDFText_GetCharAngle(text_page.raw, place)
            yield _Sign(sign, text_page.get_charbox(place, loose=True), round(angle / 1.5707963) % 4)
    finally:
        text_page.close()


def _turn_of(signs: list[_Sign]) -> int:
    """By how many degrees counter-clockwise the page is to be turned for most of its signs to stand upright."""
    quarters = Counter(sign.quarters for sign in signs if not sign.text.isspace()).most_common(1)
    return 90 * quarters[0][0] if quarters else 0


def _words(signs: list[_Sign], frame: _Frame) -> Iterator[Word]:
    """Words as runs of characters without a blank or a jump between them."""
    run: list[tuple[str, _Rectangle]] = []
    for sign in signs:
        box = frame.box(*sign.box)
        if sign.text.isspace() or sign.text == "\ufffe" or (run and _jumps(run[-1][1], box)):
            yield from _word(run)
            run = []
        if not sign.text.isspace() and sign.text not in "\ufffe\x00":
            run.append((sign.text, box))
    yield from _word(run)


def _jumps(before: _Rectangle, after: _Rectangle) -> bool:
    size = max(before[3] - before[1], 1.0)
    return abs(after[3] - before[3]) > 0.6 * size or not -0.5 * size <= after[0] - before[2] <= 0.7 * size


def _word(run: list[tuple[str, _Rectangle]]) -> Iterator[Word]:
    text = nfc("".join(sign for sign, _ in run))
    if not re.search(r"\S", text):
        return
    boxes = [box for _, box in run]
    yield Word(
        text,
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def picture_of(page: Any) -> Any:
    """The page as a picture (PIL) at about 300 dots per inch; a page of a monstrous size is made small enough."""
    longest = max(page.get_width(), page.get_height(), 1.0)
    return _drawn(page, min(_DOTS / 72, _LONGEST_SIDE / longest))


def small_picture_of(page: Any, width: int) -> Any:
    """The page as a picture (PIL), `width` pixels wide; no side is longer than that of a page to be read."""
    longest = max(page.get_width(), page.get_height(), 1.0)
    return _drawn(page, min(width / max(page.get_width(), 1.0), _LONGEST_SIDE / longest))


def _drawn(page: Any, scale: float) -> Any:
    return page.render(scale=scale, may_draw_forms=False).to_pil()


def picture_share(page: Any) -> float:
    """The share of the page that pictures cover, 0..1; a page drawn in many strokes counts as one picture."""
    from pypdfium2 import raw

    whole = max(page.get_width() * page.get_height(), 1.0)
    covered = 0.0
    for item in _objects(page, raw.FPDF_PAGEOBJ_IMAGE):
        left, bottom, right, top = item.get_bounds()
        covered += max(0.0, right - left) * max(0.0, top - bottom) / whole
    if not covered and sum(1 for _ in _objects(page, raw.FPDF_PAGEOBJ_PATH)) > _MANY_DRAWINGS:
        covered = 1.0
    return min(covered, 1.0)


def notes_of(document: Any) -> tuple[str, ...]:
    """What a person should know of a PDF that carries more than paper does. None of it is ever run or opened."""
    from pypdfium2 import raw

    found = []
    if raw.FPDFDoc_GetJavaScriptActionCount(document.raw) > 0:
        found.append("mã lệnh")
    if document.count_attachments() > 0:
        found.append("tệp đính kèm")
    if not found:
        return ()
    return (f"Tệp PDF có {' và '.join(found)} bên trong; phần này không được mở. Hãy kiểm tra nguồn gửi tệp.",)
