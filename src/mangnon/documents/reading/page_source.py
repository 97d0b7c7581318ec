"""PDF files and pictures, page by page. Native code reads strangers' files: it runs in the process of `confined`."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any, Literal, Protocol

from mangnon.documents.reading import refusing
from mangnon.documents.reading.encodings import Code, detected, in_unicode, note_of
from mangnon.documents.reading.language import foreign_language
from mangnon.documents.reading.layers import judge
from mangnon.documents.reading.layout import changed, texts_of
from mangnon.documents.reading.pages import SourcePage
from mangnon.kernel.refusals import Refusal

MOST_PAGES = 2000
_MOST_PIXELS = 80_000_000
_MOST_PIXELS_KEPT = 20_000_000
_LEAST_SIDE = 40  # pixels: what is smaller holds no line of text
_TALLEST_VIEW = 8  # times as tall as wide


class Pages(Protocol):
    """The pages of an open file. `notes`: what a person should know of the file, in Vietnamese."""

    count: int
    notes: tuple[str, ...]

    def read(self, number: int) -> SourcePage: ...
    def view(self, number: int, width: int, turn: float) -> bytes: ...


def open_pages(data: bytes, kind: Literal["pdf", "picture"], name: str) -> Pages:
    """Raises LockedSource, DamagedSource, SourceTooLarge."""
    return PdfPages(data, name) if kind == "pdf" else PicturePages(data, name)


class PdfPages:
    """The pages of a PDF. A page's layer of text is taken; where it has none, or rubbish, its picture is read."""

    def __init__(self, data: bytes, name: str) -> None:
        import pypdfium2

        from mangnon.documents.reading.pdf import notes_of

        self._error = pypdfium2.PdfiumError
        self._code: Code | None = None
        try:
            self._document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if "password" in str(error).lower():
                raise refusing.locked(name) from error
            raise refusing.damaged(name) from error
        self.count = len(self._document)
        if self.count == 0:
            raise refusing.damaged(name)
        if self.count > MOST_PAGES:
            raise refusing.too_many_pages(name, MOST_PAGES)
        self.notes = notes_of(self._document)

    def read(self, number: int) -> SourcePage:
        """The lines and tables of a page (from 1)."""
        try:
            page = self._document[number - 1]
        except self._error:
            return SourcePage(number, trouble="damaged")
        try:
            return self._read(page, number)
        except self._error:
            return SourcePage(number, trouble="damaged")
        finally:
            page.close()

    def _read(self, page: Any, number: int) -> SourcePage:
        from mangnon.documents.reading.pdf import picture_of, picture_share

        read = self._layer(page, number)
        layer, covered = judge(read.texts()), picture_share(page)
        if layer.is_sound(covered) or (not covered and foreign_language(list(read.texts())) is not None):
            return read
        found = _recognised(picture_of(page), number)
        if found.is_unread and layer.is_empty:
            return replace(found, blocks=read.blocks, turn=read.turn)
        if found.is_unread:
            return replace(read, notes=(*read.notes, _doubtful_layer(number)))
        if judge(found.texts()).is_better_than(layer):
            return found
        return replace(read, is_from_picture=True)

    def _layer(self, page: Any, number: int) -> SourcePage:
        """The layer of text, in Unicode."""
        from mangnon.documents.reading.pdf import text_of

        found = text_of(page)
        codes, blocks = list(found.codes), found.blocks
        # A page with few words is in the code of those before it.
        code = detected("\n".join(texts_of(blocks)), least=2 if self._code else 8)
        if code is not None and code in (self._code or code, "UTF-8"):
            self._code = code
            blocks = [changed(block, lambda text: in_unicode(text, code)) for block in blocks]
            codes.append(code)
        return SourcePage(number, tuple(blocks), turn=found.turn, notes=(note_of(codes),) if codes else ())

    def view(self, number: int, width: int, turn: float) -> bytes:
        """The page (from 1) as a picture of that many pixels across."""
        from mangnon.documents.reading.pdf import small_picture_of

        page = self._document[number - 1]
        try:
            # A page on its side is drawn with room, and cut down once it is turned.
            return _packed(small_picture_of(page, width * (1 + round(turn / 90) % 2)), width, turn)
        finally:
            page.close()


def _doubtful_layer(number: int) -> str:
    return f"Chữ có sẵn ở trang {number} không đáng tin và chưa đọc lại được từ ảnh; hãy đối chiếu với bản giấy."


