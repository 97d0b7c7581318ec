"""Born-digital pages of a PDF: words with boxes, the rules that draw tables, and the text they make. No Django.

Places are those of the page as a viewer shows it (its own turn and cut applied), in points from the upper left corner.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from ctypes import c_int, create_string_buffer
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from mangnon.documents.reading.cleaning import apart
from mangnon.documents.reading.encodings import Code, from_font
from mangnon.documents.reading.geometry import Grid, Rule, Word, grids
from mangnon.documents.reading.layout import Block, page_blocks
from mangnon.kernel.text import nfc

_THICKEST_RULE = 4.0  # points; what is thicker is a box
_NEAR = 3.0  # points
_SHORTEST_RULE = 6.0
_DOTS = 300
_LONGEST_SIDE = 5000  # pixels
_MOST_SIGNS = 60_000  # a page of small print has ten thousand
_MOST_OBJECTS = 40_000
_FINE = 1_000_000  # steps per page in which PDFium gives places
_MANY_DRAWINGS = 50
_CLOSING = ")]”"
_UNSEEN = "\ufffe\x00\u200b\u200c\u200d\u2060\ufeff"
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


@dataclass(frozen=True, slots=True)
class TextPage:
    """The lines and tables of a page's layer of text; by how many degrees counter-clockwise it was turned because its
    text stands upright only so; and the old codes its fonts were made for."""

    blocks: list[Block]
    turn: float
    codes: tuple[Code, ...]


def text_of(page: Any) -> TextPage:
    """The layer of text of one page (a pypdfium2 page)."""
    codes: dict[Code, None] = {}
    text_page = page.get_textpage()
    try:
        signs = list(_signs(text_page))
        turn = (_turn_of(signs) + 90 * round(page.get_rotation() / 90)) % 360
        frame = _frame_of(page).turned(turn // 90)
        words = [_shown(word, _font_of(text_page, place), codes) for word, place in _words(signs, frame)]
    finally:
        text_page.close()
    blocks = page_blocks(words, _tables(page, words, frame), width=frame.width, height=frame.height)
    return TextPage(blocks, float(turn), tuple(codes))


def _shown(word: Word, font: str, codes: dict[Code, None]) -> Word:
    """The word as its font shows it."""
    text, code = from_font(word.text, font)
    if code is not None:
        codes[code] = None
    return replace(word, text=apart(text))


def _font_of(text_page: Any, place: int) -> str:
    """The name of the font of a sign; "" when it has none."""
    from pypdfium2 import raw

    name = create_string_buffer(128)
    length = raw.FPDFText_GetFontInfo(text_page.raw, place, name, len(name), c_int())
    return name.raw[: max(0, length - 1)].decode("utf-8", errors="replace") if 0 < length <= len(name) else ""


def _tables(page: Any, words: list[Word], frame: _Frame) -> list[Grid]:
    across, down = _rules(page, frame)
    found = grids(across, down, near=_NEAR)
    # A frame with nothing in it is a decoration.
    return [grid for grid in found if any(grid.top <= word.middle[1] <= grid.bottom for word in words)]


def _objects(page: Any, kind: int) -> Iterator[Any]:
    if not _is_overfull(page):
        yield from islice(page.get_objects(filter=[kind], max_depth=4), _MOST_OBJECTS)


def _is_overfull(page: Any) -> bool:
    """Whether a page has more on it than any page of text and tables: it is looked at as a picture only."""
    from pypdfium2 import raw

    return bool(raw.FPDFPage_CountObjects(page.raw) > _MOST_OBJECTS)


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
    """A sign of the layer of text, its place in it, its box in the coordinates of the PDF, and its angle in quarters,
    clockwise."""

    text: str
    place: int
    box: _Rectangle
    quarters: int


def _signs(text_page: Any) -> Iterator[_Sign]:
    from pypdfium2 import raw

    text = text_page.get_text_range()
    count = min(text_page.count_chars(), _MOST_SIGNS)
    for place, sign in enumerate(text[:count]):
        angle = raw.FPDFText_GetCharAngle(text_page.raw, place)
        yield _Sign(sign, place, text_page.get_charbox(place, loose=True), round(angle / 1.5707963) % 4)


def _turn_of(signs: list[_Sign]) -> int:
    """By how many degrees counter-clockwise the page is to be turned for most of its signs to stand upright."""
    quarters = Counter(sign.quarters for sign in signs if not sign.text.isspace()).most_common(1)
    return 90 * quarters[0][0] if quarters else 0


def _words(signs: list[_Sign], frame: _Frame) -> Iterator[tuple[Word, int]]:
    """Words as runs of signs without a blank or a jump between them, each with the place of its first sign."""
    run: list[tuple[_Sign, _Rectangle]] = []
    for sign in signs:
        box = frame.box(*sign.box)
        if run and _is_mark_of_note(run, sign.text, box):
            continue
        if sign.text.isspace() or sign.text == "\ufffe" or (run and _jumps(run[-1][1], box)):
            yield from _word(run)
            run = []
        if not sign.text.isspace() and sign.text not in _UNSEEN:
            run.append((sign, box))
    yield from _word(run)


def _jumps(before: _Rectangle, after: _Rectangle) -> bool:
    size = max(before[3] - before[1], 1.0)
    return abs(after[3] - before[3]) > 0.6 * size or not -0.5 * size <= after[0] - before[2] <= 0.7 * size


def _is_mark_of_note(run: list[tuple[_Sign, _Rectangle]], text: str, box: _Rectangle) -> bool:
    """Whether a sign is a small raised figure after a word: it leads to a note, and is none of the word's. (m² is.)"""
    if (
        not text.isdigit()
        or not (run[-1][0].text.isalpha() or run[-1][0].text in _CLOSING)
        or "".join(sign.text for sign, _ in run).lower().endswith(("m", "²", "³"))
    ):
        return False
    _, top, right, bottom = run[-1][1]
    size = bottom - top
    return box[3] - box[1] < 0.75 * size and box[3] < bottom - 0.15 * size and -0.5 * size < box[0] - right < 0.5 * size


def _word(run: list[tuple[_Sign, _Rectangle]]) -> Iterator[tuple[Word, int]]:
    text = nfc("".join(sign.text for sign, _ in run))
    if not re.search(r"\S", text):
        return
    boxes = [box for _, box in run]
    word = Word(
        text,
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
    yield (word, run[0][0].place)


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

    if _is_overfull(page):
        return 1.0
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
