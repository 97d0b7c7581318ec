"""Damage of every kind done to files, to see that nothing but a refusal comes out of the readers, and that soon.

The suite runs a few hundred damaged files, always the same. More, from any seed, for as long as one likes:

    python -m tests.documents.reading.fuzz --minutes 10 --seed 7
"""

from __future__ import annotations

import argparse
import io
import random
import sys
import time
from collections.abc import Callable

import docx
from PIL import Image, ImageDraw

from mangnon.documents.reading import UnreadableSource, load_lines
from mangnon.documents.reading.docx_source import docx_page
from mangnon.documents.reading.page_source import PicturePages
from mangnon.documents.reading.text_source import text_page
from tests.documents.reading.papers import Paper, pdf, text_at

_TEXT = """ỦY BAN NHÂN DÂN TỈNH LẠC HỒNG
Số: 12/KH-UBND
KẾ HOẠCH
1. Sở Y tế chủ trì, phối hợp với Sở Nội vụ rà soát danh sách trẻ em; báo cáo trước ngày 15/12.
"""
_SECONDS = 60.0


def samples() -> dict[str, bytes]:
    """A sound file of each kind."""
    document = docx.Document()
    for line in _TEXT.split("\n"):
        document.add_paragraph(line)
    table = document.add_table(rows=2, cols=3)
    table.rows[0].cells[0].merge(table.rows[1].cells[0]).text = "Rà soát"
    kept = io.BytesIO()
    document.save(kept)
    picture = Image.new("RGB", (36, 30), "white")
    ImageDraw.Draw(picture).text((4, 4), "KH 12", fill="black")
    found = {
        "txt": _TEXT.encode(),
        "utf-16.txt": _TEXT.encode("utf-16"),
        "docx": kept.getvalue(),
        "pdf": pdf([Paper(text_at(60, 700, "So Y te chu tri, phoi hop voi So Noi vu ra soat"))] * 2),
    }
    for kind in ("PNG", "TIFF", "JPEG", "GIF", "BMP", "WEBP"):
        kept = io.BytesIO()
        picture.save(kept, kind)
        found[kind.lower()] = kept.getvalue()
    return found


def chance_of(*what: object) -> random.Random:
    """The same chances for the same thing each time."""
    return random.Random("-".join(map(str, what)))  # noqa: S311


def damaged(content: bytes, chance: random.Random, others: list[bytes]) -> bytes:
    """A copy with bytes flipped, numbers made huge, pieces cut out, repeated, swapped, or put in from another file."""
    made = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(max(1, len(made)))
        length = chance.choice((1, 2, 4, 16, 200))
        act = chance.randrange(7)
        if act == 0 and made:
            made[at % len(made)] ^= 1 << chance.randrange(8)
        elif act == 1:
            made[at : at + 4] = chance.choice((b"\xff\xff\xff\xff", b"\x00\x00\x00\x00", b"\x7f\xff\xff\xff", b"9999"))
        elif act == 2:
            del made[at : at + length]
        elif act == 3:
            made[at:at] = made[at : at + length] * chance.choice((2, 50))
        elif act == 4:
            del made[at:]
        elif act == 5:
            other = chance.choice(others)
            begin = chance.randrange(len(other))
            made[at:at] = other[begin : begin + length]
        else:
            made[at : at + length] = chance.randbytes(length)
    return bytes(made)


def read_here(kind: str, content: bytes) -> None:
    """Read without a process of its own what is fit for that: everything but PDF."""
    if kind == "docx":
        docx_page(content, "x")
    elif kind.endswith("txt"):
        text_page(content, "x")
    else:
        PicturePages(content, "x")._upright(1)


def read_there(kind: str, content: bytes) -> None:
    """Read as a received file is read."""
    load_lines(content, f"x.{kind}")


def outcome(read: Callable[[str, bytes], None], kind: str, content: bytes) -> str:
    """The code of the refusal, "read" when there was none. Any other error comes out, and one that takes too long."""
    start = time.monotonic()
    try:
        read(kind, content)
        found = "read"
    except UnreadableSource as refused:
        found = refused.code
    if time.monotonic() - start > _SECONDS:
        raise AssertionError(f"{kind}: longer than {_SECONDS:.0f} seconds")
    return found


def main() -> None:
    """Damage and read until the time is up; the counts of outcomes are printed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    until, number = time.monotonic() + 60 * args.minutes, 0
    sound = samples()
    counts: dict[str, int] = {}
    while time.monotonic() < until:
        kind = sorted(sound)[number % len(sound)]
        content = damaged(sound[kind], chance_of(args.seed, number), list(sound.values()))
        try:
            found = outcome(read_there, kind, content)
        except Exception:
            sys.stderr.write(f"seed {args.seed}, number {number}, kind {kind}\n")  # what makes it come again
            raise
        counts[f"{kind}: {found}"] = counts.get(f"{kind}: {found}", 0) + 1
        number += 1
    for name, count in sorted(counts.items()):
        sys.stdout.write(f"{count:6} {name}\n")


if __name__ == "__main__":
    main()
