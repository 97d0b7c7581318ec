"""Taking a file apart into lines of text, page by page. The kind is decided by what the file holds, not by its name.

`open_source` reads a page at a time and `assemble` puts pages together; `load_lines` does both in one go.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Literal

from mangnon.documents.reading import refusing
from mangnon.documents.reading.confined import ConfinedFile, ProcessLost
from mangnon.documents.reading.joining import document_lines
from mangnon.documents.reading.layers import LEAST_PAGE_LETTERS, letters_of
from mangnon.documents.reading.layout import Box
from mangnon.documents.reading.pages import SourcePage
from mangnon.documents.reading.refusing import LARGEST_FILE, UnreadableSource
from mangnon.documents.reading.text_source import text_page

__all__ = [
    "LARGEST_FILE",
    "Kind",
    "OpenSource",
    "SourcePage",
    "SourceText",
    "UnreadableSource",
    "assemble",
    "load_lines",
    "open_source",
    "page_picture",
]

Kind = Literal["txt", "docx", "pdf", "picture"]
WIDEST_VIEW = 1600
Progress = Callable[[int, int], None]
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF8", b"BM", b"RIFF")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class SourceText:
    """The lines of a file and what is known of them.

    `pages`: how many pages it has (None: not known). `page_of`: the page (from 1) of each line, empty where there are
    no pages. `boxes`: the place of each line on its page as it was read (left, top, right, bottom in 1/10000 of the
    page's width and height), None where there is no picture of the page or the line is only a mark. `turns`: by how
    many degrees counter-clockwise each page was turned to be read. `warnings`: what a person should know (a page that
    could not be read).
    """

    lines: tuple[str, ...]
    pages: int | None
    kind: Kind
    page_of: tuple[int, ...] = ()
    warnings: tuple[str, ...] = ()
    boxes: tuple[Box | None, ...] = ()
    turns: tuple[float, ...] = ()


class OpenSource:
    """A file whose pages are read one at a time; a context manager that ends what reads it.

    `pages` is None for text and .docx, which come whole as page 1. `notes`: what a person should know of the file.
    """

    def __init__(self, name: str, kind: Kind, whole: SourcePage | ConfinedFile) -> None:
        self.name = name
        self.kind = kind
        self.pages: int | None = None
        self.notes: tuple[str, ...] = ()
        self._file = whole if isinstance(whole, ConfinedFile) else None
        self._whole = whole if isinstance(whole, SourcePage) else None
        if self._file is not None:
            about = self._file.open()
            if "whole" in about:
                self._whole = SourcePage.from_json(about["whole"])
                self._file.close()
            else:
                self.pages = int(about["pages"])
                self.notes = tuple(str(note) for note in about["notes"])

    def read_page(self, number: int) -> SourcePage:
        """One page, from 1, within PAGE_SECONDS; one that cannot be read so is given as such.

        Raises a subclass of UnreadableSource when the file turns out to be broken as a whole.
        """
        if not 1 <= number <= (self.pages or 1):
            raise ValueError(f"no page {number}")
        if self._whole is not None:
            return self._whole
        if self._file is None:
            raise ValueError("the file is closed")
        try:
            page = SourcePage.from_json(self._file.ask("read", number=number)[0]["page"])
        except ProcessLost as lost:
            page = SourcePage(number, trouble="too_slow" if lost.is_slow else "damaged")
        return replace(page, notes=(*self.notes, *page.notes)) if number == 1 else page

    def close(self) -> None:
        """End what reads the file; may be called twice."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def __enter__(self) -> OpenSource:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_source(content: bytes, name: str) -> OpenSource:
    """Open a file by its content; `name` is how messages call it.

    Raises a subclass of UnreadableSource, with one Vietnamese message, for what cannot be read.
    """
    if len(content) > LARGEST_FILE:
        raise refusing.too_large(name)
    kind = _kind_of(content, name)
    if kind == "txt":
        return OpenSource(name, kind, text_page(content, name))
    return OpenSource(name, kind, ConfinedFile(content, kind, name))


def _kind_of(content: bytes, name: str) -> Kind:
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise refusing.empty(name)
    if content[:1024].lstrip()[:5] == b"%PDF-":
        return "pdf"
    if content[:4] == b"PK\x03\x04":
        return "docx"
    if content.startswith(_OLD_OFFICE):
        raise refusing.old_office(name, content)
    return "picture" if content.startswith(_PICTURES) else "txt"


def assemble(pages: Sequence[SourcePage], name: str, kind: Kind) -> SourceText:
    """The pages of a file, all of them and in order, put together.

    Tables that go on are joined; page numbers and running heads are left out. Raises NoRecogniser or PictureSource when
    no page gave words.
    """
    if kind in ("txt", "docx"):
        lines = tuple(text for page in pages for text in page.texts())
        return SourceText(lines, None, kind, warnings=tuple(_warnings(pages)))
    placed = document_lines([page.blocks for page in pages])
    if letters_of(line.text for line in placed) < LEAST_PAGE_LETTERS:
        if any(page.trouble == "no_recogniser" for page in pages):
            raise refusing.no_recogniser(name)
        if pages and all(page.trouble == "damaged" for page in pages):
            raise refusing.damaged(name)
        raise refusing.no_words_found(name)
    return SourceText(
        lines=tuple(line.text.rstrip() for line in placed),
        pages=len(pages),
        kind=kind,
        page_of=tuple(line.page for line in placed),
        warnings=tuple(_warnings(pages)),
        boxes=tuple(line.box for line in placed),
        turns=tuple(page.turn for page in pages),
    )


def _warnings(pages: Sequence[SourcePage]) -> Iterator[str]:
    unread = [str(page.number) for page in pages if page.is_unread]
    if unread:
        yield f"Chưa đọc được chữ ở trang {', '.join(unread)}; hãy đối chiếu với bản giấy."
    yield from dict.fromkeys(note for page in pages for note in page.notes)


def load_lines(
    source: Path | str | bytes, name: str, *, progress: Progress | None = None, most_pictures: int | None = None
) -> SourceText:
    """The lines of a file given by path or content; `name` is how messages call it.

    `progress` is told (pages done, pages in all) after each page of a PDF or picture. `most_pictures`: how many pages
    may be read from their pictures, which takes seconds each; more are refused (None: any number).

    Raises a subclass of UnreadableSource, with one Vietnamese message, for what cannot be read.
    """
    content = source if isinstance(source, bytes) else _content(Path(source), name)
    with open_source(content, name) as opened:
        count, pages, pictures = opened.pages, list[SourcePage](), 0
        for number in range(1, (count or 1) + 1):
            page = opened.read_page(number)
            pages.append(page)
            pictures += page.is_from_picture
            if most_pictures is not None and pictures > most_pictures:
                raise refusing.too_many_pictures(name, most_pictures)
            if progress is not None and count is not None:
                progress(number, count)
        return assemble(pages, name, opened.kind)


def _content(path: Path, name: str) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise refusing.too_large(name)
        return path.read_bytes()
    except OSError as error:
        raise refusing.cannot_open(name) from error


def page_picture(content: bytes, number: int, width: int, *, turn: float = 0.0) -> bytes:
    """A page (from 1) of a PDF or picture as WebP, `width` pixels across (at most 1600), upright as it was read.

    `turn` is that page's of `SourceText.turns`: with it the boxes fit. Raises UnreadableSource; ValueError when the
    file has no such page.
    """
    name = f"trang {number}"
    kind = _kind_of(content, name)
    if kind == "txt" or kind == "docx":
        raise ValueError("text has no pictures of pages")
    file = ConfinedFile(content, kind, name)
    try:
        if not 1 <= number <= int(file.open()["pages"]):
            raise ValueError(f"no page {number}")
        return file.ask("view", number=number, width=max(1, min(width, WIDEST_VIEW)), turn=turn)[1]
    except ProcessLost as lost:
        raise refusing.too_hard(name) from lost
    finally:
        file.close()
