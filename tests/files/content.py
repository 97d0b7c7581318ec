"""Small files of every kind, and ones that are not what they seem. Made here; nothing is of a real document."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from PIL import Image

TYPES = "[Content_Types].xml"
_MAIN = "application/vnd.openxmlformats-officedocument."
WORD = {
    TYPES: f'<Types><Override ContentType="{_MAIN}wordprocessingml.document.main+xml"/></Types>',
    "word/document.xml": "<w:document/>",
}
EXCEL = {
    TYPES: f'<Types><Override ContentType="{_MAIN}spreadsheetml.sheet.main+xml"/></Types>',
    "xl/workbook.xml": "<workbook/>",
}


def open_document(kind: str) -> dict[str, str]:
    """The parts of an OpenDocument file: «text» or «spreadsheet»."""
    return {"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": "<office:document-content/>"}


def package(parts: Mapping[str, str | bytes], *, before: bytes = b"") -> bytes:
    """A zip of parts."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return before + kept.getvalue()


def picture(form: str = "PNG", size: tuple[int, int] = (40, 30), colour: str = "seagreen") -> bytes:
    """A plain picture."""
    kept = io.BytesIO()
    Image.new("RGB", size, colour).save(kept, form)
    return kept.getvalue()


def bomb(width: int = 30_000, height: int = 30_000) -> bytes:
    """A PNG that says it is huge, in a few bytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


def pdf(words: str = "Xin chao", *, more: bytes = b"") -> bytes:
    """One page with some words (plain letters)."""
    stream = f"BT /F1 24 Tf 72 700 Td ({words}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R " + more + b">>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length " + str(len(stream)).encode() + b" >> stream\n" + stream + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    found, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(found))
        found += str(number).encode() + b" 0 obj\n" + content + b"\nendobj\n"
    start = len(found)
    found += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return found + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n" + str(start).encode() + b"\n%%EOF\n"