def _recognised(picture: Any, number: int) -> SourcePage:
    from mangnon.documents.reading.recognising import PageTooSlow, RecogniserMissing, blocks_of_picture

    try:
        blocks, turn = blocks_of_picture(picture)
        return SourcePage(number, tuple(blocks), is_from_picture=True, turn=turn)
    except RecogniserMissing:
        return SourcePage(number, trouble="no_recogniser")
    except PageTooSlow:
        return SourcePage(number, trouble="too_slow")


class PicturePages:
    """A picture, or the pages of a TIFF; of a picture that moves, how it begins."""

    def __init__(self, data: bytes, name: str) -> None:
        from PIL import Image

        self._name = name
        self.notes: tuple[str, ...] = ()
        try:
            self._picture: Any = Image.open(io.BytesIO(data))
            frames = int(getattr(self._picture, "n_frames", 1))
        except Exception as error:
            raise self._refusal(error) from error
        self.count = frames if self._picture.format == "TIFF" else 1
        if self.count > MOST_PAGES:
            raise refusing.too_many_pages(name, MOST_PAGES)
        if frames > self.count:
            self.notes = ("Ảnh có nhiều khung hình nối nhau; chỉ đọc khung hình đầu.",)

    def read(self, number: int) -> SourcePage:
        """The lines and tables of a page (from 1)."""
        picture = self._upright(number)
        if min(picture.size) < _LEAST_SIDE:
            return SourcePage(number, is_from_picture=True)
        return _recognised(picture, number)

    def view(self, number: int, width: int, turn: float) -> bytes:
        """The page (from 1) as a picture of that many pixels across."""
        return _packed(self._upright(number), width, turn)

    def _upright(self, number: int) -> Any:
        """The picture as its camera held it, in grey or in red, green and blue."""
        from PIL import ImageOps

        try:
            self._picture.seek(number - 1)
            width, height = self._picture.size
            if width * height > _MOST_PIXELS:
                raise refusing.too_many_pixels(self._name)
            if width * height > _MOST_PIXELS_KEPT:
                self._picture.draft(None, (width // 2, height // 2))  # a JPEG can be read at half its size at once
            picture = _opaque(self._picture.copy())
            if picture.width * picture.height > _MOST_PIXELS_KEPT:
                picture = picture.reduce(2)
            orientation = self._picture.getexif().get(0x0112, 1)
            picture.getexif()[0x0112] = orientation
            return ImageOps.exif_transpose(picture)
        except Exception as error:
            raise self._refusal(error) from error

    def _refusal(self, error: Exception) -> Refusal:
        """What a decoder's error means: they raise many kinds, none of them of use to the reader."""
        from PIL import Image

        if isinstance(error, Refusal):
            return error
        if isinstance(error, (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError)):
            return refusing.too_many_pixels(self._name)
        return refusing.damaged(self._name)


def _opaque(picture: Any) -> Any:
    """The picture in grey or colours on white paper: what is transparent shows the paper, 16 bits become 8."""
    import numpy as np
    from PIL import Image

    if picture.mode in ("I", "F") or picture.mode.startswith("I;"):
        levels = np.asarray(picture, dtype=float)
        low, high = float(levels.min()), float(levels.max())
        return Image.fromarray(((levels - low) * (255 / max(high - low, 1e-9))).astype(np.uint8))
    if picture.mode in ("LA", "PA", "RGBA", "RGBa", "La") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        paper = Image.new("RGBA", picture.size, "white")
        return Image.alpha_composite(paper, picture).convert("RGB")
    return picture if picture.mode in ("L", "RGB") else picture.convert("L" if picture.mode == "1" else "RGB")


def _packed(picture: Any, width: int, turn: float) -> bytes:
    """The picture turned and made `width` wide, as WebP."""
    from PIL import Image

    picture = _opaque(picture)
    quarters = round(turn / 90) % 4
    if quarters:
        picture = picture.rotate(90 * quarters, expand=True)
    height = max(1, round(picture.height * width / max(1, picture.width)))
    picture = picture.resize((width, min(height, _TALLEST_VIEW * width)), Image.Resampling.LANCZOS)
    rest = turn - 90 * round(turn / 90)
    if rest:
        white = 255 if picture.mode == "L" else (255, 255, 255)
        picture = picture.rotate(rest, resample=Image.Resampling.BICUBIC, fillcolor=white)
    kept = io.BytesIO()
    picture.save(kept, "WEBP", quality=80, method=2)
    return kept.getvalue()
