"""Why a PDF is not fit to be kept: the requirements of PDF/A-2a that can be looked at without a validator.

No validator could be had without a network. What is not looked at: the colour of each object, the inside of fonts and
of ICC profiles, the syntax of every operator (ISO 19005-2; its clauses were recalled, not read).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

from pypdf import PdfReader
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, IndirectObject, StreamObject

_FORBIDDEN_ACTIONS = {
    "/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/JavaScript", "/Hide", "/SetOCGState", "/Rendition",
    "/Trans", "/GoTo3DView",
}  # fmt: skip
_BLENDS = {
    "/Normal", "/Compatible", "/Multiply", "/Screen", "/Overlay", "/Darken", "/Lighten", "/ColorDodge", "/ColorBurn",
    "/HardLight", "/SoftLight", "/Difference", "/Exclusion", "/Hue", "/Saturation", "/Color", "/Luminosity",
}  # fmt: skip
_SHOWS = {b"Tj", b"TJ", b"'", b'"', b"Do", b"sh", b"S", b"s", b"f", b"f*", b"B", b"B*", b"b", b"b*", b"INLINE IMAGE"}
_PRINT, _HIDING = 4, 1 | 2 | 32 | 256  # of an annotation: printed; invisible, hidden, no view, toggle no view
_PDFA = "{http://www.aiim.org/pdfa/ns/id/}"


def faults_of_archive(content: bytes) -> list[str]:
    """What speaks against the file as PDF/A-2a, a sentence each; empty when nothing was found."""
    reader = PdfReader(BytesIO(content))
    objects = list(_objects(reader))
    return [
        *_of_file(content, reader),
        *_of_metadata(reader),
        *_of_colour(reader),
        *_of_tags(reader),
        *(fault for each in objects for fault in _of_object(each)),
        *(fault for page in reader.pages for fault in _of_page(page, reader)),
    ]


def _objects(reader: PdfReader) -> Iterator[Any]:
    """Every object that can be reached, each once."""
    seen: set[tuple[int, int]] = set()
    waiting: list[Any] = [reader.trailer]
    while waiting:
        each = waiting.pop()
        if isinstance(each, IndirectObject):
            if (each.idnum, each.generation) in seen:
                continue
            seen.add((each.idnum, each.generation))
            each = each.get_object()
        if isinstance(each, DictionaryObject):
            yield each
            waiting += [each.raw_get(key) for key in each]
        elif isinstance(each, ArrayObject):
            waiting += list(each)


def _of_file(content: bytes, reader: PdfReader) -> Iterator[str]:
    if not re.match(rb"%PDF-1\.[0-7][\r\n]+%[\x80-\xff]{4}", content):
        yield "the file does not begin with a version and four high bytes"
    if reader.is_encrypted or "/Encrypt" in reader.trailer:
        yield "it is encrypted"
    if "/ID" not in reader.trailer:
        yield "it has no identifier"
    if "/OCProperties" in reader.root_object:
        yield "parts of it can be switched off"


def _of_metadata(reader: PdfReader) -> Iterator[str]:
    stream = reader.root_object.get("/Metadata")
    if stream is None:
        yield "no metadata"
        return
    data = stream.get_object()
    if "/Filter" in data:
        yield "the metadata are compressed"
    tree = ElementTree.fromstring(data.get_data())  # noqa: S314 - we wrote it ourselves
    told = {node.tag: node.text for node in tree.iter()}
    told |= {name: value for node in tree.iter() for name, value in node.attrib.items()}
    if (told.get(f"{_PDFA}part"), told.get(f"{_PDFA}conformance")) != ("2", "A"):
        yield "the metadata do not say PDF/A-2a"
    title = next((node for node in tree.iter() if node.tag.endswith("}title")), None)
    words = "".join(title.itertext()).strip() if title is not None else ""
    if not words or (reader.metadata is not None and reader.metadata.title not in (None, words)):
        yield "the title is missing, or told twice differently"


def _of_colour(reader: PdfReader) -> Iterator[str]:
    intents = [each.get_object() for each in reader.root_object.get("/OutputIntents", [])]
    ours = [each for each in intents if each.get("/S") == "/GTS_PDFA1"]
    if len(ours) != 1:
        yield "there is not one output intent"
        return
    profile = ours[0].get("/DestOutputProfile")
    stream = profile.get_object() if profile is not None else None
    if stream is None or stream.get_data()[36:40] != b"acsp" or stream.get("/N") not in (1, 3, 4):
        yield "the output intent has no ICC profile"


def _of_tags(reader: PdfReader) -> Iterator[str]:
    root = reader.root_object
    marked = root.get("/MarkInfo", {}).get("/Marked")
    if marked is None or not marked.value:
        yield "it does not say that it is tagged"
    if "/StructTreeRoot" not in root:
        yield "it has no structure"
    if not str(root.get("/Lang", "")).startswith("vi"):
        yield "its language is not told"
    shown = root.get("/ViewerPreferences", {}).get("/DisplayDocTitle")
    if not getattr(shown, "value", False):
        yield "its title is not shown"


def _of_object(each: DictionaryObject) -> Iterator[str]:
    kind = each.get("/Type")
    if each.get("/S") in _FORBIDDEN_ACTIONS or "/JS" in each:
        yield f"it acts: {each.get('/S')}"
    if "/AA" in each or "/XFA" in each or each.get("/NeedAppearances"):
        yield "it acts by itself, or its form has no appearance"
    if "/EmbeddedFiles" in each or "/JavaScript" in each:
        yield "files or programs are inside"
    if isinstance(each, StreamObject):
        filters = each.get("/Filter", [])
        if "/LZWDecode" in ([filters] if isinstance(filters, str) else filters) or "/F" in each:
            yield "a stream is packed by LZW, or lies outside"
        if each.get("/Subtype") == "/PS" or "/OPI" in each or "/Alternates" in each or each.get("/Interpolate"):
            yield "a picture is drawn in a way that is not kept"
    blend = each.get("/BM")
    if blend is not None and not set(blend if isinstance(blend, list) else [blend]) <= _BLENDS:
        yield f"unknown blending {blend}"
    if "/TR" in each or "/HTP" in each:
        yield "a transfer function"
    if kind == "/Font":
        yield from _of_font(each)
    if each.get("/S") == "/Figure" and kind in (None, "/StructElem") and not each.get("/Alt"):
        yield "a figure without words"


def _of_font(font: DictionaryObject) -> Iterator[str]:
    name = font.get("/BaseFont")
    if font.get("/Subtype") == "/Type0":
        if "/ToUnicode" not in font:
            yield f"{name}: its signs lead to no letters"
        return
    if font.get("/Subtype") == "/Type3":
        return
    descriptor = font.get("/FontDescriptor")
    inside = descriptor.get_object() if descriptor is not None else {}
    if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(inside):
        yield f"{name}: not embedded"
    if font.get("/Subtype") == "/CIDFontType2" and "/CIDToGIDMap" not in font:
        yield f"{name}: no map of glyphs"
    if font.get("/Subtype") in ("/TrueType", "/Type1") and not {"/ToUnicode", "/Encoding"} & set(font):
        yield f"{name}: its signs lead to no letters"


def _of_page(page: Any, reader: PdfReader) -> Iterator[str]:
    for raw in page.get("/Annots", []):
        note = raw.get_object()
        flags = int(note.get("/F", 0))
        if note.get("/Subtype") != "/Popup" and (not flags & _PRINT or flags & _HIDING):
            yield f"a note that is not printed: {note.get('/Subtype')}"
        sides = [float(side) for side in note["/Rect"]]
        is_seen = sides[0] != sides[2] and sides[1] != sides[3]
        if is_seen and note.get("/Subtype") not in ("/Link", "/Popup") and "/N" not in note.get("/AP", {}):
            yield "a note without an appearance"
    depth = 0
    for _, operator in ContentStream(page.get_contents(), reader).operations:
        if operator in (b"BDC", b"BMC"):
            depth += 1
        elif operator == b"EMC":
            depth -= 1
        elif operator in _SHOWS and not depth:
            yield f"something on the page is in no tag and no artifact: {operator!r}"
            return
