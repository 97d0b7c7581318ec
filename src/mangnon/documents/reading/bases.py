"""The documents a directive rests on: what its preamble cites, with number, date and issuer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mangnon.documents.reading.citations import citations_in
from mangnon.documents.reading.paragraphs import Paragraph
from mangnon.documents.reading.records import LegalBasis
from mangnon.kernel.text import fold

_LAWS = ("Luật", "Bộ", "Pháp", "Hiến")
_PREAMBLE_END = re.compile(r"\b(?:như sau|sau đây|cụ thể)\s*:?\s*$|^(?:QUYẾT ĐỊNH|CHỈ THỊ|YÊU CẦU)\s*:?$")
_PREAMBLE = re.compile(r"^(?:can cu|thuc hien|trien khai|thi hanh|theo de nghi|xet|tren co so|nham|tiep theo|de )")


def preamble(paragraphs: Sequence[Paragraph], body_from: int) -> list[Paragraph]:
    """The paragraphs from the head to the first of the outline."""
    found: list[Paragraph] = []
    for paragraph in paragraphs:
        if paragraph.last < body_from:
            continue
        begun = any(_PREAMBLE.match(fold(item.text)) for item in found)
        if paragraph.rank <= 3 or (paragraph.rank == 5 and begun) or len(found) > 20:
            break
        found.append(paragraph)
        if _PREAMBLE_END.search(paragraph.text):
            break
    return found


def is_basis(paragraph: Paragraph) -> bool:
    """Whether a paragraph of the preamble says what the document rests on («Căn cứ …», «Thực hiện …»)."""
    return bool(_PREAMBLE.match(fold(paragraph.text)))


def legal_bases(paragraphs: Sequence[Paragraph], body_from: int) -> tuple[LegalBasis, ...]:
    """The cited bases, in order, each once. Only what the preamble itself rests on is taken, not the subject."""
    bases: list[LegalBasis] = []
    for paragraph in preamble(paragraphs, body_from):
        if not is_basis(paragraph):
            continue
        for item in citations_in(paragraph.text):
            title = item.title if item.number is None or item.kind in _LAWS else None
            basis = LegalBasis(item.number or "", item.date, item.issuer, title)
            if not any((fold(basis.number), basis.title) == (fold(other.number), other.title) for other in bases):
                bases.append(basis)
    return tuple(bases)
