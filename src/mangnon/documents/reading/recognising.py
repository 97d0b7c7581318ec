"""Page images read by Tesseract: free text by its own layout, tables cell by cell. No Django.

Tesseract is a program of the system (Debian: tesseract-ocr, tesseract-ocr-vie). Bordered tables are its weak point:
rules are found first, the cells are cut out along them and laid one under the other on a strip, the strip is read as
one column, and each word goes back to its cell. A lone figure that gets lost so is read again by itself.
"""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from PIL import Image

from mangnon.documents.reading.geometry import Cell, Grid, Word, grids, text_lines
from mangnon.documents.reading.layers import judge
from mangnon.documents.reading.layout import Block, page_blocks, texts_of
from mangnon.documents.reading.pictures import PreparedPage, prepared
from mangnon.kernel.text import nfc

LANGUAGE = "vie"
_PAGE_SECONDS = 25  # within the bound of the process that reads the page
_INSET = 6  # pixels cut off each side of a cell: the rule itself
_GAP = 28  # pixels of paper between two cells on a strip
_LEAST_INK = 12  # pixels; fewer are dust
_LEAST_CONFIDENCE = 0.15  # below it Tesseract has seen a scribble, not a word
_SURE_OF_TURN = 3.0
_LEAST_SENSE = 0.5  # of the words of a page or line that is one
_SCRIBBLE = 0.45  # the confidence of what is no writing
_ONE_LINE = 110  # pixels: what is lower holds one line
_NUMERAL = re.compile(r"^(?:[IVX]+|\d+)[.)]?$")
# Tesseract's page segmentation modes.
_PAGE, _ONE_COLUMN, _LINE, _WORD = 3, 6, 7, 8


class RecogniserMissing(Exception):
    """Tesseract, or its Vietnamese data, is not on this machine. The text says which."""


class PageTooSlow(Exception):
    """A page took longer than a page may."""


@lru_cache(maxsize=1)
def check_recogniser() -> None:
    """Raises RecogniserMissing."""
    import pytesseract

    if shutil.which("tesseract") is None:
        raise RecogniserMissing("tesseract-ocr")
    if LANGUAGE not in pytesseract.get_languages():
        raise RecogniserMissing(f"tesseract-ocr-{LANGUAGE}")


def blocks_of_picture(picture: Image.Image, *, seconds: float = _PAGE_SECONDS) -> tuple[list[Block], float]:
    """The lines and tables of one page image, and by how many degrees counter-clockwise it was turned to be read.

    Raises RecogniserMissing, PageTooSlow (after about `seconds`).
    """
    check_recogniser()
    until = time.monotonic() + seconds
    page = prepared(picture)
    if int(page.ink.sum()) < _LEAST_INK:
        return [], page.turn
    turn = _turn_of(page, until)
    if turn:
        page = prepared(picture, turn=turn)
    blocks = _blocks_of(page, until)
    found = judge(texts_of(blocks))
    if turn is None and found.syllables < _LEAST_SENSE:
        for other in (180, 90, 270):  # Tesseract could not tell, and what it reads makes no sense
            turned = prepared(picture, turn=other)
            tried = _blocks_of(turned, until)
            if judge(texts_of(tried)).is_better_than(found):
                page, blocks, found = turned, tried, judge(texts_of(tried))
    return blocks, page.turn


def _blocks_of(page: PreparedPage, until: float) -> list[Block]:
    tables = [grid for grid in grids(page.across, page.down, near=page.near) if _is_filled(page, grid)]
    words = _without_scribbles(_free_words(page, tables, until))
    for grid in tables:
        words += _table_words(page, grid, until)
    return page_blocks(words, tables, width=page.grey.width, height=page.grey.height)


def _without_scribbles(words: Sequence[Word]) -> list[Word]:
    """The words without lines of signatures and stains: unsure all along, and no syllable among them."""
    kept: list[Word] = []
    for line in text_lines(words):
        unsure = sum(word.confidence for word in line) / len(line) < _SCRIBBLE
        if not (unsure and judge(word.text for word in line).syllables < _LEAST_SENSE):
            kept += line
    return kept


def _turn_of(page: PreparedPage, until: float) -> int | None:
    """How many degrees counter-clockwise the page must be turned to stand upright; None when Tesseract is not sure."""
    import pytesseract

    try:
        found = pytesseract.image_to_osd(page.grey, output_type=pytesseract.Output.DICT, timeout=_left(until))
    except (pytesseract.TesseractError, RuntimeError):  # too few letters to tell
        return None
    return int(found["orientation"]) if found["orientation_conf"] >= _SURE_OF_TURN else None


def _left(until: float) -> float:
    """The seconds that are left. Raises PageTooSlow."""
    left = until - time.monotonic()
    if left < 0.1:
        raise PageTooSlow
    return left


def _is_filled(page: PreparedPage, grid: Grid) -> bool:
    """Whether a grid holds text: a frame around a stamp or a photograph has ink all over, an empty one none."""
    top, bottom, left, right = (round(value) for value in (grid.top, grid.bottom, grid.left, grid.right))
    inside = page.ink[top + _INSET : bottom - _INSET, left + _INSET : right - _INSET]
    return inside.size > 0 and 0.001 < float(inside.mean()) < 0.4


