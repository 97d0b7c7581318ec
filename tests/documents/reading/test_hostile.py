"""Files made to harm: refused, or read as far as they are text, in bounded time; nothing in them runs."""

from __future__ import annotations

import io
import struct
import time
import zlib
from pathlib import Path

import pytest
from PIL import Image

from mangnon.documents.reading import UnreadableSource, load_lines
from mangnon.documents.reading.page_source import PicturePages
from tests.documents.reading.papers import Paper, pdf, text_at

_WORDS = "So Y te chu tri, phoi hop voi So Noi vu ra soat danh sach tre em"
_FONTS = b"/Font << /F1 3 0 R >>"
_PAPER = Paper(text_at(60, 700, _WORDS))


def _refused(content: bytes, name: str = "x.pdf") -> str:
    start = time.monotonic()
    with pytest.raises(UnreadableSource) as refused:
        load_lines(content, name)
    assert time.monotonic() - start < 60
    assert f"«{name}»" in refused.value.message
    assert "Chưa có gì được lưu" in refused.value.message
    return refused.value.code


def _texts(content: bytes) -> list[str]:
    return [line for line in load_lines(content, "x.pdf").lines if line]


def _texts_or_code(content: bytes) -> list[str] | str:
    try:
        return _texts(content)
    except UnreadableSource as refused:
        return refused.code


def test_scripts_launches_and_attachments_are_told_and_left_alone(tmp_path: Path) -> None:
    made = tmp_path / "made"
    script = f"app.launchURL('http://127.0.0.1:1/'); this.exportDataObject('{made}')"
    objects = [
        f"<< /Type /Action /S /JavaScript /JS ({script}) >>".encode().replace(b"('", b"\\('").replace(b"')", b"'\\)"),
        b"<< /Names [(a) 4 0 R] >>",
        b"<< /Type /EmbeddedFile /Length 3 >>\nstream\nabc\nendstream",
        b"<< /Type /Filespec /F (a.exe) /EF << /F 6 0 R >> >>",
        f"<< /Type /Action /S /Launch /F (/bin/touch) /Win << /P ({made}) >> >>".encode(),
    ]
    catalogue = "/OpenAction 8 0 R /Names << /JavaScript 5 0 R /EmbeddedFiles << /Names [(a.exe) 7 0 R] >> >>"
    found = load_lines(pdf([_PAPER], catalogue=catalogue, objects=objects), "x.pdf")
    assert found.lines == (_WORDS,)
    (warning,) = found.warnings
    assert "mã lệnh" in warning
    assert "tệp đính kèm" in warning
    assert not made.exists()


@pytest.mark.parametrize(
    "box", ["0 0 1e9 1e9", "0 0 200000 200000", "0 0 0 0", "-5 -5 -5 -5", "0 0 1e38 1", "100 100 0 0"]
)
def test_pages_of_no_size_a_page_has(box: str) -> None:
    found = _texts_or_code(pdf([Paper(text_at(60, 700, _WORDS), box=box)]))
    assert found in ([_WORDS], "picture_source", "damaged_source", "source_too_hard")


def test_a_hundred_thousand_pages_are_refused() -> None:
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count 100000 >>" % (b"3 0 R " * 100_000),
    ]
    parts.append(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>")
    out = b"%PDF-1.4\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, part) for n, part in enumerate(parts, 1))
    assert _refused(out + b"trailer << /Size 4 /Root 1 0 R >>\n%%EOF") == "too_many_pages"


def test_pages_that_lead_back_to_themselves() -> None:
    out = (
        b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
        b"2 0 obj\n<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 3 >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF"
    )
    assert _refused(out) in ("damaged_source", "picture_source", "source_too_hard")


def test_a_drawing_that_draws_itself_takes_nothing_down() -> None:
    form = (
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /Im 4 0 R >> >> /Length 14 >>"
        b"\nstream\n/Im Do /Im Do \nendstream"
    )
    content = pdf([Paper(text_at(60, 700, _WORDS) + "/Im Do"), _PAPER], objects=[form])
    found = load_lines(content.replace(_FONTS, _FONTS + b" /XObject << /Im 4 0 R >>"), "x.pdf")
    assert _WORDS in found.lines
    assert found.pages == 2


def test_a_stream_that_unpacks_without_end_is_bounded() -> None:
    packed = zlib.compress(b"0 0 m 1 1 l S\n" * 200_000, 9)
    stream = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)
    content = pdf([_PAPER, _PAPER], objects=[stream]).replace(b"/Contents 6 0 R", b"/Contents 4 0 R")
    assert _WORDS in load_lines(content, "x.pdf").lines


