"""Whether what was laid on the pages of a PDF hides words of it: seen as a reader sees it, drawn without and with.

A signature is seen where somebody put it, with whatever picture: a white sheet over an amount is one too.
"""

from __future__ import annotations

from collections.abc import Collection
from io import BytesIO
from typing import Final

import pypdfium2
from PIL import Image, ImageChops

_SCALE: Final = 100 / 72  # dots per inch that show a comma
_INK, _PAPER = 128, 200  # grey below the first is ink, above the second none is left
_LARGEST_LOSS: Final = 12  # dots; less than the smallest digit has


def hides_words(before: bytes, after: bytes, pages: Collection[int]) -> bool:
    """Whether words and lines of `before` can no longer be seen in `after`, on these pages (from 0).

    Words that fields of a form show are not looked at; a seal over a signature hides no words.
    """
    try:
        old, new = pypdfium2.PdfDocument(BytesIO(before)), pypdfium2.PdfDocument(BytesIO(after))
    except pypdfium2.PdfiumError:
        return True  # what nobody can look at shows no words
    try:
        new.init_forms()  # without, what fields look like is not drawn
        return any(_lost(_drawn(old, page, with_fields=False), _drawn(new, page, with_fields=True)) for page in pages)
    except pypdfium2.PdfiumError:
        return True
    finally:
        old.close()
        new.close()


def _drawn(document: pypdfium2.PdfDocument, page: int, *, with_fields: bool) -> Image.Image:
    drawn = document[page].render(scale=_SCALE, may_draw_forms=with_fields, draw_annots=with_fields)
    seen: Image.Image = drawn.to_pil()
    return seen.convert("L")


def _lost(before: Image.Image, after: Image.Image) -> bool:
    if before.size != after.size:
        return True
    ink = before.point(lambda grey: 255 if grey < _INK else 0)
    paper = after.point(lambda grey: 255 if grey > _PAPER else 0)
    return ImageChops.darker(ink, paper).histogram()[255] > _LARGEST_LOSS
