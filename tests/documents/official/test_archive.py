"""What a PDF for keeping and for everybody must have: PDF/A-2a and PDF/UA-1, as far as it can be looked at here.

Not looked at: everything only a validator knows (colour of every object, every rule of ISO 19005-2 and 14289-1). The
typesetter checks those it knows while it writes.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from mangnon.documents.official import Heading, Paragraph, write_pdf
from tests.documents.official.samples import bare, report


def _root(content: bytes) -> DictionaryObject:
    return PdfReader(BytesIO(content)).root_object


def _tags(content: bytes) -> list[str]:
    """Every structure type in the order of reading."""
    found: list[str] = []

    def walk(node: Any) -> None:
        node = node.get_object()
        if isinstance(node, ArrayObject):
            for each in node:
                walk(each)
        elif isinstance(node, DictionaryObject):
            if "/S" in node and node.get("/Type", "/StructElem") == "/StructElem":
                found.append(str(node["/S"]))
            if "/K" in node:
                walk(node["/K"])

    walk(_root(content)["/StructTreeRoot"])
    return found


def test_it_says_what_it_is() -> None:
    content = write_pdf(report())
    root = _root(content)
    told = root["/Metadata"].get_object().get_data().decode()  # type: ignore[attr-defined]
    assert "<pdfaid:part>2</pdfaid:part>" in told
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in told
    assert "<pdfuaid:part>1</pdfuaid:part>" in told
    assert root["/MarkInfo"]["/Marked"] is not False  # type: ignore[index]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]  # type: ignore[index]
    assert "/OutputIntents" in root
    assert not PdfReader(BytesIO(content)).is_encrypted


def test_headings_tables_and_lists_are_tagged() -> None:
    tags = _tags(write_pdf(report()))
    assert tags.count("/H1") == 1
    assert {"/Table", "/TR", "/TH", "/TD", "/P"} <= set(tags)


def test_the_outline_skips_no_level_whatever_the_headings() -> None:
    body = (
        Heading(3, "a) Trước"),
        Paragraph("x"),
        Heading(1, "I. SAU"),
        Heading(3, "b) Nhảy bậc"),
        Heading(2, "1. Hai"),
    )
    tags = [tag for tag in _tags(write_pdf(bare(body=body))) if tag.startswith("/H") and tag[2:].isdigit()]
    assert tags == ["/H1", "/H1", "/H2", "/H2"]


def test_nothing_active_is_inside() -> None:
    content = write_pdf(report())
    for name in (b"/JavaScript", b"/JS ", b"/Launch", b"/EmbeddedFile"):
        assert name not in content
