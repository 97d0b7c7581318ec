"""PDF files and pictures, page by page: native libraries take apart what strangers made."""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Literal, Protocol

from mangnon.documents.reading import refusing
from mangnon.documents.reading.pages import SourcePage
from mangnon.documents.reading.pdf import blocks_of, has_pictures, picture_of, small_picture_of
from mangnon.documents.reading.recognising import PageTooSlow, RecogniserMissing, blocks_of_picture
from mangnon.documents.reading.repair.orthography import is_syllable
from mangnon.kernel.refusals import Refusal

LEAST_PAGE_LETTERS = 20
MOST_PAGES = 2000
WIDEST_VIEW = 1600
_LEAST_SHARE = 0.75
_MOST_PIXELS = 80_000_000
# PDFium keeps its state in globals and must not be entered by two threads; the server has several.
_ONE_PDF_AT_A_TIME = threading.Lock()
_WORD = re.compile(r"[^\W\d_]{2,}")


class Pages(Protocol):
    """The pages of an open file."""

    count: int

    def read(self, number: int) -> SourcePage: ...
    def view(self, number: int, width: int, turn: float) -> bytes: ...
    def close(self) -> None: ...


def open_pages(data: bytes, kind: Literal["pdf", "picture"], name: str) -> Pages:
    """Raises LockedSource, DamagedSource, SourceTooLarge."""
    return PdfPages(data, name) if kind == "pdf" else PicturePages(data, name)


class PdfPages:
    """The pages of a PDF. A page's layer of text is taken; where it has none, or rubbish, its picture is read."""

    def __init__(self, data: bytes, name: str) -> None:
        import pypdfium2

        self._name = name
        self._error = pypdfium2.PdfiumError
        with _ONE_PDF_AT_A_TIME:
            try:
                self._document = pypdfium2.PdfDocument(data)
            except pypdfium2.PdfiumError as error:
                if "password" in str(error).lower():
                    raise refusing.locked(name) from error
                raise refusing.damaged(name) from error
            self.count = len(self._document)
        if self.count > MOST_PAGES:
            self.close()
            raise refusing.too_many_pages(name, MOST_PAGES)

    def read(self, number: int) -> SourcePage:
        """The lines and tables of a page (from 1)."""
        with _ONE_PDF_AT_A_TIME:
            page = self._page(number)
            try:
                return _page_of_pdf(page, number)
            except self._error as error:
                raise refusing.damaged(self._name) from error
            finally:
                page.close()

    def view(self, number: int, width: int, turn: float) -> bytes:
        """The page (from 1) as a picture of that many pixels across."""
        with _ONE_PDF_AT_A_TIME:
            page = self._page(number)
            try:
                picture = small_picture_of(page, _wide_enough(width, turn))
            except self._error as error:
                raise refusing.damaged(self._name) from error
            finally:
                page.close()
        return _packed(picture, width, turn)

    def _page(self, number: int) -> Any:
        try:
            return self._document[number - 1]
        except self._error as error:
            raise refusing.damaged(self._name) from error

    def close(self) -> None:
        """Give the memory back."""
        with _ONE_PDF_AT_A_TIME:
            self._document.close()


def _page_of_pdf(page: Any, number: int) -> SourcePage:
    read = SourcePage(number, tuple(blocks_of(page)))
    share, letters = _share_of_syllables(read.texts()), letters_of(read.texts())
    is_picture = letters < LEAST_PAGE_LETTERS and has_pictures(page)
    if not is_picture and (letters < LEAST_PAGE_LETTERS or share >= _LEAST_SHARE or not has_pictures(page)):
        return read
    found = _recognised(picture_of(page), number)
    if found.is_unread and is_picture:
        return replace(found, blocks=read.blocks)
    if found.is_unread or (not is_picture and _share_of_syllables(found.texts()) <= share):
        return replace(read, is_from_picture=found.is_from_picture)
    return found


def _recognised(picture: Any, number: int) -> SourcePage:
    try:
        blocks, turn = blocks_of_picture(picture)
        return SourcePage(number, tuple(blocks), is_from_picture=True, turn=turn)
    except RecogniserMissing:
        return SourcePage(number, is_unread=True, lacks_recogniser=True)
    except PageTooSlow:
        return SourcePage(number, is_unread=True, is_too_slow=True)


def letters_of(texts: Iterable[str]) -> int:
    """How many letters the texts have."""
    return sum(char.isalpha() for text in texts for char in text)


def _share_of_syllables(texts: Iterable[str]) -> float:
    """How many of the words could be Vietnamese: 0.95 and more in a sound text, about 0.55 in a layer of rubbish."""
    words = [word.lower() for text in texts for word in _WORD.findall(text)]
    return sum(is_syllable(word) for word in words) / len(words) if words else 0.0


class PicturePages:
    """A picture, or the pages of a TIFF."""

    def __init__(self, data: bytes, name: str) -> None:
        from PIL import Image

        self._name = name
        try:
            self._picture = Image.open(io.BytesIO(data))
            self.count = int(getattr(self._picture, "n_frames", 1))
        except Exception as error:
            raise self._refusal(error) from error
        if self.count > MOST_PAGES:
            self.close()
            raise refusing.too_many_pages(name, MOST_PAGES)

    def read(self, number: int) -> SourcePage:
        """The lines and tables of a page (from 1)."""
        return _recognised(self._upright(number), number)

    def view(self, number: int, width: int, turn: float) -> bytes:
        """The page (from 1) as a picture of that many pixels across."""
        return _packed(self._upright(number), width, turn)

    def _upright(self, number: int) -> Any:
        """The picture as its camera held it."""
        from PIL import ImageOps

        try:
            self._picture.seek(number - 1)
            if self._picture.width * self._picture.height > _MOST_PIXELS:
                raise refusing.too_many_pixels(self._name)
            return ImageOps.exif_transpose(self._picture.copy())
        except Exception as error:
            raise self._refusal(error) from error

    def _refusal(self, error: Exception) -> Refusal:
        """What a decoder's error means: they raise many kinds, none of them of use to the reader."""
        from PIL import Image

        if isinstance(error, Refusal):
            return error
        if isinstance(error, (Image.DecompressionBombError, Image.DecompressionBombWarning)):
            return refusing.too_many_pixels(self._name)
        return refusing.damaged(self._name)

    def close(self) -> None:
        """Give the memory back."""
        self._picture.close()


def _wide_enough(width: int, turn: float) -> int:
    """How wide a page must be drawn to be `width` wide once it is turned; a page on its side is drawn with room."""
    return width if round(turn / 90) % 2 == 0 else 2 * width


def _packed(picture: Any, width: int, turn: float) -> bytes:
    """The picture turned and made `width` wide, as WebP."""
    from PIL import Image

    picture = picture.convert("RGB" if picture.mode not in ("1", "L") else "L")
    quarters = round(turn / 90) % 4
    if quarters:
        picture = picture.rotate(90 * quarters, expand=True)
    height = max(1, round(picture.height * width / max(1, picture.width)))
    picture = picture.resize((width, min(height, 8 * width)), Image.Resampling.LANCZOS)
    rest = turn - 90 * round(turn / 90)
    if rest:
        white = 255 if picture.mode == "L" else (255, 255, 255)
        picture = picture.rotate(rest, resample=Image.Resampling.BICUBIC, fillcolor=white)
    kept = io.BytesIO()
    picture.save(kept, "WEBP", quality=80, method=2)
    return kept.getvalue()
