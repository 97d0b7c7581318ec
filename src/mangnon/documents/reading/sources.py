"""Taking a file apart into lines of text, page by page. The kind is decided by what the file holds, not by its name.

`open_source` reads a page at a time and `assemble` puts pages together; `load_lines` does both in one go.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Literal

from mangnon.documents.reading import refusing
from mangnon.documents.reading.docx_source import docx_lines
from mangnon.documents.reading.joining import document_lines
from mangnon.documents.reading.layout import Box, Line
from mangnon.documents.reading.page_source import LEAST_PAGE_LETTERS, WIDEST_VIEW, Pages, letters_of, open_pages
from mangnon.documents.reading.pages import SourcePage
from mangnon.documents.reading.refusing import LARGEST_FILE, UnreadableSource
from mangnon.documents.reading.text_source import checked, decoded, split_lines

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
    """A file whose pages are read one at a time; a context manager that gives its memory back.

    `pages` is None for text and .docx, which come whole as page 1.
    """

    def __init__(self, name: str, kind: Kind, whole: SourcePage | Pages) -> None:
        self.name = name
        self.kind = kind
        self._whole = whole

    @property
    def pages(self) -> int | None:
        """How many pages the file has; None: it has none, all of it is page 1."""
        return None if isinstance(self._whole, SourcePage) else self._whole.count

    def read_page(self, number: int) -> SourcePage:
        """One page, from 1. Raises a subclass of UnreadableSource when the file turns out to be broken."""
        if not 1 <= number <= (self.pages or 1):
            raise ValueError(f"no page {number}")
        return self._whole if isinstance(self._whole, SourcePage) else self._whole.read(number)

    def close(self) -> None:
        """Give the memory back; may be called twice."""
        if not isinstance(self._whole, SourcePage):
            self._whole.close()

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
        return OpenSource(name, kind, _one_page(split_lines(decoded(content, name))))
    if kind == "docx":
        return OpenSource(name, kind, _one_page(docx_lines(content, name)))
    return OpenSource(name, kind, open_pages(content, kind, name))


def _kind_of(content: bytes, name: str) -> Kind:
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise refusing.empty(name)
    if content[:1024].lstrip()[:5] == b"%PDF-":
        return "pdf"
    if content[:4] == b"PK\x03\x04":
        return "docx"
    if content.startswith(_OLD_OFFICE):
        raise refusing.old_office(name)
    return "picture" if content.startswith(_PICTURES) else "txt"


def _one_page(lines: Sequence[str]) -> SourcePage:
    return SourcePage(1, tuple(Line(line) for line in lines))


def assemble(pages: Sequence[SourcePage], name: str, kind: Kind) -> SourceText:
    """The pages of a file, all of them and in order, put together.

    Tables that go on are joined; page numbers and running heads are left out. Raises NoRecogniser or PictureSource when
    no page gave words.
    """
    if kind in ("txt", "docx"):
        return SourceText(tuple(text for page in pages for text in page.texts()), None, kind)
    lines = document_lines([page.blocks for page in pages])
    if letters_of(line.text for line in lines) < LEAST_PAGE_LETTERS:
        if any(page.lacks_recogniser for page in pages):
            raise refusing.no_recogniser(name)
        raise refusing.no_words_found(name)
    checked("\n".join(line.text for line in lines), name)
    return SourceText(
        lines=tuple(line.text.rstrip() for line in lines),
        pages=len(pages),
        kind=kind,
        page_of=tuple(line.page for line in lines),
        warnings=tuple(_warnings(pages)),
        boxes=tuple(line.box for line in lines),
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
    pages = open_pages(content, kind, name)
    try:
        if not 1 <= number <= pages.count:
            raise ValueError(f"no page {number}")
        return pages.view(number, max(1, min(width, WIDEST_VIEW)), turn)
    finally:
        pages.close()
