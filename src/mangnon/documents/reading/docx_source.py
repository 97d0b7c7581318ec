"""Word documents (.docx): paragraphs and tables in the order of the text. Nothing outside the package is fetched."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from mangnon.documents.reading import refusing
from mangnon.documents.reading.cleaning import lines_of
from mangnon.documents.reading.layout import Line
from mangnon.documents.reading.pages import SourcePage
from mangnon.kernel.refusals import Refusal

_LARGEST_UNPACKED = 200 * 1024 * 1024
# The words of a thousand pages; a small package can unpack to a hundred times that and hold a thread for minutes.
_LARGEST_WORDS = 16 * 1024 * 1024


def docx_page(data: bytes, name: str) -> SourcePage:
    """All of a .docx as one page. Raises UnknownSource, SourceTooLarge, DamagedSource, PictureSource."""
    import docx
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    try:
        _check_package(data, name)
        document = docx.Document(io.BytesIO(data))
    except Refusal:
        raise
    except Exception as error:  # a broken package raises many kinds, none of them of use to the reader
        raise refusing.damaged(name) from error
    lines: list[str] = []
    for item in document.iter_inner_content():
        if isinstance(item, Paragraph):
            lines.extend([*lines_of(item.text), ""])
        elif isinstance(item, Table):
            lines.extend(_table_lines(item))
    if not any(line.strip(" |") for line in lines):
        raise refusing.without_words(name)
    return SourcePage(1, tuple(Line(line) for line in lines))


def _check_package(data: bytes, name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        if "word/document.xml" not in packed.namelist():
            raise refusing.unknown(name)
        words = sum(item.file_size for item in packed.infolist() if item.filename.endswith((".xml", ".rels")))
        if words > _LARGEST_WORDS or sum(item.file_size for item in packed.infolist()) > _LARGEST_UNPACKED:
            raise refusing.too_large_unpacked(name)


def _table_lines(table: Any) -> list[str]:
    """The rows of a table as cells between lines holding only «|»; a merged cell stands once."""
    lines: list[str] = []
    for row in table.rows:
        lines.append("|")
        seen: set[int] = set()
        for cell in row.cells:
            if id(cell._tc) in seen:
                continue
            seen.add(id(cell._tc))
            lines.extend([*(line for line in lines_of(cell.text) if line.strip()), "|"])
    return [*lines, ""]
