"""What may not be in a PDF that others are to open: scripts, calls of programs. Its pages are not read here."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from mangnon.files.errors import NOTHING_STORED, FileRefused

_STREAM = re.compile(rb"/ObjStm\b[^>]{0,400}?>>\s*stream\r?\n")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|RichMedia)(?![A-Za-z])")
_MOST_STREAMS = 2_000
_LARGEST_UNPACKED = 8 * 1024 * 1024  # of all object streams together


def check_pdf(content: bytes) -> None:
    """Raises FileRefused (`damaged`, `active_content`). Names may be written with escapes, and packed in streams."""
    if b"%%EOF" not in content[-65_536:]:
        raise FileRefused(
            f"Tệp PDF bị hỏng hoặc chưa tải về hết. {NOTHING_STORED} Hãy mở thử tệp, lưu lại rồi gửi.", code="damaged"
        )
    for part in (content, *_packed_objects(content)):
        if _ACTIVE.search(_plain_names(part)):
            raise FileRefused(
                f"Tệp PDF có chứa mã lệnh hoặc lệnh mở chương trình. {NOTHING_STORED} "
                "Hãy in tệp thành một PDF mới rồi gửi.",
                code="active_content",
            )


def _plain_names(part: bytes) -> bytes:
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), part) if b"#" in part else part


def _packed_objects(content: bytes) -> Iterator[bytes]:
    left = _LARGEST_UNPACKED
    for number, found in enumerate(_STREAM.finditer(content)):
        if number >= _MOST_STREAMS or left <= 0:
            return
        unpacker = zlib.decompressobj()
        try:
            part = unpacker.decompress(content[found.end() : found.end() + 1_000_000], left)
        except zlib.error:
            continue  # packed otherwise, or broken: the reader that draws it says so
        left -= len(part)
        yield part
