"""Which of the kinds that are kept a content is. The name and what a browser says of it are not asked."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable

from mangnon.files.errors import NOTHING_STORED, FileRefused
from mangnon.files.rules.packages import package_kind
from mangnon.files.rules.pdf import check_pdf
from mangnon.files.terms import FileKind

_KEPT = "PDF, ảnh (JPEG, PNG, WebP), Word, Excel, OpenDocument, CSV hoặc văn bản thuần"
MOST_PIXELS = 80_000_000
_END_OF_PACKAGE = b"PK\x05\x06"
_LONGEST_COMMENT = 65_535 + 22
# What is refused by its own name; the first that fits speaks.
_FOREIGN: tuple[tuple[tuple[bytes, ...], str, str, str], ...] = (
    ((b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"#!", b"dex\n", b"!<arch>"),
     "program", "là chương trình máy tính", f"Chỉ nhận {_KEPT}."),
    ((b"\xd0\xcf\x11\xe0",), "old_or_locked", "là tệp Office đời cũ hoặc có đặt mật khẩu",
     "Hãy bỏ mật khẩu, lưu lại dạng mới (.docx, .xlsx) rồi gửi."),
    ((b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"(\xb5/\xfd"), "archive", "là tệp nén",
     "Hãy giải nén rồi gửi từng tệp bên trong."),
    ((b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"\x00\x00\x01\x00"), "other_picture", "là ảnh thuộc loại không được lưu",
     "Hãy lưu lại thành ảnh JPEG hoặc PNG rồi gửi."),
    ((b"{\\rtf",), "other_text", "là văn bản RTF", "Hãy lưu lại thành Word (.docx) hoặc PDF rồi gửi."),
    ((b"ID3", b"OggS", b"\x1aE\xdf\xa3", b"FLV", b"%!PS"), "other_kind", "thuộc loại không được lưu",
     f"Chỉ nhận {_KEPT}."),
)  # fmt: skip
_TAGS = rb"!doctype|html|head|body|script|svg|iframe|object|embed|\?xml|\?php"
_MARKUP = re.compile(rb"<\s*(?:" + _TAGS + rb"|%)", re.IGNORECASE)
# Packed bytes hold «<%» by chance: one photograph in twenty has it within its first four thousand.
_MARKUP_IN_BYTES = re.compile(rb"<\s*(?:" + _TAGS + rb")", re.IGNORECASE)


def _refused(code: str, what: str, advice: str) -> FileRefused:
    return FileRefused(f"Tệp {what}. {NOTHING_STORED} {advice}", code=code)


def kind_of(content: bytes) -> FileKind:
    """The kind of a content. Raises FileRefused with one reason: `empty`, `program`, `web_page`, `macros`, `polyglot`,
    `damaged`, `archive`, `old_or_locked`, `too_many_pixels`, `active_content` and others.
    """
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise _refused("empty", "trống", "Hãy chọn lại tệp.")
    for begins, kind, check in _KINDS:
        if content.startswith(begins):
            check(content)
            _check_one_kind(content, kind)
            return kind
    if content.startswith(b"PK\x03\x04"):
        return package_kind(content)
    for begins_with, code, what, advice in _FOREIGN:
        if content.startswith(begins_with) and not (begins_with[0] == b"GIF8" and _is_text(content)):
            raise _refused(code, what, advice)
    if content[4:8] == b"ftyp":
        raise _refused(
            "other_kind", "là ảnh HEIC hoặc phim", "Hãy lưu ảnh thành JPEG; phim thì gửi đường dẫn, ảnh chụp."
        )
    return _text_kind(content)


def _check_one_kind(content: bytes, kind: FileKind) -> None:
    """A file that is also a package or a page of the web is given out as one and read as the other."""
    tail = content[-_LONGEST_COMMENT:]
    at = tail.rfind(_END_OF_PACKAGE)
    if at >= 0 and len(tail) - at >= 22 and struct.unpack("<H", tail[at + 20 : at + 22])[0] <= len(tail) - at - 22:
        raise _polyglot()
    head = content[:1024] if kind == FileKind.PDF else content[:4096]
    if _MARKUP_IN_BYTES.search(head.replace(b"<?xpacket", b"")) or (kind != FileKind.PDF and b"%PDF-" in head):
        raise _polyglot()


def _polyglot() -> FileRefused:
    return _refused(
        "polyglot", "chứa lẫn nội dung của một loại tệp khác", "Hãy mở tệp, lưu lại hoặc in thành PDF rồi gửi."
    )


def _damaged(what: str) -> FileRefused:
    return _refused("damaged", f"{what} bị hỏng hoặc chưa tải về hết", "Hãy mở thử tệp, lưu lại rồi gửi.")


def _check_pixels(width: int, height: int) -> None:
    if width < 1 or height < 1:
        raise _damaged("ảnh")
    if width * height > MOST_PIXELS:
        raise _refused("too_many_pixels", f"ảnh quá lớn ({width} × {height} điểm ảnh)", "Hãy thu nhỏ ảnh rồi gửi lại.")


def _check_png(content: bytes) -> None:
    place, seen = 8, 0
    while place + 12 <= len(content):
        length, name = struct.unpack(">I4s", content[place : place + 8])
        if seen == 0:
            if name != b"IHDR" or length != 13 or len(content) < 33:
                raise _damaged("ảnh PNG")
            _check_pixels(*struct.unpack(">II", content[place + 8 : place + 16]))
        place, seen = place + 12 + length, seen + 1
        if name == b"IEND":
            if place < len(content):
                raise _polyglot()
            if place == len(content):
                return
    raise _damaged("ảnh PNG")


def _check_jpeg(content: bytes) -> None:
    """Walks from marker to marker up to the picture's data. Cameras put more behind it; that is looked at apart."""
    place = 2
    while place + 4 <= len(content):
        if content[place] != 0xFF:
            break
        marker = content[place + 1]
        if marker == 0xFF:
            place += 1
            continue
        if marker == 0xD8 or 0xD0 <= marker <= 0xD7 or marker == 0x01:
            place += 2
            continue
        length = struct.unpack(">H", content[place + 2 : place + 4])[0]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC) and place + 9 <= len(content):
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            _check_pixels(width, height)
        if marker == 0xDA:
            if b"\xff\xd9" not in content[place:]:
                raise _damaged("ảnh JPEG")
            return
        if length < 2:
            break
        place += 2 + length
    raise _damaged("ảnh JPEG")


