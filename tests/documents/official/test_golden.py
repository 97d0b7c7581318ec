"""The look of a paper against pictures kept here (MANGNON_UPDATE_GOLDEN=1 draws them anew; look at them then).

Tolerant: other versions of a font or a renderer move a line by a hair. Only with the typeface they were drawn with.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from mangnon.documents.official import LETTER, OfficialDocument, Signer, write_pdf
from mangnon.documents.official.fonts import typeface
from tests.documents.official.samples import SENTENCE, report

FOLDER = Path(__file__).parent / "golden"
_DRAWN_WITH = "Liberation Serif"
_SCALE = 0.75  # 54 dots an inch: shapes and places, not letters
_CELL = 6


def _letter() -> OfficialDocument:
    return report(
        kind=LETTER,
        symbol="SYT-NV",
        subject="đôn đốc thực hiện nhiệm vụ",
        signer=Signer(("TL. GIÁM ĐỐC", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"), None),
        addressees=("Sở Tư pháp", "Sở Nội vụ"),
        legal_bases=(),
        annexes=(),
        sources=(),
        with_sources=False,
        body=(),
        number=None,
        issued_on=None,
        draft=True,
    )


PAPERS = {"bao-cao": report(), "cong-van": _letter()}


def _pages(content: bytes) -> list[Image.Image]:
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


def _difference(first: Image.Image, second: Image.Image) -> float:
    """The share of a page's ink that lies elsewhere: 0 alike, 1 nothing in common."""
    one, other = _ink(first), _ink(second)
    return float(np.abs(one - other).sum() / max((one + other).sum(), 1.0))


@pytest.mark.parametrize("name", sorted(PAPERS))
def test_a_paper_looks_as_it_did(name: str) -> None:
    if typeface().family != _DRAWN_WITH:
        pytest.skip(f"the pictures were drawn with {_DRAWN_WITH}")
    first = _pages(write_pdf(PAPERS[name]))[0]
    path = FOLDER / f"{name}.png"
    if os.environ.get("MANGNON_UPDATE_GOLDEN") == "1":
        FOLDER.mkdir(exist_ok=True)
        first.quantize(16).save(path, optimize=True)
    with Image.open(path) as kept:
        assert first.size == kept.size
        assert _difference(first, kept.convert("L")) < 0.05


def test_a_line_more_is_seen() -> None:
    first = _pages(write_pdf(report()))[0]
    moved = _pages(write_pdf(report(subject=f"{SENTENCE} Thêm một dòng.")))[0]
    assert _difference(first, moved) > 0.2
