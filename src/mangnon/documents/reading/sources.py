"""Taking a file apart into lines of text. The kind is decided by what the file holds, not by its name."""

from __future__ import annotations

import io
import re
import threading
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from mangnon.documents.reading.geometry import Block, Table, document_lines
from mangnon.documents.reading.pdf import blocks_of, has_pictures, picture_of
from mangnon.documents.reading.recognising import PageTooSlow, RecogniserMissing, blocks_of_picture
from mangnon.documents.reading.repair.orthography import is_syllable
from mangnon.kernel.refusals import Refusal
from mangnon.kernel.text import nfc

Kind = Literal["txt", "docx", "pdf", "picture"]
Progress = Callable[[int, int], None]
LARGEST_FILE = 20 * 1024 * 1024
_LARGEST_UNPACKED = 200 * 1024 * 1024
# The words of a thousand pages; a small package can unpack to a hundred times that and hold a thread for minutes.
_LARGEST_WORDS = 16 * 1024 * 1024
_LEAST_PAGE_LETTERS = 20
_LEAST_SHARE = 0.75
_MOST_PIXELS = 80_000_000
# PDFium keeps its state in globals and must not be entered by two threads; the server has several.
_ONE_PDF_AT_A_TIME = threading.Lock()
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF8", b"BM", b"RIFF")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
# Letters of legacy Vietnamese fonts as they look when read as Windows-1252 or Latin-1.
_TCVN3 = re.compile(r"[µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô­õøö÷ùúýûüþ]")
_VNI = re.compile(r"(?:[aeouyAEOUY][ùøûõïâáàåãäêëéèúüöñÙØÛÕÏÂÁÀÅÃÄÊËÉÈÚÜÖÑ]|[ôöÔÖ][ùøûõïÙØÛÕÏ]|ñ(?=[aeiouöôy]))")
# Letters that none of those fonts shows: what is Vietnamese in Unicode has many of them.
_VIETNAMESE = re.compile(r"[ăđơưĂĐƠƯạ-ỹẠ-Ỹ]")
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class SourceText:
    """The lines of a file, how many pages it has (None: not known), of what kind it is, the page of each
    line, and what a reader should know (a page that could not be read)."""

    lines: tuple[str, ...]
    pages: int | None
    kind: Kind
    page_of: tuple[int, ...] = ()
    warnings: tuple[str, ...] = ()


class UnreadableSource(Refusal):
    """The file cannot be read as text. `code` says why."""

    code = "unreadable_source"


class EmptySource(UnreadableSource):
    """Nothing is in the file."""

    code = "empty_source"


class SourceTooLarge(UnreadableSource):
    """More than LARGEST_FILE bytes."""

    code = "source_too_large"


class UnknownSource(UnreadableSource):
    """Neither text, .docx nor PDF."""

    code = "unknown_source"


class WrongEncoding(UnreadableSource):
    """Text, but not in Unicode."""

    code = "wrong_encoding"


class LockedSource(UnreadableSource):
    """A PDF or document behind a password."""

    code = "locked_source"


class PictureSource(UnreadableSource):
    """A picture, or a PDF of pictures, in which no text is found."""

    code = "picture_source"


class NoRecogniser(UnreadableSource):
    """A picture, and the machine lacks the program that reads pictures."""

    code = "no_recogniser"


class DamagedSource(UnreadableSource):
    """The file is of a known kind and broken."""

    code = "damaged_source"