def _read(image: Image.Image, until: float, *, layout: int, signs: str = "") -> list[Word]:
    """The words of an image; `signs`: the only ones they may be made of."""
    import pytesseract

    os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # threads of one page hinder each other
    try:
        found: dict[str, list[Any]] = pytesseract.image_to_data(
            image,
            lang=LANGUAGE,
            config=f"--psm {layout} --dpi 300" + (f" -c tessedit_char_whitelist={signs}" if signs else ""),
            output_type=pytesseract.Output.DICT,
            timeout=_left(until),
        )
    except pytesseract.TesseractError:  # a picture that it cannot take has no words
        return []
    except RuntimeError as error:
        raise PageTooSlow from error
    words = []
    for text, left, top, width, height, confidence in zip(
        *(found[name] for name in ("text", "left", "top", "width", "height", "conf")), strict=True
    ):
        sure = float(confidence) / 100
        if str(text).strip() and sure >= _LEAST_CONFIDENCE:
            words.append(Word(nfc(str(text).strip()), left, top, left + width, top + height, sure))
    return words


def _free_words(page: PreparedPage, tables: Sequence[Grid], until: float) -> list[Word]:
    """The words outside tables; rules are made paper, or Tesseract takes them for letters."""
    levels = np.asarray(page.grey).copy()
    for rule in page.across:
        levels[max(0, round(rule.at) - 4) : round(rule.at) + 5, round(rule.start) : round(rule.end) + 1] = 255
    for grid in tables:
        levels[round(grid.top) - 3 : round(grid.bottom) + 4, round(grid.left) - 3 : round(grid.right) + 4] = 255
    if int((levels < 128).sum()) < _LEAST_INK:
        return []
    return _read(Image.fromarray(levels), until, layout=_PAGE)


@dataclass(frozen=True, slots=True, eq=False)
class _Piece:
    """A cell's cut-out and where it lies: on the page, and from which to which row of the strip."""

    left: int
    top: int
    image: Image.Image
    begins: int
    ends: int


def _table_words(page: PreparedPage, grid: Grid, until: float) -> list[Word]:
    pieces: list[_Piece] = []
    height = _GAP
    for cell in grid.cells:
        cut = _cut(page, cell)
        if cut is not None:
            left, top, image = cut
            pieces.append(_Piece(left, top, image, height, height + image.height))
            height += image.height + _GAP
    if not pieces:
        return []
    words: list[Word] = []
    for part in _strips(pieces):
        words += _strip_words(part, until)
    return words


def _strip_words(part: list[_Piece], until: float) -> list[Word]:
    begins = part[0].begins - _GAP
    size = (max(piece.image.width for piece in part) + 2 * _GAP, part[-1].ends + _GAP - begins)
    strip = Image.new("L", size, 255)
    for piece in part:
        strip.paste(piece.image, (_GAP, piece.begins - begins))
    found: dict[_Piece, list[Word]] = {piece: [] for piece in part}
    for word in _read(strip, until, layout=_ONE_COLUMN):
        y = word.middle[1] + begins
        home = next((piece for piece in part if piece.begins - _GAP / 2 <= y <= piece.ends + _GAP / 2), None)
        if home is not None:
            found[home].append(_moved(word, home.left - _GAP, home.top - home.begins + begins))
    for piece, words in found.items():
        if not words and piece.image.height < _ONE_LINE:
            found[piece] = _lone_words(piece, until)
    return [word for words in found.values() for word in words]


def _lone_words(piece: _Piece, until: float) -> list[Word]:
    alone = Image.new("L", (piece.image.width + 2 * _GAP, piece.image.height + 2 * _GAP), 255)
    alone.paste(piece.image, (_GAP, _GAP))
    words = _read(alone, until, layout=_LINE) or _read(alone, until, layout=_WORD)
    if piece.image.width < 3 * piece.image.height and not (words and all(_NUMERAL.match(word.text) for word in words)):
        words = _read(alone, until, layout=_WORD, signs="0123456789.") or words
    return [_moved(word, piece.left - _GAP, piece.top - _GAP) for word in words]


def _moved(word: Word, across: float, down: float) -> Word:
    return Word(
        word.text, word.left + across, word.top + down, word.right + across, word.bottom + down, word.confidence
    )


def _strips(pieces: list[_Piece]) -> list[list[_Piece]]:
    """Pieces in strips of a height Tesseract takes."""
    parts: list[list[_Piece]] = [[]]
    for piece in pieces:
        if parts[-1] and piece.ends - parts[-1][0].begins > 8000:
            parts.append([])
        parts[-1].append(piece)
    return parts


def _cut(page: PreparedPage, cell: Cell) -> tuple[int, int, Image.Image] | None:
    """The inked part of a cell, with its place on the page; None for an empty cell."""
    left, top = round(cell.left) + _INSET, round(cell.top) + _INSET
    right, bottom = round(cell.right) - _INSET, round(cell.bottom) - _INSET
    if right - left < 8 or bottom - top < 8:
        return None
    ink = page.ink[top:bottom, left:right]
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if int(ink.sum()) < _LEAST_INK or len(rows) == 0:
        return None
    x0, x1 = max(0, int(columns[0]) - 4), int(columns[-1]) + 5
    y0, y1 = max(0, int(rows[0]) - 4), int(rows[-1]) + 5
    return (left + x0, top + y0, page.grey.crop((left + x0, top + y0, min(right, left + x1), min(bottom, top + y1))))