def _check_webp(content: bytes) -> None:
    if content[8:12] != b"WEBP":
        raise _refused("other_kind", "thuộc loại không được lưu", f"Chỉ nhận {_KEPT}.")
    told = struct.unpack("<I", content[4:8])[0] + 8
    if told > len(content) + 1:
        raise _damaged("ảnh WebP")
    if len(content) - told > 1:
        raise _polyglot()


_KINDS: tuple[tuple[bytes, FileKind, Callable[[bytes], None]], ...] = (
    (b"%PDF-", FileKind.PDF, check_pdf),
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG, _check_png),
    (b"\xff\xd8\xff", FileKind.JPEG, _check_jpeg),
    (b"RIFF", FileKind.WEBP, _check_webp),
)


def _decoded(content: bytes) -> str | None:
    try:
        if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return content.decode("utf-16")
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _is_text(content: bytes) -> bool:
    text = _decoded(content)
    return text is not None and not re.search(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]", text)


def _text_kind(content: bytes) -> FileKind:
    text = _decoded(content)
    if text is None or not _is_text(content):
        raise _refused(
            "unknown", "thuộc loại không nhận ra, hoặc là văn bản thuần dùng bảng mã cũ",
            f"Chỉ nhận {_KEPT}; văn bản thuần phải lưu ở bảng mã Unicode (UTF-8).",
        )  # fmt: skip
    if text.lstrip("\ufeff \t\r\n").startswith("<") or _MARKUP.search(text.encode()):
        raise _refused(
            "web_page", "là trang web, ảnh véc-tơ (SVG) hoặc có chứa mã lệnh",
            "Hãy in ra PDF hoặc chụp thành ảnh rồi gửi.",
        )  # fmt: skip
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    for sign in (";", "\t", ","):
        counts = {line.count(sign) for line in lines}
        if len(lines) > 1 and len(counts) == 1 and counts != {0}:
            return FileKind.CSV
    return FileKind.TEXT