def load_lines(
    source: Path | str | bytes, name: str, *, progress: Progress | None = None, most_pictures: int | None = None
) -> SourceText:
    """The lines of a file given by path or content; `name` is how messages call it.

    `progress` is told (pages done, pages in all) after each page of a PDF or picture. `most_pictures`: how many pages
    may be read from their pictures, which takes seconds each; more are refused (None: any number).

    Raises a subclass of UnreadableSource, with one Vietnamese message, for what cannot be read.
    """
    data = source if isinstance(source, bytes) else _content(Path(source), name)
    if len(data) > LARGEST_FILE:
        raise SourceTooLarge(
            f"Tệp «{name}» lớn hơn {LARGEST_FILE // (1024 * 1024)} MB. Chưa có gì được lưu. "
            "Hãy tách tệp hoặc nén lại rồi thử lại."
        )
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise EmptySource(f"Tệp «{name}» không có nội dung. Chưa có gì được lưu. Hãy chọn lại tệp.")
    if data[:1024].lstrip()[:5] == b"%PDF-":
        return _pdf(data, name, progress, most_pictures)
    if data[:4] == b"PK\x03\x04":
        return _docx(data, name)
    if data.startswith(_OLD_OFFICE):
        raise _old_office(name)
    if data.startswith(_PICTURES):
        return _picture(data, name, progress, most_pictures)
    return SourceText(_split(_decode(data, name)), None, "txt")


def _content(path: Path, name: str) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE:
            return b"\x00" * (LARGEST_FILE + 1)
        return path.read_bytes()
    except OSError as error:
        raise UnreadableSource(
            f"Không mở được tệp «{name}». Chưa có gì được lưu. Hãy kiểm tra đường dẫn và quyền đọc tệp.",
            code="cannot_open",
        ) from error


def _split(text: str) -> tuple[str, ...]:
    lines = nfc(text.replace("\x0c", "\n")).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return tuple(line.rstrip() for line in lines)


def _decode(data: bytes, name: str) -> str:
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")):
        if data.startswith(mark):
            try:
                return _checked(data.decode(encoding), name)
            except UnicodeDecodeError as error:
                raise _wrong_encoding(name) from error
    if data[1:2] == b"\x00" or data[:1] == b"\x00":
        raise _unknown(name)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        control = sum(byte < 9 or 13 < byte < 32 for byte in data[:4096])
        raise (_unknown(name) if control > 8 else _wrong_encoding(name)) from None
    return _checked(text, name)