@pytest.mark.parametrize("at", [0.2, 0.5, 0.9])
def test_a_file_cut_off(at: float) -> None:
    content = pdf([_PAPER] * 3)
    assert _texts_or_code(content[: int(at * len(content))]) in ([_WORDS] * 3, "damaged_source", "picture_source")


def test_a_broken_table_of_places_is_mended() -> None:
    content = pdf([_PAPER])
    at = content.rindex(b"xref\n0")
    broken = content[:at] + b"xref\n0 9\n" + b"0000099999 00000 n \n" * 9 + content[content.rindex(b"trailer") :]
    assert _texts(broken) == [_WORDS]


def _png(width: int, height: int) -> bytes:
    def part(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\x00" * ((width // 8 + 1) * min(height, 400)), 9)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", rows) + part(b"IEND", b"")


@pytest.mark.parametrize(
    ("size", "code"),
    [((30_000, 30_000), "source_too_large"), ((1, 1), "picture_source"), ((3, 60_000), "picture_source"),
     ((2_000_000_000, 2), "source_too_large")],
)  # fmt: skip
def test_pictures_of_no_size_a_page_has(size: tuple[int, int], code: str) -> None:
    assert _refused(_png(*size), "x.png") in (code, "damaged_source")


def _saved(picture: Image.Image, kind: str, **more: object) -> bytes:
    kept = io.BytesIO()
    picture.save(kept, kind, **more)  # type: ignore[arg-type]
    return kept.getvalue()


def _half(mode: str) -> Image.Image:
    """A picture white on the left, dark on the right, in some mode of colours."""
    picture = Image.new("L", (80, 60), 255)
    picture.paste(20, (40, 0, 80, 60))
    if mode == "I;16":
        wide = Image.new("I;16", (80, 60), 60_000)
        wide.paste(4_000, (40, 0, 80, 60))
        return wide
    if mode in ("RGBA", "LA"):
        clear = Image.new(mode, (80, 60), 0)  # what is clear is black underneath
        clear.paste((0, 255) if mode == "LA" else (0, 0, 0, 255), (40, 0, 80, 60))
        return clear
    return picture.convert(mode)


@pytest.mark.parametrize(
    ("mode", "kind"),
    [("L", "PNG"), ("1", "PNG"), ("P", "PNG"), ("RGBA", "PNG"), ("LA", "PNG"), ("I;16", "PNG"), ("I;16", "TIFF"),
     ("CMYK", "JPEG"), ("CMYK", "TIFF"), ("RGB", "WEBP"), ("RGB", "BMP"), ("P", "GIF")],
)  # fmt: skip
def test_every_way_to_keep_colours_shows_dark_on_light(mode: str, kind: str) -> None:
    shown = PicturePages(_saved(_half(mode), kind), "x")._upright(1).convert("L")
    assert shown.getpixel((10, 30)) > 200
    assert shown.getpixel((70, 30)) < 80


def test_of_a_picture_that_moves_the_beginning_is_read() -> None:
    frames = [Image.new("L", (80, 60), level) for level in (255, 0, 128)]
    pages = PicturePages(_saved(frames[0], "GIF", save_all=True, append_images=frames[1:]), "x.gif")
    assert pages.count == 1
    assert "khung hình" in pages.notes[0]


def test_a_picture_held_on_its_side_is_set_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90 degrees clockwise
    shown = PicturePages(_saved(_half("L"), "JPEG", exif=exif), "x.jpg")._upright(1)
    assert shown.size == (60, 80)
    assert shown.getpixel((30, 5)) > 200


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "GIF", "WEBP"])
def test_a_picture_cut_off_is_refused(kind: str) -> None:
    content = _saved(Image.effect_noise((300, 300), 60), kind)
    assert _refused(content[: len(content) // 2], "x") == "damaged_source"
