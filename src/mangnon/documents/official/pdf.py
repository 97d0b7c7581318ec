"""The PDF of an official document: PDF/A-2a and PDF/UA-1 (tagged, to be kept and to be heard), every font inside.

The page template is a fixed file; the document reaches it as JSON data and is only ever printed, never read as markup.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial
from importlib.resources import files
from itertools import chain
from typing import Any, Literal

import typst

from mangnon.documents.official import layout, wording
from mangnon.documents.official.fonts import Typeface, typeface, without_gaps
from mangnon.documents.official.model import OfficialDocument
from mangnon.documents.official.printed import printed

_TEMPLATE = "official.typ"
# To be kept for decades (level «a»: tagged, every sign back to its letter), and to be read aloud.
STANDARDS: list[Literal["a-2a", "ua-1"]] = ["a-2a", "ua-1"]
# PDF/A demands a date among the file's properties. An undated document takes the epoch, which readers know as "unset",
# not the present instant: the same document gives the same bytes.
_NO_DATE = dt.date(1970, 1, 1)


def write_pdf(document: OfficialDocument) -> bytes:
    """The document as a PDF/A-2a and PDF/UA-1 file, the same bytes for the same document (and fonts).

    A sign that no font on the machine can show is printed as its number, [U+1F600]: nothing is dropped silently.
    """
    return write_pdf_with(document, typeface())


def write_pdf_with(document: OfficialDocument, face: Typeface) -> bytes:
    """`write_pdf` in a given typeface."""
    day = document.issued_on or _NO_DATE
    made = typst.compile(
        _template(),
        format="pdf",
        font_paths=face.fonts,
        ignore_system_fonts=True,
        sys_inputs=_inputs(document, face),
        pdf_standards=[*STANDARDS],
        timestamp=dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC),
    )
    assert isinstance(made, bytes)  # noqa: S101 - one PDF is one file; pages come as a list only for images
    return made


@dataclass(frozen=True, slots=True)
class SigningPlace:
    """The free place between the lines of capacity and the signer's name: page from 0, millimetres from the upper left
    corner."""

    page: int
    left: float
    top: float
    width: float
    height: float
    page_height: float = layout.PAGE_HEIGHT


def signing_place(document: OfficialDocument) -> SigningPlace:
    """Where the signature goes in the PDF that `write_pdf` makes of the document."""
    face = typeface()
    told = json.loads(
        typst.query(
            _template(),
            "<signing-place>",
            field="value",
            one=True,
            font_paths=face.fonts,
            ignore_system_fonts=True,
            sys_inputs=_inputs(document, face),
        )
    )
    half = layout.TEXT_WIDTH / 2
    height = layout.SIGNATURE_SPACE * 25.4 / 72
    return SigningPlace(told["page"] - 1, layout.MARGIN_LEFT + half, float(told["below"]), half, height)


def _template() -> bytes:
    return files(__package__).joinpath(_TEMPLATE).read_bytes()


def _inputs(document: OfficialDocument, face: Typeface) -> dict[str, str]:
    clean = partial(without_gaps, face=face)
    day = document.issued_on or _NO_DATE
    page = asdict(printed(document, clean=clean, cut_words=True))
    _set_outline([page["body"], *(annex["blocks"] for annex in page["annexes"])])
    data = {
        **page,
        "title": clean(wording.printable(wording.document_title(document))),
        "author": clean(wording.printable(document.agency)),
        "issued": [day.year, day.month, day.day],
        "country": wording.COUNTRY,
        "motto": wording.MOTTO,
        "recipients_label": wording.RECIPIENTS,
        "addressed_to": wording.ADDRESSED_TO,
        "sources_title": wording.SOURCES,
        "sources_explained": wording.SOURCES_EXPLAINED,
        "font": face.family,
        "layout": {name.lower(): value for name, value in vars(layout).items() if isinstance(value, float)},
    }
    return {"data": json.dumps(data, ensure_ascii=False)}


def _set_outline(parts: Sequence[Sequence[dict[str, Any]]]) -> None:
    """Give every heading its level in the outline: its own, but never more than one below the heading before it, which
    PDF/UA forbids. How it looks stays with its own level."""
    before = 0
    for block in chain.from_iterable(parts):
        if block["type"] == "heading":
            before = block["outline"] = min(block["level"], before + 1)