def _checked(text: str, name: str) -> str:
    """Refuse binary content and Vietnamese in the letters of old fonts."""
    sample = text[:20000]
    control = sum(unicodedata.category(char) == "Cc" and char not in "\t\n\r\x0c" for char in sample)
    if control > max(3, len(sample) // 200):
        raise _unknown(name)
    words = _WORD.findall(sample)
    legacy = sum(bool(_TCVN3.search(word) or _VNI.search(word)) for word in words)
    modern = sum(bool(_VIETNAMESE.search(word)) for word in words)
    if len(words) >= 8 and legacy > 0.3 * len(words) and modern < 0.05 * len(words):
        raise _wrong_encoding(name)
    return text


def _wrong_encoding(name: str) -> WrongEncoding:
    return WrongEncoding(
        f"Tệp «{name}» dùng bảng mã cũ (TCVN3, VNI hoặc bảng mã khác), không phải Unicode. Chưa có gì được lưu. "
        "Hãy chuyển tệp sang Unicode (UTF-8) rồi thử lại."
    )


def _unknown(name: str) -> UnknownSource:
    return UnknownSource(
        f"Tệp «{name}» không phải văn bản đọc được. Chưa có gì được lưu. Hãy dùng tệp .txt, .docx hoặc PDF có chữ."
    )


def _old_office(name: str) -> UnreadableSource:
    return UnknownSource(
        f"Tệp «{name}» là văn bản Word kiểu cũ (.doc) hoặc có mật khẩu. Chưa có gì được lưu. "
        "Hãy mở bằng phần mềm soạn thảo và lưu lại thành .docx không mật khẩu."
    )


def _too_many_pixels(name: str) -> SourceTooLarge:
    return SourceTooLarge(
        f"Ảnh trong tệp «{name}» quá lớn. Chưa có gì được lưu. Hãy quét lại ở 300 điểm trên một inch rồi thử lại."
    )


def _damaged(name: str) -> DamagedSource:
    return DamagedSource(
        f"Tệp «{name}» bị hỏng, không mở được. Chưa có gì được lưu. Hãy lấy lại bản gốc hoặc xuất lại tệp."
    )


def _docx(data: bytes, name: str) -> SourceText:
    import docx
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = packed.namelist()
            if "word/document.xml" not in names:
                raise _unknown(name)
            words = sum(item.file_size for item in packed.infolist() if item.filename.endswith((".xml", ".rels")))
            if words > _LARGEST_WORDS or sum(item.file_size for item in packed.infolist()) > _LARGEST_UNPACKED:
                raise SourceTooLarge(
                    f"Tệp «{name}» quá lớn khi mở ra. Chưa có gì được lưu. Hãy bỏ bớt hình ảnh rồi thử lại."
                )
        document = docx.Document(io.BytesIO(data))
    except Refusal:
        raise
    except Exception as error:  # a broken package raises many kinds, none of them of use to the reader
        raise _damaged(name) from error
    lines: list[str] = []
    for item in document.iter_inner_content():
        if isinstance(item, Paragraph):
            lines.extend([*_split(item.text), ""])
        elif isinstance(item, Table):
            lines.extend(_table_lines(item))
    if not any(line.strip(" |") for line in lines):
        raise PictureSource(
            f"Tệp «{name}» không có chữ, có thể chỉ chứa ảnh. Chưa có gì được lưu. "
            "Hãy dùng bản có chữ hoặc nhận dạng chữ trước."
        )
    return SourceText(tuple(lines), None, "docx")


def _table_lines(table) -> list[str]:  # type: ignore[no-untyped-def]
    """The rows of a table as cells between lines holding only «|»; a merged cell stands once."""
    lines: list[str] = []
    for row in table.rows:
        lines.append("|")
        seen: set[int] = set()
        for cell in row.cells:
            if id(cell._tc) in seen:
                continue
            seen.add(id(cell._tc))
            lines.extend([*(line for line in _split(cell.text) if line.strip()), "|"])
    return [*lines, ""]


def _pdf(data: bytes, name: str, progress: Progress | None, most_pictures: int | None) -> SourceText:
    with _ONE_PDF_AT_A_TIME:
        return _from_pages(_counted(_pages_of_pdf(data, name, progress), name, most_pictures), name, "pdf")


def _from_pages(pages: Iterable[_Page], name: str, kind: Kind) -> SourceText:
    read = list(pages)
    lines, page_of = document_lines([page.blocks for page in read])
    unread = [str(number) for number, page in enumerate(read, start=1) if page.is_unread]
    letters = sum(char.isalpha() for line in lines for char in line)
    if letters < _LEAST_PAGE_LETTERS:
        if any(page.lacks_recogniser for page in read):
            raise NoRecogniser(
                f"Tệp «{name}» là bản chụp, nhưng máy chủ chưa cài phần nhận dạng chữ tiếng Việt (tesseract-ocr-vie). "
                "Chưa có gì được lưu. Hãy đề nghị người quản trị cài đặt, hoặc dùng bản .docx hay PDF có chữ."
            )
        raise PictureSource(
            f"Không tìm thấy chữ trong tệp «{name}». Chưa có gì được lưu. "
            "Hãy chụp hoặc quét lại rõ hơn, hoặc dùng bản .docx hay PDF có chữ."
        )
    _checked("\n".join(lines), name)
    warnings = (f"Chưa đọc được chữ ở trang {', '.join(unread)}; hãy đối chiếu với bản giấy.",) if unread else ()
    return SourceText(tuple(line.rstrip() for line in lines), len(read), kind, tuple(page_of), warnings)


@dataclass(frozen=True, slots=True)
class _Page:
    """What one page gave. `is_from_picture`: a recogniser has read its picture."""

    blocks: list[Block]
    is_unread: bool = False
    is_from_picture: bool = False
    lacks_recogniser: bool = False


def _counted(pages: Iterator[_Page], name: str, most_pictures: int | None) -> Iterator[_Page]:
    pictures = 0
    for page in pages:
        pictures += page.is_from_picture
        if most_pictures is not None and pictures > most_pictures:
            raise SourceTooLarge(
                f"Tệp «{name}» có hơn {most_pictures} trang chụp, đọc tại trang này sẽ quá lâu. Chưa có gì được lưu. "
                "Hãy tách thành nhiều tệp, hoặc đề nghị người quản trị đọc bằng lệnh «mangnon directive read».",
                code="too_many_pictures",
            )
        yield page


def _pages_of_pdf(data: bytes, name: str, progress: Progress | None) -> Iterator[_Page]:
    """Page after page, so that one picture at a time is in memory."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise LockedSource(
                f"Tệp «{name}» có mật khẩu. Chưa có gì được lưu. Hãy bỏ mật khẩu rồi thử lại."
            ) from error
        raise _damaged(name) from error
    try:
        for index in range(len(document)):
            yield _page_of_pdf(document, index)
            if progress is not None:
                progress(index + 1, len(document))
    except pypdfium2.PdfiumError as error:
        raise _damaged(name) from error
    finally:
        document.close()


def _page_of_pdf(document, index: int) -> _Page:  # type: ignore[no-untyped-def]
    """A page's layer of text; where it has none, or one that is not Vietnamese, the picture of the page is read."""
    page = document[index]
    try:
        blocks = blocks_of(page)
        share, letters = _share_of_syllables(blocks), _letters_of(blocks)
        is_picture = letters < _LEAST_PAGE_LETTERS and has_pictures(page)
        if not is_picture and (letters < _LEAST_PAGE_LETTERS or share >= _LEAST_SHARE or not has_pictures(page)):
            return _Page(blocks)
        found = _recognised(picture_of(page))
        if found.is_unread or (not is_picture and _share_of_syllables(found.blocks) <= share):
            return _Page(blocks, found.is_unread and is_picture, found.is_from_picture, found.lacks_recogniser)
        return found
    finally:
        page.close()


def _recognised(picture) -> _Page:  # type: ignore[no-untyped-def]
    try:
        return _Page(blocks_of_picture(picture), is_from_picture=True)
    except RecogniserMissing:
        return _Page([], is_unread=True, lacks_recogniser=True)
    except PageTooSlow:
        return _Page([], is_unread=True)


def _texts_of(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Table):
            yield from (line for row in block.rows for cell in row for line in cell)
        else:
            yield block


def _letters_of(blocks: Iterable[Block]) -> int:
    return sum(char.isalpha() for text in _texts_of(blocks) for char in text)


def _share_of_syllables(blocks: Iterable[Block]) -> float:
    """How many of the words could be Vietnamese: 0.95 and more in a sound text, about 0.55 in a layer of rubbish."""
    words = [word.lower() for text in _texts_of(blocks) for word in _WORD.findall(text)]
    return sum(is_syllable(word) for word in words) / len(words) if words else 0.0


def _picture(data: bytes, name: str, progress: Progress | None, most_pictures: int | None) -> SourceText:
    return _from_pages(_counted(_pages_of_picture(data, name, progress), name, most_pictures), name, "picture")


def _pages_of_picture(data: bytes, name: str, progress: Progress | None) -> Iterator[_Page]:
    """The pictures of a file: one, or the pages of a TIFF."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data)) as picture:
            count = getattr(picture, "n_frames", 1)
            for index in range(count):
                picture.seek(index)
                if picture.width * picture.height > _MOST_PIXELS:
                    raise _too_many_pixels(name)
                yield _recognised(ImageOps.exif_transpose(picture.copy()))
                if progress is not None:
                    progress(index + 1, count)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels(name) from error
    except Refusal:
        raise
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise _damaged(name) from error
