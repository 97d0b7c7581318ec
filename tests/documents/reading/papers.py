"""PDF files written by hand: text at places, turned, cut, with pictures, and with what strangers put into them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image


@dataclass(frozen=True, slots=True)
class Paper:
    """A page: the stream that draws it, further entries of its dictionary, and a picture named /Im."""

    stream: str
    more: str = ""
    box: str = "0 0 612 792"
    picture: Image.Image | None = None


def text_at(x: float, y: float, text: str, *, size: float = 12, turn: str = "1 0 0 1") -> str:
    """A line of text (Latin-1) whose baseline begins at a place; `turn`: the first four numbers of its matrix."""
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /F1 {size} Tf {turn} {x} {y} Tm ({escaped}) Tj ET\n"


def pdf(
    papers: Sequence[Paper], *, catalogue: str = "", objects: Sequence[bytes] = (), font: str = "Helvetica"
) -> bytes:
    """A PDF of pages. `catalogue`: further entries of the catalogue; `objects`: further objects, from number 4 on."""
    made: list[bytes] = []
    first = 4 + len(objects)
    kids = []
    for paper in papers:
        number = first + len(made)
        kids.append(f"{number} 0 R")
        picture = b""
        resources = "/Font << /F1 3 0 R >>"
        if paper.picture is not None:
            kept = io.BytesIO()
            paper.picture.convert("L").save(kept, "JPEG", quality=80)
            head = (
                f"<< /Type /XObject /Subtype /Image /Width {paper.picture.width} /Height {paper.picture.height} "
                f"/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode /Length {len(kept.getvalue())} >>"
            )
            picture = head.encode() + b"\nstream\n" + kept.getvalue() + b"\nendstream"
            resources += f" /XObject << /Im {number + 2} 0 R >>"
        stream = paper.stream.encode("latin-1")
        made.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [{paper.box}] /Contents {number + 1} 0 R "
            f"/Resources << {resources} >> {paper.more} >>".encode()
        )
        made.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        if picture:
            made.append(picture)
    base = f"/Type /Font /Subtype /TrueType /BaseFont /{font} /Encoding /WinAnsiEncoding"
    parts = [
        f"<< /Type /Catalog /Pages 2 0 R {catalogue} >>".encode(),
        f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(papers)} >>".encode(),
        f"<< {base} >>".encode(),
        *objects,
        *made,
    ]
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    places = []
    for number, part in enumerate(parts, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, part))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(parts) + 1, start))
    return out.getvalue()
