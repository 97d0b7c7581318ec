"""What may not be in a PDF that others are to open: scripts, calls of programs. Its pages are not read here."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from mangnon.files.errors import NOTHING_STORED, FileRefused


def _named(*names: str) -> re.Pattern[bytes]:
    """One of some names, each of its signs plain or escaped (#4a)."""
    forms = ["".join(f"(?:{sign}|#(?i:{ord(sign):02x}))" for sign in name) for name in names]
    return re.compile(f"/(?:{'|'.join(forms)})(?![A-Za-z])".encode())


# Objects that are packed, and where, not far behind that name, they begin.
_OBJECTS = _named("ObjStm")
_BEGINS = re.compile(rb"(?<!end)stream\r?\n")
_NEAR = 600
# Every script stands in an action that says by its name what it is. Names so long are not met by chance in the bytes of
# a packed picture, as «/JS» is: once in some twenty million.
_ACTIVE = _named("JavaScript", "Launch", "RichMedia", "Rendition")
_MOST_STREAMS = 2_000
_BLOCK = 65_536
_LARGEST_UNPACKED = 8 * 1024 * 1024  # of all object streams together


def check_pdf(content: bytes) -> None:
    """Raises FileRefused (`damaged`, `active_content`). Names may be written with escapes, and packed in streams."""
    if b"%%EOF" not in content[-65_536:]:
        raise FileRefused(
            f"Tệp PDF bị hỏng hoặc chưa tải về hết. {NOTHING_STORED} Hãy mở thử tệp, lưu lại rồi gửi.", code="damaged"
        )
    for part in (content, *_packed_objects(content)):
        if _ACTIVE.search(part):
            raise FileRefused(
                f"Tệp PDF có chứa mã lệnh hoặc lệnh mở chương trình. {NOTHING_STORED} "
                "Hãy in tệp thành một PDF mới rồi gửi.",
                code="active_content",
            )


def _packed_objects(content: bytes) -> Iterator[bytes]:
    left = _LARGEST_UNPACKED
    for number, found in enumerate(_OBJECTS.finditer(content)):
        if number >= _MOST_STREAMS or left <= 0:
            return
        begins = _BEGINS.search(content, found.end(), found.end() + _NEAR)
        if begins is None:
            continue
        part = _unpacked(content, begins.end(), left)
        left -= len(part)
        yield part


def _unpacked(content: bytes, start: int, most: int) -> bytes:
    """What is packed from a place on, up to so many bytes; as far as it goes when it is packed otherwise, or broken:
    the reader that draws it says so."""
    unpacker, found = zlib.decompressobj(), bytearray()
    for at in range(start, len(content), _BLOCK):
        if unpacker.eof or len(found) >= most:
            break
        try:
            found += unpacker.decompress(content[at : at + _BLOCK], most - len(found))
        except zlib.error:
            break
    return bytes(found)
