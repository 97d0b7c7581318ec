"""Known lines set in type, degraded as a scan is, and read by an engine without Vietnamese.

Needs the `tesseract` program with its `eng` data and a serif font with Vietnamese letters on the machine.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pypdfium2
import typst
from rapidfuzz import fuzz

from mangnon.kernel.text import fold

Grey = npt.NDArray[np.float32]

# Official papers are set in Times New Roman, whose shapes Liberation Serif has; some offices take others.
FONTS: Final = (
    *["Liberation Serif"] * 5,
    *["Noto Serif", "DejaVu Serif", "Liberation Sans", "Noto Sans", "DejaVu Sans"],
)
LINES_A_PAGE: Final = 40


class ReaderMissing(RuntimeError):
    """The program that reads images is not on this machine."""


@dataclass(frozen=True, slots=True)
class Scan:
    """How a page was spoiled: resolution in dots per inch, blur and noise; ink that ran (1) or wore off (-1)."""

    resolution: int
    blur: int
    noise: float
    threshold: bool
    ink: int = 0


def random_scan(chance: random.Random) -> Scan:
    """A page as offices scan them: 120 to 300 dots per inch, a little soft, often black and white."""
    return Scan(
        resolution=chance.choice((120, 130, 150, 150, 170, 200, 200, 250, 300)),
        blur=chance.choice((0, 0, 1, 1, 2, 3)),
        noise=chance.choice((0.0, 8.0, 20.0, 35.0)),
        threshold=chance.random() < 0.4,
        ink=chance.choice((0, 0, 0, 1, -1)),
    )


def styled(line: str, chance: random.Random) -> tuple[str, str]:
    """The line as it will be printed (some in capitals) and its style: regular, bold, italic."""
    draw = chance.random()
    if draw < 0.12:
        return _shortened(line.upper()), "bold" if chance.random() < 0.6 else "regular"
    return line, "bold" if draw < 0.22 else "italic" if draw < 0.32 else "regular"


def _shortened(line: str, signs: int = 58) -> str:
    """Whole words of the line that fit on the page in capitals."""
    return line if len(line) <= signs else line[: signs + 1].rsplit(" ", 1)[0]


def _source(lines: Sequence[tuple[str, str]], font: str, size: float) -> str:
    head = f'#set page(width: 24cm, height: 34cm, margin: 2cm)\n#set text(font: "{font}", size: {size}pt)\n'
    styles = {"bold": 'weight: "bold"', "italic": 'style: "italic"', "regular": 'weight: "regular"'}
    rows = []
    for text, style in lines:
        quoted = text.replace("\\", "\\\\").replace('"', '\\"')
        rows.append(f'#block(spacing: 0.65em)[#text({styles[style]}, "{quoted}")]')
    return head + "\n".join(rows)


def page_image(lines: Sequence[tuple[str, str]], scan: Scan, chance: random.Random) -> Grey:
    """The printed page as grey values 0..255, spoiled."""
    size = chance.choice((12.0, 13.0, 13.0, 14.0))
    compiled: Any = typst.compile(_source(lines, chance.choice(FONTS), size).encode(), format="pdf")
    document = pypdfium2.PdfDocument(compiled)
    image = document[0].render(scale=scan.resolution / 72, grayscale=True).to_numpy()
    grey: Grey = image.reshape(image.shape[0], image.shape[1]).astype(np.float32)
    document.close()
    if scan.ink:
        beside = np.roll(grey, 1, chance.choice((0, 1)))
        grey = np.minimum(grey, beside) if scan.ink > 0 else np.maximum(grey, beside)
    for _ in range(scan.blur):
        grey = np.asarray(
            (grey + np.roll(grey, 1, 0) + np.roll(grey, 1, 1) + np.roll(grey, (1, 1), (0, 1))) / 4, dtype=np.float32
        )
    if scan.noise:
        spots = np.random.default_rng(chance.randrange(2**31)).normal(0, scan.noise, grey.shape)
        grey = (grey + spots).astype(np.float32)
    if scan.threshold:
        grey = np.where(grey < chance.choice((130, 150, 170)), np.float32(0), np.float32(255))
    return np.clip(grey, 0, 255).astype(np.float32)


def read_image(image: Grey) -> list[str]:
    """The lines an English-only engine reads on the page."""
    program = shutil.which("tesseract")
    if program is None:
        raise ReaderMissing("tesseract is not installed")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.pgm"
        height, width = image.shape
        path.write_bytes(b"P5 %d %d 255\n" % (width, height) + image.astype(np.uint8).tobytes())
        done = subprocess.run(  # noqa: S603 (a fixed program, a file of our own)
            [program, str(path), "-", "-l", "eng", "--psm", "6"],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    return [line.strip() for line in done.stdout.splitlines() if line.strip()]


def matched_lines(printed: Sequence[str], read: Sequence[str]) -> list[tuple[str, str]]:
    """Printed lines with what was read for each, in order; lines that were lost or torn are left out."""
    pairs: list[tuple[str, str]] = []
    start = 0
    for line in printed:
        window = range(start, min(start + 4, len(read)))
        scored = [(fuzz.ratio(fold(line), fold(read[i])), -i) for i in window]
        if not scored:
            break
        best, place = max(scored)
        if best >= 60:
            pairs.append((line, read[-place]))
            start = -place + 1
    return pairs


def damaged_pairs(lines: Sequence[str], seed: int) -> list[tuple[str, str]]:
    """(printed, damaged) for the given lines; the same for a seed, a set of fonts and a version of the engine."""
    chance = random.Random(seed)  # noqa: S311 (a reproducible draw, no secret)
    pairs: list[tuple[str, str]] = []
    for start in range(0, len(lines), LINES_A_PAGE):
        page = [styled(line, chance) for line in lines[start : start + LINES_A_PAGE]]
        image = page_image(page, random_scan(chance), chance)
        pairs.extend(matched_lines([text for text, _ in page], read_image(image)))
    return pairs
