"""Files into lines: plain text, Word, PDF with a text layer. What a file is, its content says, not its name."""

from __future__ import annotations

import threading
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Literal

import pypdfium2
from docx import Document
from docx.table import Table
from docx.text.paragraph import Paragraph

from mangnon.kernel.refusals import Refusal
from mangnon.kernel.text import nfc

SourceKind = Literal["txt", "docx", "pdf"]
MAX_BYTES = 20 * 1024 * 1024
# A Word file is a zip: how large its parts may grow, so that a small file cannot fill the memory.
_MAX_UNPACKED = 200 * 1024 * 1024
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF8", b"BM")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LETTERS_A_PAGE = 20
_pdfium = threading.Lock()  # the PDF library is one, and not made for several threads

_NOTHING_STORED = "Chưa có gì được lưu, tệp gốc vẫn ở máy của bạn."


class UnreadableFile(Refusal):
    """The file cannot be taken apart into lines; `code` says why."""

    code = "unreadable_file"


@dataclass(frozen=True, slots=True)
class SourceText:
    """The lines of a file in reading order; `pages` is None where the format has none."""

    lines: list[str]
    pages: int | None
    kind: SourceKind


def load_lines(content: bytes, name: str) -> SourceText:
    """The lines of a file. Raises UnreadableFile with one sentence for a person.

    Table rows of a Word file come as one cell between lines holding only «|».
    """
    if len(content) > MAX_BYTES:
        raise UnreadableFile(
            f"Tệp «{name}» có {len(content) / 1_048_576:.0f} MB, lớn hơn mức nhận {MAX_BYTES // 1_048_576} MB. "
            f"{_NOTHING_STORED} Hãy quét lại ở mức nhẹ hơn hoặc chia văn bản thành nhiều tệp.",
            code="too_large",
        )
    if not content.strip():
        raise UnreadableFile(
            f"Tệp «{name}» không có nội dung. {_NOTHING_STORED} Hãy kiểm tra lại tệp rồi gửi lại.", code="empty"
        )
    if b"%PDF-" in content[:1024]:
        return _from_pdf(content, name)
    if content.startswith(b"PK\x03\x04"):
        return _from_word(content, name)
    if content.startswith(_OLD_OFFICE):
        raise UnreadableFile(
            f"Tệp «{name}» là tệp Office kiểu cũ hoặc đang đặt mật khẩu. {_NOTHING_STORED} "
            "Hãy mở bằng Word, bỏ mật khẩu, lưu lại dạng .docx rồi gửi lại.",
            code="old_office",
        )
    if content.startswith(_PICTURES):
        raise _picture(name)
    return _from_text(content, name)


def _picture(name: str) -> UnreadableFile:
    return UnreadableFile(
        f"Tệp «{name}» chỉ có ảnh, phiên bản này chưa đọc được ảnh quét. {_NOTHING_STORED} "
        "Hãy nhận dạng chữ (OCR) rồi gửi tệp .txt, .docx hoặc PDF có lớp chữ; chữ sai dấu vẫn phục hồi được.",
        code="picture_only",
    )


def _broken(name: str, what: str) -> UnreadableFile:
    return UnreadableFile(
        f"Tệp «{name}» bị hỏng hoặc không phải là tệp {what} hoàn chỉnh. {_NOTHING_STORED} "
        "Hãy mở thử trên máy, lưu lại rồi gửi lại.",
        code="broken",
    )


def _from_text(content: bytes, name: str) -> SourceText:
    try:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            text = content.decode("utf-16")
        else:
            text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if _looks_binary(content):
            raise _not_a_document(name) from error
        raise UnreadableFile(
            f"Tệp «{name}» dùng bảng mã cũ (không phải Unicode UTF-8). {_NOTHING_STORED} "
            "Hãy mở tệp, chọn Lưu thành với bảng mã UTF-8 (Unicode), rồi gửi lại.",
            code="wrong_encoding",
        ) from error
    if _looks_binary(text.encode("utf-8")):
        raise _not_a_document(name)
    return SourceText(_lines(text), None, "txt")


def _not_a_document(name: str) -> UnreadableFile:
    return UnreadableFile(
        f"Tệp «{name}» không phải là văn bản. {_NOTHING_STORED} Hãy gửi tệp .txt, .docx hoặc .pdf.",
        code="not_a_document",
    )


def _looks_binary(content: bytes) -> bool:
    sample = content[:65536]
    control = sum(byte < 32 and byte not in b"\t\n\r\x0b\x0c" for byte in sample)
    return b"\x00" in sample or control > len(sample) * 0.02


def _lines(text: str) -> list[str]:
    # Form feeds part pages and belong to no line; other line ends of Unicode do not end a line of a file.
    flat = nfc(text).replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", " ")
    kept = "".join(sign for sign in flat if sign in "\n\t" or unicodedata.category(sign) != "Cc")
    return kept.removesuffix("\n").split("\n")


def _from_pdf(content: bytes, name: str) -> SourceText:
    with _pdfium:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            if "password" in str(error).lower():
                raise UnreadableFile(
                    f"Tệp «{name}» đang đặt mật khẩu. {_NOTHING_STORED} Hãy bỏ mật khẩu rồi gửi lại.",
                    code="password",
                ) from error
            raise _broken(name, "PDF") from error
        try:
            pages = [_page_text(document, number, name) for number in range(len(document))]
        finally:
            document.close()
    letters = sum(sign.isalpha() for page in pages for sign in page)
    if letters < _LETTERS_A_PAGE * len(pages):
        raise _picture(name)
    return SourceText([line for page in pages for line in _lines(page)], len(pages), "pdf")


def _page_text(document: pypdfium2.PdfDocument, number: int, name: str) -> str:
    try:
        page = document[number]
        text_page = page.get_textpage()
        try:
            return str(text_page.get_text_range())
        finally:
            text_page.close()
            page.close()
    except pypdfium2.PdfiumError as error:
        raise _broken(name, "PDF") from error


def _from_word(content: bytes, name: str) -> SourceText:
    try:
        with zipfile.ZipFile(BytesIO(content)) as parts:
            names = {part.filename for part in parts.infolist()}
            unpacked = sum(part.file_size for part in parts.infolist())
    except zipfile.BadZipFile as error:
        raise _broken(name, "Word") from error
    if "word/document.xml" not in names:
        raise _not_a_document(name)
    if unpacked > _MAX_UNPACKED:
        raise UnreadableFile(
            f"Tệp «{name}» bung ra quá lớn nên không mở. {_NOTHING_STORED} Hãy bỏ bớt ảnh trong tệp rồi gửi lại.",
            code="too_large",
        )
    try:
        lines = list(_word_lines(BytesIO(content)))
    except (KeyError, ValueError, SyntaxError, zipfile.BadZipFile) as error:
        raise _broken(name, "Word") from error
    if not any(line.strip() for line in lines):
        raise _picture(name)
    return SourceText(lines, None, "docx")


def _word_lines(file: BytesIO) -> Iterator[str]:
    for block in Document(file).iter_inner_content():
        if isinstance(block, Paragraph):
            yield from _lines(block.text)
        elif isinstance(block, Table):
            for row in block.rows:
                yield "|"
                for cell in _once_each(row.cells):
                    yield from _lines(cell)
                    yield "|"


def _once_each(cells: object) -> Iterator[str]:
    """The texts of a row's cells; a cell that spans several columns is given several times and told once."""
    before = None
    for cell in cells:  # type: ignore[attr-defined]
        if cell._tc is not before:
            before = cell._tc
            yield cell.text
