"""Pictures of pages made ready for a recogniser: straight, upright, without stamps, with the rules of tables found.

numpy and Pillow alone: what is needed of image processing is a threshold, a turn and the longest runs of ink.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mangnon.documents.reading.geometry import Rule

Ink = NDArray[np.bool_]
PAGE_WIDTH = 2480  # pixels of the short side of A4 at 300 dots per inch
_MOST_PIXELS = 16_000_000  # two sheets of A4
_MOST_ENLARGED = 4.0  # what was taken at fewer than 75 dots per inch has no letters
_LARGEST_SKEW = 5.0  # degrees
_RED_OVER = 60  # how much redder than green and blue the ink of a stamp is (0..255)


@dataclass(frozen=True, slots=True)
class PreparedPage:
    """A page as grey levels at about 300 dots per inch, the ink on it, its rules (pixels), and by how many degrees
    counter-clockwise it was turned."""

    grey: Image.Image
    ink: Ink
    across: tuple[Rule, ...]
    down: tuple[Rule, ...]
    turn: float = 0.0

    @property
    def near(self) -> float:
        """How close two rules are to be one, in pixels."""
        return self.grey.width / 250


def prepared(picture: Image.Image, *, turn: int = 0) -> PreparedPage:
    """The picture turned by `turn` (0, 90, 180, 270 degrees, counter-clockwise), set straight, rules found."""
    grey = _sized(without_stamps(picture))
    if turn:
        grey = grey.rotate(turn, expand=True, fillcolor=255)
    angle = skew_of(ink_of(grey))
    angle = angle if abs(angle) >= 0.1 else 0.0
    if angle:
        grey = grey.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255)
    ink = ink_of(grey)
    across = tuple(rules_across(ink, shortest=grey.width // 20))
    down = tuple(rules_across(ink.T, shortest=grey.width // 60))
    return PreparedPage(grey, ink, across, down, turn + angle)


def without_stamps(picture: Image.Image) -> Image.Image:
    """Grey levels of a picture, with the red ink of stamps made paper."""
    if picture.mode in ("1", "L", "I", "I;16"):
        return picture.convert("L")
    colours = np.asarray(picture.convert("RGB")).astype(np.int16)
    red, others = colours[..., 0], np.maximum(colours[..., 1], colours[..., 2])
    grey = np.asarray(picture.convert("L")).copy()
    grey[red - others > _RED_OVER] = 255
    return Image.fromarray(grey)


def _sized(grey: Image.Image) -> Image.Image:
    width, height = grey.size
    scale = min(PAGE_WIDTH / max(1, min(width, height)), (_MOST_PIXELS / max(1, width * height)) ** 0.5, _MOST_ENLARGED)
    if 0.85 <= scale <= 1.2:
        return grey
    size = (max(1, round(grey.width * scale)), max(1, round(grey.height * scale)))
    return grey.resize(size, Image.Resampling.LANCZOS)


def ink_of(grey: Image.Image) -> Ink:
    """Where there is ink: darker than the threshold that best parts the dark from the light (Otsu 1979)."""
    levels = np.asarray(grey)
    counts = np.bincount(levels.ravel(), minlength=256).astype(float)
    below = np.cumsum(counts)
    sums = np.cumsum(counts * np.arange(256))
    above = below[-1] - below
    with np.errstate(divide="ignore", invalid="ignore"):
        parted = below * above * (sums / below - (sums[-1] - sums) / above) ** 2
    best = int(np.nanargmax(parted)) if np.isfinite(parted).any() else 127
    return np.asarray(levels <= min(best, 200), dtype=bool)


def skew_of(ink: Ink) -> float:
    """By how many degrees the page must be turned counter-clockwise for its lines to lie level; 0 when unsure.

    The right turn is the one in which rows are most unlike each other: full lines of text beside empty paper.
    """
    step = max(1, max(ink.shape) // 1000)
    small = Image.fromarray((ink[::step, ::step] * 255).astype(np.uint8))

    def sharpness(angle: float) -> float:
        rows = np.asarray(small.rotate(angle, fillcolor=0)).sum(axis=1, dtype=float)
        return float(np.square(np.diff(rows)).sum())

    coarse = np.arange(-_LARGEST_SKEW, _LARGEST_SKEW + 0.01, 0.5)
    best = max(coarse, key=sharpness)
    fine = best + np.arange(-0.4, 0.41, 0.1)
    angle = float(max(fine, key=sharpness))
    return angle if sharpness(angle) > 1.05 * sharpness(0.0) else 0.0


def rules_across(ink: Ink, *, shortest: int) -> list[Rule]:
    """Straight horizontal rules: unbroken runs of ink of at least `shortest` pixels, neighbours in height put together.

    A gap of a few pixels, where a scan lost ink, does not break a run.
    """
    gap = max(2, shortest // 12)
    runs: list[tuple[int, int, int]] = []
    full = ink.sum(axis=1)
    for row in np.flatnonzero(full >= shortest):
        places = np.flatnonzero(ink[row])
        breaks = np.flatnonzero(np.diff(places) > gap)
        starts = np.concatenate(([0], breaks + 1))
        ends = np.concatenate((breaks, [len(places) - 1]))
        for start, end in zip(places[starts], places[ends], strict=True):
            if end - start >= shortest:
                runs.append((int(row), int(start), int(end)))
    return _thick_rules(runs, shortest)


def _thick_rules(runs: list[tuple[int, int, int]], shortest: int) -> list[Rule]:
    """Runs on neighbouring rows that overlap are one rule; what is thicker than a rule can be is a box or a picture."""
    open_rules: list[list[int]] = []
    found: list[Rule] = []
    thickest = max(4, shortest // 4)

    def close(rule: list[int]) -> None:
        first, last, start, end = rule
        if last - first <= thickest:
            found.append(Rule((first + last) / 2, start, end))

    for row, start, end in runs:
        for rule in [rule for rule in open_rules if rule[1] < row - 2]:
            open_rules.remove(rule)
            close(rule)
        for rule in open_rules:
            if start <= rule[3] and rule[2] <= end:
                rule[1], rule[2], rule[3] = row, min(rule[2], start), max(rule[3], end)
                break
        else:
            open_rules.append([row, row, start, end])
    for rule in open_rules:
        close(rule)
    return found
