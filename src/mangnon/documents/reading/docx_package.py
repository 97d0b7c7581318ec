"""The package of a Word document (.docx): its parts, taken out with bounds. Nothing outside the package is fetched."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

from mangnon.documents.reading import refusing

# The words of a thousand pages; a small package can unpack to a hundred times that.
_LARGEST_PART = 16 * 1024 * 1024
_MOST_ENTRIES = 10_000
_DEEPEST = 200  # elements within each other: tables in tables in text boxes need forty
_ENCRYPTED = 0x1
_FOREIGN = (
    # The drop zone reads papers; an annex in Excel has its own door (`documents.drafting`).
    ("xl/", "bảng tính Excel (phụ lục nhiệm vụ bằng Excel được nhận ở trang «Soạn văn bản»)"),
    ("ppt/", "bản trình chiếu"),
    ("visio/", "bản vẽ Visio"),
    ("AndroidManifest.xml", "chương trình máy tính"),
)
_OPEN_DOCUMENT = ("văn bản OpenDocument (.odt)", "bảng tính OpenDocument (.ods)")


class Package:
    """The parts of a .docx by name."""

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        try:
            self._packed = zipfile.ZipFile(io.BytesIO(data))
            entries = self._packed.infolist()
        # The library raises NotImplementedError for kinds of packing it does not know: the file is refused as broken.
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
            raise refusing.damaged(name) from error
        if len(entries) > _MOST_ENTRIES:
            raise refusing.too_large_unpacked(name)
        self._entries = {entry.filename: entry for entry in entries}
        self.main = self._main_part()

    def _main_part(self) -> str:
        """The part that holds the text: where the package says, else where it usually is."""
        relations = self.tree("_rels/.rels") if "_rels/.rels" in self._entries else None
        for relation in relations if relations is not None else ():
            target = relation.get("Target", "").lstrip("/")
            if relation.get("Type", "").endswith("/officeDocument") and target in self._entries:
                if local(self._root(target)) == "document":
                    return target
                raise self._foreign()
        if "word/document.xml" in self._entries:
            return "word/document.xml"
        raise self._foreign()

    def _root(self, part: str) -> Element:
        tree = self.tree(part)
        if tree is None:
            raise refusing.damaged(self._name)
        return tree

    def _foreign(self) -> refusing.UnknownSource:
        for begin, kind in _FOREIGN:
            if any(entry.startswith(begin) for entry in self._entries):
                return refusing.other_kind(self._name, kind)
        if "mimetype" in self._entries and "content.xml" in self._entries:
            is_sheet = b"spreadsheet" in self._content("mimetype")
            return refusing.other_kind(self._name, _OPEN_DOCUMENT[is_sheet])
        return refusing.other_kind(self._name, "tệp nén (zip)")

    def beside(self, part: str) -> str:
        """The name of a part in the folder of the main part."""
        return posixpath.join(posixpath.dirname(self.main), part)

    def _content(self, part: str) -> bytes:
        """A part unpacked. What it says of its own size is not believed."""
        entry = self._entries[part]
        if entry.flag_bits & _ENCRYPTED:
            raise refusing.locked(self._name)
        try:
            with self._packed.open(entry) as opened:
                content = opened.read(_LARGEST_PART + 1)
        # As above: NotImplementedError is an unknown kind of packing.
        except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError) as error:
            raise refusing.damaged(self._name) from error
        if len(content) > _LARGEST_PART:
            raise refusing.too_large_unpacked(self._name)
        return content

    def tree(self, part: str) -> Element | None:
        """A part's elements; None where the package has no such part.

        Raises DamagedSource, also for a part that defines entities, which Word never writes and bombs do.
        """
        if part not in self._entries:
            return None
        content = self._content(part)
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content or _is_wide(content):
            raise refusing.damaged(self._name)
        try:
            return _parsed(content)
        except (ParseError, ValueError, RecursionError) as error:
            raise refusing.damaged(self._name) from error


def _is_wide(content: bytes) -> bool:
    """Whether a part hides what it says from the search above: Word writes UTF-8."""
    return content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in content[:200]


def _parsed(content: bytes) -> Element:
    parser: XMLPullParser[Element] = XMLPullParser(("start", "end"))
    root: Element | None = None
    depth = 0
    for place in range(0, len(content), 65536):
        parser.feed(content[place : place + 65536])
        for kind, element in _events(parser):
            root = element if root is None else root
            depth += 1 if kind == "start" else -1
            if depth > _DEEPEST:
                raise ValueError("too deep")
    parser.close()
    if root is None:
        raise ValueError("empty")
    return root


def _events(parser: XMLPullParser[Element]) -> Iterator[tuple[str, Element]]:
    for met in parser.read_events():
        if len(met) == 2 and isinstance(met[1], Element):  # always: only beginnings and ends were asked for
            yield (str(met[0]), met[1])


def local(element: Element) -> str:
    """The name of an element without its namespace: strict and transitional documents differ only there."""
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def child(element: Element | None, name: str) -> Element | None:
    """The first child of that name."""
    return None if element is None else next((item for item in element if local(item) == name), None)


def value(element: Element | None, name: str = "val") -> str | None:
    """An attribute by its name without namespace."""
    if element is None:
        return None
    return next((text for key, text in element.attrib.items() if key.rsplit("}", 1)[-1] == name), None)


def is_on(element: Element | None) -> bool:
    """Whether a switch (<w:caps/>, <w:vanish w:val="0"/>) is set."""
    return element is not None and value(element) not in ("0", "false", "off", "none")
