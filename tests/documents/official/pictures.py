"""Pages as pictures, compared with those kept in the repository.

MANGNON_UPDATE_GOLDEN=1 draws them anew; look at them then. Tolerant: other versions of a font or a renderer move a line
by a hair. Only with the typeface they were drawn with.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from mangnon.documents.official.fonts import typeface

_DRAWN_WITH = "Liberation Serif"
_SCALE = 0.75  # 54 dots an inch: shapes and places, not letters
_CELL = 6


def pages(content: bytes) -> list[Image.Image]:
    """The pages of a PDF, small and grey."""
    document = pypdfium2.PdfDocument(content)
    try:
        return [page.render(scale=_SCALE).to_pil().convert("L") for page in document]
    finally:
        document.close()


def _ink(picture: Image.Image) -> np.ndarray:
    """How dark each small square of the page is."""
    pixels = 255 - np.asarray(picture, dtype=float)
    height, width = (side // _CELL * _CELL for side in pixels.shape)
    return pixels[:height, :width].reshape(height // _CELL, _CELL, width // _CELL, _CELL).mean(axis=(1, 3))


def difference(first: Image.Image, second: Image.Image) -> float:
    """The share of a page's ink that lies elsewhere: 0 alike, 1 nothing in common."""
    one, other = _ink(first), _ink(second)
    return float(np.abs(one - other).sum() / max((one + other).sum(), 1.0))


def assert_looks_as_before(content: bytes, path: Path, *, page: int = 0) -> None:
    """A page of a PDF against the picture kept at `path`."""
    if typeface().family != _DRAWN_WITH:
        pytest.skip(f"the pictures were drawn with {_DRAWN_WITH}")
    drawn = pages(content)[page]
    if os.environ.get("MANGNON_UPDATE_GOLDEN") == "1":
        path.parent.mkdir(exist_ok=True)
        drawn.quantize(16).save(path, optimize=True)
    with Image.open(path) as kept:
        assert drawn.size == kept.size
        assert difference(drawn, kept.convert("L")) < 0.05, path.name
