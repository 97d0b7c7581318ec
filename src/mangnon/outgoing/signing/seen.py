"""How a signature is seen on the page (NĐ 30/2020/NĐ-CP, Appendix I; as recalled, not read in the gazette).

The body's: its seal, red, in its real size, over about a third of the signer's signature on its left. The picture of
the seal is the body's own to lay down; without it words stand there instead: nothing that looks like a seal is drawn.
The person's: words in blue where they would sign. The instant is written day-month-year hour:minute:second and zone.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib import resources
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal
from zoneinfo import ZoneInfo

import typst
from PIL import Image

from mangnon.documents.official import SigningPlace, type_for_pdf
from mangnon.outgoing.errors import SigningRefused
from mangnon.outgoing.signing.software import NOTHING_SIGNED

_POINTS_IN_MM = 72 / 25.4
_WORDS = (76.0, 10.0)  # millimetres of a stamp of words
_GREATEST_SEAL = 50.0
_SIGNATURE = 40.0  # millimetres that a signature by hand usually takes
Ink = Literal["red", "blue"]


@dataclass(frozen=True, slots=True)
class Seen:
    """What is seen of one signature: a page (from 0), a box in points from the lower left corner, and a PDF of it."""

    page: int
    box: tuple[int, int, int, int]
    picture: bytes


def seal_size(picture: bytes) -> tuple[float, float]:
    """Width and height of a seal's picture in millimetres, by the dots per inch it names. Raises SigningRefused."""
    try:
        with Image.open(BytesIO(picture)) as image:
            if image.format != "PNG" or image.size[0] * image.size[1] > 10_000_000:
                raise ValueError("not a small PNG")
            across, down = image.info["dpi"]
            width, height = image.size[0] / across * 25.4, image.size[1] / down * 25.4
    except (KeyError, ValueError, OSError, ZeroDivisionError) as error:
        raise SigningRefused(
            f"Hình con dấu phải là ảnh PNG có ghi độ phân giải (kích thước thật). {NOTHING_SIGNED} Hãy báo người "
            "quản trị.",
            code="bad_seal",
        ) from error
    if not 10 <= width <= _GREATEST_SEAL or not 10 <= height <= _GREATEST_SEAL:
        raise SigningRefused(
            f"Hình con dấu in ra rộng {width:.0f} mm, cao {height:.0f} mm, không phải kích thước thật của dấu. "
            f"{NOTHING_SIGNED} Hãy báo người quản trị.",
            code="bad_seal",
        )
    return width, height


def seen_of_agency(place: SigningPlace, name: str, at: dt.datetime, seal: bytes | None) -> Seen:
    """The body's: left of the middle of the signer's place, so that it covers about a third of a signature there."""
    if seal is None:
        # In the lower half of the place, so that it is read beside the person's.
        width, height = _WORDS
        top, left = place.top + place.height / 2, place.left + (place.width - width) / 2
        return _placed(place, (left, top, width, height), ("Cơ quan ký số:", name, _instant(at)), "red", None)
    width, height = seal_size(seal)
    left = place.left + place.width / 2 - _SIGNATURE / 2 + _SIGNATURE / 3 - width
    return _placed(place, (left, place.top + (place.height - height) / 2, width, height), (), "red", seal)


def seen_of_person(place: SigningPlace, name: str, at: dt.datetime) -> Seen:
    """The person's: in the middle of the place."""
    width, height = _WORDS
    box = (place.left + (place.width - width) / 2, place.top + 1, width, height)
    return _placed(place, box, ("Người ký:", name, _instant(at)), "blue", None)


def _instant(at: dt.datetime) -> str:
    local = at.astimezone(ZoneInfo("Asia/Ho_Chi_Minh"))
    return f"Thời gian ký: {local:%d-%m-%Y %H:%M:%S} +07:00"


def _placed(
    place: SigningPlace,
    box: tuple[float, float, float, float],
    lines: tuple[str, ...],
    ink: Ink,
    seal: bytes | None,
) -> Seen:
    """`box`: left, top, width, height in millimetres."""
    left, top, width, height = box
    corners = (left, place.page_height - top - height, left + width, place.page_height - top)
    x1, y1, x2, y2 = (round(each * _POINTS_IN_MM) for each in corners)
    return Seen(place.page, (x1, y1, x2, y2), _drawn(width, height, lines, ink, seal))


def _drawn(width: float, height: float, lines: tuple[str, ...], ink: Ink, seal: bytes | None) -> bytes:
    face = type_for_pdf()
    told = {"width": width, "height": height, "lines": lines, "ink": ink, "font": face.family, "seal": bool(seal)}
    source = (resources.files("mangnon.outgoing") / "signing" / "seen.typ").read_bytes()
    with _folder() as folder:
        (Path(folder) / "seen.typ").write_bytes(source)
        if seal:
            (Path(folder) / "seal.png").write_bytes(seal)
        made = typst.compile(
            str(Path(folder) / "seen.typ"),
            root=folder,
            format="pdf",
            font_paths=face.fonts,
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(told, ensure_ascii=False)},
            timestamp=0,
        )
    assert isinstance(made, bytes)  # noqa: S101 - one PDF
    return made


@contextmanager
def as_file(seen: Seen) -> Iterator[Path]:
    """The picture as a file for as long as it is needed. Raises SigningRefused where there is no room for it."""
    with ExitStack() as kept:
        with _room():
            path = Path(kept.enter_context(TemporaryDirectory())) / "seen.pdf"
            path.write_bytes(seen.picture)
        yield path


@contextmanager
def _folder() -> Iterator[str]:
    """A folder for as long as it is needed. Raises SigningRefused where there is no room for what is put there."""
    with _room(), TemporaryDirectory() as folder:
        yield folder


@contextmanager
def _room() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise SigningRefused(
            f"Máy chủ không ghi được tệp tạm để ký (hết chỗ trên đĩa). {NOTHING_SIGNED} Hãy báo người quản trị; khi có "
            "chỗ, ký lại.",
            code="store_full",
        ) from error
